from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.cli import app
from service.errors import InputError, PrivacyError
from tests.conftest import SAMPLE

RUN = CliRunner()


def test_check_shows_and_stores_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNN_DATA", str(tmp_path / "data"))
    result = RUN.invoke(app, [str(SAMPLE), "--check"])
    assert result.exit_code == 0
    for said in ("(fictional)", "37  sections", "36  quotes", "10    by fastlege",
                 "set aside: participant number", "Checked only: nothing was stored."):  # fmt: skip
        assert said in result.output
    assert "\x1b" not in result.output
    assert not (tmp_path / "data").exists()


def test_an_identifier_stops_it_before_anything_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNN_DATA", str(tmp_path / "data"))
    path = tmp_path / "rapport.md"
    path.write_text("# 1 Funn\n\nSkriv til kari@example.no.\n", encoding="utf-8")
    result = RUN.invoke(app, [str(path)])
    assert isinstance(result.exception, PrivacyError)
    assert "kari" not in result.output
    assert not (tmp_path / "data").exists()
    checked = RUN.invoke(app, [str(path), "--check"])
    assert "Would stop: e-mail address, line 3 (1 Funn)" in checked.output


def test_a_missing_file_is_an_error_to_act_on(tmp_path: Path) -> None:
    result = RUN.invoke(app, [str(tmp_path / "nei.md")])
    assert isinstance(result.exception, InputError)


def test_help_names_every_option() -> None:
    result = RUN.invoke(app, ["--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    for option in (
        "--id",
        "--title",
        "--publisher",
        "--year",
        "--fictional",
        "--if-empty",
        "--check",
    ):
        assert option in result.output
