"""Whether to answer is decided before anything is composed, and each refusal has its reason."""

import pytest

from service.answerability import answerability
from service.answerable import Judge
from service.domain import Group
from service.evidence import Found
from service.vocabulary.groups import group_vocabulary
from tests.opened import evidence_of, snapshot_of
from tests.reports import Chapter, F, Q, Topic, make_report
from tests.service.judging import (
    ASKED,
    DENTIST,
    DOUBTED,
    EVIDENCE,
    GP,
    NURSE,
    PATIENT,
    REFUSED,
    REPORT,
    SNAPSHOT,
    SURE,
    about,
    asked,
    judged,
)


class TestBeforeSearch:
    @pytest.mark.parametrize(
        ("changes", "verdict", "reason"),
        [
            ({"identifying": True}, "blocked_privacy", "identifying"),
            ({"identifying": True, "text": ""}, "blocked_privacy", "identifying"),
            ({"text": ""}, "out_of_scope", "only_instruction"),
            ({"empty": True}, "out_of_scope", "no_topic"),
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
    def test_what_is_likely_is_answered_with_all_that_was_found(self) -> None:
        decision = judged()
        assert (decision.verdict, decision.reason) == ("answer", None)
        assert decision.evidence == EVIDENCE

    @pytest.mark.parametrize(
        ("likely", "verdict"),
        [(SURE, "answer"), (DOUBTED, "answer"), (0.251, "answer"), (0.249, "not_in_report")],
    )
    def test_what_is_unlikely_is_not(self, likely: float, verdict: str) -> None:
        decision = judged(likely=likely)
        assert decision.verdict == verdict
        assert decision.reason == (None if verdict == "answer" else "no_support")
        assert bool(decision.evidence) == (verdict == "answer")

    def test_nothing_found(self) -> None:
        assert judged(evidence=()).reason == "no_support"

    def test_sources_of_others_are_no_support(self) -> None:
        others = [item.model_copy(update={"fit": "others"}) for item in EVIDENCE]
        assert judged(evidence=others).reason == "no_support"

    def test_the_weights_that_come_with_funn_are_used_unless_others_are_given(self) -> None:
        """Whatever they are: no sign can be as bad as what nothing was found for."""
        worst = {name: -1e3 * weight for name, weight in answerability().weights.items()}
        for signs, reason in ((worst, "no_support"), ({k: -v for k, v in worst.items()}, None)):
            found = Found(evidence=EVIDENCE, topic=("meldinger",), signs=signs)
            decision = Judge(group_vocabulary()).after_search(ASKED, SNAPSHOT, found)
            assert decision.reason == reason


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

    @pytest.mark.parametrize("groups", [(GP,), ()])
    def test_an_absent_role_that_is_only_mentioned_is_partial(
        self, groups: tuple[Group, ...]
    ) -> None:
        decision = judged(asked(groups=groups, mentioned=(NURSE, DENTIST)))
        assert (decision.verdict, decision.reason) == ("partial", "no_group")
        assert decision.groups == (DENTIST,)
        assert decision.evidence == EVIDENCE

    def test_one_that_is_there_or_has_no_role_is_not(self) -> None:
        somewhere = Group(sector="fylkeskommune")
        assert judged(asked(mentioned=(NURSE, PATIENT))).verdict == "answer"
        assert judged(asked(mentioned=(somewhere,))).verdict == "answer"

    def test_what_is_unlikely_is_no_answer_though_a_group_is_absent(self) -> None:
        for question in (asked(groups=(GP, DENTIST)), asked(mentioned=(DENTIST,))):
            assert judged(question, likely=REFUSED).reason == "no_support"

    def test_a_group_that_is_spoken_about_is_not_absent(self) -> None:
        assert judged(asked(groups=(PATIENT,))).verdict == "answer"

    @pytest.mark.parametrize("likely", [SURE, DOUBTED])
    def test_view_of_those_not_interviewed_is_what_others_say_of_them(self, likely: float) -> None:
        question = asked(groups=(PATIENT,), holders=(PATIENT,))
        decision = judged(question, snapshot=snapshot_of(REPORT), likely=likely)
        assert (decision.verdict, decision.reason) == ("partial", "group_not_interviewed")
        assert decision.groups == (PATIENT,)
        assert {item.source.kind for item in decision.evidence} == {"finding"}

    @pytest.mark.parametrize(
        ("likely", "verdict", "reason"),
        [
            (SURE, "partial", "group_not_interviewed"),
            (DOUBTED, "not_in_report", "group_unheard"),
        ],
    )
    def test_where_no_source_names_them_it_must_be_likely(
        self, likely: float, verdict: str, reason: str
    ) -> None:
        silent = [item for item in EVIDENCE if "pasient" not in item.source.text]
        decision = judged(
            asked(groups=(PATIENT,), holders=(PATIENT,)),
            silent,
            snapshot=snapshot_of(REPORT),
            likely=likely,
        )
        assert (decision.verdict, decision.reason) == (verdict, reason)
        assert decision.groups == (PATIENT,)
        assert bool(decision.evidence) == (verdict == "partial")

    def test_what_stands_under_a_heading_that_names_them_does(self) -> None:
        report = make_report(
            Chapter("1 Tid"),
            Topic("Pasientene"),
            F("De venter lenge."),
            Q("Vi ser det.", role=GP.role),
        )
        findings = [item for item in evidence_of(report) if item.source.kind == "finding"]
        decision = judged(
            asked(groups=(PATIENT,), holders=(PATIENT,)),
            findings,
            snapshot=snapshot_of(report),
            likely=DOUBTED,
        )
        assert (decision.verdict, decision.reason) == ("partial", "group_not_interviewed")

    def test_where_little_is_likely_only_what_is_said_of_them_is_used(self) -> None:
        decision = judged(
            asked(groups=(PATIENT,), holders=(PATIENT,)),
            snapshot=snapshot_of(REPORT),
            likely=DOUBTED,
        )
        assert decision.evidence
        assert all("pasient" in item.source.text.lower() for item in decision.evidence)

    def test_where_only_quotes_were_found_nothing_is_said_of_them(self) -> None:
        quotes = [item for item in EVIDENCE if item.source.kind == "quote"]
        decision = judged(
            asked(groups=(PATIENT,), holders=(PATIENT,)), quotes, snapshot=snapshot_of(REPORT)
        )
        assert (decision.verdict, decision.reason) == ("not_in_report", "group_unheard")
        assert decision.groups == (PATIENT,)

    def test_view_of_some_who_were_is_theirs(self) -> None:
        question = asked(groups=(NURSE, GP), holders=(NURSE, GP))
        assert judged(question).verdict == "answer"


class TestWords:
    UNKNOWN = ("fax", "telex")
    ALSO = ("meldinger", "fax", "telex")

    def test_most_of_what_was_asked_is_unknown(self) -> None:
        decision = judged(topic=self.ALSO, unknown=self.UNKNOWN, likely=DOUBTED)
        assert (decision.verdict, decision.reason) == ("partial", "unknown_words")
        assert decision.words == ("fax", "telex")

    def test_where_an_answer_is_likely_other_words_will_do(self) -> None:
        assert judged(topic=self.ALSO, unknown=self.UNKNOWN).verdict == "answer"

    @pytest.mark.parametrize("likely", [SURE, DOUBTED])
    def test_an_unknown_name_is_told(self, likely: float) -> None:
        question = asked(text="Hvordan gir Telenor flere meldinger?")
        decision = judged(
            question, topic=("telenor", "meldinger"), unknown=("telenor",), likely=likely
        )
        assert (decision.verdict, decision.words) == ("partial", ("telenor",))

    @pytest.mark.parametrize(("share", "verdict"), [(0.7, "partial"), (0.5, "answer")])
    def test_one_that_tells_most_of_the_question_is_told(self, share: float, verdict: str) -> None:
        decision = judged(
            topic=("strømregning", "meldinger"),
            unknown=("strømregning",),
            unknown_share=share,
            likely=DOUBTED,
        )
        assert decision.verdict == verdict
        assert decision.words == (("strømregning",) if verdict == "partial" else ())

    def test_another_unknown_word_is_not(self) -> None:
        decision = judged(topic=("meldinger", "artig"), unknown=("artig",), likely=DOUBTED)
        assert decision.verdict == "answer"

    @pytest.mark.parametrize(
        ("likely", "named", "verdict", "reason"),
        [
            (REFUSED, {"groups": ()}, "out_of_scope", "foreign"),
            (REFUSED, {"groups": (GP,)}, "not_in_report", "unknown_words"),
            (REFUSED, {"groups": (), "mentioned": (GP,)}, "not_in_report", "unknown_words"),
            (DOUBTED, {"groups": ()}, "partial", "unknown_words"),
            (DOUBTED, {"groups": (GP,)}, "partial", "unknown_words"),
            (SURE, {"groups": ()}, "answer", None),
        ],
    )
    def test_foreign_where_no_word_and_no_group_is_known_and_nothing_is_like_it(
        self, likely: float, named: dict[str, object], verdict: str, reason: str | None
    ) -> None:
        decision = judged(
            asked(**named), about(), topic=("mongolia",), unknown=("mongolia",), likely=likely
        )
        assert (decision.verdict, decision.reason) == (verdict, reason)
        assert decision.words == (("mongolia",) if reason == "unknown_words" else ())

    @pytest.mark.parametrize(("likely", "verdict"), [(DOUBTED, "not_in_report"), (SURE, "answer")])
    def test_a_bare_subject_that_is_unknown_needs_more_to_be_answered(
        self, likely: float, verdict: str
    ) -> None:
        question = asked(text="Hva sier rapporten om mongolia?", groups=())
        decision = judged(
            question, about(), topic=("mongolia",), unknown=("mongolia",), likely=likely
        )
        assert decision.verdict == verdict

    @pytest.mark.parametrize("likely", [SURE, DOUBTED, REFUSED])
    def test_own_affairs_are_foreign(self, likely: float) -> None:
        decision = judged(
            asked(personal=True),
            topic=("meldinger", "billån"),
            unknown=("billån",),
            likely=likely,
        )
        assert (decision.verdict, decision.reason) == ("out_of_scope", "foreign")
