"""`funn eval`: validate, freeze, run and score a suite; compare and gate runs."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from eval import HELP
from eval.baseline import Baseline, kept_baseline
from eval.cases import Case, Split, load_cases
from eval.compare import compare
from eval.compare_table import show_comparison
from eval.errors import BELOW, INCOMPLETE, NOT_VALID, PASSED, SuiteError, TargetError
from eval.gate import Verdict, judge
from eval.manifest import MANIFEST, Manifest, frozen, load_manifest, write_manifest
from eval.partial import PARTIAL, read_plan
from eval.records import SCORES, Run, read_run, read_seconds, write_json
from eval.report import write_report
from eval.run import Asked, make_run
from eval.score import SCORER, Scores, score
from eval.stored import any_baseline, commit_baseline, rescored
from eval.suite import (
    CASES,
    SUITES,
    check,
    find_report,
    found_suites,
    in_split,
    kept_suite,
    load_suite,
    load_without_report,
    suite_folder,
    suite_names,
)
from eval.table import console, show
from eval.targets import InProcessTarget, base_url, read_key
from eval.testlog import log_test_run
from service.errors import FunnError
from service.settings import Settings, load_settings

app = typer.Typer(
    name="eval",
    no_args_is_help=True,
    help=HELP,
)

SuiteOption = Annotated[str, typer.Option("--suite", help="Name of a suite, or its folder.")]
OutOption = Annotated[
    Path | None, typer.Option("--out", help="Folder for the run. Default: results/eval/...")
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

ENDED: Mapping[int, str] = {
    PASSED: "the gate passed",
    BELOW: "the gate did not pass",
    NOT_VALID: "not run: the suite or an option is not valid",
    INCOMPLETE: "incomplete: the target failed",
}


@app.command()
def validate(
    suite: Annotated[
        str | None, typer.Option("--suite", help="Name or folder. Default: every suite.")
    ] = None,
) -> None:
    """Check suites: every case against the schema, all of it against what was frozen.

    Without --suite, one whose report is not on this machine is checked as far as that goes, and
    said so; where CI=true it is an error.
    """
    with _exit_codes():
        settings = load_settings()
        names, left_out = ([suite], []) if suite else found_suites(settings.eval_reports)
        for name in [suite] if suite else suite_names():
            if name in names:
                found = load_suite(name, SCORER, settings.eval_reports)
                cases, manifest = found.cases, found.manifest
            else:
                cases, manifest = load_without_report(name, SCORER)
            print(
                f"{manifest.suite} {manifest.version}: {len(cases)} cases, intact "
                f"({manifest.set_digest[:19]})"
                + ("" if name in names else "; its gold was NOT checked against its report")
            )
        for line in left_out:
            print(line)
        if left_out and os.environ.get("CI") == "true":
            raise SuiteError(
                f"{len(left_out)} of the suites",
                "could not be checked against the report, and CI is set to true",
                "Put the report there, or name the suites to check with --suite.",
            )


@app.command()
def freeze(
    suite: SuiteOption,
    version: Annotated[str, typer.Option(help="The new version. One that exists is refused.")],
    note: Annotated[str, typer.Option(help="What changed, and why: one line for the changelog.")],
    report_id: Annotated[
        str | None, typer.Option(help="Id to ingest the report under. First version only.")
    ] = None,
    report_path: Annotated[
        str | None, typer.Option(help="The report, from the repository's root. First version only.")
    ] = None,
) -> None:
    """Freeze a suite as it is now under a new version. Floors are carried over."""
    with _exit_codes():
        folder = suite_folder(suite)
        lines = load_cases(folder / CASES)
        exists = (folder / MANIFEST).exists()
        before = load_manifest(folder / MANIFEST) if exists else None
        name = report_id or (before.report.id if before else None)
        path = report_path or (before.report.path if before else None)
        if name is None or path is None:
            raise SuiteError(
                f"suite {suite}",
                "its first version must name its report",
                "Add --report-id ID --report-path PATH.",
            )
        report = find_report(path, load_settings().eval_reports)
        check(lines, report, None, SCORER)
        manifest = frozen(
            lines,
            report.read_bytes(),
            name=before.suite if before else folder.name,
            version=version,
            date=datetime.now(UTC).date().isoformat(),
            note=note,
            scorer=SCORER,
            pin=(name, path),
            before=before,
        )
        write_manifest(folder / MANIFEST, manifest)
        print(f"{manifest.suite} {version}: {len(lines)} cases frozen, {manifest.set_digest}")


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
) -> None:
    """Ask every case, keep the raw answers, score them and hold them against the floors.

    A run that was stopped, or that the target failed in, goes on with --resume or the same --out.
    """
    with _exit_codes():
        settings = load_settings()
        if resume:
            if out or suite or report or url or split:
                raise SuiteError(
                    "--resume",
                    "takes suite, split, report and target from the run itself",
                    "Give it alone, or with --key-env and --jobs.",
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
            with _exit_codes(), _going_on(folder):
                ended[name] = _run_one(name, asked, settings, folder, stamp)
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


def _run_one(name: str, asked: Asked, settings: Settings, folder: Path, stamp: str) -> int:
    """Run, score and judge one suite; its exit code."""
    found = load_suite(name, SCORER, settings.eval_reports)
    made = make_run(found, asked, settings, folder)
    scores, verdict = _score(found.cases, found.manifest, made, folder, found.folder)
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
) -> None:
    """Score stored answers again, offline, against the cases kept beside them."""
    with _exit_codes():
        cases, manifest = kept_suite(folder)
        _, verdict = _score(cases, manifest, read_run(folder), folder, SUITES / manifest.suite)
    raise typer.Exit(verdict.exit_code)


@app.command("compare")
def compare_runs(
    first: Annotated[Path, typer.Argument(metavar="A", help="Folder of a run: what was before.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Folder of a run: what is now.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare two runs over the same questions: each figure, and each case that moved.

    It judges nothing: exit code 0 whatever moved. Runs that cannot be compared are exit code 2.
    """
    with _exit_codes():
        found = compare(first, second)
        if as_json:
            print(found.model_dump_json(indent=2))
        else:
            show_comparison(console(sys.stdout), found)


@app.command()
def gate(
    folder: Annotated[
        Path, typer.Argument(metavar="RUN", help="Folder that `funn eval run` wrote.")
    ],
    baseline: Annotated[
        Path | None,
        typer.Option(help="A run or a baseline file. Default: the suite's baseline.json, if any."),
    ] = None,
) -> None:
    """Hold a run against the gate: what holds for every suite, floors, must_pass, the baseline."""
    with _exit_codes():
        scores, manifest = rescored(folder)
        home = SUITES / manifest.suite
        against = any_baseline(baseline) if baseline else _committed(home, scores)
        verdict = judge(scores, manifest.floors, manifest.must_pass, against)
        for reason in verdict.reasons:
            print(f"- {reason}")
        print(f"gate: {ENDED[verdict.exit_code]}")
    raise typer.Exit(verdict.exit_code)


@app.command("baseline")
def make_baseline(
    folder: Annotated[
        Path, typer.Argument(metavar="RUN", help="Folder of a run on dev, of the frozen version.")
    ],
    suite: Annotated[
        str | None, typer.Option("--suite", help="Name or folder. Default: the suite of the run.")
    ] = None,
) -> None:
    """Make a run the suite's baseline, to be committed: later runs are held against it."""
    with _exit_codes():
        home = suite_folder(suite or kept_suite(folder)[1].suite)
        made = commit_baseline(folder, home)
        print(f"{made.suite} {made.suite_version}: baseline of {len(made.cases)} cases written")


@app.command("report")
def report_page(
    folder: Annotated[
        Path, typer.Argument(metavar="RUN", help="Folder that `funn eval run` wrote.")
    ],
    baseline: Annotated[
        Path | None, typer.Option(help="Folder of an earlier run over the same questions.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="File to write. Default: report.html in RUN.")
    ] = None,
) -> None:
    """Write a run as one HTML file for readers who are no engineers. It holds text of the report.

    It judges nothing: exit code 0 whatever the figures."""
    with _exit_codes():
        print(f"report written to {write_report(folder, baseline, out)}")


@app.command()
def calibrate(suite: SuiteOption) -> None:
    """Hold the limits of what counts as support against the dev split. Changes nothing.

    For each limit: the cases it decides (answerable + unanswerable), today's value and the balanced
    accuracy it gives, the best value and what that would give. Needed after another embedder.
    """
    # Imported here: it costs the start of an assistant, which the other commands need not pay.
    from eval.calibrate import limits, lines, observe  # noqa: PLC0415

    with _exit_codes(), tempfile.TemporaryDirectory(prefix="funn-calibrate-") as directory:
        settings = load_settings()
        found = load_suite(suite, SCORER, settings.eval_reports)
        for line in lines(limits(observe(found, settings, Path(directory)))):
            print(line)


def _committed(home: Path, scores: Scores) -> Baseline | None:
    """The baseline in a suite's folder; None, and said, where it is of other questions."""
    baseline, why = kept_baseline(home, scores)
    if why:
        print(f"not compared with the baseline: {why}", file=sys.stderr)
    return baseline


def _score(
    cases: Sequence[Case], manifest: Manifest, made: Run, folder: Path, home: Path
) -> tuple[Scores, Verdict]:
    """Score, keep and print. `home` is the suite's folder, where its baseline is."""
    scores = score(in_split(cases, made.config.split), made)
    write_json(folder / SCORES, scores.model_dump(mode="json"))
    verdict = judge(scores, manifest.floors, manifest.must_pass, _committed(home, scores))
    show(console(sys.stdout), scores, manifest.floors, verdict, read_seconds(folder))
    return scores, verdict


@contextmanager
def _exit_codes() -> Iterator[None]:
    """Say what went wrong and leave by the code for it."""
    try:
        yield
    except FunnError as error:
        print(f"{error}", file=sys.stderr)
        raise typer.Exit(INCOMPLETE if isinstance(error, TargetError) else NOT_VALID) from None
