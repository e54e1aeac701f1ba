"""Paragraphs that were run together."""

from ingest.layout.recut import LIST_END, QUOTE_START, lists_closed, quotes_parted
from ingest.parts import Part
from ingest.traced import Traced

MARK = (Traced.of("•"),)


def part(kind: str, *rows: str) -> Part:
    """A part of lines."""
    starts = [0]
    for row in rows[:-1]:
        starts.append(starts[-1] + len(row) + 1)
    marks = MARK if kind == "item" else ()
    return Part(kind, Traced.of(" ".join(rows)), line_starts=tuple(starts), marks=marks)  # type: ignore[arg-type]


def texts(parts: list[Part]) -> list[tuple[str, str]]:
    return [(one.kind, one.text.text) for one in parts]


def test_the_last_item_of_a_list_gives_back_the_next_paragraph() -> None:
    found = lists_closed([
        part("item", "Tiden er for kort."),
        part("item", "Rommet er for stort for dem alle.", "De fleste vil flytte."),
        part("text", "Noen vil ikke."),
    ])  # fmt: skip
    assert texts(found)[1:3] == [
        ("item", "Rommet er for stort for dem alle."), ("text", "De fleste vil flytte."),
    ]  # fmt: skip


def test_items_of_several_sentences_leave_it_open() -> None:
    found = lists_closed([
        part("item", "Tiden er for kort. Den går fort."),
        part("item", "Rommet er for stort for dem alle.", "De fleste vil flytte."),
    ])  # fmt: skip
    assert [one.uncertain for one in found] == [None, LIST_END]


def test_the_authors_words_are_no_part_of_a_quote() -> None:
    found = quotes_parted([
        part("text", "Lærerne mener at rommet er for stort for dem.", "Jeg hører dem ikke."),
        part("attribution", "Lærer"),
    ])  # fmt: skip
    assert texts(found)[:2] == [
        ("text", "Lærerne mener at rommet er for stort for dem."), ("text", "Jeg hører dem ikke."),
    ]  # fmt: skip
    assert found[1].uncertain is None


def test_where_a_quote_may_begin_in_two_places_it_says_so() -> None:
    found = quotes_parted([
        part("text", "Lærerne mener at det er for stort.", "Det er kaldt.", "Jeg fryser."),
        part("attribution", "Lærer"),
    ])  # fmt: skip
    assert found[1].text.text == "Jeg fryser."
    assert found[1].uncertain == QUOTE_START


def test_a_quote_whose_first_lines_stand_in_the_paragraph_above() -> None:
    found = quotes_parted([
        part("text", "Lærerne mener at rommet er for stort.", "Jeg flyttet pulten min."),
        part("text", "Da gikk det."),
        part("attribution", "Lærer"),
    ])  # fmt: skip
    assert texts(found)[1] == ("text", "Jeg flyttet pulten min. Da gikk det.")
    assert found[1].uncertain == QUOTE_START
