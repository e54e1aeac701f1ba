"""Answers in the report's own words: findings as claims, quotes beneath. No language model."""

from collections.abc import Sequence

from service.answering.base import Draft, DraftClaim
from service.domain import Finding, Quote
from service.retrieval import Evidence, list_key
from service.understanding import Question
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.words import normal, stopwords, tokens

CLAIMS = 6
"""Claims of an answer; a list that the report gives is shown whole, up to `LIST_CLAIMS`."""
LIST_CLAIMS = 12
QUOTES = 5
QUOTES_ASKED = 8
"""Quotes shown when quotes were asked for."""
KEEP = 0.45
"""A source is used when its score reaches this share of the best one's."""
SAME = 0.6
"""Share of words in common (of the shorter one) from which two findings say the same."""


class ExtractiveAnswerer:
    """Chooses among the evidence; never writes."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary

    def draft(self, question: Question, evidence: Sequence[Evidence]) -> Draft:
        """Findings as claims, best first, and quotes that illustrate them or answer themselves."""
        usable = [item for item in evidence if item.fit != "others"]
        if question.kind == "quotes":
            quotes = self._quotes(question, usable, [], QUOTES_ASKED)
            if quotes:
                return Draft(mode="extractive", quotes=tuple(q.source.id for q in quotes))
        findings = _by_heading(self._findings(usable))
        quotes = self._quotes(question, usable, findings, QUOTES)
        return Draft(
            mode="extractive",
            claims=tuple(DraftClaim(sources=(item.source.id,)) for item in findings),
            quotes=tuple(item.source.id for item in quotes),
        )

    def _findings(self, usable: Sequence[Evidence]) -> list[Evidence]:
        ranked = [item for item in usable if isinstance(item.source, Finding)]
        if not ranked:
            return []
        floor = _floor(ranked)
        chosen: list[Evidence] = []
        lists: set[tuple[str, str, str]] = set()
        for item in ranked:
            key = list_key(item)
            room = LIST_CLAIMS if key in lists else CLAIMS
            if len(chosen) >= room or item.score < floor:
                continue
            if any(says_the_same(item, other) for other in chosen):
                continue
            chosen.append(item)
            if key:
                lists.add(key)
        return chosen

    def _quotes(
        self,
        question: Question,
        usable: Sequence[Evidence],
        findings: Sequence[Evidence],
        most: int,
    ) -> list[Evidence]:
        """Quotes in the blocks of the claims first, then those that themselves speak to the
        question; each only from a group asked about."""
        quotes = [
            item
            for item in usable
            if isinstance(item.source, Quote)
            and self._vocabulary.speaks_for(item.source.speaker, question.voices)
        ]
        if not quotes:
            return []
        blocks = {(item.report, item.source.block) for item in findings}
        floor = _floor([*findings, *quotes])
        beside = [q for q in quotes if (q.report, q.source.block) in blocks]
        other = [q for q in quotes if q not in beside and q.score >= floor]
        return [*beside, *other][:most]


def _by_heading(findings: Sequence[Evidence]) -> list[Evidence]:
    """Findings of one heading together, headings by their best finding."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Evidence]] = {}
    for item in findings:
        key = (item.report, item.source.section, item.source.headings)
        groups.setdefault(key, []).append(item)
    return [item for group in groups.values() for item in group]


def says_the_same(one: Evidence, other: Evidence) -> bool:
    """Whether two findings of one report say the same in nearly the same words."""
    if one.report != other.report:
        return False
    first, second = _content(one.source.text), _content(other.source.text)
    if not first or not second:
        return False
    return len(first & second) / min(len(first), len(second)) >= SAME


def _floor(ranked: Sequence[Evidence]) -> float:
    best = max(item.score for item in ranked)
    return best * KEEP if best > 0 else best


def _content(text: str) -> frozenset[str]:
    skip = stopwords("nb")
    return frozenset(normal(word, "nb") for word in tokens(text) if word not in skip)
