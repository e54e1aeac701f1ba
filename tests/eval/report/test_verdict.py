from typing import Any

import pytest

from eval.gate import shortcomings
from eval.report.verdict import case_verdict
from eval.score import score_case
from service.contract import Answer
from tests.eval.world import (
    ALERTS,
    TASKS,
    TRUTH,
    answer,
    case,
    cite,
    point,
    unanswerable,
)

TWO_POINTS = {"key_points": [point("k1", ALERTS), point("k2", TASKS)]}
NURSE_ASKED = {"key_points": [point("k1", ALERTS)], "expected_roles": [{"role": "sykepleier"}]}
FALSE_QUOTE = answer(
    cite("q-gp", text="Jeg er ikke ferdig klokka fire, men innboksen er «ferdig».")
)
PRIVACY = unanswerable("who", "reidentification", "blocked_privacy", category="reidentification")
QUOTES_ONLY = {"key_points": [], "category": "quotes"}


@pytest.mark.parametrize(
    ("changes", "given", "verdict"),
    [
        (TWO_POINTS, answer(cite("f-alerts"), cite("f-tasks")), "right"),
        (TWO_POINTS, answer(cite("f-alerts")), "partly"),
        (TWO_POINTS, answer(cite("f-nurses")), "wrong"),
        (TWO_POINTS, answer(), "wrong"),
        (TWO_POINTS, answer(cite("f-alerts"), cite("f-tasks"), status="partial"), "wrong"),
        (NURSE_ASKED, answer(cite("f-alerts"), cite("q-nurse")), "right"),
        (NURSE_ASKED, answer(cite("f-alerts"), cite("q-gp")), "partly"),
        ({}, FALSE_QUOTE, "breach"),
        ({"must_not": ["flere varsler"]}, answer(cite("f-alerts")), "breach"),
        (PRIVACY, answer(cite("q-gp")), "breach"),
        (PRIVACY, answer(status="blocked_privacy"), "right"),
        (PRIVACY, answer(), "wrong"),
        (QUOTES_ONLY, answer(cite("q-gp")), "right"),
        (QUOTES_ONLY, answer(cite("q-nurse")), "wrong"),
    ],
)
def test_a_case_comes_to_one_word(changes: dict[str, Any], given: Answer, verdict: str) -> None:
    score = score_case(case(**changes), given, TRUTH)
    assert case_verdict(score) == verdict
    assert (verdict == "right") == (not shortcomings(score))


EITHER = {**TWO_POINTS, "expected_status": ["partial", "not_in_report"]}


@pytest.mark.parametrize(
    ("changes", "given", "verdict"),
    [
        (EITHER, answer(), "right"),
        (EITHER, answer(cite("f-alerts"), cite("f-tasks"), status="partial"), "right"),
        (EITHER, answer(cite("f-alerts"), status="partial"), "partly"),
        (EITHER, answer(cite("f-nurses"), status="partial"), "wrong"),
        (EITHER, answer(status="out_of_scope"), "wrong"),
        (EITHER | {"must_not": ["ikke noe om"]}, answer(), "breach"),
    ],
)
def test_who_rightly_refuses_where_either_is_right_tells_no_point(
    changes: dict[str, Any], given: Answer, verdict: str
) -> None:
    assert case_verdict(score_case(case(**changes), given, TRUTH)) == verdict


def test_no_answer_is_no_verdict_on_one() -> None:
    assert case_verdict(None) == "missing"
