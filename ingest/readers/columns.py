"""Columns that a text shows side by side, as tools that keep the layout of a page write them.

A gutter is a place that stays blank over several lines while text stands on both sides of it. What
stands left of it is read first. Cells of a table have gutters too: they stay as they are.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.lines import Line

_GAP = re.compile(r"(?<=\S)[ \t]{3,}(?=\S)")
_MIN_ROWS = 3
_MIN_CELL = 14
"""Characters that the lines of a column of running text have on average, at least."""
_MIN_WORDS = 2.5
_SLACK = 1


def unwoven(lines: Sequence[Line]) -> list[Line]:
    """The lines; where columns stand side by side, those of the left one first."""
    if sum(bool(_GAP.search(line.text.text)) for line in lines) < _MIN_ROWS:
        return list(lines)
    found: list[Line] = []
    index = 0
    while index < len(lines):
        stop, gutter = _block(lines, index)
        if gutter is None:
            found.append(lines[index])
            index += 1
        else:
            found += _parted(lines[index:stop], gutter)
            index = stop
    return found


def _block(lines: Sequence[Line], start: int) -> tuple[int, int | None]:
    """How far a block with a gutter reaches from a line with a gap on, and where the column right
    of the gutter begins."""
    text = _body(lines[start])
    for hit in _GAP.finditer(text):
        gutter = hit.end()
        stop = start
        both: list[tuple[str, str]] = []
        while stop < len(lines) and _fits(lines[stop], gutter, first=stop == start):
            left, right = _sides(_body(lines[stop]), gutter)
            if left.strip() and right.strip():
                both.append((left, right))
            stop += 1
        if len(both) >= _MIN_ROWS and all(_runs([row[side] for row in both]) for side in (0, 1)):
            return stop, gutter
    return start + 1, None


def _fits(line: Line, gutter: int, *, first: bool) -> bool:
    """Whether a line leaves the gutter blank."""
    if line.page_start and not first:
        return False
    text = _body(line).rstrip()
    left, right = _sides(text, gutter)
    if not left.strip() or len(text) <= gutter - 2:
        return True
    return left.endswith("  ") and not right[: 1 + _SLACK].isspace()


def _sides(text: str, gutter: int) -> tuple[str, str]:
    """The text left and right of the gutter; the right column may begin a little before it."""
    before = text[gutter - 1 : gutter]
    at = gutter - _SLACK if before.strip() and text[gutter - 2 : gutter - 1] == " " else gutter
    return text[:at], text[at:]


def _runs(cells: Sequence[str]) -> bool:
    """Whether the cells of a column hold running text."""
    texts = [" ".join(_GAP.sub("  ", cell).split()) for cell in cells]
    words = Counter(len(text.split()) for text in texts)
    average = sum(size * count for size, count in words.items()) / len(texts)
    letters = sum(any(char.isalpha() for char in text) for text in texts)
    long = sum(len(text) for text in texts) / len(texts) >= _MIN_CELL
    return long and average >= _MIN_WORDS and letters >= 0.9 * len(texts)


def _parted(block: Sequence[Line], gutter: int) -> list[Line]:
    left: list[Line] = []
    right: list[Line] = []
    for line in block:
        at = len(_sides(_body(line), gutter)[0])
        before, after = line.text[:at], line.text[at:]
        if before.text.strip():
            left.append(replace(line, text=before))
        if after.text.strip():
            first = not right
            blank = max(1, line.blank_before) if first else line.blank_before
            right.append(replace(line, text=after, page_start=False, blank_before=blank))
    return [*left, *unwoven(right)]


def _body(line: Line) -> str:
    return line.text.text.rstrip("\r\n\f\v")
