"""What a page does not show: by attribute, by style, by the simple rules of its own style sheets.

Style sheets in files of their own are not at hand and not fetched.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.html.tree import Node, names

_MAX_CSS = 1_000_000
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_SHOWN = re.compile(r"display:(?!none)|visibility:visible")
_HIDDEN = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0+)?(?![.\d])"
    r"|font-size:0(?:\.0+)?(?:px|pt|em|rem|%)?(?![.\d])|color:transparent"
    r"|(?:left|right|top|bottom|text-indent):-\d{3,}"
)
_COLOR = re.compile(r"(?<![-\w])color:([^;]+)")
_GROUND = re.compile(r"background(?:-color)?:([^;]+)")
_WHITE = frozenset({"white", "#fff", "#ffffff", "rgb(255,255,255)"})


@dataclass(frozen=True)
class _Rule:
    name: str
    classes: frozenset[str]
    hides: bool


class Hidden:
    """Which elements of one page are not shown."""

    def __init__(self, sheets: Iterable[str]) -> None:
        rules = [rule for sheet in sheets for rule in _rules(sheet[:_MAX_CSS])]
        self._by_mark: dict[str, list[tuple[int, _Rule]]] = {}
        for order, rule in enumerate(rules):
            mark = min(rule.classes, default=rule.name)
            self._by_mark.setdefault(mark, []).append((order, rule))

    def hides(self, node: Node) -> bool:
        """Whether `node` itself is hidden; what stands in it is hidden with it."""
        style = _plain(node.get("style"))
        if _SHOWN.search(style) and not _HIDDEN.search(style):
            return False
        if "hidden" in node.attributes or _HIDDEN.search(style) or _vanishes(style):
            return True
        if node.get("aria-hidden").lower() == "true":
            return True
        if node.name == "dialog" and "open" not in node.attributes:
            return True
        if node.classes & frozenset(names()["classes"]["hidden"]):
            return True
        marks = _marks(node)
        said = [
            (order, rule.hides)
            for mark in (node.name, *marks)
            for order, rule in self._by_mark.get(mark, ())
            if rule.name in ("", node.name) and rule.classes <= marks
        ]
        return bool(said) and max(said)[1]


def _plain(style: str) -> str:
    return re.sub(r"\s+|!important", "", style.lower())


def _vanishes(style: str) -> bool:
    """Whether letters and ground have the same colour."""
    color, ground = _COLOR.search(style), _GROUND.search(style)
    if not color or not ground:
        return False
    one, other = color.group(1), ground.group(1)
    return one == other or (one in _WHITE and other in _WHITE)


def _marks(node: Node) -> frozenset[str]:
    found = {f".{name}" for name in node.get("class").split()}
    return frozenset(found | {f"#{node.get('id')}"})


def _rules(sheet: str) -> list[_Rule]:
    """The rules with simple selectors that hide or show; those within @media are left."""
    found: list[_Rule] = []
    for selectors, body in _blocks(_COMMENT.sub(" ", sheet)):
        plain = _plain(body)
        hides = bool(_HIDDEN.search(plain)) or _vanishes(plain)
        if not hides and not _SHOWN.search(plain):
            continue
        for selector in selectors.split(","):
            hit = _SELECTOR.fullmatch(selector.strip())
            if hit and hit.group():
                marks = frozenset(re.findall(r"[.#][\w-]+", hit.group(2)))
                found.append(_Rule((hit.group(1) or "").lower(), marks, hides))
    return found


def _blocks(sheet: str) -> list[tuple[str, str]]:
    """Selectors and declarations of each rule on the outermost level."""
    found: list[tuple[str, str]] = []
    depth = start = 0
    head = ""
    for hit in re.finditer(r"[{}]", sheet):
        if hit.group() == "{":
            if depth == 0:
                head = sheet[start : hit.start()]
                start = hit.end()
            depth += 1
        else:
            depth = max(0, depth - 1)
            if depth == 0:
                if not head.lstrip().startswith("@"):
                    found.append((head, sheet[start : hit.start()]))
                start = hit.end()
    return found


def sheets(page: str, styles: Sequence[Node]) -> list[str]:
    """The text of style elements."""
    return [page[node.start : node.end] for style in styles for node in style.children]
