"""Answers in the report's own words: findings as claims, quotes beneath. No language model."""

from collections.abc import Sequence

from service.answering.base import Draft, DraftClaim
from service.domain import Finding, Quote
from service.evidence import Evidence, list_key
from service.understanding import Question
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.words import normal, stopwords, tokens

CLAIMS = 8
"""Claims of an answer; a list that the report gives is shown whole, up to `LIST_CLAIMS`."""
LIST_CLAIMS = 12
QUOTES = 5
QUOTES_ASKED = 8
"""Quotes shown when quotes were asked for."""
KEEP = 0.55
"""A source is used when its score reaches this share of the best one's."""
SAME = 0.7
"""Share of the shorter one's words in the other from which two findings say the same, ..."""
LIKE = 0.4
"""... if they are this share of the longer one's: what is said within something else is less."""


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
        findings = _by_heading(self._findings(question, usable))
        quotes = self._quotes(question, usable, findings, QUOTES)
        return Draft(
            mode="extractive",
            claims=tuple(DraftClaim(sources=(item.source.id,)) for item in findings),
            quotes=tuple(item.source.id for item in quotes),
        )

    def _findings(self, question: Question, usable: Sequence[Evidence]) -> list[Evidence]:
        ranked = [
            item
            for item in usable
            if isinstance(item.source, Finding) and (question.study or not item.aside)
        ]
        if question.kind == "study":
            ranked = [item for item in ranked if item.aside] or ranked
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
        """Quotes beside the claims first, then those of the same section that speak to the question
        more than most, then others that speak to it much; each only from a group asked about."""
        quotes = [
            item
            for item in usable
            if isinstance(item.source, Quote)
            and self._vocabulary.speaks_for(item.source.speaker, question.voices)
        ]
        blocks = {(item.report, item.source.block) for item in findings}
        sections = {(item.report, item.source.section) for item in findings}
        floor = _floor([*findings, *quotes]) if quotes else 0.0

        def rank(item: Evidence) -> int | None:
            if (item.report, item.source.block) in blocks:
                return 0
            if (item.report, item.source.section) in sections and item.score > 0:
                return 1
            return 2 if item.score >= floor else None

        placed = [(at, item) for item in quotes if (at := rank(item)) is not None]
        return [item for _, item in sorted(placed, key=lambda pair: (pair[0], -pair[1].score))][
            :most
        ]


def _by_heading(findings: Sequence[Evidence]) -> list[Evidence]:
    """Findings of one heading together, headings by their best finding."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Evidence]] = {}
    for item in findings:
        key = (item.report, item.source.section, item.source.headings)
        groups.setdefault(key, []).append(item)
    return [item for group in groups.values() for item in group]


def says_the_same(one: Evidence, other: Evidence) -> bool:
    """Whether two findings of one report say the same in nearly the same words."""
    if one.report != other.report or one.source.block == other.source.block:
        return False
    first, second = _content(one.source.text), _content(other.source.text)
    if not first or not second:
        return False
    shared = len(first & second)
    return shared >= SAME * min(len(first), len(second)) and shared >= LIKE * max(
        len(first), len(second)
    )


def _floor(ranked: Sequence[Evidence]) -> float:
    best = max(item.score for item in ranked)
    return best * KEEP if best > 0 else best


def _content(text: str) -> frozenset[str]:
    skip = stopwords("nb")
    return frozenset(normal(word, "nb") for word in tokens(text) if word not in skip)
