"""Is it in the report? A decision that explains itself, made before anything is composed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from service.answerability import Answerability, answerability
from service.answering.figures import figures
from service.domain import Finding, Frozen, Group, Quote
from service.evidence import Evidence, Found
from service.index.library import Snapshot
from service.understanding import Question
from service.understanding.framing import asks_the_report, unframed
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.questions import signal

Verdict = Literal["answer", "partial", "not_in_report", "out_of_scope", "blocked_privacy"]
Reason = Literal[
    "identifying",
    "only_instruction",
    "no_topic",
    "nothing_loaded",
    "no_group",
    "group_not_interviewed",
    "group_unheard",
    "no_number",
    "no_figure",
    "no_support",
    "unknown_words",
    "unknown_voice",
    "study_only",
    "no_more_quotes",
    "foreign",
    "thanks",
    "doubts",
]

TOP = 8
"""Best sources that are looked at for support."""
NEAR = 0.2
"""How likely a finding on those who were not interviewed must be against the likeliest, to be shown
where nothing else would be."""
COUNTED = 0.5
"""Least share of them that a finding must itself speak of for its strength to say how many."""
UNITS = (("price", "money"), ("duration", "time"))
"""Signals of what kind of number is asked for, and of a unit that such a number has."""
TELLING = 0.6
"""Share of what a question's words tell, above which the reader is told that the reports have no
word for it: "strømregningen" tells more of a question than "økt" does."""


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
    likely: float
    """The probability that the reports answer it."""

    @property
    def best(self) -> tuple[Evidence, ...]:
        """The best sources that are not of other groups."""
        return tuple(item for item in self.found.evidence if item.fit != "others")[:TOP]

    @property
    def of_the_study(self) -> bool:
        """Whether it asks about the study itself and the reports tell of that."""
        best = self.found.evidence[:TOP]
        return self.question.study and any(item.aside for item in best)

    @property
    def named(self) -> bool:
        """Whether it names a group."""
        return bool(self.question.groups or self.question.mentioned)


class Judge:
    """Decides from what was asked and what was found. Keeps nothing between questions."""

    def __init__(self, vocabulary: GroupVocabulary, weighing: Answerability | None = None) -> None:
        self._vocabulary = vocabulary
        self._weighing = weighing or answerability()

    def before_search(self, question: Question, snapshot: Snapshot) -> Decision | None:
        """A verdict that needs no search, or None."""
        if question.identifying:
            return Decision(verdict="blocked_privacy", reason="identifying")
        if not question.text:
            return Decision(verdict="out_of_scope", reason="only_instruction")
        if not snapshot.reports:
            return Decision(verdict="not_in_report", reason="nothing_loaded")
        if question.remark:
            return Decision(verdict="out_of_scope", reason=question.remark)
        if question.empty:
            return Decision(verdict="out_of_scope", reason="no_topic")
        if question.task or (question.personal and question.own_case):
            return Decision(verdict="out_of_scope", reason="foreign")
        return None

    def after_search(self, question: Question, snapshot: Snapshot, found: Found) -> Decision:
        """The verdict on what was found: the first of these that has one, else an answer."""
        case = Case(
            question=question,
            snapshot=snapshot,
            found=found,
            absent=self._absent(question.groups, snapshot),
            likely=self._weighing.probability(found.signs),
        )
        for verdict_on in (
            self._groups_that_are_absent,
            self._facts_of_the_study,
            self._words_that_are_foreign,
            self._support,
            self._numbers,
            self._groups_missing_among_others,
            self._voices_unheard,
            self._voice_unknown,
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
        if not (case.question.number and case.question.study):
            return None
        facts = [
            item
            for item in case.found.evidence
            if item.aside and any(char.isdigit() for char in item.source.text)
        ]
        on_them = [item for item in facts if self._counts(item, case.question.groups)]
        best = [item for item in case.found.evidence[:TOP] if item in facts]
        if usable := on_them[:1] or best:
            return Decision(verdict="answer", evidence=tuple(usable))
        return None

    def _words_that_are_foreign(self, case: Case) -> Decision | None:
        """Where the reports have no word for what is asked, and nothing like it either. Lay words
        alone are no sign of that: on the training sets, with none of them known, three in four
        questions that were likely enough to be answered were (ADR 14)."""
        question, found = case.question, case.found
        if question.personal and found.unknown:
            return Decision(verdict="out_of_scope", reason="foreign")
        if not found.topic or len(found.unknown) < len(found.topic) or case.of_the_study:
            return None
        # A bare subject is asked for by its name, which is seldom a lay word for something else.
        bare = unframed(question.text) != question.text
        if case.likely >= (self._weighing.doubt if bare else self._weighing.refuse):
            return None
        if not case.named and not asks_the_report(question.text):
            return Decision(verdict="out_of_scope", reason="foreign")
        if question.number:
            return Decision(verdict="not_in_report", reason=_no_number(case), words=found.unknown)
        return Decision(verdict="not_in_report", reason="unknown_words", words=found.unknown)

    def _support(self, case: Case) -> Decision | None:
        if case.best and (case.likely >= self._weighing.refuse or case.of_the_study):
            return None
        if self._quoted(case):
            return None
        return Decision(verdict="not_in_report", reason="no_support")

    @staticmethod
    def _quoted(case: Case) -> bool:
        """Whether somebody's words are asked for and a quote of theirs speaks of all of the
        topic, or its heading does: that is not nothing, whatever the likelihood."""
        question, wanted = case.question, set(case.found.topic)
        if question.kind != "quotes" or not question.voices or not wanted:
            return False
        return any(
            isinstance(item.source, Quote) and item.fit == "asked" and wanted <= set(item.concepts)
            for item in case.found.evidence
        )

    def _numbers(self, case: Case) -> Decision | None:
        """How many or how long: the number where a source on the topic states it; else the
        report's own words of strength where a finding states one."""
        if not case.question.number:
            return None
        on_topic = tuple(
            item
            for item in case.best
            if self._speaks_of(item, case)
            and (case.question.study or not item.aside)
            and self._may_count(item, case)
        )
        stated = tuple(item for item in on_topic if self._gives_number(item, case))
        if stated and not signal("counts").search(case.question.text):
            return Decision(verdict="answer", evidence=stated)
        if signal("price").search(case.question.text):
            return Decision(verdict="not_in_report", reason="no_figure")  # no word says how much
        counted = tuple(
            item
            for item in on_topic
            if item in stated
            or (isinstance(item.source, Finding) and item.source.strength != "unspecified")
        )
        if not counted:
            return Decision(verdict="not_in_report", reason=_no_number(case))
        # Words of strength say how many only of what they are said of: all of it, where that is.
        most = max(len(item.concepts) for item in counted)
        counted = tuple(item for item in counted if len(item.concepts) == most)
        return Decision(verdict="partial", reason="no_number", evidence=counted)

    @staticmethod
    def _speaks_of(item: Evidence, case: Case) -> bool:
        topic = case.found.topic
        return bool(topic) and len(set(topic) & set(item.concepts)) >= COUNTED * len(topic)

    @staticmethod
    def _gives_number(item: Evidence, case: Case) -> bool:
        """Whether it states a number that the question does not itself name, of money or of time
        where that is asked for."""
        for asks, unit in UNITS:
            if signal(asks).search(case.question.text) and not signal(unit).search(
                item.source.text
            ):
                return False
        language = case.snapshot.reports[item.report].report.language
        asked = figures(case.question.text, case.question.source_language)
        return bool(figures(item.source.text, language) - asked)

    def _may_count(self, item: Evidence, case: Case) -> bool:
        """Whether what a source says of number or strength is said of the group asked about."""
        if isinstance(item.source, Finding):
            return self._fits(item.source, case.question.groups)
        return self._vocabulary.speaks_for(item.source.speaker, case.question.voices)

    def _groups_missing_among_others(self, case: Case) -> Decision | None:
        """Where some of the groups asked about, or a role that is only mentioned, is in no
        report."""
        mentioned = [group for group in case.question.mentioned if group.role]
        absent = (*case.absent, *self._absent(mentioned, case.snapshot))
        if not absent:
            return None
        return Decision(
            verdict="partial", reason="no_group", groups=absent, evidence=case.found.evidence
        )

    def _voices_unheard(self, case: Case) -> Decision | None:
        """Where the view of a group is asked for that was not interviewed."""
        unheard = self._unheard(case.question, case.snapshot)
        if not unheard:
            return None
        findings = tuple(i for i in case.found.evidence if isinstance(i.source, Finding))
        if case.likely < self._weighing.doubt:
            # Too little for an answer, but for what those interviewed say of them.
            usable = [item for item in findings if item.fit != "others"]
            least = NEAR * max((item.relevance for item in usable), default=0)
            near = (item for item in usable if item.relevance >= least)
            findings = tuple(item for item in near if self._tells_of(item, unheard))
        if not findings:
            return Decision(verdict="not_in_report", reason="group_unheard", groups=unheard)
        return Decision(
            verdict="partial", reason="group_not_interviewed", groups=unheard, evidence=findings
        )

    def _voice_unknown(self, case: Case) -> Decision | None:
        """Where somebody's words are asked for and nobody interviewed is known by that name: the
        quotes there are may be anybody's, and the reader is told."""
        question = case.question
        if question.kind != "quotes" or question.voices:
            return None
        hit = signal("voiced").search(question.text)
        if hit is None:
            return None
        rest = question.text[hit.end() :]
        about = signal("voiced_about").search(rest)
        who = (rest[: about.start()] if about else rest).strip(" .?!,")
        return Decision(
            verdict="partial", reason="unknown_voice", words=(who,), evidence=case.found.evidence
        )

    def _words_unknown(self, case: Case) -> Decision | None:
        """Where the reports lack a name that is asked about, or most of what is asked: nothing says
        whether the evidence is about that too, so the reader is told."""
        found = case.found
        names = tuple(word for word in found.unknown if _is_name(word, case.question.text))
        most = len(found.unknown) > len(found.topic) / 2 or found.unknown_share > TELLING
        doubted = case.likely < self._weighing.doubt
        strange = found.unknown if most and doubted else names
        # What is for or against something is told by what is said of it.
        strange = tuple(word for word in strange if not signal("stance").fullmatch(word))
        study_only = tuple(w for w in found.study_only if not signal("stance").fullmatch(w))
        if case.of_the_study:
            return None
        missing = len(study_only) + len(found.unknown)
        if study_only and not case.question.study and missing >= len(found.topic) / 2:
            # What the study says of it ("we have not looked into costs") is the answer.
            limits = tuple(
                item.model_copy(update={"aside": False})
                for item in found.evidence
                if item.aside and set(item.concepts) & set(study_only)
            )
            return Decision(
                verdict="partial",
                reason="study_only",
                words=(*study_only, *strange),
                evidence=limits or found.evidence,
            )
        if not strange:
            return None
        return Decision(
            verdict="partial", reason="unknown_words", words=strange, evidence=found.evidence
        )

    def _absent(self, groups: Sequence[Group], snapshot: Snapshot) -> tuple[Group, ...]:
        """Those of `groups` that no report has a finding or quote of, or even names."""
        known = [group for opened in snapshot.reports.values() for group in opened.named]
        return tuple(
            want for want in groups if not any(self._vocabulary.fits(have, want) for have in known)
        )

    def _unheard(self, question: Question, snapshot: Snapshot) -> tuple[Group, ...]:
        """The groups whose own view is asked for, if none of them was interviewed."""
        held = question.holders
        if not snapshot.speakers:
            return ()  # no quote tells who was interviewed
        unheard = tuple(
            want
            for want in held
            if not any(self._vocabulary.fits(have, want) for have in snapshot.speakers)
        )
        return unheard if len(unheard) == len(held) else ()

    def _tells_of(self, item: Evidence, groups: Sequence[Group]) -> bool:
        """Whether a source or what it stands under names one of the groups."""
        named = self._vocabulary.find(f"{item.source.context}. {item.source.text}")
        return any(self._vocabulary.fits(m.group, want) for m in named for want in groups)

    def _counts(self, item: Evidence, groups: Sequence[Group]) -> bool:
        """Whether a source has a number right beside the name of one of the groups: "ni fastleger",
        "| Fastlege | 9 |"."""
        text = item.source.text
        for mention in self._vocabulary.find(text):
            start, end = mention.span
            word = re.search(r"[^\W_]+\W*$", text[:start])
            if not any(self._vocabulary.fits(mention.group, want) for want in groups):
                continue
            if re.match(r"\W{1,4}\d", text[end:]) or (word and figures(word.group(), "nb")):
                return True
        return False

    def _fits(self, finding: Finding, groups: Sequence[Group]) -> bool:
        """Whether a finding is about one of the groups, when groups are asked about."""
        return not groups or any(
            self._vocabulary.fits(have, want) for have in finding.groups for want in groups
        )


def _no_number(case: Case) -> Reason:
    """Why there is none: people are not counted in such a study; other things might be."""
    return "no_number" if signal("counts").search(case.question.text) else "no_figure"


def _is_name(word: str, text: str) -> bool:
    """Whether `word` is written with a capital in `text` though it does not begin a sentence."""
    hit = re.search(rf"(?<=[\w,;)] ){re.escape(word)}(?!\w)", text, re.IGNORECASE)
    return hit is not None and hit.group()[:1].isupper()
