"""The tags and text of a page with their places in it, as Python's own HTML parser finds them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal

from service.errors import InputError

MAX_TAGS = 200_000
_MAX_OPEN_COMMENTS = 50
_TAG_END = re.compile(r"<[a-zA-Z/!?]")


@dataclass(frozen=True)
class Token:
    """A tag or a run of text, from `start` to `end` in the page."""

    kind: Literal["open", "close", "text"]
    start: int
    end: int
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    empty: bool = False
    """Whether the tag is written as one that closes itself."""


def tokens_of(page: str) -> list[Token]:
    """The tokens of `page`. Comments, declarations and what no tag comes of are left out.

    The parser takes time that grows with the square of what is never closed, so that is cut off
    first; browsers drop it too. Raises `InputError` for a page of more than `MAX_TAGS` tags.
    """
    if page.count("<") > MAX_TAGS:
        raise InputError(
            "the page", f"has more than {MAX_TAGS} tags", "Save the report alone, or in parts."
        )
    for empty in ("<!-->", "<!--->"):  # a whole comment, though older parsers look for its end
        page = page.replace(empty, "<?" + empty[2:])
    end = _sound_end(page)
    parser = _Parser(page[:end])
    parser.feed(page[:end])
    parser.close()
    return parser.found


def _sound_end(page: str) -> int:
    """Where the page ends before tags that are not closed, or too many comments that are not."""
    end = len(page)
    last = page.rfind(">")
    if hit := _TAG_END.search(page, last + 1):
        end = hit.start()
    closed = max(page.rfind("-->", 0, end), page.rfind("--!>", 0, end))
    position = closed + 1
    for _ in range(_MAX_OPEN_COMMENTS):
        position = page.find("<!--", position, end)
        if position < 0:
            return end
        position += 1
    return position - 1


class _Parser(HTMLParser):
    """Notes where each tag and each run of text stands."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Token] = []
        self._page = page
        self._lines = [0, *(hit.end() for hit in re.finditer("\n", page))]
        self._dead = False
        """Whether a comment began that never ends."""

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open(tag, attrs, empty=False)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open(tag, attrs, empty=True)

    def _open(self, tag: str, attrs: list[tuple[str, str | None]], *, empty: bool) -> None:
        if self._dead:
            return
        start = self._here()
        end = start + len(self.get_starttag_text() or "")
        values: dict[str, str] = {}
        for name, text in attrs:
            values.setdefault(name, text or "")
        self.found.append(Token("open", start, end, tag, values, empty))

    def handle_endtag(self, tag: str) -> None:
        start = self._here()
        if not self._dead:
            end = self._page.find(">", start) + 1 or len(self._page)
            self.found.append(Token("close", start, end, tag))

    def handle_data(self, data: str) -> None:
        start = self._here()
        if self._dead or not data:
            return
        if self._page.startswith("<!--", start):
            self._dead = True
            return
        stop = self._page.find("<", start + 1)
        end = len(self._page) if stop < 0 else stop
        if self._page[start] == "<":
            end = min(end, start + len(data))
        self.found.append(Token("text", start, end))
