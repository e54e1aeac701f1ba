"""Comparing, gating and keeping runs, by command: with what is refused and what is listed."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import eval.cli
import eval.cli_runs
import eval.stored
from eval.baseline import BASELINE
from eval.cli import app
from eval.manifest import MANIFEST, load_manifest, write_manifest
from eval.records import SCORES, write_json, write_run
from eval.score import score
from eval.suite import Suite, in_split
from service.contract import Answer
from tests.eval import bots
from tests.eval.fake_funn import install
from tests.eval.test_targets import LOADED, service
from tests.eval.world import TRUTH, Bot, answer, cite, evaluate, write_suite


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Suite:
    """A frozen suite among those that ship."""
    monkeypatch.setattr(eval.cli, "SUITES", tmp_path)
    monkeypatch.setattr(eval.cli_runs, "SUITES", tmp_path)
    monkeypatch.setattr(eval.stored, "SUITES", tmp_path)
    monkeypatch.chdir(tmp_path)
    return write_suite(tmp_path)


def kept(suite: Suite, folder: Path, bot: Bot) -> Path:
    """The folder of a run on dev."""
    cases = in_split(suite.cases, "dev")
    run = evaluate(bot, suite, TRUTH, cases)
    write_run(folder, run, suite, {case.id: 0.1 for case in cases})
    write_json(folder / SCORES, score(cases, run).model_dump(mode="json"))
    return folder


@pytest.fixture
def good(suite: Suite, tmp_path: Path) -> Path:
    return kept(suite, tmp_path / "good", bots.oracle(TRUTH, suite.cases))


@pytest.fixture
def bad(suite: Suite, tmp_path: Path) -> Path:
    """The oracle, but it answers about nurses with what is said of alerts, and about dentists."""
    right = bots.oracle(TRUTH, suite.cases)

    def reply(question: str) -> Answer:
        asked = {"Spørsmål nurses?", "Spørsmål dentists?"}
        return answer(cite("f-alerts")) if question in asked else right._reply(question)

    return kept(suite, tmp_path / "bad", Bot(reply))


def funn_eval(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_comparison_lists_each_case_that_flipped_with_both_answers(good: Path, bad: Path) -> None:
    done = funn_eval("compare", good, bad)
    assert done.exit_code == 0, done.stderr
    said = done.stdout
    assert said.startswith("tiny 1, dev: 6 cases in 6 groups")
    assert "lost: 2 cases" in said
    nurses = said[said.index("nurses: ") :]
    assert "A answered, vital 1.00: passed" in nurses
    assert "      - Flere sykepleiere i kommunen sparer tid på meldinger." in nurses
    assert "B answered, vital 0.00: covers 0.00 of the vital key points" in nurses
    assert "      - De fleste fastlegene får flere varsler enn før." in nurses
    assert "missed in B only: k1" in nurses
    dentists = said[said.index("dentists: ") : said.index("nurses: ")]
    assert "A not_in_report: passed" in dentists
    assert "B answered: its status answered is not expected" in dentists
    back = funn_eval("compare", bad, good).stdout
    assert "gained: 2 cases" in back
    assert "covered in B only: k1" in back


def test_a_comparison_as_json(good: Path, bad: Path) -> None:
    found = json.loads(funn_eval("compare", good, bad, "--json").stdout)
    assert [(flip["id"], flip["move"]) for flip in found["flips"]] == [
        ("dentists", "lost"),
        ("nurses", "lost"),
    ]
    figures = {each["figure"]: each for each in found["figures"]}
    status = figures["status_expected"]
    assert (status["first"], status["second"]) == (1.0, 0.833333)
    assert (status["lost"], status["gained"], status["mcnemar"]) == (["dentists"], [], 1.0)
    vital = figures["vital_coverage"]
    assert (vital["difference"], vital["lost"]) == (-0.333333, ["nurses"])
    assert (
        funn_eval("compare", good, bad, "--json").stdout
        == json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    )


def test_a_run_compared_with_itself_has_no_flips(good: Path) -> None:
    done = funn_eval("compare", good, good)
    assert done.exit_code == 0
    for move in ("lost", "gained", "changed"):
        assert f"{move}: 0 cases" in done.stdout
    assert "not clear" not in done.stdout


def change(field: str, value: object) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        scores = json.loads((folder / SCORES).read_text("utf-8"))
        (folder / SCORES).write_text(json.dumps({**scores, field: value}), "utf-8")

    return apply


@pytest.mark.parametrize(
    ("differ", "said"),
    [
        (change("set_digest", "sha256:" + "0" * 64), "set of cases: sha256:"),
        (change("report_digest", "sha256:" + "0" * 64), "report file: sha256:"),
        (change("scorer", "0"), "scorer: "),
        (change("split", "test"), "split: dev and test"),
        (lambda folder: (folder / SCORES).unlink(), "funn eval score"),
        (lambda folder: (folder / SCORES).write_text("{}", "utf-8"), "Field required"),
    ],
)
def test_runs_that_cannot_be_compared_are_exit_2_and_it_says_why(
    differ: Callable[[Path], None], said: str, good: Path, bad: Path
) -> None:
    differ(bad)
    done = funn_eval("compare", good, bad)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_run_that_the_target_failed_in_is_not_compared(good: Path, bad: Path) -> None:
    change("complete", False)(bad)
    assert funn_eval("compare", good, bad).exit_code == 3


def test_the_gate_passes_and_fails_a_stored_run(good: Path, bad: Path) -> None:
    passed = funn_eval("gate", good)
    assert (passed.exit_code, passed.stdout) == (0, "gate: the gate passed\n")
    failed = funn_eval("gate", bad)
    assert failed.exit_code == 1
    assert "- vital_coverage: 0.667 is below the floor 0.800" in failed.stdout
    assert failed.stdout.endswith("gate: the gate did not pass\n")


def test_the_gate_names_the_floors_that_it_could_not_check(suite: Suite, good: Path) -> None:
    """The oracle ranks nothing, as a service asked over HTTP."""
    floors = {**suite.manifest.floors, "mrr": 0.7}
    now = suite.manifest.model_copy(update={"floors": floors})
    write_manifest(suite.folder / MANIFEST, now)
    done = funn_eval("gate", good)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "mrr: its floor 0.700 was not checked "
        "(the target gives no ranking: the service offers none over HTTP)",
        "gate: the gate passed",
    ]
    assert "not checked" not in done.stderr


def test_the_gate_believes_the_answers_and_not_the_scores(good: Path, bad: Path) -> None:
    shutil.copy(good / SCORES, bad / SCORES)
    assert funn_eval("gate", bad).exit_code == 1


def test_the_gate_holds_a_run_against_the_floors_of_today(suite: Suite, bad: Path) -> None:
    now = suite.manifest.model_copy(update={"floors": {}})
    write_manifest(suite.folder / MANIFEST, now)
    assert funn_eval("gate", bad).exit_code == 0
    write_manifest(suite.folder / MANIFEST, now.model_copy(update={"must_pass": ("nurses",)}))
    done = funn_eval("gate", bad)
    assert done.exit_code == 1
    assert "nurses: must pass, but covers 0.00 of the vital key points" in done.stdout


def test_a_run_whose_cases_were_altered_is_exit_2(good: Path) -> None:
    cases = good / "cases.jsonl"
    cases.write_text(cases.read_text("utf-8").replace('"vital"', '"okay"'), "utf-8")
    assert funn_eval("gate", good).exit_code == 2


def test_a_run_for_another_scorer_is_exit_2(suite: Suite, good: Path) -> None:
    old = suite.manifest.model_copy(update={"scorer": "0"})
    for folder in (suite.folder, good):
        write_manifest(folder / MANIFEST, old)
    done = funn_eval("gate", good)
    assert done.exit_code == 2
    assert "floors were set with scorer 0" in done.stderr


def test_a_baseline_is_made_and_held_against(suite: Suite, good: Path, bad: Path) -> None:
    made = funn_eval("baseline", good)
    assert (made.exit_code, made.stdout) == (0, "tiny 1: baseline of 6 cases written\n")
    held = json.loads((suite.folder / BASELINE).read_text("utf-8"))
    assert held["cases"]["nurses"]["values"]["vital_coverage"] == 1.0
    assert funn_eval("gate", good).exit_code == 0
    for baseline in (suite.folder / BASELINE, good):
        assert funn_eval("gate", bad, "--baseline", baseline).exit_code == 1


def test_a_baseline_of_other_questions_is_said_or_refused(
    suite: Suite, good: Path, tmp_path: Path
) -> None:
    funn_eval("baseline", good)
    path = suite.folder / BASELINE
    path.write_text(path.read_text("utf-8").replace('"dev"', '"test"'), "utf-8")
    committed = funn_eval("gate", good)
    assert committed.exit_code == 0
    assert "not compared with the baseline: " in committed.stderr
    assert "split: test and dev" in committed.stderr
    named = funn_eval("gate", good, "--baseline", path)
    assert named.exit_code == 2
    assert "split: test and dev" in named.stderr
    assert funn_eval("gate", good, "--baseline", tmp_path / "nowhere").exit_code == 2


def test_only_a_dev_run_of_the_frozen_version_makes_a_baseline(suite: Suite, good: Path) -> None:
    manifest = load_manifest(suite.folder / MANIFEST)
    newer = manifest.model_copy(update={"version": "2", "set_digest": "sha256:" + "0" * 64})
    write_manifest(suite.folder / MANIFEST, newer)
    done = funn_eval("baseline", good)
    assert done.exit_code == 2
    assert "the version that is frozen, 2" in done.stderr
    assert not (suite.folder / BASELINE).exists()


def test_run_and_score_apply_must_pass_and_say_when_a_baseline_is_of_another_set(
    suite: Suite, tmp_path: Path, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(install(tmp_path / "venv")))
    write_manifest(
        suite.folder / MANIFEST, suite.manifest.model_copy(update={"must_pass": ("tasks",)})
    )
    funn_eval("baseline", good)
    path = suite.folder / BASELINE
    path.write_text(path.read_text("utf-8").replace('"dev"', '"test"'), "utf-8")
    chat = (200, answer(cite("f-alerts")).model_dump_json())
    with service(chat, reports=LOADED) as running:
        done = funn_eval(
            "run", "--suite", suite.folder, "--url", running.url, "--out", tmp_path / "r"
        )
    again = funn_eval("score", tmp_path / "r")
    for each in (done, again):
        assert each.exit_code == 1
        assert "tasks: must pass, but covers 0.00 of the vital key points" in each.stdout
        assert "not compared with the baseline" in each.stderr


def test_calibrate_has_help_and_takes_no_suite() -> None:
    """What is reported on must not be fitted on."""
    helped = funn_eval("calibrate", "--help").stdout
    assert "Usage" in helped
    assert "--write" in helped
    assert "--suite" not in helped
    refused = funn_eval("calibrate", "--suite", "sample")
    assert refused.exit_code == 2
    assert "No such option" in refused.stderr


@pytest.mark.parametrize("command", ["compare", "gate", "baseline"])
def test_the_commands_have_help_and_refuse_what_is_no_run(command: str, tmp_path: Path) -> None:
    assert "Usage" in funn_eval(command, "--help").stdout
    folders = [tmp_path / "a", tmp_path / "b"][: 2 if command == "compare" else 1]
    assert funn_eval(command, *folders).exit_code == 2
