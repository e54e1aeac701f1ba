"""Plain text, among it what a PDF gives up: blank lines between all lines, pages run together."""

import re
from collections import defaultdict
from itertools import pairwise

from ingest.readers.columns import unwoven
from ingest.readers.lines import Document, Line, split_lines
from ingest.readers.running import Row, mark_running
from ingest.traced import Traced
from service.domain import SetAside, Span

_PAGE_GAP = 3
"""Blank lines in a row, in a text that has one between all lines, where pages were glued."""
_FEED = "\f"
_SENTENCE_END = re.compile(r"[.!?…:][)\]»”“\"’']*$")


def read(text: Traced) -> Document:
    """Lines with the page starts that can be seen, and no hint of what any of them is.

    A page starts at a form feed; or, in a text with blank lines between all lines, at a line that
    follows without one and is indented by a space; or after a page number and a larger gap. What
    pages repeat (headers, page numbers) and tables of contents are set aside; columns that stand
    side by side come one after the other.
    """
    gaps: list[tuple[int, Traced]] = []
    blank = 0
    feed = False
    feeds: set[int] = set()
    for line in split_lines(text):
        body = line.text.lstrip()
        feed = feed or _FEED in line.text[: len(line.text) - len(body)]
        if not body:
            blank += 1
            continue
        if feed:
            feeds.add(len(gaps))
        feed = _FEED in body
        gaps.append((blank, line))
        blank = 0
    spaced = _is_double_spaced(gaps)
    rows: list[Row] = []
    for index, (gap, line) in enumerate(gaps):
        start = index == 0 or index in feeds
        if spaced:
            start = start or (gap == 0 and line.text.startswith(" "))
            if gap >= _PAGE_GAP and index > 0:
                start = start or _is_page_number(gaps, index - 1)
        rows.append(Row(line.text.strip(), max(0, gap - 1) if spaced else gap, start))
    mark_running(rows)
    kept = [
        Line(line, page_start=row.starts, blank_before=row.blank)
        for row, (_, line) in zip(rows, gaps, strict=True)
        if not row.reason
    ]
    return Document(tuple(unwoven(kept)), _set_aside(rows, [line for _, line in gaps]))


def _set_aside(rows: list[Row], lines: list[Traced]) -> tuple[SetAside, ...]:
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for row, line in zip(rows, lines, strict=True):
        if row.reason:
            found[row.reason] += _runs(line.strip())
    return tuple(SetAside(reason=reason, raw=tuple(runs)) for reason, runs in found.items())


def _runs(text: Traced) -> list[Span]:
    """The spans of the file that hold `text`: invisible characters may part them."""
    found: list[Span] = []
    for offset in text.at:
        if found and found[-1][1] == offset:
            found[-1] = (found[-1][0], offset + 1)
        else:
            found.append((offset, offset + 1))
    return found


def _is_double_spaced(gaps: list[tuple[int, Traced]]) -> bool:
    later = [gap for gap, _ in gaps[1:]]
    if len(later) < 8 or sum(gap == 1 for gap in later) < 0.7 * len(later):
        return False
    # Lines that break off in a sentence go on behind a blank line here, or else blank lines part
    # paragraphs.
    going_on = [
        gap
        for (_, above), (gap, below) in pairwise(gaps)
        if below.text.strip()[:1].islower() and not _SENTENCE_END.search(above.text.rstrip())
    ]
    return bool(going_on) and going_on.count(1) >= 0.7 * len(going_on)


def _is_page_number(gaps: list[tuple[int, Traced]], index: int) -> bool:
    """Whether the line is a number alone that stands below running text, not below a title."""
    if not gaps[index][1].text.strip().isdigit() or index == 0:
        return False
    return gaps[index - 1][1].text.rstrip()[-1:] in '.!?:;)»"'
