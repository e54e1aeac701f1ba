"""What a line is by its first characters, and whether a sentence runs on into it."""

import pytest

from ingest.layout import line_kinds
from ingest.readers.lines import Line
from ingest.traced import Traced


def line(text: str) -> Line:
    return Line(Traced.of(text + "\n"))


@pytest.mark.parametrize(
    ("above", "below", "on"),
    [
        ("Lærerne sier at de", "er slitne.", True),
        ("Lærerne er slitne.", "og det vet de", False),
        ("Lærerne sier,", "Ola hører på", True),
        ("I was not asked, and", "I did not know", True),
        ("Det var nummer", "11 er for mye", True),
        ("De som bor i", "Oslo kommune", True),
        ("Måten man skriver på", "Alle skriver", False),
        ("Tid", "Alle har for lite", False),
        ("Innledning", "2 Funn", False),
    ],
)
def test_sentences_that_run_on(above: str, below: str, on: bool) -> None:
    assert line_kinds.goes_on(line(above), line(below)) is on


@pytest.mark.parametrize(
    ("before", "text", "after", "is_label"),
    [
        ("Jeg rekker det ikke.", "— Lærer, ungdomsskole", "Så sier de", True),
        ("Jeg rekker det ikke.", "– Lærer", None, True),
        ("Jeg rekker det ikke.", "— Gjeteren", "Så sier de", True),
        ("- Rektor", "- Lærer", "- Elev", False),
        ("Jeg rekker det ikke.", "— men det gjør de andre her", None, False),
        ("De bruker lang tid på", "- tid de helst ville hatt", None, False),
    ],
)
def test_attributions_after_a_dash(
    before: str, text: str, after: str | None, is_label: bool
) -> None:
    known = line_kinds.signs([line("Det er slik."), line("— Lærer")])
    following = line(after) if after else None
    assert bool(line_kinds.dash_marker(line(text), line(before), following, known)) is is_label


def test_a_bullet_within_a_line_begins_an_item() -> None:
    lines = [line("De sier slik: • Først det ene • Så det andre"), line("• A"), line("• B")]
    found = line_kinds.split_inline(lines, line_kinds.signs(lines))
    assert [one.text.text.strip() for one in found[:3]] == [
        "De sier slik:", "• Først det ene", "• Så det andre",
    ]  # fmt: skip


def test_a_dot_within_a_line_begins_none() -> None:
    lines = [line("Skole • hjem"), line("Alle er her")]
    assert len(line_kinds.split_inline(lines, line_kinds.signs(lines))) == 2
