"""From a report that was built to a stored one: through the gate, then into the store."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.anonymity.decisions import log
from ingest.anonymity.quarantine import Passed, passed
from ingest.masking import masked
from ingest.pipeline import Built, build_report
from service.errors import PrivacyError
from service.settings import Settings

if TYPE_CHECKING:
    from service.index.writing import Stored

Progress = Callable[[int, int], None]
"""Told how many of how many passages are embedded."""


def run(
    path: Path,
    settings: Settings,
    *,
    id: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    year: int | None = None,
    fictional: bool | None = None,
    barred: bool = False,
    corrected_by: Path | None = None,
    accept_quarantine: bool = False,
    progress: Progress | None = None,
) -> "tuple[Built, Stored]":
    """Builds the report and stores it. Raises `PrivacyError` before anything is stored."""
    built = build_report(
        path,
        id=id,
        title=title,
        publisher=publisher,
        year=year,
        fictional=fictional,
        barred=barred,
        corrected_by=corrected_by,
    )
    through = let_through(built, path, settings, accept_quarantine=accept_quarantine)
    return built, store(built, through, settings, progress=progress)


def let_through(
    built: Built, path: Path, settings: Settings, *, accept_quarantine: bool = False
) -> Passed:
    """What of the report may be stored; what was decided is logged in the data directory (a
    refusal only where there is a store already).

    Raises `PrivacyError` when nothing of it may, naming kinds, places and the next command."""
    report = built.report
    try:
        through = passed(report, built.raw, built.alarms, path, accept_quarantine=accept_quarantine)
    except PrivacyError:
        if settings.data.is_dir():  # a report that is refused makes no store
            log(settings.data, report, built.alarms)
        raise
    left_out = [source.id for source in through.left_out]
    log(settings.data, report, built.alarms, left_out=left_out)
    return through


def store(
    built: Built, through: Passed, settings: Settings, *, progress: Progress | None = None
) -> "Stored":
    """Stores what was let through; of a reader's own text only what the report shows."""
    from service.index.store import Store  # noqa: PLC0415  (loads Chroma: only when storing)

    raw = None
    if built.reading.derived:
        texts = [source.text for source in through.left_out]
        raw = masked(built.raw, built.ledger, through.report, texts)
    return Store(settings).put(through.report, raw=raw, progress=progress)
