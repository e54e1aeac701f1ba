"""Questions written afresh are whole, frozen, and hold nothing of the report."""

import re
from pathlib import Path

import pytest

from eval.score import SCORER
from eval.suite import ROOT, load_suite, read_raw
from tests.eval.frozen import report_at, report_of
from tests.eval.test_training import ELSEWHERE, RUN, words

FOLDERS = sorted(path.parent for path in (ROOT / "eval" / "crosschecks").glob("*/cases.jsonl"))


@pytest.fixture(params=FOLDERS, ids=lambda folder: str(folder.name))
def folder(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


def test_there_are_some_and_each_stands_in_the_readme() -> None:
    assert FOLDERS
    readme = (FOLDERS[0].parent / "README.md").read_text("utf-8")
    named = re.findall(r"^\| `(\w+)` \|", readme, flags=re.MULTILINE)
    assert named == [folder.name for folder in FOLDERS]


def test_it_is_what_was_frozen(folder: Path) -> None:
    report_of(folder)
    suite = load_suite(str(folder), SCORER)
    assert suite.manifest.suite == folder.name
    assert len({case.group_id for case in suite.cases}) >= 40


def test_no_sentence_of_the_report_stands_in_it(folder: Path) -> None:
    elsewhere = words(read_raw(report_at(ELSEWHERE)))
    held = words((folder / "cases.jsonl").read_text("utf-8"))
    runs = [set(zip(*(said[at:] for at in range(RUN)), strict=False)) for said in (elsewhere, held)]
    assert runs[0].isdisjoint(runs[1])
