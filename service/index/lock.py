"""One writer at a time, whatever process it is in."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from service.errors import StoreBusyError

PATIENCE = 2.0
"""Seconds to wait for the name of who holds the lock: to take it and to write the name are two
steps, and between them the file names nobody, or one who was killed."""

_PAUSE = 0.01


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the lock of the store in `root`, which the system drops when the process ends, however
    it ends. Raises `StoreBusyError` with the process that holds it."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("a+", encoding="utf-8") as lock:
        _take(lock, root)
        _name(lock, str(os.getpid()))
        try:
            yield
        finally:
            _name(lock, "")


def _take(lock: IO[str], root: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = _holder(lock)
        if holder or time.monotonic() > until:
            raise StoreBusyError(
                f"The store {root}",
                f"process {holder} is writing to it" if holder else "a process is writing to it",
                "Wait until it is done, then run the command again.",
            ) from None
        time.sleep(_PAUSE)


def _holder(lock: IO[str]) -> int | None:
    """The process that the file names; None when it names nobody who is alive."""
    lock.seek(0)
    try:
        named = int(lock.read())
        os.kill(named, 0)
    except PermissionError:
        return named  # somebody else's, so it is alive
    except (ValueError, OSError):
        return None
    return named


def _name(lock: IO[str], holder: str) -> None:
    lock.seek(0)
    lock.truncate()
    lock.write(holder)
    lock.flush()
