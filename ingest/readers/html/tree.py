"""The elements of a page: tokens put together, tags that may be left out supplied."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ingest.readers.html.tokens import Token

MAX_DEPTH = 150
"""Elements within one another; deeper ones are taken as standing side by side."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CLOSED_BY: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "option": (frozenset({"option"}), frozenset({"select", "datalist"})),
    "td": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "th": (frozenset({"td", "th"}), frozenset({"table", "tr"})),
    "tr": (frozenset({"tr", "td", "th", "caption"}), frozenset({"table"})),
    "tbody": (frozenset({"tr", "td", "th", "thead", "tbody", "tfoot", "caption"}),
              frozenset({"table"})),
}  # fmt: skip
"""Which open elements the start of one ends, and up to where they are looked for."""
_AS = {"thead": "tbody", "tfoot": "tbody", "colgroup": "tbody"}
_WALLS = frozenset({"table", "td", "th", "caption", "html", "template", "button"})
"""Elements through which an end tag does not reach."""


@cache
def names() -> Mapping[str, Any]:
    """The word lists of this reader."""
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


@cache
def elements(kind: str) -> frozenset[str]:
    """Names of elements of a kind."""
    return frozenset(names()["elements"][kind])


@dataclass
class Node:
    """An element, or a run of text (`name` is "")."""

    name: str
    start: int = 0
    end: int = 0
    """Of its start tag, or of the text."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: "list[Node]" = field(default_factory=list)
    parent: "Node | None" = field(default=None, repr=False)

    def get(self, name: str) -> str:
        """An attribute, "" without one."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> frozenset[str]:
        """Its classes and its id, in lower case."""
        return frozenset(f"{self.get('class')} {self.get('id')}".lower().split())

    def walk(self) -> "Iterator[Node]":
        """It and all that is in it, in order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def above(self) -> "Iterator[Node]":
        """The elements that it stands in, innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def tree_of(found: Sequence[Token], *, strict: bool = False) -> Node:
    """The page as one element. `strict` says that it is XHTML, where `<p/>` is a whole element."""
    root = Node("html")
    stack = [root]
    for token in found:
        if token.kind == "text":
            _append(stack, Node("", token.start, token.end))
        elif token.kind == "close":
            _close(stack, token.name)
        elif token.name in ("html", "body") and any(node.name == token.name for node in stack):
            if token.name == "html":
                root.attributes = {**token.attributes, **root.attributes}
        else:
            _supply_ends(stack, token.name)
            node = Node(token.name, token.start, token.end, token.attributes)
            _append(stack, node)
            whole = token.name in elements("void") or (token.empty and strict)
            if not whole and len(stack) < MAX_DEPTH:
                stack.append(node)
    return root


def _append(stack: list[Node], node: Node) -> None:
    node.parent = stack[-1]
    stack[-1].children.append(node)


def _supply_ends(stack: list[Node], name: str) -> None:
    """Closes what the start of `name` closes by itself."""
    if stack[-1].name == "head" and name not in elements("in_head"):
        stack.pop()
    if name in elements("ends_paragraph"):
        _close_up_to(stack, frozenset({"p"}), _WALLS)
        if name in _HEADINGS and stack[-1].name in _HEADINGS:
            stack.pop()
    rule = _CLOSED_BY.get(_AS.get(name, name))
    if rule:
        closes, limit = rule
        _close_up_to(stack, closes, limit | {"html"}, all_of_them=name not in ("li", "option"))


def _close_up_to(
    stack: list[Node], closes: frozenset[str], limit: frozenset[str], *, all_of_them: bool = False
) -> None:
    deepest = 0
    for depth in reversed(range(1, len(stack))):
        if stack[depth].name in closes:
            deepest = depth
            if not all_of_them:
                break
        elif stack[depth].name in limit:
            break
    if deepest:
        del stack[deepest:]


def _close(stack: list[Node], name: str) -> None:
    """Closes the innermost element of that name. One that formats text does not end a block."""
    if name in ("html", "body"):
        return
    block = name in elements("block")
    for depth in reversed(range(1, len(stack))):
        here = stack[depth].name
        if here == name or (name in _HEADINGS and here in _HEADINGS):
            del stack[depth:]
            return
        if not block and here in elements("block"):
            return
        if here in _WALLS and name not in ("table", "tr", "tbody", "thead", "tfoot"):
            return
