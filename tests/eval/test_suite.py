from pathlib import Path

import pytest

from eval import suite as suites
from eval.cases import load_cases
from eval.errors import SuiteError
from eval.suite import find_report, in_split, suite_folder, suite_names
from tests.eval.world import write_suite

HOME = Path(__file__).parents[2]
SEARCHED = ("service", "ingest", "prompts", "eval", "tests", "docs")
TEXT = {".py", ".md", ".toml", ".tsv", ".json", ".jsonl", ".js", ".html", ".txt", ".yaml", ".yml"}


def test_a_suite_is_found_by_name_and_by_folder(tmp_path: Path) -> None:
    assert suite_folder("sample") == suites.SUITES / "sample"
    made = write_suite(tmp_path)
    assert suite_folder(str(made.folder)) == made.folder
    with pytest.raises(SuiteError, match=r"one of the suites: .*sample"):
        suite_folder("nowhere")


def test_a_report_is_looked_for_in_three_places(tmp_path: Path) -> None:
    assert find_report("ingest/sample/report.md", None).samefile(HOME / "ingest/sample/report.md")
    (tmp_path / "own.txt").write_text("x", "utf-8")
    assert find_report("somewhere/own.txt", tmp_path) == tmp_path / "own.txt"
    with pytest.raises(SuiteError, match="FUNN_EVAL_REPORTS"):
        find_report("own.txt", None)


def test_splits(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    assert [case.id for case in in_split(suite.cases, "test")] == ["late"]
    assert len(in_split(suite.cases, "dev")) == 6
    assert len(in_split(suite.cases, None)) == 7


@pytest.mark.parametrize("name", suite_names())
def test_no_test_question_stands_anywhere_but_in_its_suite(name: str) -> None:
    """Else something was tuned on it, or will be."""
    folder = suite_folder(name)
    questions = {
        turn.casefold()
        for line in load_cases(folder / "cases.jsonl")
        if line.case.split == "test"
        for turn in line.case.turns
    }
    found = [
        f"{path.relative_to(HOME)}: {question}"
        for top in SEARCHED
        for path in sorted((HOME / top).rglob("*"))
        if path.suffix in TEXT and path.is_file() and folder not in path.parents
        for text in [path.read_text("utf-8").casefold()]
        for question in questions
        if question in text
    ]
    assert found == []
