"""What is decided where a number is asked for, or the study itself."""

import pytest

from tests.opened import evidence_of, snapshot_of
from tests.reports import Chapter, F, make_report
from tests.service.judging import (
    DOUBTED,
    EVIDENCE,
    HOW_LONG,
    HOW_MANY,
    NURSE,
    REFUSED,
    REPORT,
    SURE,
    WAITING,
    about,
    asked,
    ids,
    judged,
)


class TestNumbers:
    def test_strength_stands_for_the_number(self) -> None:
        decision = judged(asked(number=True))
        assert (decision.verdict, decision.reason) == ("partial", "no_number")
        assert ids(decision.evidence) == [REPORT.findings[0].id]

    def test_without_a_strength_of_that_group_there_is_nothing(self) -> None:
        decision = judged(asked(number=True, groups=(NURSE,), text=HOW_MANY.text))
        assert (decision.verdict, decision.reason) == ("not_in_report", "no_number")

    def test_nor_with_a_strength_of_something_else(self) -> None:
        how_many = asked(number=True, text=HOW_MANY.text)
        decision = judged(how_many, topic=("meldinger", "fornøyd", "lønn"))
        assert (decision.verdict, decision.reason) == ("not_in_report", "no_number")

    def test_a_number_that_is_stated_is_the_answer(self) -> None:
        """In figures or in words, in a finding or a quote; what states none is left out."""
        decision = judged(HOW_LONG, WAITING, topic=("ventetid",))
        assert (decision.verdict, decision.reason) == ("answer", None)
        twelve, _, _, seven = WAITING
        assert decision.evidence == (twelve, seven)

    def test_one_of_something_else_is_not(self) -> None:
        decision = judged(HOW_LONG, WAITING, topic=("ventetid", "operasjon", "hofte"))
        assert (decision.verdict, decision.reason) == ("not_in_report", "no_figure")

    def test_nor_is_one_of_others(self) -> None:
        others = [
            item.model_copy(update={"fit": "others"}) if "uker" in item.source.text else item
            for item in WAITING
        ]
        decision = judged(HOW_LONG, others, topic=("ventetid",))
        assert (decision.verdict, decision.reason) == ("partial", "no_number")
        assert decision.evidence == (WAITING[2],)

    def test_how_many_is_said_by_a_strength_too_and_is_never_a_full_answer(self) -> None:
        """A number that is stated may be of something else than of those who think so."""
        decision = judged(HOW_MANY, WAITING, topic=("ventetid",))
        assert (decision.verdict, decision.reason) == ("partial", "no_number")
        twelve, _, many, seven = WAITING
        assert decision.evidence == (twelve, many, seven)

    @pytest.mark.parametrize(
        "text",
        [
            "Hvor mange fastleger får flere meldinger?",
            "Kor mange fastlegar får fleire meldingar?",
            "How many GPs get more messages?",
            "Hvor stor andel av fastlegene får flere meldinger?",
            "What percentage of GPs get more messages?",
        ],
    )
    def test_people_are_counted_in_every_language(self, text: str) -> None:
        numbered = [
            item.model_copy(update={"concepts": ("meldinger",)})
            for item in WAITING
            if "uker" in item.source.text
        ]
        question = asked(text=text, number=True, groups=())
        assert judged(question, numbered).verdict == "partial"

    @pytest.mark.parametrize(
        ("text", "found", "verdict"),
        [
            ("Hva koster timen?", "Timen koster 240 kroner.", "answer"),
            ("What does a visit cost?", "Timen koster kr 240,-.", "answer"),
            ("Kva kostar timen?", "De fleste mellom to timer sier at den koster.", "not_in_report"),
            ("Hvor lenge venter de?", "De venter i tre måneder.", "answer"),
            ("How long do they wait?", "De venter med tre andre i rommet.", "not_in_report"),
        ],
    )
    def test_a_price_or_a_time_needs_its_unit(self, text: str, found: str, verdict: str) -> None:
        """Any other number in a sentence on the topic ("mellom to timer") is no answer."""
        report = make_report(Chapter("1 Time"), F(found, more=(("strength", "most"),)), id="times")
        [item] = evidence_of(report)
        item = item.model_copy(update={"concepts": ("time",)})
        if "andre" in found:  # without a word of how many nothing is left to say
            source = item.source.model_copy(update={"strength": "unspecified"})
            item = item.model_copy(update={"source": source})
        question = asked(text=text, number=True, groups=())
        decision = judged(question, [item], topic=("time",), snapshot=snapshot_of(report))
        assert decision.verdict == verdict

    def test_what_is_unlikely_is_not_looked_through_for_numbers(self) -> None:
        decision = judged(HOW_LONG, WAITING, topic=("ventetid",), likely=REFUSED)
        assert (decision.verdict, decision.reason) == ("not_in_report", "no_support")


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
        assert ids(decision.evidence) == ids(self.ABOUT)
        assert not any(item.aside for item in decision.evidence)

    def test_a_word_of_it_among_many_changes_nothing(self) -> None:
        decision = judged(
            evidence=about("meldinger", "pasienter"),
            topic=("meldinger", "pasienter", "koster"),
            study_only=("koster",),
        )
        assert decision.verdict == "answer"

    @pytest.mark.parametrize("likely", [SURE, REFUSED])
    def test_how_many_took_part_is_a_fact(self, likely: float) -> None:
        question = asked(number=True, study=True, groups=())
        decision = judged(question, evidence=self.ABOUT, topic=("koster",), likely=likely)
        assert decision.verdict == "answer"
        assert decision.evidence == self.ABOUT

    @pytest.mark.parametrize("likely", [SURE, DOUBTED, REFUSED])
    @pytest.mark.parametrize("unknown", [(), ("finansiert",)])
    def test_what_it_tells_of_itself_is_the_answer(
        self, likely: float, unknown: tuple[str, ...]
    ) -> None:
        """However it is put: the training sets ask of the reports' topics."""
        decision = judged(
            asked(study=True, groups=(), kind="study"),
            (*self.ABOUT, *EVIDENCE),
            topic=("finansiert",),
            unknown=unknown,
            unknown_share=float(len(unknown)),
            likely=likely,
        )
        assert (decision.verdict, decision.reason) == ("answer", None)
        assert decision.evidence == (*self.ABOUT, *EVIDENCE)

    def test_where_it_tells_nothing_of_itself_it_must_be_likely(self) -> None:
        question = asked(study=True, groups=(), kind="study")
        assert judged(question, likely=REFUSED).reason == "no_support"
        foreign = judged(question, topic=("mongolia",), unknown=("mongolia",), likely=REFUSED)
        assert foreign.reason == "foreign"

    @pytest.mark.parametrize("text", ["Hvor mange synes at det koster?", "Hva koster det?"])
    def test_how_many_think_so_is_none(self, text: str) -> None:
        question = asked(text=text, number=True, groups=())
        decision = judged(question, evidence=self.ABOUT, topic=("koster",))
        assert decision.verdict == "not_in_report"
