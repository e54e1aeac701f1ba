"""`python -m eval.tune`: what is typed is checked before anything is made."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.eval.tune.samples import WITHOUT


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "eval.tune", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not WITHOUT, reason="PyTorch is installed")
def test_without_pytorch_it_says_how_to_get_it(tmp_path: Path) -> None:
    out = tmp_path / "tuned.npz"
    done = run("--sets", "plan", "--out", str(out))
    assert done.returncode == 2
    assert "PyTorch: it is not installed" in done.stderr
    (install,) = [line for line in done.stderr.split(". ") if "pip install" in line]
    version = install.strip().split()[-1]
    assert f"`.venv/bin/pip install {version}`" in (ROOT / "eval/tune/README.md").read_text("utf-8")
    assert not out.exists()


def test_texts_that_are_not_there_are_told_first(tmp_path: Path) -> None:
    out = tmp_path / "tuned.npz"
    done = run("--sets", "plan", "--out", str(out), "--texts", str(tmp_path / "none.jsonl"))
    assert done.returncode == 2
    assert "none.jsonl: it cannot be read" in done.stderr
    assert "PyTorch" not in done.stderr
