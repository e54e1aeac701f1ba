import fcntl
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from service.errors import StoreBusyError
from service.index import lock as lock_module
from service.index.lock import locked


def dead() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_it_is_free_again_and_names_nobody(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path / "data"):
            assert (tmp_path / "data" / "lock").read_text() == str(os.getpid())
        assert (tmp_path / "data" / "lock").read_text() == ""


@pytest.mark.parametrize("left", ["", "killed", "nonsense"])
def test_whoever_holds_it_is_named_also_when_only_just_taken(tmp_path: Path, left: str) -> None:
    """Between taking the lock and writing a name the file says nothing, or what was left there."""
    file = tmp_path / "lock"
    file.write_text(str(dead()) if left == "killed" else left)
    with file.open("a+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        naming = threading.Timer(0.2, lambda: file.write_text(str(os.getpid())))
        naming.start()
        with (
            pytest.raises(StoreBusyError, match=f"process {os.getpid()} is writing"),
            locked(tmp_path),
        ):
            pass
        naming.join()


def test_one_who_gives_it_up_meanwhile_is_followed(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("a+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ending = threading.Timer(0.2, lambda: fcntl.flock(held, fcntl.LOCK_UN))
        ending.start()
        with locked(tmp_path):
            pass
        ending.join()


def test_one_that_is_never_named_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_module, "PATIENCE", 0.1)
    with (tmp_path / "lock").open("a+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        start = time.monotonic()
        with pytest.raises(StoreBusyError, match="a process is writing"), locked(tmp_path):
            pass
        assert time.monotonic() - start >= 0.1
