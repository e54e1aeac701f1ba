"""What every reader yields: lines with their place in the file and what the format says of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ingest.traced import Traced
from service.domain import Box, Repair, SetAside

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

Form = Literal["heading", "item", "quote", "attribution", "table", "text"]
"""An attribution is one by its setting (a bar, letters of its own) and follows its quote."""


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
    uncertain: str | None = None
    """Why its order or extent could not be known; None when it could."""


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


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a run of the raw text (a word, a line) stands on a page."""

    start: int
    end: int
    box: Box


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
    spots: tuple[Spot, ...] = ()
    """Where the raw text stands on its pages, in order of `start`; none without pages."""
    printed: Mapping[int, str] = field(default_factory=dict)
    """Physical page (from 1) to the number printed on it, for those on which one was seen."""
    notices: tuple[str, ...] = ()
    """What a researcher should know of the file (pages without text, hidden text, named authors),
    in words that name no person."""


@dataclass(frozen=True)
class Reading:
    """A file, read: its raw text and what its reader understood of it."""

    raw: str
    """What offsets count in, in code points: the decoded file where it is text, else the plain text
    that its reader gave."""
    digest: str
    """`sha256:` and the digest of the file as it was handed in."""
    document: Document
    derived: bool = False
    """Whether `raw` is the reader's own text, which has to be kept beside the canonical text."""


Read = Callable[[Traced], Document]
"""A reader: takes the decoded text, invisible characters already taken out."""


def split_lines(text: Traced) -> list[Traced]:
    """`text` cut after each line end (LF, CRLF, CR), the end kept."""
    return [text[hit.start() : hit.end()] for hit in _LINE.finditer(text.text)]
