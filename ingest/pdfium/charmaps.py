"""Maps of characters: what a PDF says of its codes, and the font in it of their glyphs."""

import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from fontTools import agl
from fontTools.ttLib import TTFont

Known = dict[int, set[str]]
"""Codes, or glyph numbers, and the characters that stand for each."""

MAX_ENTRIES = 70_000
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|\[|\]|(begin|end)bf(char|range)")
_UNICODE = {(3, 1), (3, 10), (0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (0, 6)}
_ALIKE = str.maketrans(
    {
        "\u00ad": "-",
        "\u2010": "-",
        "\u2011": "-",
        "\u2219": "\u2022",
        "\u00b7": "\u2022",
        "\u2206": "\u0394",
        "\u2215": "\u2044",
        "\u00af": "\u02c9",
    }
)
"""Signs that fonts draw with one glyph."""
_MIN_SOUND = 10
_SOUND = 0.3
_ORDERED, _DISORDERED = 0.8, 0.6


def to_unicode(data: bytes) -> dict[int, str]:
    """The codes of a /ToUnicode map with their characters."""
    found: dict[int, str] = {}
    row: list[bytes] = []
    kind = b""
    listed: list[bytes] | None = None
    for hit in _TOKEN.finditer(data):
        token = hit.group()
        if hit.group(2):
            kind, row, listed = (hit.group(3) if hit.group(2) == b"begin" else b""), [], None
        elif token == b"[":
            listed = []
        elif token == b"]" and listed is not None and len(row) == 2:
            for offset, value in enumerate(listed):
                found[_number(row[0]) + offset] = _text(value)
            row, listed = [], None
        elif hit.group(1) is not None:
            digits = b"".join(hit.group(1).split()).decode()
            value = bytes.fromhex(digits + "0" * (len(digits) % 2))
            if listed is not None:
                listed.append(value)
                continue
            row.append(value)
            if kind == b"char" and len(row) == 2:
                found[_number(row[0])] = _text(row[1])
                row = []
            elif kind == b"range" and len(row) == 3:
                _range(found, *row)
                row = []
        if len(found) > MAX_ENTRIES:
            break
    return found


def _range(found: dict[int, str], first: bytes, last: bytes, value: bytes) -> None:
    text = _text(value)
    count = min(_number(last) - _number(first) + 1, MAX_ENTRIES)
    for offset in range(count if text else 0):
        end = ord(text[-1]) + offset
        if end < 0x110000:
            found[_number(first) + offset] = text[:-1] + chr(end)


def _number(value: bytes) -> int:
    return int.from_bytes(value[:4], "big")


def _text(value: bytes) -> str:
    return value.decode("utf-16-be", "ignore") if len(value) > 1 else value.decode("latin-1")


def glyphs(font: bytes) -> tuple[Known, bool]:
    """What the font's own tables say of each of its glyphs, and whether that is an order of
    characters (a map), not names alone."""
    file = TTFont(io.BytesIO(font), lazy=True)
    found: Known = defaultdict(set)
    mapped = False
    if "cmap" in file:
        for table in file["cmap"].tables:
            if (table.platformID, table.platEncID) in _UNICODE:
                for code, name in table.cmap.items():
                    found[file.getGlyphID(name)].add(chr(code))
                    mapped = True
    if not mapped:
        named = "CFF " in file or ("post" in file and file["post"].formatType in (1.0, 2.0))
        if named:
            for number, name in enumerate(file.getGlyphOrder()):
                if text := of_name(name):
                    found[number].add(text)
    return dict(found), mapped


def of_name(name: str) -> str:
    """The character that a glyph's name stands for; nothing for a name that is a number."""
    if re.match(r"^(?:glyph|cid|g|index|gid|c|a)\d+$", name, re.IGNORECASE) or name == ".notdef":
        return ""
    return str(agl.toUnicode(name))


def alike(shown: str, known: set[str]) -> bool:
    """Whether two maps say the same of a glyph: the same letter, or signs that look the same."""
    return _plain(shown) in {_plain(text) for text in known}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_ALIKE)).strip()


def _compared(
    shown: Mapping[int, str], known: Mapping[int, set[str]]
) -> tuple[list[int], set[int]]:
    """The codes of which both speak, and those of them on which they differ."""
    both = [code for code in shown if known.get(code) and shown[code].strip("\x00\ufffd ")]
    return both, {code for code in both if not alike(shown[code], known[code])}


def agreeing(shown: Mapping[int, str], known: Mapping[int, set[str]]) -> int:
    """On how many codes the file and the font agree."""
    both, differ = _compared(shown, known)
    return len(both) - len(differ)


def wrong(shown: Mapping[int, str], known: Mapping[int, set[str]], sound: int) -> set[int]:
    """The codes of which the file's map is wrong, by the font's own.

    Where the two agree on a good part of the letters, both count alike and the font is right on
    the rest; `sound` is on how many they agree in all fonts of the file. Where they agree on
    nothing, the font is right only if its letters stand in the order of the alphabet, as they do
    in a font, and the file's do not.
    """
    both, differ = _compared(shown, known)
    if not differ:
        return set()
    if sound >= _MIN_SOUND and len(both) - len(differ) >= _SOUND * len(both):
        return differ
    by_font = {code: min(known[code]) for code in both}
    ordered = _order(by_font) >= _ORDERED and _order(shown) < _DISORDERED
    return differ if ordered and len(both) >= _MIN_SOUND else set()


def _order(chars: Mapping[int, str]) -> float:
    """Share of neighbours among the letters a to z whose codes rise as the letters do."""
    codes = {}
    for code, char in sorted(chars.items(), reverse=True):
        if len(char) == 1 and "a" <= char <= "z":
            codes[char] = code
    pairs = list(pairwise(codes[char] for char in sorted(codes)))
    return sum(a < b for a, b in pairs) / len(pairs) if pairs else 0.0
