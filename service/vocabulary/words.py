"""Words made comparable: tokens, their normal forms, and their counterparts in other languages.

Lemmas come from `simplemma` (MIT), stems from Snowball (BSD), counterparts from `glossary.tsv`,
synonyms from `synonyms.tsv`: between a lay reader's words and those of a report.
"""

import re
import threading
import tomllib
from collections.abc import KeysView
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter

import simplemma
import snowballstemmer

from service.domain import Language

TOKEN = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")

PHRASE = 3
"""Words of the longest phrase that `synonyms.tsv` has."""

_STEMMERS = {
    "nb": snowballstemmer.stemmer("norwegian"),
    "nn": snowballstemmer.stemmer("norwegian"),
    "en": snowballstemmer.stemmer("english"),
}


_stemming = threading.Lock()
"""A Snowball stemmer keeps the word in hand in itself: two threads at once get wrong stems."""


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
    base = lemma(word, language)
    with _stemming:
        return str(_STEMMERS[language].stemWord(base))


@cache
def stopwords(language: Language) -> frozenset[str]:
    """Words that carry no topic, in the forms they are written in: function words, and the frame
    of a question ("hva mener", "what do ... think")."""
    data = tomllib.loads((files("service.vocabulary") / "stopwords.toml").read_text("utf-8"))
    shared = data["nb"] + data["nn"] if language != "en" else data["en"]
    return frozenset(" ".join(shared).split())


@cache
def _rows(name: str) -> tuple[list[str], ...]:
    """The rows of a table of three columns beside this file, without its header."""
    text = (files("service.vocabulary") / name).read_text("utf-8")
    return tuple(line.split("\t") for line in text.splitlines()[1:])


@cache
def _english() -> dict[str, list[str]]:
    """English lemma or phrase → its row of the glossary."""
    return {row[0]: row for row in _rows("glossary.tsv")}


@cache
def _norwegian(source: Language, target: Language) -> dict[str, list[tuple[int, str]]]:
    """Lemma or phrase of Norwegian → its counterparts in `target`, each with the word's place in
    its row: what a word stands first for, it means most ("lov" is law before it is permission). A
    direction is read when it is first asked for: few processes need more than one."""
    found: dict[str, list[tuple[int, str]]] = {}
    for english, bokmal, nynorsk in _rows("glossary.tsv"):
        if target == "en":
            for rank, word in enumerate(_words(bokmal, nynorsk, source)):
                found.setdefault(word, []).append((rank, english))
        elif nynorsk:
            old, new = bokmal.split("|"), nynorsk.split("|")
            words, others = (new, old) if source == "nn" else (old, new)
            for word in words:
                found.setdefault(word, []).extend([(0, other) for other in others])
    return found


def _words(bokmal: str, nynorsk: str, language: Language) -> list[str]:
    """A row's words of bokmål or nynorsk, which shares many with bokmål, so those count as well."""
    if language == "nn" and nynorsk:
        return (nynorsk + "|" + bokmal).split("|")
    return bokmal.split("|")


@cache
def _synonyms(language: Language) -> dict[str, list[str]]:
    """Lemma or phrase → its synonyms, as `synonyms.tsv` has them for a language. A cell is a set of
    words that stand for one another, `a|b|c`, or words that may be searched by others but not the
    other way, `lay|plain>expert|official`. An empty cell of nynorsk is as that of bokmål."""
    found: dict[str, list[str]] = {}
    for bokmal, nynorsk, english in _rows("synonyms.tsv"):
        cell = {"nb": bokmal, "nn": nynorsk or bokmal, "en": english}[language]
        if not cell:
            continue
        left, way, right = cell.partition(">")
        words = left.split("|")
        others = right.split("|") if way else words
        for word in words:
            found.setdefault(word, []).extend(others)
    return found


def entries(language: Language) -> KeysView[str]:
    """The words and phrases of a language that the glossary has counterparts of."""
    return _english().keys() if language == "en" else _norwegian(language, "en").keys()


def counterparts(word: str, source: Language, target: Language) -> tuple[str, ...]:
    """Words or phrases of `target` that mean `word` (a lemma or a phrase of lemmas, lower case) of
    `source`, commonest first; empty where the glossary has none. A word is its own counterpart
    between bokmål and nynorsk where the glossary has no other."""
    if source == target:
        return (word,)
    if source == "en":
        row = _english().get(word)
        return tuple(dict.fromkeys(_words(row[1], row[2], target))) if row else ()
    ranked = sorted(_norwegian(source, target).get(word, ()), key=itemgetter(0))
    return tuple(dict.fromkeys(other for _, other in ranked))


@lru_cache(maxsize=50_000)
def synonyms(word: str, language: Language) -> tuple[str, ...]:
    """Words or phrases of the same language that may be searched for `word` (a word or a phrase of
    up to `PHRASE` words, lower case, as written or by its lemmas), those of the table's order;
    never `word` itself; empty where the table has none. They go from a reader's word to a
    report's: that `b` is among those of `a` does not say that `a` is among those of `b`."""
    table = _synonyms(language)
    lemmas = " ".join(lemma(part, language) for part in word.split())
    found = dict.fromkeys([*table.get(word, ()), *table.get(lemmas, ())])
    return tuple(other for other in found if other not in (word, lemmas))
