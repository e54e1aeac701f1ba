"""`funn eval`: validate, freeze, run and score a suite."""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from eval.cases import Case, Split, load_cases
from eval.errors import INCOMPLETE, NOT_VALID, SuiteError, TargetError
from eval.gate import Verdict, judge
from eval.manifest import MANIFEST, Manifest, frozen, load_manifest, write_manifest
from eval.records import CONFIG, SCORES, Run, config_of, read_run, write_json, write_run
from eval.run import ask_all
from eval.score import SCORER, Scores, score
from eval.suite import (
    CASES,
    Suite,
    check,
    find_report,
    in_split,
    kept_suite,
    load_suite,
    suite_folder,
    suite_names,
)
from eval.table import console, show
from eval.targets import HttpTarget, InProcessTarget
from eval.testlog import log_test_run
from eval.truth import Truth, ingest
from service.errors import FunnError
from service.settings import Settings, load_settings

app = typer.Typer(
    name="eval",
    no_args_is_help=True,
    help="Ask a fixed set of questions and score the answers, the same way each time.\n\n"
    "Exit codes: 0 the gate passed, 1 it did not, 2 a suite or option is not valid, "
    "3 the target failed and nothing may be concluded.",
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


@app.command()
def validate(
    suite: Annotated[
        str | None, typer.Option("--suite", help="Name or folder. Default: every suite.")
    ] = None,
) -> None:
    """Check suites: every case against the schema, all of it against what was frozen."""
    with _exit_codes():
        settings = load_settings()
        for name in [suite] if suite else suite_names():
            found = load_suite(name, SCORER, settings.eval_reports)
            manifest = found.manifest
            print(
                f"{manifest.suite} {manifest.version}: {len(found.cases)} cases, intact "
                f"({manifest.set_digest[:19]})"
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
    suite: SuiteOption,
    url: Annotated[
        str | None,
        typer.Option(help="Base URL of a running service. Default: the assistant in process."),
    ] = None,
    report: Annotated[
        str | None, typer.Option(help="Id of the suite's report there. Default: the suite's.")
    ] = None,
    split: Annotated[
        SplitChoice, typer.Option(help="Tune on dev only; a run on test is logged.")
    ] = SplitChoice.dev,
    out: OutOption = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Questions at once, over HTTP.")] = 4,
) -> None:
    """Ask every case, keep the raw answers, score them and hold them against the floors."""
    with _exit_codes():
        settings = load_settings()
        found = load_suite(suite, SCORER, settings.eval_reports)
        chosen = SPLITS[split]
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        folder = out or Path("results") / "eval" / f"{found.manifest.suite}-{split}-{stamp}"
        if (folder / CONFIG).exists():
            raise SuiteError(str(folder), "holds a run already", "Give --out another folder.")
        made, seconds = _ask(found, chosen, settings, url, report, jobs)
        write_run(folder, made, found, seconds)
        scores, verdict = _score(found.cases, found.manifest, made, folder)
        if chosen != "dev":
            log_test_run(found.folder, stamp, made.config, scores)
        print(f"run kept in {folder}", file=sys.stderr)
    raise typer.Exit(verdict.exit_code)


@app.command("score")
def score_again(
    folder: Annotated[Path, typer.Argument(help="Folder that `funn eval run` wrote.")],
) -> None:
    """Score stored answers again, offline, against the cases kept beside them."""
    with _exit_codes():
        cases, manifest = kept_suite(folder)
        _, verdict = _score(cases, manifest, read_run(folder), folder)
    raise typer.Exit(verdict.exit_code)


def _ask(
    suite: Suite,
    split: Split | None,
    settings: Settings,
    url: str | None,
    report: str | None,
    jobs: int,
) -> tuple[Run, Mapping[str, float]]:
    """Ask the target; the report is ingested into a store of its own for the truth, and in process
    for the answers too."""
    cases = in_split(suite.cases, split)
    with tempfile.TemporaryDirectory(prefix="funn-eval-") as directory:
        data = Path(directory)
        truth: Truth = ingest(suite.report, report or suite.manifest.report.id, data)
        if url:
            with HttpTarget(url, workers=jobs) as target:
                target.prepare(truth.report, truth.version)
                answers, seconds = ask_all(target, cases)
        else:
            here = InProcessTarget(settings.model_copy(update={"data": data}))
            answers, seconds = ask_all(here, cases)
    config = config_of(suite, split, url or InProcessTarget.name, truth, answers)
    return Run(config=config, answers=answers, truth=truth), seconds


def _score(
    cases: Sequence[Case], manifest: Manifest, made: Run, folder: Path
) -> tuple[Scores, Verdict]:
    """Score, keep and print."""
    scores = score(in_split(cases, made.config.split), made)
    write_json(folder / SCORES, scores.model_dump(mode="json"))
    verdict = judge(scores, manifest.floors)
    show(console(sys.stdout), scores, manifest.floors, verdict)
    return scores, verdict


@contextmanager
def _exit_codes() -> Iterator[None]:
    """Say what went wrong and leave by the code for it."""
    try:
        yield
    except FunnError as error:
        print(f"{error}", file=sys.stderr)
        raise typer.Exit(INCOMPLETE if isinstance(error, TargetError) else NOT_VALID) from None
