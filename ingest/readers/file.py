"""A file's bytes as text, or a clear reason why not."""

import codecs
import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.traced import Traced, joined
from service.domain import SetAside
from service.errors import InputError

MAX_BYTES = 20_000_000
_MAX_CONTROLS = 0.02
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word, OpenDocument or zip file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file",
}
# Marks that a reader cannot see and that can hide or reorder text. A soft hyphen is one of them.
INVISIBLE = re.compile(
    "[\x00\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]+"
    "|[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+"
)


@dataclass(frozen=True)
class RawFile:
    """A file as it was handed in."""

    raw: str
    """Decoded, nothing changed: offsets in code points count from here."""
    digest: str
    text: Traced
    """Without invisible characters."""
    set_aside: tuple[SetAside, ...]


def read_bytes(path: Path, limit: int | None = None) -> bytes:
    """The bytes of `path`. Raises `InputError` when it is missing or has more than `limit` bytes
    (`MAX_BYTES` unless told)."""
    limit = limit or MAX_BYTES
    try:
        if path.is_dir():
            raise InputError(str(path), "is a directory", "Name a report file.")
        size = path.stat().st_size
        if size > limit:
            raise InputError(
                str(path),
                f"has {size / 1e6:.0f} MB, more than the {limit // 1_000_000} MB that Funn reads",
                "Split the report, or leave out what is no text.",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(str(path), "does not exist", "Check the path.") from None
    except OSError as error:
        raise InputError(
            str(path), f"cannot be read ({error.strerror})", "Check the file and its permissions."
        ) from None


def open_file(path: Path, decode: Callable[[Path, bytes], str] | None = None) -> RawFile:
    """The text of `path`, decoded as UTF-8 or UTF-16 unless a format knows better.

    Raises `InputError` when it is missing, empty, too large, or no text.
    """
    data = read_bytes(path)
    raw = (decode or _decode)(path, data)
    if not raw.strip("\ufeff\x00 \t\r\n\f\v"):
        raise InputError(str(path), "holds no text", "Check that it is the right file.")
    text, set_aside = _without_invisible(raw)
    if not text.text.strip():
        raise InputError(str(path), "holds no visible text", "Check that it is the right file.")
    return RawFile(raw, "sha256:" + hashlib.sha256(data).hexdigest(), text, set_aside)


def _decode(path: Path, data: bytes) -> str:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(
                str(path), f"is {what}, not text", "Save the report as Markdown (.md) or as text."
            )
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if utf16 else "utf-8"
    try:
        raw = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            str(path),
            f"is not {encoding.upper()} text (byte {error.start} cannot be decoded)",
            f"Convert it: iconv -f WINDOWS-1252 -t UTF-8 {path.name} > utf8-{path.name}",
        ) from None
    controls = sum(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f\v" for c in raw)
    if controls > _MAX_CONTROLS * len(raw) and controls > 2:
        raise InputError(
            str(path), "looks binary, not text", "Save the report as Markdown (.md) or as text."
        )
    return raw


def _without_invisible(raw: str) -> tuple[Traced, tuple[SetAside, ...]]:
    pieces: list[Traced] = []
    spans = []
    position = 0
    for hit in INVISIBLE.finditer(raw):
        start, end = hit.span()
        if hit.group() == "\u00ad" and raw[end : end + 1] in ("\n", "\r"):
            continue  # a soft hyphen at a line's end is a hyphen: the line break is joined later
        pieces.append(Traced.of(raw[position:start], position))
        spans.append((start, end))
        position = end
    pieces.append(Traced.of(raw[position:], position))
    aside = (SetAside(reason="invisible character", raw=tuple(spans)),) if spans else ()
    return joined(pieces), aside
