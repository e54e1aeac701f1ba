import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner

from eval.cli import app
from tests.eval.report.kept import keep


def test_the_command_writes_the_file_and_says_where(tmp_path: Path) -> None:
    folder, before = keep(tmp_path), keep(tmp_path, "before")
    out = tmp_path / "out.html"
    done = CliRunner().invoke(
        app, ["report", str(folder), "--baseline", str(before), "--out", str(out)]
    )
    assert done.exit_code == 0
    assert done.stdout == f"report written to {out}\n"
    assert b"Figures before and now" in out.read_bytes()


def test_no_run_is_exit_2(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["report", str(tmp_path)])
    assert done.exit_code == 2
    assert not (tmp_path / "report.html").exists()


def test_the_other_commands_do_not_wait_for_the_chart_library() -> None:
    code = "import eval.cli, sys; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
