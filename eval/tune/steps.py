"""What one step learns from, in tokens: a batch of a training set, of a text or of two excerpts."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from eval.tune.batches import Batch, draw_text
from eval.tune.excerpts import Excerpt
from eval.tune.questions import Material
from eval.tune.texts import Text
from service.index.encoder.tokenizer import Tokenizer

WHOLE = 0.75
"""Share of steps with passages as they are embedded; in the others they are bare."""
TITLED = 0.7
"""Share of steps on a text with its title before each sentence, as headings are."""
TOGETHER = 2
"""Excerpts in a step: what is on another subject altogether is told apart too."""
QUESTION_TOKENS, PASSAGE_TOKENS = 48, 96
"""Cut here for the sake of time; few texts are longer."""


class Cut(NamedTuple):
    """A training set in tokens."""

    material: Material
    questions: list[list[int]]
    passages: list[list[int]]
    bare: list[list[int]]


class Step(NamedTuple):
    """What one step learns from."""

    questions: list[list[int]]
    """In tokens."""
    passages: list[list[int]]
    gold: npt.NDArray[np.int64]
    """`VITAL`, `OKAY` or 0: questions x passages."""
    again: list[list[int]] | None = None
    """The same questions in other words or another language, where they are had so."""


def cut(material: Material, tokenizer: Tokenizer) -> Cut:
    """The tokens of every text of a set."""
    return Cut(
        material=material,
        questions=[tokenizer.query(q.text, QUESTION_TOKENS) for q in material.questions],
        passages=[tokenizer.passage(text, PASSAGE_TOKENS) for text in material.passages],
        bare=[tokenizer.passage(text, PASSAGE_TOKENS) for text in material.bare],
    )


def of_set(each: Cut, batch: Batch, *, whole: bool) -> Step:
    """A step on a batch of `each`, with its passages as they are embedded (`whole`) or bare."""
    texts = each.passages if whole else each.bare
    gold = [each.material.questions[at].gold[batch.passages] for at in batch.questions]
    return Step(
        questions=[each.questions[at] for at in batch.questions],
        passages=[texts[at] for at in batch.passages],
        gold=np.stack(gold),
    )


def of_text(text: Text, tokenizer: Tokenizer, random: np.random.Generator) -> Step:
    """A step on some questions to a text from elsewhere, with or without its title."""
    batch = draw_text(text.questions, random)
    before = f"{text.title}\n" if text.title and random.random() < TITLED else ""
    return Step(
        questions=[
            tokenizer.query(text.questions[at].text, QUESTION_TOKENS) for at in batch.questions
        ],
        passages=[
            tokenizer.passage(before + text.sentences[at], PASSAGE_TOKENS) for at in batch.passages
        ],
        gold=np.stack([text.questions[at].gold[batch.passages] for at in batch.questions]),
    )


def of_excerpts(
    excerpts: Sequence[Excerpt], tokenizer: Tokenizer, random: np.random.Generator
) -> Step:
    """A step on some excerpts, whole: every question, in a language by lot and again in another,
    against every statement of them all."""
    whole = random.random() < WHOLE
    questions: list[str] = []
    again: list[str] = []
    passages: list[str] = []
    gold = np.zeros(
        (sum(len(each.questions) for each in excerpts), sum(len(e.passages) for e in excerpts)),
        dtype=np.int64,
    )
    for each in excerpts:
        for asked in each.questions:
            last = len(passages) + len(each.passages)
            gold[len(questions), len(passages) : last] = asked.gold
            one, other = random.choice(len(asked.texts), 2, replace=len(asked.texts) < 2)
            questions.append(asked.texts[int(one)])
            again.append(asked.texts[int(other)])
        passages.extend(each.passages if whole else each.bare)
    return Step(
        questions=[tokenizer.query(text, QUESTION_TOKENS) for text in questions],
        passages=[tokenizer.passage(text, PASSAGE_TOKENS) for text in passages],
        gold=gold,
        again=[tokenizer.query(text, QUESTION_TOKENS) for text in again],
    )
