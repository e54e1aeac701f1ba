"""The report of a run: one HTML file that a reader who is no engineer can judge."""

from pathlib import Path

REPORT = "report.html"


def write_report(folder: Path, baseline: Path | None = None, out: Path | None = None) -> Path:
    """Write the report of the run in `folder`, by default into that folder; where it was written.

    Raises `SuiteError` for a folder without a run and a baseline that cannot be compared."""
    from eval.report.page import make  # noqa: PLC0415 - matplotlib: 0.6 s that `run` need not wait

    made = make(folder, baseline)
    target = out or folder / REPORT
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(made)
    return target
