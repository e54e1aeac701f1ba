"""The slides as a PDF, the same bytes at each call."""

import io
from typing import Literal

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from tests.sample_formats.fonts import TWIN, register, width
from tests.sample_formats.glyphs import break_maps
from tests.sample_formats.slides import HEIGHT, WIDTH, Line, Slide, slides
from tests.sample_formats.source import Source

Drawn = Literal["in order", "columns first"]
"""In which order a page is drawn; it looks the same. "columns first": the last column first, the
title after it, then the other columns, as slide programs write pages that were edited."""
Broken = Literal["no", "all", "some"]
"""Which glyph maps are broken: none, all, or those of bullets and of lines with an ellipsis."""

_FOOTER = "Mellom innboks og sykeseng"
_SMALL = 8.0


def pdf(source: Source, *, drawn: Drawn = "in order", broken: Broken = "no") -> bytes:
    """The report as a slide-style PDF."""
    register()
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(WIDTH, HEIGHT), invariant=1, lang=source.language)
    canvas.setTitle(source.title)
    for number, slide in enumerate(slides(source), 1):
        _page(canvas, slide, number, drawn=drawn, twins=broken == "some")
        canvas.showPage()
    canvas.save()
    if broken == "no":
        return data.getvalue()
    writer = PdfWriter(clone_from=PdfReader(data))
    break_maps(writer, ".*" if broken == "all" else f".*{TWIN}")
    mended = io.BytesIO()
    writer.write(mended)
    return mended.getvalue()


def _page(canvas: Canvas, slide: Slide, number: int, *, drawn: Drawn, twins: bool) -> None:
    for box in slide.boxes:
        canvas.setFillGray(0.92 if box.filled else 0.4)
        canvas.rect(box.x, HEIGHT - box.y - box.height, box.width, box.height, stroke=0, fill=1)
    canvas.setFillGray(0)
    filled = [column for column in slide.columns if column]
    pieces = [slide.title, *filled]
    if drawn == "columns first" and filled:
        pieces = [filled[-1], slide.title, *filled[:-1]]
    for piece in pieces:
        for line in piece:
            _draw(canvas, line, twin=twins and _has_sign(line))
    if number > 1:
        _footer(canvas, number)


def _has_sign(line: Line) -> bool:
    return line.bullet or "…" in line.text


def _draw(canvas: Canvas, line: Line, *, twin: bool) -> None:
    canvas.setFont(line.font + TWIN if twin else line.font, line.size)
    canvas.drawString(line.x, HEIGHT - line.y, line.text)


def _footer(canvas: Canvas, number: int) -> None:
    canvas.setFont("Sans", _SMALL)
    canvas.drawString(48, 18, _FOOTER)
    label = str(number)
    canvas.drawString(WIDTH - 48 - width(label, "Sans", _SMALL), 18, label)
