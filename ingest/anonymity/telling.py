"""Alarms in words, for the one who ingests a report."""

from collections.abc import Iterator, Sequence

from ingest.anonymity.alarm import Alarm, stopping
from ingest.anonymity.quarantine import Passed

_SHOWN = 20


def left_out(through: Passed) -> Iterator[str]:
    """Lines that say what was left out, and what only warned."""
    if through.left_out:
        count = len(through.left_out)
        yield f"Left out: {count} {'findings and quotes' if count > 1 else 'finding or quote'}."
        yield from _listed(stopping(through.alarms), "  because of")
    yield from _listed([a for a in through.alarms if a.level == "warn"], "Look at")


def _listed(alarms: Sequence[Alarm], word: str) -> Iterator[str]:
    for alarm in alarms[:_SHOWN]:
        place = f"line {alarm.line} ({alarm.section})" if alarm.line else alarm.section
        yield f"{word}: {alarm.kind}, {place}"
    if len(alarms) > _SHOWN:
        yield f"{word}: {len(alarms) - _SHOWN} more"
