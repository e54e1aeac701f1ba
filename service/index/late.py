"""Late interaction: a question held against a passage token by token (ColBERT, arXiv 2004.12832).

One vector for a whole text blurs what a single word asks for. Here each token of the question seeks
the token of the passage that is most like it; the mean of these similarities, weighed by how much
each token asks, says how well the passage answers. Vectors of passages are made when a report is
stored, so that a question costs one product of matrices.

The head is learnt with the embedder's tuning (ADR 13): a projection of hidden states, whose common
part is taken off first, and a gate that tells words that ask from words that only join them.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from service.index.base import Codes

Floats = npt.NDArray[np.float32]

SCALE = 127.0
"""What a coordinate of 1 is as a code."""
SHARPNESS = 8.0
"""Of the gate."""
QUERY_PREFIX = 4
"""Tokens of a question that are not its own: the one that begins a text, and E5's "query: "."""


class Terms(NamedTuple):
    """A question, token by token."""

    vectors: Floats
    """tokens x dimension, each of length 1."""
    weights: Floats
    """How much each asks; they sum to 1 (or are all 0, where a question has no token)."""


class Head(NamedTuple):
    """From hidden states to what is held against each other."""

    common: Floats
    """The mean state, which is taken off: 384."""
    projection: Floats
    """384 x dimension."""
    gate: Floats
    """384."""
    gate_bias: float

    def codes(self, states: Floats) -> Codes:
        """The tokens of a passage: `states` is tokens x 384."""
        codes: Codes = np.rint(self._vectors(states) * SCALE).astype(np.int8)
        return codes

    def terms(self, states: Floats) -> Terms:
        """The tokens of a question, without those that every question has."""
        own = states[QUERY_PREFIX:-1]
        centred: Floats = own - self.common
        asks = _unit(centred) @ self.gate * np.float32(SHARPNESS) + np.float32(self.gate_bias)
        weights = 1.0 / (1.0 + np.exp(-np.clip(asks, -30.0, 30.0)))
        total = float(weights.sum()) or 1.0
        return Terms(vectors=self._vectors(own), weights=(weights / total).astype(np.float32))

    def _vectors(self, states: Floats) -> Floats:
        centred: Floats = states - self.common
        return _unit(centred @ self.projection)


def likeness(terms: Terms, codes: Codes, starts: npt.NDArray[np.int64]) -> Floats:
    """How like each passage is to each term at its most like token: terms x passages, -1 to 1.

    Args:
        codes: tokens of all passages, one after the other.
        starts: where each passage begins; none is empty.
    """
    if not len(starts) or not len(terms.weights):
        return np.zeros((len(terms.weights), len(starts)), dtype=np.float32)
    cosines: Floats = terms.vectors @ (codes.astype(np.float32) / np.float32(SCALE)).T
    best: Floats = np.maximum.reduceat(cosines, starts, axis=1)
    return best


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = (rows / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
    return unit
