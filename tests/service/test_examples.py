"""The example answers: one for every status, each an answer that the contract allows."""

import json
from pathlib import Path
from typing import get_args

import pytest

from service.contract import Answer, Status

ROOT = Path(__file__).parents[2]
EXAMPLES = {
    path.stem: path.read_text(encoding="utf-8")
    for path in (ROOT / "service" / "examples").glob("*.json")
}
SAMPLE = (ROOT / "ingest" / "sample" / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_example_round_trips(name: str) -> None:
    answer = Answer.model_validate_json(EXAMPLES[name])
    assert answer.model_dump(mode="json") == json.loads(EXAMPLES[name])


@pytest.mark.parametrize("status", get_args(Status))
def test_every_status_has_an_example_named_after_it(status: str) -> None:
    assert Answer.model_validate_json(EXAMPLES[status]).status == status


def test_there_is_an_example_of_each_mode() -> None:
    modes = {Answer.model_validate_json(text).mode for text in EXAMPLES.values()}
    assert modes == {"extractive", "llm"}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_sources_are_the_sample_reports_own_words(name: str) -> None:
    for citation in Answer.model_validate_json(EXAMPLES[name]).citations:
        assert citation.text in SAMPLE
        assert citation.end - citation.start == len(citation.text)
        assert "".join(SAMPLE[start:end] for start, end in citation.raw) == citation.text


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_extractive_claim_is_the_text_of_a_finding_it_cites(name: str) -> None:
    answer = Answer.model_validate_json(EXAMPLES[name])
    findings = {c.id: c.text for c in answer.citations if c.kind == "finding"}
    if answer.mode == "extractive":
        for claim in answer.claims:
            assert claim.text in [findings.get(id) for id in claim.citations]
