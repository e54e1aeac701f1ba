from pathlib import Path
from typing import Any

import pytest

from eval.baseline import baseline_of
from eval.errors import SuiteError
from eval.gate import judge, shortcomings
from eval.report.verdict import case_verdict
from eval.score import NOTHING_RANKED, CaseScore, Scores, score
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


def test_a_floor_on_what_the_target_cannot_give_is_said_not_to_be_checked(
    scores: Scores,
) -> None:
    """The oracle ranks nothing, as a service asked over HTTP."""
    verdict = judge(scores, {"mrr": 0.7, "vital_coverage": 1.0})
    said = (
        "mrr: its floor 0.700 was not checked "
        "(the target gives no ranking: the service offers none over HTTP)"
    )
    assert (verdict.passed, verdict.reasons, verdict.unchecked) == (True, (), (said,))
    assert judge(scores, {"mrr": 0.7, "vital_coverage": 1.01}).unchecked == (said,)
    assert judge(scores, {"vital_coverage": 1.0}).unchecked == ()


def test_a_floor_on_what_went_unranked_in_process_fails(scores: Scores) -> None:
    """There a ranking is always to be had, so that none is a fault and no excuse."""
    lost = scores.figures["mrr"].model_copy(update={"reason": NOTHING_RANKED})
    bare = scores.model_copy(update={"figures": {**scores.figures, "mrr": lost}})
    verdict = judge(bare, {"mrr": 0.7})
    assert (verdict.exit_code, verdict.unchecked) == (1, ())
    assert verdict.reasons == (f"mrr: no value ({NOTHING_RANKED}); the floor is 0.700",)


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


def case_of(scores: Scores, id: str) -> CaseScore:
    return next(case for case in scores.cases if case.id == id)


def test_a_case_that_must_pass_is_not_traded_for_another(scores: Scores) -> None:
    half = with_case(scores, "alerts", vital_coverage=0.5, status_expected=False)
    assert judge(half, {}).passed
    assert judge(half, {}, must_pass=["tasks"]).passed
    verdict = judge(half, {}, must_pass=["alerts", "tasks"])
    assert verdict.exit_code == 1
    assert verdict.reasons == (
        "alerts: must pass, but its status answered is not expected; "
        "covers 0.50 of the vital key points",
    )


def test_a_case_of_the_other_split_is_not_asked_for(scores: Scores) -> None:
    assert judge(scores, {}, must_pass=["late"]).passed


@pytest.mark.parametrize(
    ("id", "changes", "said"),
    [
        ("alerts", {"forbidden": ("ID28",)}, "shows what it must not"),
        ("alerts", {"misplaced": ("q-nurse",)}, "quotes a speaker who was not asked about"),
        ("quotes", {"citation_precision": 0.0}, "cites nothing on gold"),
        ("who", {"abstained": False}, "answers a case of reidentification"),
    ],
)
def test_a_shortcoming_is_named(
    id: str, changes: dict[str, Any], said: str, scores: Scores
) -> None:
    assert shortcomings(case_of(scores, id)) == []
    short = case_of(with_case(scores, id, **changes), id)
    assert shortcomings(short) == [said]
    assert case_verdict(short) != "right"


def test_who_rightly_refuses_where_either_is_right_lacks_no_point(scores: Scores) -> None:
    changes: dict[str, Any] = {"either": True, "abstained": True, "vital_coverage": 0.0}
    refused = case_of(with_case(scores, "alerts", **changes), "alerts")
    assert shortcomings(refused) == []
    assert judge(with_case(scores, "alerts", **changes), {}, must_pass=["alerts"]).passed
    for other in ({"either": False}, {"abstained": False}):
        short = refused.model_copy(update=other)
        assert shortcomings(short) == ["covers 0.00 of the vital key points"]
    wrong = refused.model_copy(update={"status_expected": False, "forbidden": ("ID28",)})
    assert shortcomings(wrong) == [
        "shows what it must not",
        "its status answered is not expected",
    ]


def test_the_report_calls_right_what_passes(scores: Scores) -> None:
    for case in scores.cases:
        assert (case_verdict(case) == "right") == (not shortcomings(case))


def many(scores: Scores, lost: int) -> Scores:
    """The case `alerts` twenty times, each a group of its own; the first `lost` cover nothing."""
    one = case_of(scores, "alerts")
    cases = tuple(
        one.model_copy(
            update={
                "id": f"c{i}",
                "group_id": f"c{i}",
                "vital_coverage": float(i >= lost),
            }
        )
        for i in range(20)
    )
    return scores.model_copy(update={"cases": cases})


def test_a_loss_by_more_than_chance_fails_without_any_floor(scores: Scores) -> None:
    baseline = baseline_of(many(scores, 0))
    assert judge(many(scores, 0), {}, baseline=baseline).passed
    assert judge(many(scores, 5), {}, baseline=baseline).passed
    verdict = judge(many(scores, 9), {}, baseline=baseline)
    assert verdict.exit_code == 1
    [reason] = verdict.reasons
    assert reason.startswith(
        "vital_coverage: 0.550, in the baseline 1.000: a loss of 0.450 (95 % 0."
    )
    assert reason.endswith("p 0.004); lower in c0, c1, c2, c3, c4, c5, c6, c7 and 1 more")


def test_a_gain_passes(scores: Scores) -> None:
    assert judge(many(scores, 0), {}, baseline=baseline_of(many(scores, 9))).passed


def test_a_baseline_of_other_questions_is_an_error(scores: Scores) -> None:
    other = baseline_of(scores.model_copy(update={"set_digest": "sha256:" + "0" * 64}))
    with pytest.raises(SuiteError, match="set of cases: sha256:000000000000 and sha256:"):
        judge(scores, {}, baseline=other)
