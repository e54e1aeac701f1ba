"""Parts of a report: what stands between lines and sources."""

from dataclasses import dataclass
from typing import Literal

from ingest.traced import EMPTY, Traced
from service.domain import Speaker

PartKind = Literal[
    "heading", "text", "item", "quote", "table", "aside",
    "attribution", "number",
]  # fmt: skip
"""The last two are on the way only: an attribution ends in its quote, a number alone on a line in
its heading or set aside."""


@dataclass(frozen=True)
class Part:
    """A heading, a paragraph, a list item, a quote, a table, or what is set aside."""

    kind: PartKind
    text: Traced
    level: int = 0
    """Of a heading: 1 and 2 make sections, 0 when the format does not tell. Of an item: depth."""
    number: Traced = EMPTY
    """A section number that stands apart from its heading."""
    page: int = 0
    """Which page, counted from 0 by the page starts seen. For reasoning only, never shown."""
    line_starts: tuple[int, ...] = (0,)
    """Where in `text` each of its lines begins."""
    width: float = 0.0
    """Of its widest line, in ems of running text."""
    inset: bool = False
    """Whether all of its lines are indented more than most lines of the text, as quotes may be."""
    key: bool = False
    italic: bool = False
    """Whether the format sets all of it in italics."""
    bound: bool = False
    """Whether the format itself says what it is, so that nothing has to be guessed."""
    group: int = 0
    """Number of the block quote or table it belongs to."""
    label: Traced = EMPTY
    """Of a quote: its attribution as printed."""
    lead_in: Traced = EMPTY
    """Of a quote: the authors' words before it."""
    speaker: Speaker | None = None
    """Of a quote: who speaks, where a correction says so; else the attribution does."""
    whole: bool = False
    """Whether a correction says that its sentences are one statement."""
    marks: tuple[Traced, ...] = ()
    """Characters that belong to it without being text: a bullet, quotation marks, a `|`."""
    reason: str = ""
    """Why it is set aside."""
    uncertain: str | None = None
    governs: bool = True
    """Whether what follows the heading stands under it, as far as can be known."""
    title: bool = False
    """Whether the heading is its page's title."""
    scope: str = ""
    """What a call-out on its page says of all that stands there."""
    leads: bool = False
    """Whether it introduces the list below it, though it ends without a colon."""
    front: bool = False
    """Whether the heading stands on the report's title page and governs nothing."""

    @property
    def lines(self) -> int:
        return len(self.line_starts)
