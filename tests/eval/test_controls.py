"""Bots that know nothing must fail the gate, and it must say why: else the gate says nothing.

They answer the sample's dev split, over the sample as it is really ingested."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.baseline import BASELINE, Baseline, baseline_of, read_baseline
from eval.errors import BELOW
from eval.gate import Verdict, judge
from eval.score import SCORER, Scores, score
from eval.suite import Suite, in_split, load_suite
from eval.targets import InProcessTarget, Target
from eval.truth import Truth, funn, parse
from service.settings import Settings
from tests.eval import bots
from tests.eval.world import evaluate

MakeBot = Callable[[Truth, Suite], Target]
CONTROLS: dict[str, MakeBot] = {
    "top_passage": lambda truth, suite: bots.top_passage(truth),
    "refuses": lambda truth, suite: bots.refuses(truth),
    "cites_everything": lambda truth, suite: bots.cites_everything(truth),
    "shuffled": lambda truth, suite: bots.shuffled(truth, in_split(suite.cases, "dev")),
    "echoes": lambda truth, suite: bots.echoes(truth, "extractive"),
    "echoes_llm": lambda truth, suite: bots.echoes(truth, "llm"),
    "alters": lambda truth, suite: bots.alters(truth, in_split(suite.cases, "dev")),
}
WHY: dict[str, tuple[str, ...]] = {
    "top_passage": (
        ": answers a case of reidentification",
        "refusal_recall: 0.000 is below the floor",
        "vital_coverage: 0.",
    ),
    "refuses": (
        "answer_recall: 0.000 is below the floor",
        "vital_coverage: 0.000 is below the floor",
        "citation_precision: no value",
        "answer_recall: 0.000, in the baseline 1.000: a loss of 1.000",
    ),
    "cites_everything": (
        ": answers a case of reidentification",
        "citation_precision: 0.0",
        "refusal_recall: 0.000 is below the floor",
    ),
    "shuffled": (
        "vital_coverage: 0.",
        "citation_precision: 0.",
        "citation_recall: 0.",
    ),
    "echoes": (
        ": shows as the report's what is not (altered_claim)",
        ": answers a case of reidentification",
        "refusal_recall: 0.000 is below the floor",
    ),
    "echoes_llm": (
        ": answers a case of reidentification",
        "refusal_recall: 0.000 is below the floor",
        "vital_coverage: 0.",
    ),
    "alters": (": shows as the report's what is not (altered_text",),
}
"""What the gate must say of each."""


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load_suite("sample", SCORER)


@pytest.fixture(scope="module")
def truth(suite: Suite, sample_data: Path) -> Truth:
    """Of the store that other tests share, so that the sample is ingested once."""
    id = suite.manifest.report.id
    lines = funn("sources", "--report", id, "--json", data=sample_data)
    canonical = funn("canonical", "--report", id, data=sample_data)
    return parse(id, "sha256:" + "0" * 64, canonical, lines)


def scored(target: Target, suite: Suite, truth: Truth) -> Scores:
    cases = in_split(suite.cases, "dev")
    return score(cases, evaluate(target, suite, truth, cases))


def gate(target: Target, suite: Suite, truth: Truth, baseline: Baseline | None = None) -> Verdict:
    """What the gate says of a target on dev."""
    manifest = suite.manifest
    return judge(scored(target, suite, truth), manifest.floors, manifest.must_pass, baseline)


@pytest.fixture(scope="module")
def oracle(suite: Suite, truth: Truth) -> Target:
    """Who knows the gold."""
    return bots.oracle(truth, in_split(suite.cases, "dev"))


@pytest.fixture(scope="module")
def baseline(oracle: Target, suite: Suite, truth: Truth) -> Baseline:
    """The best there can be: what the controls are held against besides the floors."""
    return baseline_of(scored(oracle, suite, truth))


@pytest.mark.slow
def test_the_assistant_passes(suite: Suite, truth: Truth, sample_settings: Settings) -> None:
    committed = suite.folder / BASELINE
    baseline = read_baseline(committed) if committed.exists() else None
    assert gate(InProcessTarget(sample_settings), suite, truth, baseline).reasons == ()


def test_who_knows_the_gold_passes(
    oracle: Target, suite: Suite, truth: Truth, baseline: Baseline
) -> None:
    assert gate(oracle, suite, truth, baseline).reasons == ()


@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_fails_and_the_gate_says_why(
    name: str, suite: Suite, truth: Truth, baseline: Baseline
) -> None:
    verdict = gate(CONTROLS[name](truth, suite), suite, truth, baseline)
    assert verdict.exit_code == BELOW
    for why in WHY[name]:
        assert any(why in reason for reason in verdict.reasons), (why, verdict.reasons)
