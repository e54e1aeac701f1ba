"""Whether the next word would have fitted on a line."""

import pytest

from ingest.layout.room import Room, is_even
from ingest.layout.type_width import Measure, families
from ingest.readers.lines import Line, split_lines
from ingest.traced import Traced

WORDS = (
    "Lærerne forteller at de minste ikke vil inn igjen når det ringer, mens de store WWW MMM helst"
    " sitter inne hele tiden. Ingen har villet flytte på grensen mellom dem, for da ville ill filt"
    " og fillete lille trille bli mer til bry enn til nytte for alle som går mye MMOOWW på jobb, og"
    " det vil de minste av alle barn i byen heller ikke ha noe av, sier mange av de eldste der."
)


def wrapped(text: str, measure: Measure, width: float) -> list[Line]:
    """The text in lines of at most `width`."""
    rows = [""]
    for word in text.split():
        if rows[-1] and measure(f"{rows[-1]} {word}") > width:
            rows.append("")
        rows[-1] += f" {word}" if rows[-1] else word
    return lines("\n".join(rows) + "\n")


def lines(text: str) -> list[Line]:
    return [Line(line) for line in split_lines(Traced.of(text))]


@pytest.mark.parametrize("family", range(len(families())))
@pytest.mark.parametrize("width", [16.0, 24.0])
def test_no_line_of_a_paragraph_had_room(family: int, width: float) -> None:
    """The font is learnt from the lines: a wrapped line is full in it."""
    found = wrapped(WORDS, families()[family], width)
    room = Room(found)
    assert [i for i in range(2, len(found)) if room.had_room(0, i)] == []


def test_a_short_last_line_had_room() -> None:
    text = "Det var en gang noen som ville\nskrive så langt de bare kunne på\nhver linje.\nDa kom\n"
    room = Room(lines(text))
    assert room.had_room(0, 3)
    assert not room.had_room(0, 2)


def test_a_narrower_column_below_is_another_one() -> None:
    """Its lines would each have had room for more in the column above."""
    measure = families()[0]
    above, below = wrapped(WORDS, measure, 30.0)[:4], wrapped(WORDS, measure, 12.0)
    found = lines("".join(line.text.text for line in [*above, *below]))
    room = Room(found)
    assert room.changes(0, len(above))
    assert not Room(above).changes(0, 2)


def test_a_text_that_is_not_wrapped_has_room_everywhere() -> None:
    text = "En lang setning som står på én linje for seg selv, slik den er skrevet.\nKort.\n" * 6
    found = lines(text)
    room = Room(found)
    assert all(room.had_room(i - 1, i) for i in range(1, len(found)))


def test_running_text_fills_its_column_and_slides_do_not() -> None:
    even = wrapped(f"{WORDS} {WORDS}", families()[0], 20.0)
    assert is_even(even, Room(even))
    ragged = [*wrapped(WORDS, families()[0], 8.0), *wrapped(WORDS, families()[0], 30.0)]
    assert not is_even(ragged, Room(ragged))
