"""Words made comparable: tokens, their normal forms, and their counterparts in other languages.

Lemmas come from `simplemma` (MIT), stems from Snowball (BSD), counterparts from `glossary.tsv`.
"""

import csv
import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

import simplemma
import snowballstemmer

from service.domain import Language

TOKEN = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")

_STEMMERS = {
    "nb": snowballstemmer.stemmer("norwegian"),
    "nn": snowballstemmer.stemmer("norwegian"),
    "en": snowballstemmer.stemmer("english"),
}


def tokens(text: str) -> list[str]:
    """The words of `text` in lower case, hyphenated ones whole."""
    return [match.group().lower() for match in TOKEN.finditer(text)]


@lru_cache(maxsize=50_000)
def lemma(word: str, language: Language) -> str:
    """The dictionary form of a lower-case word; the word itself where it is not known."""
    return simplemma.lemmatize(word, lang=language).lower()


@lru_cache(maxsize=50_000)
def normal(word: str, language: Language) -> str:
    """The form in which words are compared: the stem of the lemma. The lemma alone leaves unknown
    compounds inflected; the stem alone parts "fastlege" from "fastlegene"."""
    return str(_STEMMERS[language].stemWord(lemma(word, language)))


@cache
def stopwords(language: Language) -> frozenset[str]:
    """Words that carry no topic, in the forms they are written in: function words, and the frame
    of a question ("hva mener", "what do ... think")."""
    data = tomllib.loads((files("service.vocabulary") / "stopwords.toml").read_text("utf-8"))
    shared = data["nb"] + data["nn"] if language != "en" else data["en"]
    return frozenset(" ".join(shared).split())


@cache
def _glossary() -> dict[str, dict[str, dict[str, tuple[str, ...]]]]:
    """From language → to language → lemma or phrase → counterparts, commonest first."""
    table: dict[str, dict[str, dict[str, list[str]]]] = {
        source: {target: {} for target in ("nb", "nn", "en") if target != source}
        for source in ("nb", "nn", "en")
    }

    def pair(source: str, target: str, word: str, counterpart: str) -> None:
        known = table[source][target].setdefault(word, [])
        if counterpart not in known:
            known.append(counterpart)

    text = (files("service.vocabulary") / "glossary.tsv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines(), delimiter="\t"):
        old_forms = [word for word in row["nb"].split("|") if word]
        new_forms = [word for word in (row["nn"] or "").split("|") if word]
        for word in old_forms:
            pair("en", "nb", row["en"], word)
            pair("nb", "en", word, row["en"])
        # Nynorsk shares many words with bokmål, so those count as well.
        for word in dict.fromkeys([*new_forms, *old_forms]):
            pair("en", "nn", row["en"], word)
            pair("nn", "en", word, row["en"])
        for new in new_forms:
            for old in old_forms:
                pair("nn", "nb", new, old)
                pair("nb", "nn", old, new)
    return {
        source: {
            target: {word: tuple(found) for word, found in words.items()}
            for target, words in targets.items()
        }
        for source, targets in table.items()
    }


def counterparts(word: str, source: Language, target: Language) -> tuple[str, ...]:
    """Words or phrases of `target` that mean `word` (a lemma or a phrase of lemmas, lower case) of
    `source`, commonest first; empty where the glossary has none. A word is its own counterpart
    between bokmål and nynorsk where the glossary has no other."""
    if source == target:
        return (word,)
    return _glossary()[source][target].get(word, ())
