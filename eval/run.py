"""Ask a target every case of a suite, and keep each answer as it was given."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from eval.cases import Case, Split
from eval.errors import SuiteError, TargetError
from eval.partial import PARTIAL, Kept, assistant_digest, partial, plan_of
from eval.records import CONFIG, CaseAnswer, Run, config_of, write_run
from eval.suite import Suite, in_split
from eval.targets import HttpTarget, InProcessTarget, Ranks, Target, Turn
from eval.truth import Truth, ingest
from service.contract import Answer
from service.domain import Frozen
from service.settings import Settings


class Asked(Frozen):
    """What a run is to ask, and of whom."""

    split: Split | None
    """None for all cases."""
    url: str | None
    """Of a running service; the assistant in this process when None."""
    key: SecretStr | None
    """The service's key."""
    report: str | None
    """Id of the suite's report there, where it is not the suite's own."""
    jobs: int
    """Questions at once."""


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
    target: Target,
    cases: Sequence[Case],
    before: Mapping[str, Kept] | None = None,
    keep: Callable[[CaseAnswer, float], None] | None = None,
) -> tuple[tuple[CaseAnswer, ...], dict[str, float]]:
    """The answers in the order of `cases`, and the seconds that each took.

    What `before` has is not asked again; `keep` gets each new answer as it comes."""
    done = {case.id: before[case.id] for case in cases if before and case.id in before}
    left = [case for case in cases if case.id not in done]
    with _progress(len(done), len(cases)) as advance, ThreadPoolExecutor(target.workers) as pool:

        def timed(case: Case) -> Kept:
            start = time.perf_counter()
            given = ask_case(target, case)
            seconds = round(time.perf_counter() - start, 4)
            if keep:
                keep(given, seconds)
            advance()
            return Kept(given=given, seconds=seconds)

        done |= {case.id: kept for case, kept in zip(left, pool.map(timed, left), strict=True)}
    answers = tuple(done[case.id].given for case in cases)
    return answers, {case.id: done[case.id].seconds for case in cases}


def with_rankings(
    target: Ranks, cases: Sequence[Case], answers: Sequence[CaseAnswer]
) -> tuple[CaseAnswer, ...]:
    """The answers, each answerable case's with what retrieval ranks for its last turn. Apart from
    asking, so that the time a case takes is that of its answer alone."""
    by_id = {case.id: case for case in cases}

    def ranked(given: CaseAnswer) -> CaseAnswer:
        case = by_id[given.id]
        if given.error is not None or not case.answerable:
            return given
        turns: list[Turn] = []
        for words, answer in zip(case.turns, given.answers, strict=True):
            turns += (
                Turn(role="user", content=words),
                Turn(role="assistant", content=said(answer)),
            )
        return given.model_copy(update={"ranked": target.ranked(turns[:-1])})

    return tuple(map(ranked, answers))


def make_run(suite: Suite, asked: Asked, settings: Settings, folder: Path) -> Run:
    """Ask the target and keep the run in `folder`; what a stopped run left there is not asked anew.

    The report is ingested into a store of its own, for the truth and, in process, for the answers
    too. While some case has no answer, what there is stays where it can be gone on from.
    Raises `SuiteError` when `folder` holds a run that is whole, or part of another one."""
    if (folder / CONFIG).exists() and not (folder / PARTIAL).exists():
        raise SuiteError(
            str(folder),
            "holds a run already, which is finished: it is not written over, nor taken for one of "
            "today, since it does not tell what code answered",
            "Give --out another folder. Of several suites in one, what was stopped goes on with "
            "--resume and the folder of that suite.",
        )
    cases = in_split(suite.cases, asked.split)
    with tempfile.TemporaryDirectory(prefix="funn-eval-") as directory:
        data = Path(directory)
        truth = ingest(suite.report, asked.report or suite.manifest.report.id, data)
        with target_for(asked, truth, settings, data) as target:
            code = None if asked.url else assistant_digest(settings)
            with partial(folder, plan_of(suite, asked.split, target.name, truth, code)) as so_far:
                answers, seconds = ask_all(target, cases, dict(so_far.kept), so_far.add)
            if isinstance(target, Ranks):
                answers = with_rankings(target, cases, answers)
            name = target.name
    config = config_of(suite, asked.split, name, truth, answers)
    run = Run(config=config, answers=answers, truth=truth)
    write_run(folder, run, suite, seconds)
    if all(given.error is None for given in answers):
        (folder / PARTIAL).unlink()
    return run


@contextmanager
def target_for(asked: Asked, truth: Truth, settings: Settings, data: Path) -> Iterator[Target]:
    """The target that is asked for, ready: a service, or the assistant over the store in `data`."""
    if asked.url is None:
        yield InProcessTarget(settings.model_copy(update={"data": data}), asked.jobs)
        return
    with HttpTarget(asked.url, key=asked.key, workers=asked.jobs) as target:
        target.prepare(truth.report, truth.version)
        yield target


@contextmanager
def _progress(done: int, total: int) -> Iterator[Callable[[], None]]:
    """A bar on the terminal's error stream; nothing at all in a pipe."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("asking", total=total, completed=done)
        yield lambda: bar.advance(task)
