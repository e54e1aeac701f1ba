"""The commands of `funn eval` about stored runs: compare, gate, baseline, report."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from eval.baseline import Baseline, kept_baseline
from eval.cli_exit import ENDED, exit_codes
from eval.compare import compare
from eval.compare_table import show_comparison
from eval.gate import judge
from eval.report import write_report
from eval.score import Scores
from eval.stored import any_baseline, commit_baseline, rescored
from eval.suite import SUITES, kept_suite, suite_folder
from eval.table import console


def compare_runs(
    first: Annotated[Path, typer.Argument(metavar="A", help="Folder of a run: what was before.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Folder of a run: what is now.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare two runs over the same questions: each figure, and each case that moved.

    It judges nothing: exit code 0 whatever moved. Runs that cannot be compared are exit code 2.
    """
    with exit_codes():
        found = compare(first, second)
        if as_json:
            print(found.model_dump_json(indent=2))
        else:
            show_comparison(console(sys.stdout), found)


def gate(
    folder: Annotated[
        Path, typer.Argument(metavar="RUN", help="Folder that `funn eval run` wrote.")
    ],
    baseline: Annotated[
        Path | None,
        typer.Option(help="A run or a baseline file. Default: the suite's baseline.json, if any."),
    ] = None,
) -> None:
    """Hold a run against the gate: what holds for every suite, floors, must_pass, the baseline.

    Floors on figures that the run cannot give are named as not checked."""
    with exit_codes():
        scores, manifest = rescored(folder)
        home = SUITES / manifest.suite
        against = any_baseline(baseline) if baseline else committed(home, scores)
        verdict = judge(scores, manifest.floors, manifest.must_pass, against)
        for reason in verdict.reasons:
            print(f"- {reason}")
        for line in verdict.unchecked:
            print(line)
        print(f"gate: {ENDED[verdict.exit_code]}")
    raise typer.Exit(verdict.exit_code)


def make_baseline(
    folder: Annotated[
        Path, typer.Argument(metavar="RUN", help="Folder of a run on dev, of the frozen version.")
    ],
    suite: Annotated[
        str | None, typer.Option("--suite", help="Name or folder. Default: the suite of the run.")
    ] = None,
) -> None:
    """Make a run the suite's baseline, to be committed: later runs are held against it."""
    with exit_codes():
        home = suite_folder(suite or kept_suite(folder)[1].suite)
        made = commit_baseline(folder, home)
        print(f"{made.suite} {made.suite_version}: baseline of {len(made.cases)} cases written")


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
    with exit_codes():
        print(f"report written to {write_report(folder, baseline, out)}")


def committed(home: Path, scores: Scores) -> Baseline | None:
    """The baseline in a suite's folder; None, and said, where it is of other questions."""
    baseline, why = kept_baseline(home, scores)
    if why:
        print(f"not compared with the baseline: {why}", file=sys.stderr)
    return baseline
