"""Fit what ranks and what decides on the training sets, and say how well it does on others.

The weights (`service/relevance.toml`, `service/answerability.toml`) are fitted on the training sets
that the embedder was not tuned on. What is printed of each set is by weights fitted on the others,
since a figure on what was fitted on flatters.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from eval.fit import (
    Asked,
    Observed,
    digest,
    divided,
    fit,
    fit_answerability,
    load_training,
    observe,
)
from eval.suite import Suite
from service import answerability as decision
from service import relevance as ranking
from service.answerability import SIGNS, Answerability
from service.relevance import Relevance
from service.settings import Settings
from service.signals import NAMES

REFUSE = 0.02
"""Share of answerable questions that may be refused by it: it sets the limit of the decision. Rules
refuse others, and three in a hundred are the aim for both together."""
DOUBT = 0.4
"""Probability below which a reader is told which words the reports lack."""
FIRST = 5
"""Sources of which `Held.precision` is the share that is gold."""
ROOT = Path(__file__).parent.parent


class Set(NamedTuple):
    """A training set with what its questions found."""

    name: str
    observed: Sequence[Observed]


class Held(NamedTuple):
    """How weights do on a set that they were not fitted on."""

    name: str
    questions: int
    precision: float
    """Share of gold among the first `FIRST` findings, over answerable questions."""
    area: float | None
    """Area under the ROC curve of the decision (Hanley & McNeil 1982); None without both kinds."""
    refused: float | None
    """Share of unanswerable questions below `limit`."""
    over_refused: float | None
    """Share of answerable questions below it."""


class Calibration(NamedTuple):
    """What was fitted, and how well it does where it was not."""

    relevance: Relevance
    answerability: Answerability
    held: tuple[Held, ...]


def calibrate(settings: Settings, scorer: str, say: Callable[[str], None] = print) -> Calibration:
    """Fit on the training sets that the embedder was not tuned on; each is held out in turn for the
    figures and the limit. `say` is told what is left out and what is being done. Raises
    `SuiteError` if there are too few."""
    suites = load_training(scorer)
    for folder in divided().tuned:
        say(
            f"{Path(folder).name}: left out, as the embedder was tuned on it: "
            "weights fitted there would trust it too much"
        )
    sets = []
    for suite in suites:
        say(f"{suite.manifest.suite}: asking {len(suite.cases)} questions")
        sets.append(Set(suite.manifest.suite, observe(suite, settings, suite.cases)))
    return fitted(sets, suites)


def fitted(sets: Sequence[Set], suites: Sequence[Suite]) -> Calibration:
    """The weights of all of `sets`, with what they do on each when it is left out."""
    shares: dict[str, list[tuple[bool, float]]] = {}
    precisions: dict[str, float] = {}
    for left in sets:
        rest = [each for each in sets if each.name != left.name]
        weights = fit([o for each in rest for o in each.observed]).relevance
        precisions[left.name] = _precision(weights, left.observed)
        judge = _judge(_asked((o for each in rest for o in each.observed), weights), refuse=0.0)
        shares[left.name] = [
            (asked.kind is None, judge.probability(asked.signs))
            for asked in _asked(left.observed, weights)
        ]
    answerable = [p for each in shares.values() for is_answerable, p in each if is_answerable]
    limit = round(float(np.quantile(answerable, REFUSE)), 3) if answerable else 0.0
    everything = [o for each in sets for o in each.observed]
    fitted_on = digest(suites)
    weights = fit(everything).relevance
    return Calibration(
        relevance=weights.model_copy(update={"fitted_on": fitted_on}),
        answerability=_judge(_asked(everything, weights), refuse=limit).model_copy(
            update={"fitted_on": fitted_on}
        ),
        held=tuple(
            Held(
                name=each.name,
                questions=len(each.observed),
                precision=precisions[each.name],
                area=area(shares[each.name]),
                refused=_below(shares[each.name], limit, answerable=False),
                over_refused=_below(shares[each.name], limit, answerable=True),
            )
            for each in sets
        ),
    )


def area(judged: Iterable[tuple[bool, float]]) -> float | None:
    """Chance that an answerable question is thought likelier than an unanswerable one, ties a half;
    None where a kind is missing."""
    judged = list(judged)
    yes = np.array([p for answerable, p in judged if answerable])
    no = np.array([p for answerable, p in judged if not answerable])
    if not yes.size or not no.size:
        return None
    above = (yes[:, None] > no[None, :]).mean()
    ties = (yes[:, None] == no[None, :]).mean()
    return round(float(above + ties / 2), 4)


def _below(judged: Iterable[tuple[bool, float]], limit: float, *, answerable: bool) -> float | None:
    some = [p < limit for is_answerable, p in judged if is_answerable == answerable]
    return round(float(np.mean(some)), 4) if some else None


def _asked(observed: Iterable[Observed], weights: Relevance) -> list[Asked]:
    """The questions that the decision is about, rows ranked by `weights`: where answering and
    refusing are both right it has nothing to learn, and what is decided before anything is searched
    it never sees."""
    return [
        Asked(signs=o.signs(weights), kind=o.case.unanswerable_kind)
        for o in observed
        if not (
            o.case.either
            or o.question.identifying
            or o.question.empty
            or o.question.task
            or not o.question.text
        )
    ]


def _judge(asked: Sequence[Asked], *, refuse: float) -> Answerability:
    intercept, weights = fit_answerability(asked)
    doubt = max(DOUBT, refuse)
    return Answerability(intercept=intercept, weights=weights, refuse=refuse, doubt=doubt)


def _precision(weights: Relevance, observed: Iterable[Observed]) -> float:
    shares = []
    for each in observed:
        if not each.case.answerable or each.case.category == "quotes":
            continue
        odds = weights.log_odds(each.signals.astype(np.float32)).astype(np.float64)
        odds[~each.finding] = -np.inf
        first = np.argsort(-odds, kind="stable")[:FIRST]
        gold: npt.NDArray[np.float64] = each.gold[first]
        shares.append(float((gold > 0).mean()))
    return round(float(np.mean(shares)), 4) if shares else 0.0


def write(calibration: Calibration, root: Path = ROOT) -> tuple[Path, Path]:
    """Put both tables where the service reads them."""
    ranked = root / "service" / ranking.FILE
    decided = root / "service" / decision.FILE
    relevance, judge = calibration.relevance, calibration.answerability
    ranked.write_text(
        _table(
            "Weights of the ranking (`service/relevance.py`). Written by `funn eval calibrate`.",
            {"intercept": relevance.intercept},
            {name: relevance.weights[name] for name in NAMES},
            relevance.fitted_on,
        ),
        "utf-8",
    )
    decided.write_text(
        _table(
            "Weights of the decision whether to answer (`service/answerability.py`). Written by\n"
            "# `funn eval calibrate`.",
            {"intercept": judge.intercept, "refuse": judge.refuse, "doubt": judge.doubt},
            {name: judge.weights[name] for name in SIGNS},
            judge.fitted_on,
        ),
        "utf-8",
    )
    return ranked, decided


def _table(
    head: str, values: Mapping[str, float], weights: Mapping[str, float], on: Mapping[str, str]
) -> str:
    lines = [f"# {head}", *(f"{name} = {value}" for name, value in values.items()), ""]
    lines += ["[weights]", *(f"{name} = {value}" for name, value in weights.items()), ""]
    lines += ["[fitted_on]", *(f'{name} = "{value}"' for name, value in on.items())]
    return "\n".join(lines) + "\n"


def lines(calibration: Calibration) -> Iterable[str]:
    """What was found, as rows of a table."""
    yield f"{'held out':12} {'questions':>9} {'first 5':>8} {'area':>6} {'refused':>8} {'over':>6}"
    for held in calibration.held:
        yield (
            f"{held.name:12} {held.questions:>9} {held.precision:>8.3f} {_shown(held.area):>6} "
            f"{_shown(held.refused):>8} {_shown(held.over_refused):>6}"
        )


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
