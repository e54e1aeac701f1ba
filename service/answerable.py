"""Is it in the report? A decision that explains itself, made before anything is composed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from service.domain import Finding, Frozen, Group
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
    "study_only",
    "foreign",
]

TOP = 8
"""Best sources that are looked at for support."""
COVERED = 0.5
"""Least share of the question's words, groups left out, that the best sources together speak of."""
COUNTED = 0.5
"""Least share of them that a finding must itself speak of for its strength to say how many."""


TELLING = 0.6
"""Share of what a question's words tell, above which the reader is told that the reports have no
word for it: "strømregningen" tells more of a question than "økt" does."""


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


@dataclass(frozen=True)
class Case:
    """What a verdict is given on."""

    question: Question
    snapshot: Snapshot
    found: Found
    absent: tuple[Group, ...]
    """Groups asked about that no report names."""
    supported: tuple[Evidence, ...]
    """The best sources that bear an answer."""


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
        """The verdict on what was found: the first of these that has one, else an answer."""
        case = Case(
            question=question,
            snapshot=snapshot,
            found=found,
            absent=self._absent(question, snapshot),
            supported=self._supported(question, snapshot, found),
        )
        for verdict_on in (
            self._groups_that_are_absent,
            self._facts_of_the_study,
            self._words_that_are_foreign,
            self._support,
            self._numbers,
            self._groups_missing_among_others,
            self._voices_unheard,
            self._words_unknown,
        ):
            if decision := verdict_on(case):
                return decision
        return Decision(verdict="answer", evidence=found.evidence)

    def _groups_that_are_absent(self, case: Case) -> Decision | None:
        if case.absent and len(case.absent) == len(case.question.groups):
            return Decision(verdict="not_in_report", reason="no_group", groups=case.absent)
        return None

    def _facts_of_the_study(self, case: Case) -> Decision | None:
        """How many were interviewed is a fact of the study, and the report may give it."""
        facts = tuple(
            item
            for item in case.found.evidence[:TOP]
            if item.aside and any(char.isdigit() for char in item.source.text)
        )
        if case.question.number and case.question.study and facts:
            return Decision(verdict="answer", evidence=facts)
        return None

    def _words_that_are_foreign(self, case: Case) -> Decision | None:
        """Where the reports have no word for what is asked."""
        question, found = case.question, case.found
        if question.personal and found.unknown:
            return Decision(verdict="out_of_scope", reason="foreign")
        if not found.topic or len(found.unknown) < len(found.topic):
            return None
        if not case.supported and not question.groups:
            return Decision(verdict="out_of_scope", reason="foreign")
        return Decision(verdict="not_in_report", reason="unknown_words", words=found.unknown)

    def _support(self, case: Case) -> Decision | None:
        if not case.supported:
            return Decision(verdict="not_in_report", reason="no_support")
        return None

    def _numbers(self, case: Case) -> Decision | None:
        """How many: the report's own words of strength where a finding on the topic states one."""
        if not case.question.number:
            return None
        topic = case.found.topic
        counted = tuple(
            item
            for item in case.supported
            if isinstance(item.source, Finding)
            and item.source.strength != "unspecified"
            and topic
            and len(set(topic) & set(item.concepts)) >= COUNTED * len(topic)
            and self._fits(item.source, case.question.groups)
        )
        if not counted:
            return Decision(verdict="not_in_report", reason="no_number")
        return Decision(verdict="partial", reason="no_number", evidence=counted)

    def _groups_missing_among_others(self, case: Case) -> Decision | None:
        if not case.absent:
            return None
        return Decision(
            verdict="partial",
            reason="no_group",
            groups=case.absent,
            evidence=case.found.evidence,
        )

    def _voices_unheard(self, case: Case) -> Decision | None:
        """Where the view of a group is asked for that was not interviewed."""
        unheard = self._unheard(case.question, case.snapshot)
        if not unheard:
            return None
        findings = tuple(i for i in case.found.evidence if isinstance(i.source, Finding))
        if not findings:
            return Decision(verdict="not_in_report", reason="no_support", groups=unheard)
        return Decision(
            verdict="partial", reason="group_not_interviewed", groups=unheard, evidence=findings
        )

    def _words_unknown(self, case: Case) -> Decision | None:
        """Where the reports lack a name that is asked about, or most of what is asked: nothing says
        whether the evidence is about that too, so the reader is told."""
        found = case.found
        names = tuple(word for word in found.unknown if _is_name(word, case.question.text))
        most = len(found.unknown) > len(found.topic) / 2 or found.unknown_share > TELLING
        strange = found.unknown if most else names
        missing = len(found.study_only) + len(found.unknown)
        if found.study_only and not case.question.study and missing >= len(found.topic) / 2:
            # What the study says of it ("we have not looked into costs") is the answer.
            limits = tuple(
                item.model_copy(update={"aside": False})
                for item in found.evidence
                if item.aside and set(item.concepts) & set(found.study_only)
            )
            return Decision(
                verdict="partial",
                reason="study_only",
                words=(*found.study_only, *strange),
                evidence=limits or found.evidence,
            )
        if not strange:
            return None
        return Decision(
            verdict="partial", reason="unknown_words", words=strange, evidence=found.evidence
        )

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
        self, question: Question, snapshot: Snapshot, found: Found
    ) -> tuple[Evidence, ...]:
        """The best sources that bear an answer: close in meaning, or near and to the point."""
        best = [item for item in found.evidence if item.fit != "others"][:TOP]
        spoken = {word for item in best for word in item.concepts} & set(found.topic)
        covered = len(spoken) >= COVERED * len(found.topic)

        def bears(item: Evidence) -> bool:
            language = snapshot.reports[item.report].report.language
            band = SAME if (language == "en") == (question.source_language == "en") else CROSS
            return (item.cosine or 0.0) >= (band.near if covered else band.close)

        return tuple(item for item in best if bears(item))

    def _fits(self, finding: Finding, groups: Sequence[Group]) -> bool:
        """Whether a finding is about one of the groups, when groups are asked about."""
        return not groups or any(
            self._vocabulary.fits(have, want) for have in finding.groups for want in groups
        )


def _is_name(word: str, text: str) -> bool:
    """Whether `word` is written with a capital in `text` though it does not begin a sentence."""
    hit = re.search(rf"(?<=[\w,;)] ){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    return hit is not None and hit.group()[:1].isupper()
