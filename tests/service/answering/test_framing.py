"""What stands around the evidence is made from what was found, and asserts nothing else."""

import re
from collections.abc import Sequence
from typing import Any, get_args

import pytest

from service.answerable import Decision
from service.answering.extractive import ExtractiveAnswerer
from service.answering.figures import figures
from service.answering.verify import Verifier
from service.contract import Answer
from service.domain import Group, Language, Report
from service.understanding import Question, QuestionKind, Wishes
from service.vocabulary.groups import group_vocabulary
from tests.opened import evidence_of, snapshot_of
from tests.reports import Chapter, F, Q, Topic, make_report

GP, NURSE, PATIENT = (Group(role=role) for role in ("fastlege", "sykepleier", "pasient"))
LEAD = "Fastlegene peker på flere årsaker til at de får mer å gjøre:"
METHOD = (
    Chapter("1 Metode"),
    F("Vi har ikke intervjuet pasienter, og alt om dem er ansattes oppfatninger."),
    F("Funnene viser ikke hvor utbredt noe er."),
    F("Deltakerne ble rekruttert av lederne."),
)
WORK = (
    Chapter("2 Arbeidsdagen"),
    Topic("Årsaker til merarbeidet"),
    F("Terskelen er lavere.", (GP,), LEAD),
    F("Meldingene er lange.", (GP,), LEAD),
    Q("Innboksen er aldri tom.", "fastlege"),
)
MOST = (("strength", "most"), ("strength_words", "De fleste"))
KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
LANGUAGES: tuple[Language, ...] = get_args(Language)


def asked(kind: QuestionKind = "what", language: Language = "nb", **fields: Any) -> Question:
    text = {"nb": "Hva med meldingene?", "nn": "Kva med meldingane?", "en": "What of messages?"}
    return Question(text=text[language], language=language, kind=kind, **fields)


def answer(
    report: Report, question: Question, verdict: Any = "answer", reason: Any = None, **why: Any
) -> Answer:
    """The extractive answer on all of `report` but its chapter on method."""
    sections = [s.model_copy(update={"method": s.path[0] == "1 Metode"}) for s in report.sections]
    report = report.model_copy(update={"sections": tuple(sections)})
    methods = {section.id for section in sections if section.method}
    found = tuple(
        item.model_copy(update={"score": 1.0, "aside": item.source.section in methods})
        for item in evidence_of(report)
    )
    snapshot = snapshot_of(report)
    decision = Decision(verdict=verdict, reason=reason, evidence=found, **why)
    draft = ExtractiveAnswerer(group_vocabulary()).draft(question, found)
    return Verifier(group_vocabulary()).answer(question, snapshot, decision, found, draft)


def lead(parts: Sequence[Chapter | Topic | F | Q], question: Question, **why: Any) -> str:
    return answer(make_report(*parts), question, **why).lead or ""


class TestLead:
    def test_reasons_are_counted_where_the_report_calls_them_so(self) -> None:
        assert lead(WORK, asked("why")) == (
            "Rapporten peker på to grunner, under «Årsaker til merarbeidet»."
        )
        assert lead(WORK, asked("why", "nn")) == (
            "Rapporten peikar på to grunnar, under «Årsaker til merarbeidet»."
        )
        assert lead(WORK, asked("why", "en")) == (
            "The report points to two reasons, under “Årsaker til merarbeidet”."
        )

    def test_sentences_are_not_counted_as_so_many_reasons(self) -> None:
        """Two may tell of one reason, or a sentence of what follows from it."""
        sentences = (
            *WORK[:2],
            F("Terskelen er lavere.", (GP,)),
            F("Derfor skrives det mer.", (GP,)),
        )
        assert lead(sentences, asked("why")) == (
            "Rapporten oppgir flere grunner under «Årsaker til merarbeidet»."
        )

    def test_what_may_explain_is_not_called_a_reason(self) -> None:
        parts = (Chapter("2 Arbeidsdagen"), F("Telefonen ringer."), F("Kaffen er kald."))
        assert lead(parts, asked("why")) == "Rapporten har to funn om dette, under «Arbeidsdagen»."

    def test_what_is_taken_for_granted_of_all_is_given_no_reasons(self) -> None:
        of_all = {"text": "Hvorfor får alle fastlegene merarbeid?"}
        assert "grunn" not in lead(WORK, asked("why").model_copy(update=of_all))
        assert "grunn" in lead(WORK, asked("why"))

    def test_how_many_of_others_settles_nothing(self) -> None:
        parts = (
            Chapter("2 Dagen"),
            F("Meldingene er lange.", (GP,)),
            F("De fleste fastlegene leser dem.", (GP,), more=MOST),
        )
        yes_no = asked("yes_no", groups=(GP,))
        assert "De fleste" in lead(parts, yes_no)
        assert "De fleste" not in lead(parts, asked("yes_no", groups=(NURSE,)))

    def test_one_list_is_a_list(self) -> None:
        assert lead(WORK, asked("list")) == (
            "Rapporten lister opp to punkter under «Årsaker til merarbeidet»."
        )

    def test_what_is_cut_short_is_not_counted_as_the_report_s(self) -> None:
        wishes = Wishes(items=1)
        assert lead(WORK, asked("list", wishes=wishes)) == (
            "Svaret viser ett funn fra rapporten, under «Årsaker til merarbeidet»."
        )

    def test_a_comparison_says_on_whom(self) -> None:
        both = asked("comparison", groups=(GP, NURSE))
        parts = (Chapter("2 Dagen"), F("De leser.", (GP,)), F("De skriver.", (NURSE,)))
        assert (
            lead(parts, both)
            == "Rapporten skiller mellom fastleger og sykepleiere her, under «Dagen»."
        )
        together = (Chapter("2 Dagen"), F("De leser.", (GP, NURSE)))
        assert "ett funn som til sammen gjelder fastleger og sykepleiere" in lead(together, both)

    def test_yes_or_no_gives_the_report_s_word_for_how_many_and_of_whom(self) -> None:
        parts = (Chapter("2 Dagen"), F("De fleste fastlegene leser dem.", (GP,), more=MOST))
        assert lead(parts, asked("yes_no")) == (
            "Rapporten bruker «De fleste» om fastleger her, under «Dagen»."
        )
        assert "“De fleste” (most) of GPs" in lead(parts, asked("yes_no", "en"))

    def test_and_what_goes_against_it(self) -> None:
        parts = (
            Chapter("2 Dagen"),
            F("De fleste fastlegene leser lange meldinger.", (GP,), more=MOST),
            F("Likevel er det noen som lar være."),
        )
        shown = answer(make_report(*parts), asked("yes_no"))
        assert (shown.lead or "").endswith("og den har også funn som nyanserer bildet.")
        assert [c.relation for c in shown.citations] == ["supports", "contrasts"]

    def test_who_names_groups_of_one_kind_only(self) -> None:
        """Those who speak and those whom they speak of, side by side, would all seem to be it."""
        nurse = F("Sykepleierne ser det.", (NURSE,))
        patient = F("Pasientene strever mest.", more=(("about", "pasient"),))
        for one, name in ((nurse, "sykepleiere"), (patient, "pasienter")):
            assert name in (lead((Chapter("2 Dagen"), one), asked("who")) or "")
        both = lead((Chapter("2 Dagen"), nurse, patient), asked("who")) or ""
        assert both
        assert "sykepleiere" not in both
        assert "pasienter" not in both

    def test_how_many_in_words(self) -> None:
        parts = (Chapter("2 Dagen"), F("De fleste fastlegene leser dem.", (GP,), more=MOST))
        question = asked("how_many", number=True)
        assert lead(parts, question, verdict="partial", reason="no_number") == (
            "Rapporten sier det med ord og ikke med tall: «De fleste», under «Dagen»."
        )
        counted = (Chapter("2 Dagen"), F("De fleste, sju av ni, leser dem.", (GP,), more=MOST))
        assert "ikke med tall" not in lead(counted, question)

    def test_views_of_others_and_of_researchers(self) -> None:
        about = (Chapter("2 Dagen"), F("Pasientene venter.", more=(("about", "pasient"),)))
        why = {"verdict": "partial", "reason": "group_not_interviewed", "groups": (PATIENT,)}
        assert "hva andre sier om pasienter" in lead(about, asked(), **why)
        own = (Chapter("2 Dagen"), F("Vi mener noe.", more=(("holder", "researchers"),)))
        assert "forskernes egen vurdering" in lead(own, asked())

    def test_what_may_be_about_something_else_is_only_near(self) -> None:
        why = {"verdict": "partial", "reason": "unknown_words", "words": ("fax",)}
        assert lead(WORK, asked(), **why).startswith("Det nærmeste rapporten har, er to funn")

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", KINDS)
    def test_it_states_no_number_but_that_of_the_findings_and_names_headings_only(
        self, kind: QuestionKind, language: Language
    ) -> None:
        report = make_report(*METHOD, *WORK, Topic("Råd"), F("Vi trenger hjelp.", (NURSE,)))
        question = asked(kind, language, groups=(GP, NURSE), study=kind == "study")
        shown = answer(report, question)
        told = shown.lead or ""
        quoted = re.findall(r"[«“]([^»”]*)[»”]", told)
        headings = {"Årsaker til merarbeidet", "Råd", "Metode"}
        assert quoted
        assert set(quoted) <= headings
        plain = re.sub(r"[«“][^»”]*[»”]", "", told)
        counts = {str(len(shown.claims)), str(len(shown.citations) - len(shown.claims))}
        assert figures(plain, language) <= counts


class TestMessage:
    def test_the_rest_of_a_list_is_told(self) -> None:
        things = ("lange", "korte", "sene", "mange")
        items = [F(f"Meldingene er {thing}.", lead_in=LEAD) for thing in things]
        report = make_report(Chapter("2 Dagen"), Topic("Årsaker"), *items)
        found = [
            item.model_copy(update={"score": 1.0, "concepts": ("meldinger",)})
            for item in evidence_of(report)
        ]
        decision = Decision(verdict="answer", evidence=tuple(found))
        question = asked("list", wishes=Wishes(items=3))
        draft = ExtractiveAnswerer(group_vocabulary()).draft(question, found)
        shown = Verifier(group_vocabulary()).answer(
            question, snapshot_of(report), decision, found, draft
        )
        assert len(shown.claims) == 3
        assert shown.message == "Listen under «Årsaker» har ett punkt til, som ikke vises her."

    @pytest.mark.parametrize(
        ("language", "said", "missing"),
        [
            ("nb", "Rapporten har ingen funn om sykepleiere på dette.", "funn om sykepleiere på"),
            ("nn", "Rapporten har ikkje funn om sjukepleiarar på dette.", "funn om sjukepleiarar"),
            ("en", "The report has no findings on nurses here.", "findings on nurses here"),
        ],
    )
    def test_a_group_compared_on_which_it_is_silent(
        self, language: Language, said: str, missing: str
    ) -> None:
        report = make_report(Chapter("2 Dagen"), F("De leser.", (GP,)))
        shown = answer(report, asked("comparison", language, groups=(GP, NURSE)))
        assert (shown.status, shown.message) == ("partial", said)
        assert shown.not_covered[0].startswith(missing)

    def test_claims_of_a_comparison_stand_under_their_groups(self) -> None:
        parts = (
            *(Chapter("2 Dagen"), F("De skriver.", (NURSE,)), F("De leser.", (GP,))),
            *(F("De møtes.", (GP, NURSE)), F("Rommet er kaldt.")),
        )
        shown = answer(make_report(*parts), asked("comparison", groups=(GP, NURSE)))
        blocks = [claim.block for claim in shown.claims]
        assert blocks == ["Fastleger og sykepleiere", "Fastleger", "Sykepleiere", "2 Dagen"]


class TestCaveats:
    def caveats(self, *parts: F, question: Question) -> tuple[str, ...]:
        return answer(make_report(*METHOD, Chapter("2 Dagen"), *parts), question).caveats

    def test_the_report_s_own_sentence_with_its_place_where_it_matters(self) -> None:
        reach = "Rapporten sier selv: «Funnene viser ikke hvor utbredt noe er.» (1 Metode)"
        sample = "Rapporten sier selv: «Deltakerne ble rekruttert av lederne.» (1 Metode)"
        assert self.caveats(F("De leser."), question=asked()) == (reach,)
        of_gps = F("De fleste fastlegene leser.", (GP,), more=MOST)
        assert self.caveats(of_gps, question=asked(groups=(GP,))) == (reach, sample)
        dangling = (Chapter("1 Metode"), F("Disse viser ikke hvor utbredt noe er."))
        [general] = answer(
            make_report(*dangling, Chapter("2 Dagen"), F("De leser.")), asked()
        ).caveats
        assert general.startswith("Funnene bygger på intervjuer.")
        about = F("Pasientene venter.", more=(("about", "pasient"),))
        [view, _] = self.caveats(about, question=asked())
        assert "Vi har ikke intervjuet pasienter" in view

    def test_a_question_on_the_study_needs_none(self) -> None:
        assert self.caveats(question=asked("study", study=True)) == ()

    def test_where_the_report_says_nothing_the_general_one_stands(self) -> None:
        [caveat] = answer(make_report(*WORK), asked()).caveats
        assert caveat.startswith("Funnene bygger på intervjuer")

    def test_it_is_in_the_report_word_for_word(self) -> None:
        report = make_report(*METHOD, *WORK)
        for caveat in answer(report, asked(groups=(GP,))).caveats:
            [sentence] = re.findall(r"«(.*)»", caveat)
            assert sentence in report.canonical


class TestFollowUps:
    PARTS = (
        *(Chapter("2 Meldinger"), Topic("Fordeler"), F("De er trygge.", (GP,))),
        *(Topic("Ulemper"), F("De er lange.", (NURSE,)), Q("Lange er de.", "sykepleier")),
        *(Chapter("3 Video"), Topic("Fordeler"), F("Bildet er godt.", (GP,))),
        *(
            Topic("Ulemper"),
            F("Lyden er dårlig."),
            Topic("Hvordan skjermen brukes"),
            F("Den slås på. Bildet er lite, skjermen stor."),
        ),
        *(Chapter("4 Oppsummering"), F("Alt er bra, sier alle om video og meldinger.")),
    )

    def after(
        self,
        language: Language = "nb",
        shown: int = 1,
        parts: tuple[Chapter | Topic | F | Q, ...] = PARTS,
        **fields: Any,
    ) -> tuple[str, ...]:
        report = make_report(*parts)
        found = evidence_of(report)
        decision = Decision(verdict="answer", evidence=found[:shown])
        question = asked(language=language).model_copy(update=fields)
        draft = ExtractiveAnswerer(group_vocabulary()).draft(question, found[:shown])
        return (
            Verifier(group_vocabulary())
            .answer(question, snapshot_of(report), decision, found, draft)
            .follow_ups
        )

    def test_another_group_then_what_lies_near_as_questions(self) -> None:
        assert self.after() == (
            "Hva sier sykepleiere om meldinger?",
            "Hvilke ulemper trekkes fram ved meldinger?",
            "Hvilke fordeler trekkes fram ved video?",
        )

    def test_headings_of_another_language_are_quoted(self) -> None:
        assert self.after("en")[:2] == (
            "What do nurses say about “Meldinger”?",
            "What disadvantages are mentioned of “Meldinger”?",
        )
        assert self.after("nn")[:2] == (
            "Kva seier sjukepleiarar om «Meldinger»?",
            "Kva ulemper blir trekte fram ved «Meldinger»?",
        )

    def test_what_was_just_asked_is_not_offered(self) -> None:
        assert any("ulemper" in each for each in self.after())
        asked_for = self.after(text="Hvilke ulemper har meldinger?")
        assert "Hvilke ulemper trekkes fram ved meldinger?" not in asked_for
        assert asked_for

    def test_a_heading_that_names_no_topic_is_no_question(self) -> None:
        assert not any("ppsummering" in each for each in self.after(shown=4))

    def test_a_heading_that_asks_is_the_question(self) -> None:
        parts = (
            *(Chapter("2 Meldinger"), F("De er lange.")),
            *(Topic("Hvorfor er noen misfornøyde?"), F("Ventetida er lang.")),
        )
        assert "Hvorfor er noen misfornøyde?" in self.after(parts=parts)
        in_english = "What does the report say about “Hvorfor er noen misfornøyde”?"
        assert in_english in self.after("en", parts=parts)

    def test_a_heading_that_cannot_be_spoken_of_is_quoted(self) -> None:
        """Its words stand elsewhere in small letters, yet nobody says "om stort sett positive"."""
        parts = (
            *(Chapter("2 Meldinger"), F("De er lange.")),
            *(Topic("Stort sett positive"), F("Legene er stort sett positive til dem.")),
            *(Topic("Rutiner på kontoret"), F("Alle spør om rutiner på kontoret.")),
        )
        offered = self.after(parts=parts)
        assert "Hva sier rapporten om «Stort sett positive»?" in offered
        assert "Hva sier rapporten om rutiner på kontoret?" in offered
