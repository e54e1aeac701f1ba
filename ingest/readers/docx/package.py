"""The parts of a Word file: a zip of XML, opened within limits."""

import hashlib
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from ingest.readers.docx.xml import Element, UnsoundError, parsed
from ingest.readers.file import read_bytes
from service.errors import InputError

MAX_BYTES = 100_000_000
"""Of the file itself, pictures included."""
MAX_PART = 40_000_000
"""Of one part that is read, unpacked."""
MAX_UNPACKED = 1_000_000_000
MAX_PARTS = 10_000
_SAVE = "Open it in Word or LibreOffice and save it as a Word document (.docx)."
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
    ValueError, KeyError, UnicodeError,
)  # fmt: skip
"""What `zipfile` raises for a file that is damaged, encrypted or packed in a way it lacks."""
_OTHERS = {
    "word/": "a Word file without its text",
    "xl/": "an Excel workbook",
    "ppt/": "a PowerPoint presentation",
    "content.xml": "an OpenDocument file",
}


@dataclass(frozen=True)
class Package:
    """A Word file. Parts are named as in the zip ("word/document.xml")."""

    path: Path
    digest: str
    main: str
    zip: zipfile.ZipFile

    def xml(self, name: str) -> Element | None:
        """The root of a part, or None when there is no such part. Raises `InputError`."""
        if name not in self.zip.NameToInfo:
            return None
        return _parsed(self.path, name, _unpacked(self.path, self.zip, name))

    def root(self) -> Element:
        """The main part's root."""
        return _parsed(self.path, self.main, _unpacked(self.path, self.zip, self.main))

    def related(self, kind: str) -> list[str]:
        """Parts that the main part names as being of `kind` ("styles", "footnotes", "header")."""
        return [target for of, target in self._relations() if of == kind]

    def named(self, kind: str) -> Element | None:
        """The root of the first part of `kind`, if there is one."""
        return next((self.xml(name) for name in self.related(kind)), None)

    def _relations(self) -> list[tuple[str, str]]:
        return _relations(self.path, self.zip, self.main)


def open_package(path: Path) -> Package:
    """Opens `path`. Raises `InputError` for what is no Word file, damaged or too large."""
    data = read_bytes(path, MAX_BYTES)
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    if data.startswith(_OLD):
        if _ENCRYPTED in data:
            raise InputError(
                str(path),
                "is protected by a password",
                "Open it in Word, remove the password (File, Info, Protect) and save it.",
            )
        raise InputError(str(path), "is an old Word file (.doc) by its content", _SAVE)
    if not data.startswith(b"PK"):
        raise InputError(str(path), "is no Word file by its content", _SAVE)
    try:
        file = zipfile.ZipFile(BytesIO(data))
        infos = file.infolist()
    except _BROKEN:
        raise _damaged(path) from None
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise InputError(
            str(path),
            f"unpacks to more than Funn reads ({MAX_PARTS} parts, {MAX_UNPACKED // 10**6} MB)",
            "Leave out pictures and embedded files, or save its text as a new document.",
        )
    if any(info.flag_bits & 1 for info in infos):
        raise InputError(str(path), "is encrypted", "Save it without a password.")
    main = next((target for of, target in _relations(path, file, "") if of == "officeDocument"), "")
    main = main or "word/document.xml"
    root = _parsed(path, main, _unpacked(path, file, main)).name if _has(file, main) else ""
    if root != "document":
        names = file.namelist()
        what = next((w for start, w in _OTHERS.items() if any(n.startswith(start) for n in names)),
                    "a zip file")  # fmt: skip
        raise InputError(str(path), f"is {what}, not a Word document", _SAVE)
    return Package(path, digest, main, file)


def _has(file: zipfile.ZipFile, name: str) -> bool:
    return name in file.NameToInfo


def _unpacked(path: Path, file: zipfile.ZipFile, name: str) -> bytes:
    try:
        with file.open(name) as part:
            data = part.read(MAX_PART + 1)
    except _BROKEN:
        raise _damaged(path) from None
    if len(data) > MAX_PART:
        raise InputError(
            str(path),
            f"holds a part ({name}) of more than {MAX_PART // 10**6} MB of text and markup",
            "Split the report, or save its text as a new document.",
        )
    return data


def _parsed(path: Path, name: str, data: bytes) -> Element:
    try:
        return parsed(data)
    except UnsoundError as error:
        raise _damaged(path, f"its part {name} {error}") from None


def _damaged(path: Path, why: str = "parts of it cannot be unpacked") -> InputError:
    return InputError(str(path), f"is damaged: {why}", _SAVE)


def _relations(path: Path, file: zipfile.ZipFile, part: str) -> list[tuple[str, str]]:
    """Kind and target of each relation of `part` within the file; what lies outside is left."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if not _has(file, rels):
        return []
    found = []
    for relation in _parsed(path, rels, _unpacked(path, file, rels)):
        if relation.get("TargetMode") == "External":
            continue
        kind = relation.get("Type").rsplit("/", 1)[-1]
        target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target")))
        found.append((kind, target.lstrip("/")))
    return found
