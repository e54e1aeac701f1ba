"""HTML made of elements, so that no text reaches the page unescaped."""

import html
import re
from collections.abc import Iterable

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
"""Control characters, and marks that hide text or turn its direction."""
_VOID = frozenset({"br", "hr", "input", "meta"})


class Html(str):
    """Markup that is safe to put on a page. Only `el`, `join` and `trusted` make it."""

    __slots__ = ()


Child = Html | str | Iterable[Html] | None


def escaped(text: str) -> Html:
    """`text` as text; what cannot be seen is shown as a replacement character (U+FFFD)."""
    return Html(html.escape(_UNSEEN.sub("\ufffd", text), quote=True))


def trusted(markup: str) -> Html:
    """Markup of our own, from a file of this package or from the chart library."""
    return Html(markup)


def join(*children: Child) -> Html:
    """The children one after another: text escaped, markup as it is, None as nothing."""
    return Html("".join(_one(child) for child in children))


def el(name: str, /, *children: Child, **attributes: str | bool | None) -> Html:
    """An element. Attributes: `class_` is class, `data_id` is data-id; None and False leave one
    out, True gives it without a value."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(*children)}</{name}>")


def rows(lines: Iterable[Iterable[Child]], head: str = "th") -> tuple[Html, ...]:
    """Table rows whose first cell heads the row."""
    made = []
    for line in lines:
        first, *rest = line
        cells = [el("td", cell) for cell in rest]
        made.append(el("tr", el(head, first, scope="row" if head == "th" else None), cells))
    return tuple(made)


def table(caption: str, columns: Iterable[str], body: Iterable[Html], class_: str = "") -> Html:
    """A table with a caption and column headers, in a part that scrolls by itself when narrow."""
    heads = [el("th", column, scope="col") for column in columns]
    inner = el(
        "table",
        el("caption", caption),
        el("thead", el("tr", heads)),
        el("tbody", body),
        class_=class_ or None,
    )
    return el("div", inner, class_="scroll", tabindex="0", role="region", aria_label=caption)


def _one(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return escaped(child)
    return join(*child)


def _attribute(key: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escaped(value)}"'
