import json
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from service.contract import Answer, Citation, Status

EXAMPLES = Path(__file__).parents[2] / "service" / "examples"


def example(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    return loaded


ANSWERED = example("answered")
SHOWING = ("answered", "partial")


def refused(answer: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as error:
        Answer.model_validate(answer)
    return str(error.value)


def test_a_claim_without_a_citation() -> None:
    claim = ANSWERED["claims"][0] | {"citations": []}
    assert "claims.0.citations" in refused(ANSWERED | {"claims": [claim]})


def test_a_claim_that_cites_what_is_not_carried() -> None:
    claim = ANSWERED["claims"][0] | {"citations": ["f-0000000000000000"]}
    why = refused(ANSWERED | {"claims": [claim]})
    assert "f-0000000000000000" in why
    assert "does not carry" in why


def test_a_claim_that_also_cites_what_is_not_carried() -> None:
    claim = ANSWERED["claims"][0]
    claim = claim | {"citations": [*claim["citations"], "f-0000000000000000"]}
    assert "does not carry" in refused(ANSWERED | {"claims": [claim]})


def test_a_claim_without_text() -> None:
    assert "claims.0.text" in refused(ANSWERED | {"claims": [ANSWERED["claims"][0] | {"text": ""}]})


def test_a_source_cited_twice() -> None:
    citations = [*ANSWERED["citations"], ANSWERED["citations"][0]]
    assert "cited twice" in refused(ANSWERED | {"citations": citations})


@pytest.mark.parametrize("status", SHOWING)
def test_an_answer_that_shows_nothing(status: str) -> None:
    empty = ANSWERED | {"status": status, "claims": [], "citations": []}
    assert f"status {status} without a claim or a citation" in refused(empty)


@pytest.mark.parametrize("status", SHOWING)
def test_citations_alone_are_an_answer_to_who_asks_for_quotes(status: str) -> None:
    answer = Answer.model_validate(ANSWERED | {"status": status, "claims": []})
    assert answer.citations


@pytest.mark.parametrize("status", sorted(set(get_args(Status)) - set(SHOWING)))
class TestRefusals:
    def test_carry_no_claim_or_citation(self, status: str) -> None:
        why = refused(ANSWERED | {"status": status, "lead": None, "message": "Nei."})
        assert "must carry no claim, citation or lead" in why

    def test_carry_no_lead(self, status: str) -> None:
        assert "must carry no" in refused(example(status) | {"lead": "Rapporten sier:"})

    @pytest.mark.parametrize("message", [None, ""])
    def test_say_why(self, status: str, message: str | None) -> None:
        assert "needs a message" in refused(example(status) | {"message": message})


def test_an_unknown_field() -> None:
    assert "confidence" in refused(ANSWERED | {"confidence": 0.93})


@pytest.mark.parametrize("field", sorted(set(Answer.model_fields) - {"usage"}))
def test_every_field_is_always_there(field: str) -> None:
    assert field in refused({k: v for k, v in ANSWERED.items() if k != field})


def test_what_was_added_later_may_be_missing_and_is_always_written() -> None:
    answer = Answer.model_validate({k: v for k, v in ANSWERED.items() if k != "usage"})
    assert answer.model_dump()["usage"] is None


def test_only_a_language_model_takes_tokens() -> None:
    usage = {"input_tokens": 812, "output_tokens": 95}
    assert "extractive mode" in refused(ANSWERED | {"usage": usage})
    assert Answer.model_validate(ANSWERED | {"mode": "llm", "usage": usage}).usage
    for wrong in (usage | {"input_tokens": 0}, usage | {"output_tokens": -1}, usage | {"cost": 1}):
        assert "usage" in refused(ANSWERED | {"mode": "llm", "usage": wrong})


def citation(*excerpt: tuple[int, int], text: str = "Det går bra.") -> dict[str, Any]:
    return {**ANSWERED["citations"][0], "text": text, "excerpt": excerpt}


@pytest.mark.parametrize("excerpt", [[(0, 12)], [(0, 3), (8, 12)], [(0, 3), (3, 4)], [(11, 12)]])
def test_an_excerpt_is_spans_of_the_text_in_order(excerpt: list[tuple[int, int]]) -> None:
    assert Citation.model_validate(citation(*excerpt)).excerpt == tuple(excerpt)


@pytest.mark.parametrize(
    "excerpt",
    [[], [(0, 13)], [(-1, 4)], [(4, 4)], [(5, 4)], [(0, 5), (4, 8)], [(8, 12), (0, 3)]],
)
def test_an_excerpt_that_is_not(excerpt: list[tuple[int, int]]) -> None:
    with pytest.raises(ValidationError):
        Citation.model_validate(citation(*excerpt))


def test_a_citation_has_its_relation() -> None:
    with pytest.raises(ValidationError):
        Citation.model_validate(citation((0, 12)) | {"relation": "proves"})


def test_an_answer_cannot_be_changed() -> None:
    answer = Answer.model_validate(ANSWERED)
    with pytest.raises(ValidationError, match="frozen"):
        answer.status = "partial"  # type: ignore[misc]
