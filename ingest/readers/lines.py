"""What every reader yields: lines with their place in the file and what the format says of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ingest.traced import Traced
from service.domain import Repair, SetAside

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

Form = Literal["heading", "item", "quote", "table", "text"]


@dataclass(frozen=True)
class Mark:
    """What the format itself says of a line; a line of plain text has none."""

    form: Form
    level: int = 0
    """Depth of a heading (from 1) or of a list item (from 1)."""
    group: int = 0
    """Number of the block quote, table or list that the line belongs to."""
    strong: bool = False
    """Whether the whole paragraph is emphasised strongly (a key statement)."""
    italic: bool = False


@dataclass(frozen=True)
class Line:
    """One line, its line end included, so that every character is accounted for."""

    text: Traced
    mark: Mark | None = None
    continues: bool = False
    """Whether the format says that it goes on where the line before it stopped."""
    page_start: bool = False
    blank_before: int = 0
    """Blank lines before it, beyond those that the format puts between all lines."""


@dataclass(frozen=True)
class Document:
    """A file as its reader understood it."""

    lines: tuple[Line, ...]
    set_aside: tuple[SetAside, ...] = ()
    """Characters that are no text: markup, front matter."""
    repairs: tuple[Repair, ...] = ()
    """Characters that the format writes otherwise (entities)."""
    meta: Mapping[str, Any] = field(default_factory=dict)
    """What the file says of itself: title, publisher, year, language, fictional."""


Read = Callable[[Traced], Document]
"""A reader: takes the decoded text, invisible characters already taken out."""


def split_lines(text: Traced) -> list[Traced]:
    """`text` cut after each line end (LF, CRLF, CR), the end kept."""
    return [text[hit.start() : hit.end()] for hit in _LINE.finditer(text.text)]
