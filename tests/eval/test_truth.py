import sys
from pathlib import Path

import pytest

from eval.errors import SuiteError, TargetError
from eval.truth import funn, ingest, parse, read_truth, write_truth
from tests.eval.fake_funn import install
from tests.eval.world import ALERTS, RAW, TRUTH, VERSION


def test_what_is_kept_reads_back_the_same(tmp_path: Path) -> None:
    write_truth(tmp_path, TRUTH)
    assert read_truth(tmp_path, "tiny", VERSION) == TRUTH


def test_sources_are_found_by_id_and_stand_in_the_canonical_text() -> None:
    source = TRUTH.by_id["f-alerts"]
    assert TRUTH.canonical[source.start : source.end] == source.text == ALERTS
    assert RAW[source.raw[0][0] : source.raw[0][1]] == ALERTS
    assert source.raw[0] in TRUTH.raw


def test_lines_that_are_no_sources_are_refused() -> None:
    with pytest.raises(SuiteError, match="funn sources"):
        parse("tiny", VERSION, "", '{"id": "x"}\n')


def test_ingestion_runs_the_command_and_reads_what_it_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(install(tmp_path / "venv")))
    report = tmp_path / "report.md"
    report.write_text(RAW, "utf-8")
    assert ingest(report, "tiny", tmp_path / "data") == TRUTH


def test_a_command_that_fails_is_said_with_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(install(tmp_path / "venv")))
    with pytest.raises(TargetError, match="funn explode: ended with 2: no such command explode"):
        funn("explode", data=tmp_path)
