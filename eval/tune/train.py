"""The tuning itself: BitFit (arXiv 2106.10199) with a contrastive loss as E5's (arXiv 2402.05672)
of whole texts, and the same of late interaction (ColBERT, arXiv 2004.12832)."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from eval.tune.backend import Tensor, torch
from eval.tune.batches import Batch, draw, draw_text, hard_ones, together
from eval.tune.head import LateHead
from eval.tune.model import Model
from eval.tune.questions import OKAY, VITAL, Material
from eval.tune.texts import Text
from service.index.encoder.blas import one_thread
from service.index.encoder.modelfile import Floats
from service.index.encoder.tokenizer import Tokenizer
from service.index.encoder.transformer import pooled
from service.index.late import likeness

RATE = 1e-3
"""Of AdamW (arXiv 1711.05101); no weight decay, as biases may be large."""
WARM_UP = 20
"""Steps to the highest rate, which then falls as a half cosine."""
FLOOR = 0.02
"""Share of `RATE` that is added throughout, so that the last steps still move something."""
DENSE_TEMPERATURE, LATE_TEMPERATURE = 0.02, 0.03
"""Of the losses. E5's own is 0.01; with so few questions that is overconfident."""
DENSE = 0.5
"""What the loss of whole texts counts against that of late interaction."""
WORTH: Mapping[int, float] = {VITAL: 1.0, OKAY: 0.4}
"""What it counts to find a passage."""
WHOLE = 0.75
"""Share of steps with passages as they are embedded; in the others they are bare."""
TITLED = 0.7
"""Share of steps on a text with its title before each sentence, as headings are."""
MINE = 150
"""Steps after which the hard passages are found again."""
BEGIN = 360
"""Passages whose states the head begins from."""
SAY = 20
"""Steps between two lines about the loss."""
LONGEST = 1.0
"""Norm to which a gradient is cut."""
QUESTION_TOKENS, PASSAGE_TOKENS = 48, 96
"""Cut here for the sake of time; few texts are longer."""
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
    texts_share: float = 0.25
    """Share of steps on a text from elsewhere, where there are any."""


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


def cut(material: Material, tokenizer: Tokenizer) -> Cut:
    """The tokens of every text of a set."""
    return Cut(
        material=material,
        questions=[tokenizer.query(q.text, QUESTION_TOKENS) for q in material.questions],
        passages=[tokenizer.passage(text, PASSAGE_TOKENS) for text in material.passages],
        bare=[tokenizer.passage(text, PASSAGE_TOKENS) for text in material.bare],
    )


def tune(
    model: Model,
    sets: Sequence[Cut],
    texts: Sequence[Text],
    tokenizer: Tokenizer,
    plan: Plan,
    say: Callable[[str], None],
) -> LateHead:
    """Tune `model` in place, all the way, and give the head of late interaction that was learnt
    with it. `say` is told of the loss and of what is being done."""
    torch.set_num_threads(THREADS)
    one_thread()
    random = np.random.default_rng(plan.seed)
    head = _begun(model, sets, plan.dimension, random)
    learnt = [*model.tunable.values(), *head.learnt]
    optimiser = torch.optim.AdamW(learnt, lr=RATE, weight_decay=0.0)
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
            answers is passed over; one question at least must be answered.
        temperature: a difference of so much makes a passage e times as likely.
    """
    scaled = scores / temperature
    others = scaled.masked_fill(gold > 0, -1e9).logsumexp(1, keepdim=True)
    each = torch.nn.functional.softplus(others - scaled)  # -log(e^s / (e^s + sum of e^others))
    worth = sum((gold == kind).float() * worth for kind, worth in WORTH.items())
    told = worth.sum(1)
    return ((each * worth).sum(1)[told > 0] / told[told > 0]).mean()


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


def loss(model: Model, head: LateHead, step: Step) -> Tensor:
    """The loss of a step, by both kinds of likeness."""
    # In two parts by length: less of what is reckoned is padding.
    order = np.argsort([len(text) for text in step.passages], kind="stable")
    parts = [part for part in np.array_split(order, 2) if part.size]
    with _half():
        questions = model.states(step.questions)
        passages = [model.states([step.passages[at] for at in part]) for part in parts]
    dense = torch.cat([questions.pooled() @ part.pooled().T for part in passages], dim=1)
    late = torch.cat([head.likeness(questions, part) for part in passages], dim=1)
    gold = torch.from_numpy(step.gold[:, order])
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
