"""Which paragraphs of a page are its title, its headings, its key statements, and what they govern.

For text without marks, as a PDF gave it up: a page is a slide. Where the file's order does not tell
which text stands under which heading, the text says so (`uncertain`) and the heading governs none.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.layout import Layout, tail_heading
from ingest.parts import Part
from ingest.sentences import sentences
from ingest.traced import Traced, joined
from ingest.words import pattern

_MAX_WORDS = 24
_MAX_LINES = 5
_ENDED = re.compile(r"[.!…;,][)\]»”\"’']*$")
_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+(?=[A-ZÆØÅ«])")
_FUSED = re.compile(r"(?<!\w)([a-zæøå]+)([A-ZÆØÅ]\w*)(?!\w)")

FUSED = "two headings stand on one line: which text stands under which cannot be known"
TWO_HEADINGS = "two headings stand before their texts: which it stands under cannot be known"
CALL_OUTS = "several call-outs stand before their texts: which it belongs to cannot be known"
TITLE_LATER = "the title of its page stands after it in the file"
SWAPPED = "it refers back, but what it refers to does not stand before it: columns may be swapped"
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
    cut = [_tables(_numbered(page)) for page in pages.values()]
    marked = [_marked(page) for page in cut]
    if len(marked) > 1:
        marked = [_divider(page) for page in marked]
    counts = Counter(_key(part) for page in marked for part in page if part.kind == "heading")
    found = [part for page in marked for part in _page(page, counts, words)]
    return _levelled(found)


def _key(part: Part) -> str:
    return part.text.text.lower().rstrip(" :.")


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


def _tables(page: list[Part]) -> list[Part]:
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
    return found


def _divider(page: list[Part]) -> list[Part]:
    """A page that holds a title and nothing else begins a chapter."""
    body = [part for part in page if part.kind != "aside"]
    if len(body) == 1 and body[0].kind == "heading" and body[0].level == 0:
        return [replace(part, level=1) if part is body[0] else part for part in page]
    return page


def _page(page: list[Part], counts: Counter[str], words: frozenset[str]) -> list[Part]:
    """One page with its title, what its headings govern, and what is uncertain about its order."""
    skip = 0
    while skip < len(page) and page[skip].kind == "heading" and page[skip].level:
        skip += 1
    head, body = page[:skip], page[skip:]
    if any(part.kind == "heading" and _fused(part, words) for part in body):
        return [*head, *_unfused(body, words)]
    body = _titled(body, counts)
    body = _key_statements(body)
    return [*head, *_swapped(body)]


def _fused(part: Part, words: frozenset[str]) -> int | None:
    """Where in a heading another begins without a space ("retningI positiv")."""
    for hit in _FUSED.finditer(part.text.text):
        left, right = hit.groups()
        if left in words and right.lower() in words and hit.group().lower() not in words:
            return hit.start(2)
    return None


def _unfused(body: list[Part], words: frozenset[str]) -> list[Part]:
    found: list[Part] = []
    for part in body:
        cut = _fused(part, words) if part.kind == "heading" else None
        if cut:
            found.append(replace(part, text=part.text[:cut], governs=False))
            found.append(replace(part, text=part.text[cut:], governs=False))
        else:
            found.append(_doubted(part, FUSED))
    return found


def _doubted(part: Part, reason: str) -> Part:
    if part.kind in ("heading", "aside") or part.uncertain:
        return part
    return replace(part, uncertain=reason)


def _titled(body: list[Part], counts: Counter[str]) -> list[Part]:
    at = [i for i, part in enumerate(body) if part.kind == "heading"]
    if not at:
        return body
    initial = 0
    while initial < len(body) and body[initial].kind == "heading":
        initial += 1
    pair = next((i for i in at if i >= initial and i + 1 in at), None)
    last = len(body) - 1 if body[-1].kind == "heading" and len(at) > 1 else None
    if pair is not None:
        found = list(body)
        found[pair] = replace(body[pair], title=True)
        if initial == 0:  # what stands before the title has no other
            title = found.pop(pair)
            found = [title, *(_doubted(part, TITLE_LATER) for part in found[:pair]), *found[pair:]]
        return found
    if initial == 2 and last is not None and all(_is_long(part) for part in body[:2]):
        after = next((i for i in at if i >= 2), len(body))
        loose = [replace(part, governs=False) for part in body[:2]]
        middle = [_doubted(part, TWO_HEADINGS) for part in body[2:after]]
        return [replace(body[last], title=True), *loose, *middle, *body[after:last]]
    topics = [i for i in at if counts[_key(body[i])] < 2]
    if initial == 1 and counts[_key(body[0])] >= 2 and len(topics) == 1 and topics[0] > 0:
        return _title_moved(body, topics[0])
    if initial >= 1:
        return [replace(body[0], title=True), *body[1:]]
    return body


def _title_moved(body: list[Part], at: int) -> list[Part]:
    """A page of headings that recur, with one that does not: that one is the page's title. What
    introduces it stays with it; what stood before it comes after, marked."""
    intro = at + 1
    while intro < len(body) and body[intro].kind == "text":
        intro += 1
    before = [_doubted(part, TITLE_LATER) for part in body[:at]]
    return [replace(body[at], title=True), *body[at + 1 : intro], *before, *body[intro:]]


def _is_long(part: Part) -> bool:
    return len(part.text.text.split()) >= 7


def _key_statements(body: list[Part]) -> list[Part]:
    """A statement set off below the title, in a narrower column than the text after it; or several
    such in a row, of which it cannot be known which text belongs to which."""
    start = 0
    while start < len(body) and body[start].kind == "heading":
        start += 1
    end = start
    while end < len(body) and _is_call_out(body[end]):
        end += 1
    found = list(body)
    if end - start >= 2 and sum(part.kind == "text" for part in body[end:]) >= 2:
        for index in range(start, end):
            found[index] = replace(body[index], key=True)
        for index in range(end, len(body)):
            part = body[index]
            if part.kind == "heading" and not part.text.text.endswith("."):
                break
            if part.kind == "heading":  # one more of the call-outs
                part = replace(part, kind="text", key=True)
            found[index] = _doubted(part, CALL_OUTS)
        return found
    following = next((part for part in body[start + 1 :] if part.kind != "heading"), None)
    if start > 0 and start < len(body) and following is not None:
        part = body[start]
        single = part.kind == "text" and part.lines >= 2 and len(sentences(part.text.text)) == 1
        narrow = following.width and part.width <= 0.72 * following.width
        if single and narrow and not part.text.text.endswith(":"):
            found[start] = replace(part, key=True)
    return found


def _is_call_out(part: Part) -> bool:
    text = part.text.text
    one = part.kind == "text" and part.lines <= 3 and len(text.split()) <= 14
    return one and text.endswith(".") and len(sentences(text)) == 1


def _swapped(body: list[Part]) -> list[Part]:
    at = next((i for i, part in enumerate(body) if part.kind not in ("heading", "aside")), None)
    if at is None or body[at].kind != "text":
        return body
    first = sentences(body[at].text.text)[0]
    if not pattern("order", "back").search(body[at].text.text[first[0] : first[1]]):
        return body
    return [*body[:at], _doubted(body[at], SWAPPED), *body[at + 1 :]]


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
