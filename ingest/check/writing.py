"""Files that a check writes, beside nothing that it could harm."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from service.errors import InputError


def write(path: Path, text: str, *, kept: Iterable[Path], again: str | None = None) -> None:
    """Writes `text` to `path`, whole or not at all, for its owner alone to read.

    A file that is there is kept, but for one that begins with `again` (what an earlier check
    wrote); none of `kept` is ever written over. Raises `InputError`.
    """
    if path.is_dir():
        raise InputError(str(path), "is a directory", "Name a file.")
    if path.exists():
        if any(other.exists() and path.samefile(other) for other in kept):
            raise InputError(str(path), "is the report or its corrections", "Name another file.")
        if again is None or not _begins(path, again):
            raise InputError(
                str(path), "is there already and is not overwritten", "Name another file."
            )
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.replace(draft, path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            str(path), f"cannot be written ({error.strerror})", "Name a file elsewhere."
        ) from None


def _begins(path: Path, text: str) -> bool:
    wanted = text.encode()
    with path.open("rb") as file:
        return file.read(len(wanted)) == wanted
