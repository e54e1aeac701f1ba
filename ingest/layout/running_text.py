"""Running text without marks: headings known by their numbers, by capitals, by standing alone.

A heading governs what follows until the next one, over the ends of pages.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.layout import headings
from ingest.layout.slide_order import TITLE_LATER, doubted
from ingest.parts import Part
from ingest.sentences import sentences
from ingest.traced import Traced, joined
from ingest.words import alternatives

_CHAPTER = re.compile(
    rf"^(?i:{alternatives('order', 'chapter')})\s+(?P<number>\d{{1,2}}|[IVXL]{{1,6}})\b"
    r"\s*[.:–—-]?\s*"
)
_ARABIC = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[A-ZÆØÅ«\"“])")
_ROMAN = re.compile(r"^(?P<number>[IVX]{1,6})(?:\.|\s*[:–—-])?\s+(?=[A-ZÆØÅ«\"“])")
_LISTED = re.compile(r"^(\d{1,2})[.)]$")
_ENDED = re.compile(r"[.!…;:,][)\]»”\"’']*$")
_CAPTION = re.compile(rf"^(?:{alternatives('order', 'caption')})\s+\d{{1,2}}\b", re.IGNORECASE)
_MAX_WORDS, _MAX_PLAIN = 18, 12
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50}


# --- numbered headings -------------------------------------------------------------------------


def joined_numbers(parts: Sequence[Part]) -> list[Part]:
    """The parts, an item with a number that is no list's ("1. Background") as text with it."""
    found: list[Part] = []
    for index, part in enumerate(parts):
        number = _listed(part)
        if number is None or _in_list(parts, index, number) or not _is_title(part):
            found.append(part)
            continue
        text = joined([part.marks[0], Traced.of(" ", -1), part.text])
        starts = tuple(start + len(text) - len(part.text) for start in part.line_starts)
        starts = (0, *starts[1:])
        found.append(replace(part, kind="text", text=text, marks=(), line_starts=starts, level=0))
    return found


def _listed(part: Part) -> int | None:
    if part.kind != "item" or not part.marks:
        return None
    hit = _LISTED.match(part.marks[0].text)
    return int(hit.group(1)) if hit else None


def _in_list(parts: Sequence[Part], index: int, number: int) -> bool:
    """Whether a neighbour bears the next number, or the one before."""
    near = [parts[i] for i in (index - 1, index + 1) if 0 <= i < len(parts)]
    return any(_listed(part) in (number - 1, number + 1) for part in near)


def _is_title(part: Part) -> bool:
    text = part.text.text
    short = len(text.split()) <= _MAX_WORDS and part.lines <= 3
    return short and text[:1].isupper() and not _ENDED.search(text)


@dataclass
class _Count:
    """How far the numbers of the headings have come."""

    last: tuple[int, ...] = (0,)

    def takes(self, number: tuple[int, ...]) -> bool:
        """Whether a heading with this number can stand here."""
        chapter, last = number[0], self.last[0]
        near = last <= chapter <= last + 2 if len(number) > 1 or last else chapter <= 2
        if not near or number <= self.last or (len(number) == 1 and chapter == last):
            return False
        self.last = number
        return True


def chapters(parts: Sequence[Part]) -> list[Part]:
    """The parts, those that are headings by their number as such, where the numbers count on."""
    count = _Count()
    found: list[Part] = []
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        number = _number(part)
        if number is None or following is None or not count.takes(number):
            found.append(part)
        else:
            found.append(replace(part, kind="heading", level=len(number)))
    return _titled(found)


def _number(part: Part) -> tuple[int, ...] | None:
    """The number of a heading, if the part can be one."""
    text = part.text.text
    if part.kind != "text" or part.lines > 3 or len(text.split()) > _MAX_WORDS:
        return None
    if hit := _CHAPTER.match(text):
        rest = text[hit.end() :]
        if rest and (not (rest[0].isupper() or rest[0] in '«"“') or _ENDED.search(rest)):
            return None
        return (_value(hit.group("number")),)
    if _ENDED.search(text):
        return None
    if hit := _ARABIC.match(text):
        return tuple(int(number) for number in hit.group("number").split("."))
    if hit := _ROMAN.match(text):
        return (_value(hit.group("number")),)
    return None


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    digits = [_ROMAN_DIGITS.get(char.upper(), 0) for char in number]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-digit if digit < after else digit for digit, after in pairs)


def _titled(parts: Sequence[Part]) -> list[Part]:
    """A chapter's number on a line of its own, with the title below it, as one heading."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        alone = last is not None and last.kind == "heading" and _is_bare(last)
        if alone and last is not None and part.kind == "text" and _is_plain(part):
            found[-1] = replace(last, number=last.text, text=part.text)
        else:
            found.append(part)
    return found


def _is_bare(part: Part) -> bool:
    hit = _CHAPTER.match(part.text.text)
    return bool(hit and hit.end() == len(part.text))


# --- the whole ---------------------------------------------------------------------------------


def headed(parts: Sequence[Part], *, closed: bool) -> list[Part]:
    """The parts with headings, tables and set-aside numbers named; pages bound nothing any more.

    `closed` says that no sentence runs over the end of a page, as on slides.
    """
    found = _across(_displaced(parts) if closed else parts)
    found = [replace(part, page=0) for part in headings.tables(found)]
    found = _numbers(found)
    marked = [_marked(found, index) for index in range(len(found))]
    return _levelled(_fronted(marked))


def _displaced(parts: Sequence[Part]) -> list[Part]:
    """Slides with a numbered title each: where other text stands before it in the file, it comes
    first, then what follows it. What stood before it may be of any column, and is marked; where
    titles stand at the end page after page, that is how the file was made, and none is in doubt."""
    pages: dict[int, list[Part]] = {}
    for part in parts:
        pages.setdefault(part.page, []).append(part)
    places: dict[int, tuple[int, int]] = {}
    for page, body in pages.items():
        filled = [part for part in body if part.kind != "aside"]
        titles = [i for i, part in enumerate(filled) if part.kind == "heading" and part.level]
        if not titles:
            continue
        if titles[-1] - titles[0] >= len(titles):
            return list(parts)  # two sections on one page: these are no slides
        places[page] = (titles[0], len(filled) - len(titles))
    late = sum(0 < at == last for at, last in places.values())
    habit = late >= 0.4 * sum(last > 0 for _, last in places.values())
    found: list[Part] = []
    for page, body in pages.items():
        at, last = places.get(page, (0, 0))
        if at == 0:
            found += body
            continue
        moved = [part for part in body if part.kind == "heading" and part.level]
        rest = [part for part in body if not (part.kind == "heading" and part.level)]
        index = body.index(moved[0])
        sure = habit and at == last
        above = rest[:index]
        found += [*moved, *rest[index:]]
        found += above if sure else [doubted(p, TITLE_LATER) for p in above]
    return found


def _across(parts: Sequence[Part]) -> list[Part]:
    """Statements set across all columns of a page, above them: key statements."""
    pages: dict[int, list[Part]] = {}
    for part in parts:
        pages.setdefault(part.page, []).append(part)
    found: list[Part] = []
    for body in pages.values():
        at = next((i for i, part in enumerate(body) if part.kind not in ("heading", "aside")), None)
        if at is not None and _is_across(body[at], body[at + 1 :]):
            body[at] = replace(body[at], key=True)
        found += body
    return found


def _is_across(part: Part, after: Sequence[Part]) -> bool:
    text = part.text.text
    if part.kind != "text" or part.lines > 3 or len(text.split()) > 60 or text.endswith(":"):
        return False
    below = [p.width for p in after if p.kind in ("text", "item") and p.lines > 1]
    return len(below) >= 2 and max(below) <= 0.85 * part.width


def _numbers(parts: Sequence[Part]) -> list[Part]:
    """Numbers alone on a line: a heading's, where one follows; else set aside."""
    found: list[Part] = []
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        last = found[-1] if found else None
        if part.kind == "number":
            if following is not None and following.kind == "text" and _is_plain(following):
                found.append(part)
                continue
            part = replace(part, kind="aside", reason="number apart from its text")  # noqa: PLW2901
        elif last is not None and last.kind == "number":
            level = last.text.text.strip().rstrip(".").count(".") + 1
            part = replace(part, kind="heading", level=level, number=found.pop().text)  # noqa: PLW2901
        found.append(part)
    return found


def _marked(parts: Sequence[Part], index: int) -> Part:
    part = parts[index]
    if part.kind == "text" and part.lines <= 2 and _CAPTION.match(part.text.text):
        following = parts[index + 1] if index + 1 < len(parts) else None
        above = following is not None and following.kind == "table"
        return replace(part, whole=True, leads=above)
    if part.kind != "text" or not _is_plain(part):
        return part
    near = [p for p in parts[index + 1 : index + 3] if p.kind != "aside"]
    if not near or near[0].kind in ("attribution", "number"):
        return part
    before = parts[index - 1] if index else None
    if before is not None and before.kind == "text" and before.text.text.endswith(":"):
        return part
    headed_above = before is not None and (before.kind == "heading" or _is_loose(before))
    if headed_above and near[0].kind == "item":
        return replace(part, leads=True)  # a sentence that its list goes on with
    # Three in a row, none of them in capitals, are a list that lost its marks.
    if not _is_capital(part) and len(near) > 1 and all(_is_loose(p) for p in near):
        return part
    if before is not None and _is_loose(before) and _is_loose(near[0]):
        return part
    return replace(part, kind="heading")


def _is_loose(part: Part) -> bool:
    return part.kind == "text" and _is_plain(part) and not _is_capital(part)


def _is_plain(part: Part) -> bool:
    """Whether a paragraph can be a heading by its form."""
    text = part.text.text
    words = text.split()
    if part.lines > 2 or not words or len(words) > _MAX_PLAIN or _ENDED.search(text):
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in '«"“'):
        return False
    return len(sentences(text)) == 1 and any(char.isalpha() for char in text)


def _is_capital(part: Part) -> bool:
    text = part.text.text
    return text.isupper() and sum(char.isalpha() for char in text) >= 3


def _is_long(part: Part) -> bool:
    """Whether a paragraph before the first heading can be a title in large letters."""
    text = part.text.text
    return part.lines <= 6 and len(text.split()) <= 40 and not _ENDED.search(text)


def _fronted(parts: Sequence[Part]) -> list[Part]:
    """The headings of the title page, before the first that has a text: they make no section."""
    filled = [i for i, part in enumerate(parts) if part.kind != "aside"]
    first = parts[filled[0]] if filled else None
    after = parts[filled[1]] if len(filled) > 1 else None
    if first and first.kind == "text" and after and after.kind == "heading" and _is_long(first):
        parts = [replace(p, kind="heading") if p is first else p for p in parts]
    run = 0
    while run < len(filled) and parts[filled[run]].kind == "heading":
        run += 1
    numbered = [i for i in filled[:run] if parts[i].level]
    front = set(filled[: filled.index(numbered[0])] if numbered else filled[: max(0, run - 1)])
    return [replace(part, front=True) if i in front else part for i, part in enumerate(parts)]


def _levelled(parts: Sequence[Part]) -> list[Part]:
    """Where no number makes chapters, headings in capitals do, or else all of them."""
    plain = [p for p in parts if p.kind == "heading" and not p.level and not p.front]
    if any(part.kind == "heading" and part.level == 1 for part in parts):
        top: list[Part] = []
    else:
        top = [part for part in plain if _is_capital(part)] or plain
    chosen = {id(part) for part in top}
    found: list[Part] = []
    for part in parts:
        if part.kind != "heading" or part.level or part.front:
            found.append(part)
        elif id(part) in chosen:
            found.append(replace(part, level=1))
        else:
            found.append(replace(part, title=_is_capital(part)))
    return found
