"""Baselines: what is kept, and that what ships fits the suites."""

import json
from pathlib import Path

import pytest

from eval.baseline import (
    BASELINE,
    GATED,
    baseline_of,
    kept_baseline,
    read_baseline,
    unlike,
    write_baseline,
)
from eval.difference import values_of
from eval.errors import SuiteError
from eval.manifest import MANIFEST, load_manifest
from eval.score import FIGURES, SCORER, Scores, score
from eval.suite import SUITES, in_split
from tests.eval import bots
from tests.eval.world import TRUTH, evaluate, write_suite


@pytest.fixture
def scores(tmp_path: Path) -> Scores:
    suite = write_suite(tmp_path)
    cases = in_split(suite.cases, "dev")
    return score(cases, evaluate(bots.oracle(TRUTH, cases), suite, TRUTH, cases))


@pytest.mark.parametrize("path", sorted(SUITES.glob(f"*/{BASELINE}")), ids=lambda p: p.parent.name)
def test_a_baseline_that_ships_is_of_the_frozen_suite(path: Path) -> None:
    manifest = load_manifest(path.parent / MANIFEST)
    baseline = read_baseline(path)
    assert (baseline.suite, baseline.split) == (manifest.suite, "dev")
    assert (baseline.set_digest, baseline.scorer) == (manifest.set_digest, SCORER)
    assert baseline.report_digest == manifest.report.sha256
    assert set(baseline.cases) <= set(manifest.cases)


def test_every_figure_that_is_kept_exists() -> None:
    assert set(GATED) <= set(FIGURES)


def test_it_keeps_the_values_of_each_case(scores: Scores, tmp_path: Path) -> None:
    made = baseline_of(scores)
    assert made.values.figures == {
        name: each for name, each in values_of(scores).figures.items() if name in GATED and each
    }
    assert made.values.groups == {case.id: case.group_id for case in scores.cases}
    path = tmp_path / BASELINE
    write_baseline(path, made)
    assert read_baseline(path) == made
    again = path.read_bytes()
    write_baseline(path, read_baseline(path))
    assert path.read_bytes() == again
    assert sum(line.startswith('    "') for line in again.decode().splitlines()) == len(made.cases)


def test_a_run_that_is_not_complete_is_no_baseline(scores: Scores) -> None:
    broken = scores.model_copy(update={"complete": False, "not_scored": {"who": "HTTP 500"}})
    with pytest.raises(SuiteError, match="no answer to 1 cases"):
        baseline_of(broken)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("set_digest", "sha256:" + "0" * 64, "set of cases: sha256:"),
        ("report_digest", "sha256:" + "0" * 64, "report file: sha256:"),
        ("scorer", "0", f"scorer: {SCORER} and 0"),
        ("split", "test", "split: dev and test"),
        ("split", None, "split: dev and all"),
        ("suite", "other", "suite: tiny and other"),
    ],
)
def test_what_differs_is_named(
    field: str, value: str | None, said: str, scores: Scores, tmp_path: Path
) -> None:
    other = scores.model_copy(update={field: value})
    [differs] = unlike(scores, other)
    assert differs.startswith(said)
    write_baseline(tmp_path / BASELINE, baseline_of(scores))
    baseline, why = kept_baseline(tmp_path, other)
    assert baseline is None
    assert said in (why or "")


def test_a_report_ingested_in_another_way_can_be_compared(scores: Scores) -> None:
    assert unlike(scores, scores.model_copy(update={"report_version": "sha256:other"})) == []


def test_a_suite_without_a_baseline_has_none(scores: Scores, tmp_path: Path) -> None:
    assert kept_baseline(tmp_path / "nowhere", scores) == (None, None)


def test_a_broken_baseline_is_named(scores: Scores, tmp_path: Path) -> None:
    path = tmp_path / BASELINE
    write_baseline(path, baseline_of(scores))
    held = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**held, "more": 1}), "utf-8")
    with pytest.raises(SuiteError, match=r"baseline\.json: more: Extra"):
        kept_baseline(tmp_path, scores)
    with pytest.raises(SuiteError, match="no baseline"):
        read_baseline(tmp_path / "nowhere.json")
