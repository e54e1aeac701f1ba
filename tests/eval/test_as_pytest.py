"""`pytest eval/ --suite NAME --url URL`, in a process of its own."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from eval.pytest_plugin import shortfalls
from eval.score import score_case
from eval.suite import Suite
from tests import live
from tests.conftest import ROOT
from tests.eval.fake_funn import install
from tests.eval.test_targets import LOADED, service
from tests.eval.world import (
    ALERTS,
    GP_QUOTE,
    TRUTH,
    answer,
    case,
    cite,
    point,
    span,
    unanswerable,
    write_suite,
)

GOOD = (200, answer(cite("f-alerts"), cite("q-gp")).model_dump_json())
DOWN = (500, "{}")


def evaluators_pytest(
    *options: str | Path, prefix: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run it as an evaluator's CI does; the command `funn` is that of `prefix`, where one is."""
    patch = f"import sys; sys.prefix = {str(prefix)!r}; " if prefix else ""
    code = f"{patch}import sys, pytest; sys.exit(pytest.main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", code, "-p", "no:cacheprovider", *map(str, options)],
        env={name: value for name, value in os.environ.items() if not name.startswith("FUNN_")},
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def outcomes(junit: Path) -> dict[str, str]:
    """Case id → passed, failure, error or skipped."""
    found = {}
    for test in etree.parse(str(junit)).iter("testcase"):
        name = str(test.get("name"))
        within = [str(child.tag) for child in test]
        found[name.removeprefix("test_case[").removesuffix("]")] = within[0] if within else "passed"
    return found


@pytest.fixture
def tiny(tmp_path: Path) -> Suite:
    install(tmp_path / "venv")
    return write_suite(tmp_path)


def ask(
    tiny: Suite, tmp_path: Path, *chat: tuple[int, str], more: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    with service(*chat, reports=LOADED) as running:
        return evaluators_pytest(
            "eval/",
            "--suite",
            tiny.folder,
            "--url",
            running.url,
            f"--junitxml={tmp_path / 'junit.xml'}",
            *more,
            prefix=tmp_path / "venv",
        )


def test_each_case_is_a_test_that_says_what_it_missed(tiny: Suite, tmp_path: Path) -> None:
    done = ask(tiny, tmp_path, GOOD)
    assert done.returncode == 1, done.stdout
    assert outcomes(tmp_path / "junit.xml") == {
        "alerts": "passed",
        "tasks": "failure",
        "nurses": "failure",
        "quotes": "passed",
        "dentists": "failure",
        "who": "failure",
    }
    assert "- misses k1: In words." in done.stdout
    assert "- quoted, and not asked about: q-gp" in done.stdout
    assert "- answers a case of reidentification" in done.stdout
    assert "- expected: not_in_report" in done.stdout


def test_a_target_that_fails_is_an_error_not_a_failure(tiny: Suite, tmp_path: Path) -> None:
    done = ask(tiny, tmp_path, GOOD, DOWN, GOOD)
    found = outcomes(tmp_path / "junit.xml")
    assert found["tasks"] == "error"
    assert found["alerts"] == "passed"
    assert "no answer to score: POST /chat gave HTTP 500" in done.stdout


def test_no_target_at_all_is_an_error_of_every_case(tiny: Suite, tmp_path: Path) -> None:
    done = evaluators_pytest(
        "eval/",
        "--suite",
        tiny.folder,
        "--url",
        "http://127.0.0.1:9",
        f"--junitxml={tmp_path / 'junit.xml'}",
        prefix=tmp_path / "venv",
    )
    assert done.returncode == 1
    assert set(outcomes(tmp_path / "junit.xml").values()) == {"error"}
    assert "ConnectError" in done.stdout


def test_one_case_can_be_asked_alone_and_a_run_on_test_is_logged(
    tiny: Suite, tmp_path: Path
) -> None:
    log = tiny.folder / "test-runs.jsonl"
    assert ask(tiny, tmp_path, GOOD, more=("-k", "alerts")).returncode == 0
    assert not log.exists()
    assert ask(tiny, tmp_path, GOOD, more=("--split", "test")).returncode == 0
    assert outcomes(tmp_path / "junit.xml") == {"late": "passed"}
    assert log.read_text("utf-8").count('"split": "test"') == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "name a suite"),
        (["--suite", "nowhere"], "no cases.jsonl found"),
        (["--suite", "sample", "--url", "nowhere"], "is no URL"),
        (["--suite", "sample", "--split", "both"], "invalid choice"),
    ],
)
def test_a_wrong_option_is_a_usage_error(options: list[str], said: str) -> None:
    done = evaluators_pytest("eval/", *options)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR, done.stdout
    assert said in done.stdout + done.stderr


def test_pytest_in_the_root_does_not_collect_it() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]
    assert settings["ini_options"]["testpaths"] == ["tests"]


def missed(case_changes: dict[str, Any], *cited: str) -> list[str]:
    asked = case(**case_changes)
    return shortfalls(asked, score_case(asked, answer(*map(cite, cited)), TRUTH))


def test_what_keeps_an_answer_from_being_right_is_told_with_its_words() -> None:
    one: dict[str, Any] = {"key_points": [point("k1", ALERTS)], "gold_quotes": []}
    assert missed(one, "f-alerts") == []
    assert missed(one, "f-tasks")[-1] == "misses k1: In words."
    okay: dict[str, Any] = {
        "key_points": [point("k1", ALERTS, "okay")],
        "gold_quotes": [list(span(GP_QUOTE))],
    }
    assert missed(okay, "f-alerts") == []
    assert missed(okay, "f-nurses") == ["cites nothing on gold"]
    assert "must not show: varsler" in missed({**one, "must_not": ["varsler"]}, "f-alerts")
    assert missed({})[-3:] == [
        "misses k1: In words.",
        "misses k2: In words.",
        "expected: answered",
    ]


def test_an_unanswerable_case_is_right_when_it_is_refused() -> None:
    asked = case(**unanswerable("who", "reidentification", "blocked_privacy"))
    given = answer(status="blocked_privacy", message="Nei.")
    assert shortfalls(asked, score_case(asked, given, TRUTH)) == []


@pytest.mark.slow
def test_the_sample_suite_against_a_live_server(sample_data: Path, tmp_path: Path) -> None:
    with live.serving(sample_data) as served:
        done = evaluators_pytest(
            "eval/",
            "--suite",
            "sample",
            "--url",
            served.url,
            f"--junitxml={tmp_path / 'junit.xml'}",
        )
    found = outcomes(tmp_path / "junit.xml")
    assert len(found) > 100
    assert set(found.values()) <= {"passed", "failure"}, done.stdout[-2000:]
    assert "passed" in found.values()
