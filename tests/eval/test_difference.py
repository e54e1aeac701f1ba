"""Differences of two runs, against values worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

from eval.difference import Values, difference, differences, values_of
from eval.metrics import abstention
from eval.score import Scores, score
from eval.suite import in_split
from tests.eval import bots
from tests.eval.world import TRUTH, Bot, answer, cite, evaluate, write_suite


def values(each: dict[str, float], groups: dict[str, str] | None = None) -> Values:
    """Of one figure; every case is a group of its own unless told."""
    return Values(groups=groups or {case: case for case in each}, figures={"f": each})


@pytest.fixture
def oracle(tmp_path: Path) -> Scores:
    return scores_of(bots.oracle(TRUTH, write_suite(tmp_path).cases), tmp_path)


@pytest.fixture
def lazy(tmp_path: Path) -> Scores:
    """Answers everything with one finding."""
    return scores_of(Bot(lambda question: answer(cite("f-alerts"))), tmp_path)


def scores_of(bot: Bot, tmp_path: Path) -> Scores:
    suite = write_suite(tmp_path)
    cases = in_split(suite.cases, "dev")
    return score(cases, evaluate(bot, suite, TRUTH, cases))


def test_the_mean_of_the_values_is_the_figure(oracle: Scores, lazy: Scores) -> None:
    for scores in (oracle, lazy):
        found = values_of(scores).figures
        for name, each in found.items():
            figure = scores.figures[name]
            assert len(each) == figure.over, name
            if each:
                assert np.mean(list(each.values())) == pytest.approx(figure.value, abs=1e-6), name


def test_every_figure_is_compared_and_ends_at_its_value(oracle: Scores, lazy: Scores) -> None:
    found = differences(oracle, lazy)
    assert [change.figure for change in found] == [
        name for name in lazy.figures if name != "over_refusal"
    ]
    for change in found:
        assert change.first == pytest.approx(oracle.figures[change.figure].value)
        assert change.second == pytest.approx(lazy.figures[change.figure].value)
        assert change.over == (oracle.figures[change.figure].over, lazy.figures[change.figure].over)


def test_composed_figures_are_those_of_the_table(lazy: Scores) -> None:
    by_name = {change.figure: change.second for change in differences(lazy, lazy)}
    assert by_name["abstention_macro_f1"] == pytest.approx(
        abstention.macro_f1(lazy.confusion).value, abs=1e-6
    )
    assert by_name["refusal_precision"] is None  # it refused nothing


def test_a_run_is_the_same_as_itself(oracle: Scores) -> None:
    for change in differences(oracle, oracle):
        assert change.verdict == "same"
        assert (change.lost, change.gained) == ((), ())


def test_six_groups_lost_are_worse_and_five_are_not_clear() -> None:
    before = {f"c{i}": 1.0 for i in range(20)}
    for lost, p, verdict in ((5, 0.0625, "not clear"), (6, 0.03125, "worse")):
        after = {case: float(int(case[1:]) >= lost) for case in before}
        found = difference("f", values(before), values(after), rate=True)
        assert (found.first, found.second, found.difference) == (1.0, 1 - lost / 20, -lost / 20)
        assert (found.p, found.mcnemar, found.verdict) == (p, p, verdict)
        assert found.lost == tuple(f"c{i}" for i in range(lost))
        back = difference("f", values(after), values(before), rate=True)
        assert back.verdict == {"worse": "better"}.get(verdict, verdict)
        assert back.gained == found.lost


def test_translations_count_as_one() -> None:
    before = {f"c{i}-{language}": 1.0 for i in range(10) for language in ("nb", "en", "nn")}
    groups = {case: case.split("-")[0] for case in before}
    after = {case: float(groups[case] not in ("c0", "c1")) for case in before}
    found = difference("f", values(before, groups), values(after, groups), rate=True)
    assert found.mcnemar == 0.03125  # six cases, had they been independent
    assert (found.p, found.verdict) == (0.5, "not clear")  # but two questions


def test_a_case_in_one_run_alone_moves_the_figure_and_is_not_listed() -> None:
    before, after = {"a": 1.0, "b": 0.5}, {"a": 1.0}
    groups = {"a": "a", "b": "b"}
    found = difference("f", values(before, groups), values(after, groups))
    assert (found.first, found.second, found.difference) == (0.75, 1.0, 0.25)
    assert (found.over, found.lost, found.gained) == ((2, 1), (), ())
    assert found.mcnemar is None


def test_what_has_no_value_has_no_difference() -> None:
    groups = {"a": "a", "b": "b"}
    found = difference("f", values({}, groups), values({"a": 1.0, "b": 1.0}, groups))
    assert (found.first, found.second, found.difference) == (None, 1.0, None)
    assert (found.interval, found.p, found.verdict) == (None, None, "not clear")


def test_gains_and_losses_that_cancel_are_not_the_same() -> None:
    found = difference("f", values({"a": 1.0, "b": 0.0}), values({"a": 0.0, "b": 1.0}))
    assert (found.difference, found.p, found.verdict) == (0.0, 1.0, "not clear")


def test_swapping_two_runs_turns_the_sign_and_keeps_p(oracle: Scores, lazy: Scores) -> None:
    there, back = differences(oracle, lazy), differences(lazy, oracle)
    for one, other in zip(there, back, strict=True):
        assert one.p == other.p
        if one.difference is not None:
            assert one.difference == pytest.approx(-(other.difference or 0.0))
