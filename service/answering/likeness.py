"""Whether two findings of a report say the same, in nearly the same words.

A summary repeats what the chapters say. To show a finding twice is noise; to take two findings for
one is a wrong answer. So all that turns a meaning must agree, and the words only nearly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from service.answering.figures import figures
from service.answering.opposites import against, denials, opposed, poles, turning
from service.domain import Finding, Language
from service.evidence import Evidence
from service.vocabulary.groups import group_vocabulary
from service.vocabulary.strength import Stated, strength_lexicon
from service.vocabulary.words import counterparts, lemma, normal, stopwords, tokens

SHARED = 3
"""Least words that the two must share."""
SAME = 0.7
"""Share of the shorter one's words in the other from which two findings say the same, ..."""
LIKE = 0.4
"""... if they are this share of the longer one's: what is said within something else is less."""
CHANGED = 0.85
"""The first share where both have words that the other lacks, ..."""
CHANGED_SHARED = 6
"""... and the least number of shared words then: in a short sentence one other word is another
statement."""
IN_ORDER = 0.8
"""Share of the shared words that must stand in one order: who does what to whom lies in it."""
TAIL = 5
"""Letters of the shortest word that is taken for the last part of a compound."""


@dataclass(frozen=True)
class Content:
    """What a text says, as far as it can be compared."""

    words: tuple[str, ...]
    """Normal forms of its content words in order."""
    lemmas: tuple[str, ...]
    language: Language
    denials: int
    poles: frozenset[tuple[int, int]]
    """Halves of opposites that it has."""
    strengths: tuple[str, ...]
    turning: bool
    """Whether it denies, compares or contrasts, so that the order of its words tells."""
    figures: frozenset[str]
    named: frozenset[str]
    """Those of `words` that are names, by their capital within a sentence."""


@lru_cache(maxsize=4096)
def content(text: str) -> Content:
    """`text` as it is compared."""
    language = language_of(text)
    skip = stopwords(language) | denials()
    stated = strength_lexicon().strengths(text)
    words = (word for word in tokens(_without(text, stated)) if word not in skip)
    told = [word for word in words if not figures(word, language)]
    within = {word.lower() for word in text.split()[1:] if word[:1].isupper()}
    return Content(
        words=tuple(normal(word, language) for word in told),
        lemmas=tuple(lemma(word, language) for word in told),
        language=language,
        denials=sum(word in denials() for word in tokens(text)),
        poles=poles(text),
        strengths=tuple(sorted(hit.strength for hit in stated)),
        turning=turning(text),
        figures=figures(text, language),
        named=frozenset(normal(word, language) for word in told if word in within),
    )


def language_of(text: str) -> Language:
    """English or Norwegian, by its function words: evidence does not tell."""
    words = tokens(text)
    english = sum(word in stopwords("en") for word in words)
    return "en" if english > sum(word in stopwords("nb") for word in words) else "nb"


def says_the_same(one: Evidence, other: Evidence) -> bool:
    """Whether two findings of one report, in different blocks, say the same in nearly the same
    words: how many hold it, who, of whom, the numbers and what is denied agree; one says no more
    than the other, or both nearly all that the other says."""
    a, b = one.source, other.source
    if not isinstance(a, Finding) or not isinstance(b, Finding):
        return False
    if one.report != other.report or a.block == b.block:
        return False
    return _as_many_of_the_same(a, b) and same_words(a.text, b.text)


def fuller(one: Evidence, other: Evidence) -> Evidence:
    """The one of two that says more, by its content words; the first where they say as much."""
    more = len(content(other.source.text).words) > len(content(one.source.text).words)
    return other if more else one


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same, as far as words tell it."""
    if not share_something(one, other):
        return False
    a, b = content(one), content(other)
    if (a.figures, a.denials, a.strengths, a.language) != (
        *(b.figures, b.denials, b.strengths, b.language),
    ):
        return False
    if against(a.poles, b.poles):
        return False
    pairs = matched(a, b)
    shared, less, more = len(pairs), *sorted((len(a.words), len(b.words)))
    if shared < SHARED or shared < SAME * less or shared < LIKE * more:
        return False
    if (a.named | b.named) - {w for at, to in pairs for w in (a.words[at], b.words[to])}:
        return False
    if _in_order(pairs) < (1 if a.turning or b.turning else IN_ORDER) * shared:
        return False
    left_a = [word for at, word in enumerate(a.words) if at not in {i for i, _ in pairs}]
    left_b = [word for at, word in enumerate(b.words) if at not in {j for _, j in pairs}]
    if not left_a or not left_b:
        return True
    return (
        shared >= max(CHANGED * less, CHANGED_SHARED)
        and not any(opposed(x, y) for x in left_a for y in left_b)
        and not (_groups(one) ^ _groups(other))
    )


def matched(a: Content, b: Content) -> list[tuple[int, int]]:
    """Pairs of places in `a` and `b` with one word, or one meaning; each place once."""
    pairs: list[tuple[int, int]] = []
    for alike in (_equal, _synonyms, _tail):
        for at in range(len(a.words)):
            if any(i == at for i, _ in pairs):
                continue
            free = (j for j in range(len(b.words)) if all(j != to for _, to in pairs))
            to = next((j for j in free if alike(a, at, b, j)), None)
            if to is not None:
                pairs.append((at, to))
    return sorted(pairs)


def _as_many_of_the_same(a: Finding, b: Finding) -> bool:
    return (
        a.strength == b.strength
        and a.holder == b.holder
        and a.about == b.about
        and set(a.groups) == set(b.groups)
        and set(a.excluded_groups) == set(b.excluded_groups)
    )


def _equal(a: Content, at: int, b: Content, to: int) -> bool:
    return a.words[at] == b.words[to]


def _synonyms(a: Content, at: int, b: Content, to: int) -> bool:
    """Whether the glossary has one commonest word of the other language for both."""
    if a.language == "en":
        return False
    one = counterparts(a.lemmas[at], "nb", "en")[:1]
    return bool(one) and one == counterparts(b.lemmas[to], "nb", "en")[:1]


def _tail(a: Content, at: int, b: Content, to: int) -> bool:
    """Whether one is the last part of the other: "PLO-meldingene" are called "meldingene"."""
    short, long = sorted((a.words[at], b.words[to]), key=len)
    return len(short) >= TAIL and long.endswith(short)


def _in_order(pairs: Sequence[tuple[int, int]]) -> int:
    """The most pairs whose places rise in both texts."""
    best: list[int] = []
    for n, (_, to) in enumerate(pairs):
        best.append(1 + max((best[m] for m in range(n) if pairs[m][1] < to), default=0))
    return max(best, default=0)


def _groups(text: str) -> set[str]:
    return {str(mention.group) for mention in group_vocabulary().find(text)}


def _without(text: str, stated: Sequence[Stated]) -> str:
    """`text` without the words that say how many: those are compared by what they mean."""
    for hit in sorted(stated, key=lambda hit: -hit.span[0]):
        text = f"{text[: hit.span[0]]} {text[hit.span[1] :]}"
    return text


def share_something(one: str, other: str) -> bool:
    """Whether two texts have enough beginnings of words in common to be worth a closer look."""
    return len(_beginnings(one) & _beginnings(other)) >= SHARED - 1


@lru_cache(maxsize=4096)
def _beginnings(text: str) -> frozenset[str]:
    return frozenset(word[:4] for word in tokens(text) if len(word) > 3)
