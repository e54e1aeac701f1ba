"""Whether to answer is decided before anything is composed, and each refusal has its reason."""

from collections.abc import Iterable

import pytest

from service.answerable import CROSS, SAME, Decision, Judge
from service.domain import Group
from service.evidence import Evidence, Found
from service.understanding import Question
from service.vocabulary.groups import group_vocabulary
from tests.opened import evidence_of, snapshot_of
from tests.reports import Chapter, F, Q, make_report

GP, NURSE = Group(role="fastlege"), Group(role="sykepleier")
DENTIST, PATIENT = Group(role="tannlege"), Group(role="pasient")
REPORT = make_report(
    Chapter("1 Arbeidsdagen"),
    F(
        "De fleste fastlegene får flere meldinger fra pasienter.",
        (GP,),
        more=(("strength", "most"), ("strength_words", "De fleste")),
    ),
    F("Sykepleierne får raske svar.", (NURSE,)),
    Q("Innboksen er aldri tom.", "fastlege"),
)
SNAPSHOT = snapshot_of(REPORT)
EVIDENCE = tuple(
    item.model_copy(update={"concepts": ("meldinger",)}) for item in evidence_of(REPORT)
)
ASKED = Question(text="Hvorfor får fastlegene flere meldinger?", language="nb", groups=(GP,))


def judged(
    question: Question = ASKED,
    evidence: Iterable[Evidence] = EVIDENCE,
    topic: tuple[str, ...] = ("meldinger",),
    unknown: tuple[str, ...] = (),
    study_only: tuple[str, ...] = (),
    unknown_share: float = 0.0,
) -> Decision:
    found = Found(
        evidence=tuple(evidence),
        topic=topic,
        unknown=unknown,
        study_only=study_only,
        unknown_share=unknown_share,
    )
    return Judge(group_vocabulary()).after_search(question, SNAPSHOT, found)


def at(cosine: float, *concepts: str) -> tuple[Evidence, ...]:
    changes = {"cosine": cosine, "concepts": concepts}
    return tuple(item.model_copy(update=changes) for item in EVIDENCE)


def asked(**changes: object) -> Question:
    return ASKED.model_copy(update=changes)


class TestBeforeSearch:
    @pytest.mark.parametrize(
        ("changes", "verdict", "reason"),
        [
            ({"identifying": True}, "blocked_privacy", "identifying"),
            ({"identifying": True, "text": ""}, "blocked_privacy", "identifying"),
            ({"text": ""}, "out_of_scope", "only_instruction"),
            ({"task": True}, "out_of_scope", "foreign"),
        ],
    )
    def test_needs_no_search(self, changes: dict[str, object], verdict: str, reason: str) -> None:
        decision = Judge(group_vocabulary()).before_search(asked(**changes), SNAPSHOT)
        assert decision
        assert (decision.verdict, decision.reason) == (verdict, reason)

    def test_nothing_loaded(self) -> None:
        decision = Judge(group_vocabulary()).before_search(ASKED, snapshot_of())
        assert decision
        assert (decision.verdict, decision.reason) == ("not_in_report", "nothing_loaded")

    def test_privacy_goes_before_all_else(self) -> None:
        judge = Judge(group_vocabulary())
        decision = judge.before_search(asked(identifying=True), snapshot_of())
        assert decision
        assert decision.verdict == "blocked_privacy"

    def test_else_nothing_is_decided(self) -> None:
        assert Judge(group_vocabulary()).before_search(ASKED, SNAPSHOT) is None


class TestSupport:
    def test_close_and_to_the_point_is_answered_with_all_that_was_found(self) -> None:
        decision = judged()
        assert (decision.verdict, decision.reason) == ("answer", None)
        assert decision.evidence == EVIDENCE

    def test_close_in_meaning_is_enough(self) -> None:
        assert judged(evidence=at(SAME.close)).verdict == "answer"
        assert judged(evidence=at(SAME.close - 0.001)).reason == "no_support"

    def test_near_is_enough_where_it_speaks_of_what_was_asked(self) -> None:
        assert judged(evidence=at(SAME.near, "meldinger")).verdict == "answer"
        assert judged(evidence=at(SAME.near - 0.001, "meldinger")).reason == "no_support"
        assert judged(evidence=at(SAME.near)).reason == "no_support"

    def test_another_language_has_another_band(self) -> None:
        english = asked(language="en")
        assert judged(english, at(CROSS.close)).verdict == "answer"
        assert judged(english, at(CROSS.close - 0.001)).reason == "no_support"
        named = asked(language="en", written="nb")  # it is written in that counts
        assert judged(named, at(CROSS.close)).reason == "no_support"

    def test_words_alone_are_no_support(self) -> None:
        by_word = [item.model_copy(update={"cosine": None}) for item in EVIDENCE]
        assert judged(evidence=by_word).reason == "no_support"

    def test_nothing_found(self) -> None:
        assert judged(evidence=()).reason == "no_support"

    def test_sources_of_others_are_no_support(self) -> None:
        others = [item.model_copy(update={"fit": "others"}) for item in EVIDENCE]
        assert judged(evidence=others).reason == "no_support"


class TestGroups:
    def test_absent_group_is_named(self) -> None:
        decision = judged(asked(groups=(DENTIST,)))
        assert (decision.verdict, decision.reason) == ("not_in_report", "no_group")
        assert decision.groups == (DENTIST,)

    def test_absent_beside_one_that_is_there_is_partial(self) -> None:
        decision = judged(asked(groups=(GP, DENTIST)))
        assert (decision.verdict, decision.reason) == ("partial", "no_group")
        assert decision.groups == (DENTIST,)
        assert decision.evidence

    def test_a_group_that_is_spoken_about_is_not_absent(self) -> None:
        assert judged(asked(groups=(PATIENT,))).verdict == "answer"

    def test_view_of_those_not_interviewed_is_what_others_say_of_them(self) -> None:
        decision = judged(asked(groups=(PATIENT,), holders=(PATIENT,)))
        assert (decision.verdict, decision.reason) == ("partial", "group_not_interviewed")
        assert decision.groups == (PATIENT,)
        assert {item.source.kind for item in decision.evidence} == {"finding"}

    def test_where_only_quotes_were_found_nothing_is_said_of_them(self) -> None:
        quotes = [item for item in EVIDENCE if item.source.kind == "quote"]
        decision = judged(asked(groups=(PATIENT,), holders=(PATIENT,)), quotes)
        assert decision.verdict == "not_in_report"

    def test_view_of_some_who_were_is_theirs(self) -> None:
        question = asked(groups=(PATIENT, GP), holders=(PATIENT, GP))
        assert judged(question).verdict == "answer"


class TestNumbers:
    def test_strength_stands_for_the_number(self) -> None:
        decision = judged(asked(number=True))
        assert (decision.verdict, decision.reason) == ("partial", "no_number")
        assert [item.source.id for item in decision.evidence] == [REPORT.findings[0].id]

    def test_without_a_strength_of_that_group_there_is_nothing(self) -> None:
        decision = judged(asked(number=True, groups=(NURSE,)))
        assert (decision.verdict, decision.reason) == ("not_in_report", "no_number")

    def test_nor_with_a_strength_of_something_else(self) -> None:
        decision = judged(asked(number=True), topic=("meldinger", "fornøyd", "lønn"))
        assert (decision.verdict, decision.reason) == ("not_in_report", "no_number")


class TestWords:
    def test_most_of_what_was_asked_is_unknown(self) -> None:
        decision = judged(topic=("meldinger", "fax", "telex"), unknown=("fax", "telex"))
        assert (decision.verdict, decision.reason) == ("partial", "unknown_words")
        assert decision.words == ("fax", "telex")

    def test_an_unknown_name_is_told(self) -> None:
        question = asked(text="Hvordan gir Telenor flere meldinger?")
        decision = judged(question, topic=("telenor", "meldinger"), unknown=("telenor",))
        assert (decision.verdict, decision.words) == ("partial", ("telenor",))

    @pytest.mark.parametrize(("share", "verdict"), [(0.7, "partial"), (0.5, "answer")])
    def test_one_that_tells_most_of_the_question_is_told(self, share: float, verdict: str) -> None:
        decision = judged(
            topic=("strømregning", "meldinger"), unknown=("strømregning",), unknown_share=share
        )
        assert decision.verdict == verdict
        assert decision.words == (("strømregning",) if verdict == "partial" else ())

    def test_another_unknown_word_is_not(self) -> None:
        decision = judged(topic=("meldinger", "artig"), unknown=("artig",))
        assert decision.verdict == "answer"

    def test_foreign_where_no_word_and_no_group_is_known(self) -> None:
        question = asked(groups=())
        decision = judged(question, at(0.5), topic=("mongolia",), unknown=("mongolia",))
        assert (decision.verdict, decision.reason) == ("out_of_scope", "foreign")
        decision = judged(ASKED, at(0.5), topic=("mongolia",), unknown=("mongolia",))
        assert decision.verdict == "not_in_report"

    def test_own_affairs_are_foreign(self) -> None:
        question = asked(personal=True)
        decision = judged(question, topic=("meldinger", "billån"), unknown=("billån",))
        assert (decision.verdict, decision.reason) == ("out_of_scope", "foreign")


class TestStudy:
    """What the report says of the study itself."""

    ABOUT = tuple(
        item.model_copy(update={"aside": True, "concepts": ("koster",)})
        for item in evidence_of(
            make_report(Chapter("1 Metode"), F("Vi har ikke undersøkt hva det koster for de 38."))
        )
    )

    def test_what_it_did_not_look_into_is_the_answer(self) -> None:
        decision = judged(
            evidence=(*EVIDENCE, *self.ABOUT),
            topic=("koster", "meldinger"),
            study_only=("koster",),
        )
        assert (decision.verdict, decision.reason) == ("partial", "study_only")
        assert decision.words == ("koster",)
        assert [item.source.id for item in decision.evidence] == [
            item.source.id for item in self.ABOUT
        ]
        assert not any(item.aside for item in decision.evidence)

    def test_a_word_of_it_among_many_changes_nothing(self) -> None:
        decision = judged(
            evidence=at(0.9, "meldinger", "pasienter"),
            topic=("meldinger", "pasienter", "koster"),
            study_only=("koster",),
        )
        assert decision.verdict == "answer"

    def test_how_many_took_part_is_a_fact(self) -> None:
        question = asked(number=True, study=True, groups=())
        decision = judged(question, evidence=self.ABOUT, topic=("koster",))
        assert decision.verdict == "answer"
        assert decision.evidence == self.ABOUT

    def test_how_many_think_so_is_none(self) -> None:
        decision = judged(asked(number=True), evidence=self.ABOUT, topic=("koster",))
        assert decision.verdict == "not_in_report"
