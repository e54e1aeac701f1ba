"""Whatever a report looks like: offsets, spans and the ledger hold, and no number of a participant
is stored."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.pipeline import build_report
from service.errors import InputError
from tests.ingest.checks import check
from tests.ingest.generated import markdown, pdf_text

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))


def hold(text: str, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report{ending}"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            built = build_report(path)
        except InputError:
            return
        check(built)


@FEW
@given(markdown())
def test_markdown(text: str) -> None:
    hold(text, ".md")


@FEW
@given(pdf_text())
def test_pdf_text(text: str) -> None:
    hold(text, ".txt")


@FEW
@given(st.text(max_size=300), st.sampled_from([".md", ".txt"]))
def test_any_text(text: str, ending: str) -> None:
    hold(text, ending)


@pytest.mark.slow
@MANY
@given(st.one_of(markdown().map(lambda t: (t, ".md")), pdf_text().map(lambda t: (t, ".txt"))))
def test_many(report: tuple[str, str]) -> None:
    hold(*report)


@pytest.mark.slow
@MANY
@given(st.binary(max_size=400), st.sampled_from([".md", ".txt"]))
def test_any_bytes(data: bytes, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report{ending}"
        path.write_bytes(data)
        try:
            check(build_report(path))
        except InputError:
            return
