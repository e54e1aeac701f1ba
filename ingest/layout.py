"""Lines of plain text into paragraphs, by what their ends and widths tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest import speakers
from ingest.joining import Joiner
from ingest.parts import Part
from ingest.readers.lines import Line
from ingest.traced import Traced

_BULLET = re.compile(r"^\s*([•●▪■◦‣⁃∙·*➢►–—-]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_DASHES = "–—-"
_NUMBER = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,2}){0,3})\.?\s*$")
_STRAY = re.compile(r"^\W{1,3}$")
_MARKER = re.compile(r"^\s*([|¦│‖])\s*(?=\w)")
_LETTER_MARKER = re.compile(r"^\s*([Il])\s+(?=[A-ZÆØÅ])")
_INLINE_MARKER = re.compile(r"\s([|¦│‖])\s+(?=\w)")
_DOTS = re.compile(r"\.{4,}\s*\d{1,4}\s*$|(?:\.\s){4,}\s*\d{1,4}\s*$")
_TERMINAL = re.compile(r"[.!?…][)\]»”\"’']*\s*$|:\s*$")
_SENTENCE_END = re.compile(r"[.!?…][)\]»”\"’']*\s*$")
_NARROW = {**dict.fromkeys("ijl.,:;|!’' ", 0.26), **dict.fromkeys("ftr()-/[]«»", 0.36)}
_WIDE = {**dict.fromkeys("mwMWÆ—…", 0.85)}
_FITS = 0.86
"""Part of a column's width that a line with the next word may fill and still have had room."""


def ems(text: str) -> float:
    """About how wide `text` is in a proportional font, in ems."""
    total = 0.0
    for char in text:
        width = _NARROW.get(char) or _WIDE.get(char)
        total += width if width else (0.68 if char.isupper() else 0.54)
    return total


@dataclass(frozen=True)
class Habits:
    """How a text was laid out, measured over all of it."""

    wrap_space: bool
    """A line that goes on ends with a space, one that ends a paragraph does not."""
    blank_separates: bool
    """Blank lines stand between paragraphs (and not between all lines)."""
    words: frozenset[str]
    """Words that occur in lower case."""


def habits(lines: Sequence[Line]) -> Habits:
    """The habits of a text, from all of its lines."""
    going_on = with_space = 0
    blanks = sum(line.blank_before > 0 for line in lines[1:])
    for line, following in pairwise(lines):
        body = line.text.text.rstrip("\r\n")
        if following.text.text.lstrip()[:1].islower() and not _TERMINAL.search(body):
            going_on += 1
            with_space += body.endswith((" ", "-"))
    words = {w for line in lines for w in re.findall(r"\b[a-zæøåéôü]\w*", line.text.text)}
    return Habits(
        wrap_space=going_on >= 10 and with_space >= 0.9 * going_on,
        blank_separates=blanks >= 0.05 * len(lines) and blanks > 1,
        words=frozenset(words),
    )


class Layout:
    """Cuts the lines of a document without marks into parts of kind text, item, attribution,
    number and aside."""

    def __init__(self, lines: Sequence[Line], joiner: Joiner) -> None:
        self.lines = _split_inline(lines)
        self.habits = habits(self.lines)
        self.joiner = joiner

    def parts(self) -> list[Part]:
        found: list[Part] = []
        page = -1
        start = 0
        for index, line in enumerate(self.lines):
            if index and self._breaks(start, index):
                found.append(self._part(self.lines[start:index], page))
                start = index
            page += line.page_start
        if self.lines:
            found.append(self._part(self.lines[start:], page))
        return found

    def _part(self, lines: Sequence[Line], page: int) -> Part:
        first = lines[0].text
        width = max(ems(line.text.text.strip()) for line in lines)
        # The page of a part that starts a page has been counted already.
        here = page
        if len(lines) == 1:
            text = first.collapsed()
            if hit := _NUMBER.match(text.text):
                return Part("number", text[: hit.end()], page=here)
            if _STRAY.match(text.text):
                return Part("aside", text, page=here, reason="stray mark")
            if _DOTS.search(text.text):
                return Part("aside", text, page=here, reason="table of contents")
        if mark := _attribution(first):
            text, starts = self.joiner.join([first[mark.end() :], *(x.text for x in lines[1:])])
            marks = (first[mark.start(1) : mark.end(1)],)
            return Part("attribution", text, page=here, marks=marks, line_starts=starts)
        if self._is_item(lines[0], None) and (bullet := _BULLET.match(first.text)):
            text, starts = self.joiner.join(
                [first[bullet.end() :], *(line.text for line in lines[1:])]
            )
            marks = (first[bullet.start(1) : bullet.end(1)],)
            return Part(
                "item", text, page=here, marks=marks, line_starts=starts, width=width, level=1
            )
        text, starts = self.joiner.join([line.text for line in lines])
        return Part("text", text, page=here, line_starts=starts, width=width)

    def _is_item(self, line: Line, previous: Line | None) -> bool:
        hit = _BULLET.match(line.text.text)
        if not hit:
            return False
        if hit.group(1) not in _DASHES or previous is None:
            return True
        # A dash in the middle of a sentence that goes on is no list item.
        before = previous.text.text.rstrip("\r\n")
        goes_on = not _TERMINAL.search(before) and not before.rstrip().endswith((",", ";"))
        lower = line.text.text[hit.end() :][:1].islower()
        return not (lower and goes_on and (before.endswith(" ") or not self.habits.wrap_space))

    def _breaks(self, start: int, index: int) -> bool:
        line, previous = self.lines[index], self.lines[index - 1]
        text = line.text.text
        before = previous.text.text.rstrip("\r\n")
        if line.page_start or self._is_item(line, previous):
            return True
        if _attribution(line.text) or _attribution(self.lines[start].text):
            return bool(_attribution(line.text)) or not self._label_goes_on(start, index)
        if any(_NUMBER.match(t) or _STRAY.match(t.strip()) for t in (text, before)):
            return True
        if _DOTS.search(before) or _DOTS.search(text):
            return True
        if self.habits.blank_separates and line.blank_before and not self.habits.wrap_space:
            return True
        lower = text.lstrip()[:1].islower()
        ended = bool(_TERMINAL.search(before))
        if before.rstrip().endswith(("-", "\u00ad")) and lower:
            return False
        if self.habits.wrap_space and not before.endswith(" "):
            return not (lower and not ended)
        if ended:
            following = index + 1 < len(self.lines) and not self.lines[index + 1].page_start
            return self._had_room(start, index) or (
                following
                and not _TERMINAL.search(text.rstrip("\r\n"))
                and (not self.habits.wrap_space or text.rstrip("\r\n").endswith(" "))
                and self._is_heading_line(index, index + 1)
            )
        return self._is_heading_line(start, index)

    def _label_goes_on(self, start: int, index: int) -> bool:
        """Whether an attribution that wrapped takes this line too ("| Sykepleier," "kommune")."""
        before = self.lines[index - 1].text.text.rstrip("\r\n")
        text = self.lines[index].text.text.strip()
        if not (before.rstrip().endswith(",") or (self.habits.wrap_space and before.endswith(" "))):
            return False
        return text[:1].islower() and len(text.split()) <= 4 and not _SENTENCE_END.search(text)

    def _had_room(self, start: int, index: int) -> bool:
        """Whether the next word would have fitted on the line before: the break was meant."""
        column = self._column(start, index)
        word = self.lines[index].text.text.split()[0]
        return ems(self.lines[index - 1].text.text.strip() + " " + word) < _FITS * column

    def _column(self, start: int, index: int) -> float:
        """Width of the column above the break; where one line stands above, of what follows."""
        above = [ems(line.text.text.strip()) for line in self.lines[start:index]]
        if len(above) > 1:
            return max(above)
        below = above
        for line in self.lines[index : index + 12]:
            if line.page_start:
                break
            below.append(ems(line.text.text.strip()))
            body = line.text.text.rstrip("\r\n")
            if self.habits.wrap_space and not body.endswith(" "):
                break
        return max(below)

    def _is_heading_line(self, start: int, index: int) -> bool:
        """Whether the line before is a heading that runs on into its text: it begins a paragraph,
        stops without a stop though there was room, and the next begins with a capital that its
        first word does not need."""
        if index - start > 1:
            return False
        word = re.match(r"\s*[«\"(]?(\w+)", self.lines[index].text.text)
        before = self.lines[index - 1].text.text.strip()
        if (
            not word
            or not word.group(1)[0].isupper()
            or not before[:1].isupper() | (before[:1] in '«"')
        ):
            return False
        known = word.group(1).lower() in self.habits.words
        column = self._column(start, index)
        fits = ems(before + " " + word.group(1)) <= column
        return known and fits and not before.endswith((",", ";", "-"))


def _attribution(text: Traced) -> re.Match[str] | None:
    """The marker of an attribution that the line begins with, if it does."""
    if hit := _MARKER.match(text.text):
        rest = text[hit.end() :]
        return hit if text.text.count("|") < 2 and speakers.may_be_label(rest) else None
    hit = _LETTER_MARKER.match(text.text)
    return hit if hit and speakers.is_label(text[hit.end() :]) else None


def _split_inline(lines: Sequence[Line]) -> list[Line]:
    """Lines in which an attribution follows the quote's last words, cut in two."""
    found: list[Line] = []
    for line in lines:
        hits = list(_INLINE_MARKER.finditer(line.text.text))
        if len(hits) == 1 and hits[0].start() > 0 and not _MARKER.match(line.text.text):
            cut = hits[0].start(1)
            if speakers.may_be_label(line.text[cut + 1 :]):
                found.append(
                    Line(line.text[:cut], None, line.continues, line.page_start, line.blank_before)
                )
                found.append(Line(line.text[cut:]))
                continue
        found.append(line)
    return found


def tail_heading(part: Part, joiner: Joiner) -> tuple[Part, Part] | None:
    """A paragraph whose last lines are the next heading, cut there: after a full sentence come
    one to three short lines that begin with a capital and end without a stop."""
    if part.kind not in ("text", "item") or part.lines < 2 or _TERMINAL.search(part.text.text):
        return None
    for count in (1, 2, 3):
        if part.lines <= count:
            break
        cut = part.line_starts[-count]
        above, below = part.text[:cut].strip(), part.text[cut:]
        if _SENTENCE_END.search(above.text):
            starts_well = below.text[:1].isupper() or below.text[:1] in '«"'
            if not starts_well or re.search(r"[.!?]\s", below.text):
                return None
            kept = part.line_starts[: part.lines - count]
            starts = tuple(start - cut for start in part.line_starts[-count:])
            rows = zip(starts, [*starts[1:], len(below)], strict=True)
            width = max(ems(below.text[first:last]) for first, last in rows)
            head = Part("text", below, page=part.page, line_starts=starts, width=width)
            return replace(part, text=above, line_starts=kept), head
    return None
