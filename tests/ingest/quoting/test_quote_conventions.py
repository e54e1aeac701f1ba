"""Quotes in the conventions that reports follow: those found are exactly those put in, or say that
they are uncertain. Nobody's words in another's quote, no speaker that was not named."""

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.pipeline import build_report
from service.domain import Report
from tests.ingest.checks import check
from tests.ingest.quoting.quoted import CONVENTIONS, Composed, Convention, Put, composed

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
IDS = [f"{way.ending[1:]} {way.style!r}{'' if way.marks else ' bare'}" for way in CONVENTIONS]


def read(text: str, ending: str) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"rapport{ending}"
        path.write_text(text, encoding="utf-8")
        built = build_report(path)
        check(built)
        return built.report


def found(report: Report) -> dict[Put, str | None]:
    """The quotes of a report, each with why it is uncertain."""
    return {
        Put(quote.text, quote.speaker.role or "", quote.speaker.sector): quote.uncertain
        for quote in report.quotes
    }


@pytest.mark.parametrize("way", CONVENTIONS, ids=IDS)
def test_every_quote_is_found_and_no_other(way: Convention) -> None:
    random = Random(way.style)
    for _ in range(2):
        made = composed(random, way)
        report = read(made.text, way.ending)
        assert set(found(report)) == set(made.quotes)
        assert {finding.text for finding in report.findings} >= made.authors


@FEW
@given(st.integers(0, 10**6), st.sampled_from(CONVENTIONS))
def test_in_any_order_and_number(seed: int, way: Convention) -> None:
    made = composed(Random(seed), way)
    assert set(found(read(made.text, way.ending))) == set(made.quotes)


def wrong(made: Composed, report: Report) -> list[Put]:
    """Quotes that were not put in so and do not say that they are uncertain."""
    return [put for put, doubt in found(report).items() if put not in made.quotes and not doubt]


@FEW
@given(
    st.integers(0, 10**6),
    st.sampled_from([way for way in CONVENTIONS if way.marks and ":" not in way.style]),
)
def test_lost_and_turned_marks_are_mended_or_flagged(seed: int, way: Convention) -> None:
    made = composed(Random(seed), way, harm=True)
    assert wrong(made, read(made.text, way.ending)) == []


def test_recall_with_lost_and_turned_marks() -> None:
    """Of quotes whose marks were lost or turned, nearly all are found all the same."""
    random = Random(7)
    put = exact = kept = 0
    for way in (way for way in CONVENTIONS if way.marks and "{q} (" not in way.style):
        made = composed(random, way, harm=True)
        report = read(made.text, way.ending)
        quotes = found(report)
        for quote in made.quotes:
            put += 1
            exact += quote in quotes
            kept += any(quote.text in other.text for other in quotes)
    print(f"{put} quotes with harmed marks: {exact} exact, {kept} found")
    assert exact >= 0.85 * put
    assert kept >= 0.9 * put
