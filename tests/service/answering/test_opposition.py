"""A finding speaks against another only where the text itself tells it."""

import pytest

from service.answering.opposition import speaks_against
from service.domain import Group
from service.evidence import Evidence
from tests.opened import evidence_of
from tests.reports import Chapter, F, Topic, make_report

GP = Group(role="fastlege")


def items(*parts: Chapter | Topic | F, concepts: tuple[str, ...] = ()) -> list[Evidence]:
    report = make_report(Chapter("1 Funn"), *parts)
    return [item.model_copy(update={"concepts": concepts}) for item in evidence_of(report)]


def against(one: str, other: str) -> bool:
    """Whether the second of two findings under different headings speaks against the first."""
    shown, item = items(Topic("A"), F(one), Topic("B"), F(other))
    return speaks_against(item, shown)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Videosamtaler passer godt for eldre pasienter.",
            "Videosamtaler passer ikke for eldre pasienter.",
        ),
        (
            "Skjemaet gjør vurderingen av risiko enklere.",
            "Skjemaet gjør vurderingen av risiko vanskeligere.",
        ),
        (
            "Lærarane brukar skjemaet når dei melder saker.",
            "Lærarane brukar aldri skjemaet når dei melder saker.",
        ),
        ("Nurses trust the alarms at night.", "Nurses do not trust the alarms at night."),
        ("The form makes case work faster.", "The form makes case work slower."),
    ],
)
def test_what_denies_the_same_words(one: str, other: str) -> None:
    assert against(one, other)
    assert against(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # another matter is denied
        ("Videosamtaler passer for eldre.", "Parkeringsplassen passer ikke for busser."),
        ("Mange bruker fem minutter på å hjelpe.", "Pasienter bruker ikke tjenester de trenger."),
        # both deny
        ("Legene leser ikke lange meldinger.", "Legene leser aldri lange meldinger."),
        # both at once: the opposite of a denial
        ("Skjemaet gjør ikke arbeidet lettere.", "Skjemaet gjør arbeidet vanskeligere."),
        # a disagreement that is told of further on
        ("Rapporten blir lest i kommunen.", "De mener at den blir lest, noe legene avviser."),
        # turns that go on from something else
        ("Telefonen ringer hele dagen.", "Likevel er det få som klager på kaffen."),
        ("En del henvendelser ender med time.", "Andre saker ender likevel på kontoret."),
    ],
)
def test_what_only_seems_to(one: str, other: str) -> None:
    assert not against(one, other)


def test_the_next_sentence_that_begins_by_going_against_it() -> None:
    first, then, last = items(
        F("Epikrisen kommer raskere enn før."),
        F("Likevel er det få som har glede av den."),
        F("Lengden er hovedproblemet."),
    )
    assert speaks_against(then, first)
    assert not speaks_against(first, then)
    assert not speaks_against(last, first)
    assert not speaks_against(then, last)


@pytest.mark.parametrize(
    "text",
    [
        "Et par av fastlegene opplever det motsatte.",
        "Ikke alle fastlegene kjenner seg igjen.",
        "Eit par av fastlegane ser det annleis.",
        "Fastlegene er uenige i dette.",
        "A couple of GPs disagree.",
    ],
)
def test_those_who_see_it_otherwise(text: str) -> None:
    said = F("De fleste fastlegene får merarbeid.", (GP,))
    dissent = F(text, (GP,))
    shown, item = items(Topic("A"), said, Topic("B"), dissent, concepts=("merarbeid",))
    assert speaks_against(item, shown)
    assert not speaks_against(shown, item)
    shown, item = items(Topic("A"), said, Topic("B"), dissent)
    assert not speaks_against(item, shown), "nothing of the question is shared"


def test_never_across_reports() -> None:
    texts = ("Video passer godt for eldre folk.", "Video passer ikke for eldre folk.")
    one, other = (
        evidence_of(make_report(Chapter("1 Funn"), F(text), id=f"r{n}"))[0]
        for n, text in enumerate(texts)
    )
    assert not speaks_against(one, other)
