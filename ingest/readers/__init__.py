"""Readers, one file a format. A new format is a new file and a line here."""

from pathlib import Path

from ingest.readers import markdown, plain_text
from ingest.readers.lines import Document, Line, Mark, Read
from service.errors import InputError

READERS: dict[str, tuple[str, Read]] = {
    ".md": ("markdown", markdown.read),
    ".markdown": ("markdown", markdown.read),
    ".txt": ("text", plain_text.read),
    ".text": ("text", plain_text.read),
}


def reader_for(path: Path) -> tuple[str, Read]:
    """Name and function of the reader for `path`, by its ending. Raises `InputError`."""
    known = READERS.get(path.suffix.lower())
    if known is None:
        raise InputError(
            str(path),
            f"has a format ({path.suffix or 'no ending'}) that Funn does not read",
            f"Save it as one of: {', '.join(sorted(READERS))}.",
        )
    return known


__all__ = ["READERS", "Document", "Line", "Mark", "Read", "reader_for"]
