"""Agreement of two annotators: by hand, and the figures that the suites' READMEs quote."""

import json
from pathlib import Path

import pytest

from eval.annotators import (
    ANNOTATION,
    SENTENCES,
    Annotation,
    Found,
    Point,
    Table,
    agreement,
    found,
    kappa,
    load,
    rows,
    sentences,
)
from eval.cases import load_cases
from eval.errors import SuiteError
from eval.suite import SUITES, read_raw
from service.domain import Span
from tests.eval.frozen import report_of
from tests.eval.world import ALERTS, NURSES, RAW, TASKS, case, point, span

TWICE = sorted(path.parent for path in SUITES.glob(f"*/{ANNOTATION}"))


def marked(group: str, **points: list[Span]) -> Annotation:
    """Points by name; those whose name begins with `v` are vital."""
    return Annotation(
        group_id=group,
        points=tuple(
            Point(importance="vital" if name.startswith("v") else "okay", gold=tuple(gold))
            for name, gold in points.items()
        ),
    )


def test_kappa_by_hand() -> None:
    # Cohen's own kind of example: 20 + 15 of 50 agree, 0.7; by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
    assert kappa(Table(both=20, first=5, second=10, neither=15)) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("table", "value"),
    [
        (Table(3, 0, 0, 7), 1.0),
        (Table(0, 5, 5, 0), -1.0),
        (Table(25, 25, 25, 25), 0.0),
        (Table(0, 0, 0, 9), None),
    ],
)
def test_kappa_at_its_ends(table: Table, value: float | None) -> None:
    assert kappa(table) == value


def test_a_vital_point_is_found_where_one_of_its_places_is_marked() -> None:
    points = {
        "a": marked("a", v1=[(0, 5), (50, 60)], v2=[(20, 30)], okay=[(70, 80)]).points,
        "b": marked("b", v=[(0, 9)]).points,
        "c": marked("c", okay=[(0, 9)]).points,
    }
    other: dict[str, list[Span]] = {"a": [(59, 61), (30, 40)], "b": [(8, 9)], "c": []}
    # a: v1 at 59, v2 only touches 30; b: found; c has nothing vital
    assert found(points, other) == Found(2, 3, (0.5 + 1.0) / 2)


def test_agreement_by_hand() -> None:
    gold = case(
        key_points=[point("k1", ALERTS), {**point("k2", TASKS), "importance": "okay"}],
        gold_quotes=[],
    )
    again = marked(gold.group_id, v1=[span(ALERTS)], v2=[span(NURSES)])
    result = agreement([gold], [again], [span(ALERTS), span(TASKS), span(NURSES), (0, 3)])
    assert result.first == Found(1, 1, 1.0)
    assert result.second == Found(1, 2, 0.5)
    assert result.table == Table(both=1, first=1, second=1, neither=1)
    assert result.kappa == 0
    assert rows(result)[-1] == "| Cohen's kappa over these | 0.00 |"


def test_only_what_both_call_vital_counts_as_vital() -> None:
    gold = case(key_points=[point("k1", ALERTS), point("k2", TASKS)], gold_quotes=[])
    again = marked(gold.group_id, v1=[span(ALERTS)], okay=[span(TASKS)])
    result = agreement([gold], [again], [])
    assert (result.first.found, result.first_as_vital.found) == (2, 1)
    assert (result.second_as_vital.found, result.second_as_vital.of) == (1, 1)
    assert result.kappa is None


def test_a_group_that_the_suite_lacks_is_an_error() -> None:
    with pytest.raises(SuiteError, match="elsewhere"):
        agreement([case()], [marked("elsewhere", v=[(0, 1)])], [])


def test_a_suite_without_a_second_annotation_says_so(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="has no second annotation"):
        load(tmp_path)


def test_a_broken_annotation_is_named(tmp_path: Path) -> None:
    (tmp_path / ANNOTATION).write_text('{"group_id": "a"}\n', "utf-8")
    (tmp_path / SENTENCES).write_text("[]", "utf-8")
    with pytest.raises(SuiteError, match=ANNOTATION):
        load(tmp_path)


def cut(raw: str) -> list[str]:
    return [" ".join(raw[start:end].split()) for start, end in sentences(raw)]


def test_sentences() -> None:
    slides = "De får\n\nmer. Noen\n\nventer, f.eks. på svar.\n\nÅ Ett \n\nÅTo \n Ny side\n\n"
    assert cut(slides) == [
        "De får mer.",
        "Noen venter, f.eks. på svar.",
        "Å Ett",
        "ÅTo",
        "Ny side",
    ]
    assert cut("Det går. \n\n| Fastlege\n\n- Første\n- Andre") == [
        "Det går.",
        "| Fastlege",
        "- Første",
        "- Andre",
    ]
    assert cut(" \n") == []


def test_sentences_of_a_text_hold_all_of_it() -> None:
    assert "".join("".join(RAW[a:b].split()) for a, b in sentences(RAW)) == "".join(RAW.split())


@pytest.mark.parametrize("folder", TWICE, ids=lambda folder: folder.name)
def test_the_readme_quotes_the_agreement_as_it_is(folder: Path) -> None:
    cases = [line.case for line in load_cases(folder / "cases.jsonl")]
    readme = (folder / "README.md").read_text("utf-8")
    for row in rows(agreement(cases, *load(folder))):
        assert row in readme


@pytest.mark.parametrize("folder", TWICE, ids=lambda folder: folder.name)
def test_the_second_annotation_holds_answerable_groups_once_and_no_text(folder: Path) -> None:
    answerable = {
        line.case.group_id for line in load_cases(folder / "cases.jsonl") if line.case.answerable
    }
    lines = [json.loads(line) for line in (folder / ANNOTATION).read_text("utf-8").splitlines()]
    groups = [line["group_id"] for line in lines]
    assert len(groups) == len(set(groups))
    assert set(groups) <= answerable
    for line in lines:
        assert set(line) == {"group_id", "points"}
        assert all(set(point) == {"importance", "gold"} for point in line["points"])


@pytest.mark.parametrize("folder", TWICE, ids=lambda folder: folder.name)
def test_the_sentences_kept_are_those_of_the_report(folder: Path) -> None:
    assert load(folder)[1] == sentences(read_raw(report_of(folder)))
