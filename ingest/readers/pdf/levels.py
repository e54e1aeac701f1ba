"""Headings: how deep each stands, which one is the report's title, which only says again."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf.paragraphs import Block

REPEATED = "heading repeated where its section goes on"
TITLE_PAGE = "title page"

NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=\S*[^\W\d])")
SENTENCE = re.compile(r"[.!?…]$")
_FORTH = re.compile(
    r"\s*\((?:forts?\.?|fortsettelse|cont(?:inued|\.)?|\d{1,2}\s*(?:/|av|of)\s*\d{1,2})\)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Look:
    """How a heading is set."""

    size: float
    bold: bool

    @classmethod
    def of(cls, block: Block) -> "Look":
        return cls(round(block.size * 2) / 2, block.bold)


def title_of(pages: Sequence[list[Block]]) -> Block | None:
    """The report's title, where its first page is a title page: its largest heading."""
    if len(pages) < 2:
        return None
    filled = next((blocks for blocks in pages if blocks), None)
    if filled is None:
        return None
    heads = [b for b in filled if b.form == "heading" and not b.aside]
    sentences = [b for b in filled if len(b.text.split()) > 8 and SENTENCE.search(b.text)]
    if not heads or len(sentences) > 1 or NUMBERED.match(heads[0].text):
        return None
    title = max(heads, key=lambda block: block.size)
    others = [b for blocks in pages for b in blocks if b.form == "heading" and b.page != title.page]
    if not others or any(block.size > 1.02 * title.size for block in others):
        return None
    words = sum(len(block.text.split()) for block in filled if block is not title)
    if words > 60 or any(block.form == "item" for block in filled):
        return None
    for block in filled:
        if block is not title and not block.aside and not SENTENCE.search(block.text):
            block.aside = TITLE_PAGE
    return title


def give_levels(pages: Sequence[list[Block]], title: Block | None) -> None:
    """Levels by number where a heading has one; else by look, the larger the higher."""
    heads = [
        block
        for blocks in pages
        for block in blocks
        if block.form == "heading" and not block.aside and block is not title
    ]
    by_number: dict[Look, Counter[int]] = defaultdict(Counter)
    for block in heads:
        if hit := NUMBERED.match(block.text):
            block.level = hit.group(1).count(".") + 1
            by_number[Look.of(block)][block.level] += 1
    known = {look: levels.most_common(1)[0][0] for look, levels in by_number.items()}
    open_looks = {Look.of(block) for block in heads if not block.level}
    ranks = _ranks(
        sorted(open_looks | set(known), key=lambda k: (-k.size, not k.bold)), known, heads
    )
    for block in heads:
        if not block.level:
            block.level = ranks[Look.of(block)]
            if block.level < 3 and _stands_in_column(block, pages):
                block.level = 3
    if title is not None:
        for block in heads:
            block.level += 1
        title.level = 1


def _ranks(
    looks: Sequence[Look], known: dict[Look, int], heads: Sequence[Block]
) -> dict[Look, int]:
    together: dict[int, set[Look]] = defaultdict(set)
    for block in heads:
        together[block.page].add(Look.of(block))
    found: dict[Look, int] = {}
    level = 0
    held: list[Look] = []
    for look in looks:
        if look in known:
            level, held = max(level, known[look]), [look]
            found[look] = known[look]
            continue
        apart = all(not any({other, look} <= here for here in together.values()) for other in held)
        alike = bool(held) and held[0] not in known and held[0].size <= 1.35 * look.size
        if not (held and alike and apart):
            level += 1
            held = []
        held.append(look)
        found[look] = min(level, 6)
    return found


def _stands_in_column(block: Block, pages: Sequence[list[Block]]) -> bool:
    """Whether a heading heads a column or a box of a page that has a title above it."""
    leaf = block.head.leaf
    if not leaf.column and not leaf.box.number:
        return False
    here = next(blocks for blocks in pages if blocks and blocks[0].page == block.page)
    return any(
        other.form == "heading" and other is not block and other.size > 1.1 * block.size
        for other in here
    )


def set_repeated_aside(pages: Sequence[list[Block]]) -> None:
    """A heading that stands again on the next page, where its section goes on, is set aside."""
    open_heads: dict[int, tuple[str, int]] = {}
    for blocks in pages:
        for index, block in enumerate(blocks):
            if block.form != "heading" or block.aside:
                continue
            key = _FORTH.sub("", block.text).casefold()
            before = open_heads.get(block.level)
            top = not any(b.form != "heading" and not b.aside for b in blocks[:index])
            again = before is not None and before[0] == key and block.page - before[1] == 1
            if again and top and (block.level <= 2 or _FORTH.search(block.text)):
                block.aside = REPEATED
            else:
                open_heads = {k: v for k, v in open_heads.items() if k < block.level}
            open_heads[block.level] = (key, block.page)
        for level, (text, _) in list(open_heads.items()):
            if blocks:
                open_heads[level] = (text, blocks[0].page)
