import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.cli import app
from service.errors import InputError, PrivacyError
from tests.conftest import SAMPLE
from tests.ingest.check.test_found import TEXT

RUN = CliRunner()
MAIL = "# 1 Funn\n\nSkriv til kari@example.no.\n\nEn ting til.\n"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that does not exist yet."""
    folder = tmp_path / "data"
    monkeypatch.setenv("FUNN_DATA", str(folder))
    return folder


def report(folder: Path, text: str) -> Path:
    path = folder / "rapport.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_check_shows_and_stores_nothing(data: Path) -> None:
    result = RUN.invoke(app, [str(SAMPLE), "--check"])
    assert result.exit_code == 0
    for said in ("(fictional)", "37  sections", "36  quotes", "10    by fastlege",
                 "set aside: participant number", "Uncertain places, stored and marked as such: 1",
                 "Checked only: nothing was stored."):  # fmt: skip
        assert said in result.output
    assert "\x1b" not in result.output
    assert not data.exists()


def test_an_identifier_stops_it_before_anything_is_stored(tmp_path: Path, data: Path) -> None:
    path = report(tmp_path, MAIL)
    result = RUN.invoke(app, [str(path)])
    assert isinstance(result.exception, PrivacyError)
    assert "kari" not in result.output
    assert not list(data.rglob("canonical.json"))


def test_check_ends_as_ingestion_would(tmp_path: Path) -> None:
    path = report(tmp_path, MAIL)
    checked = RUN.invoke(app, [str(path), "--check"])
    assert checked.exit_code == 1
    assert "line 3: would stop: e-mail address (1 Funn)" in checked.output
    assert "--accept-quarantine would leave out 1 and store the rest." in checked.output
    accepted = RUN.invoke(app, [str(path), "--check", "--accept-quarantine"])
    assert accepted.exit_code == 0
    assert "line 3: would be left out: e-mail address (1 Funn)" in accepted.output


def test_check_as_json(tmp_path: Path) -> None:
    result = RUN.invoke(app, [str(report(tmp_path, TEXT)), "--check", "--json"])
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["stops"] is True
    assert found["report"]["id"] == "rapport"


def test_check_writes_a_page_and_corrections_to_fill_in(tmp_path: Path, data: Path) -> None:
    path, page, stubs = report(tmp_path, TEXT), tmp_path / "ut.html", tmp_path / "ut.toml"
    given = [str(path), "--check", "--html", str(page), "--stubs", str(stubs)]
    result = RUN.invoke(app, given)
    assert result.exit_code == 1
    assert f"Written: {page}" in result.output
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert '#do = "speaker"' in stubs.read_text("utf-8")
    assert not data.exists()
    again = RUN.invoke(app, given)
    assert isinstance(again.exception, InputError)
    assert "ut.toml" in str(again.exception)  # the page is written anew, a person's work is not


def test_neither_the_report_nor_its_corrections_are_written_over(tmp_path: Path) -> None:
    path = report(tmp_path, TEXT)
    beside = tmp_path / "rapport.corrections.toml"
    beside.write_text("# none\n", encoding="utf-8")
    for option, target in (("--html", path), ("--stubs", beside), ("--html", beside)):
        result = RUN.invoke(app, [str(path), "--check", option, str(target)])
        assert isinstance(result.exception, InputError)
    assert path.read_text("utf-8") == TEXT
    assert beside.read_text("utf-8") == "# none\n"


@pytest.mark.parametrize("option", [["--all"], ["--json"], ["--html", "x"], ["--stubs", "x"]])
def test_options_of_the_check_alone(tmp_path: Path, option: list[str]) -> None:
    result = RUN.invoke(app, [str(report(tmp_path, TEXT)), *option])
    assert isinstance(result.exception, InputError)
    assert f"funn ingest --check {option[0]}" in str(result.exception)
    assert [p.name for p in tmp_path.iterdir()] == ["rapport.md"]


def test_corrections_from_elsewhere(tmp_path: Path) -> None:
    path, other = report(tmp_path, TEXT), tmp_path / "annet.toml"
    other.write_text("[[correction]]\nat = 'Skriv til'\ndo = 'aside'\n", encoding="utf-8")
    result = RUN.invoke(app, [str(path), "--check", "--corrections", str(other)])
    assert result.exit_code == 0
    assert "line 10: correction 1, aside: left out of the report" in result.output


def test_a_missing_file_is_an_error_to_act_on(tmp_path: Path) -> None:
    result = RUN.invoke(app, [str(tmp_path / "nei.md")])
    assert isinstance(result.exception, InputError)
    result = RUN.invoke(app, [str(tmp_path)])
    assert "is a directory" in str(result.exception)


def test_help_names_every_option() -> None:
    result = RUN.invoke(app, ["--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    for option in (
        "--id",
        "--title",
        "--publisher",
        "--year",
        "--fictional",
        "--if-empty",
        "--accept-quarantine",
        "--barred",
        "--corrections",
        "--check",
        "--all",
        "--json",
        "--html",
        "--stubs",
    ):
        assert option in result.output
