"""The tuning itself: BitFit (arXiv 2106.10199) with a contrastive loss as E5's (arXiv 2402.05672)
of whole texts, and the same of late interaction (ColBERT, arXiv 2004.12832)."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

import numpy as np

from eval.tune.backend import Tensor, torch
from eval.tune.batches import draw, hard_ones, together
from eval.tune.excerpts import Excerpt
from eval.tune.head import LateHead
from eval.tune.model import Model
from eval.tune.questions import OKAY, VITAL
from eval.tune.steps import TOGETHER, WHOLE, Cut, Step, of_excerpts, of_set, of_text
from eval.tune.texts import Text
from service.index.encoder.blas import one_thread
from service.index.encoder.modelfile import Floats
from service.index.encoder.tokenizer import Tokenizer
from service.index.encoder.transformer import pooled
from service.index.late import likeness

RATE = 1e-3
"""Of AdamW (arXiv 1711.05101); no weight decay, as biases may be large."""
PRODUCTS_RATE, PRODUCTS_DECAY = 3e-4, 0.01
"""The same for what is added to the weights."""
WARM_UP = 20
"""Steps to the highest rate, which then falls as a half cosine."""
FLOOR = 0.02
"""Share of `RATE` that is added throughout, so that the last steps still move something."""
DENSE_TEMPERATURE, LATE_TEMPERATURE = 0.02, 0.03
"""Of the losses. E5's own is 0.01; with so few questions that is overconfident."""
DENSE = 0.5
"""What the loss of whole texts counts against that of late interaction."""
COLUMNS = 0.5
"""What it counts that a passage tells the questions it answers from those that it does not, against
that a question tells passages. By this alone likeness means the same from one question to another,
and questions that nothing answers are learnt from."""
ALIKE = 0.1
"""What it counts that a question in two languages is as like every passage: the mean of the squared
differences, in temperatures."""
WORTH: Mapping[int, float] = {VITAL: 1.0, OKAY: 0.4}
"""What it counts to find a passage."""
MINE = 150
"""Steps after which the hard passages are found again."""
BEGIN = 360
"""Passages whose states the head begins from."""
SAY = 20
"""Steps between two lines about the loss."""
LONGEST = 1.0
"""Norm to which a gradient is cut."""
AT_ONCE = 48
"""Texts that are encoded together while the hard passages are found."""
THREADS = 2
"""Always as many: sums in another order are other sums."""


class Plan(NamedTuple):
    """What is asked of the tuning."""

    steps: int
    seed: int = 0
    """Of every draw."""
    dimension: int = 96
    """Numbers a token has in late interaction."""
    texts_share: float = 0.2
    """Share of steps on a text from elsewhere, where there are any."""
    excerpts_share: float = 0.5
    """Share of the other steps on excerpts, where there are any."""


def tune(
    model: Model,
    sets: Sequence[Cut],
    texts: Sequence[Text],
    excerpts: Sequence[Excerpt],
    tokenizer: Tokenizer,
    plan: Plan,
    say: Callable[[str], None],
    head: LateHead | None = None,
) -> LateHead:
    """Tune `model` in place, all the way, and give the head of late interaction that was learnt
    with it: `head`, if it is to learn on. `say` is told of the loss and of what is being done."""
    torch.set_num_threads(THREADS)
    one_thread()
    random = np.random.default_rng(plan.seed)
    head = head or _begun(model, sets, plan.dimension, random)
    products = [part for pair in model.products.values() for part in pair]
    others = [*model.tunable.values(), *head.learnt]
    optimiser = torch.optim.AdamW(
        [
            {"params": others, "lr": RATE, "weight_decay": 0.0},
            *([{"params": products, "lr": PRODUCTS_RATE}] if products else []),
        ],
        weight_decay=PRODUCTS_DECAY,
    )
    learnt = [*others, *products]
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate(step, plan.steps))
    share = np.array([len(each.questions) for each in sets], dtype=float)
    hard: list[list[list[int]]] = []
    losses: list[float] = []
    for step in range(plan.steps):
        if step % MINE == 0:
            say(f"step {step}: finding the hardest passages")
            hard = [mined(model, head, each) for each in sets]
        if texts and random.random() < plan.texts_share:
            drawn = of_text(texts[int(random.integers(len(texts)))], tokenizer, random)
        elif len(excerpts) >= TOGETHER and random.random() < plan.excerpts_share:
            some = random.choice(len(excerpts), TOGETHER, replace=False)
            drawn = of_excerpts([excerpts[at] for at in some], tokenizer, random)
        else:
            at = int(random.choice(len(sets), p=share / share.sum()))
            batch = draw(sets[at].material.questions, hard[at], random)
            drawn = of_set(sets[at], batch, whole=bool(random.random() < WHOLE))
        found = loss(model, head, drawn)
        optimiser.zero_grad()
        found.backward()
        torch.nn.utils.clip_grad_norm_(learnt, LONGEST)
        optimiser.step()
        schedule.step()
        losses.append(float(found.detach()))
        if (step + 1) % SAY == 0 or step + 1 == plan.steps:
            last = losses[-SAY:]
            say(f"step {step + 1}: loss {np.mean(last):.3f}, the mean of {len(last)}")
    return head


def rate(step: int, steps: int) -> float:
    """What `RATE` is multiplied by at a step."""
    cosine = (1 + np.cos(np.pi * min(1.0, step / steps))) / 2
    return float(min(1.0, (step + 1) / WARM_UP) * (cosine + FLOOR))


def contrast(scores: Tensor, gold: Tensor, temperature: float) -> Tensor:
    """The loss of a batch: how unlikely each passage that answers is against all those that do not
    (not against others that answer too), by `WORTH`; the mean over questions.

    Args:
        scores: cosines or means of them, a tensor questions x passages.
        gold: `VITAL`, `OKAY` or 0, of the same shape. A question that no passage of the batch
            answers is passed over; one question at least must be answered. Both turned over, it is
            the loss of passages that are held against questions.
        temperature: a difference of so much makes a passage e times as likely.
    """
    scaled = scores / temperature
    others = scaled.masked_fill(gold > 0, -1e9).logsumexp(1, keepdim=True)
    each = torch.nn.functional.softplus(others - scaled)  # -log(e^s / (e^s + sum of e^others))
    worth = sum((gold == kind).float() * worth for kind, worth in WORTH.items())
    told = worth.sum(1)
    return ((each * worth).sum(1)[told > 0] / told[told > 0]).mean()


def loss(model: Model, head: LateHead, step: Step) -> Tensor:
    """The loss of a step, by both kinds of likeness. What is asked again is learnt from as much,
    and both are to be alike."""
    # In two parts by length: less of what is reckoned is padding.
    order = np.argsort([len(text) for text in step.passages], kind="stable")
    parts = [part for part in np.array_split(order, 2) if part.size]
    ways = [step.questions, *([step.again] if step.again else [])]
    with _half():
        asked = [model.states(each) for each in ways]
        passages = [model.states([step.passages[at] for at in part]) for part in parts]
    gold = torch.from_numpy(step.gold[:, order])
    dense = [
        torch.cat([each.pooled() @ part.pooled().T for part in passages], dim=1) for each in asked
    ]
    late = [torch.cat([head.likeness(each, part) for part in passages], dim=1) for each in asked]
    each = [
        _of_both(whole, tokens, gold) + COLUMNS * _of_both(whole.T, tokens.T, gold.T)
        for whole, tokens in zip(dense, late, strict=True)
    ]
    apart = _apart(dense, DENSE_TEMPERATURE) + _apart(late, LATE_TEMPERATURE)
    return torch.stack(each).mean() + ALIKE * apart


def _apart(ways: Sequence[Tensor], temperature: float) -> Tensor:
    """How far two ways to ask are from being as like every passage; 0 where there is one way."""
    return (((ways[0] - ways[-1]) / temperature) ** 2).mean()


def _of_both(dense: Tensor, late: Tensor, gold: Tensor) -> Tensor:
    return DENSE * contrast(dense, gold, DENSE_TEMPERATURE) + contrast(late, gold, LATE_TEMPERATURE)


def mined(model: Model, head: LateHead, each: Cut) -> list[list[int]]:
    """For each question of a set the hard passages, as the service would rank them by likeness."""
    kept = head.kept()
    asked, told = (encoded(model, texts) for texts in (each.questions, each.passages))
    vectors, passages = (np.stack([pooled(states) for states in some]) for some in (asked, told))
    dense: Floats = vectors @ passages.T
    codes = np.concatenate([kept.codes(states) for states in told])
    starts = np.cumsum([0, *(len(states) for states in told[:-1])])
    terms = [kept.terms(states) for states in asked]
    late = np.stack([own.weights @ likeness(own, codes, starts) for own in terms])
    return hard_ones(each.material.questions, together(dense, late))


def encoded(model: Model, texts: Sequence[Sequence[int]]) -> list[Floats]:
    """The states of texts given as token ids, in their order."""
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    found: dict[int, Floats] = {}
    with torch.no_grad(), _half():
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            states = model.states([texts[at] for at in some]).each()
            found.update(zip(some, states, strict=True))
    return [found[at] for at in range(len(texts))]


def _begun(
    model: Model, sets: Sequence[Cut], dimension: int, random: np.random.Generator
) -> LateHead:
    passages = [text for each in sets for text in each.passages]
    some = random.permutation(len(passages))[:BEGIN]
    states = np.concatenate(encoded(model, [passages[at] for at in some]))
    return LateHead.begun(states, dimension, random)


def _half() -> AbstractContextManager[None]:
    """Reckon in bfloat16 where it does no harm."""
    half: AbstractContextManager[None] = torch.autocast("cpu", dtype=torch.bfloat16)
    return half
