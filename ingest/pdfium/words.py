"""The words of a page with their boxes, fonts and colours, in the order in which they are drawn."""

import ctypes
import math
import re
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from ingest.pdfium.geometry import Matrix, Rect
from ingest.pdfium.limits import MAX_CHARS, MAX_WORDS
from ingest.pdfium.objects import colour_of

UNKNOWN = "\ufffd"
"""Stands for a character that the file does not name."""
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|fet\b", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|kursiv|slanted", re.IGNORECASE)
_FLAG_ITALIC, _FLAG_BOLD = 1 << 6, 1 << 18
_BOLD_WEIGHT = 600
_GAP = 0.2
"""Ems between two characters that part words; where spaces are written, only far wider gaps do."""
_WIDE_GAP = 0.8
_BLANK = (0x20, 0xA0, 0x09, 0x0A, 0x0D)
_INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_STROKED_TOO = (
    pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE,
    pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP,
)

# The object of a character as a number: it is compared for each of them.
_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


@dataclass(frozen=True)
class Style:
    """How a word is set. `size` in points as shown, `turned` in degrees clockwise."""

    font: str
    size: float
    bold: bool
    italic: bool
    colour: int
    turned: int


@dataclass
class Word:
    """A run of characters without a space, all of one style."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    """Of its baseline, from the top."""
    style: int
    spaced: bool
    """Whether a space is written before it."""
    invisible: bool


@dataclass
class Words:
    """The words of one page and the styles they name by number."""

    words: list[Word] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    cut_short: bool = False


@dataclass(frozen=True)
class _Object:
    """What all characters of one text object share."""

    style: int
    size: float
    invisible: bool
    has_space: bool


class _Reader:
    """Reads the text of one page."""

    def __init__(self, text: pdfium.FPDF_TEXTPAGE, view: Matrix) -> None:
        self.text = text
        self.view = view
        self.found = Words()
        self._styles: dict[Style, int] = {}
        self._objects: dict[int, _Object] = {}
        self._fonts: dict[int, tuple[str, bool, bool]] = {}

    def read(self) -> Words:
        count = pdfium.FPDFText_CountChars(self.text)
        handle = ctypes.cast(self.text, ctypes.c_void_p).value
        loose = pdfium.FS_RECTF()
        across, up = ctypes.c_double(), ctypes.c_double()
        word: Word | None = None
        last_object: int | None = None
        spaced = True
        high = 0
        if count > MAX_CHARS:
            count, self.found.cut_short = MAX_CHARS, True
        upright = self.view.b == 0 and self.view.c == 0
        for index in range(count):
            address = _text_object(handle, index)
            code = pdfium.FPDFText_GetUnicode(self.text, index)
            if address is None or (code in _BLANK and not self._is_unnamed(index)):
                word, spaced = None, True
                continue
            if 0xDC00 <= code < 0xE000 and high and word is not None:
                word.text = word.text[:-1] + chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
                high = 0
                continue
            high = code if 0xD800 <= code < 0xDC00 else 0
            shared = self._objects.get(address) or self._object(address, index)
            pdfium.FPDFText_GetLooseCharBox(self.text, index, loose)
            pdfium.FPDFText_GetCharOrigin(self.text, index, across, up)
            if upright:
                view = self.view
                x0, x1 = view.a * loose.left + view.e, view.a * loose.right + view.e
                y0, y1 = view.d * loose.top + view.f, view.d * loose.bottom + view.f
                base = view.d * up.value + view.f
            else:
                x0, y0, x1, y1 = self.view.box(loose.left, loose.bottom, loose.right, loose.top)
                base = self.view.point(across.value, up.value)[1]
            char = self._char(code, index)
            if word is not None and self._goes_on(word, shared, x0, base, address == last_object):
                word.text += char
                word.x0, word.x1 = min(word.x0, x0), max(word.x1, x1)
                word.y0, word.y1 = min(word.y0, y0), max(word.y1, y1)
            else:
                if len(self.found.words) >= MAX_WORDS:
                    self.found.cut_short = True
                    break
                word = Word(char, x0, y0, x1, y1, base, shared.style, spaced, shared.invisible)
                self.found.words.append(word)
            last_object, spaced = address, False
        return self.found

    def _goes_on(self, word: Word, shared: _Object, x0: float, base: float, same: bool) -> bool:
        if word.style != shared.style or word.invisible != shared.invisible:
            return False
        turned = self.found.styles[word.style].turned
        if turned:
            return same
        size = max(shared.size, 1.0)
        widest = _WIDE_GAP if same and shared.has_space else _GAP
        return abs(base - word.base) < 0.3 * size and -0.5 * size < x0 - word.x1 < widest * size

    def _char(self, code: int, index: int) -> str:
        if pdfium.FPDFText_IsHyphen(self.text, index):
            return "-"
        if self._is_unnamed(index):
            return UNKNOWN
        if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            return UNKNOWN
        return chr(code)

    def _is_unnamed(self, index: int) -> bool:
        """Whether the file says nothing of which character it is: then its code is given."""
        return bool(pdfium.FPDFText_HasUnicodeMapError(self.text, index) == 1)

    def _object(self, address: int, index: int) -> _Object:
        obj = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self.text, index, matrix)
        # The page's own map turns too; a scale of it is 1.
        own = self.view.after(Matrix(matrix.a, matrix.b, matrix.c, matrix.d))
        size = pdfium.FPDFText_GetFontSize(self.text, index) * math.hypot(own.c, own.d)
        turned = round(math.degrees(math.atan2(own.b, own.a))) % 360
        mode = pdfium.FPDFTextObj_GetTextRenderMode(obj)
        font, bold, italic = self._font(obj)
        colour = colour_of(obj)
        sheared = abs(own.a * own.c + own.b * own.d) > 0.1 * abs(own.a * own.d - own.b * own.c)
        style = Style(
            font,
            round(size, 2),
            bold or mode in _STROKED_TOO,
            italic or sheared,
            colour if colour is not None else 0,
            turned if min(turned, 360 - turned) > 2 else 0,
        )
        number = self._styles.setdefault(style, len(self._styles))
        if number == len(self.found.styles):
            self.found.styles.append(style)
        shared = _Object(number, size, mode in _INVISIBLE, self._has_space(obj))
        self._objects[address] = shared
        return shared

    def _has_space(self, obj: pdfium.FPDF_PAGEOBJECT) -> bool:
        needed = pdfium.FPDFTextObj_GetText(obj, self.text, None, 0)
        if not 4 < needed < 20_000:
            return False
        buffer = (ctypes.c_ushort * (needed // 2))()
        pdfium.FPDFTextObj_GetText(obj, self.text, buffer, needed)
        return 0x20 in buffer[:-1]

    def _font(self, obj: pdfium.FPDF_PAGEOBJECT) -> tuple[str, bool, bool]:
        font = pdfium.FPDFTextObj_GetFont(obj)
        address = ctypes.cast(font, ctypes.c_void_p).value if font else None
        if not address:
            return "", False, False
        if address not in self._fonts:
            self._fonts[address] = _described(font)
        return self._fonts[address]


def _described(font: pdfium.FPDF_FONT) -> tuple[str, bool, bool]:
    """Name of a font, and whether it is bold and italic."""
    buffer = ctypes.create_string_buffer(256)
    length = pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace") if 0 < length <= 256 else ""
    plain = name.split("+", 1)[-1]
    flags = pdfium.FPDFFont_GetFlags(font)
    flags = flags if flags > 0 else 0
    angle = ctypes.c_int()
    slanted = bool(pdfium.FPDFFont_GetItalicAngle(font, angle)) and angle.value != 0
    heavy = pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
    bold = bool(_BOLD.search(plain)) or heavy or bool(flags & _FLAG_BOLD)
    italic = bool(_ITALIC.search(plain)) or slanted or bool(flags & _FLAG_ITALIC)
    return name, bold, italic


def words_on(text: pdfium.FPDF_TEXTPAGE, view: Matrix) -> Words:
    """The words of a page, in points as it is shown."""
    return _Reader(text, view).read()


def box(word: Word) -> Rect:
    """Where a word stands."""
    return Rect(word.x0, word.y0, word.x1, word.y1)
