"""The tuning itself: BitFit (arXiv 2106.10199) with a contrastive loss as E5's (arXiv 2402.05672),
drawn part of the way back (WiSE-FT, arXiv 2109.01903)."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from eval.tune.backend import Tensor, torch
from eval.tune.batches import Batch, draw, hard_ones
from eval.tune.model import Model
from eval.tune.modelfile import Floats
from eval.tune.questions import OKAY, VITAL, Material
from eval.tune.tokenizer import Tokenizer
from service.index.disk import draft_of, sync

RATE = 1e-3
"""Of AdamW (arXiv 1711.05101), at its highest; no weight decay, as biases may be large."""
WARM_UP = 20
"""Steps to the highest rate, which then falls as a half cosine."""
TEMPERATURE = 0.02
"""Of the loss. E5's own is 0.01; with so few questions that is overconfident."""
WORTH: Mapping[int, float] = {VITAL: 1.0, OKAY: 0.4}
"""What it counts to find a passage."""
WHOLE = 0.7
"""Share of steps with passages as they are embedded; in the others they are bare."""
MINE = 180
"""Steps after which the hard passages are found again."""
SAY = 20
"""Steps between two lines about the loss."""
LONGEST = 1.0
"""Norm to which a gradient is cut."""
QUESTION_TOKENS, PASSAGE_TOKENS = 64, 96
"""Cut here for the sake of time; few texts are longer."""
AT_ONCE = 48
"""Texts that are embedded together while the hard passages are found."""
THREADS = 2
"""Always as many: sums in another order are other sums."""


class Cut(NamedTuple):
    """A training set in tokens."""

    material: Material
    questions: list[list[int]]
    passages: list[list[int]]
    bare: list[list[int]]


def cut(material: Material, tokenizer: Tokenizer) -> Cut:
    """The tokens of every text of a set."""
    return Cut(
        material=material,
        questions=[tokenizer.query(q.text, QUESTION_TOKENS) for q in material.questions],
        passages=[tokenizer.passage(text, PASSAGE_TOKENS) for text in material.passages],
        bare=[tokenizer.passage(text, PASSAGE_TOKENS) for text in material.bare],
    )


def tune(
    model: Model, sets: Sequence[Cut], steps: int, seed: int, say: Callable[[str], None]
) -> None:
    """Tune `model` in place, all the way. `say` is told of the loss and of what is being done."""
    torch.set_num_threads(THREADS)
    random = np.random.default_rng(seed)
    optimiser = torch.optim.AdamW(model.tunable.values(), lr=RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate(step, steps))
    share = np.array([len(each.questions) for each in sets], dtype=float)
    hard: list[list[list[int]]] = []
    losses: list[float] = []
    for step in range(steps):
        if step % MINE == 0:
            say(f"step {step}: finding the hardest passages")
            hard = [_mined(model, each) for each in sets]
        at = int(random.choice(len(sets), p=share / share.sum()))
        batch = draw(sets[at].material.questions, hard[at], random)
        found = loss(model, sets[at], batch, whole=bool(random.random() < WHOLE))
        optimiser.zero_grad()
        found.backward()
        torch.nn.utils.clip_grad_norm_(model.tunable.values(), LONGEST)
        optimiser.step()
        schedule.step()
        losses.append(float(found.detach()))
        if (step + 1) % SAY == 0 or step + 1 == steps:
            last = losses[-SAY:]
            say(f"step {step + 1}: loss {np.mean(last):.3f}, the mean of {len(last)}")


def rate(step: int, steps: int) -> float:
    """Share of `RATE` at a step."""
    return float(min(1.0, (step + 1) / WARM_UP) * (1 + np.cos(np.pi * min(1.0, step / steps))) / 2)


def contrast(scores: Tensor, gold: Tensor) -> Tensor:
    """The loss of a batch: how unlikely each passage that answers is against all those that do not
    (not against others that answer too), by `WORTH`; the mean over questions.

    Args:
        scores: cosines, a tensor questions x passages.
        gold: `VITAL`, `OKAY` or 0, of the same shape. A question that no passage of the batch
            answers is passed over; one question at least must be answered.
    """
    scaled = scores / TEMPERATURE
    others = scaled.masked_fill(gold > 0, -1e9).logsumexp(1, keepdim=True)
    each = torch.nn.functional.softplus(others - scaled)  # -log(e^s / (e^s + sum of e^others))
    worth = sum((gold == kind).float() * worth for kind, worth in WORTH.items())
    told = worth.sum(1)
    return ((each * worth).sum(1)[told > 0] / told[told > 0]).mean()


def loss(model: Model, each: Cut, batch: Batch, *, whole: bool) -> Tensor:
    """The loss of a batch of `each`, with its passages as they are embedded (`whole`) or bare."""
    texts = each.passages if whole else each.bare
    with _half():
        # In two parts by length: less of what is reckoned is padding.
        order = np.argsort([len(texts[at]) for at in batch.passages], kind="stable")
        parts = [part for part in np.array_split(order, 2) if part.size]
        vectors = torch.cat([model([texts[batch.passages[i]] for i in part]) for part in parts])
        passages = vectors[torch.from_numpy(np.argsort(order))].float()
        questions = model([each.questions[at] for at in batch.questions]).float()
    gold = [each.material.questions[at].gold[batch.passages] for at in batch.questions]
    return contrast(questions @ passages.T, torch.from_numpy(np.stack(gold)))


def write(path: Path, moved: Mapping[str, Floats]) -> None:
    """Write the differences in half precision, in one step; equal ones give equal bytes."""
    draft = draft_of(path)
    try:
        with draft.open("wb") as file:
            halves: dict[str, Any] = {k: v.astype(np.float16) for k, v in moved.items()}
            np.savez_compressed(file, **halves)
        sync(draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _mined(model: Model, each: Cut) -> list[list[int]]:
    questions, passages = (_vectors(model, texts) for texts in (each.questions, each.passages))
    return hard_ones(each.material.questions, questions, passages)


def _vectors(model: Model, texts: Sequence[Sequence[int]]) -> Floats:
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    found: dict[int, Floats] = {}
    with torch.no_grad(), _half():
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            vectors = model([texts[at] for at in some]).float().numpy()
            found.update(zip(some, vectors, strict=True))
    return np.stack([found[at] for at in range(len(texts))])


def _half() -> AbstractContextManager[None]:
    """Reckon in bfloat16 where it does no harm."""
    half: AbstractContextManager[None] = torch.autocast("cpu", dtype=torch.bfloat16)
    return half
