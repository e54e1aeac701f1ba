"""The order in which a page is read: cut into columns where white runs through, boxes kept whole.

Drawing order plays no part. A page, or a box on it, is cut into bands at its white lines; where a
gutter runs through bands that follow one another, those are columns: what stands above them comes
first, then each column from left to right, then what stands below. Each part is cut again.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.readers.pdf.boxes import Box
from ingest.readers.pdf.pages import Word

_MARK = re.compile(
    r"^(?:\W|[\ue000-\uf8ff\ufffd]|[ivx]{1,4}[.)]|[a-zæøå][.)]|\d{1,2}[.)]"
    r"|\d{1,2}(?:\.\d{1,2})+\.?|[o¤§])$"
)
_MARK_REACH = 4.0
"""Ems between a list's mark and its text."""
_GUTTERS = ((4, 0.9), (2, 1.6), (1, 3.0))
"""Rows that have text on both sides, and the ems of white between that then part columns."""
_BOX_GUTTER = 2.0
"""Points of white beside a box, whose edge is seen, that part it from what stands there."""
_MAX_DEPTH = 12
_APART = 2.0
"""Ems of white (a blank line and more) that part a line below a column from it."""
_TITLE = 1.3
"""Times the usual size of letters that a title has that stands over columns."""


@dataclass(eq=False)
class Leaf:
    """A part of a page that is cut no further: words of one column, in no order yet."""

    words: list[Word]
    box: Box
    x0: float
    x1: float
    """The edges of its column, as far as its text shows them."""
    column: int = 0
    """Of columns side by side, which from the left, from 1; 0 where there are none."""
    displaced: bool = False
    """Whether a box overlaps it, so that the order of the two cannot be known."""


@dataclass(eq=False)
class _Item:
    """A word, with the mark before it, or a box."""

    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    words: list[Word] = field(default_factory=list)
    box: Box | None = None


def leaves(page: Box) -> list[Leaf]:
    """The parts of a page in reading order."""
    return _read(page)


def _read(box: Box, column: int = 0) -> list[Leaf]:
    if box.table:
        return [Leaf(box.words, box, box.rect.x0, box.rect.x1, column)]
    found = _cut(_items(box), box, 0)
    for leaf in found:
        leaf.column = leaf.column or column
    return found


def _items(box: Box) -> list[_Item]:
    rows: dict[int, list[Word]] = {}
    for word in sorted(box.words, key=lambda w: (w.base, w.x0)):
        rows.setdefault(round(word.base / 2), []).append(word)
    found: list[_Item] = []
    for row in rows.values():
        row.sort(key=lambda w: w.x0)
        held: list[Word] = []
        for index, word in enumerate(row):
            after = row[index + 1] if index + 1 < len(row) else None
            before = row[index - 1] if index else None
            alone = before is None or word.x0 - before.x1 > 2 * word.size
            reach = after.x0 - word.x1 if after else None
            near = reach is not None and -1 <= reach <= _MARK_REACH * word.size
            if not held and alone and near and _MARK.match(word.text):
                held = [word]
                continue
            found.append(_item([*held, word]))
            held = []
    for inner in box.inner:
        rect = inner.rect
        size = min((w.size for w in inner.words), default=10.0)
        found.append(_Item(rect.x0, rect.x1, rect.top, rect.bottom, size, box=inner))
    return found


def _item(words: list[Word]) -> _Item:
    return _Item(
        min(w.x0 for w in words),
        max(w.x1 for w in words),
        min(w.top for w in words),
        max(w.bottom for w in words),
        words[-1].size,
        words,
    )


def _bands(items: Sequence[_Item]) -> list[list[_Item]]:
    """Items that no white line across parts, from the top."""
    found: list[list[_Item]] = []
    bottom = 0.0
    for item in sorted(items, key=lambda i: i.top):
        if found and item.top < bottom - 0.5:
            found[-1].append(item)
            bottom = max(bottom, item.bottom)
        else:
            found.append([item])
            bottom = item.bottom
    return found


@dataclass(frozen=True)
class _Gap:
    """White between two items of a band, or beyond them."""

    left: float
    right: float
    needed: float
    """Points that it must have to be part of a gutter."""

    @property
    def width(self) -> float:
        return self.right - self.left

    def meets(self, other: "_Gap") -> "_Gap":
        """What both leave free."""
        return _Gap(
            max(self.left, other.left), min(self.right, other.right), min(self.needed, other.needed)
        )


def _gaps(band: Sequence[_Item]) -> list[_Gap]:
    """Where no item of a band stands, the edges of the page among them; gaps between words of a
    line are none."""
    found: list[_Gap] = []
    last: _Item | None = None
    for item in sorted(band, key=lambda i: i.x0):
        if last is None:
            found.append(_Gap(float("-inf"), item.x0, 0.0))
        elif item.x0 > last.x1:
            by_box = last.box or item.box
            needed = _BOX_GUTTER if by_box else _GUTTERS[0][1] * min(item.size, last.size)
            if item.x0 - last.x1 >= needed:
                found.append(_Gap(last.x1, item.x0, needed))
        if last is None or item.x1 > last.x1:
            last = item
    return [*found, _Gap(last.x1 if last else float("-inf"), float("inf"), 0.0)]


def _cut(items: list[_Item], box: Box, depth: int) -> list[Leaf]:
    if not items:
        return []
    bands = _bands(items)
    zone = _zone(bands) if depth < _MAX_DEPTH else None
    if zone is None:
        return _leaf(bands, box)
    first, last, gutter = zone
    middle = (gutter.left + gutter.right) / 2
    inside = [item for band in bands[first:last] for item in band]
    sides = (
        [item for item in inside if item.x0 < middle],
        [item for item in inside if item.x0 >= middle],
    )
    above = [item for band in bands[:first] for item in band]
    below = [item for band in bands[last:] for item in band]
    found = _cut(above, box, depth + 1)
    rows = _rows_of_boxes(bands[first:last], middle)
    if rows:
        for row in rows:
            found += _cut(row, box, depth + 1)
    else:
        parts = [_cut(side, box, depth + 1) for side in sides]
        for leaf in parts[0]:
            leaf.column = leaf.column or 1
        shift = max((leaf.column for leaf in parts[0]), default=1)
        for leaf in parts[1]:
            leaf.column = shift + max(1, leaf.column)
        found += [leaf for part in parts for leaf in part]
    return found + _cut(below, box, depth + 1)


def _rows_of_boxes(bands: Sequence[list[_Item]], middle: float) -> list[list[_Item]]:
    """The rows of a grid of boxes (cards), which are read row by row."""
    if len(bands) < 2 or any(item.box is None for band in bands for item in band):
        return []
    both = all(
        any(i.x0 < middle for i in band) and any(i.x0 >= middle for i in band) for band in bands
    )
    return [list(band) for band in bands] if both else []


def _zone(bands: Sequence[list[_Item]]) -> tuple[int, int, _Gap] | None:
    """The bands that a gutter runs through, first to last, and the gutter; the one with the most
    rows on both of its sides, and of those the widest."""
    gaps = [_gaps(band) for band in bands]
    best: tuple[float, float] = (0.0, 0.0)
    found = None
    seen: set[tuple[int, int, float, float]] = set()
    for start, here in enumerate(gaps):
        for gap in here[1:-1]:
            first, last, gutter = _run(gaps, start, gap)
            key = (first, last, gutter.left, gutter.right)
            if key in seen:
                continue
            seen.add(key)
            for part in _parts(bands, first, last, gutter):
                first, last = _trimmed(bands, *part, gutter)
                if not (score := _strength(bands[first:last], gutter)):
                    continue
                if (score, gutter.width) > best:
                    best = (score, gutter.width)
                    found = (first, last, gutter)
    return found


def _parts(
    bands: Sequence[list[_Item]], first: int, last: int, gutter: _Gap
) -> list[tuple[int, int]]:
    """A run cut where a heading stands that is as wide as the page, though its words are few: large
    letters on the left, nothing beside them, text on both sides above and below."""
    sizes = sorted(item.size for band in bands[first:last] for item in band)
    usual = sizes[len(sizes) // 2]
    found: list[tuple[int, int]] = []
    start = first
    for index in range(first + 1, last - 1):
        large = all(item.box is None and item.size >= _TITLE * usual for item in bands[index])
        if large and _side(bands[index], gutter) == 1:
            around = bands[start:index], bands[index + 1 : last]
            if all(_side([i for band in part for i in band], gutter) == 3 for part in around):
                found.append((start, index))
                start = index + 1
    return [*found, (start, last)]


def _side(band: Sequence[_Item], gutter: _Gap) -> int:
    """On which side of a gutter items stand: 1 left, 2 right, 3 both."""
    middle = (gutter.left + gutter.right) / 2
    return 1 * any(i.x0 < middle for i in band) + 2 * any(i.x0 >= middle for i in band)


def _run(gaps: Sequence[list[_Gap]], start: int, gap: _Gap) -> tuple[int, int, _Gap]:
    """How far a gutter goes up and down, narrowed to what all bands leave free."""
    edges = [start, start + 1]
    for step, direction in ((1, 1), (0, -1)):
        index = start + direction
        while 0 <= index < len(gaps):
            narrowed = max((gap.meets(other) for other in gaps[index]), key=lambda g: g.width)
            if narrowed.width < min(gap.needed, gap.width):
                break
            gap = replace(narrowed, needed=gap.needed)
            index += direction
        edges[step] = index if direction > 0 else index + 1
    return edges[0], edges[1], gap


def _trimmed(bands: Sequence[list[_Item]], first: int, last: int, gutter: _Gap) -> tuple[int, int]:
    """The run without bands at its ends that have text on one side only and belong to no column:
    a title, the end of the text above, a line below."""
    middle = (gutter.left + gutter.right) / 2
    body = sorted(i.size for band in bands[first:last] for i in band)
    usual = body[len(body) // 2] if body else 10.0
    while last - first > 1 and _side(bands[first], gutter) != 3:
        title = max(item.size for item in bands[first]) >= _TITLE * usual
        if not title and (_side(bands[first], gutter) == 2 or _begins(bands, first, middle, usual)):
            break
        first += 1
    while last - first > 1 and _side(bands[last - 1], gutter) == 1:
        left = [i for band in bands[first : last - 1] for i in band if i.x0 < middle]
        gap = min(i.top for i in bands[last - 1]) - max(i.bottom for i in left)
        rows = sorted({round(i.top, 1) for i in left})
        widest = max((b - a for a, b in itertools.pairwise(rows)), default=0.0) - usual
        boxes = any(item.box for item in bands[last - 1])
        # A heading is the last thing in no column: it stands over what follows.
        title = not boxes and all(i.size >= _TITLE * usual for i in bands[last - 1])
        if not title and (boxes or gap <= max(1.1 * widest, _APART * usual)):
            break
        last -= 1
    return first, last


def _begins(bands: Sequence[list[_Item]], first: int, middle: float, usual: float) -> bool:
    """Whether a band with text on the left alone begins a column that starts higher than its
    neighbour, and does not end the text above: it stands nearer to what follows on the left."""
    bottom, top = max(i.bottom for i in bands[first]), min(i.top for i in bands[first])
    below = next(
        (
            min(i.top for i in left)
            for band in bands[first + 1 :]
            if (left := [i for i in band if i.x0 < middle])
        ),
        float("inf"),
    )
    above = max((i.bottom for i in bands[first - 1]), default=0.0) if first else float("-inf")
    return below - bottom <= 1.6 * usual and top - above > below - bottom + 0.1 * usual


def _strength(bands: Sequence[list[_Item]], gutter: _Gap) -> float:
    """How many rows have text on both sides; 0 where that is too little for the gutter's width.

    Only rows on one baseline can look parted by chance, where spaces of a text fall together.
    """
    middle = (gutter.left + gutter.right) / 2
    rows: list[set[int]] = [set(), set()]
    sizes = []
    boxes = [False, False]
    for band in bands:
        for item in band:
            right = item.x0 >= middle
            if item.box:
                boxes[right] = True
                rows[right].update(round(w.base) for w in _all_words(item.box))
            else:
                rows[right].add(round(item.words[-1].base))
                sizes.append(item.size)
    both = min(len(rows[0]), len(rows[1]))
    if not both:
        return 0.0
    size = sorted(sizes)[len(sizes) // 2] if sizes else 10.0
    white = gutter.width
    if any(boxes):
        return float(both) if white >= _BOX_GUTTER else 0.0
    beside = any(_side(band, gutter) == 3 for band in bands)
    level = any(base + step in rows[1] for base in rows[0] for step in (-1, 0, 1))
    if beside and not level:
        needed = _GUTTERS[0][1]
    else:
        # One line beside several that it does not reach into is nearly as telling as two.
        count = 2 if both == 1 and max(len(rows[0]), len(rows[1])) > 1 else both
        needed = next(ems for least, ems in _GUTTERS if count >= least)
    return float(both) if white >= needed * size else 0.0


def _all_words(box: Box) -> list[Word]:
    return box.words + [word for inner in box.inner for word in _all_words(inner)]


def _leaf(bands: Sequence[list[_Item]], box: Box) -> list[Leaf]:
    """Bands without columns as one part, cut only where a box stands between."""
    found: list[Leaf] = []
    held: list[Word] = []
    words = [word for band in bands for item in band for word in item.words]
    x0 = min((word.x0 for word in words), default=0.0)
    x1 = max((word.x1 for word in words), default=0.0)
    for band in bands:
        boxes = [item.box for item in band if item.box]
        here = [word for item in band for word in item.words]
        if not boxes:
            held += here
            continue
        held += here
        if held:
            found.append(Leaf(held, box, x0, x1, displaced=bool(here)))
            held = []
        for inner in sorted(boxes, key=lambda b: (b.rect.top, b.rect.x0)):
            parts = _read(inner)
            for leaf in parts:
                leaf.displaced = leaf.displaced or bool(here)
            found += parts
    if held:
        found.append(Leaf(held, box, x0, x1))
    return found
