"""What is learnt from in one step: some questions to one report or text, and passages of it.

Passages of other reports would be told apart by their subject alone, so negatives are of the same
one (of two excerpts, that subjects are told apart too); the hardest are those that the model itself
ranks high (Xiong et al. 2021, ANCE, arXiv 2007.00808).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from eval.tune.questions import Put
from service.index.encoder.modelfile import Floats

QUESTIONS = 14
PASSAGES = 64
"""At most."""
EACH = 3
"""Passages that answer a question, and hard ones that do not, that are drawn for it."""
HARD = 40
"""Nearest passages among which those that do not answer are hard."""


class Batch(NamedTuple):
    """Indexes into the questions and the passages of a set or a text."""

    questions: list[int]
    passages: list[int]


def together(dense: Floats, late: Floats) -> Floats:
    """Both kinds of likeness in one: questions x passages, in standard deviations of a question's
    own."""
    return _standard(dense) + _standard(late)


def hard_ones(questions: Sequence[Put], likeness: Floats) -> list[list[int]]:
    """For each question the passages among its `HARD` nearest that do not answer it. `likeness` is
    questions x passages."""
    return [
        [int(at) for at in np.argsort(-near, kind="stable")[:HARD] if not put.gold[at]]
        for put, near in zip(questions, likeness, strict=True)
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


def draw_text(questions: Sequence[Put], random: np.random.Generator) -> Batch:
    """A batch of one short text: its sentences that answer first, then others by lot."""
    some = random.permutation(len(questions))[:QUESTIONS].tolist()
    answer = np.any([questions[at].gold > 0 for at in some], axis=0)
    others = random.permutation(np.flatnonzero(~answer)).tolist()
    return Batch(some, [*np.flatnonzero(answer).tolist(), *others][:PASSAGES])


def _standard(scores: Floats) -> Floats:
    spread = scores.std(axis=1, keepdims=True)
    found: Floats = (scores - scores.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1)
    return found


def _answering(gold: npt.NDArray[np.int64], random: np.random.Generator) -> list[int]:
    """Those of vital points first, else by lot."""
    shuffled = random.permutation(np.flatnonzero(gold))
    order = np.argsort(-gold[shuffled], kind="stable")
    return [int(at) for at in shuffled[order][:EACH]]
