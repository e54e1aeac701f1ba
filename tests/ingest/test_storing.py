import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import storing
from ingest.anonymity.decisions import KEY, LOG
from ingest.pipeline import build_report
from service.errors import PrivacyError
from service.index.store import Store
from service.settings import Settings

TEXT = """# 1 Funn

De fleste er fornøyde med tjenesten.

> Det var Kari Nordli som lærte meg det.
>
> — Sykepleier, kommune

> Det går som det skal.
>
> — Sykepleier, kommune
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "rapport.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def files(root: Path) -> str:
    """Everything that lies in the store, as text."""
    return "".join(
        file.read_bytes().decode("utf-8", "replace") for file in root.rglob("*") if file.is_file()
    )


def test_a_refusal_leaves_nothing_behind(path: Path, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    with pytest.raises(PrivacyError):
        storing.run(path, settings)
    assert not settings.data.exists()


def test_a_refusal_is_logged_in_a_store_that_is_there(path: Path, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir()
    with pytest.raises(PrivacyError):
        storing.run(path, settings)
    entries = [json.loads(line) for line in (settings.data / LOG).read_text("utf-8").splitlines()]
    assert "stopped" in {entry["decision"] for entry in entries}
    assert {file.name for file in settings.data.iterdir()} == {LOG, KEY}
    assert "Nordli" not in files(settings.data)


def test_the_rest_is_stored_and_nothing_of_what_was_left_out(path: Path, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    built, stored = storing.run(path, settings, accept_quarantine=True)
    report = Store(settings).report(stored.id)
    assert [quote.text for quote in report.quotes] == ["Det går som det skal."]
    assert len(report.sources) == len(built.report.sources) - 1
    whole = files(settings.data)
    assert "Det går som det skal." in whole
    assert not any(gone in whole for gone in ("Nordli", "lærte meg"))
    entries = [json.loads(line) for line in (settings.data / LOG).read_text("utf-8").splitlines()]
    assert "quarantined" in {entry["decision"] for entry in entries}
    again, unchanged = storing.run(path, settings, accept_quarantine=True)
    assert unchanged.unchanged
    assert again.report == built.report


def test_of_a_readers_own_text_only_what_is_shown_is_kept(path: Path, tmp_path: Path) -> None:
    path.write_text(TEXT.replace("— Sykepleier", "— ID28, sykepleier"), encoding="utf-8")
    settings = Settings(data=tmp_path / "data")
    built = build_report(path)
    derived = replace(built, reading=replace(built.reading, derived=True))
    through = storing.let_through(derived, path, settings, accept_quarantine=True)
    storing.store(derived, through, settings)
    whole = files(settings.data)
    assert "\u2588" in whole
    assert not any(gone in whole for gone in ("ID28", "Nordli", "lærte meg"))
