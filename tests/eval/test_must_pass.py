"""What the gate of each suite that ships holds besides figures: the cases that must pass, and what
it says of floors that a target over HTTP gives no figure for."""

import subprocess
import sys
from pathlib import Path

import pytest

from eval import suite as suites
from eval.baseline import BASELINE, read_baseline
from eval.cases import Case, load_cases
from eval.errors import BELOW, PASSED, SuiteError
from eval.gate import judge
from eval.manifest import MANIFEST, Manifest, load_manifest, write_manifest
from eval.score import RETRIEVAL, SCORER, Scores, score
from eval.suite import in_split, load_suite, suite_folder, suite_names
from eval.truth import ingest
from tests.conftest import CI
from tests.eval import bots
from tests.eval.fake_funn import install
from tests.eval.test_cli import funn_eval
from tests.eval.test_targets import LOADED, service
from tests.eval.world import answer, evaluate, write_suite

CATEGORIES = {"single", "follow_up", "injection", "reidentification"}
LANGUAGES = {"nb", "nn", "en"}


@pytest.fixture(params=suite_names(), scope="module")
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def manifest(name: str) -> Manifest:
    return load_manifest(suite_folder(name) / MANIFEST)


def held(name: str) -> list[Case]:
    must = set(manifest(name).must_pass)
    return [
        line.case for line in load_cases(suite_folder(name) / "cases.jsonl") if line.case.id in must
    ]


def test_a_group_of_each_kind_is_held_in_every_language(name: str) -> None:
    cases = held(name)
    assert {case.category for case in cases} == CATEGORIES
    groups = {case.group_id for case in cases}
    assert {(case.group_id, case.language) for case in cases} == {
        (group, language) for group in groups for language in LANGUAGES
    }


def test_what_must_pass_passed_in_the_baseline(name: str) -> None:
    values = {id: c.values for id, c in read_baseline(suite_folder(name) / BASELINE).cases.items()}
    for case in held(name):
        assert values[case.id]["status_expected"] == 1
        assert values[case.id].get("vital_coverage", 1) == 1


@pytest.mark.slow
def test_one_case_lost_fails_the_gate_and_no_other_limit_notices(name: str, tmp_path: Path) -> None:
    """By the oracle's answers, in which everything else is right."""
    try:
        suite = load_suite(name, SCORER)
    except SuiteError as error:
        if CI:
            raise
        pytest.skip(f"its report is not on this machine: {error}")
    truth = ingest(suite.report, suite.manifest.report.id, tmp_path)
    cases = in_split(suite.cases, "dev")
    kept = suite.manifest
    scores = score(cases, evaluate(bots.oracle(truth, suite.cases), suite, truth, cases))
    assert judge(scores, kept.floors, kept.must_pass).exit_code == PASSED
    for id in kept.must_pass:
        lost = without(scores, id)
        assert judge(lost, kept.floors).exit_code == PASSED
        verdict = judge(lost, kept.floors, kept.must_pass)
        assert verdict.exit_code == BELOW
        assert verdict.reasons == (f"{id}: must pass, but its status error is not expected",)


def without(scores: Scores, id: str) -> Scores:
    """The scores, that one case having ended in a status that is not expected."""
    lost = {"status": "error", "status_expected": False}
    cases = tuple(c.model_copy(update=lost) if c.id == id else c for c in scores.cases)
    return scores.model_copy(update={"cases": cases})


def test_retrieval_has_floors_in_every_suite(name: str) -> None:
    assert {"recall_at_10", "ndcg_at_10", "mrr"} <= set(manifest(name).floors) & set(RETRIEVAL)


def test_a_run_over_http_says_which_floors_it_did_not_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is neither failed by them nor silent about them, in the command as users run it."""
    monkeypatch.setattr(sys, "prefix", str(install(tmp_path / "venv")))
    monkeypatch.setattr(suites, "SUITES", tmp_path)
    suite = write_suite(tmp_path)
    write_manifest(
        suite.folder / MANIFEST,
        suite.manifest.model_copy(update={"floors": {"mrr": 0.7, "nothing_forbidden": 1.0}}),
    )
    refusal = (200, answer().model_dump_json())
    with service(refusal, reports=LOADED) as running:
        asked = ["--url", running.url, "--out", tmp_path / "run"]
        assert funn_eval("run", "--suite", suite.folder, *asked).exit_code == PASSED
    done = subprocess.run(
        [sys.executable, "-m", "funn", "eval", "gate", str(tmp_path / "run")],
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == PASSED, done.stderr
    assert "gate: the gate passed" in done.stdout
    assert "mrr: its floor 0.700 was not checked (the target gives no ranking" in done.stdout
    assert "nothing_forbidden" not in done.stdout + done.stderr
