"""The fonts of the built PDF: Bitstream Vera, which comes with reportlab and may be embedded."""

import io
from pathlib import Path

import reportlab
from fontTools.ttLib import TTFont as FontFile
from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

_FOLDER = Path(reportlab.__file__).parent / "fonts"
_FILES = {"Sans": "Vera.ttf", "SansBold": "VeraBd.ttf", "SansItalic": "VeraIt.ttf"}
TWIN = "Twin"
"""Ending of a face's twin: the same letters in a font file of its own, whose map can be broken
while the other's stays sound."""


def register() -> None:
    """Makes the fonts known to reportlab, each with its twin."""
    known = getRegisteredFontNames()
    for name, file in _FILES.items():
        for font in (name, name + TWIN):
            if font not in known:
                registerFont(TTFont(font, _renamed(_FOLDER / file, font)))


def _renamed(path: Path, name: str) -> io.BytesIO:
    # reportlab takes two fonts of one name for one.
    font = FontFile(path, recalcTimestamp=False)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6):
            record.string = name
    data = io.BytesIO()
    font.save(data)
    data.seek(0)
    return data


def width(text: str, font: str, size: float) -> float:
    """How wide `text` is, in points."""
    return float(stringWidth(text, font, size))
