import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.errors import SuiteError
from eval.judge.asking import Ruled
from eval.judge.kept import JUDGE, Judgement, digest_of_answers, read_judgement, write_judgement
from eval.judge.tasks import Task, tasks_of
from eval.records import read_run
from eval.suite import in_split, kept_suite
from tests.eval.judge.judged import kept_run


def kept(home: Path) -> tuple[Path, tuple[Task, ...], Judgement]:
    folder = kept_run(home)
    tasks = tasks_of(in_split(kept_suite(folder)[0], "dev"), read_run(folder).answers)
    rulings = [
        Ruled(
            case=task.case,
            kind=task.kind,
            run=run,
            holds=(True,) * len(task.items),
            reasons=("r",) * len(task.items),
        )
        for run in (1, 2)
        for task in tasks
    ]
    rulings[1] = Ruled(
        case=rulings[1].case, kind=rulings[1].kind, run=1, error="Model m: failed (500)"
    )
    made = Judgement(
        answers=digest_of_answers(folder),
        model="m",
        prompt_digest="sha256:1",
        runs=2,
        rulings=tuple(rulings),
    )
    write_judgement(folder, made)
    return folder, tasks, made


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    folder, tasks, made = kept(tmp_path)
    assert read_judgement(folder, tasks) == made
    (folder / JUDGE).unlink()
    assert read_judgement(folder, tasks) is None


def _fewer(kept: dict[str, Any]) -> None:
    kept["rulings"].pop()


def _twice(kept: dict[str, Any]) -> None:
    kept["rulings"][2] = kept["rulings"][0]


def _other_case(kept: dict[str, Any]) -> None:
    kept["rulings"][0]["case"] = "elsewhere"


def _one_item_more(kept: dict[str, Any]) -> None:
    kept["rulings"][0]["holds"].append(True)


def _error_that_holds(kept: dict[str, Any]) -> None:
    kept["rulings"][1]["holds"] = [True]


def _other_answers(kept: dict[str, Any]) -> None:
    kept["answers"] = "sha256:2"


def _more_runs(kept: dict[str, Any]) -> None:
    kept["runs"] = 3


@pytest.mark.parametrize(
    "change",
    [_fewer, _twice, _other_case, _one_item_more, _error_that_holds, _other_answers, _more_runs],
)
def test_what_does_not_fit_the_answers_is_refused(
    change: Callable[[dict[str, Any]], None], tmp_path: Path
) -> None:
    folder, tasks, made = kept(tmp_path)
    altered = json.loads(made.model_dump_json())
    change(altered)
    (folder / JUDGE).write_text(json.dumps(altered), "utf-8")
    with pytest.raises(SuiteError, match="not about the answers that stand here"):
        read_judgement(folder, tasks)


def test_what_is_no_judgement_is_refused(tmp_path: Path) -> None:
    folder, tasks, _ = kept(tmp_path)
    (folder / JUDGE).write_text("{}", "utf-8")
    with pytest.raises(SuiteError, match="does not read as rulings"):
        read_judgement(folder, tasks)
