"""Web pages: the text that a visitor sees, each character traced to the page's source."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from ingest.readers.file import open_file
from ingest.readers.html.blocks import Blocks
from ingest.readers.html.charset import decode
from ingest.readers.html.hidden import Hidden, sheets
from ingest.readers.html.regions import BESIDE, HIDDEN, OUTSIDE, Regions, runs
from ingest.readers.html.set_off import set_off
from ingest.readers.html.tokens import tokens_of
from ingest.readers.html.tree import Node, tree_of
from ingest.readers.lines import Document, Reading
from ingest.traced import Traced
from service.domain import SetAside, Span
from service.errors import InputError

_PUBLISHER = ("dcterms.publisher", "dc.publisher", "citation_publisher")
_DATE = ("dcterms.issued", "dc.date", "dcterms.date", "citation_publication_date")
_AUTHOR = ("author", "dcterms.creator", "dc.creator", "citation_author", "article:author")
_PICTURES = frozenset({"img", "svg", "canvas", "picture", "object", "embed", "iframe"})


def read(path: Path) -> Reading:
    """The web page at `path`. Raises `InputError` for one that cannot be read."""
    file = open_file(path, decode)
    document = document_of(file.text, len(file.raw), strict=path.suffix.lower() == ".xhtml")
    if not document.lines:
        raise InputError(
            str(path),
            "holds no text that is shown",
            "Save the page from a browser, after its scripts have run.",
        )
    aside = (*file.set_aside, *document.set_aside)
    return Reading(
        file.raw,
        file.digest,
        Document(document.lines, aside, document.repairs, document.meta, notices=document.notices),
    )


def document_of(text: Traced, length: int, *, strict: bool = False) -> Document:
    """The page in `text`, which was taken from a file of `length` characters."""
    page = text.text.replace("\r\n", " \n").replace("\r", "\n")
    root = tree_of(tokens_of(page), strict=strict)
    language = _language(root)
    styles = [node for node in root.walk() if node.name == "style"]
    regions = Regions(page, root, Hidden(sheets(page, styles)))
    blocks = Blocks(text, page, regions, language)
    blocks.read(root)
    lines = tuple(set_off(blocks.lines))
    used = {offset for line in lines for offset in line.text.at}
    repairs = tuple(repair for repair in blocks.repairs if repair.at in used)
    places = bytearray(length)
    reasons = ["", "text", "markup", *blocks.aside]
    for offset in text.at:
        places[offset] = 2
    for number, spans in enumerate(blocks.aside.values(), 3):
        for start, end in spans:
            for offset in text.at[start:end]:
                places[offset] = number
    for offset in used - {-1}:
        places[offset] = 1
    for repair in repairs:
        places[repair.at : repair.at + len(repair.before)] = bytes([1]) * len(repair.before)
    aside = _set_aside(text, places, reasons)
    letters = {
        reason: sum(len("".join(page[s:e].split())) for s, e in spans)
        for reason, spans in blocks.aside.items()
    }
    return Document(
        lines, aside, repairs, _meta(page, root, language),
        notices=tuple(_notices(root, letters)),
    )  # fmt: skip


def _set_aside(text: Traced, places: bytearray, reasons: list[str]) -> tuple[SetAside, ...]:
    found: dict[int, list[Span]] = {}
    start = previous = 0
    number = 1
    last = -1
    for char, offset in zip(text.text, text.at, strict=True):
        # What lies between was set aside before: a mark that cannot be seen.
        parted = offset != last + 1
        last = offset
        if char.isspace() and not parted:
            continue
        here = 1 if char.isspace() else places[offset]
        if here != number or parted:
            if number > 1:
                found.setdefault(number, []).append((start, previous + 1))
            start, number = offset, here
        previous = offset
    if number > 1:
        found.setdefault(number, []).append((start, previous + 1))
    return tuple(
        SetAside(reason=reasons[number], raw=tuple(spans)) for number, spans in found.items()
    )


def _language(root: Node) -> str:
    for node in root.walk():
        if node.name == "html" and (said := node.get("lang") or node.get("xml:lang")):
            return said.split("-")[0].lower()
    return ""


def _meta(page: str, root: Node, language: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    titles = (
        n
        for n in root.walk()
        if n.name == "title" and (n.parent is root or n.parent is _head(root))
    )
    title = _written(page, next(titles, None))
    headings = [_written(page, node) for node in root.walk() if node.name == "h1"]
    if len(headings) == 1 and headings[0] and headings[0].lower() in title.lower():
        title = headings[0]  # without the name of the site
    if title:
        found["title"] = title
    if language:
        found["language"] = {"no": "nb"}.get(language, language)
    named = _named(root)
    publisher = next((named[name] for name in _PUBLISHER if name in named), "")
    if publisher:
        found["publisher"] = publisher
    issued = next((named[name] for name in _DATE if name in named), "")
    if year := re.match(r"\d{4}(?!\d)", issued):
        found["year"] = int(year.group())
    return found


def _head(root: Node) -> Node | None:
    return next((node for node in root.children if node.name == "head"), None)


def _named(root: Node) -> Mapping[str, str]:
    """What `meta` elements say, by name."""
    found: dict[str, str] = {}
    for node in root.walk():
        name = (node.get("name") or node.get("property")).lower() if node.name == "meta" else ""
        if name and node.get("content").strip():
            found.setdefault(name, " ".join(node.get("content").split()))
    return found


def _written(page: str, node: Node | None) -> str:
    if node is None:
        return ""
    return " ".join(unescape("".join(page[r.start : r.end] for r in runs(node))).split())


def _notices(root: Node, letters: Mapping[str, int]) -> Iterator[str]:
    if letters.get(HIDDEN):
        yield f"hidden text of {letters[HIDDEN]} characters is set aside: look at it"
    if letters.get(OUTSIDE):
        yield f"{letters[OUTSIDE]} characters stand outside the page's main text and are set aside"
    if letters.get(BESIDE):
        yield f"{letters[BESIDE]} characters stand beside the text (a side bar) and are set aside"
    pictures = Counter(node.name in _PICTURES for node in root.walk())[True]
    if pictures:
        yield f"{pictures} pictures or embedded objects are not read: text in them is missing"
    if any(name in _AUTHOR for name in _named(root)):
        yield "it names its authors; the names are not kept"
