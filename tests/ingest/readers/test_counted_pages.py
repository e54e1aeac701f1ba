"""Lines that count pages where no page start is known: what they are, and what only looks so."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pipeline import build_report
from ingest.readers.running import HEADER, PAGE_NUMBER, Row, mark_running

WORDS = (
    "fylket bygger nye veier mens byen venter på svar fra staten om hvem som skal betale".split()
)
BULLETS = ["• 3 bussjåfører", "• 4 baneførere", "• 5 ruteplanleggere"]
SAYS_PAGES = [
    "Byrå | {n}",
    "Veien AS  •  {n}",
    "Side {n} av 40",
    "Rapport 2021 | Side {n}",
    "Rapport 2021 | {n}",
    "– Side {n} –",
    "{n} / 40",
    "Page {n}",
    "www.veien-frem.no | {n}",
]


def text(lines: int, at: int, *, broken: bool = False) -> list[str]:
    """Lines of running text unlike one another; `broken` ends and begins them within a sentence."""
    words = [WORDS[(at * 7 + i) % len(WORDS)] for i in range(lines * 5)]
    found = [" ".join([*words[i * 5 : i * 5 + 5], "abcdefghijklm"[i % 13] * (at + 2)])
             for i in range(lines)]  # fmt: skip
    return found if broken else [line.capitalize() + "." for line in found]


def rows_of(lines: Sequence[str]) -> list[Row]:
    return [Row(line, 0, i == 0) for i, line in enumerate(lines)]


def aside(rows: Sequence[Row]) -> list[str]:
    return [row.text for row in rows if row.reason in (HEADER, PAGE_NUMBER)]


@pytest.mark.parametrize("top", [True, False])
@pytest.mark.parametrize("form", SAYS_PAGES)
def test_pages_of_a_title_alone(form: str, top: bool) -> None:
    lines, furniture = ["Veien frem"], []
    for number in range(2, 22):
        is_title = number % 4 == 0
        body = [f"Kapittel om {WORDS[number % 9]}"] if is_title else text(6, number)
        body += BULLETS if number == 5 else []
        furniture.append(form.format(n=number))
        lines += [furniture[-1], *body] if top else [*body, furniture[-1]]
    rows = rows_of(lines)
    mark_running(rows)
    assert aside(rows) == furniture
    assert not any(row.starts and row.reason for row in rows)
    assert sum(row.starts for row in rows) == len(furniture) + top


@given(
    st.sampled_from(SAYS_PAGES),
    st.lists(st.integers(1, 9), min_size=6, max_size=30).filter(lambda sizes: sum(sizes) > 12),
    st.integers(2, 9),
    st.integers(0, 40),
)
@settings(max_examples=150, deadline=None)
def test_pages_of_any_length(form: str, sizes: list[int], first: int, skipped: int) -> None:
    """However little the pages hold and wherever one has no number, its furniture goes and nothing
    else does."""
    lines, furniture, kept = [*text(2, 99)], [], [*text(2, 99)]
    for number, size in enumerate(sizes, start=first):
        body = text(size, number)
        kept += body
        line = [form.format(n=number)] if number != first + skipped else []
        furniture += line
        lines += [*body, *line]
    rows = rows_of(lines)
    mark_running(rows)
    if form == "{n} / 40" or len(furniture) >= 3:
        assert aside(rows) == furniture
    assert [row.text for row in rows if not row.reason] == kept


@pytest.mark.parametrize("first", [1, 7])
def test_bare_numbers_that_sentences_go_on_across(first: int) -> None:
    lines, furniture = [], []
    for number in range(first, first + 12):
        furniture.append(str(number))
        short = number % 5 == 0
        lines += [*(text(1, number) if short else text(7, number, broken=True)), furniture[-1]]
    rows = rows_of(lines)
    mark_running(rows)
    assert aside(rows) == furniture


def test_furniture_above_and_below_in_several_lines() -> None:
    lines = []
    for number in range(1, 13):
        body = [f"Kapittel om {WORDS[number % 9]}"] if number % 4 == 0 else text(6, number)
        lines += ["Veien frem", "Kvalitativ undersøkelse", *body, "Byrå AS", f"Side {number} av 12"]
    rows = rows_of(lines)
    mark_running(rows)
    assert not {"Byrå AS", "Kvalitativ undersøkelse"} & {r.text for r in rows if not r.reason}
    assert len(aside(rows)) == 12 * 4
    assert sum(row.starts for row in rows) == 12


def test_left_and_right_pages_with_words_of_their_own() -> None:
    lines, furniture = [], []
    for number in range(3, 19):
        furniture.append(f"Byrå | {number}" if number % 2 else f"Veien frem | {number}")
        lines += [*text(1 if number % 5 == 0 else 6, number), furniture[-1]]
    rows = rows_of(lines)
    mark_running(rows)
    assert aside(rows) == furniture


def speakers() -> list[str]:
    """Attributions by number, two or three lines from one to the next."""
    return [line for n in range(1, 9) for line in (f"«{text(1, n)[0]}»", f"Lærer | {n}")]


def dashed() -> list[str]:
    return [line for n in range(1, 9) for line in (*text(2, n), f"– Lærer | {n}")]


def sentences() -> list[str]:
    """Running text that counts, its lines broken within a sentence."""
    found = []
    for n in range(9):
        found += [f"Tema {WORDS[n]}", f"Alle mener at dag {n} er for", "lang, og slik er det."]
        found += [f"De sier på side {n} at", "dagen går.", f"Se side {n}.", *text(2, n)]
    return found


def a_table() -> list[str]:
    cells = [cell for n in range(1, 6) for cell in (f"Gruppe | {n}", f"{n * 7} personer")]
    return [*text(9, 1), *cells, *text(9, 2)]


def one_list() -> list[str]:
    return [*text(20, 1), *BULLETS, "• 6 planleggere", "• 7 reisende", *text(20, 2)]


def same_bullets() -> list[str]:
    return [line for n in range(1, 9) for line in (*text(2, n), f"• Tiltak | {n}")]


def headings() -> list[str]:
    return [line for n in range(1, 9) for line in (f"Tiltak {n}", *text(6, n))]


def chapters() -> list[str]:
    return [line for n in range(1, 9) for line in (str(n), f"Om {WORDS[n]}", *text(6, n))]


def small_items() -> list[str]:
    items = [line for n in range(1, 5) for line in (str(n), *text(4, n, broken=True))]
    return [*text(30, 20), *items]


def figures() -> list[str]:
    cells = [line for n, word in zip(count(4), WORDS, strict=False) for line in (word, str(n))]
    return [*text(12, 1), *cells]


def shares() -> list[str]:
    said = (12, 3, 9, 30, 4, 17, 2)
    return [line for n in said for line in (*text(2, n), f"{n} av 40")]


def signs() -> list[str]:
    """A sign that could stand for a number, in lines that have one and in lines that have none."""
    return [line for n in range(9) for line in (*text(2, n), f"Sak # {n}" if n % 2 else "Sak # #")]


@pytest.mark.parametrize(
    "make",
    [speakers, dashed, a_table, one_list, same_bullets, headings, chapters, small_items, figures,
     shares, signs, sentences],
)  # fmt: skip
def test_what_only_looks_like_counting(make: object) -> None:
    assert callable(make)
    rows = rows_of(make())
    mark_running(rows)
    assert aside(rows) == []


def test_a_foot_is_no_attribution(tmp_path: Path) -> None:
    """A page of a chapter's title alone gives no quote, with the foot for the one who said it."""
    lines = []
    for number in range(2, 14):
        titled = number % 3 == 0
        quote = [f"«{text(1, number)[0]}»", "– Baneførere" if number % 2 else "– Bussjåfør"]
        body = [f"Tema {WORDS[number % 9]}"] if titled else [*text(5, number), "", *quote]
        lines += [*body, "", f"Byrå  |  {number}", ""]
    file = tmp_path / "report.txt"
    file.write_text("\n".join(lines), "utf-8")
    quotes = build_report(file).report.quotes
    assert len(quotes) == 8
    assert {quote.speaker.label.split()[0] for quote in quotes} <= {"Baneførere", "Bussjåfør"}
