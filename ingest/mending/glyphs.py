"""What was written where a font's glyph numbers were read as characters.

Some programs print the glyphs of one font by the numbers of another. In a usual TrueType font the
glyphs from 98 up are accented letters and typographic marks in the order of Apple's `post` table,
format 1; in DejaVu they are Latin 1 from its no-break space up. So what is shown is
`chr(glyph + 62)`, and each character shown has one original for each order of glyphs.
"""

import unicodedata
from functools import cache

from fontTools import agl  # type: ignore[import-untyped, unused-ignore]
from fontTools.ttLib.standardGlyphOrder import (  # type: ignore[import-untyped, unused-ignore]
    standardGlyphOrder,
)

FIRST = 98
"""The first glyph whose number is read as another character; those below are ASCII in both."""
SHIFT = 62
MARKS = frozenset("•…–—‘’“”„‚«»§°")
"""Marks that running text holds; other signs (∂, ‰, ◊) are too rare to be guessed at."""
LETTERS = frozenset("ÆØÅæøåÄÖÜäöüßÉéèêëÈÊÀàâáÁÂÇçÑñÍíÓóòôÔÚúùûîïÎœŒﬁﬂ")
"""Those of Norwegian, Swedish, German, French and Spanish; an ASCII letter is never broken."""
HOME = frozenset("ÆØÅæøåÉé")
"""Those of Norwegian, which may be put back in words that no dictionary has."""
_LIGATURES = {"ﬁ": "fi", "ﬂ": "fl"}
_NO_BREAK_SPACE = "nonbreakingspace"


@cache
def orders() -> tuple[dict[str, str], ...]:
    """For each usual order of glyphs: character shown → what was written.

    The first is that of Arial and Times New Roman, which lack the no-break space of the standard;
    the second is the standard's own, that of Bitstream Vera among others.
    """
    without = [name for name in standardGlyphOrder if name != _NO_BREAK_SPACE]
    return _originals(without), _originals(standardGlyphOrder)


def _originals(order: list[str]) -> dict[str, str]:
    found = {}
    for glyph, name in enumerate(order[FIRST:], FIRST):
        shown, written = chr(glyph + SHIFT), agl.toUnicode(name)
        visible = not shown.isspace() and unicodedata.category(shown) != "Cf"
        if visible and written in MARKS | LETTERS:
            found[shown] = _LIGATURES.get(written, written)
    return found
