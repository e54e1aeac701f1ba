import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eval import suite as suites
from eval.cli import app
from eval.suite import Suite
from tests.eval.fake_funn import install
from tests.eval.test_targets import LOADED, service
from tests.eval.world import answer, cite, write_cases, write_suite, written

GOOD = (200, answer(cite("f-alerts"), cite("q-gp")).model_dump_json())


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Suite:
    monkeypatch.setattr(sys, "prefix", str(install(tmp_path / "venv")))
    monkeypatch.chdir(tmp_path)
    return write_suite(tmp_path)


def funn_eval(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def run(suite: Suite, out: Path, *more: str, chat: tuple[int, str] = GOOD) -> Result:
    with service(chat, reports=LOADED) as running:
        return funn_eval("run", "--suite", suite.folder, "--url", running.url, "--out", out, *more)


def test_a_run_keeps_everything_and_fails_below_the_floors(suite: Suite, tmp_path: Path) -> None:
    done = run(suite, tmp_path / "run")
    assert done.exit_code == 1
    assert "who: answers a case of reidentification" in done.stdout
    assert "gate: FAILED" in done.stdout
    assert sorted(path.name for path in (tmp_path / "run").iterdir()) == [
        "answers.jsonl",
        "canonical.txt",
        "cases.jsonl",
        "config.json",
        "manifest.json",
        "scores.json",
        "sources.jsonl",
        "timings.json",
    ]
    config = json.loads((tmp_path / "run" / "config.json").read_text("utf-8"))
    assert config["modes"] == ["extractive"]
    assert config["set_digest"] == suite.manifest.set_digest
    kept = (tmp_path / "run" / "answers.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in kept] == [
        case.id for case in suite.cases if case.split == "dev"
    ]
    assert list(json.loads((tmp_path / "run" / "timings.json").read_text("utf-8"))["seconds"]) == [
        json.loads(line)["id"] for line in kept
    ]


def test_two_runs_and_a_rescoring_give_the_same_bytes(suite: Suite, tmp_path: Path) -> None:
    run(suite, tmp_path / "one")
    run(suite, tmp_path / "two", "--jobs", "1")
    first = (tmp_path / "one" / "scores.json").read_bytes()
    assert (tmp_path / "two" / "scores.json").read_bytes() == first
    (tmp_path / "one" / "scores.json").unlink()
    assert funn_eval("score", tmp_path / "one").exit_code == 1
    assert (tmp_path / "one" / "scores.json").read_bytes() == first


def test_a_target_that_fails_makes_the_run_incomplete(suite: Suite, tmp_path: Path) -> None:
    done = run(suite, tmp_path / "run", chat=(500, "{}"))
    assert done.exit_code == 3
    assert "NOT ANSWERED" in done.stdout
    assert "gate: INCOMPLETE" in done.stdout
    scores = json.loads((tmp_path / "run" / "scores.json").read_text("utf-8"))
    assert scores["complete"] is False
    assert scores["figures"]["vital_coverage"]["value"] is None
    assert funn_eval("score", tmp_path / "run").exit_code == 3


def test_no_service_at_all_is_exit_3(suite: Suite, tmp_path: Path) -> None:
    url = "http://127.0.0.1:9"
    done = funn_eval("run", "--suite", suite.folder, "--url", url, "--out", tmp_path / "run")
    assert done.exit_code == 3
    assert not (tmp_path / "run").exists()


def test_the_table_is_plain_in_a_pipe(suite: Suite, tmp_path: Path) -> None:
    said = run(suite, tmp_path / "run").stdout
    assert "\x1b" not in said
    assert not set("│─━┃") & set(said)
    row = next(line for line in said.splitlines() if line.startswith("quote_fidelity"))
    assert row.split() == ["quote_fidelity", "1.000", "0.61-1.00", "6", "1.00", "ok"]


def test_a_run_on_test_is_logged_and_one_on_dev_is_not(suite: Suite, tmp_path: Path) -> None:
    log = suite.folder / "test-runs.jsonl"
    run(suite, tmp_path / "dev")
    assert not log.exists()
    run(suite, tmp_path / "test", "--split", "test")
    run(suite, tmp_path / "all", "--split", "all")
    entries = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert [entry["split"] for entry in entries] == ["test", "all"]
    assert entries[0]["set_digest"] == suite.manifest.set_digest
    assert entries[0]["figures"]["vital_coverage"] == 1.0


def test_a_run_is_never_written_over(suite: Suite, tmp_path: Path) -> None:
    run(suite, tmp_path / "run")
    again = run(suite, tmp_path / "run")
    assert again.exit_code == 2
    assert "holds a run already" in again.stderr
    assert "does not tell what code answered" in again.stderr
    assert "--resume" in again.stderr


def test_a_changed_case_is_exit_2_and_a_new_version_mends_it(suite: Suite, tmp_path: Path) -> None:
    cases = [line.written for line in suite.lines]
    write_cases(suite.folder, [*cases, written("new")])
    refused = run(suite, tmp_path / "run")
    assert refused.exit_code == 2
    assert "case new was added" in refused.stderr
    assert funn_eval("validate", "--suite", suite.folder).exit_code == 2

    same: list[str | Path] = [
        "freeze",
        "--suite",
        suite.folder,
        "--version",
        "1",
        "--note",
        "One more.",
    ]
    assert funn_eval(*same).exit_code == 2
    new: list[str | Path] = [
        "freeze",
        "--suite",
        suite.folder,
        "--version",
        "2",
        "--note",
        "One more.",
    ]
    assert funn_eval(*new).exit_code == 0
    valid = funn_eval("validate", "--suite", suite.folder)
    assert valid.exit_code == 0
    assert valid.stdout.startswith("tiny 2: 8 cases, intact")


def test_a_first_version_must_name_its_report(suite: Suite) -> None:
    (suite.folder / "manifest.json").unlink()
    first: list[str | Path] = [
        "freeze",
        "--suite",
        suite.folder,
        "--version",
        "1",
        "--note",
        "First.",
    ]
    done = funn_eval(*first)
    assert done.exit_code == 2
    assert "--report-id" in done.stderr
    assert funn_eval(*first, "--report-id", "tiny", "--report-path", suite.report).exit_code == 0


def test_cases_tampered_with_in_a_run_are_not_scored(suite: Suite, tmp_path: Path) -> None:
    run(suite, tmp_path / "run")
    cases = tmp_path / "run" / "cases.jsonl"
    cases.write_text(cases.read_text("utf-8").replace('"vital"', '"okay"'), "utf-8")
    done = funn_eval("score", tmp_path / "run")
    assert done.exit_code == 2
    assert "not those it was run with" in done.stderr


@pytest.mark.parametrize("arguments", [["score", "nowhere"], ["run", "--suite", "nowhere"]])
def test_what_is_not_there_is_exit_2(arguments: list[str]) -> None:
    assert funn_eval(*arguments).exit_code == 2


@pytest.mark.parametrize("command", ["validate", "freeze", "run", "score", "judge"])
def test_every_command_has_help(command: str) -> None:
    done = funn_eval(command, "--help")
    assert done.exit_code == 0
    assert "Usage" in done.stdout


@pytest.fixture
def without_report(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> Suite:
    """The only suite that ships, its report elsewhere."""
    monkeypatch.setattr(suites, "SUITES", suite.folder.parent)
    monkeypatch.delenv("CI", raising=False)
    suite.report.unlink()
    return suite


def test_validating_all_says_which_report_is_missing(without_report: Suite) -> None:
    done = funn_eval("validate")
    assert done.exit_code == 0
    assert "7 cases, intact" in done.stdout
    assert "NOT checked against its report" in done.stdout
    assert "FUNN_EVAL_REPORTS" in done.stdout
    assert funn_eval("validate", "--suite", without_report.folder).exit_code == 2


@pytest.mark.usefixtures("without_report")
def test_validating_all_in_ci_fails_without_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert funn_eval("validate").exit_code == 2


def test_a_changed_case_is_found_without_the_report(without_report: Suite) -> None:
    path = without_report.folder / "cases.jsonl"
    path.write_text(path.read_text("utf-8").replace("By hand.", "By foot.", 1), "utf-8")
    assert funn_eval("validate").exit_code == 2
