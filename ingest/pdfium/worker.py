"""`python -m ingest.pdfium.worker FILE`: the pages of a PDF as JSON lines.

First a line about the file, then one a page, then `{"end": true}`. What cannot be read is one line
`{"error": kind}`. Nothing else is written; whatever else ends the process is a crash.
"""

import ctypes
import json
import sys
from typing import Any

import pypdfium2.raw as pdfium

from ingest.pdfium import limits
from ingest.pdfium.geometry import Rect, shown
from ingest.pdfium.objects import Objects, objects_on
from ingest.pdfium.picture import Picture
from ingest.pdfium.words import Style, Word, box, words_on

SEEN, INVISIBLE, OUTSIDE, TINY, UNSEEN, BEHIND = range(6)
"""Why a word is not seen: drawn without ink, beyond the page's edges, too small to read, the same
as what it stands on; `BEHIND` a page-wide picture, as text recognition puts it."""
_TINY = 2.5
_WHOLE_PAGE = 0.6
"""Share of a page that a picture of the page covers."""
_LINK, _POPUP, _WIDGET = 2, 16, 20
_MAX_SIDE = 20_000.0


def main(path: str) -> int:
    """Writes what the PDF at `path` holds."""
    limits.apply()
    document = pdfium.FPDF_LoadDocument(path.encode(), None)
    if not document:
        password = pdfium.FPDF_GetLastError() in (
            pdfium.FPDF_ERR_PASSWORD,
            pdfium.FPDF_ERR_SECURITY,
        )
        return _fail("password" if password else "damaged")
    pages = pdfium.FPDF_GetPageCount(document)
    if pages > limits.MAX_PAGES:
        return _fail("pages", pages=pages)
    if pages < 1:
        return _fail("damaged")
    _write(
        {
            "pages": pages,
            "title": _meta(document, b"Title"),
            "names_author": bool(_meta(document, b"Author").strip()),
            "attachments": max(0, pdfium.FPDFDoc_GetAttachmentCount(document)),
            "scripts": max(0, pdfium.FPDFDoc_GetJavaScriptActionCount(document)),
            "form": pdfium.FPDF_GetFormType(document) > 0,
        }
    )
    for number in range(pages):
        _write(_page(document, number))
    _write({"end": True})
    return 0


def _fail(kind: str, **more: int) -> int:
    _write({"error": kind, **more})
    return 0


def _write(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def _meta(document: pdfium.FPDF_DOCUMENT, key: bytes) -> str:
    needed = pdfium.FPDF_GetMetaText(document, key, None, 0)
    if not 2 < needed < 10_000:
        return ""
    buffer = ctypes.create_string_buffer(needed)
    pdfium.FPDF_GetMetaText(document, key, buffer, needed)
    return buffer.raw[: needed - 2].decode("utf-16-le", "replace")


def _page(document: pdfium.FPDF_DOCUMENT, number: int) -> dict[str, Any]:
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return {"page": number + 1, "readable": False}
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        text = pdfium.FPDFText_LoadPage(page)
        if not text or not 0 < max(width, height) < _MAX_SIDE:
            return {"page": number + 1, "readable": False}
        try:
            return _read(page, text, number + 1, width, height)
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


def _read(
    page: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE, number: int, width: float, height: float
) -> dict[str, Any]:
    view = shown(page, width, height)
    found = words_on(text, view)
    drawn = objects_on(page, view)
    seen = _seen(page, found.words, found.styles, drawn, width, height)
    return {
        "page": number,
        "readable": True,
        "width": round(width, 2),
        "height": round(height, 2),
        "cut_short": found.cut_short or drawn.cut_short,
        "comments": _comments(page),
        "styles": [[s.font, s.size, s.bold, s.italic, s.colour, s.turned] for s in found.styles],
        "words": [
            [
                word.text,
                *(round(v, 2) for v in (word.x0, word.y0, word.x1, word.y1, word.base)),
                word.style,
                word.spaced,
                why,
            ]
            for word, why in zip(found.words, seen, strict=True)
        ],
        "shapes": [[*_rounded(shape.box), shape.fill] for shape in drawn.shapes],
        "pictures": [_rounded(picture) for picture in drawn.pictures],
    }


def _rounded(rect: Rect) -> list[float]:
    return [round(value, 2) for value in rect]


def _seen(
    page: pdfium.FPDF_PAGE,
    words: list[Word],
    styles: list[Style],
    drawn: Objects,
    width: float,
    height: float,
) -> list[int]:
    """For each word whether it can be seen, or why not."""
    if not words:
        return []
    whole = Rect(0, 0, width, height)
    covered = any(p.meets(whole).area > _WHOLE_PAGE * whole.area for p in drawn.pictures)
    behind = covered and all(word.invisible for word in words)
    picture = Picture(page, width, height)
    found = []
    for word in words:
        inside = box(word).meets(whole)
        if behind:
            found.append(BEHIND)
        elif word.invisible:
            found.append(INVISIBLE)
        elif inside.area <= 0.25 * box(word).area:
            found.append(OUTSIDE)
        elif styles[word.style].size < _TINY:
            found.append(TINY)
        else:
            found.append(SEEN if picture.shows(box(word)) else UNSEEN)
    return found


def _comments(page: pdfium.FPDF_PAGE) -> int:
    """Notes, marks and fields that lie on a page; links are none."""
    count = 0
    for index in range(min(1_000, pdfium.FPDFPage_GetAnnotCount(page))):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if note:
            count += pdfium.FPDFAnnot_GetSubtype(note) not in (_LINK, _POPUP)
            pdfium.FPDFPage_CloseAnnot(note)
    return count


if __name__ == "__main__":
    pdfium.FPDF_InitLibrary()
    sys.exit(main(sys.argv[1]))
