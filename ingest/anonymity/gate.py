"""Every identifier in a report, direct and indirect, and what follows from them."""

import re
import shlex
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ingest.anonymity.alarm import Alarm, Hit, Level, Voice, stopping
from ingest.anonymity.detect import identifiers
from ingest.anonymity.indirect import concerns
from ingest.anonymity.names import NAME
from service.domain import Quote, Report, Section, Source, Span
from service.errors import PrivacyError

TITLE = "the title"
PUBLISHER = "the publisher"
ID = "the report's id"
_NOT_SHOWN = "a heading that is not shown"
_SHOWN = 10
"""Alarms that an error names one by one."""

Find = Callable[[str, Voice], Sequence[Hit]]


def alarms(
    report: Report, raw: str, find: Find = identifiers, among: Report | None = None
) -> tuple[Alarm, ...]:
    """Every identifier in `report`, in order of where it stands. `raw` is what lines count in;
    `among` is the report whose speakers are counted, if it is not this one."""
    looked = _Looked(report, raw, find, among or report)
    found = [*looked.at_front(), *looked.in_sources(), *looked.between(), *looked.indirect()]
    return tuple(sorted(found, key=lambda alarm: alarm.line))


class _Looked:
    """A report under inspection."""

    def __init__(self, report: Report, raw: str, find: Find, among: Report) -> None:
        self._report = report
        self._among = among
        self._raw = raw
        self._find = find
        self._starts = [0, *(hit.end() for hit in re.finditer(r"\r\n|\r|\n", raw))]
        self._names = {section.id: self._shown(section) for section in report.sections}
        self._headings = {heading for section in report.sections for heading in section.path}
        self._headings |= {heading for source in report.sources for heading in source.headings}

    def at_front(self) -> Iterator[Alarm]:
        """What stands in no line of the text: title, publisher, id."""
        report = self._report
        for text, place in (
            (report.title, TITLE),
            (report.publisher or "", PUBLISHER),
            (re.sub(r"[-_]+", " ", report.id), ID),
        ):
            for hit in self._find(text, "heading"):
                # A publisher may be a person or be named after some: it is no participant.
                named = place == PUBLISHER and hit.kind == NAME
                yield Alarm(hit.kind, place, 0, None, "warn" if named else hit.level)

    def in_sources(self) -> Iterator[Alarm]:
        """What stands in findings and quotes, and in the quotes' attributions."""
        for source in self._report.sources:
            for hit in self._find(source.text, source.kind):
                span = (source.start + hit.start, source.start + hit.end)
                yield self._alarm(hit.kind, source, hit.level, span)
            if isinstance(source, Quote):
                for hit in self._find(source.speaker.label, "label"):
                    yield self._alarm(hit.kind, source, hit.level)

    def indirect(self) -> Iterator[Alarm]:
        """What could tell who spoke without a name."""
        sources = {source.id: source for source in self._report.sources}
        for concern in concerns(self._report, self._raw, self._among):
            yield self._alarm(concern.kind, sources[concern.source], concern.level)

    def between(self) -> Iterator[Alarm]:
        """What stands in headings and lead-ins."""
        spans = [(source.start, source.end) for source in self._report.sources]
        for start, text in _gaps(self._report.canonical, spans):
            voice: Voice = "heading" if text.strip() in self._headings else "finding"
            for hit in self._find(text, voice):
                span = (start + hit.start, start + hit.end)
                section, line = self._section_at(span[0]), self._line_after(span[0])
                yield Alarm(hit.kind, section, line, None, hit.level, span)

    def _alarm(self, kind: str, source: Source, level: Level, span: Span | None = None) -> Alarm:
        section = self._names.get(source.section, "")
        line = bisect_right(self._starts, source.raw[0][0])
        return Alarm(kind, section, line, source.id, level, span)

    def _shown(self, section: Section) -> str:
        """A section's heading; only its number where the heading itself tells who someone is."""
        heading = section.path[-1]
        if not self._find(heading, "heading"):
            return heading
        number = re.match(r"\d+(?:\.\d+)*", heading)
        return number.group() if number else _NOT_SHOWN

    def _section_at(self, offset: int) -> str:
        around = (s for s in reversed(self._report.sections) if s.start <= offset < s.end)
        section = next(around, None)
        return self._names[section.id] if section else ""

    def _line_after(self, offset: int) -> int:
        """The raw line of the source that stands nearest after `offset` of the canonical text."""
        after = next((s for s in self._report.sources if s.start >= offset), None)
        return bisect_right(self._starts, after.raw[0][0]) if after else len(self._starts)


def _gaps(text: str, spans: Iterable[Span]) -> Iterator[tuple[int, str]]:
    """The lines of `text` that no span covers, with where they begin."""
    position = 0
    for start, end in [*sorted(spans), (len(text), len(text))]:
        for line in re.finditer(r"[^\n]+", text[position : max(start, position)]):
            yield position + line.start(), line.group()
        position = max(position, end)


def quarantined(found: Iterable[Alarm]) -> tuple[str, ...]:
    """Ids of the findings and quotes that may not be stored, in order."""
    return tuple(dict.fromkeys(a.source for a in stopping(found) if a.source is not None))


def refuse(found: Sequence[Alarm], path: Path) -> None:
    """Raises `PrivacyError` when an alarm stops the report, naming kinds and places and the next
    command."""
    stops = stopping(found)
    if not stops:
        return
    counts = Counter(alarm.kind for alarm in stops)
    what = ", ".join(f"{count} x {kind}" for kind, count in counts.items())
    shown = "; ".join(described(alarm) for alarm in stops[:_SHOWN])
    more = f" and {len(stops) - _SHOWN} more" if len(stops) > _SHOWN else ""
    raise PrivacyError(
        f"{_name_of(path)}: {what}",
        f"people could be identified: {shown}{more}; nothing was stored",
        _next_step(stops, path),
    )


def described(alarm: Alarm) -> str:
    """An alarm in words: kind and place."""
    if not alarm.line:
        return f"{alarm.kind} in {alarm.section}"
    return f"{alarm.kind} at line {alarm.line} ({alarm.section})"


def _name_of(path: Path) -> str:
    """The file's name, unless it tells who someone is."""
    return path.name if not identifiers(re.sub(r"[-_.]+", " ", path.stem), "heading") else "PATH"


def _next_step(stops: Sequence[Alarm], path: Path) -> str:
    mend = "Replace them in the file by words in [brackets], or settle them in a corrections file"
    typed = shlex.quote(_name_of(path))
    beyond = [alarm for alarm in stops if alarm.source is None]
    if not beyond:
        count = len(quarantined(stops))
        these = "the one finding or quote" if count == 1 else f"the {count} findings and quotes"
        return (
            f"{mend}, then: funn ingest {typed}. Or leave {these} concerned out and store the "
            f"rest: funn ingest {typed} --accept-quarantine"
        )
    given = {alarm.section for alarm in beyond if not alarm.line}
    options = {TITLE: "--title", PUBLISHER: "--publisher", ID: "--id"}
    also = " ".join(f'{options[place]} "..."' for place in options if place in given)
    return (
        f"Those in headings, lead-ins or the title cannot be left out. {mend}, then: "
        f"funn ingest {typed}{' ' + also if also else ''}"
    )
