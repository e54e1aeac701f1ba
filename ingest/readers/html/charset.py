"""Which characters the bytes of a web page stand for: by its mark, by what it says, else UTF-8."""

import codecs
import re
from pathlib import Path

from service.errors import InputError

_LOOK = 4096
_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_META = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_WESTERN = frozenset(
    "ascii us-ascii latin1 latin-1 l1 iso-8859-1 iso8859-1 iso_8859-1 cp1252 windows-1252 "
    "x-cp1252 ansi_x3.4-1968".split()
)
"""What the web reads as windows-1252."""
_KNOWN = re.compile(r"utf-8|utf-16|windows-125\d|cp125\d|iso-8859-\d{1,2}|macintosh|koi8-[ru]")


def decode(path: Path, data: bytes) -> str:
    """`data` as text. Raises `InputError` for what is no text, or not in the set it says."""
    if data.startswith(b"%PDF") or data.startswith(b"PK\x03\x04"):
        raise InputError(str(path), "is no web page by its content", "Give it its own ending.")
    name = declared(data)
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            name = encoding
    if name not in ("utf-8", "utf-16") and is_utf8(data):
        name = "utf-8"  # letters of several bytes that all fit are no accident
    if name in _WESTERN:
        return _western(data)
    if not _KNOWN.fullmatch(name):
        raise InputError(
            str(path),
            f"says it is in {name[:40]!r}, a character set that Funn does not read",
            "Save the page as UTF-8.",
        )
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise InputError(
            str(path),
            f"is not {name.upper()} text (byte {error.start} cannot be decoded)",
            f"Convert it: iconv -f WINDOWS-1252 -t UTF-8 {path.name} > utf8-{path.name}",
        ) from None


def declared(data: bytes) -> str:
    """The character set that the page says it is in; UTF-8 if it says none."""
    head = _COMMENT.sub(b"", data[:_LOOK])
    hit = _XML.search(head) or _META.search(head)
    name = hit.group(1).decode("ascii", "replace").lower() if hit else "utf-8"
    if name in ("utf8", "unicode-1-1-utf-8") or name.startswith("utf-16"):
        return "utf-8"  # it was read as bytes of ASCII: it cannot be UTF-16
    return name


def is_utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8 and holds more than ASCII."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _western(data: bytes) -> str:
    """windows-1252 as the web has it: the five bytes that it leaves open are control characters."""
    pieces = []
    for byte in data if any(b in data for b in b"\x81\x8d\x8f\x90\x9d") else b"":
        one = bytes([byte])
        pieces.append(chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else one.decode("cp1252"))
    return "".join(pieces) if pieces else data.decode("cp1252")
