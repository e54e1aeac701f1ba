"""HTML written piece by piece: what is not markup of ours is escaped, always."""

import html
from typing import NewType

from ingest.check.found import shown

Html = NewType("Html", str)
"""Markup that is safe to put into a page."""


def text(value: object) -> Html:
    """Any text, escaped; what cannot be seen, or could turn the text round, is shown by number."""
    pieces: list[str] = []
    for char in str(value):
        if char in "\n\t" or char.isprintable():
            pieces.append(html.escape(char))
        elif char.isspace() and char not in "\u2028\u2029":
            pieces.append("\n" if char in "\f\v\x1c\x1d\x1e\x85" else " ")
        else:
            pieces.append(f'<b class="unseen">{html.escape(shown(char))}</b>')
    return Html("".join(pieces))


def tag(name: str, *inside: Html, **attributes: str | None) -> Html:
    """An element. An attribute's trailing `_` is dropped and other `_` become `-`; one that is None
    is left out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{given}>{''.join(inside)}</{name}>")


def plain(value: str) -> str:
    """Text for an attribute, where nothing can be marked up."""
    return "".join(char if char.isprintable() else shown(char) for char in value)


def joined(*pieces: Html) -> Html:
    """The pieces one after another."""
    return Html("".join(pieces))


NOTHING = Html("")
