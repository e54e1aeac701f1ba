"""Text that goes on: in the next column, on the next page, below a box that stands within it."""

from collections.abc import Sequence

from ingest.readers.pdf.paragraphs import TERMINAL, Block

COLUMNS = "its sentence goes on from one column to the next"
BROKEN = "its sentence stops where a column or page ends: how it goes on cannot be known"
BEGINS = "it begins in the middle of a sentence: what stands before it cannot be known"
DISPLACED = "a box lies over its place: which of the two is read first cannot be known"

_FLOWING = ("text", "item")


def joined(blocks: Sequence[Block]) -> list[Block]:
    """The paragraphs of a document with each part of one after the part before it. Parts are joined
    only where the first fills its last line and the second begins in the middle of a sentence;
    what is less sure stays apart and says so."""
    found: list[Block] = []
    open_block: Block | None = None
    open_box: Block | None = None
    for block in blocks:
        if block.head.leaf.displaced and not block.aside:
            block.uncertain = block.uncertain or DISPLACED
        if _is_running(block) and _is_boxed(block):
            # A quote at a page's end whose box goes on on the next one.
            if open_box is not None and block.page == open_box.page + 1 and _begins_within(block):
                block.goes_on = open_box if block.first and _fits(open_box, block) else None
            open_box = block if _is_open(block) else None
        if not _is_running(block) or _is_boxed(block):
            _put(found, block)
            if block.form == "heading" and not block.aside and not _is_boxed(block):
                open_block = None
            continue
        if block.first and open_block is not None and _begins_within(block):
            if _fits(open_block, block):
                block.goes_on = open_block
                if _other_column(open_block, block):
                    block.uncertain = _first(open_block).uncertain = COLUMNS
                _put(found, block)
                open_block = block if _is_open(block) else None
                continue
            open_block.uncertain = open_block.uncertain or BROKEN
            block.uncertain = block.uncertain or BEGINS
        elif block.first and _begins_within(block):
            block.uncertain = block.uncertain or BEGINS
        found.append(block)
        open_block = block if _is_open(block) else None
    return found


def _put(found: list[Block], block: Block) -> None:
    """Puts a paragraph behind the one that it continues, else at the end."""
    if block.goes_on is None:
        found.append(block)
        return
    index = next(i for i in range(len(found) - 1, -1, -1) if found[i] is block.goes_on)
    found.insert(index + 1, block)


def _first(block: Block) -> Block:
    while block.goes_on is not None:
        block = block.goes_on
    return block


def _is_boxed(block: Block) -> bool:
    return bool(block.box) or block.barred


def _is_running(block: Block) -> bool:
    return block.form in _FLOWING and not block.aside and not block.cells


def _is_open(block: Block) -> bool:
    """Whether a paragraph at a column's end stops in the middle of a sentence."""
    text = block.text.rstrip()
    return block.last and not TERMINAL.search(text) and len(text.split()) > 2


def _begins_within(block: Block) -> bool:
    return block.form == "text" and not block.is_marked and block.text[:1].islower()


def _fits(above: Block, block: Block) -> bool:
    """Whether a paragraph can only be the rest of another: same letters, the line above full."""
    alike = abs(above.tail.size - block.head.size) < 0.3 and above.bold == block.bold
    alike = alike and above.italic == block.italic
    first = block.head.words[0]
    # A quote may be set in from both sides: its own lines tell how far they go.
    edges = [row.x1 for row in above.rows] if len(above.rows) > 1 else [above.head.leaf.x1]
    room = max(edges) - above.tail.x1
    full = room < (first.x1 - first.x0) + 1.2 * block.size
    near = block.page - above.page <= 1
    wide, other = (b.head.leaf.x1 - b.head.leaf.x0 for b in (above, block))
    widths = min(wide, other) >= 0.6 * max(wide, other) or len(block.rows) == 1
    return alike and near and (full or above.text.endswith("-")) and widths


def _other_column(above: Block, block: Block) -> bool:
    """Whether it goes on in another column: not below itself, nor on the next page in the same."""
    if above.page != block.page:
        return above.head.leaf.column != block.head.leaf.column
    return abs(above.head.leaf.x0 - block.head.leaf.x0) > 2 * block.size
