"""Lines that belong together as one text: hyphens at line ends, white space."""

import re
from collections.abc import Iterable, Sequence

from ingest.traced import Traced, joined
from service.domain import Repair

_WORD = re.compile(r"\w+(?:-\w+)*")
_SPLIT = re.compile(r"(\w[\w-]*)([-\u00ad\u2010])\s*$")
_RANGE = re.compile(r"\d[–—]$")  # "2026–" and "2029": no space stands in a range
_FIRST = re.compile(r"\s*(\w+)")
_COORDINATED = {"og", "eller", "samt", "and", "or", "til", "to"}


class Joiner:
    """Joins lines. Which hyphens are real it learns from the words of the whole document."""

    def __init__(self, raw: str, texts: Iterable[str]) -> None:
        self._raw = raw
        self._words = {word.lower() for text in texts for word in _WORD.findall(text)}
        self.repairs: list[Repair] = []

    def join(self, lines: Sequence[Traced]) -> tuple[Traced, tuple[int, ...]]:
        """The lines as one text with single spaces, and where in it each line begins."""
        text = lines[0].collapsed()
        starts = [0]
        previous = lines[0]
        for line in lines[1:]:
            body = line.collapsed()
            split = _SPLIT.search(text.text)
            first = _FIRST.match(body.text)
            if split and first and first.group(1).lower() not in _COORDINATED:
                after = "-" if self._is_real(split.group(1), first.group(1)) else ""
                hyphen = len(text) - 1
                self._record(text, hyphen, after)
                text = text[:hyphen] + text[hyphen:].replaced(0, 1, after)
            elif _RANGE.search(text.text) and body.text[:1].isdigit():
                self._record(text, len(text) - 1, text.text[-1])
            else:
                text += _blank(previous, line)
            starts.append(len(text))
            text += body
            previous = line
        return text, tuple(starts)

    def _is_real(self, before: str, after: str) -> bool:
        """Whether the hyphen belongs to the word ("e-konsultasjon") or only to the line's end."""
        whole, hyphened = f"{before}{after}".lower(), f"{before}-{after}".lower()
        if hyphened in self._words:
            return True
        if whole in self._words:
            return False
        return len(before) == 1 or "-" in before or not after[0].islower() or before.isupper()

    def _record(self, text: Traced, hyphen: int, after: str) -> None:
        """Notes a hyphen and the line end behind it as one repair."""
        start = text.at[hyphen]
        end = start + 1
        while end < len(self._raw) and self._raw[end].isspace():
            end += 1
        reason = "line break after a hyphen" if after else "word split at a line's end"
        before = self._raw[start:end]
        self.repairs.append(Repair(at=start, before=before, after=after, reason=reason))


def _blank(line: Traced, following: Traced) -> Traced:
    """The white space between two lines as one space, traced to where it began."""
    tail = line[len(line.text.rstrip()) :]
    if tail:
        return tail[:1].replaced(0, 1, " ")
    lead = following[: len(following.text) - len(following.text.lstrip())]
    return lead[:1].replaced(0, 1, " ") if lead else joined([]) + Traced.of(" ", -1)
