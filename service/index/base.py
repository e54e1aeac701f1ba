"""The port to a vector store: ours, and thin, because sources must come back with provenance."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int8]


class Embedded(NamedTuple):
    """A passage in vectors."""

    vector: Sequence[float]
    """Of the whole, of length 1."""
    tokens: Codes | None = None
    """Of each of its tokens, tokens x dimension, each of length 127 before rounding; None from an
    embedder that gives none."""


class PassageHit(NamedTuple):
    """A passage that was found. `cosine` is its similarity to the query vector, -1 to 1."""

    passage: str
    cosine: float


class PassageIndex(Protocol):
    """The passages of one version of one report, embedded. Written once, then only read."""

    def search(self, vector: Sequence[float], k: int) -> list[PassageHit]:
        """The `k` nearest passages (all, if there are fewer), most similar first."""
        ...

    def embedded(self) -> Mapping[str, Embedded]:
        """Passage id → its vectors, so that an unchanged passage need not be embedded again."""
        ...
