"""What rulings come to, computed by hand."""

import pytest

from eval.judge.asking import Ruled
from eval.judge.kept import Judgement
from eval.judge.labels import Label
from eval.judge.opinion import Opinion, majority, opinion
from eval.judge.table import caveats
from eval.judge.tasks import Item, Kind, Task
from service.completion import Usage


def task(case: str, kind: Kind, *items: Item) -> Task:
    return Task(
        case=case,
        group_id=case,
        kind=kind,
        answer="sha256:0",
        question=("?",),
        shown=(),
        items=items,
    )


CLAIMS = (
    task("a", "faithfulness", Item(id="1", text="A1"), Item(id="2", text="A2")),
    task("b", "faithfulness", Item(id="1", text="B1")),
)
POINTS = (
    task("a", "completeness", Item(id="k1", text="K1"), Item(id="k2", text="K2", counts=False)),
)
TASKS = (*CLAIMS, *POINTS)
HOLDS: dict[tuple[str, Kind], tuple[str, ...]] = {
    ("a", "faithfulness"): ("10", "11", "10"),
    ("b", "faithfulness"): ("1", "1", "0"),
    ("a", "completeness"): ("10", "10", "00"),
}
"""By run; a digit an item."""


def ruled(case: str, kind: Kind, run: int, holds: str) -> Ruled:
    return Ruled(
        case=case,
        kind=kind,
        run=run,
        holds=tuple(digit == "1" for digit in holds),
        reasons=tuple(f"{case}{at} in run {run}" for at in range(len(holds))),
        usage=Usage(input_tokens=100, output_tokens=10),
    )


def label(case: str, kind: Kind, item: str, holds: bool) -> Label:
    return Label(case=case, kind=kind, item=item, answer="sha256:0", holds=holds)


def found(*labels: Label, error: tuple[str, Kind, int] | None = None, runs: int = 3) -> Opinion:
    rulings = []
    for run in range(1, runs + 1):
        for key, holds in HOLDS.items():
            one = ruled(*key, run, holds[run - 1])
            failed = Ruled(case=key[0], kind=key[1], run=run, error="Model m: failed (500)")
            rulings.append(failed if error == (*key, run) else one)
    judgement = Judgement(
        answers="sha256:1",
        model="m",
        prompt_digest="sha256:2",
        runs=runs,
        rulings=tuple(rulings),
        labels=labels,
    )
    return opinion(judgement, TASKS, ["writer"])


def test_faithfulness_with_its_spread() -> None:
    """Of a: 1/2, 1, 1/2; of b: 1, 1, 0. By run 3/4, 1, 1/4; the mean of all 2/3."""
    judged = found().figures["faithfulness"]
    assert judged.by_run == (0.75, 1.0, 0.25)
    assert judged.figure.value == pytest.approx(2 / 3, abs=1e-6)
    assert judged.figure.over == 2
    assert judged.spread == pytest.approx(0.381881, abs=1e-6)
    assert (judged.items, judged.split) == (3, 2)


def test_a_judge_that_wavers_is_said_to() -> None:
    said = " ".join(caveats(found()))
    assert "Its runs differ on 2 of 3 items of faithfulness" in said
    assert "wavers" not in " ".join(caveats(found(runs=1)))


def test_completeness_is_of_vital_points_and_beside_it_of_all() -> None:
    figures = found().figures
    assert figures["completeness"].by_run == (1.0, 1.0, 0.0)
    assert (figures["completeness"].items, figures["completeness"].split) == (1, 1)
    assert figures["completeness_all"].by_run == (0.5, 0.5, 0.0)
    assert figures["completeness_all"].items == 2


def test_a_case_with_an_error_in_any_run_is_in_no_figure() -> None:
    one = found(error=("a", "faithfulness", 2))
    assert one.figures["faithfulness"].by_run == (1.0, 1.0, 0.0)
    assert one.figures["faithfulness"].figure.over == 1
    assert one.figures["completeness"].by_run == (1.0, 1.0, 0.0)
    assert one.errors == {"Model m: failed (500)": 1}
    assert "1 of 9 calls gave no ruling" in " ".join(caveats(one))
    none = found(error=("a", "completeness", 1)).figures["completeness"]
    assert (none.figure.value, none.by_run, none.spread) == (None, (), None)
    assert none.figure.reason


def test_one_run_has_no_spread_and_says_so() -> None:
    one = found(runs=1)
    assert one.figures["faithfulness"].spread is None
    assert "no spread" in " ".join(caveats(one))


def test_agreement_with_people_is_of_most_runs() -> None:
    """Judge yes, yes, no; person yes, no, yes: kappa (1/3 - 5/9) / (1 - 5/9) = -1/2."""
    one = found(
        label("a", "faithfulness", "1", True),
        label("b", "faithfulness", "1", False),
        label("a", "faithfulness", "2", True),
        label("a", "completeness", "k2", False),
    )
    beside = one.agreement["faithfulness"]
    assert (beside.agreed, beside.over, beside.kappa) == (1, 3, -0.5)
    assert (beside.judge_alone, beside.person_alone) == (1, 1)
    assert one.agreement["completeness"].kappa is None, "all say no: chance agrees fully"
    assert "No human labels" not in " ".join(caveats(one))


def test_without_labels_it_is_said_that_nobody_knows() -> None:
    assert found().agreement == {}
    assert "No human labels" in caveats(found())[0]


def test_what_was_not_ruled_on_is_held_against_nobody() -> None:
    one = found(label("a", "faithfulness", "1", True), error=("a", "faithfulness", 3))
    assert one.agreement == {}


def test_doubts_are_what_most_runs_deny_with_the_first_reason() -> None:
    doubts = [(d.case, d.kind, d.item, d.held, d.reason) for d in found().doubts]
    assert doubts == [
        ("a", "faithfulness", "2", 1, "a1 in run 1"),
        ("a", "completeness", "k2", 0, "a1 in run 1"),
    ]


def test_a_tie_is_no() -> None:
    assert [majority(held, 2) for held in range(3)] == [False, False, True]


def test_tokens_are_those_of_the_calls() -> None:
    took = found().tokens
    assert took is not None
    assert (took.read.total, took.written.total, took.over) == (900, 90, 9)


def test_a_judge_of_its_own_answers_is_named() -> None:
    judgement = Judgement(
        answers="",
        model="m",
        prompt_digest="",
        runs=1,
        rulings=(ruled("b", "faithfulness", 1, "1"),),
    )
    assert opinion(judgement, CLAIMS[1:], ["m"]).own
    assert "favour their own" in " ".join(caveats(opinion(judgement, CLAIMS[1:], ["m"])))
    assert not opinion(judgement, CLAIMS[1:], ["writer"]).own
