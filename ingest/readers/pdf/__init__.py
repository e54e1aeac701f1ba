"""PDF: words with their places from a process of its own, read in the order a reader would."""

import hashlib
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from ingest.readers.lines import Document, Reading
from ingest.readers.pdf import kinds
from ingest.readers.pdf.boxes import Box, bars, boxed
from ingest.readers.pdf.cut import Leaf, leaves
from ingest.readers.pdf.flow import joined
from ingest.readers.pdf.furniture import Furniture, furniture
from ingest.readers.pdf.notices import notices_of, title_in
from ingest.readers.pdf.pages import About, File, Page, PageRecord, Rect, Word, page_of
from ingest.readers.pdf.paragraphs import Block, Marks, Pitch, paragraphs
from ingest.readers.pdf.process import FontCheck, records
from ingest.readers.pdf.quoting import Quotes, mark_bars
from ingest.readers.pdf.rows import Row, rows_of, with_drawn_marks
from ingest.readers.pdf.tables import Table, tables
from ingest.readers.pdf.writing import written
from service.errors import InputError

MAX_BYTES = 200_000_000
HIDDEN = "hidden text"
RECOGNISED = "a program read it off a picture of the page: letters may be wrong"
TWICE = "drawn twice"
TURNED = "text set across the page"


def read(path: Path) -> Reading:
    """The report in the PDF at `path`. Raises `InputError` for one that cannot be read."""
    digest = _digest(path)
    file = _opened(path)
    pages = [page for page in file.pages if page.readable]
    if not any(page.words for page in pages):
        raise _no_text(path, file.about, pages)
    body = _common_size(pages)
    set_aside = furniture(pages, body)
    blocks = in_order(pages, set_aside, body)
    found = written(blocks, _asides(pages, set_aside))
    document = Document(
        tuple(found.lines),
        found.set_aside,
        tuple(sorted(found.repairs, key=lambda repair: repair.at)),
        title_in(file.about, found.raw),
        tuple(found.spots),
        set_aside.printed,
        notices_of(file),
    )
    return Reading(found.raw, digest, document, derived=True)


def _digest(path: Path) -> str:
    try:
        if path.is_dir():
            raise InputError(str(path), "is a directory", "Name a report file.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                str(path),
                f"has {size / 1e6:.0f} MB, more than the {MAX_BYTES // 1_000_000} MB that Funn "
                "reads",
                "Save it with smaller pictures, or split it.",
            )
        with path.open("rb") as file:
            start = file.read(1024)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise InputError(str(path), "does not exist", "Check the path.") from None
    except OSError as error:
        raise InputError(
            str(path), f"cannot be read ({error.strerror})", "Check the file and its permissions."
        ) from None
    if b"%PDF" not in start:
        raise InputError(
            str(path), "is no PDF, whatever its name says", "Name it by its own format's ending."
        )
    return "sha256:" + digest


def _opened(path: Path) -> File:
    with (
        tempfile.TemporaryDirectory(prefix="funn-pdf-") as folder,
        FontCheck(path, Path(folder)) as check,
    ):
        given = records(path, str(path))
        first = next(given)  # the file's errors come before those of its fonts
        fonts = check.found()
        if fonts and fonts.mended:
            given.close()
            given = records(check.copy, str(path))
            first = next(given)
        if not isinstance(first, About):
            raise InputError(str(path), "holds no pages", "Check that it is the right file.")
        pages = [page_of(record, fonts) for record in given if isinstance(record, PageRecord)]
    return File(first, fonts, pages)


def _no_text(path: Path, about: About, pages: Sequence[Page]) -> InputError:
    if any(page.hidden for page in pages):
        return InputError(str(path), "holds no visible text", "Check that it is the right file.")
    if any(page.pictures for page in pages):
        return InputError(
            str(path),
            f"holds no text: its {about.pages} page(s) are pictures (scanned)",
            "Run text recognition on it first: ocrmypdf -l nor+eng in.pdf out.pdf",
        )
    return InputError(
        str(path), f"holds no text on its {about.pages} page(s)", "Check that it is the right file."
    )


def _common_size(pages: Sequence[Page]) -> float:
    """The size that most letters have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for word in page.words:
            sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0]


def _asides(
    pages: Sequence[Page], set_aside: Furniture
) -> "dict[int, list[tuple[str, list[Word]]]]":
    found: dict[int, list[tuple[str, list[Word]]]] = {}
    for page in pages:
        by_reason: defaultdict[str, list[Word]] = defaultdict(list)
        for word in page.words:
            if reason := set_aside.reasons.get((page.number, word.order)):
                by_reason[reason].append(word)
        by_reason[TURNED] += page.turned
        by_reason[HIDDEN] += page.hidden
        by_reason[TWICE] += page.twice
        found[page.number] = list(by_reason.items())
    return found


def in_order(pages: Sequence[Page], set_aside: Furniture, size: float) -> list[Block]:
    """The paragraphs of a document in reading order, each with what it is."""
    read_pages: list[list[tuple[Leaf, list[Row]]]] = []
    for page in pages:
        words = [w for w in page.words if (page.number, w.order) not in set_aside.reasons]
        read_pages.append(_leaves(page, words))
    columns = [rows for parts in read_pages for leaf, rows in parts if not leaf.box.table]
    pitch, marks = Pitch(columns), Marks(columns)
    cut: list[list[Block]] = []
    tables_seen = 0
    for parts in read_pages:
        blocks: list[Block] = []
        for leaf, rows in parts:
            if leaf.box.table:
                tables_seen += 1
                blocks.append(_table_block(leaf, rows, tables_seen))
            else:
                blocks += paragraphs(rows, pitch, size, marks)
        cut.append(blocks)
    body = kinds.Body(cut)
    kinds.name(cut, body)
    for page, blocks in zip(pages, cut, strict=True):
        mark_bars(blocks, bars(page))
    every = joined([block for blocks in cut for block in blocks])
    every = Quotes(body, italic_body=_mostly_italic(cut)).find(every)
    recognised = {page.number for page in pages if page.recognised}
    for block in every:
        if block.page in recognised and not block.aside:
            block.uncertain = RECOGNISED
    return every


def _mostly_italic(pages: Sequence[Sequence[Block]]) -> bool:
    weights = Counter(
        {
            slanted: sum(len(b.text) for bs in pages for b in bs if b.italic == slanted)
            for slanted in (True, False)
        }
    )
    return weights[True] > weights[False]


def _leaves(page: Page, words: Sequence[Word]) -> list[tuple[Leaf, list[Row]]]:
    found = tables(page, words)
    in_tables = {id(word) for table in found for word in table.words}
    root = boxed(page, [word for word in words if id(word) not in in_tables])
    for table in found:
        _home(root, table.rect).inner.append(Box(table.rect, table.words, table=table))
    parts = [(leaf, rows_of(leaf, page.number)) for leaf in leaves(root) if leaf.words]
    with_drawn_marks([row for _, rows in parts for row in rows], page.shapes)
    return parts


def _home(node: Box, rect: Rect) -> Box:
    """The smallest box around a table."""
    for inner in node.inner:
        if inner.table is None and inner.rect.around(rect):
            return _home(inner, rect)
    return node


def _table_block(leaf: Leaf, rows: list[Row], number: int) -> Block:
    table = leaf.box.table
    assert isinstance(table, Table)
    return Block(rows, "table", group=number, cells=table.rows, first=True, last=True)


__all__ = ["in_order", "read"]
