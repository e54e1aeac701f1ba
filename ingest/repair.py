"""Broken glyphs, mended from evidence in the document itself; a sound text is left as it is.

A PDF whose fonts map glyph numbers wrongly shows a bullet as `Å`, an ellipsis as `é`, an en dash
as `ï`, an apostrophe as `ô`, and `å` as `¬`. All but the last are letters that sound text holds
too, so none is ever replaced everywhere: each place needs evidence of its own.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from ingest.readers.lines import Line
from ingest.traced import Traced
from service.domain import Repair

BULLET = "•"
_MIN_BULLETS = 3
_WORD = re.compile(r"\w+")
_BULLET = re.compile(r"^\s*(Å)(?=\s+[A-ZÆØÅ«\"(\d])|^\s*(Å)(?=[A-ZÆØÅ][a-zæøå])")
_OMISSION = re.compile(r"(?<=\()é(?=\))")
_TRAILING = re.compile(r"(?<=\w)é(?=\s+[A-ZÆØÅ«(]|\s*$|[)»])")
_DASH = re.compile(r"(?<=\s)ï(?=[a-zæøå]+)|(?<=\s)ï(?=\s)")
_APOSTROPHE = re.compile(r"(?<=[A-ZÆØÅ]{2})ô(?=[a-zæøå])")
_RING = re.compile(r"\w*¬[\w¬]*")
_COMBINING = re.compile(r"\w[\u0300-\u036f]+")


class Mender:
    """Mends the lines of one document: `evidence` is gathered from all of them first."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = tuple(lines)
        self.repairs: list[Repair] = []
        texts = [line.text.text for line in self.lines]
        self._words = {word.lower() for text in texts for word in _WORD.findall(text)}
        self._bullets = sum(bool(_BULLET.match(text)) for text in texts) >= _MIN_BULLETS
        self._omissions = any(_OMISSION.search(text) for text in texts)
        rings = [hit.group() for text in texts for hit in _RING.finditer(text)]
        known = [ring for ring in rings if self._is_known(ring.replace("¬", "å"))]
        self._rings = self._omissions and len(known) >= 0.6 * len(rings) > 0

    def mended(self) -> tuple[tuple[Line, ...], tuple[Repair, ...]]:
        lines = tuple(self._mend(line) for line in self.lines)
        return lines, tuple(sorted(self.repairs, key=lambda repair: repair.at))

    def _mend(self, line: Line) -> Line:
        text = self._compose(line.text)
        if self._bullets and line.mark is None and (hit := _BULLET.match(text.text)):
            glued = hit.group(2) is not None
            start = hit.start(2) if glued else hit.start(1)
            text = self._put(
                text, start, start + 1, BULLET + " " * glued, "bullet shown as a letter"
            )
        text = self._all(text, _OMISSION, "…", "omission mark shown as a letter")
        text = self._all(text, _APOSTROPHE, "’", "apostrophe shown as a letter")
        text = self._ellipses(text)
        text = self._dashes(text)
        text = self._ring(text)
        return line if text is line.text else replace(line, text=text)

    def _put(self, text: Traced, start: int, end: int, after: str, reason: str) -> Traced:
        before = text.text[start:end]
        self.repairs.append(Repair(at=text.at[start], before=before, after=after, reason=reason))
        return text.replaced(start, end, after)

    def _all(self, text: Traced, pattern: re.Pattern[str], after: str, reason: str) -> Traced:
        for hit in reversed(list(pattern.finditer(text.text))):
            text = self._put(text, hit.start(), hit.end(), after, reason)
        return text

    def _compose(self, text: Traced) -> Traced:
        for hit in reversed(list(_COMBINING.finditer(text.text))):
            after = unicodedata.normalize("NFC", hit.group())
            if len(after) < len(hit.group()):
                text = self._put(text, hit.start(), hit.end(), after, "letter written in two parts")
        return text

    def _ellipses(self, text: Traced) -> Traced:
        """`degé Jeg`: the word exists without its last letter, and nowhere else with it."""
        if not self._omissions:
            return text
        for hit in reversed(list(_TRAILING.finditer(text.text))):
            word = re.search(r"\w+$", text.text[: hit.start()])
            if word and self._is_known(word.group()) and len(word.group()) > 1:
                text = self._put(text, hit.start(), hit.end(), "…", "ellipsis shown as a letter")
        return text

    def _dashes(self, text: Traced) -> Traced:
        """` ïde har`: no word begins so; the rest of it is a word of this document."""
        for hit in reversed(list(_DASH.finditer(text.text))):
            rest = _WORD.match(text.text, hit.end())
            if not (self._is_known(rest.group()) if rest else self._omissions):
                continue
            text = self._put(
                text, hit.start(), hit.end(), "– " if rest else "–", "dash shown as a letter"
            )
        return text

    def _ring(self, text: Traced) -> Traced:
        """`p¬`: only where other broken glyphs prove the font broken, and most words so mended
        occur elsewhere in the document."""
        if not self._rings:
            return text
        for hit in reversed(list(re.finditer("¬", text.text))):
            text = self._put(text, hit.start(), hit.end(), "å", "letter shown as a sign")
        return text

    def _is_known(self, word: str) -> bool:
        return word.lower() in self._words
