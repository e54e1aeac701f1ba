"""Ingestion's time over the embedder's own time on the same passages.

The command is run as a user runs it, in a process of its own, start-up and all; then the embedder
alone is given the very passages that the command stored.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from service.domain import Frozen
from service.index.library import Library
from service.index.store import Store
from service.settings import Settings


class IngestTimes(Frozen):
    """Seconds, and their ratio."""

    report: str
    passages: int
    command: float
    """Seconds of `funn ingest`, the whole process."""
    embedding: float
    """Seconds of the embedder alone on the same passages."""
    start_up: float
    """Seconds that the command takes to say what it can do (`funn ingest --help`)."""
    again: float
    """Seconds of the same command once more, when nothing changed."""

    @property
    def ratio(self) -> float:
        """The whole command over the embedder alone."""
        return self.command / self.embedding

    @property
    def work_ratio(self) -> float:
        """The same with the command's start-up left out."""
        return (self.command - self.start_up) / self.embedding


def time_ingest(report: Path, data: Path) -> IngestTimes:
    """Ingest `report` into the empty directory `data`, then embed its passages again, alone."""
    start_up = _run(["ingest", "--help"], data)
    command = _run(["ingest", str(report)], data)
    again = _run(["ingest", str(report)], data)
    store = Store(Settings(data=data))
    (opened,) = Library(store).snapshot().reports.values()
    texts = [passage.text for passage in opened.passages.values()]
    store.embedder.passages(texts[:8])  # the model is in memory when the clock starts
    start = time.perf_counter()
    store.embedder.passages(texts)
    embedding = time.perf_counter() - start
    return IngestTimes(
        report=opened.report.id,
        passages=len(texts),
        command=command,
        embedding=embedding,
        start_up=start_up,
        again=again,
    )


def _run(arguments: list[str], data: Path) -> float:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "funn", *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "FUNN_DATA": str(data)},
    )
    return time.perf_counter() - start
