"""Styles and numbering of a Word file: what a paragraph is by its style, what a heading's number
is."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from ingest.readers.docx.xml import Element, child, children, number, switch, value

_LEVEL = re.compile(r"^(.*?)\s*(\d)?$")
_MAX_BASES = 20
_T = TypeVar("_T")


@cache
def names() -> Mapping[str, Any]:
    """The word lists of this reader."""
    return tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Style:
    """One style, what it takes from its bases included."""

    kind: str = ""
    """A key of `names()["styles"]`, or "" for none of them."""
    level: int = 0
    """The figure behind its name."""
    outline: int | None = None
    """Outline level from 0; 9 is running text."""
    list: "tuple[str, int] | None" = None
    """Number of its list and level in it, from 0."""
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    size: int | None = None
    """In half points."""
    indent: int | None = None
    """Left indent in twentieths of a point."""


NO_STYLE = Style()


def styles_of(root: Element | None) -> tuple[dict[str, Style], Style]:
    """The styles by id, and that of paragraphs that name none."""
    nodes = {value(node, "styleId") or "": node for node in children(root, "style")}
    found = {id: _style(id, nodes) for id in nodes}
    default = next(
        (
            id
            for id, node in nodes.items()
            if value(node, "type") == "paragraph" and value(node, "default") in ("1", "true")
        ),
        "",
    )
    return found, found.get(default, NO_STYLE)


def _style(id: str, nodes: Mapping[str, Element]) -> Style:
    chain: list[Element] = []
    while id in nodes and nodes[id] not in chain and len(chain) < _MAX_BASES:
        chain.append(nodes[id])
        id = value(child(nodes[id], "basedOn")) or ""
    named = [kind_of(value(child(node, "name")) or "") for node in chain]
    kind, level = next((pair for pair in named if pair[0]), ("", 0))
    paragraph = [child(node, "pPr") for node in chain]
    run = [child(node, "rPr") for node in chain]
    return Style(
        kind=kind,
        level=level,
        outline=_first(number(child(p, "outlineLvl")) for p in paragraph),
        list=_first(list_of(p) for p in paragraph),
        bold=_first(switch(r, "b") for r in run),
        italic=_first(switch(r, "i") for r in run),
        hidden=_first(switch(r, "vanish") for r in run),
        size=_first(number(child(r, "sz")) for r in run),
        indent=_first(indent_of(p) for p in paragraph),
    )


def _first(found: "Iterable[_T | None]") -> "_T | None":
    return next((one for one in found if one is not None), None)


def kind_of(name: str) -> tuple[str, int]:
    """What a style of this name is for, and its level."""
    hit = _LEVEL.match(" ".join(name.lower().split()))
    bare, level = (hit.group(1), int(hit.group(2) or 0)) if hit else ("", 0)
    for kind, known in names()["styles"].items():
        if bare in known:
            return kind, level
    return "", 0


def list_of(properties: Element | None) -> tuple[str, int] | None:
    """The list that a paragraph's or style's properties put it in; number "0" takes it out."""
    found = child(properties, "numPr")
    if found is None:
        return None
    return value(child(found, "numId")) or "", number(child(found, "ilvl")) or 0


def indent_of(properties: Element | None) -> int | None:
    """The left indent that a paragraph's or style's properties set."""
    found = child(properties, "ind")
    left = number(found, "left")
    return left if left is not None else number(found, "start")


# --- numbers of headings -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str


@dataclass
class Numbering:
    """Counts the numbered paragraphs of a document, as Word does when it shows it."""

    _lists: dict[str, str]
    """Number of a list to its definition."""
    _levels: dict[str, dict[int, _Level]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> "Numbering":
        levels: dict[str, dict[int, _Level]] = {}
        for definition in children(root, "abstractNum"):
            levels[value(definition, "abstractNumId") or ""] = {
                number(level, "ilvl") or 0: _Level(
                    start=_or(number(child(level, "start")), 1),
                    form=value(child(level, "numFmt")) or "decimal",
                    text=value(child(level, "lvlText")) or "",
                )
                for level in children(definition, "lvl")
            }
        lists = {
            value(node, "numId") or "": value(child(node, "abstractNumId")) or ""
            for node in root or ()
            if node.name == "num"
        }
        return cls(lists, levels)

    def next(self, list: str, level: int) -> str:
        """The number shown before the next paragraph of that list and level; "" for none."""
        definition = self._lists.get(list, "")
        levels = self._levels.get(definition, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(definition, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        if levels[level].form in ("bullet", "none"):
            return ""

        def shown(hit: re.Match[str]) -> str:
            at = int(hit.group(1)) - 1
            known = levels.get(at, levels[level])
            return _written(counts.get(at, known.start), known.form)

        return re.sub(r"%([1-9])", shown, levels[level].text).strip()


def _or(found: int | None, otherwise: int) -> int:
    return found if found is not None else otherwise


def _written(count: int, form: str) -> str:
    if form.endswith("Letter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if form.startswith("upper") else letter
    if form.endswith("Roman") and 0 < count < 100:
        tens, ones = divmod(count, 10)
        roman = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")[tens] + (
            "", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix",
        )[ones]  # fmt: skip
        return roman.upper() if form.startswith("upper") else roman
    return str(count)
