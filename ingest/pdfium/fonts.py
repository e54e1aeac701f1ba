"""`python -m ingest.pdfium.fonts FILE OUT`: whether the maps of characters of a PDF are sound.

Writes one line of JSON: how many fonts were looked at, how many name nothing, and the characters
to mend. Where there are any, OUT is the PDF with each code that has no character, or a wrong one,
mapped to a private character: U+F0000 plus its place in that list. So a reader tells them apart.
"""

import json
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fontTools.encodings.MacRoman import MacRoman
from fontTools.encodings.StandardEncoding import StandardEncoding
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from ingest.pdfium import limits
from ingest.pdfium.charmaps import Known, agreeing, glyphs, of_name, to_unicode, wrong

PRIVATE = 0xF0000
MAX_MENDED = 60_000
MISSING = "its font has no map of characters; the font's own table names it"
WRONG = "the file's map of characters is wrong; the font's own table names it"
_LIGATURES = "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
NOTHING = "\ufffd"
_MAX_FONTS = 2_000
_MAX_STREAM = 30_000_000
_MAX_COPY = 400_000_000
_MAX_DEPTH = 4
_ENCODINGS: Mapping[str, list[str]] = {
    "/MacRomanEncoding": MacRoman,
    "/StandardEncoding": StandardEncoding,
}
_TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <{first}> <{last}> endcodespacerange
{entries}
endcmap CMapName currentdict /CMap defineresource pop end end
"""


_Key = tuple[int, int]


@dataclass
class Found:
    """What is to be mended: each character as shown, as it should be, and why."""

    fonts: int = 0
    unnamed: int = 0
    """Fonts whose characters neither the file nor the font names."""
    mended: list[tuple[str, str, str]] = field(default_factory=list)
    maps: dict[_Key, bytes] = field(default_factory=dict)
    """New maps, by the number that the font's object has in the file."""


def main(path: str, out: str) -> int:
    """Checks the fonts of the PDF at `path`."""
    limits.apply(_MAX_COPY)
    found = Found()
    looked_at = {key: _Font.of(font) for key, font in _fonts(PdfReader(path))}
    sound = sum(agreeing(font.shown, font.known) for font in looked_at.values())
    for key, font in looked_at.items():
        found.fonts += 1
        _check(font, key, found, sound)
    if found.maps:
        writer = PdfWriter(path, incremental=True)
        for key, data in found.maps.items():
            stream = StreamObject()
            stream.set_data(data)
            entry = _dictionary(IndirectObject(*key, writer))
            entry[NameObject("/ToUnicode")] = writer._add_object(stream)
        writer.write(out)
    json.dump({"fonts": found.fonts, "unnamed": found.unnamed, "mended": found.mended}, sys.stdout)
    return 0


def _fonts(file: PdfReader) -> Iterator[tuple[_Key, DictionaryObject]]:
    """Each font of a file once, those of drawings within pages among them."""
    seen: set[_Key] = set()
    for page in file.pages:
        for font in _of(page.get("/Resources"), _MAX_DEPTH):
            reference = font.indirect_reference
            if reference is None or (key := (reference.idnum, reference.generation)) in seen:
                continue  # a font within a page's own resources has no number: left as it is
            if len(seen) >= _MAX_FONTS:
                return
            seen.add(key)
            yield key, font


def _of(resources: PdfObject | None, depth: int) -> Iterator[DictionaryObject]:
    own = _dictionary(resources)
    for font in _dictionary(own.get("/Font")).values():
        if entry := _dictionary(font):
            yield entry
    if depth:
        for drawing in _dictionary(own.get("/XObject")).values():
            form = _dictionary(drawing)
            if form.get("/Subtype") == "/Form":
                yield from _of(form.get("/Resources"), depth - 1)


def _dictionary(value: PdfObject | None) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _data(value: PdfObject | None) -> bytes:
    found = value.get_object() if value is not None else None
    data = found.get_data() if isinstance(found, StreamObject) else b""
    return data if len(data) <= _MAX_STREAM else b""


@dataclass(frozen=True)
class _Font:
    """What is said of a font's codes: by the file, and by the font in it."""

    shown: dict[int, str]
    known: Known
    wide: bool
    identity: bool
    embedded: bool

    @classmethod
    def of(cls, font: DictionaryObject) -> "_Font":
        wide = font.get("/Subtype") == "/Type0"
        known, embedded = _wide(font) if wide else _narrow(font)
        shown = to_unicode(_data(font.get("/ToUnicode")))
        return cls(shown, known, wide, _is_identity(font), embedded)


def _check(font: _Font, key: _Key, found: Found, sound: int) -> None:
    shown, known = font.shown, font.known
    bad = wrong(shown, known, sound)
    missing = set(known) - set(shown) if font.wide and font.identity else set()
    if font.wide and not shown and font.embedded and not known:
        found.unnamed += 1
    if (not bad and not missing) or len(found.mended) + len(bad | missing) > MAX_MENDED:
        return
    mended = dict(shown)
    for code in sorted(bad | missing):
        right = _best(known[code])
        if not right.strip():
            mended[code] = " "
            continue
        mended[code] = chr(PRIVATE + len(found.mended))
        before = shown.get(code) or NOTHING
        found.mended.append((before, right, WRONG if code in bad else MISSING))
    found.maps[key] = _written(mended, 4 if font.wide else 2)


def _best(chars: set[str]) -> str:
    """Of the characters that one glyph stands for the plainest."""
    best = min(chars, key=lambda text: (len(text), text))
    return unicodedata.normalize("NFKC" if best in _LIGATURES else "NFC", best)


def _is_identity(font: DictionaryObject) -> bool:
    return str(font.get("/Encoding")) in ("/Identity-H", "/Identity-V")


def _wide(font: DictionaryObject) -> tuple[Known, bool]:
    """The characters of a composite font's codes by the font in it, and whether there is one."""
    descendants = font.get("/DescendantFonts")
    listed = descendants.get_object() if descendants is not None else None
    if not isinstance(listed, ArrayObject) or not listed or not _is_identity(font):
        return {}, False
    inner = _dictionary(listed[0])
    descriptor = _dictionary(inner.get("/FontDescriptor"))
    data = _data(descriptor.get("/FontFile2"))
    if not data:
        return {}, "/FontFile3" in descriptor
    by_glyph, _ = glyphs(data)
    turned = _data(inner.get("/CIDToGIDMap"))
    if not turned:
        return by_glyph, True
    pairs = (
        (code, int.from_bytes(turned[code * 2 : code * 2 + 2], "big"))
        for code in range(len(turned) // 2)
    )
    return {code: by_glyph[glyph] for code, glyph in pairs if glyph in by_glyph}, True


def _narrow(font: DictionaryObject) -> tuple[Known, bool]:
    """The characters of a simple font's codes by the names that its encoding gives their glyphs."""
    entry = font.get("/Encoding")
    encoding = entry.get_object() if entry is not None else None
    names: dict[int, str] = {}
    base = str(encoding)
    if isinstance(encoding, DictionaryObject):
        base = str(encoding.get("/BaseEncoding"))
        code = 0
        for item in _list(encoding.get("/Differences")):
            if isinstance(item, NameObject):
                names[code] = str(item)[1:]
                code += 1
            elif isinstance(item, int):
                code = int(item)
    known: Known = {}
    for code, name in enumerate(_ENCODINGS.get(base, [])):
        names.setdefault(code, name)
    for code, name in names.items():
        if text := of_name(name):
            known[code] = {text}
    if base == "/WinAnsiEncoding":
        for code in range(0x20, 0x100):
            if code not in names and (text := bytes([code]).decode("cp1252", "ignore")):
                known[code] = {text}
    return known, False


def _list(value: PdfObject | None) -> ArrayObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, ArrayObject) else ArrayObject()


def _written(chars: Mapping[int, str], digits: int) -> bytes:
    rows = [
        f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex().upper()}>"
        for code, text in sorted(chars.items())
        if text and code < 16**digits
    ]
    blocks = [
        f"{len(rows[i : i + 100])} beginbfchar\n" + "\n".join(rows[i : i + 100]) + "\nendbfchar"
        for i in range(0, len(rows), 100)
    ]
    first, last = "0" * digits, "F" * digits
    return _TO_UNICODE.format(first=first, last=last, entries="\n".join(blocks)).encode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
