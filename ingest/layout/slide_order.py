"""What the order of a slide's texts in the file tells, and what it does not.

Where it does not tell which text stands under which heading, the text says so (`uncertain`) and the
heading governs none.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.parts import Part
from ingest.sentences import sentences
from ingest.words import alternatives, pattern

FUSED = "two headings stand on one line: which text stands under which cannot be known"
TWO_HEADINGS = "two headings stand before their texts: which it stands under cannot be known"
CALL_OUTS = "several call-outs stand before their texts: which it belongs to cannot be known"
TITLE_LATER = "the title of its page stands after it in the file"
MAYBE_TITLE = "a heading further down in the file may be the title of its page"
CALL_OUT_AT_END = (
    "a call-out on its page says how many mentioned what stands there: whether it means this text"
    " cannot be known"
)
SWAPPED = "it refers back, but what it refers to does not stand before it: columns may be swapped"

ORDER_KNOWN = frozenset({MAYBE_TITLE, CALL_OUT_AT_END})
"""Doubts about what a text stands under, and none about what stands before it."""

_FUSED = re.compile(r"(?<!\w)([a-zæøå]+)([A-ZÆØÅ]\w*)(?!\w)")
_SAID_BY = re.compile(
    rf"\b(?:{alternatives('order', 'said_by')})\s+(?:(?:de|dei|the|av|of|kun|bare|berre|only)\s+)*"
    rf"(?:{alternatives('subject', 'quantifiers')})(?!\w)",
    re.IGNORECASE,
)
_RECURS = 3
"""Pages on which a heading stands that names a topic, no page ("Fordeler")."""
_MAX_CALL_OUT = 12
"""Words of a call-out that says how many mentioned what stands on its page."""


def ordered(pages: Sequence[list[Part]], words: frozenset[str]) -> list[Part]:
    """The parts of all pages in an order to read them in. `words` are those that occur in lower
    case in the document."""
    counts = Counter(_key(part) for page in pages for part in page if part.kind == "heading")
    found: list[Part] = []
    section = ""
    for page in pages:
        opened = [part for part in page if part.kind == "heading" and part.level]
        section = _key(opened[-1]) if opened else section
        found += _page(page, counts, words, section)
    return found


def _key(part: Part) -> str:
    return part.text.text.lower().rstrip(" :.")


def _page(
    page: list[Part], counts: Counter[str], words: frozenset[str], section: str
) -> list[Part]:
    """One page with its title, what its headings govern, and what is uncertain about its order."""
    skip = 0
    while skip < len(page) and page[skip].kind == "heading" and page[skip].level:
        skip += 1
    head, body = page[:skip], page[skip:]
    cuts = {id(p): cut for p in body if p.kind == "heading" and (cut := _fused(p, words, counts))}
    if cuts:
        return [*head, *_unfused(body, cuts, titled=bool(head))]
    body = _under_call_out(body)
    body = _titled(body, counts, section)
    body = _key_statements(body)
    return [*head, *_swapped(body)]


def _fused(part: Part, words: frozenset[str], counts: Counter[str]) -> int | None:
    """Where in a heading another begins: without a space ("retningI positiv"); or with one, where
    the page shows that there are two ("Sterke sider Svake sider")."""
    text = part.text.text
    for hit in _FUSED.finditer(text):
        left, right = hit.groups()
        if left in words and right.lower() in words and hit.group().lower() not in words:
            return hit.start(2)
    for hit in re.finditer(r"(?<=\w) (?=[A-ZÆØÅ])", text):
        left, right = text[: hit.start()].lower(), text[hit.end() :].lower()
        first, second = left.split(), right.split()
        alike = len(first) == len(second) > 1 and (first[0] == second[0] or first[-1] == second[-1])
        if alike or (counts[left] and counts[right]):
            return hit.end()
    return None


def _unfused(body: list[Part], cuts: Mapping[int, int], *, titled: bool) -> list[Part]:
    """A page with such headings: which text stands under which is not known, but that all stand
    under the page's title is, or else under the line as it is printed."""
    others = [part for part in body if part.kind == "heading" and id(part) not in cuts]
    found: list[Part] = []
    if not titled:
        title = others[0] if others else next(part for part in body if id(part) in cuts)
        body = [part for part in body if part is not title]
        found.append(replace(title, title=True))
    for part in body:
        if cut := cuts.get(id(part)):
            found.append(replace(part, text=part.text[:cut].strip(), governs=False))
            found.append(replace(part, text=part.text[cut:], governs=False))
        else:
            found.append(doubted(part, FUSED))
    return found


def doubted(part: Part, reason: str) -> Part:
    """The part with a reason why its place is uncertain, if it has none yet."""
    if part.kind in ("heading", "aside") or part.uncertain:
        return part
    return replace(part, uncertain=reason)


def _under_call_out(body: list[Part]) -> list[Part]:
    """A page that ends with a call-out on how many mentioned what stands on it ("Nevnt av noen"):
    its texts with it; marked where it may mean but some of them."""
    last = next((i for i in reversed(range(len(body))) if body[i].kind != "aside"), 0)
    if last == 0 or not _says_how_many(body[last]):
        return body
    call_out = body[last].text.text.rstrip(" .:")
    topics = sum(part.kind == "heading" for part in body[:last])
    above = [
        replace(part, scope=call_out) if part.kind not in ("heading", "aside", "quote") else part
        for part in body[:last]
    ]
    if topics > 1:
        above = [doubted(part, CALL_OUT_AT_END) if part.scope else part for part in above]
    heading = replace(body[last], kind="heading", governs=False, scope=call_out)
    return [*above, *body[last + 1 :], heading]


def _says_how_many(part: Part) -> bool:
    text = part.text.text
    short = part.kind in ("text", "heading") and len(text.split()) <= _MAX_CALL_OUT
    return short and len(sentences(text)) == 1 and bool(_SAID_BY.search(text))


def _titled(body: list[Part], counts: Counter[str], section: str) -> list[Part]:
    if body and body[-1].scope and body[-1].kind == "heading":
        return [*_titled(body[:-1], counts, section), body[-1]]
    at = [i for i, part in enumerate(body) if part.kind == "heading"]
    if not at:
        return body
    initial = 0
    while initial < len(body) and body[initial].kind == "heading":
        initial += 1
    pair = next((i for i in at if i >= initial and i + 1 in at), None)
    last = len(body) - 1 if body[-1].kind == "heading" and len(at) > 1 else None
    if pair is not None and (initial < 2 or counts[_key(body[pair])] > 1):
        return _title_within(body, pair, initial, counts, section)
    filled = [i for i, part in enumerate(body) if part.kind != "aside"]
    if initial == 0 and at[-1] == filled[-1]:  # a heading below which nothing stands is the page's
        above = [doubted(part, TITLE_LATER) for part in body[: at[-1]]]
        return [replace(body[at[-1]], title=True), *above, *body[at[-1] + 1 :]]
    if initial == 1 and len(at) > 1 and at[-1] == filled[-1]:
        return _title_last(body, at[-1], counts)
    if initial == 2 and last is not None and all(_is_long(part) for part in body[:2]):
        after = next((i for i in at if i >= 2), len(body))
        loose = [replace(part, governs=False) for part in body[:2]]
        middle = [doubted(part, TWO_HEADINGS) for part in body[2:after]]
        return [replace(body[last], title=True), *loose, *middle, *body[after:last]]
    topics = [i for i in at if counts[_key(body[i])] < 2]
    if initial == 1 and counts[_key(body[0])] >= 2 and len(topics) == 1 and topics[0] > 0:
        return _title_moved(body, topics[0])
    if initial >= 1:
        return [replace(body[0], title=True), *body[1:]]
    # It begins without a title: it goes on with the page before, or its title comes later.
    title = at[0] if len(at) == 1 else topics[0] if len(topics) == 1 else len(body)
    found = [doubted(p, MAYBE_TITLE) if i < title else p for i, p in enumerate(body)]
    if title < len(body):
        found[title] = replace(body[title], title=True)
    return found


def _title_last(body: list[Part], at: int, counts: Counter[str]) -> list[Part]:
    """A page that begins with a heading and ends with one below which nothing stands: the latter is
    its title where the former recurs on several pages and it does not; else it may be."""
    inner, end = body[1:at], body[at + 1 :]
    if counts[_key(body[0])] >= _RECURS and counts[_key(body[at])] < 2:
        above = [doubted(part, TITLE_LATER) for part in inner]
        return [replace(body[at], title=True), body[0], *above, *end]
    inner = [part if part.kind == "quote" else doubted(part, MAYBE_TITLE) for part in inner]
    return [replace(body[0], title=True), *inner, replace(body[at], governs=False), *end]


def _title_within(
    body: list[Part], at: int, initial: int, counts: Counter[str], section: str
) -> list[Part]:
    """A page with two headings in a row further down: the first of them is its title, or may be."""
    title = replace(body[at], title=True)
    above, below = body[:at], body[at + 1 :]
    if _key(title) == section and initial:  # it says no more than the section does
        return [*above, title, *below]
    if initial == 0 or counts[_key(title)] > 1:
        # What stands before the title has no other; or the title is one of several pages.
        return [title, *(doubted(part, TITLE_LATER) for part in above), *below]
    return [*(doubted(part, MAYBE_TITLE) for part in above), title, *below]


def _title_moved(body: list[Part], at: int) -> list[Part]:
    """A page of headings that recur, with one that does not: that one is the page's title. What
    introduces it stays with it; what stood before it comes after, marked."""
    intro = at + 1
    while intro < len(body) and body[intro].kind == "text":
        intro += 1
    before = [doubted(part, TITLE_LATER) for part in body[:at]]
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
                found[index] = replace(part, kind="text", key=True)
            else:
                found[index] = doubted(part, CALL_OUTS)
        return found
    widest = _width_below(body[start + 1 :])
    if start > 0 and start < len(body) and widest:
        part = body[start]
        single = part.kind == "text" and part.lines >= 2 and len(sentences(part.text.text)) == 1
        narrow = part.width <= 0.72 * widest
        if single and narrow and not part.text.text.endswith(":"):
            found[start] = replace(part, key=True)
    return found


def _width_below(parts: Sequence[Part]) -> float:
    """The width of the texts below a statement, up to the heading after the first of them."""
    widest = 0.0
    for part in parts:
        if part.kind == "heading" and widest:
            break
        widest = max(widest, part.width if part.kind != "heading" else 0.0)
    return widest


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
    return [*body[:at], doubted(body[at], SWAPPED), *body[at + 1 :]]
