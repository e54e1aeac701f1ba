"""Ask a target every case of a suite, and keep each answer as it was given."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from eval.cases import Case
from eval.errors import TargetError
from eval.records import CaseAnswer
from eval.targets import Target, Turn
from service.contract import Answer


def said(answer: Answer) -> str:
    """What a chat client keeps of an answer as the assistant's turn."""
    return " ".join(part for part in (answer.lead, answer.message) if part) or answer.status


def ask_case(target: Target, case: Case) -> CaseAnswer:
    """Ask the user's turns in order, the assistant's own words between them."""
    turns: list[Turn] = []
    answers: list[Answer] = []
    for words in case.turns:
        turns.append(Turn(role="user", content=words))
        try:
            answer = target.ask(turns)
        except TargetError as error:
            return CaseAnswer(id=case.id, answers=tuple(answers), error=error.why)
        answers.append(answer)
        if answer.status == "error":
            why = f"the answer's status is error: {answer.message}"
            return CaseAnswer(id=case.id, answers=tuple(answers), error=why)
        turns.append(Turn(role="assistant", content=said(answer)))
    return CaseAnswer(id=case.id, answers=tuple(answers))


def ask_all(
    target: Target, cases: Sequence[Case]
) -> tuple[tuple[CaseAnswer, ...], dict[str, float]]:
    """The answers in the order of `cases`, and the seconds that each took."""
    seconds: dict[str, float] = {}
    with _progress(len(cases)) as advance, ThreadPoolExecutor(target.workers) as pool:

        def timed(case: Case) -> CaseAnswer:
            start = time.perf_counter()
            given = ask_case(target, case)
            seconds[case.id] = round(time.perf_counter() - start, 4)
            advance()
            return given

        answers = tuple(pool.map(timed, cases))
    return answers, {case.id: seconds[case.id] for case in cases}


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on the terminal's error stream; nothing at all in a pipe."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("asking", total=total)
        yield lambda: bar.advance(task)
