"""What is learnt from in one step: some questions of one report, and passages of that report.

Passages of other reports would be told apart by their subject alone, so all negatives are of the
same one; the hardest are those that the model itself ranks high (Xiong et al. 2021, ANCE, arXiv
2007.00808).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from eval.tune.modelfile import Floats
from eval.tune.questions import Put

QUESTIONS = 12
PASSAGES = 64
"""At most."""
EACH = 3
"""Passages that answer a question, and hard ones that do not, that are drawn for it."""
HARD = 40
"""Nearest passages among which those that do not answer are hard."""


class Batch(NamedTuple):
    """Indexes into the questions and the passages of a set."""

    questions: list[int]
    passages: list[int]


def hard_ones(questions: Sequence[Put], vectors: Floats, passages: Floats) -> list[list[int]]:
    """For each question the passages among its `HARD` nearest that do not answer it. `vectors` are
    the questions', one a row; all of length 1."""
    return [
        [
            int(at)
            for at in np.argsort(-(passages @ vector), kind="stable")[:HARD]
            if not put.gold[at]
        ]
        for put, vector in zip(questions, vectors, strict=True)
    ]


def draw(
    questions: Sequence[Put], hard: Sequence[Sequence[int]], random: np.random.Generator
) -> Batch:
    """A batch of one set: one question a group, so that no translation stands beside its own."""
    groups: dict[str, int] = {}
    for at in random.permutation(len(questions)):
        groups.setdefault(questions[at].group, int(at))
    some = list(groups.values())[:QUESTIONS]
    found: dict[int, None] = {}
    for at in some:
        found.update(dict.fromkeys(_answering(questions[at].gold, random)))
        few = min(EACH, len(hard[at]))
        found.update(dict.fromkeys(random.choice(hard[at], few, replace=False).tolist()))
    passages = random.permutation(list(found)).tolist()[:PASSAGES]
    return Batch(questions=some, passages=passages)


def _answering(gold: npt.NDArray[np.int64], random: np.random.Generator) -> list[int]:
    """Those of vital points first, else by lot."""
    shuffled = random.permutation(np.flatnonzero(gold))
    order = np.argsort(-gold[shuffled], kind="stable")
    return [int(at) for at in shuffled[order][:EACH]]
