"""Whatever a report looks like: offsets, spans and the ledger hold, and no number of a participant
is stored."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.pipeline import build_report
from service.errors import InputError
from tests.ingest.checks import check
from tests.ingest.generated import Deck, Prose, decks, markdown, pdf_text, prose

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


def deck_holds(deck: Deck) -> None:
    """No text is joined from two columns, and a text under another page's title says so."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(deck.text, encoding="utf-8", newline="")
        built = build_report(path)
    check(built)
    sections = {section.id: section.path for section in built.report.sections}
    for source in built.report.sources:
        places = set(re.findall(r"sted(\d)k(\d)", source.text))
        assert len(places) <= 1, f"joined: {source.text}"
        if not places:
            continue
        page = int(next(iter(places))[0])
        above = {*sections[source.section], *source.headings}
        if source.uncertain is None:
            assert above & set(deck.titles) <= {deck.titles[page]}, f"{above}: {source.text}"


def prose_holds(report: Prose) -> None:
    """Each sentence is a finding of its section, and pages leave nothing behind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(report.text, encoding="utf-8", newline="")
        built = build_report(path)
    check(built)
    sections = {section.id: section.path for section in built.report.sections}
    assert [section.path for section in built.report.sections] == list(report.sections)
    found = [(sections[source.section][-1], source.text) for source in built.report.sources]
    assert found == list(report.said)


@FEW
@given(prose())
def test_prose(report: Prose) -> None:
    prose_holds(report)


@FEW
@given(decks())
def test_decks(deck: Deck) -> None:
    deck_holds(deck)


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
@given(prose())
def test_much_prose(report: Prose) -> None:
    prose_holds(report)


@pytest.mark.slow
@MANY
@given(decks())
def test_many_decks(deck: Deck) -> None:
    deck_holds(deck)


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
