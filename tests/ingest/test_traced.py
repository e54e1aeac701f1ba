import pytest

from ingest.traced import EMPTY, NOWHERE, Traced, joined, mendings, spans
from service.domain import Repair


def test_characters_and_offsets_go_together() -> None:
    with pytest.raises(ValueError, match="2 characters but 1 offsets"):
        Traced("ab", Traced.of("a").at)


def test_collapsed_keeps_the_offset_of_the_first_blank() -> None:
    text = Traced.of(" a \n\n b ", start=10).collapsed()
    assert text.text == "a b"
    assert list(text.at) == [11, 12, 16]


def test_replaced_stands_where_the_first_character_stood() -> None:
    text = Traced.of("den ïpå").replaced(4, 5, "– ")
    assert text.text == "den – på"
    assert list(text.at) == [0, 1, 2, 3, 4, 4, 5, 6]


def test_joined_and_without() -> None:
    text = joined([Traced.of("ab"), EMPTY, Traced.of("cd", 5)])
    assert text.without(1, 3).text == "ad"
    assert list(text.without(1, 3).at) == [0, 6]


@pytest.mark.parametrize(
    ("raw", "pieces", "expected"),
    [
        ("ab  cd", [(0, 2), (4, 6)], ((0, 6),)),  # only white space between
        ("ab**cd", [(0, 2), (4, 6)], ((0, 2), (4, 6))),  # markup between
        ("cd x ab", [(5, 7), (0, 2)], ((5, 7), (0, 2))),  # read in another order
    ],
)
def test_spans(
    raw: str, pieces: list[tuple[int, int]], expected: tuple[tuple[int, int], ...]
) -> None:
    text = joined(Traced.of(raw[start:end], start) for start, end in pieces)
    assert spans(text, raw, {}) == expected


def test_spans_cover_what_a_repair_replaced_or_took_away() -> None:
    raw = "sam-\narbeid &amp; mer"
    text = joined([Traced.of("sam"), Traced.of("arbeid ", 5), Traced.of("&", 12)])
    repairs = [
        Repair(at=3, before="-\n", after="", reason=""),
        Repair(at=12, before="&amp;", after="&", reason=""),
    ]
    assert spans(text, raw, mendings(repairs)) == ((0, 17),)
    assert spans(text, raw, {}) == ((0, 3), (5, 13))


def test_what_was_put_in_stands_nowhere() -> None:
    assert spans(Traced.of(" ", NOWHERE), "x", {}) == ()
