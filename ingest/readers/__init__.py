"""Readers, one file a format. A new format is a new file and a line here."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from ingest.readers import docx, html, markdown, pdf, plain_text
from ingest.readers.file import open_file
from ingest.readers.lines import Document, Line, Mark, Read, Reading, Spot
from service.errors import InputError

Reader = Callable[[Path], Reading]
"""Reads a file. Raises `InputError` for one that it cannot read."""


def _text(read: Read, path: Path) -> Reading:
    """Reads a file that is text: `read` gets it decoded, invisible characters taken out."""
    file = open_file(path)
    document = read(file.text)
    set_aside = (*file.set_aside, *document.set_aside)
    return Reading(file.raw, file.digest, replace(document, set_aside=set_aside))


READERS: dict[str, tuple[str, Reader]] = {
    ".md": ("markdown", partial(_text, markdown.read)),
    ".markdown": ("markdown", partial(_text, markdown.read)),
    ".docx": ("docx", docx.read),
    ".docm": ("docx", docx.read),
    ".html": ("html", html.read),
    ".htm": ("html", html.read),
    ".xhtml": ("html", html.read),
    ".pdf": ("pdf", pdf.read),
    ".txt": ("text", partial(_text, plain_text.read)),
    ".text": ("text", partial(_text, plain_text.read)),
}


def reader_for(path: Path) -> tuple[str, Reader]:
    """Name and function of the reader for `path`, by its ending. Raises `InputError`."""
    known = READERS.get(path.suffix.lower())
    if known is None:
        raise InputError(
            str(path),
            f"has a format ({path.suffix or 'no ending'}) that Funn does not read",
            f"Save it as one of: {', '.join(sorted(READERS))}.",
        )
    return known


__all__ = ["READERS", "Document", "Line", "Mark", "Reader", "Reading", "Spot", "reader_for"]
