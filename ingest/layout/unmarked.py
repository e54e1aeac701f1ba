"""Lines of a text without marks into parts: slides by one set of rules, running text by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.joining import Joiner
from ingest.layout import headings, line_kinds, recut, running_text
from ingest.layout.paragraphs import Layout
from ingest.layout.room import is_even
from ingest.parts import Part
from ingest.quoting import quotes
from ingest.readers.lines import Line

_LONG_PAGE = 25
"""Lines on an average page of running text; slides hold fewer, or columns of several widths."""
_CLOSED = 4
"""Page ends from which on it tells something that none parts a sentence."""
_FULL, _FILLED = 0.85, 0.7
_OVER = 0.15
"""Part of the page ends that part a sentence in running text, at least."""
_FIRST_LINES = 3
_NUMBERED = 3
"""Numbered headings by which a text is one whose headings are known by their numbers."""


def parts(lines: Sequence[Line], joiner: Joiner) -> list[Part]:
    """Headings, text, items, quotes, tables and what is set aside, in order."""
    layout = Layout(lines, joiner)
    if layout.habits.wrap_space:
        found = quotes.resolved(headings.tails_cut(layout.parts(), layout))
    else:
        cut = recut.quotes_parted(recut.lists_closed(layout.parts()))
        found = quotes.resolved(cut)
    found = running_text.chapters(running_text.joined_numbers(found))
    numbered = sum(part.kind == "heading" and part.level > 0 for part in found)
    pages = _Pages.of(layout)
    if numbered >= _NUMBERED or pages.run_on:
        return running_text.headed(found, closed=pages.closed)
    return headings.headed(found, layout.habits.words)


@dataclass(frozen=True)
class _Pages:
    """How a text goes over the ends of its pages."""

    run_on: bool
    """Whether it is running text, by its pages alone."""
    closed: bool
    """Whether each of several pages ends with a sentence's end."""

    @classmethod
    def of(cls, layout: Layout) -> "_Pages":
        lines = layout.lines
        starts = [index for index, line in enumerate(lines) if index and line.page_start]
        over = sum(
            line_kinds.starts_low(lines[i]) and not line_kinds.ends(lines[i - 1]) for i in starts
        )
        closed = len(starts) >= _CLOSED and over == 0 and not _is_filled(lines, starts)
        if not starts:
            return cls(run_on=True, closed=False)
        if layout.habits.wrap_space:
            return cls(run_on=False, closed=closed)
        many = over >= 2 and over >= _OVER * len(starts)
        long = len(lines) >= _LONG_PAGE * (len(starts) + 1) and not closed
        long = long and is_even(lines, layout.room)
        return cls(run_on=many or long or _first_lines(lines) >= _FIRST_LINES, closed=closed)


def _is_filled(lines: Sequence[Line], starts: Sequence[int]) -> bool:
    """Whether most pages but the last hold about as many lines, so that a page ends where it is
    full; a slide ends where its topic does."""
    sizes = [
        sum(1 + line.blank_before for line in lines[first:last])
        for first, last in pairwise([0, *starts])
    ]
    return sum(size >= _FULL * max(sizes) for size in sizes) >= _FILLED * len(sizes)


def _first_lines(lines: Sequence[Line]) -> int:
    """How many lines are indented more than the next, as the first of a paragraph is."""
    return sum(
        line_kinds.indent(line) >= line_kinds.indent(following) + 2
        and not line_kinds.BULLET.match(line.text.text)
        for line, following in pairwise(lines)
        if not following.page_start and not following.blank_before
    )
