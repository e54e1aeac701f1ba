"""Text that knows where each of its characters stands in the file it came from."""

import re
from array import array
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from service.domain import Repair, Span

NOWHERE = -1
"""Offset of a character that stands nowhere in the file (a space that a repair put in)."""

_BLANKS = re.compile(r"\s+")


class Traced:
    """An immutable string with, for each character, its offset in the raw file.

    `at` has one code point offset a character; several characters may share one (a repair that
    made two of one), and `NOWHERE` marks those that were put in.
    """

    __slots__ = ("at", "text")

    def __init__(self, text: str, at: "array[int]") -> None:
        if len(text) != len(at):
            raise ValueError(f"{len(text)} characters but {len(at)} offsets")
        self.text = text
        self.at = at

    @classmethod
    def of(cls, text: str, start: int = 0) -> "Traced":
        """`text` as it stands in the file from `start` on."""
        return cls(text, array("q", range(start, start + len(text))))

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Traced({self.text!r})"

    def __getitem__(self, key: slice) -> "Traced":
        return Traced(self.text[key], self.at[key])

    def __add__(self, other: "Traced") -> "Traced":
        return Traced(self.text + other.text, self.at + other.at)

    def replaced(self, start: int, end: int, after: str) -> "Traced":
        """With `after` for the characters from `start` to `end`, all at the offset of the first."""
        where = self.at[start] if start < len(self) else NOWHERE
        middle = Traced(after, array("q", [where]) * len(after))
        return self[:start] + middle + self[end:]

    def without(self, start: int, end: int) -> "Traced":
        return self[:start] + self[end:]

    def strip(self) -> "Traced":
        start = len(self.text) - len(self.text.lstrip())
        return self[start : max(start, len(self.text.rstrip()))]

    def collapsed(self) -> "Traced":
        """Each run of white space as one space (at the offset of its first), none at the ends."""
        body = self.strip()
        if "  " not in body.text and all(c == " " or not c.isspace() for c in body.text):
            return body
        pieces: list[str] = []
        at = array("q")
        position = 0
        for blank in _BLANKS.finditer(body.text):
            pieces += [body.text[position : blank.start()], " "]
            at += body.at[position : blank.start() + 1]
            position = blank.end()
        pieces.append(body.text[position:])
        at += body.at[position:]
        return Traced("".join(pieces), at)


EMPTY = Traced("", array("q"))


def joined(pieces: Iterable[Traced]) -> Traced:
    """The pieces one after another."""
    parts = list(pieces)
    at = array("q")
    for part in parts:
        at += part.at
    return Traced("".join(part.text for part in parts), at)


class Mended(NamedTuple):
    """What a repair did to the characters of the file from some offset on."""

    end: int
    """Where they end."""
    gone: bool
    """Whether nothing stands for them any more."""


def mendings(repairs: Iterable[Repair]) -> dict[int, Mended]:
    """The repairs by the offset they were made at."""
    return {r.at: Mended(r.at + len(r.before), not r.after) for r in repairs}


def spans(text: Traced, raw: str, mended: Mapping[int, Mended]) -> tuple[Span, ...]:
    """The spans of `raw` that `text` was taken from, in reading order.

    Neighbours are merged where only white space, or what a repair took away, lies between them. A
    space that parts two paragraphs of which the file has markup alone between is in none of them.
    """
    found: list[list[int]] = []
    for char, offset in zip(text.text, text.at, strict=True):
        if offset == NOWHERE:
            continue
        if char == " " and not raw[offset].isspace() and offset not in mended:
            continue
        end = mended[offset].end if offset in mended else offset + 1
        while end in mended and mended[end].gone:
            end = mended[end].end
        if found:
            last = found[-1]
            if last[0] <= offset < last[1]:
                last[1] = max(last[1], end)
                continue
            if offset >= last[1] and raw[last[1] : offset].isspace() | (offset == last[1]):
                last[1] = end
                continue
        found.append([offset, end])
    return tuple((start, end) for start, end in found)
