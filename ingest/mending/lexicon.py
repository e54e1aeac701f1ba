"""Which words exist: those of a document itself, and those of dictionaries (`simplemma`, MIT)."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import simplemma

from service.vocabulary.words import lemma, stopwords

HOME = ("nb", "nn", "en")
"""The languages of reports. Dictionaries are read when first asked for (0.5 s for these)."""
_DICTIONARIES = ("fr", "es", "de", "sv")
_VOWELS = tuple("aeiouyæøå")
_PART = 4
"""Letters that a part of a compound must have: shorter ones make words of anything."""
_SHARE = 0.05
_COUNT = 5
"""A document is in a language when at least so many and such a share of its words are function
words of it."""


@cache
def data() -> Mapping[str, Any]:
    """The word lists of `glyphs.toml`."""
    return tomllib.loads(Path(__file__).with_name("glyphs.toml").read_text("utf-8"))


@cache
def _small_words() -> frozenset[str]:
    return frozenset().union(*(stopwords(name) for name in ("nb", "nn", "en")))


@cache
def _foreign() -> Mapping[str, frozenset[str]]:
    """Function words of other languages that are no words of the reports' languages."""
    return {
        language: frozenset(word for word in words if word not in _small_words())
        for language, words in data()["function_words"].items()
    }


@lru_cache(maxsize=50_000)
def _listed(word: str, languages: tuple[str, ...]) -> bool:
    return any(simplemma.is_known(word, lang=language) for language in languages)


def is_listed(word: str, language: str) -> bool:
    """Whether the dictionary of `language` has `word`. Its case is not looked at."""
    return _listed(word.lower(), (language,))


class Lexicon:
    """Words of one document, `own`, and of the languages it is written in."""

    def __init__(self, own: Iterable[str]) -> None:
        counts = Counter(own)
        self._own = frozenset(counts)
        total = max(1, counts.total())
        self.languages = HOME + tuple(
            language
            for language in _DICTIONARIES
            if (found := sum(counts[word] for word in _foreign()[language])) >= _COUNT
            and found >= _SHARE * total
        )

    def knows(self, word: str) -> bool:
        """Whether `word` exists, in the document or in a dictionary of its languages."""
        small = word.lower()
        if len(small) == 1:
            return small in _small_words()
        return small in self._own or self.lists(small)

    def lists(self, word: str) -> bool:
        """Whether a dictionary has it."""
        return _listed(word.lower(), self.languages)

    def may_be_infinitive(self, word: str) -> bool:
        """Whether it is, or may be, one in Norwegian; an unknown word may be."""
        small = word.lower()
        if is_small(small) or small in data()["infinitive"]["verbs"]:
            return small in data()["infinitive"]["verbs"]
        if not small.isalpha() or not small.endswith(("es", "ast", *_VOWELS)):
            return False
        forms = [lemma(small, name) for name in ("nb", "nn") if _listed(small, (name,))]
        return small[-1] == "a" or small in forms or not forms

    def makes(self, word: str) -> bool:
        """Whether `word` exists or is a compound of two that do, as Norwegian forms them."""
        small = word.lower()
        return self.knows(small) or any(
            self.knows(small[at:])
            and (self.knows(first) or (first[-1] in "se" and self.knows(first[:-1])))
            for at in range(_PART, len(small) - _PART + 1)
            if (first := small[:at])
        )

    def is_at_home(self, words: Iterable[str]) -> bool:
        """Whether `words`, those around a place, are of the document's languages."""
        small = [word.lower() for word in words]
        home = sum(word in _small_words() for word in small)
        others = (set_ for name, set_ in _foreign().items() if name not in self.languages)
        foreign = max(sum(word in one for word in small) for one in others)
        if foreign > home / 2:
            return False
        known = sum(self.lists(word) for word in small)
        return not small or known >= 0.6 * len(small)


def is_small(word: str) -> bool:
    """Whether it is a function word of the reports' languages."""
    return word.lower() in _small_words()
