"""Plain text, among it what a PDF gives up: blank lines between all lines, pages run together."""

from ingest.readers.lines import Document, Line, split_lines
from ingest.traced import Traced

_PAGE_GAP = 3
"""Blank lines in a row, in a text that has one between all lines, where pages were glued."""


def read(text: Traced) -> Document:
    """Lines with the page starts that can be seen, and no hint of what any of them is.

    A page starts at a form feed; or, in a text with blank lines between all lines, at a line that
    follows without one and is indented by a space; or after a page number and a larger gap.
    """
    lines = split_lines(text)
    gaps: list[tuple[int, Traced]] = []
    blank = 0
    feed = False
    feeds: set[int] = set()
    for line in lines:
        if "\f" in line.text:
            feed = True
        if line.text.isspace():
            blank += 1
            continue
        if feed:
            feeds.add(len(gaps))
            feed = False
        gaps.append((blank, line))
        blank = 0
    spaced = _is_double_spaced([gap for gap, _ in gaps])
    found: list[Line] = []
    for index, (gap, line) in enumerate(gaps):
        start = index == 0 or index in feeds
        if spaced:
            start = start or (gap == 0 and line.text.startswith(" "))
            if gap >= _PAGE_GAP and index > 0:
                start = start or _is_page_number(gaps, index - 1)
        found.append(Line(line, page_start=start, blank_before=max(0, gap - 1) if spaced else gap))
    return Document(tuple(found))


def _is_double_spaced(gaps: list[int]) -> bool:
    later = gaps[1:]
    return len(later) >= 8 and sum(gap == 1 for gap in later) >= 0.7 * len(later)


def _is_page_number(gaps: list[tuple[int, Traced]], index: int) -> bool:
    """Whether the line is a number alone that stands below running text, not below a title."""
    if not gaps[index][1].text.strip().isdigit() or index == 0:
        return False
    return gaps[index - 1][1].text.rstrip()[-1:] in '.!?:;)»"'
