"""Put each task to the judge, run by run, and keep what it ruled or why it did not."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from eval.judge.rulings import form, in_order
from eval.judge.tasks import Kind, Task, messages
from service.completion import Completion, Schema, Usage
from service.domain import Frozen
from service.errors import LLMError


class Completer(Protocol):
    """The part of `service.llm.ChatLLM` that is needed here."""

    @property
    def model(self) -> str: ...

    def complete(self, system: str, user: str, schema: type[Schema]) -> Completion[Schema]: ...


class Ruled(Frozen):
    """What one run gave for one task: a ruling on each item, or an error, which is no ruling."""

    case: str
    kind: Kind
    run: int
    """From 1."""
    holds: tuple[bool, ...] = ()
    """In the order of the task's items; empty after an error."""
    reasons: tuple[str, ...] = ()
    error: str | None = None
    usage: Usage | None = None


def ask_judge(
    llm: Completer,
    tasks: Sequence[Task],
    runs: int,
    workers: int,
    advance: Callable[[], None] = lambda: None,
) -> tuple[Ruled, ...]:
    """Every task in every run, by run and in the order of `tasks`; `workers` at once.

    From one run to the next the items change places (each goes one forward), so that a judge that
    rules by where something stands disagrees with itself and is seen to."""

    def put(run: int, task: Task) -> Ruled:
        order = [(at + run) % len(task.items) for at in range(len(task.items))]
        told = messages(task, order)
        found = Ruled(case=task.case, kind=task.kind, run=run + 1)
        try:
            given, usage = llm.complete(told.system.text, told.user.text, form(len(order)))
        except LLMError as error:
            return found.model_copy(update={"error": f"{error.what}: {error.why}"})
        finally:
            advance()
        rulings = in_order(given, len(order))
        back = [rulings[order.index(index)] for index in range(len(order))]
        return found.model_copy(
            update={
                "holds": tuple(ruling.holds for ruling in back),
                "reasons": tuple(ruling.reason for ruling in back),
                "usage": usage,
            }
        )

    with ThreadPoolExecutor(workers) as pool:
        futures = [pool.submit(put, run, task) for run in range(runs) for task in tasks]
        try:
            return tuple(future.result() for future in futures)
        finally:  # who stops it does not want the rest asked, and paid for
            pool.shutdown(wait=False, cancel_futures=True)
