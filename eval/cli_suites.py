"""The commands of `funn eval` about a suite: validate, freeze, calibrate."""

import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from eval.cases import load_cases
from eval.cli_exit import exit_codes
from eval.errors import SuiteError
from eval.manifest import MANIFEST, frozen, load_manifest, write_manifest
from eval.score import SCORER
from eval.suite import (
    CASES,
    check,
    find_report,
    found_suites,
    load_suite,
    load_without_report,
    suite_folder,
    suite_names,
)
from service.settings import load_settings

SuiteOption = Annotated[str, typer.Option("--suite", help="Name of a suite, or its folder.")]


def validate(
    suite: Annotated[
        str | None, typer.Option("--suite", help="Name or folder. Default: every suite.")
    ] = None,
) -> None:
    """Check suites: every case against the schema, all of it against what was frozen.

    Without --suite, one whose report is not on this machine is checked as far as that goes, and
    said so; where CI=true it is an error.
    """
    with exit_codes():
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
    with exit_codes():
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


def calibrate(
    write: Annotated[
        bool, typer.Option("--write", help="Put the weights where the service reads them.")
    ] = False,
) -> None:
    """Fit the ranking and the decision whether to answer on the training sets.

    Prints how they do on each set when it is left out of the fit: the share of gold among the first
    five findings; how well the decision parts answerable from unanswerable questions; the shares of
    both that it refuses. Needed after a change of embedder, signals or training sets.
    """
    # Imported here: it costs the start of an assistant, which the other commands need not pay.
    from eval.calibrate import calibrate as fit_all  # noqa: PLC0415
    from eval.calibrate import lines  # noqa: PLC0415
    from eval.calibrate import write as put  # noqa: PLC0415

    with exit_codes():
        found = fit_all(load_settings(), SCORER)
        for line in lines(found):
            print(line)
        if write:
            for path in put(found):
                print(f"wrote {path}")
