"""`funn eval judge`: a language model's opinion of answers by a language model."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from eval.cli_exit import exit_codes
from eval.errors import SuiteError, TargetError
from eval.judge.asking import ask_judge
from eval.judge.kept import Judgement, digest_of_answers, read_judgement, write_judgement
from eval.judge.labels import Label, read_labels, write_sheet
from eval.judge.opinion import opinion
from eval.judge.table import show_opinion
from eval.judge.tasks import Task, prompts_digest, tasks_of
from eval.records import read_run
from eval.suite import in_split, kept_suite
from eval.table import console
from eval.targets import read_key
from service.settings import Settings, load_settings

RUNS = 3
"""Unless told: the fewest that show a spread."""


def judge_answers(
    folder: Annotated[
        Path, typer.Argument(metavar="RUN", help="Folder that `funn eval run` wrote.")
    ],
    runs: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=20,
            help="How often to ask. Default: 3; none where RUN was judged before, which is shown.",
        ),
    ] = None,
    labels: Annotated[
        Path | None, typer.Option(help="File of human labels, to hold the judge against.")
    ] = None,
    sheet: Annotated[
        Path | None,
        typer.Option(
            help="Write a file of labels to fill in, and ask nobody. It holds text of the report."
        ),
    ] = None,
    model: Annotated[
        str | None, typer.Option(help="The judge. Default: the model of FUNN_LLM_MODEL.")
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(help="Its OpenAI-compatible server. Default: that of FUNN_LLM_BASE_URL."),
    ] = None,
    key_env: Annotated[
        str | None,
        typer.Option(
            help="Environment variable with its key. Default: FUNN_LLM_API_KEY, which --base-url "
            "does not get."
        ),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Questions at once.")] = 4,
) -> None:
    """Ask a language model whether claims are borne by what they cite and whether key points are
    told, several times over. It is kept in judge.json beside the run.

    It judges answers that a language model wrote. Never a gate: exit code 0 whatever it says, 3
    when it ruled on nothing at all."""
    with exit_codes():
        made = read_run(folder)
        cases, _ = kept_suite(folder)
        tasks = tasks_of(in_split(cases, made.config.split), made.answers)
        if not tasks:
            raise SuiteError(
                str(folder),
                "holds no answer that a language model wrote: there is nothing to judge",
                "Set FUNN_LLM_MODEL and run again: funn eval run --help",
            )
        if sheet:
            print(f"{write_sheet(sheet, tasks)} lines to fill in written to {sheet}")
            return
        people, others = read_labels(labels, tasks) if labels else (None, 0)
        anew = runs is not None or model is not None or base_url is not None
        judgement = None if anew else read_judgement(folder, tasks)
        if judgement is None:
            settings = _settings(load_settings(), model, base_url, key_env)
            people = _labels_before(folder, tasks) if people is None else people
            judgement = _ask(folder, tasks, settings, runs or RUNS, jobs)
        if people is not None:
            judgement = judgement.model_copy(update={"labels": people})
        write_judgement(folder, judgement)
        found = opinion(judgement, tasks, made.config.models)
        show_opinion(console(sys.stdout), found)
        if others:
            print(f"- {others} labels are of other answers than these, and left out.")


def _labels_before(folder: Path, tasks: Sequence[Task]) -> tuple[Label, ...]:
    """The labels that an earlier judging of the same answers was held against."""
    try:
        before = read_judgement(folder, tasks)
    except SuiteError:  # of other answers: it is about to be replaced
        return ()
    return before.labels if before else ()


def _settings(
    settings: Settings, model: str | None, base_url: str | None, key_env: str | None
) -> Settings:
    """The settings of the judge's model. A key goes to no other server than the one it is for."""
    changed: dict[str, object] = {}
    if model:
        changed["llm_model"] = model
    if base_url:
        changed |= {"llm_base_url": base_url, "llm_api_key": None}
    if key_env:
        changed["llm_api_key"] = read_key(key_env)
    return settings.model_copy(update=changed)


def _ask(
    folder: Path, tasks: Sequence[Task], settings: Settings, runs: int, jobs: int
) -> Judgement:
    # Imported here: it takes two seconds, which the other commands need not wait.
    from service.llm import ChatLLM  # noqa: PLC0415

    digest = digest_of_answers(folder)
    with ChatLLM(settings) as llm, _progress(runs * len(tasks)) as advance:
        print(
            f"{llm.model} gets questions, answers, key points and the report's texts that are "
            f"cited: {len(tasks)} times in each of {runs} runs",
            file=sys.stderr,
        )
        rulings = ask_judge(llm, tasks, runs, jobs, advance)
        if all(ruled.error is not None for ruled in rulings):
            raise TargetError(
                "the judge",
                f"ruled on nothing ({rulings[0].error}); nothing was kept",
                "See FUNN_LLM_BASE_URL, --base-url and --model; then judge again.",
            )
        return Judgement(
            answers=digest,
            model=llm.model,
            prompt_digest=prompts_digest(tasks),
            runs=runs,
            rulings=rulings,
        )


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on the terminal's error stream; nothing at all in a pipe."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    columns = (TextColumn("judging"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("judging", total=total)
        yield lambda: bar.advance(task)
