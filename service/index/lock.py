"""One writer at a time, whatever process it is in."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.errors import StoreBusyError


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the lock of the store in `root`, which the system drops when the process ends, however
    it ends. Raises `StoreBusyError` with the process that holds it."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise StoreBusyError(
                f"The store {root}",
                f"process {holder} is writing to it",
                "Wait until it is done, then run the command again.",
            ) from None
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        yield
