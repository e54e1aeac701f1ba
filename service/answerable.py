"""Is it in the report? A decision that explains itself, made before anything is composed."""

from collections.abc import Sequence
from typing import Literal

from service.domain import Finding, Frozen, Group, Quote
from service.index.library import Snapshot
from service.retrieval import Evidence, Found
from service.understanding import Question
from service.vocabulary.groups import GroupVocabulary

Verdict = Literal["answer", "partial", "not_in_report", "out_of_scope", "blocked_privacy"]
Reason = Literal[
    "identifying",
    "only_instruction",
    "nothing_loaded",
    "no_group",
    "group_not_interviewed",
    "no_number",
    "no_support",
    "foreign",
]

TOP = 8
"""Best sources that are looked at for support."""
CLOSE = {"same": 0.855, "cross": 0.835}
"""Cosine from which a source supports an answer by meaning alone, when question and report share a
language and when not; the bands of this embedder (its cosines of unrelated texts are high)."""
NEAR = {"same": 0.82, "cross": 0.80}
"""Cosine from which it does when it also speaks of most of what was asked."""
COVERED = 0.5
"""Least share of the question's concepts, groups left out, that one source must speak of."""


class Decision(Frozen):
    """Whether to answer, and why not or not fully."""

    verdict: Verdict
    reason: Reason | None = None
    groups: tuple[Group, ...] = ()
    """The groups that the reason is about."""
    evidence: tuple[Evidence, ...] = ()
    """What may be used to answer, best first."""


class Judge:
    """Decides from what was asked and what was found. Keeps nothing between questions."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary

    def before_search(self, question: Question, snapshot: Snapshot) -> Decision | None:
        """A verdict that needs no search, or None."""
        if question.identifying:
            return Decision(verdict="blocked_privacy", reason="identifying")
        if not question.text:
            return Decision(verdict="out_of_scope", reason="only_instruction")
        if not snapshot.reports:
            return Decision(verdict="not_in_report", reason="nothing_loaded")
        return None

    def after_search(self, question: Question, snapshot: Snapshot, found: Found) -> Decision:
        """The verdict on what was found."""
        evidence = found.evidence
        absent = self._absent(question, snapshot)
        if absent and len(absent) == len(question.groups):
            return Decision(verdict="not_in_report", reason="no_group", groups=absent)
        topical = found.topic
        supported = self._supported(question, snapshot, evidence, topical)
        if not supported:
            foreign = not any(item.concepts for item in evidence) and not question.groups
            return Decision(
                verdict="out_of_scope" if foreign else "not_in_report",
                reason="foreign" if foreign else "no_support",
            )
        if question.number:
            counted = [
                item
                for item in supported
                if isinstance(item.source, Finding)
                and item.source.strength != "unspecified"
                and _covers(item, topical, share=1.0)
                and self._fits(item, question.groups)
            ]
            if not counted:
                return Decision(verdict="not_in_report", reason="no_number")
            return Decision(verdict="partial", reason="no_number", evidence=tuple(counted))
        if absent:
            return Decision(
                verdict="partial", reason="no_group", groups=absent, evidence=tuple(evidence)
            )
        unheard = self._unheard(question, snapshot)
        if unheard:
            return Decision(
                verdict="partial",
                reason="group_not_interviewed",
                groups=unheard,
                evidence=tuple(item for item in evidence if isinstance(item.source, Finding)),
            )
        return Decision(verdict="answer", evidence=tuple(evidence))

    def _absent(self, question: Question, snapshot: Snapshot) -> tuple[Group, ...]:
        """Groups asked about that no report has a finding or quote of, or even names."""
        known = [group for opened in snapshot.reports.values() for group in opened.named]
        return tuple(
            want
            for want in question.groups
            if not any(self._vocabulary.fits(have, want) for have in known)
        )

    def _unheard(self, question: Question, snapshot: Snapshot) -> tuple[Group, ...]:
        """The groups whose own view is asked for, if none of them was interviewed."""
        held = [group for group in question.holders if group.role]
        unheard = tuple(
            want
            for want in held
            if not any(self._vocabulary.fits(have, want) for have in snapshot.speakers)
        )
        return unheard if len(unheard) == len(held) else ()

    def _supported(
        self,
        question: Question,
        snapshot: Snapshot,
        evidence: Sequence[Evidence],
        topical: Sequence[str],
    ) -> list[Evidence]:
        """The best sources that bear an answer: close in meaning, or near and to the point."""
        bearing = []
        for item in evidence[:TOP]:
            language = snapshot.reports[item.report].report.language
            same = (language == "en") == (question.source_language == "en")
            band = "same" if same else "cross"
            cosine = item.cosine or 0.0
            if (cosine >= CLOSE[band] and (not topical or _covers(item, topical, share=0.01))) or (
                cosine >= NEAR[band] and _covers(item, topical, share=COVERED)
            ):
                bearing.append(item)
        return bearing

    def _fits(self, item: Evidence, groups: Sequence[Group]) -> bool:
        """Whether a source is of one of the groups, when groups are asked about."""
        source = item.source
        own = [source.speaker] if isinstance(source, Quote) else source.groups
        return not groups or any(
            self._vocabulary.fits(have, want) for have in own for want in groups
        )


def _covers(item: Evidence, topical: Sequence[str], share: float) -> bool:
    """Whether a source speaks of at least `share` of the concepts."""
    if not topical:
        return True
    return len(set(topical) & set(item.concepts)) >= share * len(topical)
