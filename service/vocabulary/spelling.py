"""Misspelled words of a question, set right by the nearest word that is known."""

import difflib
from functools import cache, lru_cache

import simplemma

from service.domain import Language
from service.vocabulary.words import counterparts, entries, stopwords

LIKE = 0.8
"""Least difflib ratio: one letter off in a word of four, two in one of eight."""
LONGER = 2
"""Letters by which the right word may be longer or shorter."""
SHORTEST = 3
"""Letters below which a word is left as it is: too many are like it."""


@lru_cache(maxsize=10_000)
def corrected(word: str, language: Language) -> str | None:
    """The known word that an unknown lower-case `word` of `language` is most like, begun by the
    same letter; None for a word that is known, and where none is like it. Known are the words of
    the glossary and of the stop list; a compound that neither has may be taken for misspelled, so
    what is returned is to be searched for beside the word, not instead of it."""
    if len(word) < SHORTEST or not word.isalpha() or is_known(word, language):
        return None
    like = [
        other
        for other in _by_letter(language).get(word[0], ())
        if abs(len(other) - len(word)) <= LONGER
    ]
    return next(iter(difflib.get_close_matches(word, like, n=1, cutoff=LIKE)), None)


def is_known(word: str, language: Language) -> bool:
    """Whether a lower-case word stands in the dictionary, the glossary or the stop list."""
    if word in stopwords(language) or simplemma.is_known(word, lang=language):
        return True
    other: Language = "nb" if language == "en" else "en"
    return bool(counterparts(word, language, other))


@cache
def _by_letter(language: Language) -> dict[str, tuple[str, ...]]:
    """First letter → the known words that begin with it."""
    words = sorted({*entries(language), *stopwords(language)})
    found: dict[str, list[str]] = {}
    for word in words:
        if word.isalpha() and len(word) >= SHORTEST:
            found.setdefault(word[0], []).append(word)
    return {letter: tuple(each) for letter, each in found.items()}
