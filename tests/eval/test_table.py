import io
from pathlib import Path

import pytest
from rich.console import Console

from eval.gate import judge
from eval.score import Scores, score
from eval.suite import in_split
from eval.table import console, show
from tests.eval import bots
from tests.eval.world import FLOORS, TRUTH, evaluate, write_suite


@pytest.fixture
def scores(tmp_path: Path) -> Scores:
    suite = write_suite(tmp_path)
    cases = in_split(suite.cases, "dev")
    return score(cases, evaluate(bots.refuses(TRUTH), suite, TRUTH, cases))


def shown(scores: Scores, target: Console, file: io.StringIO) -> str:
    show(target, scores, FLOORS, judge(scores, FLOORS))
    return file.getvalue()


def test_a_pipe_gets_whole_rows_of_plain_text(scores: Scores) -> None:
    file = io.StringIO()
    said = shown(scores, console(file), file)
    rows = {line.split()[0]: line.split() for line in said.splitlines() if line.strip()}
    assert rows["tiny"][:2] == ["tiny", "1,"]
    assert rows["answer_recall"] == ["answer_recall", "0.000", "0.00-0.49", "4", "0.80", "BELOW"]
    assert rows["over_refusal"][1] == "1.000"
    why = "no answer cited anything"
    assert rows["quote_fidelity"] == ["quote_fidelity", "none", "0", "1.00", *why.split()]
    titles = ["category", "cases", "status", "vital", "precision", "recall", "refused", "found@10"]
    assert rows["category"] == titles
    assert rows["single"] == ["single", "3", "0.000", "0.000", "none", "0.000", "1.000", "none"]
    assert rows["gate:"] == ["gate:", "FAILED"]
    assert "\x1b" not in said
    assert "…" not in said


def test_times_are_shown_where_there_are_any(scores: Scores) -> None:
    file = io.StringIO()
    seconds = {str(n): n / 10 for n in range(1, 21)}
    show(console(file), scores, FLOORS, judge(scores, FLOORS), seconds)
    rows = [line.split() for line in file.getvalue().splitlines()]
    assert ["latency", "p50", "p95", "longest", "cases"] in rows
    assert ["seconds", "1.00", "1.90", "2.00", "20"] in rows
    assert rows[-1] == ["gate:", "FAILED"]


def test_a_floor_on_what_the_target_cannot_give_is_said_not_to_be_checked(scores: Scores) -> None:
    """The bot ranks nothing, as a service asked over HTTP."""
    file, floors = io.StringIO(), {"mrr": 0.7, "refusal_recall": 0.8}
    show(console(file), scores, floors, judge(scores, floors))
    lines = file.getvalue().splitlines()
    [row] = [line.split(maxsplit=4) for line in lines if line.startswith("mrr ")]
    assert row[:4] == ["mrr", "none", "0", "0.70"]
    assert row[4].startswith("not checked: the target gives no ranking")
    [other] = [line.split(maxsplit=3) for line in lines if line.startswith("ndcg_at_10 ")]
    assert other[:2] == ["ndcg_at_10", "none"]
    assert "not checked" not in other[3]
    assert lines[-2:] == [
        "mrr: its floor 0.700 was not checked "
        "(the target gives no ranking: the service offers none over HTTP)",
        "gate: PASSED",
    ]


def test_a_terminal_gets_colour(scores: Scores) -> None:
    file = io.StringIO()
    said = shown(scores, Console(file=file, force_terminal=True, width=100), file)
    assert "\x1b[1;31mgate: FAILED" in said
