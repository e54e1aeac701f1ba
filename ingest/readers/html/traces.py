"""Runs of a page's text as traced text, entities as what they stand for."""

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from ingest.readers.html.tree import Node
from ingest.traced import NOWHERE, Traced
from service.domain import Repair, Span

BLANK = Traced.of(" ", NOWHERE)
"""A blank that stands for markup."""
_ENTITY = re.compile(r"&(?:#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,8};?|[a-zA-Z][a-zA-Z0-9]{0,40};?)")


def pieces(text: Traced, page: str, start: int, end: int) -> Iterator[Traced | Repair]:
    """The text from `start` to `end` in pieces, and behind each entity the repair that it is.

    An entity for a blank or for a mark that cannot be seen is markup.
    """
    position = start
    for hit in _ENTITY.finditer(page, start, end):
        length, after = _meant(hit.group())
        entity = text[hit.start() : hit.start() + length]
        if not length or entity.at[-1] - entity.at[0] != length - 1:
            continue
        yield text[position : hit.start()]
        position = hit.start() + length
        if not after.strip():
            yield BLANK
        elif after.isprintable():
            yield entity.replaced(0, len(entity), after)
            yield Repair(
                at=entity.at[0], before=entity.text, after=after, reason="character entity"
            )
    yield text[position:end]


def _meant(written: str) -> tuple[int, str]:
    """How many characters of `written` are an entity, and what it stands for. What follows one
    that lacks its semicolon is text."""
    shown = unescape(written)
    if written[1] == "#" or written[1:] in html5:
        return (len(written), shown) if shown != written else (0, "")
    same = 0
    while same < min(len(written), len(shown)) and written[-1 - same] == shown[-1 - same]:
        same += 1
    return (len(written) - same, shown[: len(shown) - same]) if same < len(written) else (0, "")


def rows(page: str, node: Node, *, pre: bool) -> Iterator[Span]:
    """A run of text; where line ends count, line by line."""
    if not pre:
        yield node.start, node.end
        return
    start = node.start
    for hit in re.finditer(r"\n", page[node.start : node.end]):
        yield start, node.start + hit.start()
        start = node.start + hit.end()
    yield start, node.end
