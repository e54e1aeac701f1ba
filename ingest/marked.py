"""Lines that the format has marked (Markdown) into parts."""

from collections.abc import Sequence

from ingest.joining import Joiner
from ingest.parts import Part
from ingest.readers.lines import Line, Mark
from ingest.traced import Traced, joined

TABLE = "a table: its rows stand one after another"


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
            found.append(_part(mark, pieces, joiner))
        index = end
    return found


def _same_block(mark: Mark, line: Line) -> bool:
    if line.mark and mark.form == "table":
        return line.mark.form == "table" and line.mark.group == mark.group
    return line.continues


def _part(mark: Mark, pieces: list[Traced], joiner: Joiner) -> Part:
    filled = [piece for piece in pieces if piece.text.strip()]
    if mark.form == "table":
        return Part("table", joined(pieces).collapsed(), bound=True, uncertain=TABLE)
    text, starts = joiner.join(filled)
    return Part(
        mark.form,
        text,
        level=mark.level,
        line_starts=starts,
        key=mark.strong,
        bound=True,
        group=mark.group,
    )
