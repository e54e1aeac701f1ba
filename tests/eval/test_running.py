"""`funn eval run`: stopped and gone on with, with a key, every suite at once."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import eval.run
from eval import cli, suite
from eval.cli import app
from eval.partial import PARTIAL
from eval.records import read_run
from eval.suite import Suite, found_suites
from eval.targets import Target
from service.contract import Answer
from tests.conftest import ROOT
from tests.eval.fake_funn import install
from tests.eval.test_targets import LOADED, service
from tests.eval.world import Bot, answer, cite, write_suite

GOOD = (200, answer(cite("f-alerts"), cite("q-gp")).model_dump_json())
DOWN = (500, "{}")
DEV = 6
"""Cases of the small suite's dev split."""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Suite:
    monkeypatch.setattr(sys, "prefix", str(install(tmp_path / "venv")))
    monkeypatch.chdir(tmp_path)
    return write_suite(tmp_path)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["run", *(str(argument) for argument in arguments)])


def in_a_process(prefix: Path, *arguments: str) -> "subprocess.Popen[str]":
    """`funn eval` in a process of its own, with the command `funn` that stands in `prefix`."""
    code = f"import sys; sys.prefix = {str(prefix)!r}; from eval.cli import app; app()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def scores(folder: Path) -> bytes:
    return (folder / "scores.json").read_bytes()


@pytest.mark.parametrize("how", ["--resume", "--out"])
def test_a_killed_run_goes_on_where_it_stopped(how: str, tiny: Suite, tmp_path: Path) -> None:
    """The third question is never answered; the process is killed while it waits for it."""
    stuck = [False]

    def hold(heard: int) -> None:
        if heard == 3 and not stuck[0]:
            stuck[0] = True
            killed.send_signal(signal.SIGKILL)
            killed.wait()

    out = tmp_path / "run"
    with service(GOOD, reports=LOADED, before=hold) as running:
        asked = ["--suite", str(tiny.folder), "--url", running.url]
        once = ["run", *asked, "--out", str(out), "--jobs", "1"]
        killed = in_a_process(Path(sys.prefix), *once)
        deadline = time.monotonic() + 60
        while not stuck[0] and killed.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        killed.communicate()
        assert killed.returncode == -signal.SIGKILL
        assert len(running.heard) == 3
        assert not (out / "scores.json").exists()

        again = run("--resume", out) if how == "--resume" else run(*asked, "--out", out)
        assert again.exit_code == 1, again.stderr
        assert len(running.heard) == 3 + DEV - 2, "two were answered and are not asked again"
        assert not (out / PARTIAL).exists()
        run(*asked, "--out", tmp_path / "whole")
    assert scores(out) == scores(tmp_path / "whole")
    names = [given.id for given in read_run(out).answers]
    assert list(json.loads((out / "timings.json").read_text("utf-8"))["seconds"]) == names


def test_cases_that_the_target_failed_on_are_asked_again_and_only_those(
    tiny: Suite, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    with service(GOOD, DOWN, GOOD, reports=LOADED) as running:
        first = run("--suite", tiny.folder, "--url", running.url, "--out", out, "--jobs", "1")
        assert first.exit_code == 3
        assert f"funn eval run --resume {out}" in first.stderr
        assert json.loads(scores(out))["complete"] is False
        asked = len(running.heard)
        assert run("--resume", out).exit_code == 1
        assert len(running.heard) == asked + 1
        run("--suite", tiny.folder, "--url", running.url, "--out", tmp_path / "whole")
    assert scores(out) == scores(tmp_path / "whole")
    done = run("--resume", out)
    assert done.exit_code == 2
    assert "holds no run to go on with" in done.stderr


def test_a_run_does_not_go_on_with_other_cases_or_another_target(
    tiny: Suite, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    with service(GOOD, DOWN, reports=LOADED) as running:
        to = ["--suite", str(tiny.folder), "--out", str(out)]
        assert run(*to, "--url", running.url).exit_code == 3
        with service(GOOD, reports=LOADED) as other:
            elsewhere = run(*to, "--url", other.url)
        assert elsewhere.exit_code == 2
        assert "holds part of another run: target was" in elsewhere.stderr
        split = run(*to, "--url", running.url, "--split", "all")
        assert split.exit_code == 2
        assert "split was dev and is None" in split.stderr
        assert run("--resume", out, "--split", "dev").exit_code == 2


def test_the_key_is_sent_and_kept_nowhere(
    tiny: Suite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICE_KEY", "s3cret-k3y")
    to = ["--suite", str(tiny.folder), "--out", str(tmp_path / "run")]
    with service(GOOD, DOWN, reports=LOADED, key="s3cret-k3y") as running:
        refused = run(*to, "--url", running.url)
        assert refused.exit_code == 3
        assert "HTTP 401" in refused.stderr
        done = run(*to, "--url", running.url, "--key-env", "SERVICE_KEY")
        assert done.exit_code == 3
        assert len(running.heard) == DEV
    assert "s3cret" not in done.output + done.stderr
    kept = [path for path in (tmp_path / "run").iterdir() if b"s3cret" in path.read_bytes()]
    assert kept == []
    missing = run(*to, "--url", "http://127.0.0.1:9", "--key-env", "NO_SUCH_KEY")
    assert missing.exit_code == 2
    assert "NO_SUCH_KEY" in missing.stderr


def test_an_interrupted_run_is_incomplete_and_says_how_to_go_on(
    tiny: Suite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "make_run", stopped)
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / PARTIAL).touch()
    done = run("--suite", tiny.folder, "--out", tmp_path / "run")
    assert done.exit_code == 3
    assert f"interrupted; go on with: funn eval run --resume {tmp_path / 'run'}" in done.stderr


def suites(folder: Path, tiny: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make `tiny` the one suite that comes with Funn, and `lost` another without its report."""
    home = folder / "suites"
    home.mkdir()
    tiny.folder.rename(home / "tiny")
    (home / "lost").mkdir()
    for file in ("cases.jsonl", "manifest.json"):
        text = (home / "tiny" / file).read_text("utf-8")
        text = text.replace(str(tiny.report), "lost.md").replace('"suite": "tiny"', '"suite": "l"')
        (home / "lost" / file).write_text(text, "utf-8")
    monkeypatch.setattr(suite, "SUITES", home)


def answered_by(monkeypatch: pytest.MonkeyPatch, given: Answer) -> None:
    """Let a bot that always gives the same answer stand in for the assistant in process."""

    @contextmanager
    def bot(*_: object) -> Iterator[Target]:
        yield Bot(lambda question: given)

    monkeypatch.setattr(eval.run, "target_for", bot)


def test_without_a_suite_each_whose_report_is_found_is_run(
    tiny: Suite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suites(tmp_path, tiny, monkeypatch)
    answered_by(monkeypatch, answer(cite("f-alerts"), cite("q-gp")))
    done = run("--out", tmp_path / "out")
    assert done.exit_code == 1, done.stderr
    assert "tiny: the gate did not pass" in done.stdout
    assert "lost: left out: report lost.md: not found in" in done.stdout
    assert "FUNN_EVAL_REPORTS" in done.stdout
    assert done.stdout.rstrip().endswith("ran tiny alone")
    assert (tmp_path / "out" / "tiny" / "scores.json").is_file()


def test_the_worst_exit_code_of_several_suites_counts(
    tiny: Suite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suites(tmp_path, tiny, monkeypatch)
    (tmp_path / "suites" / "lost" / "manifest.json").write_text("{}", "utf-8")
    assert found_suites(None) == (["lost", "tiny"], [])
    answered_by(monkeypatch, answer(status="error", message="Nede."))
    done = run("--out", tmp_path / "out")
    assert done.exit_code == 3
    assert "lost: not run" in done.stdout
    assert "tiny: incomplete" in done.stdout


@pytest.mark.parametrize("option", [["--report", "other"], ["--url", "http://127.0.0.1:9"]])
def test_a_service_is_asked_one_suite(option: list[str]) -> None:
    done = run(*option)
    assert done.exit_code == 2
    assert "Name the suite with --suite" in done.stderr
