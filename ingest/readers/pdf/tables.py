"""Tables: rows between rules that stand in a ladder, or short cells in line without rules."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf.pages import Page, Rect, Word

_THIN = 3.0
_LEAST_WIDTH = 60.0
_ALIGNED = 4.0
_CELL_GAP = 1.1
"""Ems of white that part two cells of a row."""
_BARE_GAP = 1.6
_MIN_ROWS = 3
_SHORT_CELL = 4
"""Words of a cell in a table without rules, on average, at most."""

Cell = list[Word]


@dataclass(eq=False)
class Table:
    """A table: its place and its rows of cells."""

    rect: Rect
    rows: list[list[Cell]]

    @property
    def words(self) -> list[Word]:
        return [word for row in self.rows for cell in row for word in cell]


def tables(page: Page, words: Sequence[Word]) -> list[Table]:
    """The tables of a page."""
    found: list[Table] = []
    left = list(words)
    for ladder in _ladders(page):
        table = _ruled(ladder, left)
        if table:
            found.append(table)
            taken = {id(word) for word in table.words}
            left = [word for word in left if id(word) not in taken]
    return found + _bare(left)


# --- with rules --------------------------------------------------------------------------------


def _ladders(page: Page) -> list[list[Rect]]:
    """Rules, or edges of cells, that stand one below the other and begin and end alike."""
    edges: list[Rect] = []
    for shape in page.shapes:
        if shape.height <= _THIN and shape.width >= 10:
            edges.append(shape)
        elif shape.width >= 10 and shape.height <= 0.5 * page.height:
            edges.append(Rect(shape.x0, shape.top, shape.x1, shape.top))
            edges.append(Rect(shape.x0, shape.bottom, shape.x1, shape.bottom))
    lines: list[Rect] = []
    for edge in sorted(edges, key=lambda e: (round(e.top), e.x0)):
        last = lines[-1] if lines else None
        if last and abs(last.top - edge.top) <= 2 and edge.x0 <= last.x1 + 2:
            lines[-1] = Rect(last.x0, last.top, max(last.x1, edge.x1), last.bottom)
        else:
            lines.append(edge)
    groups: list[list[Rect]] = []
    for line in sorted((n for n in lines if n.width >= _LEAST_WIDTH), key=lambda n: n.top):
        for group in groups:
            alike = (
                abs(group[0].x0 - line.x0) <= _ALIGNED and abs(group[0].x1 - line.x1) <= _ALIGNED
            )
            if alike and line.top - group[-1].top <= 0.35 * page.height:
                if line.top - group[-1].top > 4:
                    group.append(line)
                break
        else:
            groups.append([line])
    return [group for group in groups if len(group) >= _MIN_ROWS]


def _ruled(ladder: Sequence[Rect], words: Sequence[Word]) -> Table | None:
    x0, x1 = ladder[0].x0 - 4, ladder[0].x1 + 4
    across = [word for word in words if x0 <= word.middle[0] <= x1]
    rows: list[list[Cell]] = []
    for above, below in itertools.pairwise(ladder):
        inside = [w for w in across if above.top - 1 <= w.middle[1] <= below.top + 1]
        if inside:
            rows.append(_cells(inside, _CELL_GAP))
    head = _beside(across, ladder[0].top, rows, up=True)
    foot = _beside(across, ladder[-1].top, rows, up=False)
    rows = [*([head] if head else []), *rows, *([foot] if foot else [])]
    several = sum(len(row) >= 2 for row in rows)
    if len(rows) < 2 or several < max(2, 0.6 * len(rows)):
        return None
    inside = [word for row in rows for cell in row for word in cell]
    return Table(_around(inside, ladder), rows)


def _beside(
    words: Sequence[Word], edge: float, rows: Sequence[list[Cell]], *, up: bool
) -> list[Cell] | None:
    """A row of cells just above the first rule, or below the last."""
    taken = {id(word) for row in rows for cell in row for word in cell}
    near = []
    for word in words:
        away = edge - word.bottom if up else word.top - edge
        if id(word) not in taken and -1.5 <= away <= 0.9 * word.size:
            near.append(word)
    if not near or not rows:
        return None
    cells = _cells(near, _CELL_GAP)
    usual = max(len(row) for row in rows)
    return cells if len(cells) >= max(2, 0.6 * usual) else None


def _around(words: Sequence[Word], rules: Sequence[Rect]) -> Rect:
    return Rect(
        min([w.x0 for w in words] + [r.x0 for r in rules]),
        min([w.top for w in words]),
        max([w.x1 for w in words] + [r.x1 for r in rules]),
        max([w.bottom for w in words]),
    )


def _cells(words: Sequence[Word], gap: float) -> list[Cell]:
    """The cells of a row: words of any line of it, parted by white that runs through all lines."""
    found: list[Cell] = []
    right = 0.0
    for word in sorted(words, key=lambda w: w.x0):
        if found and word.x0 - right < gap * word.size:
            found[-1].append(word)
        else:
            found.append([word])
        right = max(right, word.x1) if len(found[-1]) > 1 else word.x1
    for cell in found:
        cell.sort(key=lambda w: (round(w.base / (0.4 * w.size + 0.1)), w.x0))
    return found


# --- without rules -----------------------------------------------------------------------------


def _bare(words: Sequence[Word]) -> list[Table]:
    """Runs of lines of short cells that stand in line, most of them figures."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.base, w.x0)):
        if lines and abs(word.base - lines[-1][0].base) <= 0.25 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    found: list[Table] = []
    run: list[list[Cell]] = []
    bottom = 0.0
    for line in [*lines, []]:
        cells = _cells(line, _BARE_GAP) if line else []
        top = min((w.top for w in line), default=0.0)
        size = line[0].size if line else 0.0
        if len(cells) >= 2 and (not run or top - bottom < 2.2 * size):
            run.append(cells)
        else:
            found += _table_of(run)
            run = [cells] if len(cells) >= 2 else []
        bottom = max((w.bottom for w in line), default=0.0)
    return found


def _table_of(run: list[list[Cell]]) -> list[Table]:
    if len(run) < _MIN_ROWS:
        return []
    others = [cell for row in run for cell in row[1:]]
    figures = sum(_is_figure(cell) for cell in others)
    words = sum(len(cell) for row in run for cell in row) / sum(len(row) for row in run)
    if figures < 0.5 * len(others) or words > _SHORT_CELL:
        return []
    if not any(_is_figure(cell) for row in run for cell in row[1:]):
        return []
    if all(_is_figure(row[0]) for row in run):  # a list's numbers and page numbers, no labels
        return []
    inside = [word for row in run for cell in row for word in cell]
    return [Table(_around(inside, []), run)]


def _is_figure(cell: Cell) -> bool:
    text = "".join(word.text for word in cell)
    return bool(text) and (text in "–—-−" or sum(c.isdigit() for c in text) >= 0.4 * len(text))
