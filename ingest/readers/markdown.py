"""Markdown (CommonMark with tables and front matter), each character traced to the file."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.readers.lines import Document, Form, Line, Mark, split_lines
from ingest.traced import Traced, joined
from service.domain import Repair, SetAside
from service.errors import InputError

_FRONT = re.compile(r"(?:---[ \t]*\r?\n)(.*?\r?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_DELIMITERS = re.compile(r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_LINE_END = re.compile(r"\r\n?")


def read(text: Traced) -> Document:
    """The blocks of a Markdown file as marked lines; what is markup is set aside."""
    meta, body = _front_matter(text)
    front = text[: len(text) - len(body)]
    lines = split_lines(body)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.disable("text_join")  # it would merge escapes and entities into the text around them
    tokens = parser.parse(_LINE_END.sub("\n", body.text))
    repairs: list[Repair] = []
    found = list(_walk(tokens, lines, repairs))
    aside = []
    if front.text.strip():
        aside.append(_aside("front matter", front, set()))
    used = {offset for line in found for offset in line.text.at}
    for repair in repairs:
        used.update(range(repair.at, repair.at + len(repair.before)))
    rest = _aside("markup", body, used)
    if rest.raw:
        aside.append(rest)
    return Document(tuple(found), tuple(aside), tuple(repairs), meta)


def _aside(reason: str, text: Traced, used: set[int]) -> SetAside:
    spans: list[tuple[int, int]] = []
    for offset, char in zip(text.at, text.text, strict=True):
        if char.isspace() or offset in used:
            continue
        if spans and spans[-1][1] == offset:
            spans[-1] = (spans[-1][0], offset + 1)
        else:
            spans.append((offset, offset + 1))
    return SetAside(reason=reason, raw=tuple(spans))


def _front_matter(text: Traced) -> tuple[dict[str, Any], Traced]:
    head = _FRONT.match(text.text)
    if not head:
        return {}, text
    try:
        meta = yaml.safe_load(head.group(1) or "")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        where = f"line {place.line + 2}" if place else "its first lines"
        raise InputError(
            "front matter", f"is no YAML ({where})", "Correct it, or take it out."
        ) from None
    if meta is None:
        meta = {}
    if not isinstance(meta, dict):
        return {}, text
    # Only plain values: a list of lists by reference may be endless once it is written out.
    plain = {str(k): v for k, v in meta.items() if not isinstance(v, (list, dict, set, tuple))}
    return plain, text[head.end() :]


def _walk(tokens: Sequence[Token], lines: list[Traced], repairs: list[Repair]) -> Iterator[Line]:
    """Marked lines, block by block. `group` numbers the outermost quote or list a line is in."""
    group = quotes = 0
    items: list[bool] = []  # for each open list item, whether its first line has been yielded
    for index, token in enumerate(tokens):
        if token.type == "blockquote_open":
            group += quotes == 0
            quotes += 1
        elif token.type == "blockquote_close":
            quotes -= 1
        elif token.type == "list_item_open":
            items.append(False)
        elif token.type == "list_item_close":
            items.pop()
        elif token.type == "table_open" and token.map:
            group += 1
            yield from _rows(lines[token.map[0] : token.map[1]], group)
        elif token.type == "code_block" and token.map:
            group += quotes == 0  # in a report, an indented block is a quote
            yield from _indented(lines[token.map[0] : token.map[1]], group)
        elif token.type == "inline" and token.map and tokens[index - 1].type in _BLOCKS:
            opener = tokens[index - 1]
            form: Form = _BLOCKS[opener.type]
            level = int(opener.tag[1:]) if form == "heading" else len(items)
            fresh = True
            if form == "text" and quotes:
                form = "quote"
            elif form == "text" and items:
                form = "item"
                fresh = not items[-1]
                items[-1] = True
            mark = Mark(
                form,
                level=level,
                group=group if form == "quote" else 0,
                strong=_wraps(token.children or [], "strong"),
                italic=_wraps(_without_label(token.children or []), "em"),
            )
            content = _content(token, lines)
            for number, piece in enumerate(_Inline(content, repairs).lines(token.children or [])):
                yield Line(piece, mark, continues=number > 0 or not fresh)


def _rows(lines: Sequence[Traced], group: int) -> Iterator[Line]:
    for line in lines:
        if not _DELIMITERS.match(line.text.rstrip("\r\n")):
            yield Line(_unquoted(line), Mark("table", group=group))


def _indented(lines: Sequence[Traced], group: int) -> Iterator[Line]:
    above = ""
    for line in lines:
        if line.text.strip():
            mark = Mark("quote", group=group)
            yield Line(_unquoted(line), mark, continues=bool(above.strip()))
        above = line.text


_BLOCKS: dict[str, Form] = {"heading_open": "heading", "paragraph_open": "text"}


def _unquoted(line: Traced) -> Traced:
    prefix = re.match(r"[ \t>]*", line.text)
    return line[prefix.end() if prefix else 0 :]


def _content(token: Token, lines: list[Traced]) -> Traced:
    """The token's content, found again in the lines it was taken from."""
    start, end = token.map or [0, 0]
    pieces: list[Traced] = []
    number = start
    for wanted in token.content.split("\n"):
        while number < end:
            line = lines[number]
            number += 1
            where = line.text.find(wanted)
            if where >= 0:
                stop = where + len(wanted)
                tail = line[len(line.text.rstrip("\r\n")) :]
                pieces.append(line[where:stop] + (tail[:1] if tail else line[:0]))
                break
    return joined(pieces)


class _Inline:
    """Walks through the inline tokens of a block and finds each in the text it was made from."""

    def __init__(self, content: Traced, repairs: list[Repair]) -> None:
        self.content = content
        self.repairs = repairs
        self.position = 0
        self.pieces: list[Traced] = []

    def lines(self, tokens: Sequence[Token]) -> Iterator[Traced]:
        """The visible text, a piece for each line, without the marks that format it."""
        for token in tokens:
            if token.type in ("text", "code_inline"):
                self._skip_to(token.content, keep=True)
            elif token.type == "text_special":
                self._special(token)
            elif token.type in ("softbreak", "hardbreak"):
                end = "\n" if "\n" in self.content.text[self.position :] else "\r"
                self._skip_to(end, keep=True)
                yield self._taken()
            elif token.type == "link_close":
                self.position = _after_link(self.content.text, self.position)
            elif token.type == "html_inline":
                self._skip_to(token.content)
            elif token.type == "image":
                self._skip_to("![")
                after = self.position + len(token.content)
                self.position = _after_link(self.content.text, after)
        if self.position < len(self.content):  # the line end; closing marks before it are left out
            self.pieces.append(self.content[len(self.content.text.rstrip("\r\n")) :])
        if self.pieces:
            yield self._taken()

    def _taken(self) -> Traced:
        pieces, self.pieces = self.pieces, []
        return joined(pieces)

    def _skip_to(self, text: str, *, keep: bool = False) -> None:
        """Moves behind the next occurrence of `text`, in which a line end may stand for a space
        (a code span); keeps it as visible text if asked."""
        # One class for a run of spaces: one for each of them takes exponential time on many.
        wanted = re.compile(re.sub(r"(?:\\ )+", r"[ \\r\\n]+", re.escape(text)))
        hit = wanted.search(self.content.text, self.position)
        if hit is None:
            return
        self.position = hit.end()
        if keep:
            self.pieces.append(self.content[hit.start() : hit.end()])

    def _special(self, token: Token) -> None:
        """An escape, whose backslash is markup, or an entity; `markup` is how it is written."""
        where = self.content.text.find(token.markup, self.position)
        if where < 0:
            return
        self.position = where + len(token.markup)
        if token.info == "escape":
            self.pieces.append(self.content[self.position - 1 : self.position])
            return
        written = self.content[where : self.position]
        self.pieces.append(written.replaced(0, len(written), token.content))
        self.repairs.append(
            Repair(
                at=written.at[0],
                before=written.text,
                after=token.content,
                reason="character entity",
            )
        )


def _after_link(text: str, position: int) -> int:
    """Where the target of a link ends whose text ends at `position`."""
    if text[position : position + 1] == ">":
        return position + 1
    close = text.find("]", position)
    if close < 0:
        return position
    position = close + 1
    if text[position : position + 1] == "[":
        end = text.find("]", position)
        return end + 1 if end >= 0 else position
    if text[position : position + 1] != "(":
        return position
    depth = 0
    for index in range(position, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            return index + 1
    return position


def _without_label(children: Sequence[Token]) -> Sequence[Token]:
    """The tokens without a short text at their end that a dash or a bracket begins: a quote in
    italics with its attribution behind it."""
    if len(children) > 3 and children[-1].type == "text":
        tail = children[-1].content.strip()
        if len(tail) < 80 and tail[:1] in tuple("([–—-"):
            return children[:-1]
    return children


def _wraps(children: Sequence[Token], kind: str) -> bool:
    """Whether one emphasis spans the whole block."""
    inner = [c for c in children if not (c.type == "text" and not c.content.strip())]
    if len(inner) < 3 or inner[0].type != f"{kind}_open" or inner[-1].type != f"{kind}_close":
        return False
    depth = 0
    for child in inner[:-1]:
        depth += {f"{kind}_open": 1, f"{kind}_close": -1}.get(child.type, 0)
        if depth == 0:
            return False
    return True
