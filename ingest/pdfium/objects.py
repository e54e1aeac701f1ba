"""What is drawn on a page besides its text: boxes, rules and pictures, in drawing order."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from ingest.pdfium.geometry import Matrix, Rect
from ingest.pdfium.limits import MAX_DEPTH, MAX_OBJECTS

_MAX_SHAPES = 3_000


@dataclass
class Shape:
    """A filled or outlined path: its box, its colour (None: outlined only)."""

    box: Rect
    fill: int | None


@dataclass
class Objects:
    """The drawn objects of one page."""

    shapes: list[Shape] = field(default_factory=list)
    pictures: list[Rect] = field(default_factory=list)
    cut_short: bool = False
    """Whether there were more of them than are looked at."""


def objects_on(page: pdfium.FPDF_PAGE, view: Matrix) -> Objects:
    """The boxes and pictures of a page, in points as it is shown."""
    found = Objects()
    for count, (obj, matrix) in enumerate(_walk(page, view)):
        if count >= MAX_OBJECTS:
            found.cut_short = True
            break
        kind = pdfium.FPDFPageObj_GetType(obj)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        box = _box(obj, matrix)
        if box is None:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            found.pictures.append(box)
        elif len(found.shapes) < _MAX_SHAPES and (shape := _shape(obj, box)):
            found.shapes.append(shape)
    return found


def _walk(page: pdfium.FPDF_PAGE, view: Matrix) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _within(pdfium.FPDFPage_GetObject(page, index), view, MAX_DEPTH)


def _within(
    obj: pdfium.FPDF_PAGEOBJECT, matrix: Matrix, depth: int
) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    if not obj:
        return
    if pdfium.FPDFPageObj_GetType(obj) != pdfium.FPDF_PAGEOBJ_FORM:
        yield obj, matrix
        return
    own = pdfium.FS_MATRIX()
    if depth == 0 or not pdfium.FPDFPageObj_GetMatrix(obj, own):
        return
    inner = matrix.after(Matrix(own.a, own.b, own.c, own.d, own.e, own.f))
    for index in range(pdfium.FPDFFormObj_CountObjects(obj)):
        yield from _within(pdfium.FPDFFormObj_GetObject(obj, index), inner, depth - 1)


def _box(obj: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Rect | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(obj, left, bottom, right, top):
        return None
    return matrix.box(left.value, bottom.value, right.value, top.value)


def _shape(obj: pdfium.FPDF_PAGEOBJECT, box: Rect) -> Shape | None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(obj, fill, stroke):
        return None
    if fill.value and (colour := colour_of(obj)) is not None:
        return Shape(box, colour)
    return Shape(box, None) if stroke.value else None


def colour_of(obj: pdfium.FPDF_PAGEOBJECT) -> int | None:
    """The fill colour as 0xRRGGBB; None where nothing is filled or it cannot be seen."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(obj, red, green, blue, alpha) or alpha.value < 8:
        return None
    return red.value << 16 | green.value << 8 | blue.value
