import json
from pathlib import Path
from typing import Any

import pytest

from eval.errors import SuiteError
from eval.judge.labels import read_labels, write_sheet
from tests.eval.judge.judged import by_model, tasks
from tests.eval.world import ALERTS, claim


def sheet(folder: Path) -> list[dict[str, Any]]:
    path = folder / "sheet.jsonl"
    assert write_sheet(path, tasks()) == 5
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def filled(folder: Path, *lines: object) -> Path:
    path = folder / "labels.jsonl"
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    path.write_text(text, "utf-8")
    return path


def test_a_sheet_has_everything_to_decide_by_and_nothing_decided(tmp_path: Path) -> None:
    lines = sheet(tmp_path)
    assert [(line["kind"], line["item"]) for line in lines] == [
        ("faithfulness", "1"),
        ("faithfulness", "2"),
        ("completeness", "k1"),
        ("completeness", "k2"),
        ("completeness", "k3"),
    ]
    assert all(line["holds"] is None for line in lines)
    assert lines[0]["shown"]["cites"][0]["text"] == ALERTS
    assert lines[2]["shown"]["question"] == ["Spørsmål alerts?"]
    with pytest.raises(SuiteError, match="there already"):
        write_sheet(tmp_path / "sheet.jsonl", tasks())


def test_a_sheet_that_was_filled_in_is_read(tmp_path: Path) -> None:
    one, two, three, *_ = sheet(tmp_path)
    path = filled(tmp_path, one | {"holds": True, "by": "kn"}, "", two | {"holds": False}, three)
    labels, others = read_labels(path, tasks())
    assert [(label.item, label.holds) for label in labels] == [("1", True), ("2", False)]
    assert others == 0


def test_labels_of_another_answer_are_left_out_and_counted(tmp_path: Path) -> None:
    path = filled(tmp_path, *(line | {"holds": True} for line in sheet(tmp_path)))
    now = tasks(by_model(claims=[claim("Another.", "f-alerts")]))
    assert read_labels(path, now) == ((), 5)
    assert read_labels(path, ()) == ((), 5)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"holds": "yes"}, "holds"),
        ({"holds": 1}, "holds"),
        ({"kind": "style"}, "kind"),
        ({"item": "9"}, "9 is nothing that the answer has"),
        ({"sure": True}, "sure"),
    ],
)
def test_a_line_that_is_no_label_is_named(change: dict[str, Any], why: str, tmp_path: Path) -> None:
    first, second, *_ = sheet(tmp_path)
    path = filled(tmp_path, first | {"holds": True}, second | {"holds": True} | change)
    with pytest.raises(SuiteError, match=why) as caught:
        read_labels(path, tasks())
    assert caught.value.what == "labels.jsonl, line 2"


def test_what_is_labelled_twice_is_named(tmp_path: Path) -> None:
    first, *_ = sheet(tmp_path)
    path = filled(tmp_path, first | {"holds": True}, first | {"holds": False})
    with pytest.raises(SuiteError, match="labelled twice"):
        read_labels(path, tasks())


def test_what_is_no_file_of_lines_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", filled(tmp_path, "no json")):
        with pytest.raises(SuiteError):
            read_labels(path, tasks())
