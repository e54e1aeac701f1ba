"""The report that a suite was frozen with. Without it a test is skipped; in CI it fails."""

from pathlib import Path

import pytest

from eval.errors import SuiteError
from eval.manifest import load_manifest
from eval.suite import find_report
from tests.conftest import CI


def report_at(path: str) -> Path:
    """The report that a manifest names so."""
    try:
        return find_report(path, None)
    except SuiteError as error:
        if CI:
            raise
        pytest.skip(f"the report is not on this machine: {error}")


def report_of(folder: Path) -> Path:
    """The report of the suite in `folder`."""
    return report_at(load_manifest(folder / "manifest.json").report.path)
