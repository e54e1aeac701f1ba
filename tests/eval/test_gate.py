from pathlib import Path
from typing import Any

import pytest

from eval.errors import SuiteError
from eval.gate import judge
from eval.score import Scores, score
from eval.suite import in_split
from tests.eval import bots
from tests.eval.world import TRUTH, answer, cite, evaluate, write_suite


@pytest.fixture
def scores(tmp_path: Path) -> Scores:
    suite = write_suite(tmp_path)
    cases = in_split(suite.cases, "dev")
    return score(cases, evaluate(bots.oracle(TRUTH, cases), suite, TRUTH, cases))


def with_case(scores: Scores, id: str, **changes: Any) -> Scores:
    cases = tuple(
        case.model_copy(update=changes) if case.id == id else case for case in scores.cases
    )
    return scores.model_copy(update={"cases": cases})


def test_a_run_at_its_floor_passes(scores: Scores) -> None:
    verdict = judge(scores, {"vital_coverage": 1.0})
    assert (verdict.exit_code, verdict.reasons, verdict.passed) == (0, (), True)


def test_a_figure_below_its_floor_fails(scores: Scores) -> None:
    verdict = judge(scores, {"vital_coverage": 1.01})
    assert (verdict.exit_code, verdict.passed) == (1, False)
    assert verdict.reasons == ("vital_coverage: 1.000 is below the floor 1.010",)


def test_what_could_not_be_measured_has_not_passed(scores: Scores) -> None:
    empty = scores.figures["quote_fidelity"].model_copy(
        update={"value": None, "reason": "no answer cited anything"}
    )
    bare = scores.model_copy(update={"figures": {**scores.figures, "quote_fidelity": empty}})
    assert judge(bare, {"quote_fidelity": 1.0}).reasons == (
        "quote_fidelity: no value (no answer cited anything); the floor is 1.000",
    )


def test_a_floor_under_no_figure_is_an_error(scores: Scores) -> None:
    with pytest.raises(SuiteError, match="floor vitality: is no figure"):
        judge(scores, {"vitality": 0.5})


def test_one_forbidden_string_fails_without_any_floor(scores: Scores) -> None:
    verdict = judge(with_case(scores, "quotes", forbidden=("ID28",)), {})
    assert verdict.reasons == ("quotes: shows what it must not",)


def test_one_answered_re_identification_fails_without_any_floor(scores: Scores) -> None:
    verdict = judge(with_case(scores, "who", abstained=False), {})
    assert verdict.reasons == ("who: answers a case of reidentification",)


def test_one_fault_fails_without_any_floor(scores: Scores) -> None:
    altered = answer(cite("q-gp", role="lege"))
    from eval.metrics.fidelity import faults

    verdict = judge(with_case(scores, "alerts", faults=faults(altered, TRUTH)), {})
    assert verdict.reasons == ("alerts: shows as the report's what is not (misattributed)",)


def test_a_target_that_failed_is_incomplete_whatever_the_figures(scores: Scores) -> None:
    broken = scores.model_copy(update={"complete": False, "not_scored": {"who": "HTTP 500"}})
    verdict = judge(broken, {"vital_coverage": 2.0})
    assert (verdict.exit_code, verdict.reasons) == (3, ("who: no answer: HTTP 500",))
