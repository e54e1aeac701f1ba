"""What is put to a judge: the claims of an answer with what they cite, or the key points of its
case with the whole answer."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import prompts
from eval.cases import Case
from eval.records import CaseAnswer
from prompts.data import as_data, boundary
from service.contract import Answer, Citation
from service.domain import Frozen

Kind = Literal["faithfulness", "completeness"]
KINDS: tuple[Kind, ...] = ("faithfulness", "completeness")


class Item(Frozen):
    """One claim or key point to rule on."""

    id: str
    """A claim's number in the answer, from 1, or a key point's id."""
    text: str
    counts: bool = True
    """False of a key point that a good answer may leave out."""
    cited: tuple[Mapping[str, str], ...] = ()
    """Of a claim: the texts that it cites, each with its kind, headings and speaker."""


class Task(Frozen):
    """One question to the judge, put once in each run."""

    case: str
    group_id: str
    kind: Kind
    answer: str
    """Digest of the answer, so that rulings and labels of another one are not taken for its own."""
    question: tuple[str, ...]
    """The user's turns."""
    shown: tuple[str, ...]
    """What the answer says: its claims, then the quotes it shows."""
    items: tuple[Item, ...]


def tasks_of(cases: Iterable[Case], answers: Iterable[CaseAnswer]) -> tuple[Task, ...]:
    """The tasks of a run, in the order of its cases: of each answer that a language model wrote,
    its claims; and the case's key points, where the report answers it. Answers that refuse show
    nothing to rule on."""
    given = {answer.id: answer for answer in answers}
    found = []
    for case in cases:
        kept = given.get(case.id)
        if kept is None or kept.error is not None or not judged(kept.answer):
            continue
        claims = _claims(kept.answer)
        points = [
            Item(id=point.id, text=point.text, counts=point.importance == "vital")
            for point in (case.key_points if case.answerable else ())
        ]
        sets: tuple[tuple[Kind, Sequence[Item]], ...] = (
            ("faithfulness", claims),
            ("completeness", points),
        )
        found += [
            Task(
                case=case.id,
                group_id=case.group_id,
                kind=kind,
                answer=answer_digest(kept.answer),
                question=case.turns,
                shown=_shown(kept.answer),
                items=tuple(items),
            )
            for kind, items in sets
            if items
        ]
    return tuple(found)


def judged(answer: Answer) -> bool:
    """Whether there is anything in an answer for a judge: a language model wrote it, and it shows
    something."""
    return answer.mode == "llm" and bool(answer.claims or answer.citations)


def answer_digest(answer: Answer) -> str:
    """`sha256:` of what an answer says and cites; not of its tokens, frame or model."""
    said = [[claim.text, claim.citations] for claim in answer.claims]
    cited = [[citation.id, citation.excerpt] for citation in answer.citations]
    made = json.dumps([said, cited], ensure_ascii=False)
    return "sha256:" + hashlib.sha256(made.encode("utf-8", "backslashreplace")).hexdigest()


class Messages(NamedTuple):
    """A task as the model gets it."""

    system: prompts.Prompt
    user: prompts.Prompt


def messages(task: Task, order: Sequence[int]) -> Messages:
    """The task with its items in `order` (indices into `items`), numbered from 1 as they stand.

    Questions, answers and texts of the report are data: JSON in sections that nothing in them can
    end."""
    items = list(enumerate((task.items[index] for index in order), start=1))
    if task.kind == "faithfulness":
        claims = [{"number": n, "claim": item.text, "cites": item.cited} for n, item in items]
        data = {"claims": _lines(claims)}
    else:
        data = {
            "question": _lines(task.question),
            "answer": _lines(task.shown),
            "points": _lines({"number": n, "point": item.text} for n, item in items),
        }
    return Messages(
        system=prompts.render(f"judge_{task.kind}_system"),
        user=prompts.render(f"judge_{task.kind}_user", boundary=boundary(*data.values()), **data),
    )


def prompts_digest(tasks: Iterable[Task]) -> str:
    """One digest of the files of the prompts that the tasks are put in."""
    used = {task.kind: messages(task, ()) for task in tasks}
    return prompts.combined_digest(p for kind in KINDS if kind in used for p in used[kind])


def _lines(values: Iterable[object]) -> str:
    return "\n".join(map(as_data, values))


def _claims(answer: Answer) -> list[Item]:
    by_id = {citation.id: citation for citation in answer.citations}
    return [
        Item(
            id=str(number),
            text=claim.text,
            cited=tuple(_described(by_id[id]) for id in claim.citations),
        )
        for number, claim in enumerate(answer.claims, start=1)
    ]


def _described(citation: Citation) -> dict[str, str]:
    told = {
        "kind": citation.kind,
        "under": citation.context,
        "speaker": ", ".join(filter(None, (citation.role, citation.sector, citation.field))),
        "text": citation.text,
    }
    return {key: value for key, value in told.items() if value}


def _shown(answer: Answer) -> tuple[str, ...]:
    claimed = {id for claim in answer.claims for id in claim.citations}
    quotes = [c.text for c in answer.citations if c.kind == "quote" and c.id not in claimed]
    return (*(claim.text for claim in answer.claims), *(f"«{text}»" for text in quotes))
