"""Paragraphs as marked lines, with the plain text they stand in and the place of each word."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.readers.lines import Line, Mark, Spot
from ingest.readers.pdf.kinds import UNKNOWN
from ingest.readers.pdf.pages import Mend, Word
from ingest.readers.pdf.paragraphs import Block
from ingest.readers.pdf.quoting import QUOTE_MARK
from ingest.readers.pdf.rows import Row
from ingest.traced import Traced
from service.domain import Repair, SetAside, Span

INVISIBLE = "invisible character"
SHOWN = "bullet shown as a letter: its text hangs behind it"
SYMBOL = "symbol of a font of its own"
UNNAMED = "it holds a character that the file does not name"

_LIGATURE = re.compile("[\ufb00-\ufb06\u0132\u0133]")
_ACCENT = re.compile("([\u00a8\u00b4\u02c6\u02d8\u02d9\u02da\u02dc\u02c7])(\\w)")
_COMBINING = dict(
    zip(
        "\u00a8\u00b4\u02c6\u02d8\u02d9\u02da\u02dc\u02c7",
        "\u0308\u0301\u0302\u0306\u0307\u030a\u0303\u030c",
        strict=True,
    )
)
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"


@dataclass
class Written:
    """What a document is made of, gathered line by line."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[Line] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    aside: "defaultdict[str, list[Span]]" = field(default_factory=lambda: defaultdict(list))
    page: int = 0
    _mends: list[tuple[int, Mend]] = field(default_factory=list)
    """What the fonts mend in the line that is being written."""

    @property
    def raw(self) -> str:
        return "".join(self.pieces)

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        return tuple(
            SetAside(reason=reason, raw=tuple(sorted(spans)))
            for reason, spans in self.aside.items()
        )

    def begin_page(self, number: int) -> None:
        """Parts the pages by form feeds."""
        if number > self.page:
            if self.page:
                self._put("\f")
            self.page = number

    def write(self, block: Block) -> None:
        """Writes a paragraph, as text or to be set aside."""
        if block.cells is not None:
            self._table(block)
            return
        if _is_unnamed(block):
            block.uncertain = block.uncertain or UNNAMED
        mark = Mark(
            block.form,
            level=block.level,
            group=block.group,
            strong=block.strong,
            italic=block.italic,
            uncertain=block.uncertain,
        )
        for number, row in enumerate(block.rows):
            text = self._row(row, block)
            if block.aside is None and text.text.strip():
                goes_on = number > 0 or block.goes_on is not None
                self.lines.append(Line(text, mark, continues=goes_on))

    def put_aside(self, words: Sequence[Word], reason: str, page: int) -> None:
        """Writes words that are no text of the report."""
        for word in words:
            start = self._word(word, page)
            self.aside[reason].append((start, self.length))
            self._put("\n" if word is words[-1] else " ")

    # -------------------------------------------------------------------------------------------

    def _put(self, text: str) -> int:
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        return start

    def _word(self, word: Word, page: int) -> int:
        start = self._put(word.shown or word.text)
        self._mends += [(start + mend.at, mend) for mend in word.mends]
        box = (page, word.x0, word.high[0], word.x1, word.high[1])
        self.spots.append(Spot(start, self.length, box))
        return start

    def _row(self, row: Row, block: Block) -> Traced:
        """Writes a line; what of it is text."""
        start = self.length
        for word, blank in zip(row.words, row.blanks, strict=True):
            if blank:
                self._put(" ")
            begin = self._word(word, row.page)
            if block.aside is not None:
                self.aside[block.aside].append((begin, self.length))
            elif any(word is mark for mark in block.mark):
                self.aside["list mark"].append((begin, self.length))
                if word.text.isalpha() and len(word.text) == 1 and word.text not in "o§":
                    self.repairs.append(Repair(at=begin, before=word.text, after="•", reason=SHOWN))
                start = self.length
        end = self.length
        for extra, reason in ((row.notes, "footnote mark"), (row.marks, QUOTE_MARK)):
            for word in extra:
                self._put(" ")
                begin = self._word(word, row.page)
                self.aside[reason].append((begin, self.length))
        line_end = self._put("\n")
        if block.aside is not None:
            self._mends.clear()
            return Traced.of("", start)
        text = Traced.of(self._text(start, end), start)
        return self._mended(text) + Traced.of("\n", line_end)

    def _text(self, start: int, end: int) -> str:
        found: list[str] = []
        position = self.length
        for piece in reversed(self.pieces):
            position -= len(piece)
            if position >= end:
                continue
            found.append(piece)
            if position <= start:
                break
        text = "".join(reversed(found))
        return text[start - position :][: end - start] if end > start else ""

    def _table(self, block: Block) -> None:
        mark = Mark("table", group=block.group, uncertain=block.uncertain)
        for row in block.cells or []:
            start = self.length
            words = [word for cell in row for word in cell]
            for number, word in enumerate(words):
                if number:
                    self._put(" ")
                self._word(word, block.page)
            end = self.length
            self._put("\n")
            text = self._mended(Traced.of(self._text(start, end), start))
            self.lines.append(Line(text + Traced.of("\n", end), mark))

    # -------------------------------------------------------------------------------------------

    def _mended(self, text: Traced) -> Traced:
        """Without marks that cannot be seen; ligatures and parted accents as the letters they are.

        A soft hyphen at a line's end stays: the lines are joined later.
        """
        for at, mend in sorted(self._mends, reverse=True):
            index = at - text.at[0] if text.at else -1
            if 0 <= index < len(text):
                end = index + len(mend.before)
                text = self._repair(text, index, end, mend.after, mend.reason)
        self._mends.clear()
        for hit in reversed(list(_LIGATURE.finditer(text.text))):
            after = unicodedata.normalize("NFKC", hit.group())
            text = self._repair(text, hit.start(), hit.end(), after, "letters written as one sign")
        for hit in reversed(list(_ACCENT.finditer(text.text))):
            whole = unicodedata.normalize("NFC", hit.group(2) + _COMBINING[hit.group(1)])
            if len(whole) == 1:
                text = self._repair(
                    text, hit.start(), hit.end(), whole, "letter written in two parts"
                )
        last = len(text.text.rstrip()) - 1
        for index in reversed(range(len(text))):
            char = text.text[index]
            if char == "\u00ad" and index == last:
                continue
            if unicodedata.category(char) in ("Cf", "Cc") or char in _FILLERS:
                reason = INVISIBLE
            elif unicodedata.category(char) == "Co":
                reason = SYMBOL
            else:
                continue
            self.aside[reason].append((text.at[index], text.at[index] + 1))
            text = text.without(index, index + 1)
        return text

    def _repair(self, text: Traced, start: int, end: int, after: str, reason: str) -> Traced:
        before = text.text[start:end]
        self.repairs.append(Repair(at=text.at[start], before=before, after=after, reason=reason))
        return text.replaced(start, end, after)


def _is_unnamed(block: Block) -> bool:
    words = (word for row in block.rows for word in row.words)
    return any(UNKNOWN in word.text and word not in block.mark for word in words)


def written(blocks: Iterable[Block], asides: "dict[int, list[tuple[str, list[Word]]]]") -> Written:
    """The document of its paragraphs in reading order; `asides` are what each page holds besides,
    with the reason, and come at its end."""
    found = Written()
    left = dict(asides)

    def close(before: float) -> None:
        for number in sorted(n for n in left if n < before):
            found.begin_page(number)
            for reason, words in left.pop(number):
                if words:
                    found.put_aside(words, reason, number)

    for block in blocks:
        close(block.page)
        found.begin_page(block.page)
        found.write(block)
    close(float("inf"))
    return found
