"""What each paragraph is: heading, key statement, item or text, by fonts against running text."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.quoting.labels import label_of
from ingest.quoting.quotation import wrapping
from ingest.readers.pdf.levels import (
    NUMBERED,
    SENTENCE,
    Look,
    give_levels,
    set_repeated_aside,
    title_of,
)
from ingest.readers.pdf.paragraphs import Block
from ingest.traced import Traced
from ingest.words import alternatives, listed

CONTENTS = "table of contents"
FOOTNOTE = "footnote"
STRAY = "stray mark"
UNKNOWN = "\ufffd"
"""Stands for a character that the file does not name."""
LIST_NUMBER = "list number apart from its text"

_ENDED = re.compile(r"[.;,…][)\]»”\"’']*$")
_DOTS = re.compile(r"(?:\.{4,}|(?:\.\s){4,}|…{2,}|_{4,})\s*\d{1,4}\s*$")
_TAIL_NUMBER = re.compile(r"\S.*\s\d{1,4}$|^\d{1,4}$")
_LARGER = 1.13
_NOTE = 0.9
"""Of the size of running text, what notes at the foot have at most."""
_FACE = re.compile(
    r"[-,_ ]?(?:bold|italic|oblique|regular|medium|light|semi|demi|black|heavy|roman|mt|ps)+",
    re.IGNORECASE,
)
_FIGURE = 1.4
_NUMERAL = re.compile(r"^(?:[<>~±]\s*)?\d[\d\s.,]*(?:%|prosent|percent|kr)?$", re.IGNORECASE)
_MIN_SAID = 4
_MAX_HEADING = 24
_MAX_ROWS = 5
_MAX_KEY = 60
_CHAPTER = re.compile(rf"^(?:{alternatives('order', 'chapter')})\s+\d", re.IGNORECASE)


def family(font: str) -> str:
    """A font's name without what tells its weight, slant and subset."""
    return _FACE.sub("", font.split("+", 1)[-1]).casefold()


class Body:
    """The size of running text: in the document, and on each page where there is enough of it."""

    def __init__(self, pages: Sequence[Sequence[Block]]) -> None:
        every: Counter[float] = Counter()
        self._here: dict[int, float] = {}
        self._colours: Counter[int] = Counter()
        families: Counter[str] = Counter()
        bold = plain = 0
        for blocks in pages:
            here: Counter[float] = Counter()
            for block in blocks:
                for row in block.rows:
                    count = len(row.text)
                    weight = count if not row.bold else count * 0.3
                    here[row.size] += weight  # type: ignore[assignment]
                    self._colours[row.colour] += count
                    families[family(row.words[0].style.font)] += count
                    bold += count * row.bold
                    plain += count * (not row.bold)
            every.update(here)
            if blocks and sum(len(b.text) for b in blocks) >= 250:
                self._here[blocks[0].page] = here.most_common(1)[0][0]
        self.size = every.most_common(1)[0][0] if every else 10.0
        self.bold = bold > plain
        self.colour = self._colours.most_common(1)[0][0] if self._colours else 0

        self.family = families.most_common(1)[0][0] if families else ""

    def on(self, page: int) -> float:
        return self._here.get(page, self.size)


def name(pages: Sequence[list[Block]], body: Body) -> None:
    """Gives each paragraph its form, each heading its level."""
    slanted = _slanted_headings(pages)
    for blocks in pages:
        _contents(blocks)
        for index, block in enumerate(blocks):
            if block.form in ("text", "item") and not block.aside:
                _heading_or_key(block, blocks[index + 1 :], body)
                if block in slanted and block.form == "text":
                    block.form = "heading"
        _joined_headings(blocks)
        _item_levels(blocks)
        _notes(blocks, body)
        _figures(blocks, body)
        _strays(blocks)
    give_levels(pages, title_of(pages))
    set_repeated_aside(pages)


def _heading_or_key(block: Block, after: Sequence[Block], body: Body) -> None:
    here = body.on(block.page)
    text = block.text if not block.mark else block.rows[0].text
    words = text.split()
    letters = sum(char.isalpha() for char in text)
    if _is_said(block, text, after):
        return
    larger = block.size >= _LARGER * here
    bold = block.bold and not body.bold and block.size >= 0.9 * here
    if letters < 2 or not (larger or bold or _is_set_off(block, text, here, body)):
        return
    numbered = bool(NUMBERED.match(text) or _CHAPTER.match(text))
    if block.is_marked and not numbered:
        return  # an item in bold letters
    short = len(words) <= _MAX_HEADING and len(block.rows) <= _MAX_ROWS
    if short and not _ENDED.search(text):
        block.form, block.mark = "heading", []
    elif not block.is_marked and len(words) <= _MAX_KEY and (larger or bold):
        block.strong = bool(SENTENCE.search(text))


def _slanted_headings(pages: Sequence[Sequence[Block]]) -> list[Block]:
    """Short lines in italics above running text, where there are several: a look of headings."""
    found = []
    for block, after in pairwise(block for blocks in pages for block in blocks):
        text = block.text
        line = len(block.rows) == 1 and block.italic and block.form == "text"
        starts = text[:1].isupper() and len(text.split()) <= 10 and not _ENDED.search(text)
        heads = after.form == "text" and not after.italic and after.text[:1].isupper()
        heads = heads and len(after.text.split()) > 8
        if line and starts and heads and label_of(Traced.of(text)) is None:
            found.append(block)
    return found if len(found) > 2 else []


def _is_said(block: Block, text: str, after: Sequence[Block]) -> bool:
    """Whether large letters are somebody's words, not a heading: in quotation marks, or with a
    name after a dash below them; slanted, with any name."""
    if len(text.split()) < _MIN_SAID:
        return False
    if wrapping(text):
        return True
    following = after[0] if after else None
    if following is None or following.head.leaf is not block.head.leaf:
        return False
    label = label_of(Traced.of(" ".join(row.text for row in following.rows)))
    if label is None or not label.known:
        return False
    return label.form == "dash" or (block.italic and label.form != "colon")


def _is_set_off(block: Block, text: str, here: float, body: Body) -> bool:
    """Whether a line of ordinary letters is a heading still: numbered in another colour, or all in
    capitals."""
    if len(block.rows) > 2 or block.italic:
        return False
    colour = block.head.colour != body.colour
    if (NUMBERED.match(text) and (colour or block.size > 1.04 * here)) or (
        colour and len(text.split()) <= 8 and block.size >= here and not block.box
    ):
        return not block.mark or bool(NUMBERED.match(text))
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 4 and all(c.isupper() for c in letters) and len(text.split()) <= 10


def _joined_headings(blocks: list[Block]) -> None:
    """Lines of one heading that stand apart are one: same look, close by, the first not ended."""
    index = 0
    while index + 1 < len(blocks):
        block, after = blocks[index], blocks[index + 1]
        both = block.form == after.form == "heading" and block.head.leaf is after.head.leaf
        if both and Look.of(block) == Look.of(after) and not NUMBERED.match(after.text):
            close = after.head.base - block.tail.base <= 1.6 * block.size
            lower = after.text[:1].islower()
            if close and (lower or block.text.endswith((":", "–", "-"))):
                block.rows += after.rows
                block.last = after.last
                del blocks[index + 1]
                continue
        index += 1


def _item_levels(blocks: Sequence[Block]) -> None:
    """Depths of list items, by how far their marks are indented, for each list."""
    run: list[Block] = []
    for block in [*blocks, None]:
        if block and block.form == "item" and (not run or run[-1].head.leaf is block.head.leaf):
            run.append(block)
            continue
        lefts: list[float] = []
        for item in sorted(run, key=lambda b: b.mark_x0):
            if not lefts or item.mark_x0 - lefts[-1] > 0.7 * item.size:
                lefts.append(item.mark_x0)
        for item in run:
            near = [i for i, left in enumerate(lefts) if left <= item.mark_x0 + 0.1]
            item.level = near[-1] + 1 if near else 1
        run = [block] if block and block.form == "item" else []


def _figures(blocks: Sequence[Block], body: Body) -> None:
    """A large figure and the text below it ("38", "interviews in three towns") are one."""
    figures = [
        block
        for block in blocks
        if block.size >= _FIGURE * body.on(block.page)
        and len(block.rows) == 1
        and not block.aside
        and _NUMERAL.match(block.text)
    ]
    if len(figures) > 1 and sorted(b.text.rstrip(".") for b in figures) == [
        str(number) for number in range(1, len(figures) + 1)
    ]:
        for block in figures:  # they number cards or steps
            block.form, block.aside = "text", LIST_NUMBER
        return
    for block, after in pairwise(blocks):
        alone = block in figures
        same = block.head.leaf is after.head.leaf and after.form == "text"
        if alone and same and after.head.top - block.tail.bottom < 1.2 * block.size:
            block.form, after.goes_on = "text", block
            block.strong = after.strong = False


def _strays(blocks: Sequence[Block]) -> None:
    """Signs and numbers that stand by themselves say nothing."""
    continued = {id(block.goes_on) for block in blocks}
    for block in blocks:
        signs = not any(char.isalnum() or char == UNKNOWN for char in block.text)
        bare = signs or _NUMERAL.match(block.text)
        alone = block.goes_on is None and id(block) not in continued and not block.cells
        if block.form == "text" and bare and alone:
            block.aside = block.aside or STRAY


# --- notes -------------------------------------------------------------------------------------


def _notes(blocks: Sequence[Block], body: Body) -> None:
    """Notes at the foot: small letters, begun by a number or sign that is raised in the text."""
    raised = {word.text.strip("),") for block in blocks for row in block.rows for word in row.notes}
    below = False
    for block in blocks:
        if block.form == "heading" or block.size > _NOTE * body.on(block.page):
            below = False
            continue
        first = block.head
        lead = first.notes[0] if first.notes and first.notes[0].x0 < first.words[0].x0 else None
        sign = lead.text if lead else first.words[0].text
        if sign.strip("),.") in raised and (lead or len(first.words) > 1):
            below = True
        if below:
            block.aside, block.form, block.mark = FOOTNOTE, "text", []


# --- tables of contents ------------------------------------------------------------------------


def _contents(blocks: Sequence[Block]) -> None:
    rows = [row for block in blocks for row in block.rows]
    named = next(
        (
            i
            for i, block in enumerate(blocks)
            if block.text.casefold().rstrip(" :.") in listed("order", "contents")
        ),
        None,
    )
    entries = sum(bool(_DOTS.search(row.text)) for row in rows)
    if named is not None:
        after = blocks[named:]
        numbers = sum(bool(_TAIL_NUMBER.match(r.text)) for b in after[1:] for r in b.rows)
        sentences = sum(bool(SENTENCE.search(block.text)) for block in after[1:])
        if numbers >= 2 and sentences <= 0.3 * len(after):
            for block in after:
                block.aside = CONTENTS
            return
    if entries >= 2:
        for block in blocks:
            dotted = sum(bool(_DOTS.search(row.text)) for row in block.rows)
            if dotted and dotted >= 0.3 * len(block.rows):
                block.aside = CONTENTS
