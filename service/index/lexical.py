"""Word search over the passages of all open reports: BM25 (Robertson & Zaragoza 2009), by `bm25s`.

A question is a list of concepts, each a set of words that mean the same (a word, its inflections by
normal form, its counterparts in the report's language). A passage is credited once a concept, by
its best word, so that a word with many synonyms does not outweigh one with none.
"""

import difflib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import bm25s
import numpy as np
import numpy.typing as npt

from service.domain import Frozen, Language
from service.vocabulary.spelling import is_known
from service.vocabulary.words import normal, stopwords, tokens

Scores = npt.NDArray[np.float32]

MIN_PART = 5
"""Letters that a part of a compound must have to stand for it; shorter ones match by chance."""
PART_WEIGHT = 0.6
"""What a match by part of a compound or by a similar spelling counts, against the word itself."""
ALIKE_WEIGHT = 0.7
"""What a match by a synonym counts."""
NEGATING = frozenset(
    "ikke ikkje lite uten utan ingen inga mangel not no without little lack".split()
)
"""Words that turn a phrase round: "lite fornøyd" is not spoken of by "fornøyd"."""
SIMILAR = 0.82
"""Least difflib ratio for a misspelling: two letters off in a word of eleven."""


class Concept(Frozen):
    """One thing that a question speaks of. `words` are lower-case words of the reports' language,
    any of which stands for it; `surface` is the question's own word."""

    surface: str
    words: tuple[str, ...]
    alike: tuple[str, ...] = ()
    """Words that a report may use for nearly the same; a match by one counts less."""


class Match(NamedTuple):
    """How a concept is met, passage by passage."""

    scores: Scores
    speaks: npt.NDArray[np.bool_]
    """Whether the passage speaks of it; a score alone may come from a part of a compound."""


class Lexical:
    """An index over passages, in their order. Immutable; safe to share between threads."""

    def __init__(self, texts: Sequence[str], languages: Sequence[Language]) -> None:
        self.size = len(texts)
        corpus = [_terms(text, language) for text, language in zip(texts, languages, strict=True)]
        self._vocabulary = {term for terms in corpus for term in terms}
        self._bm25: bm25s.BM25 | None = None
        if self._vocabulary:
            self._bm25 = bm25s.BM25()
            self._bm25.index(corpus, show_progress=False)
        self._sorted = sorted(self._vocabulary)
        self._reversed = sorted(term[::-1] for term in self._vocabulary)

    def scores(self, concepts: Iterable[Concept], language: Language) -> list[Scores]:
        """One array a concept: each passage's score for it, 0 where it does not occur."""
        return [match.scores for match in self.matches(concepts, language)]

    def matches(self, concepts: Iterable[Concept], language: Language) -> list[Match]:
        """How each concept is met, passage by passage."""
        return [self._match(concept, language) for concept in concepts]

    def _match(self, concept: Concept, language: Language) -> Match:
        best: Scores = np.zeros(self.size, dtype=np.float32)
        speaks = np.zeros(self.size, dtype=np.bool_)
        if self._bm25 is None:
            return Match(best, speaks)
        for term, (weight, whole) in self._known(concept, language).items():
            found: Scores = self._bm25.get_scores([term])
            best = np.maximum(best, weight * found)
            if whole:
                speaks |= found > 0
        return Match(best, speaks)

    def _known(self, concept: Concept, language: Language) -> dict[str, tuple[float, bool]]:
        """Terms of the index that stand for a concept, with what a match by them is worth, and
        whether a passage that has one speaks of the concept itself."""
        wanted: dict[str, tuple[float, bool]] = {}
        for word in concept.words:
            if " " in word and not NEGATING.isdisjoint(word.split()):
                continue
            # A phrase counts by its rarest word: the longest, near enough.
            term = max((normal(part, language) for part in word.split()), key=len, default="")
            if not term:
                continue
            if term in self._vocabulary:
                wanted[term] = (1.0, True)
            longer, shorter = self._relatives(term)
            for other in longer:  # "video" is spoken of by "videokonsultasjon"
                wanted.setdefault(other, (PART_WEIGHT, True))
            for part in shorter:  # "sykehusbudsjett" is not spoken of by "sykehus"
                wanted.setdefault(part, (PART_WEIGHT, False))
        for word in concept.alike:
            for term in self._phrase(word, language):
                wanted.setdefault(term, (ALIKE_WEIGHT, True))
        if not any(whole for _, whole in wanted.values()):
            for word in concept.words:
                if not word or is_known(word, language):
                    continue  # not misspelled: "misfornøyd" is not "fornøyd"
                for term in difflib.get_close_matches(word, self._sorted, n=2, cutoff=SIMILAR):
                    wanted[term] = (PART_WEIGHT, True)
        return wanted

    def _phrase(self, words: str, language: Language) -> list[str]:
        """The rarest term of a phrase, near enough the longest, if the index has all its terms."""
        skip = stopwords(language)
        parts = words.split()
        terms = [normal(part, language) for part in parts if part not in skip]
        turned = len(parts) > 1 and not NEGATING.isdisjoint(parts)
        if not terms or turned or not self._vocabulary.issuperset(terms):
            return []
        return [max(terms, key=len)]

    def _relatives(self, term: str) -> tuple[list[str], list[str]]:
        """Terms of the index of which `term` is a part, and those which are a part of it, at either
        end: how Norwegian compounds share meaning."""
        if len(term) < MIN_PART:
            return [], []
        longer = [
            *_starting(self._sorted, term),
            *(other[::-1] for other in _starting(self._reversed, term[::-1])),
        ]
        cuts = range(MIN_PART, len(term))
        parts = [part for n in cuts for part in (term[:n], term[-n:])]
        return (
            [other for other in longer if other != term],
            [part for part in parts if part in self._vocabulary],
        )


def _starting(words: Sequence[str], prefix: str) -> Sequence[str]:
    """The words of a sorted list that start with `prefix`."""
    return words[bisect_left(words, prefix) : bisect_left(words, prefix + "\U0010ffff")]


def _terms(text: str, language: Language) -> list[str]:
    skip = stopwords(language)
    return [normal(word, language) for word in tokens(text) if word not in skip]
