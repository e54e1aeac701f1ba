"""The vectors of passages' tokens on disk, in a file beside Chroma's own: it has no column for
them."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from service.errors import StoreError
from service.index.base import Codes, Embedded

FILE = "tokens/codes.npz"
"""Absent where the embedder gives none. `ids`: of passages; `counts`: tokens of each; `codes`: of
all, one after the other."""

_UNREADABLE = (OSError, EOFError, ValueError, KeyError, RuntimeError, zipfile.BadZipFile)
"""What numpy and `zipfile` raise over a file that was emptied, cut or altered."""


def write(folder: Path, ids: Sequence[str], embedded: Sequence[Embedded]) -> None:
    """Write those of the passages `ids` below `folder`, if all of them have any. Raises `OSError`
    when the disk does not take it."""
    codes = [each.tokens for each in embedded if each.tokens is not None]
    if not codes or len(codes) != len(ids):
        return
    path = folder / FILE
    path.parent.mkdir()
    np.savez(
        path,
        ids=np.array(ids),
        counts=np.array([len(each) for each in codes], dtype=np.int64),
        codes=np.concatenate(codes),
    )


def read(folder: Path) -> Mapping[str, Codes]:
    """Passage id → codes, tokens x dimension; empty where there are none. Raises `StoreError`."""
    path = folder / FILE
    if not path.exists():
        return {}
    try:
        with path.open("rb") as file, np.load(file) as stored:
            ids, counts, codes = (stored[name] for name in ("ids", "counts", "codes"))
        parts = np.split(codes, np.cumsum(counts)[:-1])
        return dict(zip(map(str, ids), parts, strict=True))
    except _UNREADABLE as error:
        raise StoreError(
            f"The index of report {folder.parent.parent.name}",
            f"the vectors of its tokens cannot be read ({error})",
            "Run `funn rebuild`.",
        ) from error
