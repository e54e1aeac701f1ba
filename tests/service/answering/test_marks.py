"""Quotation marks stay around exact words of a source and go everywhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answering.marks import DOUBLE, SINGLE, unquoted

SOURCE = "Noen sier «bare et kjapt spørsmål», men det er aldri kjapt."


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        *['""', "“”", "„“", "„”", "‟”", "«»", "»«", "‹›", "›‹", "''", "‘’", "‚‘", "``", "´´"],
        *["＂＂", "「」", "《》", "〝〞", ("''", "''"), ("‹‹", "››")],
    ],
)
def test_marks_of_every_kind(opening: str, closing: str) -> None:
    exact = f"De kaller det {opening}aldri kjapt{closing} i dag."
    assert unquoted(exact, [SOURCE])[0] == "De kaller det «aldri kjapt» i dag."
    invented = f"De kaller det {opening}alltid kjapt{closing} i dag."
    assert unquoted(invented, [SOURCE])[0] == "De kaller det alltid kjapt i dag."


@pytest.mark.parametrize(
    "text",
    [
        "GPs don't see the patients' view, and it's theirs.",
        "Pasientane’ og Salna’s hamn",
        "L'eau de l’homme",
    ],
)
def test_apostrophe_is_no_mark(text: str) -> None:
    assert unquoted(text, [SOURCE])[0] == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("«bare et kjapt spørsmål", "bare et kjapt spørsmål"),
        ("bare et kjapt spørsmål»", "bare et kjapt spørsmål"),
        ("«»", ""),
        ("« »", ""),
        ("«…»", "…"),
        ("« bare et kjapt » nå", "«bare et kjapt» nå"),
        ("«japt spørs»", "japt spørs"),
        ("«bare et kjapt spørsmålet»", "bare et kjapt spørsmålet"),
        ("«Bare et kjapt spørsmål»", "Bare et kjapt spørsmål"),
        ("«aldri kjapt» og «alltid kjapt»", "«aldri kjapt» og alltid kjapt"),
        ("«alltid» og «aldri kjapt»", "alltid og «aldri kjapt»"),
        ("„bare “et” kjapt“", "bare «et» kjapt"),
        ("“Noen sier «bare et kjapt spørsmål»”", "«Noen sier «bare et kjapt spørsmål»»"),
    ],
)
def test_only_whole_exact_words_keep_their_marks(text: str, shown: str) -> None:
    assert unquoted(text, [SOURCE])[0] == shown


def test_outside_leaves_out_what_is_marked() -> None:
    assert unquoted("Han sier “aldri kjapt” og “nei”.", [SOURCE])[1] == "Han sier | og nei."


def test_any_of_the_sources_may_hold_it() -> None:
    assert unquoted("'b c' 'b d'", ["a", "b c"])[0] == "«b c» b d"
    assert unquoted("'b c'", [])[0] == "b c"


@given(
    st.lists(
        st.sampled_from(
            [*DOUBLE, *SINGLE, " ", ",", "aldri", "kjapt", "bare et kjapt spørsmål", "x"]
        ),
        max_size=24,
    ).map("".join),
)
def test_what_is_marked_is_exact(text: str) -> None:
    shown, _ = unquoted(text, [SOURCE])
    bare = shown
    for passage in re.findall(r"«((?:[^«»]|«[^«»]*»)*)»", shown):
        assert passage in SOURCE
        bare = bare.replace(f"«{passage}»", "")
    assert not set(bare) & set(DOUBLE)
    assert unquoted(shown, [SOURCE])[0] == shown
