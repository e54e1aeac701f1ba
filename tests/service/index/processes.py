"""Real processes that read and write a store, led line by line from the test.

`python -m tests.service.index.processes write DATA REPORT.json`, `... read DATA QUESTION` and `...
withdraw DATA SOURCE`: each says what it is about to do and waits for a line before it goes on.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.domain import Report
from service.index.library import Library
from service.index.store import Store
from service.settings import Settings

ROOT = Path(__file__).parents[3]

READY = "ready"
EMBEDDED = "embedded"
OPENED = "opened"


def main(task: str, data: str, what: str) -> None:
    store = Store(Settings(data=Path(data)))
    _ = store.embedder  # loaded, so that what follows is the writing or reading alone
    _tell(READY)
    if task == "read":
        snapshot = Library(store).snapshot()
        _tell(OPENED)
        vector = store.embedder.query(what)
        for opened in snapshot.reports.values():
            print(" ".join(hit.passage for hit in opened.index.search(vector, 5)), flush=True)
    elif task == "withdraw":
        store.withdraw([what])
        print("withdrawn", flush=True)
    else:
        report = Report.model_validate_json(Path(what).read_text("utf-8"))
        store.put(report, progress=lambda done, of: _tell(EMBEDDED))
        print("stored", flush=True)


def _tell(line: str) -> None:
    print(line, flush=True)
    sys.stdin.readline()


class Led:
    """A process of this module."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def hear(self) -> str:
        """The next line that it says."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def go(self) -> None:
        """Let it go on."""
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        self.process.kill()  # SIGKILL
        self.process.wait()


@contextmanager
def led(task: str, data: Path, what: str | Path) -> Iterator[Led]:
    """Start one and wait until it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.service.index.processes", task, str(data), str(what)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        started = Led(process)
        try:
            yield started
        finally:
            process.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
