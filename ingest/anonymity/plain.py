"""Text as it is looked at: compatibility forms, look-alike letters and hidden marks undone.

The text itself is never altered. What was found in the plain form is told by its place in the text
as it stands, and letters that only look like others raise an alarm of their own.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from ingest.anonymity.alarm import Hit
from ingest.anonymity.lists import table
from service.domain import Span

LOOK_ALIKE = "look-alike letters"
HIDDEN = "hidden marks"

_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_JOINERS = "\u200c\u200d\u200e\u200f\u061c"
_SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[^\W\d_]+")
_COMBINING = re.compile(r"[\u0300-\u036f]")


class Plain:
    """The plain form of a text, each of its characters knowing where it came from."""

    __slots__ = ("_at", "text")

    def __init__(self, original: str) -> None:
        self._at: list[int] | None = None
        self.text = original
        if original.isascii() or (
            unicodedata.is_normalized("NFKC", original)
            and not _look_alikes().search(original)
            and not _HIDDEN.search(original)
        ):
            return
        pieces: list[str] = []
        at: list[int] = []
        for start, cluster in _clusters(original):
            plain = unicodedata.normalize("NFKC", cluster)
            plain = "".join(_map().get(letter, letter) for letter in plain)
            pieces.append(plain)
            at += [start] * len(plain)
        self.text = "".join(pieces)
        self._at = [*at, len(original)]

    def span(self, start: int, end: int) -> Span:
        """Where what stands from `start` to `end` of the plain text stands in the original."""
        if self._at is None:
            return start, end
        first = self._at[start]
        return first, max(self._at[end], first + 1)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Letters with the marks that combine with them; hidden marks left out."""
    start = 0
    cluster = ""
    for position, letter in enumerate(text):
        if _HIDDEN.match(letter):
            continue
        if cluster and _COMBINING.match(letter):
            cluster += letter
            continue
        if cluster:
            yield start, cluster
        start, cluster = position, letter
    if cluster:
        yield start, cluster


def disguises(text: str) -> Iterator[Hit]:
    """Words that mix letters of two alphabets which look alike, and marks that nobody sees."""
    if text.isascii():
        return
    for mark in _HIDDEN.finditer(text):
        if not _belongs(text, mark.start()):
            yield Hit(HIDDEN, mark.start(), mark.end())
    if not _look_alikes().search(text):
        return
    for word in _WORD.finditer(text):
        if _look_alikes().search(word.group()) and _is_disguised(word.group(), text):
            yield Hit(LOOK_ALIKE, word.start(), word.end())


def _belongs(text: str, position: int) -> bool:
    """Whether a joiner or a mark of direction stands where a script or a picture sign needs it, or
    a soft hyphen in a word."""
    before, after = text[max(position - 1, 0) : position], text[position + 1 : position + 2]
    if text[position] == _SOFT_HYPHEN:
        return True
    beside = [letter for letter in (before, after) if letter]
    foreign = any(not letter.isascii() and not _is_latin(letter) for letter in beside)
    return text[position] in _JOINERS and foreign


def _is_disguised(word: str, text: str) -> bool:
    if any(_is_latin(letter) for letter in word):
        return True
    # A word all of look-alikes is a word of its own language where that language is written.
    foreign = [letter for letter in text if letter.isalpha() and not _is_latin(letter)]
    return len(word) > 1 and all(letter in _map() for letter in foreign)


@cache
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("LATIN", "FULLWIDTH LATIN", "MICRO"))


@cache
def _map() -> dict[str, str]:
    return {
        look: letter
        for letter, looks in table("look_alikes", "letters").items()
        for look in looks.split()
    }


@cache
def _look_alikes() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(_map()))}]")
