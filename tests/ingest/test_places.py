from hypothesis import given
from hypothesis import strategies as st

from ingest.places import Places
from ingest.readers.lines import Spot

WORDS = [
    Spot(0, 4, (1, 40.0, 90.0, 60.0, 101.0)),
    Spot(5, 9, (1, 63.0, 90.0, 80.0, 101.0)),
    Spot(10, 14, (1, 40.0, 104.0, 70.0, 115.0)),
    Spot(15, 19, (1, 300.0, 90.0, 330.0, 101.0)),
    Spot(21, 25, (2, 40.0, 60.0, 66.04, 71.0)),
]


def test_one_box_a_line() -> None:
    places = Places(WORDS, {})
    assert places.boxes([(0, 14)]) == ((1, 40.0, 90.0, 80.0, 101.0), (1, 40.0, 104.0, 70.0, 115.0))


def test_a_span_within_a_word_marks_the_word() -> None:
    assert Places(WORDS, {}).boxes([(6, 7)]) == ((1, 63.0, 90.0, 80.0, 101.0),)


def test_text_that_goes_on_in_another_column_and_page() -> None:
    boxes = Places(WORDS, {}).boxes([(10, 14), (15, 25)])
    assert [box[0] for box in boxes] == [1, 1, 2]
    assert boxes[1] == (1, 300.0, 90.0, 330.0, 101.0)
    assert boxes[2] == (2, 40.0, 60.0, 66.0, 71.0)


def test_the_page_is_the_one_it_begins_on() -> None:
    places = Places(WORDS, {2: "iv"})
    assert places.page([(15, 25)]).physical == 1
    assert places.page([(15, 25)]).printed is None
    assert (places.page([(21, 25)]).physical, places.page([(21, 25)]).printed) == (2, "iv")


def test_what_stands_nowhere_has_no_page() -> None:
    assert Places(WORDS, {}).page([(19, 21)]).physical is None
    assert Places([], {}).boxes([(0, 9)]) == ()


@given(st.integers(0, 24), st.integers(1, 25))
def test_every_word_of_a_span_lies_in_one_of_its_boxes(start: int, length: int) -> None:
    boxes = Places(WORDS, {}).boxes([(start, start + length)])
    for spot in WORDS:
        if spot.start < start + length and start < spot.end:
            page, x0, y0, x1, y1 = spot.box
            assert any(
                b[0] == page and b[1] <= x0 and b[2] <= y0 and b[3] >= x1 - 0.1 and b[4] >= y1
                for b in boxes
            )
