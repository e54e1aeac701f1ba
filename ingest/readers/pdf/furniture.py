"""What a page repeats and no one wrote for it: running headers, page numbers, by their places."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.pdf.pages import Page, Word
from ingest.words import alternatives

HEADER = "running header"
PAGE_NUMBER = "page number"

_MARGIN = 0.14
"""Share of a page's height at its top and foot where headers and footers stand."""
_SAME_PLACE = 4.0
"""Points by which the place of a header may differ from page to page."""
_MANY, _MOST = 3, 0.6
_FEW = 0.25
"""Share of the pages on which numbers have to count to be page numbers."""
_SIDES = ("x0", "x1")
_DEEPEST = 4
"""Lines that a header or footer has at most."""
_EVERYWHERE = 0.8
"""Share of the pages on which something may stand anywhere and be a header (a logo's words)."""
_WORD = alternatives("order", "page")
_COUNTED = re.compile(
    rf"^(?:[-–—|]\s*)?(?:(?:{_WORD})\s*)?(?P<number>\d{{1,4}}|[ivxlc]{{1,7}})"
    rf"(?:\s*(?:{alternatives('order', 'of')}|/)\s*\d{{1,4}})?(?:\s*[-–—|])?$",
    re.IGNORECASE,
)


@dataclass(eq=False)
class _Chunk:
    """Words that stand together on a line at a page's edge."""

    page: int
    words: list[Word]
    edge: str
    alone: bool = True
    """Whether nothing stands close beside it."""
    number: str = ""
    """The number that it says, where it may be a page's."""

    def __post_init__(self) -> None:
        self.text = " ".join(word.text for word in self.words)
        self.key = re.sub(r"\d+", "#", self.text.casefold())
        self.base = self.words[0].base
        self.x0 = self.words[0].x0
        self.x1 = self.words[-1].x1
        self.size = max(word.size for word in self.words)
        self.bold = all(word.style.bold for word in self.words)


@dataclass
class Furniture:
    """Words that are set aside, by page and number in drawing order, and the page numbers seen."""

    reasons: dict[tuple[int, int], str]
    printed: dict[int, str]


def furniture(pages: Sequence[Page], body: float) -> Furniture:
    """The headers, footers and page numbers of a document; `body` is the size of its text."""
    found = Furniture({}, {})
    chunks = [chunk for page in pages for chunk in _chunks(page)]
    counted = _numbers(chunks, len(pages), body)
    for chunk, number in counted.items():
        _set_aside(found, chunk, PAGE_NUMBER)
        found.printed[chunk.page] = number
    if len(counted) >= _MANY:
        for chunk in _beside(counted, chunks):
            _set_aside(found, chunk, HEADER)
    for _ in range(_DEEPEST):
        before = len(found.reasons)
        _recurring(_outermost(chunks, found), found, len(pages), body)
        if len(found.reasons) == before:
            break
    return found


def _outermost(chunks: Sequence[_Chunk], found: Furniture) -> list[_Chunk]:
    """What stands nearest to the edges of each page, of what is not yet set aside."""
    nearest: dict[tuple[int, str], float] = {}
    left = [c for c in chunks if (c.page, c.words[0].order) not in found.reasons]
    for chunk in left:
        place = chunk.page, chunk.edge
        pick = min if chunk.edge == "top" else max
        nearest[place] = pick(nearest.get(place, chunk.base), chunk.base)
    return [
        chunk
        for chunk in left
        if not chunk.edge or abs(chunk.base - nearest[chunk.page, chunk.edge]) <= chunk.size
    ]


def _recurring(chunks: Sequence[_Chunk], found: Furniture, pages: int, body: float) -> None:
    """Sets aside what stands again and again at one place."""
    by_text: dict[tuple[str, str], list[_Chunk]] = defaultdict(list)
    for chunk in chunks:
        small = chunk.size <= 1.05 * body and bool(chunk.edge)
        by_text[chunk.edge, chunk.key if small else chunk.text.casefold()].append(chunk)
    for (edge, key), same in by_text.items():
        if sum(char.isalpha() for char in key) < 2:
            continue
        for group in _same_place(same):
            if _recurs(group, pages, body, edge):
                _number_within(group, found)
                for chunk in group:
                    _set_aside(found, chunk, HEADER)


def _set_aside(found: Furniture, chunk: _Chunk, reason: str) -> None:
    for word in chunk.words:
        found.reasons[chunk.page, word.order] = reason


def _chunks(page: Page) -> list[_Chunk]:
    rows: list[list[Word]] = []
    for word in sorted(page.words, key=lambda w: (w.base, w.x0)):
        if rows and abs(word.base - rows[-1][-1].base) <= 0.3 * word.size:
            rows[-1].append(word)
        else:
            rows.append([word])
    found = []
    for row in rows:
        row.sort(key=lambda w: w.x0)
        start = 0
        for index in range(1, len(row) + 1):
            if index < len(row) and row[index].x0 - row[index - 1].x1 <= 1.5 * row[index].size:
                continue
            words = row[start:index]
            found.append(_Chunk(page.number, words, _edge(words[0], page)))
            start = index
    for chunk in found:
        chunk.alone = not any(
            _touches(chunk, other) for other in found if other.edge == chunk.edge and chunk.edge
        )
    return found


def _touches(chunk: _Chunk, other: _Chunk) -> bool:
    """Whether a small sign stands right before or behind other words: the mark of a note."""
    if other is chunk or abs(other.base - chunk.base) > 0.8 * other.size:
        return False
    gap = max(other.words[0].x0 - chunk.words[-1].x1, chunk.words[0].x0 - other.words[-1].x1)
    return gap < 1.5 * other.size


def _edge(word: Word, page: Page) -> str:
    if word.bottom <= _MARGIN * page.height:
        return "top"
    return "foot" if word.top >= (1 - _MARGIN) * page.height else ""


def _same_place(chunks: Iterable[_Chunk]) -> list[list[_Chunk]]:
    groups: list[list[_Chunk]] = []
    for chunk in sorted(chunks, key=lambda c: c.base):
        if groups and chunk.base - groups[-1][-1].base <= _SAME_PLACE:
            groups[-1].append(chunk)
        else:
            groups.append([chunk])
    return groups


def _recurs(group: Sequence[_Chunk], pages: int, body: float, edge: str) -> bool:
    """Whether the same words at the same place are a header: on many pages in small letters, or
    on most pages. Slides that go on under the same title are not alike enough."""
    count = len({chunk.page for chunk in group})
    if not edge:
        return count >= 4 and count >= _EVERYWHERE * pages
    small = group[0].size <= 0.95 * body or (group[0].size <= 1.05 * body and not group[0].bold)
    if small:
        return count >= _MANY or (count == 2 and pages <= 4 and group[0].size <= 0.95 * body)
    return count >= 4 and count >= _MOST * pages


def _numbers(chunks: Sequence[_Chunk], pages: int, body: float) -> dict[_Chunk, str]:
    """The chunks that are their page's number: at one place, and counting with the pages."""
    candidates: list[_Chunk] = []
    for chunk in chunks:
        hit = _COUNTED.match(chunk.text)
        if hit and chunk.edge and chunk.alone and chunk.size <= 1.3 * body:
            chunk.number = hit.group("number")
            candidates.append(chunk)
    found: dict[_Chunk, str] = {}
    for edge in ("top", "foot"):
        for group in _same_place(c for c in candidates if c.edge == edge):
            counting = _counting(group, pages)
            if counting:
                lefts, rights = ({round(getattr(c, side) / 8) for c in counting} for side in _SIDES)
                for chunk in group:
                    level = round(chunk.x0 / 8) in lefts or round(chunk.x1 / 8) in rights
                    if chunk in counting or (level and not chunk.number.isdigit()):
                        found[chunk] = chunk.number
    return found


def _counting(group: Sequence[_Chunk], pages: int) -> list[_Chunk]:
    """Those of the numbers at one height that count with the pages, where they are enough and stand
    above each other, on left and right pages apart."""
    values = [(chunk, int(chunk.number)) for chunk in group if chunk.number.isdigit()]
    offsets = Counter(value - chunk.page for chunk, value in values)
    if not offsets:
        return []
    offset, _ = offsets.most_common(1)[0]
    agreed = [chunk for chunk, value in values if value - chunk.page == offset]
    if pages == 1:
        return agreed if len(agreed) == len(group) == 1 and offset >= 0 else []
    if len({chunk.page for chunk in agreed}) < max(2, _FEW * pages):
        return []
    for parity in (0, 1):
        half = [chunk for chunk in agreed if chunk.page % 2 == parity]
        spread = [
            max(places) - min(places)
            for places in (
                [chunk.x0 for chunk in half],
                [chunk.x1 for chunk in half],
                [chunk.x0 + chunk.x1 for chunk in half],
            )
            if places
        ]
        if spread and min(spread) > _SAME_PLACE * 2:
            return []
    return agreed


def _beside(counted: Iterable[_Chunk], chunks: Iterable[_Chunk]) -> list[_Chunk]:
    """What stands on one line with page numbers: a chapter's title, the report's."""
    lines = {(chunk.page, chunk.edge): chunk for chunk in counted}
    found = []
    for chunk in chunks:
        number = lines.get((chunk.page, chunk.edge))
        if number is not None and number is not chunk and chunk.edge:
            level = abs(number.base - chunk.base) <= 2.0
            if level and chunk.size <= 1.15 * number.size:
                found.append(chunk)
    return found


def _number_within(group: Sequence[_Chunk], found: Furniture) -> None:
    """The page's number in a header that holds one: the figure that counts with the pages."""
    columns = [re.findall(r"\d{1,4}", chunk.text) for chunk in group]
    if len(group) < _MANY:
        return
    for place in range(min(len(column) for column in columns)):
        offsets = Counter(
            int(column[place]) - chunk.page for chunk, column in zip(group, columns, strict=True)
        )
        offset, count = offsets.most_common(1)[0]
        if count < max(_MANY, 0.8 * len(group)):
            continue
        for chunk, column in zip(group, columns, strict=True):
            if int(column[place]) - chunk.page == offset:
                found.printed.setdefault(chunk.page, column[place])
