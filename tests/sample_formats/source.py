"""The sample report's source, parsed by markdown-it-py alone.

Nothing of `ingest` is used, so that a fault in its Markdown reader cannot hide in the formats that
are built from here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

SOURCE = Path(__file__).parents[2] / "ingest" / "sample" / "report.md"


@dataclass(frozen=True)
class Heading:
    """A heading with its level, from 1."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; `strong` for one that is emphasised as a whole."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Items:
    """A list without levels."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class BlockQuote:
    """A quote with its speaker as printed, the dash left out."""

    paragraphs: tuple[str, ...]
    speaker: str


@dataclass(frozen=True)
class Table:
    """Rows of cells, the first the header."""

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Items | BlockQuote | Table


@dataclass(frozen=True)
class Source:
    """A report as a list of blocks."""

    title: str
    publisher: str
    year: int
    language: str
    blocks: tuple[Block, ...]


@cache
def sample() -> Source:
    """The sample report."""
    return parsed(SOURCE.read_text(encoding="utf-8"))


def parsed(text: str) -> Source:
    """The report in `text`: front matter and Markdown."""
    _, front, body = text.split("---\n", 2)
    meta: dict[str, Any] = yaml.safe_load(front)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    return Source(
        title=meta["title"],
        publisher=meta["publisher"],
        year=meta["year"],
        language=meta["language"],
        blocks=tuple(_blocks(tokens)),
    )


def _blocks(tokens: Sequence[Token]) -> list[Block]:
    found: list[Block] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = _end(tokens, index)
        inside = tokens[index + 1 : end]
        if token.type == "heading_open":
            found.append(Heading(int(token.tag[1:]), _text(inside[0])))
        elif token.type == "paragraph_open":
            found.append(Paragraph(_text(inside[0]), _is_strong(inside[0])))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            if any(t.type.endswith("list_open") for t in inside):
                raise ValueError("a list within a list is not built yet")
            items = tuple(_text(t) for t in inside if t.type == "inline")
            found.append(Items(items, ordered=token.type == "ordered_list_open"))
        elif token.type == "blockquote_open":
            found.append(_quote([_text(t) for t in inside if t.type == "inline"]))
        elif token.type == "table_open":
            found.append(_table(inside))
        else:
            raise ValueError(f"{token.type} is not built yet")
        index = end + 1
    return found


def _end(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    raise ValueError("a block without an end")


def _text(inline: Token) -> str:
    pieces = []
    for child in inline.children or []:
        if child.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
        elif child.type in ("text", "code_inline"):
            pieces.append(child.content)
        elif child.type not in ("strong_open", "strong_close", "em_open", "em_close"):
            raise ValueError(f"{child.type} is not built yet")
    return "".join(pieces)


def _is_strong(inline: Token) -> bool:
    shown = [c for c in inline.children or [] if c.type != "text" or c.content]
    return bool(shown) and shown[0].type == "strong_open" and shown[-1].type == "strong_close"


def _quote(paragraphs: Sequence[str]) -> BlockQuote:
    *said, speaker = paragraphs
    if not said or not speaker.startswith("— "):
        raise ValueError("a block quote without a speaker")
    return BlockQuote(tuple(said), speaker.removeprefix("— "))


def _table(tokens: Sequence[Token]) -> Table:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_text(token))
    return Table(tuple(tuple(row) for row in rows))
