"""What a judge said of a run, kept in a file of its own beside it."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from eval.errors import SuiteError
from eval.judge.asking import Ruled
from eval.judge.labels import Label
from eval.judge.tasks import Task
from eval.records import ANSWERS, write_json
from service.domain import Frozen

JUDGE = "judge.json"


class Judgement(Frozen):
    """What `judge.json` holds: what was ruled, not what follows from it, which is counted anew."""

    answers: str
    """Digest of the run's `answers.jsonl`: of other answers it says nothing."""
    model: str
    prompt_digest: str
    runs: int
    rulings: tuple[Ruled, ...]
    """By run, and in each in the order of the tasks."""
    labels: tuple[Label, ...] = ()
    """By people, of these answers."""


def digest_of_answers(folder: Path) -> str:
    """`sha256:` of the answers that a run keeps."""
    return "sha256:" + hashlib.sha256((folder / ANSWERS).read_bytes()).hexdigest()


def write_judgement(folder: Path, judgement: Judgement) -> None:
    """Keep it beside the run, in the place of an earlier one."""
    write_json(folder / JUDGE, judgement.model_dump(mode="json"))


def read_judgement(folder: Path, tasks: Sequence[Task]) -> Judgement | None:
    """What a judge said of the answers in `folder`; None where none was asked.

    Raises `SuiteError` for a file that does not read as one, and for one about other answers or
    other items than these."""
    again = "Judge again: funn eval judge --help; or remove the file."
    try:
        found = Judgement.model_validate_json((folder / JUDGE).read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        why = error.errors(include_url=False, include_input=False)[0]["msg"]
        raise SuiteError(str(folder / JUDGE), f"does not read as rulings ({why})", again) from None
    items = {(task.case, task.kind): len(task.items) for task in tasks}
    wanted = [(run, *key) for run in range(1, found.runs + 1) for key in items]
    fits = found.answers == digest_of_answers(folder) and wanted == [
        (ruled.run, ruled.case, ruled.kind) for ruled in found.rulings
    ]
    for ruled in found.rulings if fits else ():
        count = 0 if ruled.error is not None else items[ruled.case, ruled.kind]
        fits = fits and len(ruled.holds) == len(ruled.reasons) == count
    if not fits:
        raise SuiteError(str(folder / JUDGE), "is not about the answers that stand here", again)
    return found
