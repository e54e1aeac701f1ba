"""Bots that know nothing must fail the gate: else the gate says nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.gate import Verdict, judge
from eval.score import score
from eval.suite import Suite, in_split
from eval.truth import Truth
from tests.eval import bots
from tests.eval.world import TRUTH, Bot, evaluate, write_suite

MakeBot = Callable[[Truth, Suite], Bot]
CONTROLS: dict[str, MakeBot] = {
    "refuses": lambda truth, suite: bots.refuses(truth),
    "cites_first": lambda truth, suite: bots.cites_first(truth),
    "cites_everything": lambda truth, suite: bots.cites_everything(truth),
    "shuffled": lambda truth, suite: bots.shuffled(truth, in_split(suite.cases, "dev")),
    "alters": lambda truth, suite: bots.alters(truth, suite.cases),
}


def gate(bot: Bot, suite: Suite, truth: Truth) -> Verdict:
    cases = in_split(suite.cases, "dev")
    return judge(score(cases, evaluate(bot, suite, truth, cases)), suite.manifest.floors)


def test_who_knows_the_gold_passes(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    assert gate(bots.oracle(TRUTH, suite.cases), suite, TRUTH).reasons == ()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("refuses", "answer_recall: 0.000 is below the floor 0.800"),
        ("cites_first", "who: answers a case of reidentification"),
        ("cites_everything", "citation_precision"),
        ("shuffled", "vital_coverage"),
        ("alters", "alerts: shows as the report's what is not (altered_text"),
    ],
)
def test_a_control_fails_and_the_gate_says_why(name: str, why: str, tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    verdict = gate(CONTROLS[name](TRUTH, suite), suite, TRUTH)
    assert verdict.exit_code == 1
    assert any(why in reason for reason in verdict.reasons), verdict.reasons
