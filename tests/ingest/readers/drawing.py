"""PDF pages drawn for tests: what stands where is said in the test itself, from the top left."""

import io
from collections.abc import Sequence
from pathlib import Path

import reportlab
from fontTools.ttLib import TTFont
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

PLAIN, BOLD, ITALIC = "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"
SLIDE = (720.0, 405.0)
A4 = (595.0, 842.0)


class Drawing:
    """A PDF in the making."""

    def __init__(self, size: tuple[float, float] = SLIDE) -> None:
        self._data = io.BytesIO()
        self.width, self.height = size
        self.canvas = Canvas(self._data, pagesize=size, invariant=1)

    def text(self, x: float, y: float, text: str, font: str = PLAIN, size: float = 11) -> float:
        """One line on the baseline `y`; the next baseline."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text)
        return y + size * 1.25

    def paragraph(
        self, x: float, y: float, width: float, text: str, font: str = PLAIN, size: float = 11
    ) -> float:
        """Lines of a width from the baseline `y` on; the next baseline, with a paragraph's gap."""
        for line in simpleSplit(text, font, size, width):
            y = self.text(x, y, line, font, size)
        return y + size * 0.6

    def items(
        self, x: float, y: float, width: float, texts: Sequence[str], mark: str = "•"
    ) -> float:
        """List items with hanging text."""
        for text in texts:
            self.text(x, y, mark)
            y = self.paragraph(x + 14, y, width - 14, text)
        return y

    def box(self, x: float, y: float, width: float, height: float, grey: float = 0.9) -> None:
        """A filled box, `y` its upper edge."""
        self.canvas.setFillGray(grey)
        self.canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def rule(self, x: float, y: float, width: float) -> None:
        self.canvas.line(x, self.height - y, x + width, self.height - y)

    def next_page(self) -> None:
        self.canvas.showPage()

    def save(self, folder: Path, name: str = "rapport.pdf") -> Path:
        """Writes the file."""
        self.canvas.save()
        path = folder / name
        path.write_bytes(self._data.getvalue())
        return path


def composite(folder: Path, lines: Sequence[str], to_unicode: dict[str, str] | None) -> Path:
    """A PDF in one embedded composite font whose codes are its glyph numbers, as office programs
    write them. `to_unicode` is what its map of characters says of each; None: it has no map."""
    data = (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf").read_bytes()
    font = TTFont(io.BytesIO(data))
    cmap = font.getBestCmap()
    glyphs = {char: font.getGlyphID(cmap[ord(char)]) for line in lines for char in line}
    widths = {g: font["hmtx"][font.getGlyphName(g)][0] * 1000 / 2048 for g in glyphs.values()}
    writer = PdfWriter()
    page = writer.add_blank_page(*SLIDE)
    file = DecodedStreamObject()
    file.set_data(data)
    descriptor = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/FontDescriptor"),
            NameObject("/FontName"): NameObject("/Vera"),
            NameObject("/Flags"): NumberObject(4),
            NameObject("/FontBBox"): ArrayObject(map(NumberObject, (-200, -250, 1300, 950))),
            NameObject("/ItalicAngle"): NumberObject(0),
            NameObject("/Ascent"): NumberObject(760),
            NameObject("/Descent"): NumberObject(-240),
            NameObject("/CapHeight"): NumberObject(730),
            NameObject("/StemV"): NumberObject(80),
            NameObject("/FontFile2"): writer._add_object(file),
        }
    )
    listed = ArrayObject()
    for glyph, width in sorted(widths.items()):
        listed += [NumberObject(glyph), ArrayObject([FloatObject(width)])]
    inner = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): NameObject("/Vera"),
            NameObject("/CIDSystemInfo"): DictionaryObject(
                {
                    NameObject("/Registry"): ByteStringObject(b"Adobe"),
                    NameObject("/Ordering"): ByteStringObject(b"Identity"),
                    NameObject("/Supplement"): NumberObject(0),
                }
            ),
            NameObject("/FontDescriptor"): writer._add_object(descriptor),
            NameObject("/CIDToGIDMap"): NameObject("/Identity"),
            NameObject("/W"): listed,
        }
    )
    outer = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/BaseFont"): NameObject("/Vera"),
            NameObject("/Encoding"): NameObject("/Identity-H"),
            NameObject("/DescendantFonts"): ArrayObject([writer._add_object(inner)]),
        }
    )
    if to_unicode is not None:
        shown = DecodedStreamObject()
        shown.set_data(_map({glyphs[char]: to_unicode.get(char, char) for char in glyphs}))
        outer[NameObject("/ToUnicode")] = writer._add_object(shown)
    content = DecodedStreamObject()
    content.set_data(_content(lines, glyphs))
    page[NameObject("/Contents")] = writer._add_object(content)
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(outer)})}
    )
    path = folder / "rapport.pdf"
    writer.write(path)
    return path


def _content(lines: Sequence[str], glyphs: dict[str, int]) -> bytes:
    written = []
    for number, line in enumerate(lines):
        codes = "".join(f"{glyphs[char]:04X}" for char in line)
        written.append(f"BT /F1 12 Tf 1 0 0 1 40 {350 - 16 * number} Tm <{codes}> Tj ET")
    return "\n".join(written).encode()


def _map(chars: dict[int, str]) -> bytes:
    entries = "\n".join(
        f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>"
        for code, char in sorted(chars.items())
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(chars)} beginbfchar\n{entries}\nendbfchar endcmap end end"
    ).encode()
