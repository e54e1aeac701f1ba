"""Human labels: what a person says of the same claims and key points, to hold the judge against.

A file of labels has one JSON object a line, as `write_sheet` writes them for a person to fill in:
`case`, `kind` (faithfulness or completeness), `item` (a claim's number in the answer, from 1, or a
key point's id), `answer` (digest of the answer that was looked at), `holds` (true, false, or null
where nobody has decided), and, if one likes, `by` and `shown` (what the person read), which are not
read.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from eval.errors import SuiteError
from eval.judge.tasks import Item, Kind, Task
from service.domain import Frozen


class Label(Frozen):
    """One claim or key point as a person judged it."""

    case: str
    kind: Kind
    item: str
    answer: str
    holds: bool


class _Line(Frozen):
    """A line of the file."""

    case: str
    kind: Kind
    item: str
    answer: str
    holds: bool | None
    by: str | None = None
    shown: Any = None


def write_sheet(path: Path, tasks: Sequence[Task]) -> int:
    """Write what is to be labelled, with nothing decided and nothing of what the judge said; how
    many lines. It holds text of the report. Raises `SuiteError` rather than write over a file."""
    lines = [
        {
            "case": task.case,
            "kind": task.kind,
            "item": item.id,
            "answer": task.answer,
            "holds": None,
            "shown": _shown(task, item),
        }
        for task in tasks
        for item in task.items
    ]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        why = "is there already" if isinstance(error, FileExistsError) else error.strerror
        raise SuiteError(str(path), str(why), "Give --sheet another file.") from None
    return len(lines)


def _shown(task: Task, item: Item) -> dict[str, Any]:
    if task.kind == "faithfulness":
        return {"claim": item.text, "cites": item.cited}
    return {"question": task.question, "answer": task.shown, "point": item.text}


def read_labels(path: Path, tasks: Sequence[Task]) -> tuple[tuple[Label, ...], int]:
    """The labels in a file that are of these answers, and how many are of others (which answered
    the same cases at another time). Lines without a decision are passed over.

    Raises `SuiteError` naming the line for what is no label, what is labelled twice, and an item
    that the answer does not have."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SuiteError(
            str(path), str(error), "Give a file of labels; --sheet writes one."
        ) from None
    by_task = {(task.case, task.kind): task for task in tasks}
    found: dict[tuple[str, Kind, str], Label] = {}
    others = 0
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        line = _parse(text, f"{path.name}, line {number}")
        task = by_task.get((line.case, line.kind))
        if line.holds is None:
            continue
        if task is None or task.answer != line.answer:
            others += 1
            continue
        key = (line.case, line.kind, line.item)
        if line.item not in {item.id for item in task.items} or key in found:
            why = "is labelled twice" if key in found else "is nothing that the answer has"
            raise SuiteError(
                f"{path.name}, line {number}", f"{line.item} {why}", "Correct the line."
            )
        found[key] = Label(
            case=line.case, kind=line.kind, item=line.item, answer=line.answer, holds=line.holds
        )
    return tuple(found.values()), others


def _parse(text: str, place: str) -> _Line:
    try:
        return _Line.model_validate_json(text, strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        at = ".".join(str(part) for part in found["loc"]) or "label"
        raise SuiteError(place, f"{at}: {found['msg']}", "See eval/README.md.") from None
