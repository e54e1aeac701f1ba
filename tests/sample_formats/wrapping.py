"""Text wrapped to a width, with some long words parted at a line's end as a typesetter does."""

import re

from tests.sample_formats.fonts import width

_WORD = re.compile(r"[A-Za-zÆØÅæøåé]{10,}")
_PART = re.compile(
    r"(?<=[bdfgklmnprstv])(?=[bdfghjklmnprstv][aeiouyæøå])"
    r"(?<![bfgkp](?=[lr]))(?<![dtv](?=r))(?<!s(?=[klmnptv]))(?<!k(?=[jn]))"
)
"""Between two consonants before a vowel, but for those that begin a syllable together."""
_LEAST = 4
"""Letters that stay together on either side."""
_ROOM = 0.08
"""Share of a line that would stay empty before a word is parted."""


def wrapped(text: str, font: str, size: float, room: float, *, whole: bool = False) -> list[str]:
    """The lines of `text` in `room` points; no word is parted if `whole`."""
    lines: list[str] = []
    line = ""
    words = text.split(" ")
    while words:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if width(longer, font, size) <= room:
            line = longer
            continue
        head, tail = ("", word) if whole else _parted(word, line, font, size, room)
        if head:
            line = f"{line} {head}" if line else head
            word = tail
        if not line:
            raise ValueError(f"{word!r} is wider than its column")
        lines.append(line)
        line = ""
        words.insert(0, word)
    return [*lines, line] if line else lines


def _parted(word: str, line: str, font: str, size: float, room: float) -> tuple[str, str]:
    """The part of `word` that still fits into `line`, with its hyphen, and the rest."""
    used = width(line + " ", font, size) if line else 0.0
    if line and room - used < _ROOM * room:
        return "", word
    for at in reversed(_breaks(word)):
        head = word[:at] if word[at - 1] == "-" else word[:at] + "-"
        if used + width(head, font, size) <= room:
            return head, word[at:]
    return "", word


def _breaks(word: str) -> list[int]:
    """Where `word` may be parted: behind its own hyphens, and between two consonants."""
    found = {hit.end() for hit in re.finditer(r"(?<=\w\w\w)-(?=\w\w\w)", word)}
    for hit in _WORD.finditer(word):
        for part in _PART.finditer(hit.group()):
            if _LEAST <= part.start() <= len(hit.group()) - _LEAST:
                found.add(hit.start() + part.start())
    return sorted(found)
