"""A broken glyph map: what a reader shows when it takes glyph numbers for characters.

In the usual order of a TrueType font the glyphs for plain ASCII stand 29 below their code, and a
reader that adds 29 shows them rightly. From glyph 98 on it adds 62 instead, and shows another
character. See `shown`.
"""

import re
from functools import cache

from fontTools.agl import UV2AGL
from fontTools.ttLib.standardGlyphOrder import standardGlyphOrder
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, StreamObject

FIRST = 98
OFFSET = 62
_ENTRY = re.compile(rb"<([0-9A-Fa-f]{4})>")
_BF = re.compile(rb"(beginbf(?:char|range)\s)(.*?)(endbf)", re.DOTALL)


@cache
def _order() -> dict[str, int]:
    # Arial and its kin leave the no-break space out, so that what follows stands one lower.
    names = [name for name in standardGlyphOrder if name != "nonbreakingspace"]
    return {name: number for number, name in enumerate(names)}


def shown(char: str) -> str:
    """What stands for `char` where the map is broken."""
    number = _order().get(UV2AGL.get(ord(char), ""))
    return chr(number + OFFSET) if number is not None and number >= FIRST else char


def broken_text(text: str) -> str:
    """`text` as a reader takes it from a font with the broken map."""
    return "".join(shown(char) for char in text)


def break_maps(writer: PdfWriter, fonts: str = ".*") -> None:
    """Breaks the ToUnicode map of each font of `writer` whose name matches `fonts`, so that readers
    that trust it take the wrong characters."""
    for thing in writer._objects:
        if not isinstance(thing, DictionaryObject) or "/ToUnicode" not in thing:
            continue
        if re.fullmatch(fonts, str(thing["/BaseFont"])):
            stream = thing["/ToUnicode"]
            assert isinstance(stream, StreamObject)
            stream.set_data(_broken_map(stream.get_data()))


def _broken_map(data: bytes) -> bytes:
    return _BF.sub(lambda hit: hit[1] + _ENTRY.sub(_broken_entry, hit[2]) + hit[3], data)


def _broken_entry(hit: re.Match[bytes]) -> bytes:
    return b"<%04X>" % ord(shown(chr(int(hit[1], 16))))
