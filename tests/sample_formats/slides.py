"""The sample report laid out as slides: what is drawn where, nothing drawn yet.

A chapter has a divider slide, a section its own slide or several: columns, quote boxes, bullets,
tables. What goes on on a further slide stands there without a title, as in decks of this kind.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.sample_formats.fonts import width
from tests.sample_formats.source import (
    Block,
    BlockQuote,
    Heading,
    Items,
    Paragraph,
    Source,
    Table,
)
from tests.sample_formats.wrapping import wrapped

WIDTH, HEIGHT = 960.0, 540.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 48.0, 48.0, 44.0, 44.0
_GUTTER = 32.0
_LEADING = 1.32
_PADDING = 9.0
_INDENT = 14.0
_TITLE, _DIVIDER = 24.0, 38.0


@dataclass(frozen=True)
class Line:
    """A run of text on its baseline; `y` counts from the top."""

    x: float
    y: float
    text: str
    font: str
    size: float
    bullet: bool = False


@dataclass(frozen=True)
class Box:
    """A filled rectangle (a quote box) or a rule (a table's line), `y` the upper edge."""

    x: float
    y: float
    width: float
    height: float
    filled: bool


@dataclass
class Slide:
    """What stands on a slide: its title's lines, its columns, its boxes."""

    title: list[Line] = field(default_factory=list)
    columns: list[list[Line]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


@dataclass(frozen=True)
class _Style:
    columns: int
    size: float

    @property
    def width(self) -> float:
        return (WIDTH - _LEFT - _RIGHT - _GUTTER * (self.columns - 1)) / self.columns

    def x(self, column: int) -> float:
        return _LEFT + column * (self.width + _GUTTER)


@dataclass
class _Drawn:
    """A block laid out from (0, 0)."""

    lines: list[Line]
    boxes: list[Box]
    height: float


def slides(source: Source) -> list[Slide]:
    """The deck: a title slide, then the chapters."""
    found = [_divider(source.title)]
    for heading, blocks in _sections(source.blocks):
        if heading.level == 1:
            found.append(_divider(heading.text))
            if blocks:
                found += _section(None, blocks)
        else:
            found += _section(heading, blocks)
    return found


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[Heading, list[Block]]]:
    heading: Heading | None = None
    body: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 2:
            if heading:
                yield heading, body
            heading, body = block, []
        else:
            body.append(block)
    if heading:
        yield heading, body


def _divider(text: str) -> Slide:
    lines = wrapped(text, "SansBold", _DIVIDER, WIDTH - 200, whole=True)
    top = HEIGHT / 2 - len(lines) * _DIVIDER * 0.6
    step = _DIVIDER * 1.2
    title = [
        Line(100, top + step * (number + 1), line, "SansBold", _DIVIDER)
        for number, line in enumerate(lines)
    ]
    return Slide(title=title)


class _HighError(ValueError):
    """What must stay together is higher than a slide."""


def _section(heading: Heading | None, blocks: Sequence[Block]) -> list[Slide]:
    """The slides of a section, in letters as large as they can be."""
    for smaller in (0.0, 0.5, 1.0, 1.5, 2.0):
        try:
            return _set(heading, blocks, smaller)
        except _HighError:
            continue
    raise _HighError


def _set(heading: Heading | None, blocks: Sequence[Block], smaller: float) -> list[Slide]:
    parts = _subsections(blocks)
    topics = sum(isinstance(part[0], Heading) for part in parts)
    style = _Style(3, 10.5 - smaller) if topics >= 3 else _Style(2, 12.0 - smaller)
    alone = _Style(1, 14.0)
    deck = _Deck(heading, style)
    short = sum(_drawn(b, alone).height + alone.size for b in blocks) < 0.5 * _room(heading)
    if any(isinstance(block, Table) for block in blocks) or (topics == 0 and short):
        deck = _Deck(heading, alone)
    key = parts[0][0] if parts else None
    if isinstance(key, Paragraph) and key.strong:
        deck.banner(key)
        parts = [part for part in [parts[0][1:], *parts[1:]] if part]
    for part in parts:
        deck.put(part)
    return deck.slides


def _room(heading: Heading | None) -> float:
    return HEIGHT - _TOP - _BOTTOM - (_TITLE * 2 if heading else 0)


def _subsections(blocks: Sequence[Block]) -> list[list[Block]]:
    found: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading):
            found.append([])
        found[-1].append(block)
    return [part for part in found if part]


def _units(part: Sequence[Block]) -> list[list[Block]]:
    """What must stay together: a heading and what follows, a sentence and the list it leads in."""
    found: list[list[Block]] = []
    bound = False
    for block in part:
        if bound:
            found[-1].append(block)
        else:
            found.append([block])
        leads = isinstance(block, Paragraph) and block.text.endswith(":")
        bound = isinstance(block, Heading) or leads
    return found


class _Deck:
    """The slides of one section, filled column by column."""

    def __init__(self, heading: Heading | None, style: _Style) -> None:
        self.style = style
        self.slides: list[Slide] = []
        self.top = self.y = _TOP
        self.column = 0
        self._open()
        if heading:
            y = _TOP
            for text in wrapped(
                heading.text, "SansBold", _TITLE, WIDTH - _LEFT - _RIGHT, whole=True
            ):
                y += _TITLE * 1.2
                self.slides[-1].title.append(Line(_LEFT, y, text, "SansBold", _TITLE))
            self.top = self.y = y + 20

    def _open(self) -> None:
        self.slides.append(Slide(columns=[[] for _ in range(self.style.columns)]))
        self.top = self.y = _TOP
        self.column = 0

    def banner(self, block: Paragraph) -> None:
        """A key statement across all columns."""
        across = _Style(1, 14.0)
        drawn = _drawn(block, across)
        self._draw(drawn, across.x(0))
        self.top = self.y = self.y + drawn.height + 14

    def height(self, block: Block, style: _Style) -> float:
        return _drawn(block, style).height + style.size

    def put(self, part: Sequence[Block]) -> None:
        """A topic: in a column of its own, and on one slide where it fits on one."""
        begins = isinstance(part[0], Heading)
        if begins and self.y > self.top and not self._fits(part, self.column, self.y):
            fresh = self.column + 1
            if fresh >= self.style.columns or not self._fits(part, fresh, self.top):
                self._open()
            else:
                self._next_column()
        elif begins and self.y > self.top + 0.3 * (HEIGHT - _BOTTOM - self.top):
            self._next_column()
        for unit in _units(part):
            height = self._height(unit)
            if self.y > self.top and self.y + height > HEIGHT - _BOTTOM:
                self._next_column()
            for block in unit:
                drawn = _drawn(block, self.style)
                self._draw(drawn, self.style.x(self.column))
                self.y += drawn.height + self.style.size
                if self.y - self.style.size > HEIGHT - _BOTTOM + 12:
                    raise _HighError

    def _height(self, unit: Sequence[Block]) -> float:
        return sum(self.height(block, self.style) for block in unit) - self.style.size

    def _fits(self, part: Sequence[Block], column: int, y: float) -> bool:
        top = self.top
        for unit in _units(part):
            height = self._height(unit)
            if y > top and y + height > HEIGHT - _BOTTOM:
                column, y = column + 1, top
            y += height + self.style.size
        return column < self.style.columns

    def _next_column(self) -> None:
        if self.column + 1 < self.style.columns:
            self.column += 1
            self.y = self.top
        else:
            self._open()

    def _draw(self, drawn: _Drawn, x: float) -> None:
        slide = self.slides[-1]
        slide.boxes += [
            Box(b.x + x, b.y + self.y, b.width, b.height, b.filled) for b in drawn.boxes
        ]
        slide.columns[self.column] += [
            Line(n.x + x, n.y + self.y, n.text, n.font, n.size, n.bullet) for n in drawn.lines
        ]


def _drawn(block: Block, style: _Style) -> _Drawn:
    if isinstance(block, Heading):
        return _paragraph(block.text, "SansBold", style.size + 4, style.width, whole=True)
    if isinstance(block, Paragraph):
        font = "SansBold" if block.strong else "Sans"
        return _paragraph(block.text, font, style.size, style.width)
    if isinstance(block, Items):
        return _items(block, style)
    if isinstance(block, BlockQuote):
        return _box(block, style)
    return _table(block, style)


def _paragraph(text: str, font: str, size: float, room: float, *, whole: bool = False) -> _Drawn:
    step = size * _LEADING
    lines = [
        Line(0, step * number + size, line, font, size)
        for number, line in enumerate(wrapped(text, font, size, room, whole=whole))
    ]
    return _Drawn(lines, [], step * len(lines))


def _items(block: Items, style: _Style) -> _Drawn:
    size, step, y = style.size, style.size * _LEADING, 0.0
    found: list[Line] = []
    for number, item in enumerate(block.items, 1):
        mark = f"{number}." if block.ordered else "•"
        found.append(Line(0, y + size, mark, "Sans", size, bullet=True))
        for line in wrapped(item, "Sans", size, style.width - _INDENT):
            found.append(Line(_INDENT, y + size, line, "Sans", size))
            y += step
        y += size * 0.25
    return _Drawn(found, [], y)


def _box(block: BlockQuote, style: _Style) -> _Drawn:
    size, step, y = style.size, style.size * _LEADING, _PADDING
    room = style.width - 2 * _PADDING
    found: list[Line] = []
    texts = [(text, "SansItalic") for text in block.paragraphs]
    for text, font in [*texts, (f"— {block.speaker}", "SansBold")]:
        for line in wrapped(text, font, size, room):
            found.append(Line(_PADDING, y + size, line, font, size))
            y += step
        y += size * 0.3
    height = y + _PADDING - size * 0.3
    return _Drawn(found, [Box(0, 0, style.width, height, filled=True)], height)


def _table(block: Table, style: _Style) -> _Drawn:
    size, step = style.size * 0.9, style.size * 1.5
    count = len(block.rows[0])
    widest = [max(width(row[i], "SansBold", size) for row in block.rows) + 8 for i in range(count)]
    if sum(widest) > style.width:
        raise ValueError("a table is wider than its column")
    lines: list[Line] = []
    boxes = [Box(0, 0, sum(widest), 0.5, filled=False)]
    for number, row in enumerate(block.rows):
        font = "SansBold" if number == 0 else "Sans"
        for index, cell in enumerate(row):
            x = sum(widest[:index]) + 4
            lines.append(Line(x, step * number + size + 2, cell, font, size))
        boxes.append(Box(0, step * (number + 1), sum(widest), 0.5, filled=False))
    return _Drawn(lines, boxes, step * len(block.rows))
