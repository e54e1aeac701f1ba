"""Agreement across languages: the same question gets the same evidence, whatever it is asked in."""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from service.contract import Answer


class Cited(NamedTuple):
    """What the answer to a question in one language cites."""

    language: str
    findings: Collection[str]


def cited_findings(answer: Answer) -> tuple[str, ...]:
    """Ids of the findings that an answer cites, sorted. Quotes are left out: which of several that
    illustrate a finding is shown matters less than which finding is."""
    return tuple(sorted(c.id for c in answer.citations if c.kind == "finding"))


def pairs(group: Iterable[Cited]) -> dict[tuple[str, str], list[float]]:
    """Jaccard similarity of each two members of a group that differ in language, by the languages
    in alphabetical order.

    Jaccard (1912, New Phytologist 11:37-50) is the share, of the findings that either cites, that
    both cite. Where neither cites any there is nothing to compare and the pair is left out; where
    only one does it is 0. Paraphrases within one language are not compared.
    """
    found: dict[tuple[str, str], list[float]] = {}
    for one, other in combinations(sorted(group, key=lambda cited: cited.language), 2):
        either = set(one.findings) | set(other.findings)
        if one.language == other.language or not either:
            continue
        both = set(one.findings) & set(other.findings)
        similarity = len(both) / len(either)
        found.setdefault((one.language, other.language), []).append(similarity)
    return found


def agreement(group: Sequence[Cited]) -> float | None:
    """The mean over all `pairs` of a group; None when there is none. The figure is the mean over
    the groups of answerable questions, each counting the same. Own definition."""
    values = [value for of_pair in pairs(group).values() for value in of_pair]
    return sum(values) / len(values) if values else None
