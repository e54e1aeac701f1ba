"""What paragraphs without a telling style are, from how they look and what stands around them."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count

from ingest.readers.docx.body import Block
from ingest.readers.docx.runs import Piece

LIST_MARK = "list mark"
_BULLET = re.compile(r"\s*([•◦▪▫‣⁃·●○■□◆➢➤✓✔*o])(?:\t|\s{1,}|\u00a0)\s*(?=\S)")
_GLUED = re.compile(r"\s*([•◦▪▫‣⁃●○■□◆➢➤✓✔])\s*(?=\S)")
_DASH = re.compile(r"\s*([-–—])(?:\t|\s+)\s*(?=\S)")
_NUMBER = re.compile(r"\s*((\d{1,2}|[a-zA-Z])[.)])(?:\t|\s+)\s*(?=\S)")
_ENDED = re.compile(r"[.!?:;,…]['\"»”)\]]*$")
_ATTRIBUTION = re.compile(r"\s*[—–―-]{1,2}\s*\w|\s*[(\[][^()\[\]]{2,80}[)\]]\.?\s*$")
_QUOTED = re.compile(r"\s*[«“„\"”]")
_HEADING_WORDS = 12
_BOX_WORDS = 120
_BOX_PARAGRAPHS = 4
_SET_OFF_WORDS = range(3, 151)
_SET_IN = 280
"""Twentieths of a point by which a paragraph must be set in to be set off (about 5 mm)."""


def shaped(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those that only look like something told what they are."""
    found = list(blocks)
    _bullets(found)
    _runs_of(found, _DASH, _any)
    _runs_of(found, _NUMBER, _counts_up)
    _set_off(found)
    _headings(found)
    _boxes(found)
    _groups(found)
    return found


# --- lists made by hand ------------------------------------------------------------------------


def _bullets(blocks: Sequence[Block]) -> None:
    for block in blocks:
        if block.kind in ("text", "item"):
            hit = _GLUED.match(block.text) or _BULLET.match(block.text)
            if hit and (hit.group(1) not in "*o" or "\t" in hit.group()):
                _itemise(block, hit.end(1))


def _runs_of(
    blocks: Sequence[Block], mark: re.Pattern[str], agree: Callable[[list[str]], bool]
) -> None:
    """Paragraphs one after another that all begin with such a mark, as items."""
    run: list[tuple[Block, re.Match[str]]] = []
    for block in [*(b for b in blocks if b.kind != "blank"), Block("blank")]:
        hit = mark.match(block.text) if block.kind == "text" else None
        if hit:
            run.append((block, hit))
            continue
        if len(run) > 1 and agree([hit.groups()[-1] for _, hit in run]):
            for one, at in run:
                _itemise(one, at.end(1))
        run = []


def _any(marks: list[str]) -> bool:
    return len(set(marks)) == 1


def _counts_up(marks: list[str]) -> bool:
    if all(mark.isdigit() for mark in marks):
        numbers = [int(mark) for mark in marks]
    else:
        numbers = [ord(mark.lower()) - ord("a") + 1 if len(mark) == 1 else 0 for mark in marks]
    return numbers == list(range(1, len(numbers) + 1))


def _itemise(block: Block, end: int) -> None:
    """Makes `block` a list item; what of its text stands before `end` is its mark."""
    pieces: list[Piece] = []
    left = end
    for piece in block.pieces:
        if piece.reason or left <= 0:
            pieces.append(piece)
            continue
        pieces.append(Piece(piece.text[:left], LIST_MARK))
        if piece.text[left:]:
            pieces.append(Piece(piece.text[left:]))
        left -= len(piece.text)
    block.pieces = pieces
    block.kind, block.level = "item", max(1, block.level)


# --- quotes that are set off -------------------------------------------------------------------


def _set_off(blocks: Sequence[Block]) -> None:
    """Paragraphs in italics or set in, as quotes where an attribution follows. Others in italics
    are told to be so and nothing more."""
    indents = Counter(block.indent for block in blocks if block.kind == "text")
    common = indents.most_common(1)[0][0] if indents else 0
    filled = [block for block in blocks if block.kind != "blank"]
    usual = _is_mostly_italic(filled)
    attributed = False
    for block in reversed(filled):
        if block.kind == "text" and block.words in _SET_OFF_WORDS and not _may_attribute(block):
            set_in = block.indent >= common + _SET_IN
            if (set_in or (block.italic and not usual)) and attributed:
                block.kind = "quote"
                continue  # the paragraph before may be its beginning
            if set_in and _QUOTED.match(block.text):
                block.kind = "quote"
        attributed = _may_attribute(block)


def _is_mostly_italic(blocks: Sequence[Block]) -> bool:
    running = [block for block in blocks if block.kind == "text" and block.words >= 4]
    return sum(block.italic for block in running) > 0.5 * len(running)


def _may_attribute(block: Block) -> bool:
    if block.kind == "attribution":
        return True
    if block.kind != "text" or block.words > 12:
        return False
    return bool(_ATTRIBUTION.match(block.text)) or (not block.bold and _is_short(block))


# --- headings without a style ------------------------------------------------------------------


def _headings(blocks: Sequence[Block]) -> None:
    """Short paragraphs in bold letters, as headings below those that have a style; where none has
    one, the larger the letters the higher the heading."""
    styled = any(block.kind == "heading" for block in blocks)
    filled = [block for block in blocks if block.kind != "blank"]
    found = [
        block
        for before, block, after in zip([None, *filled], filled, [*filled[1:], None], strict=False)
        if _looks_like_heading(before, block, after)
    ]
    sizes = sorted({block.size for block in found}, reverse=True)
    current = 0
    for block in blocks:
        if block.kind == "heading":
            current = block.level
        elif any(block is one for one in found):
            block.kind = "heading"
            block.level = max(3, current + 1) if styled else min(3, sizes.index(block.size) + 1)


def _looks_like_heading(before: Block | None, block: Block, after: Block | None) -> bool:
    text = block.text.strip()
    if block.kind != "text" or not block.bold or block.box or not 0 < block.words <= _HEADING_WORDS:
        return False
    if _ENDED.search(text) or "\n" in text or not (text[0].isupper() or text[0].isdigit()):
        return False
    if before is not None and before.kind == "quote":
        return False  # who said it
    return after is not None and after.kind not in ("heading", "aside", "attribution")


# --- boxes and groups --------------------------------------------------------------------------


def _boxes(blocks: Sequence[Block]) -> None:
    """What little stands in a box of its own is a quote or a call-out."""
    boxes: dict[int, list[Block]] = {}
    for block in blocks:
        if block.box > 0 and block.kind not in ("blank", "aside"):
            boxes.setdefault(block.box, []).append(block)
    for inside in boxes.values():
        short = len(inside) <= _BOX_PARAGRAPHS and sum(b.words for b in inside) <= _BOX_WORDS
        if short and all(block.kind in ("text", "quote", "attribution") for block in inside):
            for block in inside:
                block.kind = "quote"


def _groups(blocks: Sequence[Block]) -> None:
    """Numbers the quotes: paragraphs of a quote that follow one another are one, unless a blank
    line or the edge of a box parts them."""
    numbers = count(max((block.group for block in blocks), default=0) + 1)
    group = 0
    last: Block | None = None
    blank = False
    for block in blocks:
        if block.kind == "blank":
            blank = True
            continue
        if block.kind in ("quote", "attribution"):
            apart = last is None or last.box != block.box
            parted = blank and block.kind == "quote" and not _is_short(block)
            if apart or parted:
                group = next(numbers)
            block.group = group
            last = block
        elif block.kind != "aside":
            last = None
        blank = False


def _is_short(block: Block) -> bool:
    """Whether a paragraph may be who said what stands before it."""
    text = block.text.strip()
    return bool(_ATTRIBUTION.match(text)) or (block.words <= 8 and not _ENDED.search(text))
