"""Weights of the ranking, fitted on questions to reports of their own: the training sets.

The training sets (`eval/training/`) are fictional reports on other subjects than the suites', with
questions and gold made as theirs are, so that nothing of a suite is fitted on. Those that the
embedder was tuned on are left out: it knows them better than any report it will meet, and weights
fitted there would trust its likenesses too much. A logistic regression (L2, by `scipy`) over the
signals of every source of a report; a question weighs the same however long its report is.
"""

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from eval.cases import Case, UnanswerableKind
from eval.errors import SuiteError
from eval.run import said
from eval.spans import overlaps
from eval.suite import Suite, load_suite
from eval.truth import ingest
from service.answerability import AGAINST, EITHER, SIGNS
from service.assistant import Assistant
from service.domain import Frozen
from service.index.library import Snapshot
from service.index.tuning import tuning
from service.relevance import Relevance
from service.retrieval import Retriever
from service.settings import Settings
from service.signals import NAMES, signals
from service.understanding import Message, Question, understand, with_voices
from service.vocabulary.groups import group_vocabulary
from service.wiring import build_assistant

TRAINING = Path(__file__).parent / "training"
PENALTY = 100.0
"""L2 penalty on the weights of standardised signals, against `SOURCES` a question."""
DECISION_PENALTY = 10.0
"""The same of the decision, against 1 a question."""
SOURCES = 300.0
"""What the sources of one question weigh together."""
OKAY = 0.6
"""What a source of an `okay` point weighs as evidence, against one of a `vital` point."""
LEAST = 2
"""Sets to fit on, so that each can be left out once."""

Array = npt.NDArray[np.float64]


class Observed(NamedTuple):
    """One question, with every row of its report."""

    case: Case
    question: Question
    signals: Array
    """rows x `NAMES`."""
    gold: Array
    """2 where the row is of a vital point, 1 where it is of another point or a gold quote."""
    signs: Callable[[Relevance], Mapping[str, float]]
    """What speaks for and against an answer, with the rows ranked by such weights."""
    finding: npt.NDArray[np.bool_]
    """Whether each row is a finding."""


class Asked(NamedTuple):
    """One question for the decision whether to answer."""

    signs: Mapping[str, float]
    kind: UnanswerableKind | None
    """None where it is answerable."""


class Fitted(Frozen):
    """Weights and how they were come by."""

    relevance: Relevance
    questions: int
    log_loss: float
    """Mean over the weighted rows that were fitted on."""


class Divided(NamedTuple):
    """The folders of the training sets, by what they are for."""

    fitted: list[str]
    """The weights are fitted on these."""
    tuned: list[str]
    """The embedder was tuned on these."""


def training_sets() -> list[str]:
    """The folders of all training sets."""
    return sorted(str(path.parent) for path in TRAINING.glob("*/cases.jsonl"))


def divided() -> Divided:
    """The training sets without those that the embedder in use was tuned on, and those. Raises
    `SuiteError` if fewer than two are left: figures are of sets that are left out of the fit."""
    sets, tuned = training_sets(), tuning().sets
    found = Divided(
        fitted=[folder for folder in sets if Path(folder).name not in tuned],
        tuned=[folder for folder in sets if Path(folder).name in tuned],
    )
    if len(found.fitted) < LEAST:
        raise SuiteError(
            f"The training sets {', '.join(Path(folder).name for folder in sets) or '(none)'}",
            f"fitting takes {LEAST} that the embedder was not tuned on; there are "
            f"{len(found.fitted)}",
            "Write more (eval/training/README.md), or tune on fewer: python -m eval.tune --sets",
        )
    return found


def observe(suite: Suite, settings: Settings, cases: Iterable[Case]) -> list[Observed]:
    """What each of `cases` finds, its report ingested into a new store."""
    with tempfile.TemporaryDirectory(prefix="funn-fit-") as folder:
        data = Path(folder)
        ingest(suite.report, suite.manifest.report.id, data)
        assistant = build_assistant(settings.model_copy(update={"data": data}))
        return [_observed(case, assistant) for case in cases]


def asked_as(case: Case, assistant: Assistant, snapshot: Snapshot) -> Question:
    """The question of a case as the assistant understands it."""
    vocabulary = group_vocabulary()
    messages: list[Message] = []
    for turn in case.turns[:-1]:
        messages.append(Message(role="user", content=turn))
        messages.append(Message(role="assistant", content=said(assistant.ask(messages))))
    messages.append(Message(role="user", content=case.turns[-1]))
    return with_voices(understand(messages, vocabulary), snapshot.speakers, vocabulary)


def _observed(case: Case, assistant: Assistant) -> Observed:
    snapshot = assistant.library.snapshot()
    retriever = Retriever(assistant.library.embedder, group_vocabulary())
    question = asked_as(case, assistant, snapshot)
    asked = retriever.asked(question, snapshot)
    considered = retriever.candidates(asked, snapshot)
    measured = signals(snapshot.rows, asked, considered)
    vital = [
        span for point in case.key_points if point.importance == "vital" for span in point.gold
    ]
    gold = np.array(
        [
            2.0 if overlaps(vital, source.raw) else float(overlaps(case.gold, source.raw))
            for source in snapshot.rows.sources
        ]
    )
    return Observed(
        case=case,
        question=question,
        signals=measured.astype(np.float64),
        gold=gold,
        signs=lambda weights: retriever.signs(
            question, snapshot, asked, considered, measured, weights.log_odds(measured)
        ),
        finding=snapshot.rows.finding,
    )


def fit(observed: Sequence[Observed], names: Sequence[str] = NAMES) -> Fitted:
    """Weights of the ranking by which the gold of `observed` is likeliest."""
    x = np.vstack([each.signals for each in observed])
    y = np.concatenate([each.gold > 0 for each in observed]).astype(np.float64)
    w = np.concatenate(
        [np.where(each.gold == 1, OKAY, 1.0) * (SOURCES / len(each.gold)) for each in observed]
    )
    intercept, weights, loss = logistic(x, y, w, PENALTY)
    return Fitted(
        relevance=Relevance(intercept=intercept, weights=dict(zip(names, weights, strict=True))),
        questions=len(observed),
        log_loss=loss,
    )


def fit_answerability(asked: Sequence[Asked]) -> tuple[float, dict[str, float]]:
    """Intercept and weights of the decision. Answerable and unanswerable questions weigh the same
    together, and so does each kind of the latter, however many there are of it: the sets hold more
    near misses, in a report's own words, than all other kinds, and no sign knows those."""
    x = np.array([[each.signs[name] for name in SIGNS] for each in asked])
    y = np.array([float(each.kind is None) for each in asked])
    counts = Counter(each.kind for each in asked)
    kinds = max(len(counts) - (None in counts), 1)
    w = len(y) * np.array([0.5 / counts[e.kind] / (kinds if e.kind else 1) for e in asked])
    intercept, weights, _ = logistic(x, y, w, DECISION_PENALTY, [_bounds(sign) for sign in SIGNS])
    return intercept, dict(zip(SIGNS, weights, strict=True))


def _bounds(sign: str) -> tuple[float | None, float | None]:
    if sign in EITHER:
        return None, None
    return (None, 0.0) if sign in AGAINST else (0.0, None)


def logistic(
    x: Array,
    y: Array,
    w: Array,
    penalty: float,
    bounds: Sequence[tuple[float | None, float | None]] | None = None,
) -> tuple[float, tuple[float, ...], float]:
    """Intercept, weights in the units of `x` (four decimals) and mean log loss of a logistic
    regression of `y` (0 or 1) with case weights `w` and an L2 penalty on standardised weights.
    `bounds`: least and greatest weight of each column, None for none."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread == 0] = 1.0
    scaled = np.column_stack([(x - mean) / spread, np.ones(len(x))])

    def loss(beta: Array) -> tuple[float, Array]:
        odds = scaled @ beta
        likely = 1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30)))
        ridge = np.append(beta[:-1], 0.0) * penalty
        value = float(w @ (np.logaddexp(0.0, odds) - y * odds) + ridge @ beta / 2)
        return value, scaled.T @ (w * (likely - y)) + ridge

    limits = [*(bounds or [(None, None)] * x.shape[1]), (None, None)]
    start = np.zeros(scaled.shape[1])
    done = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits)
    weights = done.x[:-1] / spread
    odds = scaled @ done.x
    return (
        round(float(done.x[-1] - weights @ mean), 4),
        tuple(round(float(value), 4) for value in weights),
        round(float(w @ (np.logaddexp(0.0, odds) - y * odds) / w.sum()), 5),
    )


def load_training(scorer: str) -> list[Suite]:
    """The training sets that are fitted on, each checked against its manifest."""
    return [load_suite(folder, scorer) for folder in divided().fitted]


def digest(suites: Iterable[Suite]) -> dict[str, str]:
    """Name of each set → digest of its cases and report."""
    return {
        suite.manifest.suite: hashlib.sha256(
            json.dumps([suite.manifest.set_digest, suite.manifest.report.sha256]).encode()
        ).hexdigest()[:16]
        for suite in suites
    }
