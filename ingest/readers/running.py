"""What a page repeats and no one wrote for it: running headers, page numbers, tables of contents.

Works on the lines of plain text alone. Where page starts are known, what recurs at the same edge of
most pages is a header or footer; where they are not, lines that count pages show where pages end.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from statistics import median

from ingest.words import alternatives, listed

HEADER = "running header"
PAGE_NUMBER = "page number"
CONTENTS = "table of contents"

_DOTS = re.compile(r"(?:\.{4,}|(?:\.\s){4,}|…{2,}|_{4,})\s*\d{1,4}\s*$")
_ENDS_IN_NUMBER = re.compile(r"\S.*?\s(\d{1,3})$")
_WORD = alternatives("order", "page")
_COUNTED = re.compile(
    rf"^(?:[-–—|]\s*)?(?P<word>(?:{_WORD})\s*)?(?P<number>\d{{1,4}})"
    rf"(?:\s*(?:{alternatives('order', 'of')}|/)\s*\d{{1,4}})?(?:\s*[-–—|])?$",
    re.IGNORECASE,
)
_WITH_PAGE = re.compile(rf"(?:\b(?:{_WORD})\s*|[|•·]\s*|\t\s*)(\d{{1,4}})\b", re.IGNORECASE)
_EDGE = 2
"""Lines at a page's top and at its foot among which headers and footers are looked for."""
_MOST, _FEW = 0.6, 0.25
"""Part of the pages on which a header, and a number that counts them, has to stand."""
_MIN_PAGES = 3
_LONGEST = 100
_APART = 4
"""Rows from one page's number to the next, where no more than the counting tells it."""
_STEP = 4
"""The most by which lines of the same words count on: left pages have every other number, and some
pages none."""
_STEADY, _SPREAD, _WITHIN = 0.8, 0.5, 0.1
"""Part of the lines of one form that have to count on, of the text they reach over, and of them
that break a sentence, where that tells that they are no one's text."""
_LISTED = re.compile(r"(?:[•·▪◦‣*]|[-–—](?=.*[^\W\d_]))\s*(?=\S)")
_QUOTE_ENDS = '»”"'


@dataclass
class Row:
    """A line that is not blank, as far as its place on a page needs it."""

    text: str
    blank: int
    """Blank lines before it."""
    starts: bool
    """Whether a page is known to begin with it."""
    reason: str = ""
    """Why it is set aside, if it is."""


def mark_running(rows: Sequence[Row]) -> None:
    """Names the rows that no one wrote for their page, and moves page starts to the rows left."""
    _contents(rows)
    pages = _pages(rows)
    if len(pages) > 1:
        _at_edges(rows, pages)
    else:
        _counting(rows)
    carried = False
    for row in rows:
        carried = carried or row.starts
        if not row.reason and carried:
            row.starts, carried = True, False
        elif row.reason:
            row.starts = False


# --- tables of contents ------------------------------------------------------------------------


def _contents(rows: Sequence[Row]) -> None:
    """A run of lines with leader dots; or, below a heading that says so, of lines that end in page
    numbers."""
    index = 0
    while index < len(rows):
        named = rows[index].text.lower().rstrip(" :.") in listed("order", "contents")
        end = _run(rows, index + named, named=named)
        if end > index + named + 1:
            for row in rows[index:end]:
                row.reason = CONTENTS
            index = end
        else:
            if _DOTS.search(rows[index].text):
                rows[index].reason = CONTENTS
            index += 1


def _run(rows: Sequence[Row], start: int, *, named: bool) -> int:
    """Where a run of entries ends; an entry may take two lines, its number on the second."""
    index, last, found = start, 0, 0
    while index < len(rows):
        number = _entry(rows[index].text, named=named)
        if number is not None and number >= last:
            last, index, found = number, index + 1, found + 1
            continue
        following = _entry(rows[index + 1].text, named=named) if index + 1 < len(rows) else None
        near = index + 1 < len(rows) and rows[index + 1].blank <= 1 and found > 0
        if near and following is not None and following >= last and number is None:
            index += 1
            continue
        break
    return index if found >= 2 else start


def _entry(text: str, *, named: bool) -> int | None:
    """The page number that a line of a table of contents ends in."""
    if _DOTS.search(text):
        return int(re.search(r"\d+\s*$", text).group())  # type: ignore[union-attr]
    hit = _ENDS_IN_NUMBER.match(text)
    return int(hit.group(1)) if named and hit and len(text) < 120 else None


# --- pages that are known ----------------------------------------------------------------------


def _pages(rows: Sequence[Row]) -> list[list[int]]:
    """The indices of the rows of each page."""
    found: list[list[int]] = []
    for index, row in enumerate(rows):
        if row.starts or not found:
            found.append([])
        found[-1].append(index)
    return found


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.lower().split()))


def _at_edges(rows: Sequence[Row], pages: Sequence[Sequence[int]]) -> None:
    """Lines that recur at the top or the foot of most pages, or that count them."""
    counted = False
    for top in (False, True, False):
        edge = _Edge(rows, len(pages), counted)
        for _ in range(_EDGE):
            places: list[Place] = []
            for number, page in enumerate(pages):
                left = [i for i in (page if top else reversed(page)) if not rows[i].reason]
                if left:
                    places.append((number, left[0]))
            if not edge.mark(places):
                break
        counted = counted or bool(edge.offsets)


Place = tuple[int, int]
"""Number of a page (from 0) and of a row."""


class _Edge:
    """One edge of all pages, and what is known of it so far."""

    def __init__(self, rows: Sequence[Row], pages: int, counted: bool) -> None:
        self.rows = rows
        self.pages = pages
        self.fewest = _MIN_PAGES if counted else _MIN_PAGES + 1
        """Pages on which a line without a number has to recur; fewer where pages are numbered."""
        self.offsets: set[int] = set()
        """What lies between the numbers printed and those counted."""
        self.stems: set[str] = set()
        """Headers without the number that stands in them: it may stand on a line of its own."""

    def mark(self, places: Sequence[Place]) -> bool:
        """Marks those of the lines that recur or count; whether there were any."""
        before = sum(bool(row.reason) for row in self.rows)
        shared: dict[str, list[Place]] = defaultdict(list)
        counts: dict[tuple[str, int], list[Place]] = defaultdict(list)
        for page, index in places:
            text = self.rows[index].text
            shared[_key(text)].append((page, index))
            for value in dict.fromkeys(re.findall(r"\d{1,4}", text)):
                counts[_key(text), int(value) - page].append((page, index))
        for (key, offset), found in counts.items():
            self._counting(key, offset, found)
        for page, index in places:
            row = self.rows[index]
            hit = _COUNTED.match(row.text)
            if hit and int(hit.group("number")) - page in self.offsets:
                row.reason = PAGE_NUMBER
            elif row.text.lower() in self.stems:
                row.reason = HEADER
        for found in shared.values():
            alike = len({self.rows[i].text for _, i in found}) == 1
            alike = alike and not _is_running_text(self.rows, [index for _, index in found])
            if alike and len(found) >= self.fewest and _recurs([p for p, _ in found], self.pages):
                for _, index in found:
                    self.rows[index].reason = HEADER
        return sum(bool(row.reason) for row in self.rows) > before

    def _counting(self, key: str, offset: int, found: Sequence[Place]) -> None:
        text = self.rows[found[0][1]].text
        plain = bool(_COUNTED.match(text))
        enough = len(found) >= _MIN_PAGES
        enough = enough and len(found) >= (_FEW if plain else _MOST) * self.pages
        apart = len(found) == self.pages and all(self.rows[i].blank for _, i in found)
        said = _WITH_PAGE.search(text) or (plain and (apart or not text.isdigit()))
        if enough or (len(found) > 1 and said):
            self.offsets.add(offset)
            self.stems.add(" ".join(key.replace("#", " ").split()))
            for _, index in found:
                self.rows[index].reason = PAGE_NUMBER if plain else HEADER


def _is_running_text(rows: Sequence[Row], places: Sequence[int]) -> bool:
    """Whether a line that recurs is part of a sentence, and so no header."""
    below = [rows[i + 1] for i in places if i + 1 < len(rows) and not rows[i + 1].starts]
    goes_on = sum(row.text[:1].islower() for row in below)
    return goes_on > 0.5 * len(places) or _is_sentence(rows[places[0]].text)


def _is_sentence(text: str) -> bool:
    """Whether a line is too long for a header, begins within a sentence, or ends one."""
    return len(text) > _LONGEST or text[:1].islower() or text[-1] in ".!?,;:-"


def _recurs(places: Sequence[int], pages: int) -> bool:
    """Whether something stands on most pages, or on most of the even or of the odd ones."""
    if len(places) >= _MOST * pages:
        return True
    parity = {page % 2 for page in places}
    return len(parity) == 1 and len(places) >= max(4, 0.8 * (pages // 2))


# --- pages that are not ------------------------------------------------------------------------


def _counting(rows: Sequence[Row]) -> None:
    """Lines that count pages where no page start is known: they show where pages end."""
    alike, counted = _alike(rows), _counted(rows)
    run = alike if 2 * len(alike) >= len(counted) else counted
    if not run:
        return
    for index, _ in run:
        rows[index].reason = PAGE_NUMBER if _COUNTED.match(rows[index].text) else HEADER
    _beside(rows, [index for index, _ in run])


def _counted(rows: Sequence[Row]) -> list[Place]:
    """(Row, number) of lines that count, whatever else they say, with a page's text between them.
    Bare figures may be a list's or the chapters', unless sentences go on across them."""
    counted: list[Place] = []
    for index, row in enumerate(rows):
        if row.reason:
            continue
        hit = _COUNTED.match(row.text)
        if hit:
            counted.append((index, int(hit.group("number"))))
        elif _may_count(row.text) and (said := _WITH_PAGE.search(row.text)):
            counted.append((index, int(said.group(1))))
    run = _increasing(counted)
    bare = all(rows[index].text.isdigit() for index, _ in run)
    if len(run) < (_MIN_PAGES if bare else 2):
        return []
    if bare and _stand_within(rows, run) and _is_spread(rows, run, _APART):
        return run
    keys = {_key(rows[index].text) for index, _ in run}
    alike = sum(_key(rows[index].text) in keys for index, _ in counted)
    if not bare and len(run) < 0.5 * alike:
        return []  # "12 of 40", "3 of 40", "4 of 40": two of them follow one another by chance
    close = any(after - before < _APART for (before, _), (after, _) in pairwise(run))
    return [] if close or (bare and run[0][1] == 1) else run


def _alike(rows: Sequence[Row]) -> list[Place]:
    """(Row, number) of lines of the same words that count, all through the text: "Firm | 12".

    A page may hold a chapter's title alone, so how near they stand to one another says little; a
    list or a table that counts stands in one place. Left and right pages may have words of their
    own, and pages without a number may lie between.
    """
    forms: dict[tuple[str, ...], list[int]] = defaultdict(list)
    """What stands around the numbers of a line → the rows of the lines where that stands."""
    for index, row in enumerate(rows):
        words = tuple(re.split(r"\d+", " ".join(row.text.lower().split())))
        if len(words) > 1 and any(words) and not row.reason and _may_count(row.text):
            forms[words].append(index)
    found: list[Place] = []
    for places in forms.values():
        run = _steady(rows, places)
        text = rows[places[0]].text
        if (_COUNTED.match(text) or _WITH_PAGE.search(text)) and not _attribute(rows, run):
            found += run
    run = _increasing(sorted(found), _STEP)
    return run if len(run) >= _MIN_PAGES and _is_spread(rows, run, 2) else []


def _may_count(text: str) -> bool:
    """Whether a line counts alone, or is short and no item of a list, no attribution behind a dash
    and no piece of a sentence ("See page 4.")."""
    if _COUNTED.match(text):
        return True
    *_, last = text.lower().split()
    goes_on = last[-1] in ".!?,;:" or last in listed("order", "hanging")
    return len(text) < _LONGEST and not goes_on and not _LISTED.match(text)


def _is_spread(rows: Sequence[Row], run: Sequence[Place], apart: int) -> bool:
    """Whether lines reach over most of the text, most of them `apart` rows or more."""
    gaps = [after - before for (before, _), (after, _) in pairwise(run)]
    return sum(gaps) >= _SPREAD * len(rows) and median(gaps) >= apart


def _steady(rows: Sequence[Row], places: Sequence[int]) -> list[Place]:
    """(Row, number) of those lines of one form that count on, by any one of their numbers; none
    where too many of them do not."""
    numbers = [[int(number) for number in re.findall(r"\d+", rows[i].text)] for i in places]
    runs = [
        _increasing(list(zip(places, column, strict=True)), _STEP)
        for column in zip(*numbers, strict=True)
    ]
    best = max(runs, key=len)
    return best if len(best) >= max(_MIN_PAGES, _STEADY * len(places)) else []


def _stand_within(rows: Sequence[Row], run: Sequence[Place]) -> bool:
    """Whether sentences go on across some of the lines: no number of a list, a chapter or a heading
    breaks one."""
    within = 0
    for index, _ in run:
        if 0 < index < len(rows) - 1:
            above, below = rows[index - 1].text, rows[index + 1].text
            within += (above[-1].isalpha() or above[-1] in ",-") and below[0].islower()
    return within >= max(2, _WITHIN * len(run))


def _attribute(rows: Sequence[Row], run: Sequence[Place]) -> bool:
    """Whether most of the lines stand below a quotation: they say who speaks ("Teacher | 4")."""
    return sum(rows[i - 1].text[-1] in _QUOTE_ENDS for i, _ in run if i) > 0.5 * len(run)


def _increasing(counted: Sequence[Place], step: int = 1) -> list[Place]:
    """The longest run of (row, number) in which each number is at most `step` more than the one
    before."""
    ends: dict[int, tuple[int, int]] = {}
    before: list[int] = []
    for at, (_, number) in enumerate(counted):
        reached = [ends[number - back] for back in range(1, step + 1) if number - back in ends]
        length, previous = max(reached, key=itemgetter(0), default=(0, -1))
        before.append(previous)
        if length + 1 >= ends.get(number, (0, -1))[0]:
            ends[number] = (length + 1, at)
    at = max(ends.values(), default=(0, -1))[1]
    found: list[Place] = []
    while at >= 0:
        found.append(counted[at])
        at = before[at]
    return found[::-1]


def _beside(rows: Sequence[Row], ends: Sequence[int]) -> None:
    """The lines that stand beside the page numbers again and again; where pages begin."""
    above = _shared(rows, ends, -1)
    below = _shared(rows, ends, 1)
    # What stands at the top of every page stands at that of the first, with no number before it.
    for row, key in zip(rows, below, strict=False):
        if row.reason or _key(row.text) != key:
            break
        row.reason = HEADER
    # Numbers stand at the foot where a first page goes before them, or nothing behind the last.
    foot = (ends[0] > 1 or ends[-1] >= len(rows) - 2) and not ends[0] <= len(above) > 0
    for index in ends:
        if index + foot < len(rows):
            rows[index + foot].starts = True


def _shared(rows: Sequence[Row], ends: Sequence[int], step: int) -> list[str]:
    """The lines that stand above (-1) or below (1) most of the page numbers, set aside there; the
    nearest first."""
    found: list[str] = []
    beside = [i + step for i in ends]
    for fewest in (2, _MIN_PAGES + 1):
        beside = [i for i in beside if 0 <= i < len(rows) and not rows[i].reason]
        keys = [_key(rows[index].text) for index in beside]
        common = max(sorted(set(keys)), key=keys.count, default="")
        if keys.count(common) < max(fewest, _MOST * len(ends)) or _is_sentence(common.capitalize()):
            break
        found.append(common)
        beside = [index for index, key in zip(beside, keys, strict=True) if key == common]
        for index in beside:
            rows[index].reason = HEADER
        beside = [index + step for index in beside]
    return found
