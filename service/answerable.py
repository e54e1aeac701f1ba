"""Is it in the report? A decision that explains itself, made before anything is composed."""

import re
from collections.abc import Sequence
from typing import Literal

from service.domain import Finding, Frozen, Group, Quote
from service.evidence import Evidence, Found
from service.index.library import Snapshot
from service.understanding import Question
from service.vocabulary.groups import GroupVocabulary

Verdict = Literal["answer", "partial", "not_in_report", "out_of_scope", "blocked_privacy"]
Reason = Literal[
    "identifying",
    "only_instruction",
    "no_topic",
    "nothing_loaded",
    "no_group",
    "group_not_interviewed",
    "no_number",
    "no_support",
    "unknown_words",
    "foreign",
]

TOP = 8
"""Best sources that are looked at for support."""
COVERED = 0.5
"""Least share of the question's words, groups left out, that the best sources together speak of."""
COUNTED = 0.5
"""Least share of them that a finding must itself speak of for its strength to say how many."""


class Band(Frozen):
    """Cosines from which sources bear an answer. This embedder gives unrelated texts high cosines,
    in a band that differs with whether question and report share a language."""

    close: float
    """By meaning alone."""
    near: float
    """When they also speak of `COVERED` of what was asked."""


SAME = Band(close=0.85, near=0.83)
CROSS = Band(close=0.825, near=0.80)


class Decision(Frozen):
    """Whether to answer, and why not or not fully."""

    verdict: Verdict
    reason: Reason | None = None
    groups: tuple[Group, ...] = ()
    """The groups that the reason is about."""
    words: tuple[str, ...] = ()
    """The question's words that the reason is about."""
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
        if question.empty:
            return Decision(verdict="out_of_scope", reason="no_topic")
        if question.task:
            return Decision(verdict="out_of_scope", reason="foreign")
        return None

    def after_search(self, question: Question, snapshot: Snapshot, found: Found) -> Decision:
        """The verdict on what was found."""
        evidence = found.evidence
        absent = self._absent(question, snapshot)
        if absent and len(absent) == len(question.groups):
            return Decision(verdict="not_in_report", reason="no_group", groups=absent)
        topical = found.topic
        supported = self._supported(question, snapshot, evidence, topical)
        foreign = bool(found.unknown) and (
            question.personal or (not question.groups and len(found.unknown) == len(topical))
        )
        if not supported or (foreign and question.personal):
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
                and _covers(item, topical, share=COUNTED)
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
            findings = tuple(item for item in evidence if isinstance(item.source, Finding))
            if not findings:
                return Decision(verdict="not_in_report", reason="no_support", groups=unheard)
            return Decision(
                verdict="partial",
                reason="group_not_interviewed",
                groups=unheard,
                evidence=findings,
            )
        names = tuple(word for word in found.unknown if _is_name(word, question.text))
        strange = found.unknown if len(found.unknown) > len(topical) / 2 else names
        if strange:
            # Nothing says whether the evidence is about that too, so the reader is told.
            return Decision(
                verdict="partial",
                reason="unknown_words",
                words=strange,
                evidence=tuple(evidence),
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
        best = [item for item in evidence if item.fit != "others"][:TOP]
        spoken = {word for item in best for word in item.concepts}
        covered = not topical or len(spoken & set(topical)) >= COVERED * len(topical)
        bearing = []
        for item in best:
            language = snapshot.reports[item.report].report.language
            same = (language == "en") == (question.source_language == "en")
            band = SAME if same else CROSS
            if (item.cosine or 0.0) >= (band.near if covered else band.close):
                bearing.append(item)
        return bearing

    def _fits(self, item: Evidence, groups: Sequence[Group]) -> bool:
        """Whether a source is of one of the groups, when groups are asked about."""
        source = item.source
        own = [source.speaker] if isinstance(source, Quote) else source.groups
        return not groups or any(
            self._vocabulary.fits(have, want) for have in own for want in groups
        )


def _is_name(word: str, text: str) -> bool:
    """Whether `word` is written with a capital in `text` though it does not begin a sentence."""
    hit = re.search(rf"(?<=[\w,;)] ){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    return hit is not None and hit.group()[:1].isupper()


def _covers(item: Evidence, topical: Sequence[str], share: float) -> bool:
    """Whether a source speaks of at least `share` of the concepts."""
    if not topical:
        return True
    return len(set(topical) & set(item.concepts)) >= share * len(topical)
