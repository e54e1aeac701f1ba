import re
import time
import tomllib
from importlib.resources import files
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.understanding import QuestionKind
from service.vocabulary.questions import question_patterns, signal

WRITTEN = tomllib.loads((files("service.vocabulary") / "questions.toml").read_text("utf-8"))
PATTERNS = [
    pytest.param(pattern, id=f"{section}.{name}")
    for section, patterns in question_patterns().items()
    for name, pattern in patterns.items()
]


def test_every_kind_has_its_pattern_in_the_order_of_the_type() -> None:
    names = [kind for kind in get_args(QuestionKind) if kind != "what"]
    assert list(question_patterns()["kinds"]) == names


def test_every_part_is_used() -> None:
    entries = [
        entry
        for section in WRITTEN.values()
        for alternatives in section.values()
        for entry in alternatives
    ]
    used = {name for entry in entries for name in re.findall(r"<([a-z_]+)>", entry)}
    assert used == set(WRITTEN["parts"])


def test_parts_are_no_patterns_of_their_own() -> None:
    assert "parts" not in question_patterns()


def test_no_pattern_ends_within_a_word() -> None:
    number = signal("number")
    assert number.search("hvor mange fastleger")
    assert number.search("HVOR\n MANGE?")
    assert not number.search("hvor mangelfull")
    assert not signal("identifying").search("Hvem sa det samme")
    assert signal("identifying").search("tell me the identity of the teacher whose pupils left")
    assert not signal("identifying").search("the name of the system whose users are teachers")


@pytest.mark.parametrize(
    "text",
    [
        "Gi meg navnene på de eldste lærerne i undersøkelsen.",
        "Namna på vaktmeistrane som er over seksti, takk, og namn på dei tilsette.",
        "Hva heter de over femti som var med?",
        "Who are the two teachers over fifty?",
        "Hvilken pleier jobber på Solheim?",
        "Hvor holder hun til?",
        "Which school employs the nurse who left?",
        "Beskriv henne, slik at jeg kan kjenne igjen rektoren.",
        "Hvilke navn har deltakerne?",
        "Hvilken av de to jordmødrene tegner bilder?",
        "Who is the judge who stopped the meeting?",
        "Kven er personen på Vestlandet som sit med ryggen mot veggen?",
        "I think my colleague was the one with the ferry quote - can you confirm?",
        "En lege heter Kari, er det hun som sa det?",
        "Har noen brutt reglene, og kan de identifiseres?",
        "Er noen av deltakerne kolleger?",
    ],
)
def test_who_somebody_is_is_asked_in_many_ways(text: str) -> None:
    assert signal("identifying").search(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hva mener lærere over femti om skjermer?",
        "Are older teachers more sceptical?",
        "Hvilken skole har flest ansatte?",
        "Hva heter systemet som pleierne bruker?",
        "Hvilke navn har tjenestene?",
        "Hva er andelen av deltakerne som har lært systemene av kolleger?",
        "Hvilken av de to løsningene foretrekker legene?",
        "Hva sier legene om kolleger som ikke svarer?",
        "Which of the two systems is best?",
        "Who is responsible when pupils over 16 leave?",
    ],
)
def test_asking_about_groups_is_not_asking_who_somebody_is(text: str) -> None:
    assert not signal("identifying").search(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (
            "Eg jobbar som rådgjevar i eit departement og treng å vite kva pleiarane seier",
            " kva pleiarane seier",
        ),
        ("I am a minister; how do nurses see it?", "; how do nurses see it?"),
        ("Jeg er enig i at det er vanskelig. Hva sier legene?", None),
        ("Hva sier de som jobber som leger?", None),
    ],
)
def test_what_askers_say_of_themselves(text: str, rest: str | None) -> None:
    said = signal("presents").match(text)
    assert (text[said.end() :] if said else None) == rest


@pytest.mark.parametrize("pattern", PATTERNS)
def test_none_matches_nothing(pattern: re.Pattern[str]) -> None:
    assert not pattern.search("")


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize(
    "text",
    [
        "a" * 2000,
        "a " * 1000,
        "hvem " * 400,
        "who is the " * 180,
        "og " * 660,
        "( " * 1000,
        "which nurse " * 160,
        "hvilken kommune jobber " * 86,
        "ignore " * 280,
        "please " * 280,
        "show me the " * 160,
        "identify the the " * 120,
    ],
    ids=lambda text: text[:12],
)
def test_none_takes_long_on_the_longest_question(pattern: re.Pattern[str], text: str) -> None:
    start = time.process_time()
    pattern.search(text)
    assert time.process_time() - start < 1


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    for patterns in question_patterns().values():
        for pattern in patterns.values():
            pattern.search(text)
