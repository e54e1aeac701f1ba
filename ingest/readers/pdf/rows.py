"""Words of a column into lines, by their baselines."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.readers.pdf.cut import Leaf
from ingest.readers.pdf.pages import Rect, Word

_GLUED = 0.14
"""Ems between words below which they are one, parted only by their style."""
_MOST = 0.85
_SMALL = 0.86
"""Of the size of running text, what a raised number has at most; browsers raise at 0.83."""
_NOTE = re.compile(r"^[\d*†‡§]{1,3}[),]?$")


@dataclass(eq=False)
class Row:
    """A line of one column."""

    words: list[Word]
    leaf: Leaf
    page: int
    notes: list[Word] = field(default_factory=list)
    """Raised numbers that point to notes: they are no text."""
    marks: list[Word] = field(default_factory=list)
    """Large quotation marks beside it."""
    drawn_mark: Rect | None = None
    """A bullet before it that is drawn, not written."""

    def __post_init__(self) -> None:
        self._measure()

    def set_aside(self, words: Sequence[Word]) -> None:
        """Takes words out that are no text (large quotation marks)."""
        taken = {id(word) for word in words}
        self.words = [word for word in self.words if id(word) not in taken]
        self.marks += words
        self._measure()

    def _measure(self) -> None:
        self.x0 = min(word.x0 for word in self.words)
        self.x1 = max(word.x1 for word in self.words)
        self.top = min(word.top for word in self.words)
        self.bottom = max(word.bottom for word in self.words)
        weights: Counter[float] = Counter()
        bases: Counter[float] = Counter()
        letters = bold = italic = 0
        for word in self.words:
            count = sum(char.isalnum() for char in word.text)
            weights[round(word.size, 1)] += len(word.text)
            bases[word.base] += len(word.text)
            letters += count
            bold += count * word.style.bold
            italic += count * word.style.italic
        self.size = weights.most_common(1)[0][0]
        self.base = bases.most_common(1)[0][0]
        self.bold = letters > 0 and bold >= _MOST * letters
        self.italic = letters > 0 and italic >= _MOST * letters
        self.colour = Counter(word.style.colour for word in self.words).most_common(1)[0][0]

        self.blanks = [index > 0 and self._blank(index) for index in range(len(self.words))]

    def _blank(self, index: int) -> bool:
        word, before = self.words[index], self.words[index - 1]
        gap = word.x0 - before.x1
        return gap > _GLUED * max(word.size, before.size) or (word.spaced and gap > 0)

    @property
    def text(self) -> str:
        return "".join(
            " " * blank + word.text for blank, word in zip(self.blanks, self.words, strict=True)
        )


def rows_of(leaf: Leaf, page: int) -> list[Row]:
    """The lines of a part of a page, from the top."""
    lines: list[list[Word]] = []
    raised: list[Word] = []
    usual = Counter(round(word.size, 1) for word in leaf.words for _ in word.text)
    common = usual.most_common(1)[0][0]
    for word in sorted(leaf.words, key=lambda w: (w.base, w.x0)):
        if word.size <= _SMALL * common and _NOTE.match(word.text):
            raised.append(word)
            continue
        if lines and abs(word.base - lines[-1][-1].base) <= 0.3 * min(
            word.size, lines[-1][-1].size
        ):
            lines[-1].append(word)
        else:
            lines.append([word])
    notes: dict[int, list[Word]] = {}
    for word in raised:
        home = _home(word, lines)
        if home is None:
            lines.append([word])
        elif _is_raised(word, lines[home]):
            notes.setdefault(home, []).append(word)
        else:
            lines[home].append(word)
    found = [
        Row(_sorted(line), leaf, page, _sorted(notes.get(number, [])))
        for number, line in enumerate(lines)
    ]
    return sorted(found, key=lambda row: (row.base, row.x0))


_DOT = (1.2, 11.0)
_DOT_REACH = 3.0


def with_drawn_marks(rows: Sequence[Row], shapes: Sequence[Rect]) -> None:
    """Finds the bullets that are drawn: small shapes, as wide as high, close before a line."""
    dots = [
        shape
        for shape in shapes
        if _DOT[0] <= shape.width <= _DOT[1]
        and _DOT[0] <= shape.height <= _DOT[1]
        and 0.6 <= shape.width / shape.height <= 1.6
    ]
    for dot in dots:
        for row in rows:
            middle = (dot.top + dot.bottom) / 2
            away = row.x0 - dot.x1
            beside = row.top < middle < row.bottom and dot.height <= 0.8 * row.size
            if beside and 0.1 * row.size <= away <= _DOT_REACH * row.size:
                row.drawn_mark = dot


def _sorted(words: Sequence[Word]) -> list[Word]:
    return sorted(words, key=lambda word: word.x0)


def _home(word: Word, lines: Sequence[Sequence[Word]]) -> int | None:
    """The line beside which a small number stands."""
    for number, line in enumerate(lines):
        for other in line:
            level = other.top - 0.3 * other.size < word.middle[1] < other.bottom
            after, before = word.x0 - other.x1, other.x0 - word.x1
            near = 0.6 * other.size
            if level and (-near < after < near or -near < before < near):
                return number
    return None


def _is_raised(word: Word, line: Sequence[Word]) -> bool:
    base = Counter(other.base for other in line).most_common(1)[0][0]
    return word.base < base - 0.15 * word.size
