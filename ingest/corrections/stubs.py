"""Ready-made entries for what is uncertain in a report, each to be filled in or struck out."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.corrections.applied import SPEAKERS
from ingest.corrections.located import Locator
from ingest.outline import Placed
from ingest.quoting.blocks import CALL_OUT
from ingest.quoting.quotes import DOUBTS
from ingest.traced import NOWHERE, Traced
from service.domain import Quote, Report, SetAside, Source

_HEAD = """\
# Corrections of {name}, as `funn ingest --check --stubs` proposes them.
# Each entry is commented out: take the # away where it is right, fill in what is empty, strike out
# the rest. Save it beside the report as {stem}.corrections.toml. docs/corrections.md says more.
"""
_FEW, _MANY = 5, 40
"""Words of a text that are tried as its address."""


@dataclass(frozen=True)
class Stub:
    """One proposed entry."""

    line: int
    why: str
    rows: tuple[str, ...]
    source: str | None = None
    """Id of the (first) source that it is about."""

    @property
    def entry(self) -> str:
        """The entry as it would stand in the file."""
        return "\n".join(["[[correction]]", *self.rows]) + "\n"

    def written(self) -> str:
        """The entry as it stands in the file, commented out."""
        rows = "".join(f"#{row}\n" for row in self.entry.splitlines())
        return f"# Line {self.line}: {self.why}\n{rows}"


def stubs(
    report: Report, raw: str, placed: Sequence[Placed], set_aside: Sequence[SetAside]
) -> list[Stub]:
    """Entries for every uncertain place of `report`, in its order."""
    locator = Locator(raw, [item.part for item in placed], set_aside)
    found = [*_of_sources(report, locator), *_of_headings(placed, locator)]
    return sorted(found, key=lambda stub: stub.line)


def written(name: str, stem: str, found: Sequence[Stub]) -> str:
    """The whole file."""
    return "\n".join([_HEAD.format(name=name, stem=stem), *(stub.written() for stub in found)])


def _of_sources(report: Report, locator: Locator) -> Iterator[Stub]:
    for run in runs(report.sources):
        first, last = run[0], run[-1]
        address = _address(locator, first.text, first.raw[0][0])
        line = locator.line(first.raw[0][0])
        for why, rows in _ways(first, _through(locator, first, last)):
            yield Stub(line, why, (*address, *rows), first.id)


def _ways(source: Source, through: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The ways in which an uncertain source can be settled: what to say and the keys for it."""
    why = source.uncertain or ""
    if isinstance(source, Quote) and why in SPEAKERS:
        who = ('do = "speaker"', 'role = ""', 'sector = ""', 'field = ""')
        yield f"{why}. Strike out what is not known.", who
    elif isinstance(source, Quote) and why in DOUBTS:
        yield f"{why}. If it is right as it is:", ('do = "settled"',)
        yield "... or if someone else speaks:", ('do = "speaker"', 'role = ""')
    elif why == CALL_OUT:
        yield f"{why}. If the authors speak:", ('do = "settled"',)
        yield "... or if a participant does:", ('do = "quote"', 'role = ""')
    else:
        said = f"{why}. If it is right as it is (else `move`, `join`, `split`):"
        yield said, (*through, 'do = "settled"')


def runs(sources: Sequence[Source]) -> list[list[Source]]:
    """Uncertain sources that follow one another and are so for one reason, together; each quote of
    an uncertain speaker by itself."""
    found: list[list[Source]] = []
    before: Source | None = None
    for source in sources:
        if source.uncertain:
            alike = before is not None and before.uncertain == source.uncertain
            if alike and source.uncertain not in DOUBTS:
                found[-1].append(source)
            else:
                found.append([source])
        before = source
    return found


def _of_headings(placed: Sequence[Placed], locator: Locator) -> Iterator[Stub]:
    for item in placed:
        part = item.part
        if part.kind == "heading" and not part.governs:
            start = _start(part.text)
            yield Stub(
                locator.line(start),
                "which text this heading heads cannot be known. Say what it stands before:",
                (*_address(locator, part.text.text, start), 'do = "move"', 'before = ""'),
            )


def _start(text: Traced) -> int:
    return next((offset for offset in text.at if offset != NOWHERE), 0)


def _address(locator: Locator, text: str, start: int) -> tuple[str, ...]:
    """Keys that name one place: the first words of `text`, with line or occurrence if need be."""
    words = text.split(" ")
    at = text
    for count in range(min(_FEW, len(words)), min(_MANY, len(words)) + 1):
        at = " ".join(words[:count])
        if len(locator.all(at)) == 1:
            return (f"at = {_quoted(at)}",)
    spots = locator.all(at)
    line = locator.line(start)
    same = [spot for spot in spots if spot.line == line]
    rows = [f"at = {_quoted(at)}", f"line = {line}"]
    if len(same) > 1:
        order = [spot.first for spot in same]
        rows.append(f"occurrence = {order.index(start) + 1 if start in order else 1}")
    return tuple(rows)


def _through(locator: Locator, first: Source, last: Source) -> tuple[str, ...]:
    """The end of a run. The first place after its beginning is meant, so words that stand only
    once after it will do."""
    if last is first:
        return ()
    begin, start = first.raw[0][0], last.raw[0][0]
    words = last.text.split(" ")
    for count in range(min(_FEW, len(words)), len(words) + 1):
        at = " ".join(words[:count])
        later = [spot.first for spot in locator.all(at) if spot.first >= begin]
        if later and min(later) == start:
            return (f"through = {_quoted(at)}",)
    return ()


def _quoted(text: str) -> str:
    """`text` as a string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
