"""What the gate says of a report: alarms that name a kind and a place, never the words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from service.domain import Span

Level = Literal["stop", "warn"]
"""`stop`: the source stays out, or the report. `warn`: shown and logged, nothing more."""
Voice = Literal["quote", "finding", "heading", "label"]
"""Whose text is looked at: a participant's words, the authors', a heading or title, or the
attribution of a quote."""


class Hit(NamedTuple):
    """An identifier in a text: its kind and the span it takes."""

    kind: str
    start: int
    end: int
    level: Level = "stop"


class Detector(Protocol):
    """Finds identifiers of some kinds. A better one (a model that knows entities) plugs in by being
    added to `ingest.anonymity.detect.DETECTORS`."""

    def __call__(self, text: str, voice: Voice) -> Iterable[Hit]:
        """Every identifier in `text`, which has been made plain (see `plain.py`)."""
        ...


@dataclass(frozen=True)
class Alarm:
    """An identifier in a report: what kind and where, never the words."""

    kind: str
    section: str
    """Heading of the section it stands in; only its number where the heading tells too much."""
    line: int
    """Line of the raw file, from 1; 0 where it stands in no line (a title given by hand)."""
    source: str | None
    """Id of the finding or quote it stands in, None for other text."""
    level: Level = "stop"
    span: Span | None = None
    """Where it stands in the canonical text; None where it stands outside of it."""


def stopping(found: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """Those that are no mere warnings."""
    return tuple(alarm for alarm in found if alarm.level == "stop")


def apart(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits without those that overlap one before them: an account number is not also a phone
    number. Of two, one that stops goes before one that warns."""
    found = sorted(hits, key=lambda hit: hit.level == "warn")  # stable: else as they came
    covered = bytearray(max((hit.end for hit in found), default=0))
    taken: list[Hit] = []
    for hit in found:
        if not any(covered[hit.start : hit.end]):
            covered[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            taken.append(hit)
    yield from sorted(taken, key=lambda hit: hit.start)
