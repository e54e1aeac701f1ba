"""The file of a report, cut into rows: each run of its characters with where it went and what it
became a part of."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.corrections.located import pieces
from ingest.outline import Placed
from ingest.pipeline import Built
from ingest.traced import NOWHERE
from service.domain import Source

NOBODY = -1
MARKUP = "set aside: markup"


@dataclass(frozen=True)
class Run:
    """Characters of the file that went to one place, white space after them included."""

    start: int
    end: int
    place: str
    """As in the ledger; empty for white space alone."""
    owner: int
    """Number of the thing it belongs to, `NOBODY` where there is none."""


@dataclass
class Row:
    """What stands together in the file and was understood as one thing."""

    runs: list[Run] = field(default_factory=list)
    owner: int = NOBODY
    first: bool = True
    """Whether it is the first row of its owner."""

    @property
    def start(self) -> int:
        return self.runs[0].start

    @property
    def end(self) -> int:
        return self.runs[-1].end


class Owners:
    """What the rows of a report can belong to: its sources, in their order, then those parts that
    are no source (headings, lead-ins)."""

    def __init__(self, built: Built) -> None:
        self._sources = built.report.sources
        self._placed = built.placed
        self.at = array("l", [NOBODY]) * len(built.raw)
        for number, source in enumerate(self._sources):
            for start, end in source.raw:
                self.at[start:end] = array("l", [number]) * (end - start)
        for number, item in enumerate(self._placed, start=len(self._sources)):
            if item.part.kind != "aside":
                self._take(item, number)

    def _take(self, item: Placed, number: int) -> None:
        """What a part has beside its sources goes to its source, where it has but one (a quote, a
        list item); else the part stands by itself."""
        offsets = [o for piece in pieces(item.part) for o in piece.at if o != NOWHERE]
        held = {self.at[offset] for offset in offsets} - {NOBODY}
        own = held.pop() if len(held) == 1 and item.part.kind != "text" else number
        for offset in offsets:
            if self.at[offset] == NOBODY:
                self.at[offset] = own

    def source(self, owner: int) -> Source | None:
        return self._sources[owner] if 0 <= owner < len(self._sources) else None

    def part(self, owner: int) -> Placed | None:
        index = owner - len(self._sources)
        return self._placed[index] if 0 <= index < len(self._placed) else None


def rows(built: Built, owners: Owners) -> list[Row]:
    """The whole file in its order, every character in one row."""
    runs = list(_runs(built, owners))
    found: list[Row] = []
    seen: set[int] = set()
    for index, run in enumerate(runs):
        owner = run.owner if run.owner != NOBODY else _neighbour(runs, index, built.raw, found)
        row = found[-1] if found else None
        alike = row is not None and row.owner == owner
        if row is None or not alike or (owner == NOBODY and row.runs[0].place != run.place):
            row = Row(owner=owner, first=owner not in seen)
            found.append(row)
        row.runs.append(run)
        if owner != NOBODY:
            seen.add(owner)
    return found


def _runs(built: Built, owners: Owners) -> Iterator[Run]:
    raw = built.raw
    names = [""]
    numbers: dict[str, int] = {}
    places = array("l", [0]) * len(raw)
    for entry in built.ledger.entries:
        number = numbers.setdefault(entry.place, len(names))
        if number == len(names):
            names.append(entry.place)
        for start, end in entry.spans:
            places[start:end] = array("l", [number]) * (end - start)
    start = 0
    before: tuple[int, int] | None = None
    broken = False
    for offset, char in enumerate(raw):
        if char.isspace():
            broken = broken or char == "\n"
            continue
        owner = owners.at[offset]
        if owner == NOBODY and places[offset] and before and before[0] == places[offset]:
            owner = before[1]  # behind a repair of several characters
        here = (places[offset], owner)
        if before is not None and (here != before or (broken and owner == NOBODY)):
            yield Run(start, offset, names[before[0]], before[1])
            start = offset
        before, broken = here, False
    if raw:
        place, owner = before or (0, NOBODY)
        yield Run(start, len(raw), names[place], owner)


def _neighbour(runs: Sequence[Run], index: int, raw: str, found: Sequence[Row]) -> int:
    """To what a run that belongs to nothing is shown: to what follows on its line, else to what
    stands before it there, else to what goes on around it; else it has a row of its own."""
    run = runs[index]
    before = found[-1].owner if found else NOBODY
    after, same_line = NOBODY, True
    for offset in range(index, len(runs)):
        if runs[offset].owner != NOBODY:
            after = runs[offset].owner
            break
        same_line = same_line and "\n" not in raw[runs[offset].start : runs[offset].end]
    if after != NOBODY and same_line:
        return after
    opens_line = run.start == 0 or "\n" in raw[runs[index - 1].start : run.start]
    if not opens_line or before == after:
        return before
    if run.place == MARKUP:
        return before if after == NOBODY else after
    return NOBODY
