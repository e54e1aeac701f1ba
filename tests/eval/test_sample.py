"""The sample suite for real: the command, the embedder, the assistant."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from eval.errors import INCOMPLETE, NOT_VALID
from eval.records import read_run
from eval.score import SCORER, score
from eval.suite import Suite, load_suite
from eval.truth import Truth, ingest
from tests.eval import bots
from tests.eval.world import evaluate

pytestmark = pytest.mark.slow
FUNN_EVAL = [sys.executable, "-m", "funn", "eval", "run", "--suite", "sample"]


@pytest.fixture(scope="module")
def suite() -> Suite:
    return load_suite("sample", SCORER)


@pytest.fixture(scope="module")
def truth(suite: Suite, tmp_path_factory: pytest.TempPathFactory) -> Truth:
    return ingest(suite.report, suite.manifest.report.id, tmp_path_factory.mktemp("store"))


def test_the_truth_is_exact(truth: Truth) -> None:
    assert truth.sources
    for source in truth.sources:
        assert truth.canonical[source.start : source.end] == source.text


def test_all_gold_was_ingested(suite: Suite, truth: Truth) -> None:
    run = evaluate(bots.refuses(truth), suite, truth, suite.cases)
    lost = {case.id: case.lost_in_ingestion for case in score(suite.cases, run).cases}
    assert {id: points for id, points in lost.items() if points} == {}


def test_two_runs_in_process_give_the_same_scores(tmp_path: Path) -> None:
    for name in ("one", "two"):
        done = subprocess.run(
            [*FUNN_EVAL, "--out", str(tmp_path / name)],
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode not in (NOT_VALID, INCOMPLETE), done.stderr
    one, two = ((tmp_path / name / "scores.json").read_bytes() for name in ("one", "two"))
    assert one == two
    scores = json.loads(one)
    assert scores["complete"]
    # What was ranked anew is what the answers were composed from.
    for given in read_run(tmp_path / "one").answers:
        cited = {citation.id for citation in given.answer.citations}
        assert given.ranked is None or cited <= set(given.ranked)
    assert scores["figures"]["mrr"]["over"] == scores["figures"]["citation_recall"]["over"]
