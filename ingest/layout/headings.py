"""Which paragraphs of a page are its number, its table, its title and its headings.

For text without marks, as a PDF gave it up: a page is a slide. What the order of a page tells is
read in `ingest.layout.slide_order`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.layout.paragraphs import Layout, tail_heading
from ingest.layout.slide_order import ordered
from ingest.parts import Part
from ingest.sentences import sentences
from ingest.traced import Traced, joined

_MAX_WORDS = 24
_MAX_LINES = 5
_ENDED = re.compile(r"[.!…;,][)\]»”\"’']*$")
_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[A-ZÆØÅ«])")

TABLE = "a table: rows and columns are as the file gave them up"


def tails_cut(parts: Sequence[Part], layout: Layout) -> list[Part]:
    """Paragraphs whose last lines are the next heading, cut in two."""
    found: list[Part] = []
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        quoted = following is not None and following.kind == "attribution"
        cut = None if quoted else tail_heading(part, layout.joiner)
        found += cut or (part,)
    return found


def headed(parts: Sequence[Part], words: frozenset[str]) -> list[Part]:
    """The parts with headings, tables and set-aside numbers named. `words` are those that occur in
    lower case in the document."""
    pages: dict[int, list[Part]] = {}
    for part in parts:
        pages.setdefault(part.page, []).append(part)
    cut = [tables(_numbered(page)) for page in pages.values()]
    marked = [_marked(page) for page in cut]
    if len(marked) > 1:
        marked = [_divider(page) for page in marked]
    return _levelled(ordered(marked, words))


def _is_heading(part: Part, *, first: bool) -> bool:
    text = part.text.text
    words = text.split()
    if part.kind != "text" or not words or len(words) > _MAX_WORDS or part.lines > _MAX_LINES:
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in '«"“'):
        return False
    if len(sentences(text)) > 1:
        return False
    if text.endswith(":"):
        return first or len(words) <= 2
    if text.endswith("?"):
        return len(words) <= 14
    if text.endswith(".") and part.lines == 1 and len(words) <= 4:
        return True
    return not _ENDED.search(text)


# --- numbers -----------------------------------------------------------------------------------


def _numbered(page: list[Part]) -> list[Part]:
    """A page that begins with a title and, on a line of its own, its number: one heading."""
    at = next((i for i, part in enumerate(page[:5]) if part.kind == "number"), None)
    found = list(page)
    if at:
        title = page[:at]
        if all(
            part.kind in ("text", "item") and not _ENDED.search(part.text.text) and part.lines <= 4
            for part in title
        ):
            text = _with_mark(title[0])
            for part in title[1:]:
                text = joined([text, Traced.of(" ", -1), _with_mark(part)])
            number = page[at].text
            level = number.text.strip().rstrip(".").count(".") + 1
            heading = Part("heading", text, level=level, number=number, page=page[0].page)
            found = [heading, *page[at + 1 :]]
    numbers = {p.text.text.strip() for p in found if p.kind == "number"}
    return [
        _set_number_aside(part, i, found, numbers) if part.kind == "number" else part
        for i, part in enumerate(found)
    ]


def _with_mark(part: Part) -> Traced:
    return joined([m for mark in part.marks for m in (mark, Traced.of(" ", -1))] + [part.text])


def _set_number_aside(part: Part, index: int, page: list[Part], numbers: set[str]) -> Part:
    listed = {"1", "2"} <= numbers
    edge = index in (0, len(page) - 1)
    if listed:
        reason = "list number apart from its text"
    elif edge and "." not in part.text.text.strip():
        reason = "page number"
    else:
        reason = "number apart from its text"
    return replace(part, kind="aside", reason=reason)


# --- tables ------------------------------------------------------------------------------------


def tables(page: Sequence[Part]) -> list[Part]:
    """Two or more rows of cells in a row as one table."""
    found: list[Part] = []
    index = 0
    while index < len(page):
        end = index
        while end < len(page) and _is_row(page[end]):
            end += 1
        if end - index >= 2:
            text = page[index].text
            for part in page[index + 1 : end]:
                text = joined([text, Traced.of(" ", -1), part.text])
            found.append(Part("table", text, page=page[index].page, uncertain=TABLE))
            index = end
        else:
            found.append(page[index])
            index += 1
    return found


def _is_row(part: Part) -> bool:
    words = part.text.text.split()
    if part.kind == "table":
        return True
    if part.kind != "text" or part.lines > 1 or len(words) < 4 or part.text.text[-1] in ".!?:":
        return False
    capitals = sum(word[0].isupper() for word in words)
    figures = sum(bool(re.fullmatch(r"[\d.,%–-]+", word)) for word in words)
    return capitals >= 0.6 * len(words) or figures >= 3


# --- headings ----------------------------------------------------------------------------------


def _marked(page: list[Part]) -> list[Part]:
    found: list[Part] = []
    for index, part in enumerate(page):
        first = index == 0
        if not _is_heading(part, first=first):
            found.append(part)
            continue
        if hit := _NUMBERED.match(part.text.text):
            level = hit.group("number").count(".") + 1
            found.append(replace(part, kind="heading", level=level))
        else:
            found.append(replace(part, kind="heading"))
    return [_list_lead(found, index) for index in range(len(found))]


def _list_lead(page: Sequence[Part], index: int) -> Part:
    """The part; a heading between two lists, the first of which is introduced by a line with a
    colon, as such a line without one: what follows its list does not stand under it."""
    part = page[index]
    if part.kind != "heading" or not 0 < index < len(page) - 1:
        return part
    if page[index - 1].kind != "item" or page[index + 1].kind != "item":
        return part
    first = index - 1
    while first > 0 and page[first].kind == "item":
        first -= 1
    led = page[first].kind == "text" and page[first].text.text.endswith(":")
    led = led or page[first].leads
    return replace(part, kind="text", leads=True) if led else part


def _divider(page: list[Part]) -> list[Part]:
    """A page that holds a title and nothing else begins a chapter."""
    body = [part for part in page if part.kind != "aside"]
    if len(body) == 1 and body[0].kind == "heading" and body[0].level == 0:
        return [replace(part, level=1) if part is body[0] else part for part in page]
    return page


def _levelled(parts: list[Part]) -> list[Part]:
    """Where nothing numbers or divides the chapters, page titles (or else all headings) do."""
    if any(part.kind == "heading" and part.level for part in parts):
        return parts
    titles = any(part.title for part in parts) and len({part.page for part in parts}) > 1
    return [
        replace(part, level=1)
        if part.kind == "heading" and part.governs and (part.title or not titles)
        else part
        for part in parts
    ]
