"""Lines that the format has marked into parts."""

import re
from collections.abc import Sequence

from ingest.joining import Joiner
from ingest.parts import Part
from ingest.readers.lines import Line, Mark
from ingest.traced import Traced, joined

TABLE = "a table: its rows stand one after another"
_MARKED = re.compile(r"^\s*([-—–―|¦│‖])\s*(?=\w|[(\[])")
_BRACKETED = re.compile(r"^\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*\.?\s*$")


def parts(lines: Sequence[Line], joiner: Joiner) -> list[Part]:
    """One part a block: heading, paragraph, list item, paragraph of a block quote, table."""
    found: list[Part] = []
    index = 0
    while index < len(lines):
        mark = lines[index].mark or Mark("text")
        end = index + 1
        while end < len(lines) and _same_block(mark, lines[end]):
            end += 1
        pieces = [line.text for line in lines[index:end]]
        if any(piece.text.strip() for piece in pieces):
            found.append(_part(mark, pieces, _doubt(lines[index:end]), joiner))
        index = end
    return found


def _doubt(lines: Sequence[Line]) -> str | None:
    return next((line.mark.uncertain for line in lines if line.mark and line.mark.uncertain), None)


def _same_block(mark: Mark, line: Line) -> bool:
    if line.mark and mark.form == "table":
        return line.mark.form == "table" and line.mark.group == mark.group
    return line.continues


def _part(mark: Mark, pieces: list[Traced], uncertain: str | None, joiner: Joiner) -> Part:
    filled = [piece for piece in pieces if piece.text.strip()]
    if mark.form == "table":
        return Part("table", joined(pieces).collapsed(), bound=True, uncertain=TABLE)
    text, starts = joiner.join(filled)
    if mark.form == "attribution":
        return _attribution(text, mark)
    return Part(
        mark.form,
        text,
        level=mark.level,
        line_starts=starts,
        key=mark.strong,
        italic=mark.italic,
        bound=True,
        group=mark.group,
        uncertain=uncertain,
    )


def _attribution(text: Traced, mark: Mark) -> Part:
    """A speaker's name without the dash, bar or brackets around it."""
    hit = _MARKED.match(text.text)
    body = text[hit.end(1) :] if hit else text
    marks = [text[hit.start(1) : hit.end(1)]] if hit else []
    if _BRACKETED.match(body.text):
        inner = body.strip()
        end = inner.text.rindex(")") if ")" in inner.text else inner.text.rindex("]")
        marks += [inner[:1], inner[end:]]
        body = inner[1:end]
    return Part("attribution", body.collapsed(), bound=True, group=mark.group, marks=tuple(marks))
