"""The command as a person runs it: `funn` in a process of its own, `funn serve` on a free port."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.storing import run
from service.settings import Settings

COMMAND = Path(sys.executable).parent / "funn"
START = 90
"""Seconds that a server may take to start, on a machine that is busy otherwise."""

TINY = """\
# Kveldsvakt i Lillevik

## 1 Arbeidsmengde

De fleste sykepleierne opplever at kveldsvakten er blitt tyngre etter at nattevakten ble lagt ned.
Noen av dem får hjelp av vaktmesteren til å løfte.

> Vi løper fra rom til rom, og ingen spør hvordan det går.
>
> — Sykepleier, kommune

## 2 Dokumentasjon

Enkelte fastleger skriver notatene sine for hånd. Et par sykepleiere fører dem inn i journalen.
"""
"""A report that is embedded in a moment."""
QUESTION = "Hvorfor er kveldsvakten blitt tyngre for sykepleierne?"


def environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment of a command over the store in `data`, with no other setting of Funn."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("FUNN_")}
    return {**outside, "FUNN_DATA": str(data), **settings}


def funn(
    *arguments: str | Path, data: Path, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `funn` to its end, its output in pipes."""
    return subprocess.run(
        [COMMAND, *arguments],
        env=environment(data, **(settings or {})),
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=240,
        check=False,
    )


def load(text: str, folder: Path, data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """`funn ingest` of `text` as the report `tiny`; its file is written into `folder`."""
    file = folder / "tiny.md"
    file.write_text(text, "utf-8")
    done = funn("ingest", file, "--id", "tiny", *options, data=data)
    assert done.returncode == 0, done.stderr
    return done


def load_here(text: str, folder: Path, data: Path) -> None:
    """The same in this process, which is quicker."""
    file = folder / "tiny.md"
    file.write_text(text, "utf-8")
    run(file, Settings(data=data), id="tiny")


@dataclass(frozen=True)
class Served:
    """A running `funn serve`."""

    url: str
    """Base URL, without a slash at its end."""
    port: int
    log: Path
    """What it prints."""


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[Served]:
    """`funn serve` over the store in `data` on a free port of 127.0.0.1, stopped by itself."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [COMMAND, "serve", "--host", "127.0.0.1", "--port", "0"],
                env=environment(data, **settings),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            port = _port(process, log)
            yield Served(f"http://127.0.0.1:{port}", port, log)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise


def _port(process: "subprocess.Popen[bytes]", log: Path) -> int:
    """The port that the server says it listens on."""
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text("utf-8")):
            return int(found.group(1))
        time.sleep(0.05)
    raise RuntimeError(f"funn serve did not start within {START} s:\n{log.read_text('utf-8')}")
