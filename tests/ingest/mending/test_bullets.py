import pytest

from ingest.mending.bullets import Bullets
from ingest.mending.lexicon import Lexicon
from tests.ingest.mending import sound_texts as sound

POINTS = [
    "Å Legene spør",
    "Å Kontoret ringer",
    "ÅIngen svarer",
    "Å Det tar tid",
    "Å «Snart» er sent",
]


def bullets(lines: list[str], *, marked: bool = False) -> Bullets:
    return Bullets(lines, [not marked] * len(lines), Lexicon([]))


def test_each_is_given_with_its_place_and_whether_a_word_is_glued_to_it() -> None:
    lines = ["Innledning", *POINTS, "  Å Innrykket punkt"]
    glued = {3}
    assert bullets(lines).places(3) == [(n, 2 if n == 6 else 0, n in glued) for n in range(1, 7)]


@pytest.mark.parametrize("text", sound.LINE_BY_LINE)
def test_infinitives_titles_names_and_verse_are_none(text: str) -> None:
    assert bullets(text.splitlines()).places(3) == []


def test_a_few_that_could_be_infinitives_stand_among_many_that_could_not() -> None:
    found = bullets([*POINTS, "Å Bruke tid", "Å Bruke Tid Sammen"])
    assert [number for number, _, _ in found.places(3)] == [0, 1, 2, 3, 4, 5]
    assert found.doubts == [(6, 0)]


def test_many_infinitives_outweigh_a_few_that_are_not() -> None:
    lines = sound.INFINITIVES.splitlines()
    assert bullets([*lines, *lines, *POINTS[:3]]).places(3) == []


def test_a_line_whose_format_says_what_it_is_begins_with_no_broken_bullet() -> None:
    assert bullets(POINTS, marked=True).places(3) == []
