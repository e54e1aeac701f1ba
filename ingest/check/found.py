"""What a researcher has to look at in a report that was read, as data."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from ingest.anonymity.quarantine import passed
from ingest.corrections.bench import LOOSE_LABEL
from ingest.pipeline import NOT_PLACED, Built
from service.domain import Quote, Source, Span
from service.errors import PrivacyError

Kind = Literal["identifier", "attribution", "uncertain", "not placed"]
Level = Literal["stop", "leave out", "look at", "uncertain"]
"""`stop`: nothing is stored. `leave out`: it is quarantined and the rest stored. `look at`: a
warning. `uncertain`: it is stored and marked as such."""
_EXCERPT = 100
_ARROWS = {"\n": "⏎", "\r": "␍", "\t": "⇥", "\f": "⏏", "\v": "⏎"}


@dataclass(frozen=True)
class Trouble:
    """One place that wants a look."""

    kind: Kind
    reason: str
    line: int
    """Of the file (or of the text that its reader gave), from 1; 0 where it stands in none."""
    page: int | None
    """Of a PDF, from 1."""
    excerpt: str
    """The text that stands there, cut short. For the researcher's own eyes."""
    source: str | None = None
    """Id of the finding or quote."""
    section: str = ""
    """Heading of the section it stands in, or what it stands in; of an identifier."""
    level: Level = "uncertain"
    """What follows from it."""

    @property
    def stops(self) -> bool:
        """Whether nothing is stored as long as it is there."""
        return self.level == "stop"


@dataclass(frozen=True)
class Repaired:
    """One change made to the text."""

    line: int
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Checked:
    """All that `--check` shows of a report."""

    built: Built
    troubles: tuple[Trouble, ...]
    repairs: tuple[Repaired, ...]
    stops: bool
    """Whether ingestion would stop."""

    @property
    def notices(self) -> tuple[str, ...]:
        return tuple(self.built.reading.document.notices)

    def of(self, kind: Kind) -> list[Trouble]:
        return [trouble for trouble in self.troubles if trouble.kind == kind]

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""
        report, account = self.built.report, self.built.account
        return {
            "report": {
                "id": report.id,
                "title": report.title,
                "publisher": report.publisher,
                "year": report.year,
                "language": report.language,
                "fictional": report.fictional,
                "reader": report.reader,
                "raw_digest": report.raw_digest,
            },
            "stops": self.stops,
            "sections": len(report.sections),
            "findings": len(report.findings),
            "quotes": self.built.quotes_by_role,
            "ledger": {
                "characters": account.characters,
                "places": account.places,
                "missing": list(account.missing),
                "double": list(account.double),
            },
            "troubles": [asdict(trouble) for trouble in self.troubles],
            "repairs": [asdict(repair) for repair in self.repairs],
            "corrections": [asdict(applied) for applied in self.built.corrections],
            "notices": list(self.notices),
        }


class Lines:
    """Offsets of a text to its lines, from 1."""

    def __init__(self, raw: str) -> None:
        self._starts = [0, *(hit.end() for hit in re.finditer(r"\r\n|\r|\n", raw))]

    def of(self, offset: int) -> int:
        return bisect_right(self._starts, offset)

    def __len__(self) -> int:
        return len(self._starts)


def checked(built: Built, path: Path, *, accept_quarantine: bool = False) -> Checked:
    """What is to be looked at in `built`, which was read from `path`."""
    lines = Lines(built.raw)
    try:
        passed(built.report, built.raw, built.alarms, path, accept_quarantine=accept_quarantine)
    except PrivacyError:
        refused = True
    else:
        refused = False
    found = [
        *_identifiers(built, refused=refused),
        *(trouble for source in built.report.sources for trouble in _doubts(source, lines)),
        *_loose(built, lines),
    ]
    repairs = tuple(
        Repaired(lines.of(r.at), r.before, r.after, r.reason) for r in built.report.repairs
    )
    in_order = tuple(sorted(found, key=lambda trouble: trouble.line))
    return Checked(built, in_order, repairs, stops=refused or not built.account.sums)


def _identifiers(built: Built, *, refused: bool) -> Iterator[Trouble]:
    sources = {source.id: source for source in built.report.sources}
    for alarm in built.alarms:
        source = sources.get(alarm.source or "")
        kept_out: Level = "stop" if refused else "leave out"
        yield Trouble(
            kind="identifier",
            reason=alarm.kind,
            line=alarm.line,
            page=source.page.physical if source else None,
            excerpt=excerpt(source.text if source else _around(built, alarm.span)),
            source=alarm.source,
            section=alarm.section,
            level="look at" if alarm.level == "warn" else kept_out,
        )


def _around(built: Built, span: Span | None) -> str:
    """The line of the canonical text that a span stands in."""
    if span is None:
        return ""
    text = built.report.canonical
    end = text.find("\n", span[1])
    return text[text.rfind("\n", 0, span[0]) + 1 : end if end >= 0 else len(text)]


def _doubts(source: Source, lines: Lines) -> Iterator[Trouble]:
    if not source.uncertain:
        return
    speaks = isinstance(source, Quote) and not source.speaker.understood
    yield Trouble(
        kind="attribution" if speaks else "uncertain",
        reason=source.uncertain,
        line=lines.of(source.raw[0][0]),
        page=source.page.physical,
        excerpt=excerpt(source.text),
        source=source.id,
    )


def _loose(built: Built, lines: Lines) -> Iterator[Trouble]:
    """Attributions without a quote, and characters that no rule placed."""
    kinds: dict[str, Kind] = {LOOSE_LABEL: "attribution", NOT_PLACED: "not placed"}
    for aside in built.report.set_aside:
        for start, end in aside.raw if aside.reason in kinds else ():
            yield Trouble(
                kind=kinds[aside.reason],
                reason=aside.reason,
                line=lines.of(start),
                page=None,
                excerpt=excerpt(built.raw[start:end]),
            )


def excerpt(text: str, length: int = _EXCERPT) -> str:
    """The beginning of `text`, on one line."""
    flat = " ".join(text.split())
    return visible(flat if len(flat) <= length else flat[: length - 1].rstrip() + "…")


def visible(text: str) -> str:
    """`text` with what cannot be seen, or would steer a terminal or turn the text round, shown by
    its sign or its number."""
    return "".join(char if _is_seen(char) else shown(char) for char in text)


def _is_seen(char: str) -> bool:
    return char == " " or unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")


def shown(char: str) -> str:
    """A character that cannot be seen, by its sign or its number."""
    return _ARROWS.get(char) or f"[U+{ord(char):04X}]"
