"""The text of a PDF as an older tool gives it up: page after page in drawing order."""

import re
from typing import Literal

import pypdfium2

Form = Literal["feeds", "spaced"]
"""How pages show: a form feed between them, or a blank line after each line and a space before a
page's first line."""


def text_from(pdf: bytes, form: Form = "feeds") -> str:
    """The text of `pdf`."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [_page(document, number) for number in range(len(document))]
    finally:
        document.close()
    if form == "feeds":
        return "\f".join(page + "\n" for page in pages)
    return "".join(" " + page.replace("\n", "\n\n") + "\n" for page in pages)


def _page(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text = page.get_textpage()
    try:
        # PDFium joins a word that was parted at a line's end and leaves U+FFFE there.
        found = text.get_text_range().replace("\ufffe", "-\r\n")
    finally:
        text.close()
        page.close()
    return re.sub(r"\r\n?", "\n", found).strip("\n")
