"""What a paragraph of a Word file shows: its text, and what of it is to be set aside."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ingest.readers.docx.styles import NO_STYLE, Style, names
from ingest.readers.docx.xml import Element, child, number, switch, value

HIDDEN = "hidden text"
CONTENTS = "table of contents"
_TINY = 4
"""Letters of two points or less, given in half points, are not meant to be read."""
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_INLINE = frozenset(
    "hyperlink ins moveTo smartTag sdt sdtContent customXml fldSimple dir bdo ruby rubyBase".split()
)
_GONE = frozenset({"del", "moveFrom"})
_MARKS: Mapping[str, str] = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A run of text; `reason` says why it is set aside, "" that it is not."""

    text: str
    reason: str = ""


@dataclass
class Content:
    """What stands in a paragraph."""

    pieces: list[Piece] = field(default_factory=list)
    bold: bool = True
    italic: bool = True
    size: int = 0
    """Of its largest letters, in half points."""
    boxes: list[Element] = field(default_factory=list)
    """Contents of the text boxes that are anchored in it."""

    @property
    def text(self) -> str:
        """What is shown."""
        return "".join(piece.text for piece in self.pieces if not piece.reason)


@dataclass
class _Field:
    instruction: str = ""
    shows: bool = False


class Runs:
    """Takes paragraphs in the order of the document, for a field may span several."""

    def __init__(self, styles: Mapping[str, Style], *, dark: bool = False) -> None:
        self._styles = styles
        self._dark = dark
        """Whether the page has a colour of its own, so that white letters show on it."""
        self._fields: list[_Field] = []
        self._aside: list[str] = []
        self.seen: Counter[str] = Counter()
        """How often what the researcher is told of was met."""
        self._style = NO_STYLE
        self._on_colour = False
        self._content = Content()

    def content(self, paragraph: Element, style: Style, *, on_colour: bool) -> Content:
        """What `paragraph` shows. `on_colour` says that it may stand on a coloured ground."""
        properties = child(paragraph, "pPr")
        self._style = style
        self._on_colour = on_colour or self._dark or is_shaded(child(properties, "shd"))
        self._content = Content()
        self._walk(paragraph)
        content = self._content
        if not content.text.strip():
            content.bold = content.italic = False
        return content

    def _walk(self, node: Element) -> None:
        for element in node:
            name = element.name
            if name == "r":
                self._run(element)
            elif name in _GONE:
                self.seen["deletion"] += 1
            elif name in _INLINE:
                self._nested(element, name)
            elif name == "mc:AlternateContent":
                self._walk(_choice(element))
            elif name.startswith("m:"):
                self._show("".join(t.text for t in element.walk() if t.name == "m:t"), None)

    def _nested(self, element: Element, name: str) -> None:
        self.seen["insertion"] += name in ("ins", "moveTo")
        if name == "fldSimple":
            self._fields.append(_Field(value(element, "instr") or "", shows=True))
            self._walk(element)
            self._fields.pop()
            return
        reason = sdt_reason(element) if name == "sdt" else ""
        if reason:
            self._aside.append(reason)
        self._walk(element)
        if reason:
            self._aside.pop()

    def _run(self, run: Element) -> None:
        properties = child(run, "rPr")
        for element in run:
            name = element.name
            if name == "t":
                self._show(_written(element.text, properties), properties)
            elif name in _MARKS:
                is_page = name == "br" and value(element, "type") in ("page", "column")
                self._show(" " if is_page else _MARKS[name], properties)
            elif name == "sym":
                self._show(self._symbol(element), properties)
            elif name == "fldChar":
                self._field(value(element, "fldCharType") or "")
            elif name == "instrText" and self._fields:
                self._fields[-1].instruction += element.text
            elif name == "ruby":
                self._walk(element)
            elif name == "mc:AlternateContent":
                self._picture(_choice(element))
            elif name in ("drawing", "pict", "object"):
                self._picture(element)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _picture(self, element: Element) -> None:
        boxes = list(_boxes(element))
        self._content.boxes += boxes
        self.seen["text box"] += len(boxes)
        inside = {node.name for node in element.walk()}
        self.seen["picture"] += bool(inside & {"pic:pic", "v:imagedata"})
        self.seen["chart"] += bool(inside & {"c:chart", "dgm:relIds"})

    def _symbol(self, element: Element) -> str:
        code = value(element, "char") or ""
        try:
            at = int(code, 16)
        except ValueError:
            return ""
        if not ord(" ") <= at <= 0xFFFF or 0xD800 <= at <= 0xDFFF:
            return ""
        found = _drawn(at, value(element, "font") or "")
        self.seen["symbol"] += found is None
        return found or "\ufffd"

    def _show(self, text: str, properties: Element | None) -> None:
        if not text or any(not field.shows for field in self._fields):
            return
        reason = self._reason(properties)
        self.seen[HIDDEN] += reason == HIDDEN and bool(text.strip())
        self._content.pieces.append(Piece(text, reason))
        if reason or not text.strip():
            return
        of_run = self._styles.get(value(child(properties, "rStyle")) or "", NO_STYLE)
        self._content.bold &= bool(_stated(switch(properties, "b"), of_run.bold, self._style.bold))
        self._content.italic &= bool(
            _stated(switch(properties, "i"), of_run.italic, self._style.italic)
        )
        size = number(child(properties, "sz")) or of_run.size or self._style.size or 0
        self._content.size = max(self._content.size, size)

    def _reason(self, properties: Element | None) -> str:
        if self._aside:
            return self._aside[-1]
        for one in self._fields:
            kind = one.instruction.split()[0].upper() if one.instruction.split() else ""
            for reason, kinds in names()["fields"].items():
                if kind in kinds:
                    return _FIELDS[reason]
        return HIDDEN if self._is_hidden(properties) else ""

    def _is_hidden(self, properties: Element | None) -> bool:
        of_run = self._styles.get(value(child(properties, "rStyle")) or "", NO_STYLE)
        if _stated(switch(properties, "vanish"), of_run.hidden, self._style.hidden):
            return True
        size = number(child(properties, "sz"))
        if size is not None and size <= _TINY:
            return True
        color = (value(child(properties, "color")) or "").upper()
        highlit = child(properties, "highlight") is not None
        on_colour = self._on_colour or highlit or is_shaded(child(properties, "shd"))
        return color == "FFFFFF" and not on_colour


_FIELDS = {"contents": CONTENTS, "page_number": "page number", "note_mark": "footnote mark"}


def _stated(*found: bool | None) -> bool | None:
    return next((one for one in found if one is not None), None)


def is_shaded(shading: Element | None) -> bool:
    """Whether a ground has a colour."""
    fill = (value(shading, "fill") or "").upper()
    pattern = value(shading) or "clear"
    return fill not in ("", "AUTO", "FFFFFF") or pattern not in ("clear", "nil")


def sdt_reason(element: Element) -> str:
    """Why what a content control holds is no text: a table of contents, a placeholder."""
    properties = child(element, "sdtPr")
    if switch(properties, "showingPlcHdr"):
        return "placeholder"
    gallery = value(child(properties, "docPartObj", "docPartGallery")) or ""
    return CONTENTS if gallery == "Table of Contents" else ""


def _choice(element: Element) -> Element:
    """Of several ways to draw the same thing the first, unless another alone holds text boxes."""
    ways = [node for node in element if node.name in ("mc:Choice", "mc:Fallback")]
    with_boxes = [way for way in ways if next(_boxes(way), None) is not None]
    return next(iter(with_boxes or ways), element)


def _boxes(element: Element) -> Iterator[Element]:
    """Contents of text boxes, those within other text boxes left to them."""
    for node in element:
        name = node.name
        if name == "txbxContent":
            yield node
        elif name == "mc:AlternateContent":
            yield from _boxes(_choice(node))
        else:
            yield from _boxes(node)


def _written(text: str, properties: Element | None) -> str:
    """Text of a run, letters of a symbol font as what they draw."""
    text = re.sub(r"[\r\n]", " ", text)
    if not _PRIVATE.search(text):
        return text
    font = value(child(properties, "rFonts"), "ascii") or ""
    return _PRIVATE.sub(lambda hit: _drawn(ord(hit.group()), font) or hit.group(), text)


def _drawn(code: int, font: str) -> str | None:
    """What a letter of a symbol font draws, if that is known."""
    tables = names()["symbols"]
    named = next((table for name, table in tables.items() if font.lower().startswith(name)), None)
    key = f"{code & 0xFF:02X}"
    if named is not None:
        found: str | None = named.get(key)
        return found
    return tables["symbol"].get(key) if _PRIVATE.match(chr(code)) else chr(code)
