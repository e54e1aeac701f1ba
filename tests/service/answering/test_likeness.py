"""Two findings are taken for one only where nothing that turns a meaning differs."""

from typing import Any

import pytest

from service.answering.likeness import fuller, language_of, same_words, says_the_same
from service.domain import Group
from tests.service.answering.sources import finding, quote

GP, NURSE = Group(role="fastlege"), Group(role="sykepleier")

SAME = [
    # inflection and function words
    (
        "De fleste fastlegene opplever merarbeid av digitale meldinger.",
        "De fleste fastleger opplever merarbeid av de digitale meldingene.",
    ),
    ("Lærerne savner tid til å lese planene.", "Læreren savner tid for å lese plan."),
    ("Vaktene blir lange når systemet er nede.", "Vaktene blir svært lange når systemet er nede."),
    # one says a little more
    (
        "Digitale meldinger gir fastlegene merarbeid.",
        "Digitale meldinger gir fastlegene merarbeid hver dag og i feriene.",
    ),
    (
        "Flertallet har lært systemene av kolleger og ikke på kurs.",
        "Flertallet har lært systemene av kolleger ved siden av seg, og ikke på kurs.",
    ),
    (
        "Deltakerne peker på dårlig dekning i dalene.",
        "Deltakerne peker særlig på dårlig dekning i de trange dalene.",
    ),
    # a compound and its last part
    ("Fastlegene får mange PLO-meldinger om natten.", "Fastlegene får mange meldinger om natten."),
    # strength in other words
    (
        "Flertallet av lærerne savner kurs i det nye systemet.",
        "De fleste lærerne savner kurs i det nye systemet.",
    ),
    # nynorsk and English
    (
        "Dei fleste lærarane saknar kurs i det nye systemet.",
        "Dei fleste lærarane saknar fleire kurs i det nye systemet.",
    ),
    (
        "Most nurses use the alarm system at night.",
        "Most of the nurses use the alarm systems at night.",
    ),
    ("Staff spend 30 minutes logging in.", "The staff spend thirty minutes on logging in."),
]

DIFFERENT = [
    # denied
    ("Fastlegene bruker video til kontroller.", "Fastlegene bruker ikke video til kontroller."),
    ("Legene leser epikrisen når den kommer.", "Legene leser aldri epikrisen når den kommer."),
    ("Kurset ga lærerne støtte i hverdagen.", "Kurset ga lærerne ingen støtte i hverdagen."),
    ("Nurses use the alarm at night.", "Nurses do not use the alarm at night."),
    ("Eg brukar systemet utan opplæring kvar dag.", "Eg brukar systemet med opplæring kvar dag."),
    # what is denied
    (
        "Video passer ikke for eldre, men for unge pasienter.",
        "Video passer ikke for unge, men for eldre pasienter.",
    ),
    # how many
    (
        "De fleste fastlegene opplever merarbeid av meldinger.",
        "Noen fastleger opplever merarbeid av meldinger.",
    ),
    (
        "Alle lærerne savner kurs i det nye systemet.",
        "De fleste lærerne savner kurs i det nye systemet.",
    ),
    ("Most nurses use the alarm at night.", "A few nurses use the alarm at night."),
    # numbers
    ("Påloggingen tar fem minutter om morgenen.", "Påloggingen tar ti minutter om morgenen."),
    ("Halvparten av møtene varte i 40 minutter.", "Halvparten av møtene varte i 45 minutter."),
    ("Påloggingen tar 5 minutter om morgenen.", "Påloggingen tar lang tid om morgenen."),
    # opposites
    ("Meldingene gir legene mer arbeid enn før.", "Meldingene gir legene mindre arbeid enn før."),
    ("Meldingene er en lettelse for leger.", "Meldingene er en belastning for leger."),
    ("Tjenesten ble tryggere med portalen.", "Tjenesten ble utryggere med portalen."),
    ("Samarbeidet er bedre etter omleggingen.", "Samarbeidet er verre etter omleggingen."),
    ("Staff get more support than last year.", "Staff get less support than last year."),
    ("Lærarane har fleire møte enn før.", "Lærarane har færre møte enn før."),
    ("Saka er klar før møtet med foreldra.", "Saka er klar etter møtet med foreldra."),
    # who does what to whom
    ("Legene stoler på vurderingene til pleierne.", "Pleierne stoler på vurderingene til legene."),
    (
        "Sykehuset sender epikrisen til kommunen.",
        "Kommunen sender epikrisen til sykehuset.",
    ),
    (
        "Rektor støtter lærerne mer enn foreldrene.",
        "Foreldrene støtter lærerne mer enn rektor.",
    ),
    ("Parents trust staff more than pupils.", "Staff trust parents more than pupils."),
    # one word, another thing
    ("Skjemaet sendes til kommunen hver uke.", "Skjemaet sendes til fylket hver uke."),
    ("Fristen for skjemaet er for kort.", "Fristen for vedtaket er for kort."),
    ("Fastlegene ønsker kurs i systemet.", "Fastlegene ønsker hjelp i systemet."),
    ("Helsesykepleierne melder oftere tidlig.", "Politiet melder oftere tidlig."),
    ("Nettet faller ut i Dalvik hver vinter.", "Nettet faller ut i Storvik hver vinter."),
    # too little in common
    ("Video brukes mindre.", "Video brukes."),
    (
        "Fastlegene får flere meldinger.",
        "Fastlegene får flere meldinger, og de bruker kveldene på å svare, fordi innboksen "
        "aldri er tom og ingen andre sorterer henvendelsene før de kommer fram.",
    ),
    ("Telefonen ringer hele dagen.", "Kalenderen fylles av møter."),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same(one: str, other: str) -> None:
    assert same_words(one, other)
    assert same_words(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_not_the_same(one: str, other: str) -> None:
    assert not same_words(one, other)
    assert not same_words(other, one)


TEXT = "Fastlegene og sykepleierne opplever at meldingene hoper seg opp om morgenen."


def pair(report: str = "report", block: str = "b-2", **fields: Any) -> bool:
    one = finding("f-1", TEXT, groups=(GP,))
    other = finding("f-2", TEXT, report=report, **({"groups": (GP,)} | fields))
    moved = other.model_copy(update={"source": other.source.model_copy(update={"block": block})})
    return says_the_same(one, moved)


def test_findings_with_the_same_words_are_the_same() -> None:
    assert pair()


@pytest.mark.parametrize(
    "differing",
    [
        {"report": "other"},
        {"block": "b-1"},
        {"strength": "most", "strength_words": "De fleste"},
        {"groups": (NURSE,)},
        {"groups": (GP, NURSE)},
        {"groups": ()},
        {"groups": (Group(role="fastlege", sector="kommune"),)},
        {"excluded_groups": (NURSE,)},
        {"about": "pasient"},
        {"holder": "researchers"},
    ],
    ids=str,
)
def test_unless_what_is_known_of_them_differs(differing: dict[str, Any]) -> None:
    assert not pair(**differing)


def test_a_quote_is_no_finding() -> None:
    assert not says_the_same(finding("f-1", TEXT), quote("q-1", TEXT))


def test_the_fuller_says_more_and_the_first_is_taken_of_two_alike() -> None:
    short = finding("f-1", "Meldingene hoper seg opp.")
    long = finding("f-2", "Meldingene hoper seg opp om morgenen.")
    assert fuller(short, long) is fuller(long, short) is long
    other = finding("f-3", "Meldingene hoper seg opp!")
    assert fuller(short, other) is short


def test_language_by_function_words() -> None:
    assert language_of("The nurses use it at night.") == "en"
    assert language_of("Sykepleierne bruker det om natten.") == "nb"
    assert language_of("Sjukepleiarane brukar det om natta.") == "nb"
