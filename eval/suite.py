"""A suite: a folder with cases, a manifest and a README, and the report that it asks about."""

from collections.abc import Sequence
from pathlib import Path

from eval.cases import Case, Split, SuiteLine, load_cases, problems
from eval.errors import SuiteError
from eval.manifest import (
    MANIFEST,
    Manifest,
    case_digests,
    differences,
    load_manifest,
    set_digest,
)
from service.domain import Frozen

CASES = "cases.jsonl"
SUITES = Path(__file__).parent / "suites"
ROOT = Path(__file__).parent.parent


class Suite(Frozen):
    """A suite that is exactly what was frozen."""

    folder: Path
    lines: tuple[SuiteLine, ...]
    manifest: Manifest
    report: Path

    @property
    def cases(self) -> tuple[Case, ...]:
        return tuple(line.case for line in self.lines)


def suite_folder(name: str) -> Path:
    """The folder of a suite given by name or by path."""
    for folder in (SUITES / name, Path(name)):
        if (folder / CASES).is_file():
            return folder.resolve()
    known = ", ".join(suite_names()) or "none"
    raise SuiteError(
        f"suite {name}", f"no {CASES} found", f"Give a folder or one of the suites: {known}."
    )


def suite_names() -> list[str]:
    """The suites that come with Funn."""
    return sorted(path.parent.name for path in SUITES.glob(f"*/{CASES}"))


def found_suites(elsewhere: Path | None) -> tuple[list[str], list[str]]:
    """The suites that come with Funn, and a line about each whose report is not on this machine,
    which is not among them."""
    names, left_out = [], []
    for name in suite_names():
        try:
            pin = load_manifest(SUITES / name / MANIFEST).report
        except SuiteError:
            names.append(name)  # to load it will say what is wrong with it
            continue
        try:
            find_report(pin.path, elsewhere)
        except SuiteError as error:
            left_out.append(f"{name}: left out: {error}")
        else:
            names.append(name)
    return names, left_out


def find_report(path: str, elsewhere: Path | None) -> Path:
    """A suite's report: from the repository's root, in `elsewhere` (the setting `eval_reports`)
    or in `../shared/report`."""
    tried = [ROOT / path, ROOT.parent / "shared" / "report" / Path(path).name]
    if elsewhere:
        tried.insert(1, elsewhere / Path(path).name)
    for candidate in tried:
        if candidate.is_file():
            return candidate
    raise SuiteError(
        f"report {path}",
        "not found in " + ", ".join(str(candidate.parent) for candidate in tried),
        "Put the file there or set FUNN_EVAL_REPORTS to its directory.",
    )


def read_raw(report: Path) -> str:
    """The raw text that gold spans count in: the bytes decoded, nothing translated or stripped."""
    return report.read_bytes().decode("utf-8")


def check(
    lines: Sequence[SuiteLine], report: Path | None, manifest: Manifest | None, scorer: str
) -> None:
    """Raises `SuiteError` with everything that is wrong with a suite, as far as that can be seen
    without its report when `report` is None."""
    found = problems((line.case for line in lines), read_raw(report)) if report else []
    if manifest:
        found += differences(manifest, lines, report.read_bytes() if report else None, scorer)
    if found:
        raise SuiteError(
            "the suite is not valid",
            "; ".join(found[:20]) + (f"; and {len(found) - 20} more" if len(found) > 20 else ""),
            "Undo the change, or make it a new version: funn eval freeze --help",
        )


def load_suite(name: str, scorer: str, elsewhere: Path | None = None) -> Suite:
    """A suite, checked against its manifest and its report. Raises `SuiteError`."""
    folder = suite_folder(name)
    lines = load_cases(folder / CASES)
    manifest = load_manifest(folder / MANIFEST)
    report = find_report(manifest.report.path, elsewhere)
    check(lines, report, manifest, scorer)
    return Suite(folder=folder, lines=lines, manifest=manifest, report=report)


def load_without_report(name: str, scorer: str) -> tuple[tuple[Case, ...], Manifest]:
    """The cases and manifest of a suite whose report is not on this machine, checked against each
    other. Raises `SuiteError`."""
    folder = suite_folder(name)
    lines = load_cases(folder / CASES)
    manifest = load_manifest(folder / MANIFEST)
    check(lines, None, manifest, scorer)
    return tuple(line.case for line in lines), manifest


def in_split(cases: Sequence[Case], split: Split | None) -> tuple[Case, ...]:
    """The cases of a split; all when `split` is None."""
    return tuple(case for case in cases if split is None or case.split == split)


def kept_suite(folder: Path) -> tuple[tuple[Case, ...], Manifest]:
    """The cases and manifest that a run kept beside its answers. Raises `SuiteError` if the cases
    are no longer those that the manifest names."""
    lines = load_cases(folder / CASES)
    manifest = load_manifest(folder / MANIFEST)
    if case_digests(lines) != manifest.cases or set_digest(manifest.cases) != manifest.set_digest:
        raise SuiteError(str(folder), "its cases are not those it was run with", "Run again.")
    return tuple(line.case for line in lines), manifest
