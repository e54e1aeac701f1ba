"""The truth that answers are held against: every source of the report, and its canonical text."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from eval.errors import SuiteError, TargetError
from service.contract import SourceView
from service.domain import Frozen, Span

SOURCES, CANONICAL = "sources.jsonl", "canonical.txt"


class Truth(Frozen):
    """What ingestion made of a report."""

    report: str
    """Id of the report."""
    version: str
    """Digest of what ingestion made of it."""
    canonical: str
    sources: tuple[SourceView, ...]

    @cached_property
    def by_id(self) -> Mapping[str, SourceView]:
        return {source.id: source for source in self.sources}

    @cached_property
    def raw(self) -> tuple[Span, ...]:
        """Every span of the raw file that some source holds."""
        return tuple(span for source in self.sources for span in source.raw)


def funn(*arguments: str, data: Path) -> str:
    """Run the command `funn` on the store at `data`, in a process of its own; its output.

    Raises `TargetError` with what it said when it fails."""
    installed = Path(sys.prefix) / "bin" / "funn"
    command = [str(installed)] if installed.exists() else [sys.executable, "-m", "funn"]
    done = subprocess.run(
        [*command, *arguments],
        env={**os.environ, "FUNN_DATA": str(data), "PYTHONUTF8": "1", "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise TargetError(
            "funn " + " ".join(arguments),
            f"ended with {done.returncode}: " + " ".join(said[-3:]),
            "Run that command by itself to see all it says.",
        )
    return done.stdout.decode("utf-8")


def ingest(report: Path, id: str, data: Path) -> Truth:
    """Load `report` into a new store at `data` and read back what became of it."""
    funn("ingest", str(report), "--id", id, data=data)
    lines = funn("sources", "--report", id, "--json", data=data)
    canonical = funn("canonical", "--report", id, data=data)
    loaded = [json.loads(line) for line in funn("reports", "--json", data=data).splitlines()]
    return parse(id, loaded[0]["version"], canonical, lines)


def parse(id: str, version: str, canonical: str, lines: str) -> Truth:
    """The truth from what `funn canonical` and `funn sources --json` print."""
    try:
        sources = [SourceView.model_validate_json(line) for line in lines.split("\n") if line]
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        raise SuiteError(
            "funn sources --json", f"{found['loc']}: {found['msg']}", "Run `make test`."
        ) from None
    return Truth(report=id, version=version, canonical=canonical, sources=tuple(sources))


def write_truth(folder: Path, truth: Truth) -> None:
    """Keep it beside the answers, so that they can be scored without the report."""
    lines = (source.model_dump(mode="json") for source in truth.sources)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / SOURCES).write_bytes(text.encode())
    (folder / CANONICAL).write_bytes(truth.canonical.encode())


def read_truth(folder: Path, report: str, version: str) -> Truth:
    """What `write_truth` kept of the report with that id."""
    canonical = (folder / CANONICAL).read_bytes().decode()
    return parse(report, version, canonical, (folder / SOURCES).read_bytes().decode())
