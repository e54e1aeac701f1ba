"""Stored runs, scored anew: what the commands `gate` and `baseline` conclude from."""

from pathlib import Path

from eval.baseline import BASELINE, Baseline, baseline_of, read_baseline, write_baseline
from eval.errors import SuiteError
from eval.manifest import MANIFEST, Manifest, load_manifest
from eval.records import read_run
from eval.score import SCORER, Scores, score
from eval.suite import SUITES, in_split, kept_suite


def rescored(folder: Path) -> tuple[Scores, Manifest]:
    """The scores of stored answers, by this scorer, and the manifest to hold them against: today's
    as long as the set is the one that was asked, so that floors raised since do count.

    Raises `SuiteError` for a run that was altered, or whose floors were set with another scorer."""
    cases, manifest = kept_suite(folder)
    made = read_run(folder)
    today = SUITES / manifest.suite / MANIFEST
    if today.exists() and (now := load_manifest(today)).set_digest == manifest.set_digest:
        manifest = now
    if manifest.scorer != SCORER:
        raise SuiteError(
            str(folder),
            f"its floors were set with scorer {manifest.scorer}; this is scorer {SCORER}",
            "Run again on the version that is frozen now.",
        )
    return score(in_split(cases, made.config.split), made), manifest


def any_baseline(path: Path) -> Baseline:
    """The baseline in a file, or the one that the run in a folder makes."""
    return baseline_of(rescored(path)[0]) if path.is_dir() else read_baseline(path)


def commit_baseline(folder: Path, home: Path) -> Baseline:
    """Write the run in `folder` as the baseline of the suite in `home`.

    Raises `SuiteError` for a run that is not on dev, or not of the version that is frozen."""
    scores, _ = rescored(folder)
    now = load_manifest(home / MANIFEST)
    if scores.split != "dev" or now.set_digest != scores.set_digest:
        raise SuiteError(
            str(folder),
            f"is a run on {scores.split or 'all'} of version {scores.suite_version}",
            f"A baseline is a run on dev of the version that is frozen, {now.version}.",
        )
    baseline = baseline_of(scores)
    write_baseline(home / BASELINE, baseline)
    return baseline
