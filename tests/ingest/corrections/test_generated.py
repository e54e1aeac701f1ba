"""Whatever is corrected in whatever report: it holds together, or nothing is ingested."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.pipeline import build_report
from service.errors import InputError
from tests.ingest.checks import check
from tests.ingest.corrections.correcting import entry
from tests.ingest.generated import markdown, pdf_text

DO = st.sampled_from(
    [
        ("settled", {}), ("settled", {"through": 2}), ("text", {}), ("item", {"level": 2}),
        ("heading", {"level": 1}), ("heading", {"level": 3}), ("aside", {}),
        ("aside", {"through": 1}), ("quote", {}), ("quote", {"role": "elev"}),
        ("quote", {"label": 1}), ("speaker", {"label": 2}), ("speaker", {"role": "rektor"}),
        ("join", {"with_": 1}), ("join", {"with_": -1}), ("split", {"before": 0}),
        ("move", {"before": 2}), ("move", {"after": -2}), ("holder", {"holder": "researchers"}),
        ("about", {}),
    ]
)  # fmt: skip
PLACE = {"through", "label", "with_", "before", "after"}


REPORTS = st.one_of(
    markdown().map(lambda text: (text, ".md")), pdf_text().map(lambda text: (text, ".txt"))
)
WANTED = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 4), DO), min_size=1, max_size=4)
Wanted = list[tuple[int, int, tuple[str, dict[str, Any]]]]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(REPORTS, WANTED)
def test_any_correction(report: tuple[str, str], wanted: Wanted) -> None:
    hold(*report, wanted)


@pytest.mark.slow
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(REPORTS, WANTED)
def test_many_corrections(report: tuple[str, str], wanted: Wanted) -> None:
    hold(*report, wanted)


def hold(text: str, ending: str, wanted: Wanted) -> None:
    """Corrects a report in some places of its canonical text, given by number."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report{ending}"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            plain = build_report(path)
        except InputError:
            return
        rows = [row for row in plain.report.canonical.split("\n") if row.strip()]
        entries = [_entry(rows, *one) for one in wanted]
        (Path(folder) / "report.corrections.toml").write_text("".join(entries), encoding="utf-8")
        try:
            built = build_report(path)
        except InputError as error:
            if "correction" in error.what or "no finding" in error.why:
                return
            raise
        check(built)


def _entry(rows: list[str], at: int, word: int, do: tuple[str, dict[str, Any]]) -> str:
    index = at % len(rows)
    values = {
        key: rows[(index + value) % len(rows)].split(" ", word)[-1] if key in PLACE else value
        for key, value in do[1].items()
    }
    return entry(rows[index], do[0], **values)
