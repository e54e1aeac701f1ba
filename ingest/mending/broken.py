"""Places where a glyph's number may have been read as a character, and how sure that is.

A place is judged by the word it stands in: as it is printed and as it would be with each character
of the word put back. A word that exists as printed is sound, whatever else it could be.
"""

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from ingest.mending.glyphs import HOME
from ingest.mending.lexicon import Lexicon, data, is_small

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_AFTER, _BEFORE = (frozenset(data()[key]["signs"]) for key in ("after", "before"))
_ENDINGS: Mapping[str, frozenset[str]] = {
    key: frozenset(words) for key, words in data()["endings"].items()
}
_SHAPE = re.compile(
    r"[(\[«“‘„‚\"'/•:.…–—-]*§*(?:[LD]+(?:[-–—/’'.,:…@&+()]+[LD]+)*)?[-–—/]?"
    r"[…)\]»”’\"'.,;:!?%°|]*(?:(?:-L+|L)[»”.,;:!?]*)?"
)
"""What a run of characters between blanks may look like, L for a letter and D for a figure."""
_LONGEST = 120
"""Characters between blanks beyond which it is no word but a link, a code, or made to be slow."""
_DASHES = "–—"
_PARTED = 4
"""Letters on either side of a dash without spaces; fewer stand within many names."""
_OPENING = "«“‘„‚"
_CLOSING = "»”"


class Grade(IntEnum):
    """How sure it is that a place is broken."""

    SOUND = 0
    WEAK = 1
    """It could be: only where its line is shown to be broken."""
    FAIR = 2
    """A word comes to exist: where the document is shown to be broken."""
    STRONG = 3
    """Nothing is written as it is printed, and what it would be exists."""


class Place(NamedTuple):
    """One character of a line."""

    line: int
    at: int
    shown: str
    written: str
    grade: Grade
    chunk: str
    glued: bool
    """Whether a dash lost the space behind it."""
    known: bool = True
    """Whether what it would be exists, as far as it is a letter."""
    first: bool = False
    """Whether it is the first letter of its word, or all of it."""
    usual: bool = False
    """Whether it is a sign where sound text has one."""
    between: bool = False
    """Whether figures stand on both sides of it."""


class Survey(NamedTuple):
    """What one order of glyphs makes of a document."""

    places: tuple[Place, ...]
    contrary: tuple[Place, ...]
    """Places whose word is unknown as printed and nothing that could be written otherwise."""

    @property
    def weight(self) -> int:
        return sum(max(0, place.grade - 1) for place in self.places)

    @property
    def ranges(self) -> int:
        """How many of its en dashes stand between figures, as no other dash does."""
        return sum(place.between for place in self.places if place.written == "–")


class _Chunk:
    """A run of characters between blanks, as printed and as it would be written."""

    def __init__(
        self, text: str, originals: Mapping[str, str], *, opens: bool, counts: bool
    ) -> None:
        self.text = text
        self.counts = counts
        """Whether a figure stands behind it."""
        self.opens = opens
        """Whether a sentence may begin with it."""
        self.written = [originals.get(char, char) for char in text]
        self.mask = "".join(
            "L" if one.isalpha() else "D" if one.isdigit() else one for one in self.written
        )

    def is_shaped(self) -> bool:
        return _SHAPE.fullmatch(self.mask) is not None

    def run(self, at: int) -> tuple[int, int]:
        """The letters around position `at`; empty where there are none."""
        start = end = at
        while start and self.mask[start - 1] == "L":
            start -= 1
        while end < len(self.mask) and self.mask[end] == "L":
            end += 1
        return start, end

    def is_usual(self, at: int) -> bool:
        """Whether the sign at `at` stands where sound text has it."""
        start, end = self.run(at)
        char = self.text[at]
        return (at == end - 1 and char in _AFTER) or (at == start and char in _BEFORE)

    def word(self, at: int) -> str:
        start, end = self.run(at)
        return "".join(self.written[start:end])

    def before(self, at: int) -> str:
        """The word that ends at `at`."""
        return self.word(at - 1) if at and self.mask[at - 1] == "L" else ""

    def after(self, at: int) -> str:
        """The word that begins behind `at`."""
        return self.word(at + 1) if self.mask[at + 1 : at + 2] == "L" else ""


class Surveyor:
    """Grades the places of one document under one order of glyphs."""

    def __init__(
        self, lines: Sequence[str], originals: Mapping[str, str], lexicon: Lexicon
    ) -> None:
        self._lines = lines
        self._originals = originals
        self._lexicon = lexicon
        self._keys = re.compile("[" + re.escape("".join(originals)) + "]")

    def survey(self) -> Survey:
        places: list[Place] = []
        contrary: list[Place] = []
        for number, line in enumerate(self._lines):
            if not self._keys.search(line):
                continue
            for hit in _CHUNK.finditer(line):
                if len(hit.group()) <= _LONGEST and self._keys.search(hit.group()):
                    found = self._graded(number, line, hit.start(), hit.group())
                    for place in found:
                        (places if place.grade else contrary).append(place)
        return Survey(tuple(places), tuple(contrary))

    def _graded(self, number: int, line: str, start: int, text: str) -> list[Place]:
        """The places of one chunk; those that cannot be broken graded `SOUND`."""
        keys = [hit.start() for hit in self._keys.finditer(text)]
        keys = [at for at in keys if not self._is_sound(text, at)]
        chunk = _Chunk(
            text,
            self._originals,
            opens=_may_open(line, start),
            counts=line[start + len(text) : start + len(text) + 2].strip().isdigit(),
        )
        if not keys:
            return []
        shaped = chunk.is_shaped()
        found = []
        for at in keys:
            grade = self._grade(chunk, at) if shaped else Grade.SOUND
            if grade is Grade.SOUND and not _could_be_word(text):
                continue
            word = chunk.mask[at] == "L"
            found.append(
                Place(
                    line=number,
                    at=start + at,
                    shown=text[at],
                    written=chunk.written[at],
                    grade=grade,
                    chunk=text,
                    glued=chunk.mask[at] in _DASHES and not at and chunk.mask[1:2] == "L",
                    known=not word or self._known(chunk.word(at)),
                    first=word and chunk.run(at)[0] == at,
                    usual=word and chunk.is_usual(at),
                    between=chunk.mask[max(0, at - 1) : at] + chunk.mask[at + 1 : at + 2] == "DD",
                )
            )
        return found

    def _is_sound(self, text: str, at: int) -> bool:
        """Whether the character stands in a word that exists as it is printed."""
        if not text[at].isalpha():
            return False
        return any(
            hit.start() <= at < hit.end() and self._lexicon.lists(hit.group())
            for hit in _WORD.finditer(text)
        )

    def _grade(self, chunk: _Chunk, at: int) -> Grade:
        if chunk.mask[at] == "L":
            return self._letter(chunk, at)
        mark = chunk.mask[at]
        before, after, next_ = chunk.before(at), chunk.after(at), chunk.mask[at + 1 : at + 2]
        if mark == "’" and before and after:
            return self._apostrophe(before, after)
        if mark in _DASHES or mark == "…":
            return self._between(chunk, at, before, after)
        if mark in _OPENING:
            if before or not next_ or next_ not in "LD.(":
                return Grade.SOUND
            return Grade.FAIR if len(after) > 1 and self._known(after) else Grade.WEAK
        if mark in _CLOSING + "’":
            if len(after) > 1:
                return Grade.SOUND
            plural = mark == "’" and before.endswith("s") and self._known(before)
            if mark == "’":
                return Grade.FAIR if plural else Grade.WEAK
            return self._ending(chunk, at, before)
        if mark == "§":
            return Grade.FAIR if next_ == "D" or (not next_ and chunk.counts) else Grade.SOUND
        if mark == "°":
            behind = at and chunk.mask[at - 1] == "D"
            return Grade.FAIR if behind or chunk.text[at + 1 :].rstrip(".,") == "C" else Grade.SOUND
        return Grade.SOUND

    def _letter(self, chunk: _Chunk, at: int) -> Grade:
        start, end = chunk.run(at)
        word, printed = chunk.word(at), chunk.text[start:end]
        sign = not chunk.text[at].isalpha()
        usual = chunk.is_usual(at)
        if not _is_cased(word):
            return Grade.SOUND
        if len(word) == 1:
            beside = chunk.mask[max(0, at - 1) : at] + chunk.mask[at + 1 : at + 2]
            return Grade.WEAK if word in "åÅ" and "D" not in beside else Grade.SOUND
        if not self._known(word):
            return Grade.WEAK if not usual or chunk.written[at] in HOME else Grade.SOUND
        if not sign:
            # A capital in the midst of small letters is written by nobody.
            return Grade.STRONG if not _is_cased(printed) else Grade.FAIR
        if usual:
            return Grade.FAIR if len(word) > 2 else Grade.WEAK
        if at == start:
            return Grade.FAIR if len(word) > 3 else Grade.WEAK
        return Grade.STRONG

    def _apostrophe(self, before: str, after: str) -> Grade:
        if before.isupper() and len(before) > 1 and after.islower():
            return Grade.STRONG if after in _ENDINGS["norwegian"] else Grade.FAIR
        english = after in _ENDINGS["english"] and (
            self._known(before) or (after == "t" and before.endswith("n"))
        )
        french = before.lower() in _ENDINGS["elided"] and after[0].lower() in "aeiouyhéèêâîôœ"
        return Grade.FAIR if english or (french and self._known(after)) else Grade.SOUND

    def _between(self, chunk: _Chunk, at: int, before: str, after: str) -> Grade:
        """A dash or an ellipsis."""
        dash = chunk.mask[at] in _DASHES
        if before and after:
            known = self._known(before) and self._known(after)
            parted = dash and min(len(before), len(after)) >= _PARTED
            if not known:
                return Grade.SOUND
            return Grade.FAIR if parted else Grade.WEAK
        if after:
            if len(after) < 2 or not self._known(after):
                return Grade.WEAK if len(after) > 1 or is_small(after) else Grade.SOUND
            if not dash:
                return Grade.FAIR if len(after) > 2 else Grade.WEAK
            return Grade.STRONG if at == 0 and chunk.mask[at] == "–" else Grade.FAIR
        if before:
            return min(self._ending(chunk, at, before), Grade.WEAK if dash else Grade.FAIR)
        beside = chunk.mask[max(0, at - 1) : at] + chunk.mask[at + 1 : at + 2]
        if dash and beside == "DD":
            return Grade.STRONG
        alone = dash or beside == "()" or len(chunk.text) == 1
        return Grade.FAIR if alone else Grade.WEAK

    def _ending(self, chunk: _Chunk, at: int, before: str) -> Grade:
        if not before:
            return Grade.WEAK
        if len(before) < 2 or not self._known(before):
            return Grade.WEAK if len(before) > 1 or is_small(before) else Grade.SOUND
        # A capital within a sentence is a name's; at its start a small word is none.
        capital = before[0].isupper() and not before.isupper()
        name = capital and not (chunk.opens and is_small(before))
        return Grade.WEAK if name else Grade.FAIR

    def _known(self, word: str) -> bool:
        return self._lexicon.makes(word)


def _is_cased(word: str) -> bool:
    """Whether its capitals stand as they are written: all, none, or the first."""
    return word.isupper() or word[1:].islower() or len(word) == 1


def _may_open(line: str, at: int) -> bool:
    """Whether a sentence may begin at `at`: no word and no comma stands before it."""
    before = line[max(0, at - 5) : at].rstrip()
    return not before or not (before[-1].isalnum() or before[-1] in ",;_")


def _could_be_word(text: str) -> bool:
    """Whether it is a word in small letters, which no name is."""
    first = next((char for char in text if char.isalpha()), "")
    return first.islower()
