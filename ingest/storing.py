"""From a report that was built to a stored one: through the gate, then into the store."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.anonymity import refuse
from ingest.pipeline import Built, build_report
from service.settings import Settings

if TYPE_CHECKING:
    from service.index.store import Stored


def run(
    path: Path,
    settings: Settings,
    *,
    id: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    year: int | None = None,
    fictional: bool | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> "tuple[Built, Stored]":
    """Builds the report and stores it. Raises `PrivacyError` before anything is stored."""
    built = build_report(
        path, id=id, title=title, publisher=publisher, year=year, fictional=fictional
    )
    refuse(built.alarms, path)
    return built, store_built(built, settings, progress=progress)


def store_built(
    built: Built, settings: Settings, *, progress: Callable[[int, int], None] | None = None
) -> "Stored":
    """Stores a report that has passed the gate. Raises `PrivacyError` for one that has not."""
    refuse(built.alarms, Path(built.report.id))
    from service.index.store import Store  # noqa: PLC0415  (loads Chroma: only when storing)

    return Store(settings).put(built.report, progress=progress)
