from ingest.readers.plain_text import read
from ingest.traced import Traced


def test_blank_lines_between_all_lines_and_pages_by_an_indented_line() -> None:
    body = "\n\n".join(f"linje {n}" for n in range(12))
    document = read(Traced.of(f" Side en\n\n{body}\n Side to\n\n{body}\n"))
    starts = [x.text.text.strip() for x in document.lines if x.page_start]
    assert starts == ["Side en", "Side to"]
    assert {line.blank_before for line in document.lines} == {0}


def test_ordinary_text_keeps_its_blank_lines_and_has_one_page() -> None:
    document = read(Traced.of("En\nto\n\ntre\nfire\n"))
    assert [line.blank_before for line in document.lines] == [0, 0, 1, 0]
    assert [line.page_start for line in document.lines] == [True, False, False, False]


def test_a_form_feed_starts_a_page() -> None:
    document = read(Traced.of("En\n\fTo\ntre\n"))
    assert [line.page_start for line in document.lines] == [True, True, False]


def test_a_page_number_below_running_text_ends_its_page() -> None:
    body = "\n\n".join(f"linje {n}." for n in range(12))
    document = read(Traced.of(f" En\n\n{body}\n\n27\n\n\n\nTo\n\n{body}\n"))
    assert [x.text.text.strip() for x in document.lines if x.page_start] == ["En", "To"]


def test_a_number_below_a_title_does_not() -> None:
    body = "\n\n".join(f"linje {n}." for n in range(12))
    document = read(Traced.of(f" Tittel\n\n5.1\n\n\n\nInnhold\n\n{body}\n"))
    assert sum(line.page_start for line in document.lines) == 1
