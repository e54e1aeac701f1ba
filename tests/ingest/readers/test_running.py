"""Running headers, page numbers and tables of contents, by the lines alone."""

import pytest

from ingest.readers.running import CONTENTS, HEADER, PAGE_NUMBER, Row, mark_running

BODY = ("En linje som går videre på den", "neste linjen, og så er den slutt.", "Enda en setning.")


def rows(*pages: list[str], known: bool = True, gap: int = 0) -> list[Row]:
    """Rows of pages; `known` says whether their starts can be seen."""
    found: list[Row] = []
    for page in pages:
        found += [Row(text, gap if i else 1, known and i == 0) for i, text in enumerate(page)]
    return found


def reasons(found: list[Row]) -> dict[str, str]:
    """The rows that are set aside."""
    return {row.text: row.reason for row in found if row.reason}


@pytest.mark.parametrize(
    "form", ["Rapport 2021 | Side {n}", "Side {n} av 40", "{n}  Arbeidsliv i nord"]
)
@pytest.mark.parametrize("top", [True, False])
def test_a_line_that_counts_pages(form: str, top: bool) -> None:
    pages = []
    for number in range(7, 12):
        line = form.format(n=number)
        pages.append([line, f"Tema {number * 3}", *BODY] if top else [*BODY, line])
    found = rows(*pages)
    mark_running(found)
    assert set(reasons(found)) == {form.format(n=number) for number in range(7, 12)}
    assert sum(row.starts for row in found) == 5
    assert not any(row.starts and row.reason for row in found)


def test_a_header_whose_number_stands_on_a_line_of_its_own() -> None:
    pages = [[*BODY, f"Natt og dag {n}"] for n in range(2, 8)]
    pages[3] = [*BODY, "Natt og dag", "5"]
    found = rows(*pages)
    mark_running(found)
    assert reasons(found)["Natt og dag"] == HEADER
    assert reasons(found)["5"] == PAGE_NUMBER


def test_headers_of_left_and_right_pages() -> None:
    pages = [["Instituttet" if n % 2 else "Ro i skolen", f"Tema {'abcdefghij'[n]}", *BODY]
             for n in range(10)]  # fmt: skip
    found = rows(*pages)
    mark_running(found)
    assert set(reasons(found)) == {"Instituttet", "Ro i skolen"}


def test_what_only_looks_like_a_header() -> None:
    """A topic that several slides name, and a sentence that ends several pages."""
    pages = [[f"Tema {'abcdefgh'[n]}", *BODY] for n in range(8)]
    for n in (1, 4, 6):
        pages[n][0] = "Fordeler"
    found = rows(*pages)
    mark_running(found)
    assert reasons(found) == {}


def test_section_numbers_are_no_page_numbers() -> None:
    pages = [["Bakgrunn", "1"], [*BODY], [*BODY], ["Funn", "2"], [*BODY], ["Råd", "3"], [*BODY]]
    found = rows(*pages)
    mark_running(found)
    assert reasons(found) == {}


def test_page_numbers_show_where_pages_end() -> None:
    pages = [["Natt og dag", "Tema", *BODY, str(n)] for n in (7, 8, 9)]
    found = rows(*pages, known=False)
    mark_running(found)
    assert reasons(found) == {
        "Natt og dag": HEADER, "7": PAGE_NUMBER, "8": PAGE_NUMBER, "9": PAGE_NUMBER,
    }  # fmt: skip
    assert [row.text for row in found if row.starts] == ["Tema", "Tema"]


def test_numbers_of_a_list_are_no_page_numbers() -> None:
    found = rows(["Tre grunner", "2", "3", "4", *BODY], known=False)
    mark_running(found)
    assert reasons(found) == {}


@pytest.mark.parametrize(
    "contents",
    [
        ["1 Bakgrunn .... 3", "2 Funn . . . . . . 4", "2.1 Et langt navn", "på to linjer .... 9"],
        ["Innhold", "Bakgrunn 3", "Funn 4", "Et langt navn som tar", "to linjer 9"],
        ["Contents", "1 Background\t3", "2 Findings\t12"],
    ],
)  # fmt: skip
def test_tables_of_contents(contents: list[str]) -> None:
    found = rows([*contents, "Bakgrunn", *BODY, "Vi møtte 12", "av dem i 2021."], known=False)
    mark_running(found)
    assert reasons(found) == dict.fromkeys(contents, CONTENTS)
