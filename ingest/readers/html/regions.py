"""Which elements of a page are its text, and why the others are not."""

from collections.abc import Iterator, Mapping

from ingest.readers.html.hidden import Hidden
from ingest.readers.html.tree import Node, elements, names

HIDDEN = "hidden text"
OUTSIDE = "outside the page's main text"
CONTENTS = "table of contents"
BESIDE = "beside the text"
_SECTIONS = frozenset({"article", "main", "section", "blockquote", "figure", "details"})
_MANY_LINKS = 3
_MOSTLY = 0.8
_ENOUGH = 0.5
_LONG_CELL = 40
"""Words in a cell on average from which a table only arranges text; half of it in a short one."""
_FEW_ROWS = 2


class Regions:
    """The parts of one page. `page` is its source."""

    def __init__(self, page: str, root: Node, hidden: Hidden) -> None:
        self._page = page
        self._hidden = hidden
        self._by_element = _by_name("aside")
        self._by_role = _by_name("roles")
        self._by_class = _by_name("furniture")
        self._headings = sum(node.name == "h1" for node in root.walk())
        self.main: frozenset[int] = frozenset()
        self.main = self._main(root)
        self._around = frozenset(
            id(above) for node in root.walk() if id(node) in self.main for above in node.above()
        )

    _around: frozenset[int] = frozenset()

    def _main(self, root: Node) -> frozenset[int]:
        """Ids of the elements that hold the report; none for all of the page."""
        named = [n for n in root.walk() if n.name == "main" or n.get("role").lower() == "main"]
        shown = [n for n in named if self._letters(n) and not self._away(n)]
        if shown:
            return frozenset(id(node) for node in shown)
        articles = [
            node
            for node in root.walk()
            if node.name == "article"
            and not any(above.name == "article" for above in node.above())
            and not self._away(node)
        ]
        letters = sum(self._letters(node) for node in articles)
        if articles and letters > _ENOUGH * self._letters(root):
            return frozenset(id(node) for node in articles)
        return frozenset()

    def _away(self, node: Node) -> bool:
        return any(self.reason(one, inside=True) for one in (node, *node.above()))

    def _letters(self, node: Node) -> int:
        """How many characters stand in it that may be text."""
        total = 0
        stack = [node]
        while stack:
            one = stack.pop()
            if one.name == "":
                total += len(self._page[one.start : one.end].strip())
            elif one.name not in self._by_element:
                stack.extend(one.children)
        return total

    def reason(self, node: Node, *, inside: bool) -> str:
        """Why what stands in `node` is no text of the report; "" where it is. `inside` says that
        the node stands in the page's main text, or that nothing tells where that is."""
        if self._hidden.hides(node):
            return HIDDEN
        if id(node) in self._around:
            return ""
        if "mso-list:ignore" in node.get("style").lower().replace(" ", ""):
            return "list mark"  # what Word writes for a bullet
        found = self._by_element.get(node.name) or self._by_role.get(node.get("role").lower())
        if found:
            return found
        if node.classes & frozenset(names()["classes"]["contents"]) or self._lists_links(node, "#"):
            return CONTENTS
        if self._is_edge(node):
            return "page header" if node.name == "header" else "page footer"
        if not self.main or not inside:
            if node.name == "aside":
                return BESIDE
            if node.name in ("div", "section", "ul", "ol", "p", "a", "form", "span"):
                for mark in node.classes:
                    if mark in self._by_class:
                        return self._by_class[mark]
        return "list of links" if self._lists_links(node, "") else ""

    def _is_edge(self, node: Node) -> bool:
        """Whether a header or footer is the page's, and not that of a section or a quote."""
        if node.name not in ("header", "footer"):
            return False
        if any(above.name in _SECTIONS for above in node.above()):
            article = next((a for a in node.above() if a.name in _SECTIONS), None)
            return node.name == "footer" and article is not None and article.name == "article"
        return not any(one.name == "h1" for one in node.walk()) or self._headings > 1

    def _lists_links(self, node: Node, start: str) -> bool:
        """Whether a list holds links and little else, to places that begin with `start`."""
        if node.name not in ("ul", "ol") or any(a.name in ("ul", "ol") for a in node.above()):
            return False
        links = [one for one in node.walk() if one.name == "a" and "href" in one.attributes]
        if len(links) < _MANY_LINKS or not all(a.get("href").startswith(start) for a in links):
            return False
        return sum(self._letters(link) for link in links) >= _MOSTLY * self._letters(node)


def _by_name(table: str) -> Mapping[str, str]:
    return {name: reason for reason, found in names()[table].items() for name in found}


def runs(node: Node) -> Iterator[Node]:
    """The runs of text in `node`."""
    return (one for one in node.walk() if one.name == "")


def is_block(node: Node) -> bool:
    """Whether an element begins and ends lines."""
    return node.name in elements("block")


def arranges(table: Node, page: str) -> bool:
    """Whether a table only arranges the page: by its role, its one column, what its cells hold."""
    if table.get("role").lower() in ("presentation", "none"):
        return True
    rows = [node for node in table.walk() if node.name == "tr"]
    cells = [sum(one.name in ("td", "th") for one in row.children) for row in rows]
    if not cells or max(cells) <= 1:
        return True
    if any(n.name == "th" for n in table.walk()):
        return False
    held = {node.name for node in table.walk()} - {"table"}
    if held & {"h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol"}:
        return True
    words = sum(len(page[run.start : run.end].split()) for run in runs(table))
    return words > (_LONG_CELL / 2 if len(cells) <= _FEW_ROWS else _LONG_CELL) * sum(cells)
