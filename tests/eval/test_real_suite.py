"""The suite of the real report, which the repository does not hold: skipped where it is not."""

import pytest

from eval.errors import BELOW
from eval.gate import Verdict, judge
from eval.score import SCORER, score
from eval.suite import Suite, in_split, load_suite, suite_folder
from eval.targets import Target
from eval.truth import Truth, ingest
from tests.eval import bots
from tests.eval.frozen import report_of
from tests.eval.world import evaluate

pytestmark = pytest.mark.slow

LOST = {("messages-gps-nurses", "k3"), ("typo-yellow-note", "k1"), ("typo-yellow-note", "k3")}
"""Key points of which ingestion keeps no place; the README names them."""


@pytest.fixture(scope="module")
def suite() -> Suite:
    report_of(suite_folder("ehelse2023"))
    return load_suite("ehelse2023", SCORER)


@pytest.fixture(scope="module")
def truth(suite: Suite, tmp_path_factory: pytest.TempPathFactory) -> Truth:
    return ingest(suite.report, suite.manifest.report.id, tmp_path_factory.mktemp("store"))


def verdict(target: Target, suite: Suite, truth: Truth) -> Verdict:
    cases = in_split(suite.cases, "dev")
    scores = score(cases, evaluate(target, suite, truth, cases))
    return judge(scores, suite.manifest.floors, suite.manifest.must_pass)


def test_ingestion_loses_no_more_gold_than_the_readme_says(suite: Suite, truth: Truth) -> None:
    run = evaluate(bots.refuses(truth), suite, truth, suite.cases)
    lost = {
        (case.group_id, point)
        for case in score(suite.cases, run).cases
        for point in case.lost_in_ingestion
    }
    assert lost <= LOST
    readme = (suite.folder / "README.md").read_text("utf-8")
    assert all(f"`{group}`" in readme for group, _ in LOST)


def test_who_knows_the_gold_passes(suite: Suite, truth: Truth) -> None:
    assert verdict(bots.oracle(truth, suite.cases), suite, truth).reasons == ()


def test_who_refuses_everything_fails(suite: Suite, truth: Truth) -> None:
    assert verdict(bots.refuses(truth), suite, truth).exit_code == BELOW
