"""Lines of plain text into paragraphs, by what their ends, widths and indents tell."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.joining import Joiner
from ingest.layout import line_kinds
from ingest.layout.line_kinds import BULLET, DASHES, NUMBER, SENTENCE_END, STRAY, TERMINAL, body
from ingest.layout.room import Room
from ingest.layout.type_width import ems
from ingest.mending.lexicon import is_small
from ingest.parts import Part
from ingest.readers.lines import Line
from ingest.words import listed

FOOTNOTE = "a footnote: what it belongs to stands elsewhere on its page"
_CELLS = 3
_FITS = 0.86
"""Part of a column's width that a line with the next word may fill and still have had room, where
spaces at line ends tell most."""
_SUBSECTION = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[A-ZÆØÅ«]")
_BEGINS = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+)?[«\"“]?[A-ZÆØÅ]")
_LONG, _SHORT = 0.7, 0.9
"""Part of its column that a page's last line fills, at least, when its sentence goes on on the next
page; and at most, when it is a heading."""
_HEADING_WORDS = 10
_DEEPER = 2
"""Columns by which a line has to be indented for it to count."""


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
        text = body(line)
        if line_kinds.starts_low(following) and not TERMINAL.search(text):
            going_on += 1
            with_space += text.endswith((" ", "-"))
    words = {w for line in lines for w in re.findall(r"\b[a-zæøåéôü]\w*", line.text.text)}
    return Habits(
        wrap_space=going_on >= 10 and with_space >= 0.9 * going_on,
        blank_separates=blanks >= 0.05 * len(lines) and blanks > 1,
        words=frozenset(words),
    )


class Layout:
    """Cuts the lines of a document without marks into parts of kind text, item, attribution,
    number, table and aside."""

    def __init__(self, lines: Sequence[Line], joiner: Joiner) -> None:
        self.signs = line_kinds.signs(lines)
        self.lines = line_kinds.split_inline(lines, self.signs)
        self.habits = habits(self.lines)
        self.room = Room(self.lines)
        self.joiner = joiner
        indents = Counter(line_kinds.indent(line) for line in self.lines)
        self._margin = max(indents, key=lambda size: indents[size], default=0)
        self._labels = [self._label(index) for index in range(len(self.lines))]

    def parts(self) -> list[Part]:
        found: list[Part] = []
        page = -1
        start = 0
        for index, line in enumerate(self.lines):
            if index and self._breaks(start, index):
                found.append(self._part(start, index, page))
                start = index
            page += line.page_start or page < 0
        if self.lines:
            found.append(self._part(start, len(self.lines), page))
        return found

    def _label(self, index: int) -> re.Match[str] | None:
        """The marker of an attribution that a line begins with."""
        before = self.lines[index - 1] if index else None
        after = self.lines[index + 1] if index + 1 < len(self.lines) else None
        line = self.lines[index]
        return line_kinds.marker(line) or line_kinds.dash_marker(line, before, after, self.signs)

    def _part(self, start: int, stop: int, page: int) -> Part:
        lines = self.lines[start:stop]
        first = lines[0].text
        width = max(ems(line.text.text.strip()) for line in lines)
        if len(lines) == 1:
            text = first.collapsed()
            if hit := NUMBER.match(text.text):
                return Part("number", text[: hit.end()], page=page)
            if STRAY.match(text.text):
                return Part("aside", text, page=page, reason="stray mark")
            if self._is_row(start):
                return Part("table", text, page=page, line_starts=(0,), width=width)
        if mark := self._labels[start]:
            text, starts = self.joiner.join([first[mark.end() :], *(x.text for x in lines[1:])])
            marks = (first[mark.start(1) : mark.end(1)],)
            return Part("attribution", text, page=page, marks=marks, line_starts=starts)
        if self._is_item(start, start) and (bullet := BULLET.match(first.text)):
            text, starts = self.joiner.join(
                [first[bullet.end() :], *(line.text for line in lines[1:])]
            )
            marks = (first[bullet.start(1) : bullet.end(1)],)
            return Part(
                "item", text, page=page, marks=marks, line_starts=starts, width=width, level=1
            )
        text, starts = self.joiner.join([line.text for line in lines])
        doubt = FOOTNOTE if line_kinds.is_footnote(lines[0]) else None
        inset = len(lines) > 1 and all(
            line_kinds.indent(line) >= self._margin + _DEEPER for line in lines
        )
        return Part(
            "text", text, page=page, line_starts=starts, width=width, uncertain=doubt, inset=inset
        )

    def _is_row(self, index: int) -> bool:
        """Whether a line is a table's row: three cells or more, as has a line beside it."""
        if line_kinds.cells(self.lines[index]) < _CELLS:
            return False
        near = [i for i in (index - 1, index + 1) if 0 <= i < len(self.lines)]
        return any(line_kinds.cells(self.lines[i]) >= _CELLS for i in near)

    # --- where a part ends ---------------------------------------------------------------------

    def _is_item(self, start: int, index: int) -> bool:
        """Whether a line begins a list item. `start` is where the part above it begins."""
        line = self.lines[index]
        hit = BULLET.match(line.text.text)
        if not hit:
            return False
        mark = hit.group(1)
        if mark in self.signs.bullets or index == start:
            return True
        # A dash or a number in the middle of a sentence that goes on is no list item.
        before = body(self.lines[index - 1])
        goes_on = not TERMINAL.search(before) and not before.rstrip().endswith((",", ";"))
        low = line.text.text[hit.end() :][:1].islower()
        if not (low and goes_on):
            return True
        if self.habits.wrap_space:
            return mark in DASHES and not before.endswith(" ")
        listed = BULLET.match(self.lines[start].text.text)
        if listed is None:
            return False
        if mark in DASHES:
            return listed.group(1) == mark and self.room.had_room(start, index)
        return line_kinds.counts_on(listed.group(1), mark)

    def _breaks(self, start: int, index: int) -> bool:
        line, previous = self.lines[index], self.lines[index - 1]
        before = body(previous)
        if self._is_item(start, index) or (line.page_start and self.habits.wrap_space):
            return True
        if self._labels[index] or self._labels[start]:
            return bool(self._labels[index]) or not self._label_goes_on(start, index)
        if any(NUMBER.match(t) or STRAY.match(t.strip()) for t in (line.text.text, before)):
            return True
        if line_kinds.is_footnote(line) or self._is_row(index) or self._is_row(index - 1):
            return True
        if self.habits.wrap_space:
            return self._breaks_by_spaces(start, index)
        return self._breaks_by_room(start, index)

    def _breaks_by_room(self, start: int, index: int) -> bool:
        """Where line ends tell nothing: blank lines, indents, and lines that had room left."""
        line, previous = self.lines[index], self.lines[index - 1]
        goes_on = line_kinds.goes_on(previous, line)
        if goes_on and body(previous).rstrip().endswith(("-", "\u00ad")):
            return False
        full = not self.room.had_room(start, index)
        if line.page_start:
            return not (goes_on and (full or self.room.fill(index - 1) >= _LONG))
        if line.blank_before and self.habits.blank_separates:
            return not (goes_on and full)
        if self._indents(start, index) and not (goes_on and full):
            return True
        ended = line_kinds.ends(previous)
        if index - start == 1 and _SUBSECTION.match(previous.text.text) and _begins(line):
            return not ended
        if ended and _SUBSECTION.match(line.text.text) and not line_kinds.ends(line):
            return True
        if (ended and self._is_alone(index)) or (not ended and self._heads(start, index)):
            return True
        if not goes_on and ended and self.room.changes(start, index):
            return True
        return not goes_on and not full

    def _is_alone(self, index: int) -> bool:
        """Whether a line after a sentence's end is a heading: it begins with a capital, stops
        within no sentence, and would have had room for more, or ends its page."""
        line = self.lines[index]
        if not _begins(line) or line_kinds.ends(line) or body(line).rstrip().endswith((",", "-")):
            return False
        if index + 1 == len(self.lines) or self.lines[index + 1].page_start:
            return len(body(line).split()) <= _HEADING_WORDS and self.room.fill(index) < _SHORT
        after = self.lines[index + 1]
        fresh = _begins(after) and not line_kinds.goes_on(line, after)
        return fresh and self.room.had_room(index, index + 1)

    def _heads(self, start: int, index: int) -> bool:
        """Whether the one line above is a heading, though it has no room left: it stops within no
        sentence, and the next line begins with a capital that its first word does not need."""
        above = body(self.lines[index - 1]).strip()
        if index - start > 1 or BULLET.match(above) or not _begins(self.lines[index - 1]):
            return False
        word = re.match(r"\s*(\w+)", self.lines[index].text.text)
        capital = word is not None and word.group(1)[0].isupper()
        if word is None or not capital or not self._is_common(word.group(1)):
            return False
        last = above.rsplit(maxsplit=1)[-1].lower()
        short = len(above.split()) <= _HEADING_WORDS and not above.endswith((",", ";", "-", "–"))
        return short and last not in listed("order", "hanging")

    def _indents(self, start: int, index: int) -> bool:
        """Whether an indent begins or ends a block here. A paragraph's first line, and what follows
        a list mark, may be indented otherwise than the lines below."""
        step = line_kinds.indent(self.lines[index]) - line_kinds.indent(self.lines[index - 1])
        listed = BULLET.match(self.lines[start].text.text) is not None
        if step >= _DEEPER:
            return not listed
        return step <= -_DEEPER and (listed or index - start > 1)

    def _breaks_by_spaces(self, start: int, index: int) -> bool:
        """Where a line that goes on ends with a space."""
        line, previous = self.lines[index], self.lines[index - 1]
        before = body(previous)
        low = line_kinds.starts_low(line)
        ended = line_kinds.ends(previous)
        if before.rstrip().endswith(("-", "\u00ad")) and low:
            return False
        if not before.endswith(" "):
            return not (low and not ended)
        if ended:
            following = index + 1 < len(self.lines) and not self.lines[index + 1].page_start
            text = body(line)
            return self._had_room(start, index) or (
                following
                and not TERMINAL.search(text)
                and text.endswith(" ")
                and self._is_heading_line(index, index + 1)
            )
        return self._is_heading_line(start, index)

    def _label_goes_on(self, start: int, index: int) -> bool:
        """Whether an attribution that wrapped takes this line too ("| Sykepleier," "kommune")."""
        before = body(self.lines[index - 1])
        text = self.lines[index].text.text.strip()
        if not (before.rstrip().endswith(",") or (self.habits.wrap_space and before.endswith(" "))):
            return False
        return text[:1].islower() and len(text.split()) <= 4 and not SENTENCE_END.search(text)

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
            if not body(line).endswith(" "):
                break
        return max(below)

    def _is_common(self, word: str) -> bool:
        """Whether a word begins with a small letter elsewhere, or is one that does in any text."""
        return word.lower() in self.habits.words or is_small(word)

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
        known = self._is_common(word.group(1))
        column = self._column(start, index)
        fits = ems(before + " " + word.group(1)) <= column
        return known and fits and not before.endswith((",", ";", "-"))


def _begins(line: Line) -> bool:
    """Whether it begins as a heading does: with a capital, or with a number before one."""
    return bool(_BEGINS.match(line.text.text))


def tail_heading(part: Part, joiner: Joiner) -> tuple[Part, Part] | None:
    """A paragraph whose last lines are the next heading, cut there: after a full sentence come
    one to three short lines that begin with a capital and end without a stop."""
    if part.kind not in ("text", "item") or part.lines < 2 or TERMINAL.search(part.text.text):
        return None
    for count in (1, 2, 3):
        if part.lines <= count:
            break
        cut = part.line_starts[-count]
        above, below = part.text[:cut].strip(), part.text[cut:]
        if SENTENCE_END.search(above.text):
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
