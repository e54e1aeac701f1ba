"""The boxes of a page and which words stand in each: what is boxed is read as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.readers.pdf.pages import Page, Rect, Word
from ingest.readers.pdf.tables import Table

_LEAST = (36.0, 13.0)
_LARGEST = 0.7
"""Share of a page beyond which a box is its background."""
_LARGEST_PICTURE = 0.4
_ALL_WORDS = 0.85
_ALIKE = 0.9
_BAR_WIDTH = 9.0
_BAR_HEIGHT = 14.0


@dataclass(eq=False)
class Box:
    """A box with what stands in it; the page itself is one too."""

    rect: Rect
    words: list[Word] = field(default_factory=list)
    inner: list["Box"] = field(default_factory=list)
    number: int = 0
    """Of a drawn box, from 1 within its page; 0 is the page."""
    table: Table | None = None


def boxed(page: Page, words: Sequence[Word]) -> Box:
    """The page as a tree of boxes that hold words."""
    whole = Box(Rect(0, 0, page.width, page.height))
    boxes = sorted(_candidates(page, words), key=lambda rect: -rect.area)
    nodes = [Box(rect) for rect in boxes]
    for word in words:
        home = min(
            (node for node in nodes if node.rect.holds(*word.middle)),
            key=lambda node: node.rect.area,
            default=whole,
        )
        home.words.append(word)
    for index, node in enumerate(nodes):
        around = [other for other in nodes[:index] if other.rect.around(node.rect)]
        parent = min(around, key=lambda other: other.rect.area, default=whole)
        parent.inner.append(node)
    _without_empty(whole)
    for number, node in enumerate(_all(whole), 1):
        node.number = number
    return whole


def _without_empty(node: Box) -> None:
    for inner in node.inner:
        _without_empty(inner)
    node.inner = [inner for inner in node.inner if inner.words or inner.inner]


def _all(node: Box) -> list[Box]:
    return [found for inner in node.inner for found in (inner, *_all(inner))]


def _candidates(page: Page, words: Sequence[Word]) -> list[Rect]:
    area = page.width * page.height
    pictures = [p for p in page.pictures if p.area <= _LARGEST_PICTURE * area]
    found: list[Rect] = []
    for rect in (*page.shapes, *pictures):
        if rect.width < _LEAST[0] or rect.height < _LEAST[1] or rect.area > _LARGEST * area:
            continue
        if any(_alike(rect, other) for other in found):
            continue
        inside = [word for word in words if rect.holds(*word.middle)]
        if not inside or len(inside) > _ALL_WORDS * len(words):
            continue
        if not _cuts_a_line(rect, inside, words):
            found.append(rect)
    return found


def _alike(first: Rect, second: Rect) -> bool:
    """Whether two boxes are one, drawn twice (its ground and its edge, or a shadow)."""
    width = min(first.x1, second.x1) - max(first.x0, second.x0)
    height = min(first.bottom, second.bottom) - max(first.top, second.top)
    shared = max(0.0, width) * max(0.0, height)
    return shared >= _ALIKE * max(first.area, second.area)


def _cuts_a_line(rect: Rect, inside: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether the box stands behind some words of a line only: a marked passage, no box."""
    for word in inside:
        near = word.size * 0.8
        if rect.x0 < word.x0 - near and word.x1 + near < rect.x1:
            continue
        for other in words:
            if rect.holds(*other.middle) or abs(other.base - word.base) > 0.3 * word.size:
                continue
            if -near < other.x0 - word.x1 < near or -near < word.x0 - other.x1 < near:
                return True
    return False


def bars(page: Page) -> list[Rect]:
    """Upright bars: what stands at the left of a quote in many layouts."""
    return [
        rect
        for rect in page.shapes
        if rect.width <= _BAR_WIDTH
        and _BAR_HEIGHT <= rect.height <= 0.6 * page.height
        and rect.height > 3 * rect.width
    ]
