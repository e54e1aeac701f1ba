"""Quotes stand beside an answer because they illustrate what it claims."""

from service.answering.quotes import BLOCK, Quotes
from service.domain import Finding, Group, Quote
from service.evidence import Evidence
from service.vocabulary.groups import group_vocabulary
from tests.opened import evidence_of
from tests.reports import Chapter, F, Q, Topic, make_report

GP, NURSE = Group(role="fastlege"), Group(role="sykepleier")
QUOTES = Quotes(group_vocabulary())


def chosen(*parts: Chapter | Topic | F | Q, most: int = 9) -> list[str]:
    """The quotes shown beside all findings, every source found alike."""
    report = make_report(Chapter("1 Funn"), *parts)
    items = [item.model_copy(update={"score": 1.0}) for item in evidence_of(report)]
    findings = [item for item in items if isinstance(item.source, Finding)]
    return [item.source.text for item in QUOTES.beside((), items, findings, most)]


def test_who_the_finding_is_about_comes_before_others_of_its_block() -> None:
    nurse, doctor = Q("Jeg slipper køen nå.", "sykepleier"), Q("Den ringer støtt.", "fastlege")
    assert chosen(F("Telefonen plager fastlegene.", (GP,)), nurse, doctor) == [
        doctor.text,
        nurse.text,
    ]


def test_only_those_may_illustrate_it() -> None:
    report = make_report(
        Chapter("1 Funn"),
        F("Telefonen plager fastlegene.", (GP,)),
        F("Alle er slitne, unntatt sykepleierne.", more=(("excluded_groups", (NURSE,)),)),
        Q("Den ringer støtt.", "fastlege"),
        Q("Jeg slipper køen nå.", "sykepleier"),
        Q("Jeg sier ikke hvem jeg er."),
        Topic("Annet"),
        Q("Et annet sted.", "fastlege"),
    )
    of_gps, of_others = report.findings
    doctor, nurse, someone, elsewhere = report.quotes

    def illustrates(quote: Quote, finding: Finding) -> bool:
        return QUOTES.illustrates(quote, finding)

    assert illustrates(doctor, of_gps)
    assert not illustrates(nurse, of_gps)
    assert not illustrates(nurse, of_others)
    assert illustrates(doctor, of_others)
    assert illustrates(someone, of_gps)
    assert not illustrates(elsewhere, of_gps)


def test_the_most_telling_first() -> None:
    report = make_report(
        Chapter("1 Funn"),
        F("Innboksen fylles av meldinger om prøvesvar."),
        Q("Jeg har to barn og en hund.", "fastlege"),
        Q("Meldinger om prøvesvar tar hele innboksen.", "fastlege"),
        Q("Spørsmålet ditt er godt.", "fastlege"),
    )
    finding, other, telling, best = evidence_of(report)
    level = [item.model_copy(update={"score": 1.0}) for item in (finding, other, telling)]
    asked = best.model_copy(update={"score": 2.0})
    found = QUOTES.beside((), [*level, asked], level[:1], 9)
    assert found == [asked, level[2], level[1]]


def test_what_says_the_same_is_shown_once() -> None:
    first = Q("Jeg leser meldinger i ferien, hver dag, på hytta.", "fastlege")
    again = Q("Hver dag i ferien på hytta leser jeg meldinger.", "fastlege")
    assert chosen(F("Legene leser meldinger."), first, again) == [first.text]


def test_one_block_does_not_take_all_the_room() -> None:
    things = ("Kaffen er kald.", "Bilen streiker.", "Lyset blinker.", "Heisen henger.")
    parts = [Q(text, "fastlege") for text in things]
    other = Q("Taket lekker.", "fastlege")
    shown = chosen(F("Telefonen ringer."), *parts, Topic("B"), F("Nettet faller ut."), other)
    assert other.text in shown[: BLOCK + 1]
    assert len(shown) == len(parts) + 1


def test_all_of_somebody_s_where_no_topic_narrows_them_down() -> None:
    report = make_report(
        Chapter("1 Dagen"),
        Q("Den ringer støtt.", "fastlege"),
        Q("Jeg slipper køen nå.", "sykepleier"),
        Chapter("2 Natten"),
        Q("Da sover jeg.", "fastlege"),
    )
    items = list(evidence_of(report))
    said = [item.source.text for item in QUOTES.all_by((GP,), items, 9)]
    assert said == ["Den ringer støtt.", "Da sover jeg."]
    assert len(QUOTES.all_by((GP,), items, 1)) == 1


def test_none_is_none() -> None:
    assert chosen(F("Telefonen ringer.")) == []
    empty: list[Evidence] = []
    assert QUOTES.beside((), empty, empty, 5) == []


def test_where_most_of_an_answer_stands_those_asked_about_are_heard() -> None:
    """However unlikely each is by itself, up to three; not those of other sections or groups."""
    report = make_report(
        Chapter("2 Legene"),
        *(F("Telefonen ringer støtt.", (GP,)), F("Den ringer om natta.", (GP,))),
        Topic("Innboksen"),
        *(
            Q("En.", "fastlege"),
            Q("To.", "fastlege"),
            Q("Tre.", "fastlege"),
            Q("Fire.", "fastlege"),
        ),
        Q("Fem.", "sykepleier"),
        Chapter("3 Andre"),
        *(F("Alle er slitne."), Topic("Annet"), Q("Seks.", "fastlege")),
    )
    items = [
        item.model_copy(update={"relevance": 0.9 if isinstance(item.source, Finding) else 0.001})
        for item in evidence_of(report)
    ]
    findings = [item for item in items if isinstance(item.source, Finding)]
    beside = QUOTES.beside((GP,), items, findings, 9)
    assert [item.source.text for item in beside] == ["En.", "To.", "Tre."]
    assert QUOTES.beside((), items, findings, 9) == []
