"""`funn eval`: its commands, and those that ask and score: run, score."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from eval import HELP, cli_judge, cli_runs, cli_suites
from eval.cases import Case, Split
from eval.cli_exit import ENDED, exit_codes
from eval.errors import INCOMPLETE, NOT_VALID, SuiteError
from eval.gate import Verdict, judge
from eval.manifest import Manifest
from eval.partial import PARTIAL, read_plan
from eval.records import SCORES, Run, read_run, read_seconds, write_json
from eval.run import Asked, make_run
from eval.score import SCORER, Scores, score
from eval.spending import Prices, kept_prices, prices_of, spending, write_spending
from eval.suite import SUITES, found_suites, in_split, kept_suite, load_suite
from eval.table import console, show
from eval.targets import InProcessTarget, base_url, read_key
from eval.testlog import log_test_run
from service.settings import Settings, load_settings

app = typer.Typer(
    name="eval",
    no_args_is_help=True,
    help=HELP,
)

OutOption = Annotated[
    Path | None, typer.Option("--out", help="Folder for the run. Default: results/eval/...")
]
PriceIn = Annotated[
    float | None,
    typer.Option(help="What the language model costs for a million tokens that it reads."),
]
PriceOut = Annotated[
    float | None, typer.Option(help="What it costs for a million tokens that it writes.")
]
Currency = Annotated[
    str | None, typer.Option(help="Of both prices, by its three letters, such as USD.")
]


class SplitChoice(StrEnum):
    """Which half of a suite to ask."""

    dev = "dev"
    test = "test"
    all = "all"


SPLITS: Mapping[SplitChoice, Split | None] = {
    SplitChoice.dev: "dev",
    SplitChoice.test: "test",
    SplitChoice.all: None,
}

app.command("validate")(cli_suites.validate)
app.command("freeze")(cli_suites.freeze)


@app.command()
def run(
    suite: Annotated[
        str | None,
        typer.Option(
            "--suite", help="Name or folder. Default: every suite whose report is on this machine."
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(help="Base URL of a running service. Default: the assistant in process."),
    ] = None,
    key_env: Annotated[
        str | None,
        typer.Option(help="Environment variable with the service's key, sent as a bearer token."),
    ] = None,
    report: Annotated[
        str | None, typer.Option(help="Id of the suite's report there. Default: the suite's.")
    ] = None,
    split: Annotated[
        SplitChoice | None,
        typer.Option(help="Default: dev. Tune on dev only; a run on test is logged."),
    ] = None,
    out: OutOption = None,
    resume: Annotated[
        Path | None,
        typer.Option(help="Folder of a run that was stopped: go on with it, asking what is left."),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Questions at once.")] = 4,
    price_in: PriceIn = None,
    price_out: PriceOut = None,
    currency: Currency = None,
) -> None:
    """Ask every case, keep the raw answers, score them and hold them against the floors.

    A run that was stopped, or that the target failed in, goes on with --resume or the same --out.
    """
    with exit_codes():
        settings = load_settings()
        prices = prices_of(price_in, price_out, currency)
        if resume:
            if out or suite or report or url or split:
                raise SuiteError(
                    "--resume",
                    "takes suite, split, report and target from the run itself",
                    "Give it alone, or with --key-env, --jobs and prices.",
                )
            plan = read_plan(resume)
            url = None if plan.target == InProcessTarget.name else plan.target
            suite, report, chosen = plan.folder, plan.report, plan.split
        else:
            chosen = SPLITS[split or SplitChoice.dev]
        if suite is None and (url or report):
            raise SuiteError(
                "--url" if url else "--report",
                "a service holds real reports or fictional ones, never both: it is of one suite",
                "Name the suite with --suite.",
            )
        asked = Asked(
            split=chosen,
            url=base_url(url) if url else None,
            key=read_key(key_env),
            report=report,
            jobs=jobs,
        )
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        names, left_out = ([suite], []) if suite else found_suites(settings.eval_reports)
    ended = {}
    for name in names:
        if len(names) > 1:
            print(f"suite {name}", flush=True)
        label = f"{Path(name).name}-{chosen or 'all'}-{stamp}"
        folder = resume or out or Path("results") / "eval" / label
        folder = folder / name if out and suite is None else folder
        try:
            with exit_codes(), _going_on(folder):
                ended[name] = _run_one(name, asked, settings, folder, stamp, prices)
        except typer.Exit as stopped:
            ended[name] = stopped.exit_code
    if suite is None:
        for name, code in ended.items():
            print(f"{name}: {ENDED[code]}")
        for line in left_out:
            print(line)
        if left_out:
            print(f"ran {', '.join(names) or 'none'} alone")
    raise typer.Exit(max(ended.values(), default=NOT_VALID))


def _run_one(
    name: str, asked: Asked, settings: Settings, folder: Path, stamp: str, prices: Prices | None
) -> int:
    """Run, score and judge one suite; its exit code."""
    found = load_suite(name, SCORER, settings.eval_reports)
    made = make_run(found, asked, settings, folder)
    scores, verdict = _score(found.cases, found.manifest, made, folder, found.folder, prices)
    if asked.split != "dev":
        log_test_run(found.folder, stamp, made.config, scores)
    print(f"run kept in {folder}", file=sys.stderr)
    if not scores.complete:
        print(f"ask again what failed: funn eval run --resume {folder}", file=sys.stderr)
    return verdict.exit_code


@contextmanager
def _going_on(folder: Path) -> Iterator[None]:
    """Say how a run that is interrupted goes on. Its exit code is not that of a gate."""
    try:
        yield
    except KeyboardInterrupt:
        kept = (folder / PARTIAL).exists()
        more = f"; go on with: funn eval run --resume {folder}" if kept else ""
        print(f"interrupted{more}", file=sys.stderr)
        sys.exit(INCOMPLETE)


@app.command("score")
def score_again(
    folder: Annotated[Path, typer.Argument(help="Folder that `funn eval run` wrote.")],
    price_in: PriceIn = None,
    price_out: PriceOut = None,
    currency: Currency = None,
) -> None:
    """Score stored answers again, offline, against the cases kept beside them.

    Without prices, those that the run was scored with before hold."""
    with exit_codes():
        prices = prices_of(price_in, price_out, currency)
        cases, manifest = kept_suite(folder)
        home = SUITES / manifest.suite
        _, verdict = _score(cases, manifest, read_run(folder), folder, home, prices)
    raise typer.Exit(verdict.exit_code)


app.command("compare")(cli_runs.compare_runs)
app.command("gate")(cli_runs.gate)
app.command("baseline")(cli_runs.make_baseline)
app.command("report")(cli_runs.report_page)
app.command("judge")(cli_judge.judge_answers)
app.command("calibrate")(cli_suites.calibrate)


def _score(
    cases: Sequence[Case],
    manifest: Manifest,
    made: Run,
    folder: Path,
    home: Path,
    prices: Prices | None,
) -> tuple[Scores, Verdict]:
    """Score, keep and print. `home` is the suite's folder, where its baseline is."""
    scores = score(in_split(cases, made.config.split), made)
    write_json(folder / SCORES, scores.model_dump(mode="json"))
    verdict = judge(scores, manifest.floors, manifest.must_pass, cli_runs.committed(home, scores))
    spent = spending(made.answers, prices or kept_prices(folder))
    write_spending(folder, spent)
    show(console(sys.stdout), scores, manifest.floors, verdict, read_seconds(folder), spent)
    return scores, verdict
