"""Whether the next word would have fitted on a line: where it would, the break was meant.

The font and the widths of the columns are learnt from lines that surely wrapped, those of the same
paragraph first: a page may hold columns of several widths.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.layout.line_kinds import BULLET, body, goes_on, indent
from ingest.layout.type_width import Measure, families
from ingest.readers.lines import Line

_TOLERANCE = 0.995
_SURELY = 1.01
"""By how much two columns have to differ for a text not to run on from one into the other."""
_FAR = 40
_FEW = 0.1
"""Part of the lines below which lines that go on show no wrapping: each line is a paragraph."""
_HYPHENS = ("-", "\u00ad")


@dataclass(frozen=True)
class _Column:
    """What lines that wrapped tell of their column: its width is from `widest` up to `bound`."""

    widest: float
    bound: float


class Room:
    """The columns of a document's pages."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._page: list[int] = []
        page = -1
        for line in lines:
            page += line.page_start or page < 0
            self._page.append(page)
        self._wraps = [index > 0 and self._goes_on(index) for index in range(len(lines))]
        self._set(min(families(), key=self._contradictions))
        self._wrapped: dict[int, list[float]] = {}
        for index in range(1, len(lines)):
            if self._wraps[index]:
                insort(self._wrapped.setdefault(self._page[index], []), self.widths[index - 1])
        self._unwrapped = sum(self._wraps) < _FEW * len(lines)
        every = sorted(width for found in self._wrapped.values() for width in found)
        self._widest = every[int(0.95 * (len(every) - 1))] if every else 0.0

    def _goes_on(self, index: int) -> bool:
        line, previous = self._lines[index], self._lines[index - 1]
        if line.page_start or line.blank_before or BULLET.match(line.text.text):
            return False
        return goes_on(previous, line)

    def _set(self, measure: Measure) -> None:
        space = measure(" ")
        self.widths = [measure(body(line).strip()) + space * indent(line) for line in self._lines]
        self.words = [measure(" " + _first_word(line)) for line in self._lines]

    def _contradictions(self, measure: Measure) -> int:
        """How many lines would have had room for the next word, were they set in this font."""
        self._set(measure)
        found = start = 0
        for index in range(1, len(self._lines) + 1):
            if index < len(self._lines) and self._wraps[index]:
                continue
            run = range(start + 1, index)
            widest = max((self.widths[i - 1] for i in run), default=0.0)
            found += sum(
                self.widths[i - 1] + self.words[i] <= widest for i in run if not self._split(i)
            )
            start = index
        return found

    def _split(self, index: int) -> bool:
        """Whether the line before ends within a word."""
        return body(self._lines[index - 1]).rstrip().endswith(_HYPHENS)

    def wraps(self, index: int) -> bool:
        """Whether the line before surely goes on in this one."""
        return self._wraps[index]

    def had_room(self, start: int, index: int) -> bool:
        """Whether the first word of line `index` would have fitted on the line before, in a
        paragraph that begins with line `start`."""
        if self._unwrapped:
            return True
        needed = self.widths[index - 1] + self.words[index]
        return needed <= _TOLERANCE * self._width(start, index)

    def changes(self, start: int, index: int) -> bool:
        """Whether line `index` is set in another column than the paragraph from `start` on."""
        above, below = self._above(start, index), self._below(index)
        if above is None or below is None:
            return False
        wide = self._at_least(above, index - 1)
        return (
            max(wide, self.widths[index - 1]) > _SURELY * below.bound
            or below.widest > _SURELY * above.bound
        )

    def fill(self, index: int) -> float:
        """How much of the widest column of its page a line takes."""
        widths = self._wrapped.get(self._page[index])
        return self.widths[index] / widths[-1] if widths else 1.0

    def _width(self, start: int, index: int) -> float:
        """The column's width as far as it is known to reach."""
        if above := self._above(start, index):
            return self._at_least(above, index - 1)
        if below := self._below(index):
            return below.widest
        page = self._wrapped.get(self._page[index - 1], [])
        return page[-1] if page else self._widest

    def _at_least(self, column: _Column, index: int) -> float:
        """The widest line of the page that still can stand in the column."""
        page = self._wrapped.get(self._page[index], [])
        known = bisect_left(page, column.bound) - 1
        return max(column.widest, page[known]) if known >= 0 else column.widest

    def _above(self, start: int, index: int) -> _Column | None:
        return self._column(range(max(start, index - _FAR) + 1, index))

    def _below(self, index: int) -> _Column | None:
        stop = index + 1
        while stop < len(self._lines) and stop < index + _FAR and self._wraps[stop]:
            stop += 1
        return self._column(range(index + 1, stop))

    def _column(self, wrapped: Iterable[int]) -> _Column | None:
        """The column of lines that go on from the one before."""
        at = list(wrapped)
        if not at:
            return None
        ends_at = [self.widths[i - 1] + self.words[i] for i in at if not self._split(i)]
        return _Column(max(self.widths[i - 1] for i in at), min(ends_at, default=float("inf")))


def _first_word(line: Line) -> str:
    words = line.text.text.split(maxsplit=1)
    return words[0] if words else ""


def is_even(lines: Sequence[Line], room: Room) -> bool:
    """Whether the lines that go on fill one column each page: running text, no slides."""
    fills = [room.fill(i - 1) for i in range(1, len(lines)) if room.wraps(i)]
    return len(fills) >= 8 and sum(fill >= 0.82 for fill in fills) >= 0.75 * len(fills)
