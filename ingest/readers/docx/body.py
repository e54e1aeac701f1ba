"""The body of a Word file as a list of blocks in reading order, each with what its style says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from ingest.readers.docx.runs import CONTENTS, Content, Piece, Runs, is_shaded, sdt_reason
from ingest.readers.docx.styles import (
    NO_STYLE,
    Numbering,
    Style,
    indent_of,
    list_of,
)
from ingest.readers.docx.xml import Element, child, children, number, value

Kind = Literal[
    "heading", "title", "text", "item", "continued", "quote", "attribution", "table", "aside",
    "blank",
]  # fmt: skip

_ASIDE = {"subtitle": "subtitle", "contents": CONTENTS, "caption": "caption",
          "furniture": "page header or footer"}  # fmt: skip
_OUTLINE = frozenset(range(9))
"""Outline levels of headings; 9 is running text."""
_MAX_HEADING = 40
"""Words; a longer paragraph with an outline level is running text."""
_LONG_CELL = 40
"""Words in a cell on average from which a table only arranges text on the page."""
_FEW_ROWS = 2
"""Rows up to which a table may stand for columns of text; then fewer words tell."""
_SHORT_CELL = 10
"""Words in a cell on average that tell so where one holds several paragraphs."""
_INSIDE = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})


@dataclass
class Block:
    """A paragraph, or a row of a table."""

    kind: Kind
    pieces: list[Piece] = field(default_factory=list)
    level: int = 0
    bold: bool = False
    italic: bool = False
    size: int = 0
    indent: int = 0
    group: int = 0
    """Number of the table it is a row of, or of the quote it stands in."""
    box: int = 0
    """Number of the text box, or of the table used as one, that it stands in."""
    reason: str = ""
    """Why all of it is set aside."""

    @property
    def text(self) -> str:
        """What is shown of it."""
        return "".join(piece.text for piece in self.pieces if not piece.reason)

    @property
    def words(self) -> int:
        return len(self.text.split())


class Body:
    """Walks through block-level elements. `runs` and `numbering` are those of the document."""

    def __init__(
        self,
        runs: Runs,
        styles: Mapping[str, Style],
        default: Style,
        numbering: Numbering,
    ) -> None:
        self._runs = runs
        self._styles = styles
        self._default = default
        self._numbering = numbering
        self._groups = count(1)
        self._carried: list[Piece] = []

    def blocks(
        self, parent: Iterable[Element], *, box: int = 0, shaded: bool = False
    ) -> Iterator[Block]:
        """The blocks in `parent`, text boxes behind the paragraph that they are anchored in."""
        for element in parent:
            name = element.name
            if name == "p":
                yield from self._paragraph(element, box=box, shaded=shaded)
            elif name == "tbl":
                yield from self._table(element, box=box)
            elif name == "sdt" and (reason := sdt_reason(element)):
                for block in self.blocks(
                    child(element, "sdtContent") or (), box=box, shaded=shaded
                ):
                    block.kind, block.reason = "aside", reason
                    yield block
            elif name in _INSIDE:
                yield from self.blocks(element, box=box, shaded=shaded)
            elif name == "mc:AlternateContent":
                yield from self.blocks(child(element, "mc:Choice") or (), box=box, shaded=shaded)
            elif name == "altChunk":
                self._runs.seen["embedded document"] += 1

    def _paragraph(self, element: Element, *, box: int, shaded: bool) -> Iterator[Block]:
        properties = child(element, "pPr")
        style = self._styles.get(value(child(properties, "pStyle")) or "", self._default)
        on_colour = shaded or bool(box)
        content = self._runs.content(element, style, on_colour=on_colour)
        if child(properties, "rPr", "del") is not None:  # its end was taken out
            self._carried += content.pieces
            content.pieces = []
        elif self._carried:
            content.pieces = self._carried + content.pieces
            self._carried = []
        yield self._block(properties, style, content, box)
        for inside in content.boxes:
            yield from self.blocks(inside, box=next(self._groups), shaded=True)

    def _block(self, properties: Element | None, style: Style, content: Content, box: int) -> Block:
        found = list_of(properties) or style.list or ("", 0)
        listed = found[0] not in ("", "0")
        counted = self._numbering.next(*found) if listed else ""
        indent = indent_of(properties)
        block = Block(
            "text",
            content.pieces,
            bold=content.bold,
            italic=content.italic,
            size=content.size,
            indent=indent if indent is not None else style.indent or 0,
            box=box,
        )
        if not any(piece.text.strip() for piece in content.pieces):
            block.kind = "blank"
            return block
        outline = number(child(properties, "outlineLvl"))
        level = outline if outline is not None else style.outline
        if style.kind in _ASIDE:
            block.kind, block.reason = "aside", _ASIDE[style.kind]
        elif style.kind in ("title", "quote", "attribution", "continued"):
            block.kind = style.kind  # type: ignore[assignment]
        elif level in _OUTLINE or style.kind == "heading":
            if block.words <= _MAX_HEADING:
                block.kind = "heading"
                block.level = level + 1 if level in _OUTLINE else style.level or 1
                if counted:
                    block.pieces = [Piece(f"{counted} "), *block.pieces]
        elif listed or style.kind == "item":
            block.kind, block.level = "item", min(9, max(1, found[1] + 1, style.level))
        return block

    # --- tables --------------------------------------------------------------------------------

    def _table(self, table: Element, *, box: int) -> Iterator[Block]:
        rows = [list(_cells(row)) for row in _rows(table)]
        shaded = any(is_shaded(child(cell, "tcPr", "shd")) for row in rows for cell in row) or (
            child(table, "tblPr", "tblStyle") is not None
        )
        if _arranges(rows, self._styles):
            alone = sum(len(row) for row in rows) == 1
            for row in rows:
                for cell in row:
                    number = next(self._groups) if alone else box
                    yield from self.blocks(cell, box=number, shaded=shaded)
                    yield Block("blank")
            return
        group = next(self._groups)
        for row in rows:
            written = [self._cell(cell, shaded=shaded) for cell in row]
            if any(piece.text.strip() for cell in written for piece in cell):
                pieces = [Piece("| ")]
                for found in written:
                    pieces += [*found, Piece(" | ")]
                yield Block("table", pieces, group=group, box=box)
        yield Block("blank")

    def _cell(self, cell: Element, *, shaded: bool) -> list[Piece]:
        """All of a cell's text on one line, that of a table within it too."""
        found: list[Piece] = []
        for block in self.blocks(cell, box=-1, shaded=shaded):
            if block.kind == "blank":
                continue
            found += [Piece(" ")] if found else []
            for piece in block.pieces:
                text = piece.text.replace("\n", " ").replace("\t", " ")
                found.append(Piece(text, piece.reason or block.reason))
        return found


def _rows(table: Element) -> Iterator[Element]:
    for element in table:
        name = element.name
        if name == "tr":
            if child(element, "trPr", "del") is None:
                yield element
        elif name in _INSIDE:
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        name = element.name
        if name == "tc":
            merged = child(element, "tcPr", "vMerge")
            if merged is None or value(merged) == "restart":
                yield element
        elif name in _INSIDE:
            yield from _cells(element)


def _arranges(rows: list[list[Element]], styles: Mapping[str, Style]) -> bool:
    """Whether a table only arranges text: one column, or cells that hold headings, lists, quotes or
    much text."""
    cells = [cell for row in rows for cell in row]
    if not cells or max(len(row) for row in rows) == 1:
        return True
    words = several = 0
    for cell in cells:
        filled = 0
        for paragraph in children(cell, "p"):
            properties = child(paragraph, "pPr")
            style = styles.get(value(child(properties, "pStyle")) or "", NO_STYLE)
            if style.kind in ("heading", "quote", "item") or list_of(properties):
                return True
            count = sum(len(t.text.split()) for t in paragraph.walk() if t.name == "t")
            words += count
            filled += count > 0
        several += filled > 1
    if len(rows) > _FEW_ROWS:
        return words > _LONG_CELL * len(cells)
    return words > (_SHORT_CELL if several else _LONG_CELL / 2) * len(cells)
