"""The make targets, run with a command in place of `funn` that writes down how it was called."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

RECORDER = """\
#!{python}
import json, os, sys
with open({log!r}, "a", encoding="utf-8") as log:
    call = {{"arguments": sys.argv[1:], "data": os.environ["FUNN_DATA"]}}
    log.write(json.dumps(call) + "\\n")
"""
OLD_PYTHON = """\
#!/bin/sh
test "$1" = -c && exec "{python}" -c "import sys; sys.version_info = (3, 10, 9); $2"
exit 99
"""
INHERITED = ("MAKE", "MFLAGS", "FUNN_", "VENV", "PYTHON", "REPORT", "Q=")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    outside = {k: v for k, v in os.environ.items() if not f"{k}=".startswith(INHERITED)}
    return subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        env=outside,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def script(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


class Made:
    """A set-up that is up to date, whose `funn` only writes down its calls."""

    def __init__(self, folder: Path) -> None:
        self.venv = folder / "venv"
        self.log = folder / "calls.jsonl"
        (self.venv / "bin").mkdir(parents=True)
        recorder = RECORDER.format(python=sys.executable, log=str(self.log))
        script(self.venv / "bin" / "funn", recorder)
        for stamp in (".installed", ".installed-dev"):
            (self.venv / stamp).touch()

    def calls(self, *arguments: str) -> list[dict[str, Any]]:
        """How `funn` was called by `make` with these arguments."""
        self.log.unlink(missing_ok=True)
        done = make(*arguments, f"VENV={self.venv}")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def test_chat_loads_the_sample_and_serves(made: Made) -> None:
    load, serve = made.calls("chat")
    assert load["arguments"][0] == "ingest"
    assert "ingest/sample/report.md" in load["arguments"]
    assert serve["arguments"] == ["serve"]
    assert load["data"] == serve["data"]


def test_chat_shows_what_it_would_do(made: Made) -> None:
    done = make("-n", "chat", f"VENV={made.venv}")
    assert done.returncode == 0
    assert "funn ingest" in done.stdout
    assert "funn serve" in done.stdout
    assert not made.log.exists()


@pytest.mark.parametrize(
    "question",
    [
        "Why do GPs experience extra work?",
        'it\'s "quoted" $HOME',
        "$(HOME) ${HOME} $$ `id` $(shell id)",
        "Hva med æøå, 50 % & 100 # ; | > < * \\ !",
    ],
)
def test_a_question_reaches_the_command_as_typed(made: Made, question: str) -> None:
    load, ask = made.calls("ask", f"Q={question}")
    assert load["arguments"][0] == "ingest"
    assert ask["arguments"][0] == "ask"
    assert ask["arguments"][-1] == question


def test_a_report_with_a_space_in_its_name_is_loaded(made: Made, tmp_path: Path) -> None:
    report = tmp_path / "y z.md"
    report.write_text("# Y", "utf-8")
    load, _ = made.calls("chat", f"REPORT={report}")
    assert load["arguments"][0] == "ingest"
    assert str(report) in load["arguments"]


def test_each_report_has_a_store_of_its_own(made: Made, tmp_path: Path) -> None:
    stores = [made.calls("chat")[0]["data"]]
    for name in ("a/report.md", "b/report.md", "a/sample.md", "a/report.txt", "a/y z.md"):
        report = tmp_path / name
        report.parent.mkdir(exist_ok=True)
        report.write_text("# Y", "utf-8")
        stores.append(made.calls("chat", f"REPORT={report}")[0]["data"])
    assert len(set(stores)) == len(stores), stores
    assert not [s for s in stores for other in stores if s != other and s.startswith(f"{other}/")]
    assert made.calls("chat")[0]["data"] == stores[0]


def test_a_data_directory_that_is_set_is_used(made: Made, tmp_path: Path) -> None:
    calls = made.calls("ask", f"FUNN_DATA={tmp_path / 'mine'}")
    assert {call["data"] for call in calls} == {str(tmp_path / "mine")}


def test_an_old_python_is_told_so_and_nothing_is_installed(tmp_path: Path) -> None:
    old = script(tmp_path / "python3", OLD_PYTHON.format(python=sys.executable))
    done = make("install", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}")
    assert done.returncode != 0
    assert "Funn needs Python 3.11 or later" in done.stderr
    assert "make PYTHON=" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_help_names_every_target_that_a_person_would_type() -> None:
    done = make("help")
    assert done.returncode == 0
    for target in ("install", "chat", "ask", "test", "eval", "bench", "lint", "check-slow"):
        assert any(line.startswith(f"{target} ") for line in done.stdout.splitlines())


def test_ci_runs_lint_test_eval_and_the_slow_tests_in_a_set_up_of_its_own() -> None:
    run = (ROOT / ".ci" / "run").read_text("utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "make lint test eval check-slow VENV=" in run
