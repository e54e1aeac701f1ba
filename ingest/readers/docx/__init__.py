"""Word files (.docx): the text as it is shown, in order, with what Word's styles say of it.

`raw` is the plain text that this reader gives. What is hidden, deleted or said in comments is not
read as text of the report; see `_notices`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest.readers.docx.body import Block, Body
from ingest.readers.docx.package import Package, open_package
from ingest.readers.docx.runs import HIDDEN, Runs
from ingest.readers.docx.shapes import shaped
from ingest.readers.docx.styles import Numbering, styles_of
from ingest.readers.docx.written import Writer
from ingest.readers.docx.xml import Element, child, children, value
from ingest.readers.lines import Document, Form, Mark, Reading
from service.errors import InputError

_FORMS: dict[str, Form] = {
    "heading": "heading", "title": "heading", "item": "item", "continued": "item",
    "quote": "quote", "attribution": "quote", "table": "table", "text": "text",
}  # fmt: skip
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_COVER_WORDS = 30
_JUNK_TITLE = re.compile(r"(?i)^(?:microsoft word\s*-|.*\.(?:docx?|dotx?|rtf)$|untitled|uten navn)")


def read(path: Path) -> Reading:
    """The Word file at `path`. Raises `InputError` for one that cannot be read."""
    package = open_package(path)
    styles, default = styles_of(package.named("styles"))
    root = package.root()
    runs = Runs(styles, dark=child(root, "background") is not None)
    body = Body(runs, styles, default, Numbering.of(package.named("numbering")))
    blocks = list(body.blocks(_body(root)))
    _cover(blocks)
    blocks = shaped(blocks)
    title = _titled(blocks)
    writer = Writer()
    _write(writer, blocks)
    notes = _write_notes(writer, package, body)
    _write_edges(writer, package, body)
    if not any(line.text.text.strip() for line in writer.lines):
        raise InputError(
            str(path),
            "holds no text that is shown" + (" (pictures are not read)" if runs.seen["picture"]
                                             else ""),
            "Check that it is the right file.",
        )  # fmt: skip
    core = package.xml("docProps/core.xml")
    document = Document(
        lines=tuple(writer.lines),
        set_aside=writer.set_aside(),
        meta=_meta(core, title),
        notices=tuple(_notices(runs.seen, notes, package, core)),
    )
    return Reading(writer.raw(), package.digest, document, derived=True)


def _body(root: Element) -> Iterable[Element]:
    return child(root, "body") or ()


def _titled(blocks: Sequence[Block]) -> str | None:
    """The report's title, where a style names it before the first heading: then it is the only
    heading of the first level. Elsewhere such a paragraph is a heading like others."""
    filled = [block for block in blocks if block.kind not in ("blank", "aside")]
    first = next((i for i, block in enumerate(filled) if block.kind == "title"), None)
    headings = [block for block in blocks if block.kind == "heading"]
    titles = [block for block in blocks if block.kind == "title"]
    if first is None or any(block.kind == "heading" for block in filled[:first]):
        for block in titles:
            block.kind, block.level = "heading", 1
        return None
    end = first
    while end < len(filled) and filled[end].kind == "title":
        filled[end].level = 1
        end += 1
    for block in titles:
        if not any(block is one for one in filled[first:end]):
            block.kind, block.level = "heading", 1
            headings.append(block)
    for block in headings:
        block.level += 1
    return " ".join(" ".join(block.text for block in filled[first:end]).split())


def _cover(blocks: Sequence[Block]) -> None:
    """What stands above the title on its page (a number, a series, a date), set aside."""
    first = next((i for i, block in enumerate(blocks) if block.kind == "title"), None)
    above = blocks[: first or 0]
    short = sum(block.words for block in above) <= _COVER_WORDS
    if short and not any(block.kind == "heading" for block in above):
        for block in above:
            if block.kind != "blank":
                block.kind, block.reason = "aside", "cover of the report"


def _write(writer: Writer, blocks: Sequence[Block]) -> None:
    before = Block("blank")
    for block in blocks:
        if block.kind == "blank":
            continue
        if block.kind == "aside":
            writer.aside(block.reason, block.text)
            writer.hidden(block.pieces)
            continue
        goes_on = block.kind == "continued" and before.kind in ("item", "continued")
        goes_on |= block.kind == before.kind == "title"
        mark = Mark(
            _FORMS[block.kind] if goes_on or block.kind != "continued" else "text",
            level=before.level if goes_on else block.level,
            group=block.group,
            strong=block.bold and block.kind == "text",
            italic=block.italic,
        )
        writer.paragraph(block.pieces, mark, continues=goes_on)
        before = block


def _write_notes(writer: Writer, package: Package, body: Body) -> Counter[str]:
    """Footnotes and endnotes, set aside at the end; how many there are of each."""
    found: Counter[str] = Counter()
    for kind, reason in _NOTES.items():
        root = package.named(kind)
        for note in children(root, reason):
            if value(note, "type") not in (None, "normal"):
                continue  # the line between text and notes
            text = _all_text(body.blocks(note))
            if text.strip():
                found[reason] += 1
                writer.aside(reason, text)
    return found


def _write_edges(writer: Writer, package: Package, body: Body) -> None:
    for kind in ("header", "footer"):
        for name in sorted(set(package.related(kind))):
            root = package.xml(name)
            text = _all_text(body.blocks(root)) if root is not None else ""
            if text.strip():
                writer.aside(f"page {kind}", text)


def _all_text(blocks: Iterator[Block]) -> str:
    """The text of blocks, hidden text left in: all of it is set aside."""
    return "\n".join("".join(piece.text for piece in block.pieces) for block in blocks).strip()


def _meta(core: Element | None, title: str | None) -> dict[str, Any]:
    said = _said(core)
    named = said.get("title", "")
    found: dict[str, Any] = {}
    if title or (named and not _JUNK_TITLE.match(named)):
        found["title"] = title or named
    if said.get("language"):
        found["language"] = said["language"]
    return found


def _said(core: Element | None) -> dict[str, str]:
    """The file's properties by name."""
    return {node.name: node.text.strip() for node in core or ()}


def _notices(
    seen: Counter[str], notes: Counter[str], package: Package, core: Element | None
) -> Iterator[str]:
    comments = sum(1 for _ in children(package.named("comments"), "comment"))
    if comments:
        yield f"{comments} comments are left out: they are no part of the report"
    if seen["deletion"] or seen["insertion"]:
        yield (
            f"it has tracked changes: {seen['deletion']} deletions left out, "
            f"{seen['insertion']} insertions read as text"
        )
    if seen[HIDDEN]:
        yield f"hidden text stands in {seen[HIDDEN]} places and is set aside: look at it"
    for reason, number in notes.items():
        yield f"{number} {reason}s are set aside at its end"
    if seen["text box"]:
        yield f"{seen['text box']} text boxes are read behind the paragraph each is anchored in"
    if seen["picture"] or seen["chart"]:
        yield (
            f"{seen['picture']} pictures and {seen['chart']} charts or diagrams are not read: "
            "text in them is missing"
        )
    if seen["embedded document"]:
        yield f"{seen['embedded document']} embedded documents are not read"
    if seen["symbol"]:
        yield f"{seen['symbol']} symbols of a font that Funn does not know stand as \ufffd"
    said = _said(core)
    if any(said.get(name) for name in ("creator", "lastModifiedBy")):
        yield "its properties name its authors; the names are not kept"
