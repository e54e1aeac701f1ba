import pytest

from eval.metrics.strength import inflated
from eval.truth import Truth
from service.contract import Claim
from tests.eval.world import ALERTS, TASKS, TRUTH, answer, cite, claim


def written(text: str, *cited: str, **fields: str) -> Claim:
    return claim(text, *cited).model_copy(update={"language": "en", **fields})


@pytest.mark.parametrize(
    ("text", "cited", "over"),
    [
        (TASKS, ["f-tasks"], False),  # the source's own words: some
        ("Few GPs do tasks for the hospital.", ["f-tasks"], False),  # weaker
        ("Many GPs do tasks for the hospital.", ["f-tasks"], True),
        ("All GPs do tasks for the hospital.", ["f-alerts"], True),  # theirs is most
        ("Most GPs do tasks for the hospital.", ["f-tasks", "f-alerts"], False),  # one bears it
        ("None of the GPs do tasks for the hospital.", ["f-tasks"], True),  # lowest, yet not said
        ("GPs do tasks for the hospital.", ["f-tasks"], False),  # states none
        ("Some GPs are done at four.", ["q-gp"], True),  # a quote is one participant's
        ("Some GPs do tasks for the hospital.", ["f-unknown"], True),  # nothing bears it
    ],
)
def test_a_claim_is_held_against_the_strongest_of_its_sources(
    text: str, cited: list[str], over: bool
) -> None:
    every = [cite(source.id) for source in TRUTH.sources]
    unknown = cite("f-alerts").model_copy(update={"id": "f-unknown"})
    given = answer(*every, unknown, claims=[written(text, *cited)], mode="llm")
    assert inflated(given, TRUTH) == ((1,) if over else ())


def test_the_strength_that_a_claim_carries_counts_like_its_words() -> None:
    most = written("GPs get alerts.", "f-tasks", strength="most")
    fine = written("GPs get alerts.", "f-alerts", strength="most")
    given = answer(cite("f-tasks"), cite("f-alerts"), claims=[fine, most], mode="llm")
    assert inflated(given, TRUTH) == (2,)


def test_a_headings_strength_is_the_sources_too() -> None:
    context = "De fleste fastlegene › Oppgaver"
    headed = [s.model_copy(update={"context": context}) for s in TRUTH.sources]
    told = Truth(**{**TRUTH.model_dump(), "sources": headed})
    given = answer(cite("f-tasks"), claims=[written("Most GPs do tasks.", "f-tasks")], mode="llm")
    assert inflated(given, TRUTH) == (1,)
    assert inflated(given, told) == ()


def test_an_answer_that_copies_its_claims_raises_nothing() -> None:
    assert ALERTS.startswith("De fleste")
    assert inflated(answer(*(cite(s.id) for s in TRUTH.sources)), TRUTH) == ()
