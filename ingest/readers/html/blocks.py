"""A page's elements as marked lines, each character traced to the page's source."""

import re
from dataclasses import dataclass, field, replace
from itertools import count

from ingest.readers.html.regions import OUTSIDE, Regions, arranges, is_block, runs
from ingest.readers.html.traces import BLANK, pieces, rows
from ingest.readers.html.tree import Node, names
from ingest.readers.lines import Form, Line, Mark
from ingest.traced import NOWHERE, Traced, joined
from service.domain import Repair, Span

_END = Traced.of("\n", NOWHERE)
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡])[\])]?")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]{4,}|[^\W\d_][.!?])[.,;:!?)»”\"]*$")
_WORD_LIST = re.compile(r"mso-list:\s*l\d{1,4}\s+level([1-9])")
"""How Word writes list items in the pages it saves."""
_STRONG = frozenset({"strong", "b"})
_ITALIC = frozenset({"em", "i", "cite", "dfn", "var"})
_MARKS = {"nb": "«»", "nn": "«»", "no": "«»", "en": "“”"}
"""What browsers put around `<q>`."""
_LABEL_AFTER = 3
"""Words before a `<cite>` from which it stands at the end of a quote, as who said it."""


@dataclass(frozen=True)
class _State:
    """What is known of the place in the page that is being read."""

    form: Form = "text"
    level: int = 0
    lists: int = 0
    quote: int = 0
    pre: bool = False
    strong: bool = False
    italic: bool = False
    inside: bool = False
    table: int = 0


@dataclass
class _Paragraph:
    """The text of a block so far, by lines."""

    lines: list[list[Traced]] = field(default_factory=lambda: [[]])
    letters: int = 0
    strong: int = 0
    italic: int = 0


class Blocks:
    """Walks through a page."""

    def __init__(self, text: Traced, page: str, regions: Regions, language: str) -> None:
        self._text = text
        self._page = page
        self._regions = regions
        self._quote_marks = _MARKS.get(language, "“”")
        self._groups = count(1)
        self._paragraph = _Paragraph()
        self._items: list[bool] = []
        self._heading = 1
        self.lines: list[Line] = []
        self.repairs: list[Repair] = []
        self.aside: dict[str, list[Span]] = {}

    def read(self, root: Node) -> None:
        """Reads all of the page."""
        state = _State(inside=not self._regions.main)
        self._node(root, state)
        self._flush(state)

    # --- elements ------------------------------------------------------------------------------

    def _node(self, node: Node, state: _State) -> None:
        if node.name == "":
            self._run(node, state)
            return
        if id(node) in self._regions.main:
            state = replace(state, inside=True)
        reason = self._regions.reason(node, inside=state.inside)
        if reason:
            if is_block(node):
                self._flush(state)
            self._set_aside(node, reason)
            return
        if node.name in _ELEMENTS:
            getattr(self, _ELEMENTS[node.name])(node, state)
        elif node.name == "a" and self._is_note_mark(node):
            self._set_aside(node, "footnote mark")
        elif node.get("role").lower() == "heading":
            self._in_heading(node, state, _figure(node.get("aria-level"), self._heading))
        elif node.classes & frozenset(names()["classes"]["notes"]) and is_block(node):
            self._flush(state)
            self._set_aside(node, "footnote")
        elif node.name == "p" and (level := _WORD_LIST.search(node.get("style"))):
            self._in_item(node, replace(state, lists=int(level.group(1))))
        elif node.classes & frozenset(names()["classes"]["quote"]) and node.name in ("div", "p"):
            self._in_quote(node, state)
        elif is_block(node):
            self._in_block(node, state)
        else:
            self._children(node, _dressed(node, state))

    def _children(self, node: Node, state: _State) -> None:
        for one in node.children:
            self._node(one, state)

    def _in_block(self, node: Node, state: _State) -> None:
        if state.table:
            self._paragraph.lines[-1].append(BLANK)
            self._children(node, state)
            self._paragraph.lines[-1].append(BLANK)
            return
        self._flush(state)
        inner = _dressed(node, state)
        self._children(node, inner)
        self._flush(inner)

    def _break(self, node: Node, state: _State) -> None:
        if not any(piece.text.strip() for piece in self._paragraph.lines[-1]):
            self._flush(state)  # two in a row part paragraphs
        else:
            self._paragraph.lines.append([])

    def _in_heading(self, node: Node, state: _State, level: int | None = None) -> None:
        depth = level or _figure(node.name[1:], 6)
        self._flush(state)
        inner = replace(state, form="heading", level=depth)
        self._children(node, inner)
        self._flush(inner)
        self._heading = depth

    def _in_details(self, node: Node, state: _State) -> None:
        above = self._heading
        self._in_heading(node, state, above + 1)
        self._heading = above

    def _in_list(self, node: Node, state: _State) -> None:
        self._flush(state)
        inner = replace(state, lists=state.lists + 1)
        self._children(node, inner)
        self._flush(inner)

    def _in_item(self, node: Node, state: _State) -> None:
        self._flush(state)
        inner = replace(state, form="item", level=max(1, state.lists))
        self._items.append(False)
        self._children(node, inner)
        self._flush(inner)
        self._items.pop()

    def _in_terms(self, node: Node, state: _State) -> None:
        """A list of terms: each an item together with what defines it."""
        self._items.append(False)
        self._in_list(node, state)
        self._items.pop()

    def _in_term(self, node: Node, state: _State) -> None:
        self._flush(state)
        if node.name == "dt" and self._items:
            self._items[-1] = False
        inner = replace(state, form="item", level=max(1, state.lists))
        self._children(node, inner)
        self._flush(inner)

    def _in_figure(self, node: Node, state: _State) -> None:
        if any(one.name == "blockquote" for one in node.walk()):
            self._in_quote(node, state)
        else:
            self._in_block(node, state)

    def _in_caption(self, node: Node, state: _State) -> None:
        if state.quote:
            self._in_block(node, state)
        else:
            self._flush(state)
            self._set_aside(node, "caption")

    def _in_quote(self, node: Node, state: _State) -> None:
        self._flush(state)
        inner = replace(state, form="quote", quote=state.quote or next(self._groups))
        self._children(node, inner)
        self._flush(inner)

    def _in_cite(self, node: Node, state: _State) -> None:
        """Who said a quote, where it stands behind it; else a name set in italics."""
        words = sum(len(piece.text.split()) for piece in self._paragraph.lines[-1])
        if state.quote and words > _LABEL_AFTER and self._is_last(node):
            self._in_block(node, replace(state, strong=False, italic=False))
        else:
            self._children(node, replace(state, italic=True))

    def _is_last(self, node: Node) -> bool:
        """Whether no text follows in its block."""
        here = node
        while here.parent is not None and (here is node or not is_block(here)):
            after = False
            for one in here.parent.children:
                if after and any(self._page[r.start : r.end].strip() for r in runs(one)):
                    return is_block(one)
                after = after or one is here
            here = here.parent
        return True

    def _in_q(self, node: Node, state: _State) -> None:
        """A quotation in running text, whose marks the browser puts."""
        opening, closing = self._quote_marks[0], self._quote_marks[1]
        ends = [run for run in runs(node) if self._page[run.start : run.end].strip()]
        if not ends or not state.inside:
            self._children(node, state)
            return
        self._mark(node.start, node.end, opening)
        self._children(node, state)
        close = re.compile(r"</q\s*>", re.IGNORECASE).search(self._page, ends[-1].end)
        if close:
            self._mark(*close.span(), closing)

    def _mark(self, start: int, end: int, mark: str) -> None:
        written = self._text[start:end]
        self._paragraph.lines[-1].append(written.replaced(0, len(written), mark))
        self._repair(written, mark, "quotation mark that the browser shows")

    def _in_sup(self, node: Node, state: _State) -> None:
        if self._is_note_mark(node):
            self._set_aside(node, "footnote mark")
        else:
            self._children(node, state)

    def _is_note_mark(self, node: Node) -> bool:
        """Whether an element is no more than a mark that leads to a note."""
        written = "".join(self._page[run.start : run.end] for run in runs(node)).strip()
        if not _NOTE_MARK.fullmatch(written):
            return False
        named = frozenset(names()["classes"]["note_mark"])
        if any(n.classes & named or n.get("role") == "doc-noteref" for n in node.walk()):
            return True
        links = [one for one in node.walk() if one.name == "a" and one.get("href").startswith("#")]
        # Without a link: behind a whole word or a stop it is no exponent ("m²", "10³").
        before = self._page[max(0, node.start - 60) : node.start]
        pointer = not written.strip("[]()").isalpha() and bool(_WORD_BEFORE.search(before))
        return node.name == "sup" and (bool(links) or pointer)

    def _in_table(self, node: Node, state: _State) -> None:
        if state.table or arranges(node, self._page):
            self._in_block(node, state)
            return
        self._flush(state)
        inner = replace(state, form="table", table=next(self._groups))
        self._children(node, inner)
        self._flush(inner)

    def _in_row(self, node: Node, state: _State) -> None:
        if not state.table:
            self._in_block(node, state)
            return
        self._flush(state)
        self._children(node, state)
        self._flush(state)

    def _in_cell(self, node: Node, state: _State) -> None:
        if not state.table:
            self._in_block(node, state)
            return
        self._children(node, state)
        self._paragraph.lines[-1].append(BLANK)

    def _in_pre(self, node: Node, state: _State) -> None:
        self._flush(state)
        inner = replace(state, pre=True)
        self._children(node, inner)
        self._flush(inner)

    def _in_head(self, node: Node, state: _State) -> None:
        for one in node.children:
            title = one.name == "title"
            self._set_aside(one, "page title" if title else "script or style")

    # --- text ----------------------------------------------------------------------------------

    def _run(self, node: Node, state: _State) -> None:
        if not state.inside:
            self._put(OUTSIDE, node.start, node.end)
            return
        for number, (start, end) in enumerate(rows(self._page, node, pre=state.pre)):
            if number:
                self._paragraph.lines.append([])
            for piece in pieces(self._text, self._page, start, end):
                if isinstance(piece, Repair):
                    self.repairs.append(piece)
                    continue
                self._paragraph.lines[-1].append(piece)
                letters = len(re.sub(r"\s", "", piece.text))
                self._paragraph.letters += letters
                self._paragraph.strong += letters * state.strong
                self._paragraph.italic += letters * state.italic

    def _repair(self, written: Traced, after: str, reason: str) -> None:
        at = written.at[0] if len(written) else NOWHERE
        self.repairs.append(Repair(at=at, before=written.text, after=after, reason=reason))

    def _set_aside(self, node: Node, reason: str) -> None:
        for run in runs(node):
            self._put(reason, run.start, run.end)

    def _put(self, reason: str, start: int, end: int) -> None:
        if self._page[start:end].strip():
            self.aside.setdefault(reason, []).append((start, end))

    def _flush(self, state: _State) -> None:
        """Ends a paragraph."""
        done, self._paragraph = self._paragraph, _Paragraph()
        if not done.letters:
            return
        fresh = True
        if state.form == "item" and self._items:
            fresh = not self._items[-1]
            self._items[-1] = True
        mark = Mark(
            state.form,
            level=state.level,
            group=state.table or (state.quote if state.form == "quote" else 0),
            strong=done.strong == done.letters,
            italic=done.italic == done.letters,
        )
        started = False
        for found in done.lines:
            line = joined(found).collapsed()
            if line:
                self.lines.append(Line(line + _END, mark, continues=started or not fresh))
                started = True


def _dressed(node: Node, state: _State) -> _State:
    """The state within an element, its own letters heeded."""
    strong = node.name in _STRONG or _style(node, "font-weight:bold")
    italic = node.name in _ITALIC or _style(node, "font-style:it")
    if not strong and not italic:
        return state
    return replace(state, strong=state.strong or strong, italic=state.italic or italic)


def _style(node: Node, wanted: str) -> bool:
    return wanted in re.sub(r"\s", "", node.get("style").lower())


def _figure(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"[1-9]", text) else otherwise


_ELEMENTS = {
    "br": "_break", "hr": "_in_block", "ul": "_in_list", "ol": "_in_list", "menu": "_in_list",
    "dir": "_in_list", "li": "_in_item", "dl": "_in_terms", "dt": "_in_term", "dd": "_in_term",
    "summary": "_in_details",
    "figure": "_in_figure", "figcaption": "_in_caption", "blockquote": "_in_quote",
    "cite": "_in_cite", "q": "_in_q", "sup": "_in_sup", "table": "_in_table", "tr": "_in_row",
    "td": "_in_cell", "th": "_in_cell", "caption": "_in_caption", "head": "_in_head",
    "pre": "_in_pre",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "_in_heading"),
}  # fmt: skip
