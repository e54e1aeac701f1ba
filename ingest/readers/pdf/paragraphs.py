"""Lines of a column into paragraphs, by gaps, indents, styles and the room their lines left."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.quoting import speakers
from ingest.readers.lines import Form
from ingest.readers.pdf.pages import Word
from ingest.readers.pdf.rows import Row
from ingest.traced import Traced

TERMINAL = re.compile(r"[.!?…:][)\]»”\"’']*$")
_QUOTE_END = re.compile(r"[.!?…»”\"’')\]]$")
_SURE = "•●▪■◦‣⁃∙·➢►▶✓✔❖→⇒☐□○\ufffd"
_DASHES = "–—-−*"
_LETTER_MARKS = "o§¤"
"""Letters of symbol fonts that stand for a bullet where another font's text follows."""
_NUMBER = re.compile(r"^(?:\(?\d{1,2}[.)]|\(?[a-zæøå][.)]|\(?[ivx]{1,4}[.)])$")
_LOOSE = 1.25
"""Times the usual distance of lines beyond which a new paragraph begins."""
MARKER = re.compile(r"^([—–―|¦│‖]|-(?=\s))\s*(?=\w|\(|«|\")")


@dataclass(eq=False)
class Block:
    """Lines that belong together: a paragraph, a heading, a list item."""

    rows: list[Row]
    form: Form = "text"
    mark: list[Word] = field(default_factory=list)
    """The bullet or number that it begins with."""
    level: int = 0
    group: int = 0
    strong: bool = False
    uncertain: str | None = None
    aside: str | None = None
    """Why it is set aside."""
    goes_on: "Block | None" = None
    """What it continues in the next column or on the next page."""
    first: bool = False
    last: bool = False
    """Whether it is the first, the last of its column."""
    barred: bool = False
    """Whether an upright bar stands at its left."""
    cells: list[list[list[Word]]] | None = None
    """The rows of a table."""

    @property
    def text(self) -> str:
        words = " ".join(row.text for row in self.rows)
        marked = "".join(word.text for word in self.mark)
        return words[len(marked) :].lstrip() if marked else words

    @property
    def head(self) -> Row:
        return self.rows[0]

    @property
    def tail(self) -> Row:
        return self.rows[-1]

    @property
    def x0(self) -> float:
        return min(row.x0 for row in self.rows)

    @property
    def mark_x0(self) -> float:
        """Where its mark stands."""
        if self.head.drawn_mark:
            return self.head.drawn_mark.x0
        return self.mark[0].x0 if self.mark else self.head.x0

    @property
    def is_marked(self) -> bool:
        """Whether a mark begins it, written or drawn."""
        return bool(self.mark or self.head.drawn_mark)

    @property
    def text_x0(self) -> float:
        """Where its text begins, behind its mark."""
        rest = [word for word in self.head.words if not any(word is mark for mark in self.mark)]
        return min((word.x0 for word in rest), default=self.head.x0)

    @property
    def size(self) -> float:
        return max(row.size for row in self.rows)

    @property
    def bold(self) -> bool:
        return all(row.bold for row in self.rows)

    @property
    def italic(self) -> bool:
        return all(row.italic for row in self.rows)

    @property
    def box(self) -> int:
        return self.head.leaf.box.number

    @property
    def page(self) -> int:
        return self.head.page


class Pitch:
    """The usual distance of lines, for each size of letters."""

    def __init__(self, leaves: Sequence[Sequence[Row]]) -> None:
        counts: dict[float, Counter[float]] = {}
        for rows in leaves:
            for above, below in pairwise(rows):
                if abs(above.size - below.size) < 0.3:
                    step = round((below.base - above.base) * 2) / 2
                    if 0.9 * below.size <= step <= 2.2 * below.size:
                        counts.setdefault(round(below.size), Counter())[step] += 1
        self._usual = {}
        for size, steps in counts.items():
            most = max(steps.values())
            # Where single lines stand apart the wider distance may be the more frequent one.
            common = [step for step, count in steps.items() if count >= 0.25 * most]
            self._usual[size] = min(common)

    def of(self, size: float) -> float:
        return self._usual.get(round(size), 1.35 * size)


class Marks:
    """The signs that mark list items in a document.

    Besides those that are known by their look, any sign or letter that stands by itself before
    lines whose text hangs behind it: what a broken map of characters makes of a bullet.
    """

    def __init__(self, leaves: Sequence[Sequence[Row]]) -> None:
        hanging: Counter[tuple[str, float]] = Counter()
        every: Counter[tuple[str, float]] = Counter()
        for rows in leaves:
            for index, row in enumerate(rows):
                key = _sign(row)
                if key is None:
                    continue
                every[key] += 1
                below = rows[index + 1] if index + 1 < len(rows) else None
                step = row.words[1].x0 - row.x0
                if below and step > 0.6 * row.size:
                    hanging[key] += abs(below.x0 - row.words[1].x0) < 0.15 * row.size
        self._signs = {
            key
            for key, count in every.items()
            if count >= 3 and hanging[key] >= (2 if key[0].isalnum() else 1)
        }

    def of(self, row: Row) -> list[Word]:
        """The words of the mark that a line begins with."""
        key = _sign(row)
        return bullet(row) or ([row.words[0]] if key in self._signs else [])


def _sign(row: Row) -> tuple[str, float] | None:
    """A character by itself at a line's start, and how far before the text it stands, in tenths
    of an em."""
    if len(row.words) < 2 or len(row.words[0].text) != 1 or row.words[0].text.isdigit():
        return None
    step = (row.words[1].x0 - row.x0) / max(row.size, 1.0)
    return row.words[0].text, round(step, 1)


def paragraphs(rows: Sequence[Row], pitch: Pitch, body: float, marks: Marks) -> list[Block]:
    """The paragraphs of a column."""
    if not rows:
        return []
    column = _Column(rows, pitch, body)
    found: list[Block] = []
    for index, row in enumerate(rows):
        mark = marks.of(row)
        if mark and _NUMBER.match(mark[0].text) and not _counts(rows, index, found):
            mark = []
        item = bool(mark or row.drawn_mark)
        if found and not item and not column.breaks(found[-1], row):
            found[-1].rows.append(row)
        else:
            found.append(Block([row], "item" if item else "text", mark))
    found[0].first = found[-1].last = True
    return found


def bullet(row: Row) -> list[Word]:
    """The words of the mark of a list item that a line begins with."""
    first = row.words[0]
    after = row.words[1] if len(row.words) > 1 else None
    text = first.text
    if after is None:
        return []
    private = all("\ue000" <= char <= "\uf8ff" or char in _SURE for char in text)
    if len(text) <= 2 and private:
        return [first]
    gap = after.x0 - first.x1
    if text in _DASHES and gap > 0.1 * first.size:
        return [first]
    other_font = first.style.font != after.style.font
    if text in _LETTER_MARKS and other_font and gap > 0.3 * first.size:
        return [first]
    return [first] if _NUMBER.match(text) and gap > 0.1 * first.size else []


def _counts(rows: Sequence[Row], index: int, found: Sequence[Block]) -> bool:
    """Whether a figure that a line begins with numbers an item: it is the first, and no sentence
    is open above it; or it follows the item before; or its text hangs."""
    row = rows[index]
    value = _value(row.words[0].text)
    last = next((b for b in reversed(found) if b.mark and _NUMBER.match(b.mark[0].text)), None)
    if last is not None and _value(last.mark[0].text) == value - 1:
        return True
    below = rows[index + 1] if index + 1 < len(rows) else None
    if below and abs(below.x0 - row.words[1].x0) < 0.4 * row.size and below.x0 - row.x0 > row.size:
        return True
    before = rows[index - 1] if index else None
    ended = before is None or bool(TERMINAL.search(before.text)) or before.size != row.size
    return value == 1 and ended


def _value(mark: str) -> int:
    text = mark.strip("().").casefold()
    if text.isdigit():
        return int(text)
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
    return roman[text] if len(text) > 1 and text in roman else ord(text[0]) - ord("a") + 1


class _Column:
    """What is known of a column when its lines are put together."""

    def __init__(self, rows: Sequence[Row], pitch: Pitch, body: float) -> None:
        self.rows = rows
        self.pitch = pitch
        self.body = body
        self._rights: dict[float, float] = {}
        for row in rows:
            size = round(row.size)
            self._rights[size] = max(self._rights.get(size, 0.0), row.x1)

    def breaks(self, block: Block, row: Row) -> bool:
        """Whether a line begins a new paragraph."""
        before = block.tail
        if abs(before.size - row.size) > 0.06 * max(before.size, row.size):
            return True
        if _turns(before, row, "bold"):
            return True
        usual = min(self.pitch.of(row.size), self._own_pitch(block))
        if row.base - before.base > _LOOSE * usual:
            return True
        if _begins_label(before, row):
            return True
        ended = bool(TERMINAL.search(before.text))
        fits = self._would_fit(before, row)
        turned = _turns(before, row, "italic")
        turned = turned or (before.colour != row.colour and _plain(before, row))
        if turned and (ended or fits):
            return True
        if self._indented(block, row):
            return True
        display = block.size >= 1.12 * self.body or (block.bold and row.bold)
        return fits and ended and not display and not before.text.endswith(":-")

    def _own_pitch(self, block: Block) -> float:
        steps = [b.base - a.base for a, b in pairwise(block.rows)]
        return max(steps) if steps else float("inf")

    def _indented(self, block: Block, row: Row) -> bool:
        size = row.size
        if block.is_marked:
            left = block.rows[1].x0 if len(block.rows) > 1 else block.text_x0
            mark = block.mark_x0
            # Back at the mark, or left of it: the item is over. Its text may hang or not.
            hangs = left - mark > 0.5 * size
            return (
                row.x0 < left - 0.5 * size
                and (hangs or row.x0 < mark - 0.5 * size)
                and not (
                    len(block.rows) == 1
                    and abs(row.x0 - mark) < 0.5 * size
                    and not self._ended(block)
                )
            )
        if _centred(block.tail, row):
            return False
        if len(block.rows) == 1:
            return row.x0 - block.head.x0 > 0.8 * size and self._ended(block)
        return abs(row.x0 - block.tail.x0) > 0.8 * size

    def _ended(self, block: Block) -> bool:
        return bool(TERMINAL.search(block.tail.text))

    def _would_fit(self, before: Row, row: Row) -> bool:
        """Whether the line's first word had room on the line before."""
        first = row.words[0]
        right = self._rights[round(before.size)]
        return before.x1 + 0.25 * row.size + (first.x1 - first.x0) < right - 0.2 * row.size


def _turns(before: Row, row: Row, style: str) -> bool:
    """Whether all of a line is set otherwise than all of the line before."""
    return all(getattr(w.style, style) for w in before.words if _has_letters(w)) != all(
        getattr(w.style, style) for w in row.words if _has_letters(w)
    ) and getattr(before.words[-1].style, style) != getattr(row.words[0].style, style)


def _has_letters(word: Word) -> bool:
    return any(char.isalpha() for char in word.text)


def _plain(before: Row, row: Row) -> bool:
    """Whether two lines are each of one colour."""
    return all(len({w.style.colour for w in r.words}) == 1 for r in (before, row))


def _centred(above: Row, row: Row) -> bool:
    middle = abs((above.x0 + above.x1) - (row.x0 + row.x1)) / 2 < 0.6 * row.size
    return middle and abs(above.x0 - row.x0) > 0.6 * row.size


def _begins_label(before: Row, row: Row) -> bool:
    """Whether a line is an attribution that stands below its quote."""
    hit = MARKER.match(row.text)
    if not hit:
        return False
    rest = Traced.of(row.text[hit.end() :])
    if hit.group(1) in "|¦│‖":
        return speakers.may_be_label(rest)
    return bool(_QUOTE_END.search(before.text)) and speakers.may_be_label(rest)
