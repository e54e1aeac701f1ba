"""What of a report may be stored: all of it, all but some sources, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.anonymity.alarm import Alarm, stopping
from ingest.anonymity.gate import alarms, quarantined, refuse
from service.domain import Report, Source
from service.errors import PrivacyError
from service.index.erasure import erased

REASON = "quarantined"


@dataclass(frozen=True)
class Passed:
    """A report that may be stored."""

    report: Report
    left_out: tuple[Source, ...] = ()
    """The findings and quotes that were quarantined, with those that share words with them."""
    alarms: tuple[Alarm, ...] = ()
    """Every alarm that was raised on the way, in the report as it was handed in."""


def passed(
    report: Report, raw: str, found: Sequence[Alarm], path: Path, *, accept_quarantine: bool
) -> Passed:
    """`report` without what may not be stored, looked at again after it was taken out.

    Raises `PrivacyError` when something stops it: anything, unless the researcher accepts that
    sources are left out; and always what stands in no source, or a report of which nothing is left.
    """
    if not stopping(found):
        return Passed(report, (), tuple(found))
    if not accept_quarantine or any(alarm.source is None for alarm in stopping(found)):
        refuse(found, path)
    rest = report
    again = found
    while ids := quarantined(again):
        rest = erased(rest, ids, REASON)
        if not rest.sources:
            raise PrivacyError(
                path.name,
                "every finding and quote could identify someone; nothing was stored",
                f"Replace what does by words in [brackets], then: funn ingest {path.name}",
            )
        # Speakers are counted in the whole report, which is what a reader may have at hand.
        again = alarms(rest, raw, among=report)
        if any(alarm.source is None for alarm in stopping(again)):
            refuse(again, path)
    kept = {source.id for source in rest.sources}
    left_out = tuple(source for source in report.sources if source.id not in kept)
    return Passed(rest, left_out, tuple(found))
