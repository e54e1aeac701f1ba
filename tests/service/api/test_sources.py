import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.assistant import Assistant
from service.contract import SourceInContext
from service.domain import Report
from tests.conftest import SAMPLE

from .asking import is_problem

NUMBER = re.compile(r"\bID\s?\d+|\bdeltaker \d+|\binformant \d+", re.IGNORECASE)
SERVED = {
    "id", "kind", "text", "context", "role", "sector", "field", "report", "section", "page",
    "start", "end", "raw", "boxes", "uncertain", "reference",
}  # fmt: skip


@pytest.fixture(scope="session")
def report(assistant: Assistant) -> Report:
    return assistant.library.snapshot().reports["sample"].report


def get(client: TestClient, id: str, **query: Any) -> dict[str, Any]:
    response = client.get(f"/sources/{id}", params=query)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def test_neighbours_come_in_report_order(client: TestClient, report: Report) -> None:
    ids = [source.id for source in report.sources]
    last = len(ids) - 1
    for at in (0, 1, last // 2, last - 1, last):
        found = get(client, ids[at], context=3)
        SourceInContext.model_validate(found)
        assert found["source"]["id"] == ids[at]
        assert [s["id"] for s in found["before"]] == ids[max(0, at - 3) : at]
        assert [s["id"] for s in found["after"]] == ids[at + 1 : at + 4]


def test_two_neighbours_on_each_side_unless_asked_otherwise(
    client: TestClient, report: Report
) -> None:
    middle = report.sources[10].id
    assert [len(get(client, middle)[side]) for side in ("before", "after")] == [2, 2]
    assert [len(get(client, middle, context=0)[side]) for side in ("before", "after")] == [0, 0]
    assert [len(get(client, middle, context=10)[side]) for side in ("before", "after")] == [10, 10]


@pytest.mark.parametrize("context", ["11", "-1", "Hemmelig", "1.5", "9" * 5000])
def test_a_context_out_of_bounds_is_refused(
    client: TestClient, report: Report, context: str
) -> None:
    response = client.get(f"/sources/{report.sources[0].id}", params={"context": context})
    assert is_problem(response, 422, "invalid-request")
    assert response.json()["detail"].startswith("query.context: ")
    assert "Hemmelig" not in response.text
    assert len(response.content) < 500


@pytest.mark.parametrize("id", ["Hemmelig", "q-0000000000000000", "%00", "%ff", "f-1%20or%201"])
def test_an_unknown_source_is_not_found(client: TestClient, id: str) -> None:
    response = client.get(f"/sources/{id}")
    assert is_problem(response, 404, "not-found")
    assert "Hemmelig" not in response.text


def test_a_name_that_no_source_can_have_is_refused(client: TestClient) -> None:
    assert is_problem(client.get("/sources/" + "x" * 81), 422, "invalid-request")


def test_every_source_is_served_exact_and_without_who_said_it(
    client: TestClient, report: Report
) -> None:
    assert NUMBER.search(SAMPLE.read_text("utf-8")), "the sample report should try this"
    canonical = report.canonical
    terms = {quote.speaker.role for quote in report.quotes}
    labels = {quote.speaker.label for quote in report.quotes} - terms
    walked: list[str] = []
    for at in range(5, len(report.sources) + 5, 11):
        response = client.get(
            f"/sources/{report.sources[min(at, len(report.sources) - 1)].id}?context=5"
        )
        assert not NUMBER.search(response.text)
        found = response.json()
        for source in [*found["before"], found["source"], *found["after"]]:
            walked.append(source["id"])
            assert set(source) == SERVED
            assert canonical[source["start"] : source["end"]] == source["text"]
            assert not labels & set(texts(source))
    assert set(walked) == {source.id for source in report.sources}


def test_a_reference_can_be_pasted_into_a_brief(client: TestClient, report: Report) -> None:
    quote = report.quotes[0]
    reference = get(client, quote.id)["source"]["reference"]
    section = next(s for s in report.sections if s.id == quote.section)
    for part in (report.publisher, f"({report.year})", report.title, section.path[-1], "sample@"):
        assert part
        assert part in reference


def test_the_reports_are_listed_with_what_is_in_them(client: TestClient, report: Report) -> None:
    [listed] = client.get("/reports").json()["reports"]
    assert listed["id"] == "sample"
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", listed["version"])
    assert listed["title"] == report.title
    assert (listed["fictional"], listed["barred"]) == (True, False)
    assert client.get("/reports").json()["outside"] == {"language_model": None, "embedder": None}
    assert listed["sections"] == len(report.sections)
    assert listed["findings"] == len(report.findings)
    assert listed["quotes"] == len(report.quotes)
    assert sum(listed["speakers"].values()) == sum(1 for q in report.quotes if q.speaker.role)
    assert not NUMBER.search(str(listed))
