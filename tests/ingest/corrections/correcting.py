"""A report with a file of corrections beside it, for tests."""

import json
from pathlib import Path

from ingest.pipeline import Built, build_report
from tests.ingest.checks import check


def corrected(folder: Path, text: str, corrections: str, ending: str = ".md") -> Built:
    """The report of `text` with `corrections` applied, checked to hold together."""
    path = folder / f"rapport{ending}"
    path.write_text(text, encoding="utf-8", newline="")
    beside = folder / "rapport.corrections.toml"
    beside.write_text(corrections, encoding="utf-8")
    built = build_report(path)
    check(built)
    return built


def entry(at: str, do: str, **more: object) -> str:
    """One entry as it stands in the file."""
    values = {"at": at, "do": do, **more}
    rows = []
    for key, value in values.items():
        shown = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        rows.append(f"{key.rstrip('_')} = {shown}")
    return "[[correction]]\n" + "\n".join(rows) + "\n"
