"""What a line of plain text is by its first characters: a list item, an attribution, a number."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.quoting import speakers
from ingest.readers.lines import Line
from ingest.traced import Traced
from ingest.words import listed

_SURE = "•●▪■◦‣⁃∙➢►▶○◆✓✔→\uf0b7\uf0a7\uf0d8\uf076"
BULLET = re.compile(rf"^\s*([{_SURE}·*–—-]|\d{{1,2}}[.)]|[a-z]\))\s+(?=\S)")
NUMBER = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,2}){0,3})\.?\s*$")
STRAY = re.compile(r"^\W{1,3}$")
TERMINAL = re.compile(r"[.!?…][)\]»”\"’']*\s*$|:\s*$")
SENTENCE_END = re.compile(r"[.!?…][)\]»”\"’']*\s*$")
DASHES = "–—-"
_MARKER = re.compile(r"^\s*([|¦│‖])\s*(?=\w)")
_LETTER_MARKER = re.compile(r"^\s*([Il])\s+(?=[A-ZÆØÅ])")
_DASH_MARKER = re.compile(r"^\s*([—–―-])\s*(?=\w)")
_INLINE_MARKER = re.compile(r"\s([|¦│‖])\s+(?=\w)")
_INLINE_BULLET = re.compile(rf"(?<=\S)\s+(?=[{_SURE}]\s+\S)")
_FOOTNOTE = re.compile(r"^\s*(?:\[\d{1,2}\]|[¹²³⁴-⁹]{1,2}|\*\))\s*(?=\S)")
_FIGURE = re.compile(r"^\s*\d[\d.,]*\s+[a-zæøå]")
_ENGLISH_I = re.compile(r"^\s*I(?=[’']| [a-z])")
_CELL = re.compile(r"\S(?:\s{3,}|\t+)(?=\S)")


@dataclass(frozen=True)
class Signs:
    """Which signs a document uses, learnt from all of its lines."""

    bullets: frozenset[str]
    """Those that stand at the start of several lines."""
    dash_labels: bool
    """Whether lines that begin with a dash name who said what stands above."""


def signs(lines: Sequence[Line]) -> Signs:
    """The signs of a document."""
    hits = [BULLET.match(line.text.text) for line in lines]
    counts = Counter(hit.group(1) for hit in hits if hit)
    return Signs(
        frozenset(sign for sign, count in counts.items() if count >= 2 and sign in _SURE),
        any(
            hit and hit.group(1) in "—–―" and speakers.is_label(line.text[hit.end() :])
            for line in lines
            if (hit := _DASH_MARKER.match(line.text.text))
        ),
    )


def body(line: Line) -> str:
    """Its text without the line end."""
    return line.text.text.rstrip("\r\n\f\v")


def indent(line: Line) -> int:
    """Columns it is indented by; a tab counts four."""
    text = body(line)
    lead = text[: len(text) - len(text.lstrip())]
    return sum(4 if char == "\t" else char == " " for char in lead)


def starts_low(line: Line) -> bool:
    """Whether it begins with a small letter."""
    return line.text.text.lstrip()[:1].islower()


def goes_on(previous: Line, line: Line) -> bool:
    """Whether a sentence surely runs on from one line into the next."""
    if ends(previous):
        return False
    above = body(previous).rstrip()
    if starts_low(line) or above.endswith(",") or _FIGURE.match(line.text.text):
        return True
    if _ENGLISH_I.match(line.text.text):
        return len(above.split()) > 2
    return above.rsplit(maxsplit=1)[-1].lower() in listed("order", "hanging")


def ends(line: Line) -> bool:
    """Whether a sentence ends with it, or a colon."""
    return bool(TERMINAL.search(body(line)))


def counts_on(mark: str, following: str) -> bool:
    """Whether a list's mark is the next one after another: "b)" after "a)"."""
    if mark[-1:] != following[-1:]:
        return False
    if mark[:-1].isdigit() and following[:-1].isdigit():
        return int(following[:-1]) == int(mark[:-1]) + 1
    return len(mark) == len(following) == 2 and ord(following[0]) == ord(mark[0]) + 1


def is_footnote(line: Line) -> bool:
    """Whether it begins with the mark of a footnote."""
    return bool(_FOOTNOTE.match(line.text.text))


def cells(line: Line) -> int:
    """How many cells parted by wide gaps it has."""
    return len(_CELL.findall(body(line).strip())) + 1


def marker(line: Line) -> re.Match[str] | None:
    """The marker of an attribution that the line begins with, if its own words show it."""
    text = line.text
    if hit := _MARKER.match(text.text):
        alone = text.text.count("|") < 2
        return hit if alone and speakers.may_be_label(text[hit.end() :]) else None
    hit = _LETTER_MARKER.match(text.text)
    return hit if hit and speakers.is_label(text[hit.end() :]) else None


def dash_marker(
    line: Line, previous: Line | None, following: Line | None, known: Signs
) -> re.Match[str] | None:
    """The dash of an attribution on a line of its own, below what was said."""
    hit = _DASH_MARKER.match(line.text.text)
    if not hit or previous is None:
        return None
    listed = [x for x in (previous, following) if x and (b := BULLET.match(x.text.text))
              and b.group(1) == hit.group(1)]  # fmt: skip
    rest = line.text[hit.end() :]
    if speakers.is_label(rest):
        return hit if hit.group(1) in "—―" or not listed else None
    if not known.dash_labels or hit.group(1) == "-" or listed:
        return None
    said = SENTENCE_END.search(body(previous)) or body(previous).rstrip().endswith((")", "]"))
    short = not rest.text.rstrip().endswith((".", ",", ";")) and rest.text.strip()[:1].isupper()
    return hit if said and short and speakers.may_be_label(rest) else None


def split_inline(lines: Sequence[Line], known: Signs) -> list[Line]:
    """The lines, those cut in two in which an attribution follows a quote's last words, or a list
    item another text."""
    found: list[Line] = []
    for line in lines:
        found += _split_bullets(line, known)
    return [piece for line in found for piece in _split_label(line)]


def _split_bullets(line: Line, known: Signs) -> list[Line]:
    text = line.text
    cuts = [
        hit.end()
        for hit in _INLINE_BULLET.finditer(text.text)
        if text.text[hit.end()] in known.bullets
    ]
    return _cut(line, cuts)


def _split_label(line: Line) -> list[Line]:
    hits = list(_INLINE_MARKER.finditer(line.text.text))
    if len(hits) == 1 and hits[0].start() > 0 and not _MARKER.match(line.text.text):
        cut = hits[0].start(1)
        if speakers.may_be_label(line.text[cut + 1 :]):
            return _cut(line, [cut])
    return [line]


def _cut(line: Line, cuts: Sequence[int]) -> list[Line]:
    if not cuts:
        return [line]
    edges = [0, *cuts, len(line.text)]
    pieces: list[Traced] = [line.text[a:b] for a, b in pairwise(edges)]
    return [replace(line, text=pieces[0]), *(Line(piece) for piece in pieces[1:])]
