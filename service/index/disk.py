"""Writing so that a kill or a power cut leaves the old file or the new one, and errors of the disk
in words."""

import errno
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.errors import StoreError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_ROOM = (
    "Free room on that disk, then run the command again; what was stored before is live and whole."
)
_ADDED = {errno.ENOTEMPTY, errno.EEXIST}
_PATIENCE = 10.0
_PAUSE = 0.01
"""Seconds to try for, and between two tries."""


def sync(path: Path) -> None:
    """Have the file or the directory's own entries on the disk before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(path: Path) -> None:
    """`sync` of `path` and of all that is in it."""
    for entry in [path, *path.rglob("*")]:
        sync(entry)


def replace(path: Path, text: str) -> None:
    """Give the file `path` the content `text` in one step."""
    new = draft_of(path)
    try:
        new.write_text(text, "utf-8")
        sync(new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    sync(path.parent)


def draft_of(path: Path) -> Path:
    """The name under which `replace` writes the new content."""
    return path.with_name(f".{path.name}")


def remove(folder: Path) -> None:
    """Remove a directory and all in it, also while a reader that is just opening a database in
    there adds files to it."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            shutil.rmtree(folder)
            return
        except FileNotFoundError:
            if not folder.exists():
                return
        except OSError as error:
            if error.errno not in _ADDED or time.monotonic() > until:
                raise
        time.sleep(_PAUSE)


@contextmanager
def writing_to(root: Path) -> Iterator[None]:
    """Errors of the disk become a `StoreError` about the data directory `root`."""
    try:
        yield
    except OSError as error:
        full = error.errno in _FULL
        raise StoreError(
            f"The data directory {root}",
            f"it cannot be written ({error.strerror})",
            _ROOM if full else "Set FUNN_DATA to a directory that you may write.",
        ) from error
