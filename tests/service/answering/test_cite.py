"""A citation is the store's text with its place, and nothing that points to a person."""

import json

import pytest

from service.answering.cite import citation, reference, view
from service.domain import Page, Quote
from service.index.library import OpenReport
from tests.opened import VERSION, snapshot_of
from tests.reports import Chapter, F, Q, Topic, make_report

REPORT = make_report(
    Chapter("3 Arbeidsdagen"),
    Topic("Meldinger"),
    F("Fastlegene får mer å gjøre.", lead_in="De sier:"),
    Q("Innboksen er aldri tom.", "sykepleier", "kommune", "psykisk helse"),
    id="demo",
    title="Mellom to stoler.",
)


@pytest.fixture(scope="module")
def opened() -> OpenReport:
    return snapshot_of(REPORT).reports["demo"]


def test_citation_is_the_source_whole(opened: OpenReport) -> None:
    quote = REPORT.quotes[0]
    cited = citation(opened, quote, "illustrates", "nb")
    assert cited.text == quote.text == REPORT.canonical[cited.start : cited.end]
    assert cited.excerpt == ((0, len(quote.text)),)
    assert cited.translation is None
    assert (cited.role, cited.sector, cited.field) == ("sykepleier", "kommune", "psykisk helse")
    assert cited.relation == "illustrates"
    assert cited.section.path == ("3 Arbeidsdagen",)
    assert cited.raw == quote.raw
    assert (
        cited.model_dump(exclude={"relation", "excerpt", "translation"})
        == view(opened, quote).model_dump()
    )


def test_finding_has_no_speaker_and_carries_its_context(opened: OpenReport) -> None:
    cited = view(opened, REPORT.findings[0])
    assert (cited.role, cited.sector, cited.field) == (None, None, None)
    assert cited.context == "Meldinger › De sier:"


def test_label_is_not_served(opened: OpenReport) -> None:
    quote = REPORT.quotes[0]
    labelled = quote.model_copy(
        update={"speaker": quote.speaker.model_copy(update={"label": "sykepleier på Innset"})}
    )
    assert isinstance(labelled, Quote)
    served = (
        view(opened, labelled).model_dump_json()
        + citation(opened, labelled, "related", "en").model_dump_json()
    )
    assert "Innset" not in served
    assert "label" not in json.loads(view(opened, labelled).model_dump_json())


def test_reference_says_what_is_known_and_no_more(opened: OpenReport) -> None:
    finding = REPORT.findings[0]
    version = VERSION.removeprefix("sha256:")[:12]
    base = "Et institutt (2026): Mellom to stoler. 3 Arbeidsdagen{}. demo@" + version + "."
    assert reference(opened, finding, "nb") == base.format("")
    printed = finding.model_copy(update={"page": Page(physical=12, printed="9")})
    assert reference(opened, printed, "nb") == base.format(", s. 9")
    assert reference(opened, printed, "en") == base.format(", p. 9")
    physical = finding.model_copy(update={"page": Page(physical=12)})
    assert reference(opened, physical, "nn") == base.format(", s. 12")


def test_reference_without_publisher_or_year() -> None:
    bare = REPORT.model_copy(update={"publisher": None, "year": None})
    opened = snapshot_of(bare).reports["demo"]
    assert reference(opened, REPORT.findings[0], "nb").startswith("Mellom to stoler. 3 Arb")
    undated = REPORT.model_copy(update={"year": None})
    opened = snapshot_of(undated).reports["demo"]
    assert reference(opened, REPORT.findings[0], "nb").startswith("Et institutt: Mellom to")
