import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from eval.cases import load_cases, problems
from eval.errors import SuiteError
from tests.eval.world import (
    ALERTS,
    RAW,
    TASKS,
    case,
    point,
    span,
    unanswerable,
    write_cases,
    written,
)


def test_a_sound_case_loads_with_the_object_it_was_written_as(tmp_path: Path) -> None:
    write_cases(tmp_path, [written("one"), written("two")])
    lines = load_cases(tmp_path / "cases.jsonl")
    assert [line.case.id for line in lines] == ["one", "two"]
    assert lines[0].written == written("one")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"note": "x"}, "note"),
        ({"split": "train"}, "split"),
        ({"category": "other"}, "category"),
        ({"turns": []}, "turns"),
        ({"turns": [" "]}, "turns"),
        ({"expected_status": ["error"]}, "never the expected answer"),
        ({"expected_status": ["not_in_report"]}, "needs answered or partial"),
        ({"unanswerable_kind": "near_miss"}, "exactly when answerable is false"),
        ({"key_points": [], "gold_quotes": []}, "needs gold"),
        ({"expected_roles": [{}]}, "needs a role"),
        ({"expected_roles": [{"rolle": "lege"}]}, "rolle"),
        ({"key_points": [point("k", ALERTS), point("k", TASKS)]}, "used twice"),
        ({"key_points": [{**point("k", ALERTS), "patterns": {"da": ["x"]}}]}, "patterns"),
        ({"key_points": [{**point("k", ALERTS), "patterns": {"nb": []}}]}, "has no pattern"),
        ({"key_points": [{**point("k", ALERTS), "patterns": {"nb": ["("]}}]}, "no regular"),
        ({"key_points": [{**point("k", ALERTS), "patterns": {"nb": ["a*"]}}]}, "any claim"),
        ({"gold_quotes": [[5, 5]]}, "no spans"),
        ({"gold_quotes": [[-1, 5]]}, "no spans"),
    ],
)
def test_a_case_that_breaks_the_schema_fails(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        case(**change)


def test_an_unanswerable_case_must_expect_to_abstain() -> None:
    with pytest.raises(ValidationError, match="status that abstains"):
        case(**unanswerable("x", "near_miss", "answered"))


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    write_cases(tmp_path, [written("one"), written("two", splitt="dev")])
    with pytest.raises(SuiteError, match=r"cases\.jsonl, line 2: splitt: Extra inputs"):
        load_cases(tmp_path / "cases.jsonl")


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text(json.dumps(written()) + "\n{oops\n", "utf-8")
    with pytest.raises(SuiteError, match="line 2: no JSON"):
        load_cases(tmp_path / "cases.jsonl")


def test_an_empty_or_missing_file_fails(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="folder of a suite"):
        load_cases(tmp_path / "cases.jsonl")
    (tmp_path / "cases.jsonl").write_text("\n", "utf-8")
    with pytest.raises(SuiteError, match="holds no case"):
        load_cases(tmp_path / "cases.jsonl")


def test_a_case_may_permit_both_to_answer_and_to_abstain() -> None:
    assert case(expected_status=["partial", "not_in_report"]).either
    assert not case(expected_status=["partial", "answered"]).either


def test_problems_of_a_sound_set_are_none() -> None:
    assert problems([case("one"), case("two")], RAW) == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"gold_quotes": [[0, len(RAW) + 1]]}, "ends after the report"),
        ({"gold_quotes": [[span(ALERTS)[0] - 1, span(ALERTS)[1]]]}, "white space"),
        ({"split": "test", "group_id": "one"}, "another split than one"),
        ({"group_id": "one", "gold_quotes": []}, "gold differ from one"),
        ({"id": "one"}, "used 2 times"),
    ],
)
def test_problems_name_the_case(change: dict[str, Any], why: str) -> None:
    changed = case(**{**written("two"), **change})
    assert any(why in problem for problem in problems([case("one"), changed], RAW))


def test_patterns_are_by_language_and_a_case_without_them_keeps_its_digest(tmp_path: Path) -> None:
    told = {**point("k", ALERTS), "patterns": {"nb": ["varsl", "melding"], "en": ["alert"]}}
    write_cases(tmp_path, [written("one"), written("two", key_points=[told])])
    one, two = load_cases(tmp_path / "cases.jsonl")
    assert one.case.key_points[0].patterns == {}
    assert "patterns" not in one.written["key_points"][0]
    assert two.case.key_points[0].patterns == {"nb": ("varsl", "melding"), "en": ("alert",)}


def test_patterns_are_shared_by_a_group() -> None:
    told = {**point("k", ALERTS), "patterns": {"nb": ["varsl"]}}
    one = case("one", group_id="g", key_points=[told])
    two = case("two", group_id="g", key_points=[point("k", ALERTS)])
    assert problems([one, two], RAW) == [
        "two: key points or gold differ from one of the same group"
    ]
