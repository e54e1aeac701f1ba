"""Which paragraphs are a participant's words and which names the speaker, by how they are set."""

import re
from collections.abc import Sequence

from ingest.quoting import speakers
from ingest.quoting.labels import label_of
from ingest.quoting.quotation import wrapping
from ingest.quoting.utterances import is_speech
from ingest.readers.pdf import kinds
from ingest.readers.pdf.kinds import Body
from ingest.readers.pdf.pages import Rect
from ingest.readers.pdf.paragraphs import MARKER, Block
from ingest.traced import Traced

QUOTE_MARK = "mark of a quote or its attribution"

_MARKS = re.compile(r"^[«»\"“”„‘’']{1,2}$")
_OPENS = re.compile(r"^[«\"“„]")
_CLOSES = re.compile(r"[»\"”“][.,]?$")
_TAIL = re.compile(r"[.!?…»”\"]\s*[—–―]\s*\w[^.!?]{2,60}$")
_MIN_WORDS = 5
_MAX_CALL_OUT = 45
_BAR_REACH = 30.0


class Quotes:
    """Finds the quotes of a document; each gets a group of its own."""

    def __init__(self, body: Body, *, italic_body: bool) -> None:
        self.body = body
        self.italic_body = italic_body
        self.groups = 0

    def find(self, blocks: list[Block]) -> list[Block]:
        """The paragraphs of a document with quotes and attributions named; a speaker who is named
        above the words comes after them."""
        for block in blocks:
            if _MARKS.match(block.text) and not block.is_marked:
                block.aside = QUOTE_MARK
        blocks = _unmarked(blocks)
        found: list[Block] = []
        index = 0
        while index < len(blocks):
            end = index + 1
            if blocks[index].box or blocks[index].barred:
                while end < len(blocks) and _together(blocks[index], blocks[end]):
                    end += 1
                found += self._boxed(blocks[index:end])
            else:
                while end < len(blocks) and not (blocks[end].box or blocks[end].barred):
                    end += 1
                found += self._open(blocks[index:end])
            index = end
        return found

    def _group(self, body: Sequence[Block], label: Block | None) -> None:
        self.groups += 1
        parts = list(body)
        while parts[0].goes_on is not None:  # what stands before it in another column
            parts.insert(0, parts[0].goes_on)
        for block in parts:
            block.form, block.group, block.mark = "quote", self.groups, []
        if label is not None:
            label.form, label.group, label.mark = "attribution", self.groups, []

    # --- in a box ------------------------------------------------------------------------------

    def _boxed(self, blocks: list[Block]) -> list[Block]:
        rest = [block for block in blocks if not block.aside]
        if not rest or any(block.cells for block in rest):
            return blocks
        marked = any(block.aside == QUOTE_MARK for block in blocks)
        if len(rest) > 1 and self._is_label(rest[0], rest[1], first=True):
            body = [block for block in rest[1:] if block.form in ("text", "heading")]
            alone = len(body) == len(rest) - 1 and not any(map(self._looks_like_label, body))
            if alone and (marked or rest[0].barred or self._speaks(body)):
                self._group(body, rest[0])
                return [*(b for b in blocks if b.aside), *body, rest[0]]
        held: list[Block] = []
        quotes = 0
        for block in rest:
            if held and self._is_label(block, held[-1]):
                said = self._said(held)
                self._group(said, block)
                quotes += 1
                held = []
            elif block.form in ("text", "heading") or (block.form == "item" and held and marked):
                held.append(block)
            else:
                held = []
        texts = [block for block in held if block.form == "text"]
        if held and len(texts) == len(held) and not (quotes and not self._speaks(held)):
            if marked or self._speaks(texts) or all(block.barred for block in texts):
                self._group(texts, None)
            elif len(rest) == len(texts) <= 2 and _words(texts) <= _MAX_CALL_OUT:
                for block in texts:
                    block.strong = True
        return blocks

    def _said(self, held: Sequence[Block]) -> list[Block]:
        """Of the paragraphs above an attribution those that it belongs to: from the last change of
        look, a heading or a lead-in on."""
        found: list[Block] = []
        for block in reversed(held):
            if found:
                alike = block.italic == found[-1].italic and abs(block.size - found[-1].size) < 1
                lead = block.text.endswith(":") and not is_speech(block.text)
                if not alike or lead or (block.form == "heading" and found[-1].form != "heading"):
                    break
            found.append(block)
        return found[::-1]

    def _speaks(self, body: Sequence[Block]) -> bool:
        """Whether paragraphs look like somebody's words: in italics, in quotation marks, or in the
        first person."""
        text = " ".join(block.text for block in body)
        italic = all(block.italic for block in body) and not self.italic_body
        wrapped = bool(wrapping(text)) or (bool(_OPENS.match(text)) and bool(_CLOSES.search(text)))
        return italic or wrapped or is_speech(text)

    # --- attributions --------------------------------------------------------------------------

    def _looks_like_label(self, block: Block) -> bool:
        return label_of(Traced.of(" ".join(row.text for row in block.rows))) is not None

    def _is_label(self, block: Block, quote: Block, *, first: bool = False) -> bool:
        """Whether a paragraph names who said the one beside it."""
        text = " ".join(row.text for row in block.rows)
        if len(block.rows) > 2 or block.form not in ("text", "item", "heading"):
            return False
        label = label_of(Traced.of(text))
        if label is not None:
            return label.form != "colon" or first
        hit = MARKER.match(text)
        rest = Traced.of(text[hit.end() :] if hit else text)
        if not speakers.may_be_label(rest.strip()):
            return False
        if hit:
            return hit.group(1) in "|¦│‖"
        if first or text.endswith("."):
            return False
        other = (
            block.bold != quote.bold
            or block.italic != quote.italic
            or abs(block.size - quote.size) > 0.06 * quote.size
            or block.head.colour != quote.head.colour
        )
        said = quote.italic or bool(_CLOSES.search(quote.text)) or is_speech(quote.text)
        return other and said and block.form != "item"

    # --- in running text -----------------------------------------------------------------------

    def _open(self, blocks: list[Block]) -> list[Block]:
        taken: set[int] = set()
        for index, block in enumerate(blocks):
            if index == 0 or block.aside or block.cells:
                continue
            above = blocks[index - 1]
            if above.form not in ("text", "item") or above.aside or above.cells:
                continue
            if id(above) in taken or not self._is_open_label(block, above, blocks[index + 1 :]):
                continue
            body = self._body(blocks[:index], taken)
            if body:
                self._group(body, block)
                taken.update(id(b) for b in (*body, block))
        for block in blocks:
            if id(block) in taken or block.form != "text" or block.aside or block.cells:
                continue
            if block.strong or not block.italic or self.italic_body:
                continue
            said = wrapping(block.text) or is_speech(block.text) or _TAIL.search(block.text)
            if said and len(block.text.split()) >= _MIN_WORDS:
                self._group([block], None)
        return blocks

    def _is_open_label(self, block: Block, above: Block, after: Sequence[Block]) -> bool:
        if not self._is_label(block, above):
            return False
        same = block.head.leaf is above.head.leaf or (block.first and above.last)
        text = " ".join(row.text for row in block.rows)
        label = label_of(Traced.of(text))
        set_off = self._is_set_off(above)
        wrapped = bool(_CLOSES.search(above.text))
        said = set_off or wrapped or is_speech(above.text)
        certain = label is not None and label.certain and said
        marked = bool(MARKER.match(text))
        if not same or (block.form == "heading" and not marked and not certain):
            return False
        if above.form == "item" and not (block.form == "text" and MARKER.match(block.head.text)):
            return False
        if block.form == "item":  # a dash that looks like a list's
            siblings = [b for b in after[:1] if b.form == "item"]
            if siblings or above.form == "item" or not MARKER.match(block.head.text):
                return False
        understood = label.known if label else _is_understood(text)
        return set_off or wrapped or self._is_indented(above) or certain or (understood and marked)

    def _is_set_off(self, block: Block) -> bool:
        """Whether a paragraph is set otherwise than running text: slanted, in another colour or
        another font."""
        if block.italic and not self.italic_body:
            return True
        other = kinds.family(block.head.words[0].style.font) != self.body.family
        return block.head.colour != self.body.colour or other

    def _is_indented(self, block: Block) -> bool:
        leaf = block.head.leaf
        return (
            block.form == "text" and block.x0 - leaf.x0 > 1.0 * block.size and len(block.rows) > 1
        )

    def _body(self, above: Sequence[Block], taken: set[int]) -> list[Block]:
        """The paragraphs of a quote, from the last one up: those set like it in italics or with an
        indent; else up to the quotation mark that opens it."""
        last = above[-1]
        found = [last]
        set_off = self._is_set_off(last) or self._is_indented(last)
        closes = bool(_CLOSES.search(last.text))
        for block in reversed(above[:-1]):
            if block.form != "text" or id(block) in taken or block.aside or block.strong:
                break
            opened = bool(_OPENS.match(found[-1].text))
            if set_off and not opened:
                alike = block.italic == last.italic and block.head.colour == last.head.colour
                if not alike or abs(block.x0 - last.x0) > 0.5 * last.size:
                    break
                if block.text.endswith(":") and not is_speech(block.text):
                    break
            elif not closes or opened or not _opens_before(above, block):
                break
            found.append(block)
        return found[::-1]


def _is_understood(text: str) -> bool:
    return speakers.parse(Traced.of(MARKER.sub("", text))).speaker.understood


def _opens_before(above: Sequence[Block], block: Block) -> bool:
    """Whether this paragraph, or one not far above it, opens a quotation that it does not close."""
    index = next(i for i, other in enumerate(above) if other is block)
    for other in reversed(above[max(0, index - 3) : index + 1]):
        if _OPENS.match(other.text) and not _CLOSES.search(other.text):
            return True
        if other.form != "text":
            return False
    return False


def _together(first: Block, block: Block) -> bool:
    """Whether two paragraphs stand in one box, or beside one bar."""
    if first.box or block.box:
        return first.box == block.box and first.page == block.page
    return first.barred and block.barred and first.head.leaf is block.head.leaf


def _words(blocks: Sequence[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def mark_bars(blocks: Sequence[Block], bars: Sequence[Rect]) -> None:
    """Notes which paragraphs of a page stand beside an upright bar."""
    for block in blocks:
        block.barred = any(_is_beside(bar, block) for bar in bars)


def _is_beside(bar: Rect, block: Block) -> bool:
    """Whether a bar stands close at the left of all lines of a paragraph."""
    near = 0 <= block.x0 - bar.x1 <= _BAR_REACH
    middle = (block.head.top + block.head.bottom) / 2, (block.tail.top + block.tail.bottom) / 2
    return near and bar.top - 2 <= middle[0] and middle[1] <= bar.bottom + 2


def _unmarked(blocks: Sequence[Block]) -> list[Block]:
    """Large quotation marks that stand by themselves at a line's end or start, parted from it."""
    found: list[Block] = []
    for block in blocks:
        for row in list(block.rows):
            usual = min(word.size for word in row.words)
            large = [w for w in row.words if _MARKS.match(w.text) and w.size >= 1.6 * usual]
            if large and len(large) < len(row.words):
                row.set_aside(large)
        found.append(block)
    return found
