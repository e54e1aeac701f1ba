"""Where in a report the text that a correction names stands."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.parts import Part
from ingest.traced import NOWHERE, Traced
from service.domain import SetAside

_NO_TEXT = ("participant number",)
"""Reasons for which what is set aside stays so."""


class UnfitError(Exception):
    """A correction does not fit the report. Says why, by lines, never by the text."""


@dataclass(frozen=True)
class Spot:
    """A run of the raw file: offsets of its first and its last character, and their lines."""

    first: int
    last: int
    line: int
    last_line: int


class Locator:
    """Finds text in one report: as Funn shows it (repaired, lines joined), or as the file has
    it."""

    def __init__(self, raw: str, parts: Sequence[Part], set_aside: Sequence[SetAside]) -> None:
        self._raw = raw
        self._lines = [0, *(hit.end() for hit in re.finditer(r"\r\n|\r|\n", raw))]
        named = [p for p in parts if not (p.kind == "aside" and p.reason in _NO_TEXT)]
        self._texts = [text for part in named for text in texts(part) if text]
        self._held = bytearray(len(raw))
        for text in self._texts:
            for offset in text.at:
                if offset != NOWHERE:
                    self._held[offset] = 1
        self._set_aside = set_aside

    def line(self, offset: int) -> int:
        """The line of the file (from 1) on which `offset` stands."""
        return bisect_right(self._lines, offset)

    def find(self, text: str, line: int | None = None, occurrence: int | None = None) -> Spot:
        """The one place of `text`. Raises `UnfitError`."""
        wanted = " ".join(text.split())
        if not wanted:
            raise UnfitError("names no text")
        found = self.all(wanted)
        if not found:
            raise UnfitError(self._missing(wanted))
        here = [spot for spot in found if line is None or spot.line == line]
        lines = ", ".join(dict.fromkeys(str(spot.line) for spot in found[:12]))
        if not here:
            raise UnfitError(f"names text that does not begin on line {line} but on {lines}")
        if occurrence is not None:
            if occurrence > len(here):
                raise UnfitError(f"names occurrence {occurrence} of a text with {len(here)}")
            return here[occurrence - 1]
        if len(here) > 1:
            raise UnfitError(
                f"names text that stands in {len(here)} places (lines {lines}): say which with"
                " `line` or `occurrence`, or give more of the text"
            )
        return here[0]

    def all(self, wanted: str) -> list[Spot]:
        """Every place of `wanted` (white space collapsed), in the order of the file: whole words
        where it stands so anywhere."""
        spots: dict[int, tuple[Spot, bool]] = {}
        for text in self._texts:
            for start in _every(text.text, wanted):
                self._add(
                    spots, text.at[start : start + len(wanted)], _whole(text.text, start, wanted)
                )
        if not spots:
            pattern = re.compile(r"\s+".join(re.escape(word) for word in wanted.split(" ")))
            for hit in pattern.finditer(self._raw):
                inside = array("q", (o for o in range(*hit.span()) if self._held[o]))
                self._add(spots, inside, _whole(self._raw, hit.start(), hit.group()))
        any_whole = any(is_whole for _, is_whole in spots.values())
        return [spots[at][0] for at in sorted(spots) if spots[at][1] or not any_whole]

    def _add(self, spots: dict[int, tuple[Spot, bool]], at: "array[int]", whole: bool) -> None:
        known = [offset for offset in at if offset != NOWHERE]
        if known:
            first, last = known[0], known[-1]
            spots.setdefault(first, (Spot(first, last, self.line(first), self.line(last)), whole))

    def _missing(self, wanted: str) -> str:
        """What was found instead, as lines and numbers of words."""
        pattern = re.compile(r"\s+".join(re.escape(word) for word in wanted.split(" ")))
        if hit := pattern.search(self._raw):
            inside = next(
                (
                    a.reason
                    for a in self._set_aside
                    for s, e in a.raw
                    if s < hit.end() and hit.start() < e
                ),
                "a participant number",
            )
            return f"names text on line {self.line(hit.start())} that was set aside: {inside}"
        words = wanted.split(" ")
        for count in range(len(words) - 1, 0, -1):
            if found := self.all(" ".join(words[:count])):
                if count == 1 and len(found) > 1:
                    break
                return (
                    f"names text that the report does not hold: its first {count} of {len(words)}"
                    f" words stand on line {found[0].line}, the next does not follow there"
                )
        for count in range(len(words) - 1, 1, -1):
            if found := self.all(" ".join(words[-count:])):
                return (
                    f"names text that the report does not hold: only its last {count} of"
                    f" {len(words)} words stand there, on line {found[0].line}"
                )
        return "names text of which the report holds nothing"


def texts(part: Part) -> Iterator[Traced]:
    """All texts of a part."""
    yield from (part.lead_in, part.number, part.text, part.label)


def pieces(part: Part) -> Iterator[Traced]:
    """All characters of a part: its texts and its marks."""
    yield from texts(part)
    yield from part.marks


def _every(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted)
    while start >= 0:
        yield start
        start = text.find(wanted, start + 1)


def _whole(text: str, start: int, wanted: str) -> bool:
    """Whether a hit cuts no word at its ends."""
    end = start + len(wanted)
    opens = not (wanted[0].isalnum() and start > 0 and text[start - 1].isalnum())
    return opens and not (wanted[-1].isalnum() and text[end : end + 1].isalnum())
