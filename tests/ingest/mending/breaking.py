"""Sound text made to look as if the glyph numbers of its font had been read as characters."""

import re
from random import Random

from fontTools import agl
from fontTools.ttLib.standardGlyphOrder import standardGlyphOrder

FIRST, SHIFT = 98, 62


def shown(order: int = 0) -> dict[int, str]:
    """What each character becomes; `order` 0 is without the no-break space, 1 with it."""
    names = [name for name in standardGlyphOrder if order or name != "nonbreakingspace"]
    return {
        ord(agl.toUnicode(name)): chr(glyph + SHIFT)
        for glyph, name in enumerate(names)
        if glyph >= FIRST
    }


def broken(text: str, order: int = 0) -> str:
    """All of `text`."""
    return text.translate(shown(order))


def broken_lines(text: str, share: float, seed: int = 0, order: int = 0) -> str:
    """A `share` of its lines, drawn at random, as if those alone stood in the broken font."""
    random = Random(seed)
    lines = text.splitlines(keepends=True)
    return "".join(broken(x, order) if random.random() < share else x for x in lines)


def broken_marks(text: str, order: int = 0) -> str:
    """Its typographic marks alone, the space after a dash lost: they came from a font of their
    own."""
    table = {at: to for at, to in shown(order).items() if chr(at) in "•…–—‘’“”"}
    return re.sub(r"(?<= )– (?=\w)", "–", text).translate(table)
