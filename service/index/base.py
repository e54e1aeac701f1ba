"""The port to a vector store: ours, and thin, because sources must come back with provenance."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol


class PassageHit(NamedTuple):
    """A passage that was found. `cosine` is its similarity to the query vector, -1 to 1."""

    passage: str
    cosine: float


class PassageIndex(Protocol):
    """The passages of one version of one report, embedded. Written once, then only read."""

    def search(self, vector: Sequence[float], k: int) -> list[PassageHit]:
        """The `k` nearest passages (all, if there are fewer), most similar first."""
        ...

    def vectors(self) -> Mapping[str, Sequence[float]]:
        """Passage id → its vector, so that an unchanged passage need not be embedded again."""
        ...
