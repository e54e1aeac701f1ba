"""Answers in the report's own words: findings as claims, quotes beneath. No language model."""

from collections.abc import Sequence
from itertools import islice
from math import ceil

from service.answering.arrangement import arranged, by_sides
from service.answering.base import Draft, DraftClaim
from service.answering.defining import defines
from service.answering.likeness import fuller, says_the_same
from service.answering.lists import completed
from service.answering.opposition import answers_back, goes_on_against, speaks_against
from service.answering.quotes import Quotes
from service.answering.selection import LEAST, LIST_CLAIMS, chosen
from service.answering.sides import sides, sides_of
from service.domain import Finding, Group
from service.evidence import Evidence
from service.understanding import Question
from service.understanding.topic import topic
from service.vocabulary.groups import GroupVocabulary

QUOTES = 5
QUOTES_ASKED = 8
"""Quotes shown when quotes were asked for."""
SHORT = 3
"""Claims of an answer that is wanted short."""
A_SIDE = 2
"""Findings that are added on a group compared of which none was chosen."""
AGAINST = 2
"""Findings that are added because they speak against what was chosen."""


class ExtractiveAnswerer:
    """Chooses among the evidence; never writes."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary
        self._quotes = Quotes(vocabulary)

    def draft(self, question: Question, evidence: Sequence[Evidence]) -> Draft:
        """Findings as claims, the fuller of two that say the same with the other as its support,
        and quotes that illustrate them or answer themselves."""
        usable = [item for item in evidence if item.fit != "others"]
        wishes = question.wishes
        if question.kind == "quotes":
            most = wishes.items or QUOTES_ASKED
            if not topic(question.text, self._vocabulary):
                quotes = self._quotes.all_by(question.voices, usable, most)
            else:
                # More of them stand beside what was found; the likeliest were shown.
                beside = self._findings(question, usable) if question.more else []
                quotes = self._quotes.beside(question.voices, usable, beside, most)
            if quotes:
                return Draft(mode="extractive", quotes=tuple(q.source.id for q in quotes))
        findings = self._findings(question, usable)
        merged = _merged(findings, usable)
        heads = [group[0] for group in merged]
        among = sides(question)
        # To compare is to ask for what goes against each other.
        against = frozenset[str]() if among else _against(heads, question.kind == "yes_no")
        listed = question.kind == "list" or wishes.items is not None
        ordered = arranged(heads, against, lists_first=listed)
        if question.kind == "definition":
            ordered.sort(key=lambda item: not defines(item.source.text, question.text))
        if among:
            ordered = by_sides(ordered, among, lambda item: self._sides_of(item, among))
        wanted = None if wishes.quotes else wishes.items
        ordered = ordered[: wanted or (SHORT if wishes.short else len(ordered))]
        behind = {group[0].source.id: group[1:] for group in merged}
        return Draft(
            mode="extractive",
            claims=tuple(
                DraftClaim(sources=(i.source.id, *(s.source.id for s in behind[i.source.id])))
                for i in ordered
            ),
            quotes=tuple(q.source.id for q in self._beside(question, usable, ordered)),
            contrasts=tuple(i.source.id for i in ordered if i.source.id in against),
        )

    def _findings(self, question: Question, usable: Sequence[Evidence]) -> list[Evidence]:
        """What answers, the lists in it whole, with what was found on every group compared and what
        speaks against it."""
        findings = chosen(question, usable)
        if question.kind == "study" or question.number or not findings:
            return findings
        rest = [i for i in usable if isinstance(i.source, Finding) and not i.aside]
        findings = completed(findings, rest, LIST_CLAIMS)
        if among := sides(question):
            for side in among:
                findings += self._on_side(side, among, findings, rest)
            return findings
        findings = _without_introductions(findings)
        known = {item.source.id for item in findings}
        # What hardly bears on the question says nothing against its answer.
        others = (i for i in rest if i.relevance >= LEAST and i.source.id not in known)
        against = (i for i in others if any(speaks_against(i, shown) for shown in findings))
        return findings + list(islice(against, AGAINST))

    def _on_side(
        self,
        side: Group,
        among: Sequence[Group],
        findings: Sequence[Evidence],
        rest: Sequence[Evidence],
    ) -> list[Evidence]:
        """Findings to add on a group compared that none of `findings` is on alone, as far as they
        speak of what is compared: those beside one of them, else the best that speak of as much of
        the question."""
        spoken = max(1, *(len(item.concepts) for item in findings))
        telling = [item for item in findings if item.concepts] or findings
        blocks = {(item.report, item.source.block) for item in telling}
        if any(
            self._sides_of(item, among) == (side,)
            and (item in telling or (item.report, item.source.block) in blocks)
            for item in findings
        ):
            return []
        known = {item.source.id for item in findings}
        own = [
            item
            for item in rest
            if item.source.id not in known and self._sides_of(item, among) == (side,)
        ]
        beside = [item for item in own if (item.report, item.source.block) in blocks]
        return (beside or [item for item in own if len(item.concepts) >= spoken])[:A_SIDE]

    def _sides_of(self, item: Evidence, among: Sequence[Group]) -> tuple[Group, ...]:
        assert isinstance(item.source, Finding)
        return sides_of(item.source, among, self._vocabulary)

    def _beside(
        self, question: Question, usable: Sequence[Evidence], findings: Sequence[Evidence]
    ) -> list[Evidence]:
        wishes = question.wishes
        if wishes.quotes is False or (wishes.short and not wishes.quotes):
            return []
        most = (wishes.items if wishes.quotes else None) or ceil(QUOTES / (1 + question.beside))
        return self._quotes.beside(question.voices, usable, findings, most)


def _without_introductions(findings: Sequence[Evidence]) -> list[Evidence]:
    """`findings` but for the lines that introduce a list others of them are items of: those stand
    above the items anyway."""
    introducing = {
        (item.report, item.source.block, item.source.lead_in)
        for item in findings
        if item.source.lead_in and item.source.lead_in.rstrip().endswith(":")
    }
    return [
        item
        for item in findings
        if (item.report, item.source.block, item.source.text) not in introducing
    ]


def _merged(findings: Sequence[Evidence], usable: Sequence[Evidence]) -> list[list[Evidence]]:
    """`findings` with what says the same elsewhere in its report, the fullest of each first. The
    place in the order is that of the best of them."""
    groups: list[list[Evidence]] = []
    for item in findings:
        group = next((g for g in groups if any(says_the_same(item, other) for other in g)), None)
        if group is None:
            groups.append([item])
        elif all(other.source.id != item.source.id for other in group):
            group.append(item)
    taken = {item.source.id for group in groups for item in group}
    likely = [item for item in usable if item.relevance >= LEAST]
    for group in groups:
        for item in likely:
            if item.source.id not in taken and says_the_same(item, group[0]):
                group.append(item)
                taken.add(item.source.id)
        best = group[0]
        for item in group[1:]:
            best = fuller(best, item)
        group.remove(best)
        group.insert(0, best)
    return groups


def _against(findings: Sequence[Evidence], settles: bool) -> frozenset[str]:
    """Ids of those that speak against one before them, or by their own words against any, that
    itself does not. What only goes on from the sentence before it counts where that is the best,
    or where the question `settles` for a yes or a no: elsewhere it may well say what is asked."""
    against: set[str] = set()
    for at, item in enumerate(findings):
        if not settles and findings and goes_on_against(item, *findings[1:]):
            continue
        before = [shown for shown in findings[:at] if shown.source.id not in against]
        if any(speaks_against(item, shown) for shown in before) or any(
            answers_back(item, shown) and not answers_back(shown, item)
            for shown in findings[at + 1 :]
        ):
            against.add(item.source.id)
    return frozenset(against)
