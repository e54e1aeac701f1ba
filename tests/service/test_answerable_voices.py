"""Whose words are asked for, and what the report says of those it did not ask."""

from service.answering.limits import not_studied
from service.understanding import Question
from service.vocabulary.groups import group_vocabulary
from tests.opened import evidence_of, snapshot_of
from tests.reports import Chapter, F, Q, make_report
from tests.service.judging import DENTIST, EVIDENCE, GP, REFUSED, SNAPSHOT, asked, judged

STUDY = make_report(
    Chapter("1 Metode"),
    F("Vi har ikke intervjuet tannleger. Det som står om dem, sier fastlegene."),
    F("Vi har ikke sett på hva det koster."),
    Chapter("2 Funn"),
    F("Innboksen er full.", (GP,)),
    Q("Aldri tom.", "fastlege"),
)


def quotes(text: str, **changes: object) -> Question:
    return asked(text=text, kind="quotes", groups=(), **changes)


class TestUnknownVoice:
    def test_nobody_is_known_by_that_name(self) -> None:
        decision = judged(quotes("Vis sitater fra dem som svarer telefonen om meldinger"))
        assert (decision.verdict, decision.reason) == ("partial", "unknown_voice")
        assert decision.words == ("dem som svarer telefonen",)

    def test_the_report_s_own_parts_are_nobody(self) -> None:
        for text in ("Vis sitater fra rapporten om meldinger", "Quotes from the interviews"):
            assert judged(quotes(text)).reason is None

    def test_who_is_known_is_heard(self) -> None:
        decision = judged(quotes("Vis sitater fra fastlegene om meldinger", voices=(GP,)))
        assert (decision.verdict, decision.reason) == ("answer", None)


class TestQuoted:
    def test_a_quote_on_all_of_the_topic_is_not_nothing(self) -> None:
        of_them = [item.model_copy(update={"fit": "asked"}) for item in EVIDENCE]
        wanted = quotes("Sitater fra fastlegene om meldinger", voices=(GP,))
        assert judged(wanted, of_them, likely=REFUSED).verdict == "answer"
        assert judged(wanted, of_them, ("meldinger", "lønn"), likely=REFUSED).verdict != "answer"


class TestUnheard:
    def test_where_no_quote_has_a_speaker_nobody_is_said_to_be_unheard(self) -> None:
        silent = make_report(Chapter("1 Dagen"), F("Fastlegene får meldinger.", (GP,)))
        question = asked(holders=(GP,))
        found = evidence_of(silent)
        assert judged(question, found, snapshot=snapshot_of(silent)).reason is None


class TestNotStudied:
    def test_the_report_s_own_words_on_whom_it_did_not_ask(self) -> None:
        methods = {s.id for s in STUDY.sections if s.path[0] == "1 Metode"}
        sections = tuple(s.model_copy(update={"method": s.id in methods}) for s in STUDY.sections)
        snapshot = snapshot_of(STUDY.model_copy(update={"sections": sections}))
        on = Question(text="Hva sier tannlegene?", language="nb", groups=(DENTIST,))
        own = not_studied(on, snapshot, (), group_vocabulary())
        assert own is not None
        assert own["sentence"].startswith("Vi har ikke intervjuet tannleger.")
        # They are named beside those who were not asked, and were.
        gps = on.model_copy(update={"groups": (GP,)})
        assert not_studied(gps, snapshot, (), group_vocabulary()) is None
        # What it did not look into is among what was found.
        item = evidence_of(STUDY)[1].model_copy(update={"aside": True, "concepts": ("koster",)})
        cost = Question(text="Hva koster det?", language="nb")
        found = not_studied(cost, snapshot, (item,), group_vocabulary())
        assert found == {"sentence": "Vi har ikke sett på hva det koster.", "section": "1 Metode"}
        assert not_studied(cost, SNAPSHOT, (), group_vocabulary()) is None
