"""The two usual orders of glyphs, and what each character shown was."""

import pytest

from ingest.mending.glyphs import orders
from tests.ingest.mending.breaking import broken

FIRST, SECOND = orders()


def test_the_order_of_the_commonest_fonts() -> None:
    shown = {"Å": "•", "é": "…", "ï": "–", "ð": "—", "ô": "’", "ó": "‘", "ñ": "“", "ò": "”"}
    letters = {"¬": "å", "Þ": "æ", "ß": "ø", "¡": "Å", "Î": "Æ", "Ï": "Ø", "®": "é", "ç": "«"}
    for char, written in {**shown, **letters}.items():
        assert FIRST[char] == written


def test_with_a_no_break_space_all_behind_it_stand_one_higher() -> None:
    assert (SECOND["ð"], SECOND["ñ"], SECOND["õ"]) == ("–", "—", "’")
    assert all(SECOND[char] == FIRST[char] for char in "Åé¬Þß¡®çè")


@pytest.mark.parametrize("order", [0, 1])
def test_each_is_the_inverse_of_what_breaks_a_text(order: int) -> None:
    for shown, written in orders()[order].items():
        if len(written) == 1:
            assert broken(written, order) == shown
    assert orders()[order]["þ"] == ("fl" if order == 0 else "fi")


def test_plain_letters_and_those_of_sound_norwegian_are_never_taken_for_others() -> None:
    for order in orders():
        assert not set("abcxyzABCXYZ0189.,;:!?()-æøåÆØäöüÖ") & set(order)
