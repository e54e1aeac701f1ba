"""How likely it is that the reports answer a question: a logistic regression over few signs.

Coefficients stand in `answerability.toml` with what they were fitted on; `funn eval calibrate`
writes it. No threshold on a similarity does this: related questions that a report leaves open find
sentences as near as those that it answers.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np

from service.domain import Frozen
from service.index.rows import Flags, Numbers
from service.signals import NAMES, Looked, Values
from service.understanding import Question

FILE = "answerability.toml"
BEST = 3
"""Likeliest findings that are looked at one by one."""
TOP = 8
"""Likeliest findings that together may speak of all that is asked."""
MOST_TOPICS = 6

SIGNS = (
    "odds",
    "lead",
    "nearest",
    "covered",
    "own_covered",
    "block_covered",
    "section_covered",
    "unknown",
    "topics",
    "yes_no",
    "foreign",
    "to_english",
)

AGAINST = frozenset({"unknown"})
"""Signs that can speak against an answer only."""
EITHER = frozenset({"topics", "yes_no", "foreign", "to_english"})
"""Signs of the question, which can speak for one or against it. All others can speak for one only:
a likeness that spoke against it would have questions answered that are like nothing."""


class Answerability(Frozen):
    """Weights of the signs, in their own units."""

    intercept: float
    weights: Mapping[str, float]
    refuse: float
    """Probability below which nothing is answered."""
    doubt: float
    """Probability below which the reader is told what the reports have no word for."""
    fitted_on: Mapping[str, str] = {}
    """Name of each set of questions → digest of what was fitted on."""

    def probability(self, signs: Mapping[str, float]) -> float:
        """Of the question being answered in the reports, 0 to 1."""
        odds = self.intercept + sum(w * signs.get(name, 0.0) for name, w in self.weights.items())
        return float(1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0))))


@cache
def answerability() -> Answerability:
    """The weights that come with Funn."""
    text = (files("service") / FILE).read_text("utf-8")
    return Answerability.model_validate(tomllib.loads(text))


def signs(
    question: Question,
    looked: Looked,
    signals: Values,
    odds: Values,
    cosines: Values,
    usable: Flags,
    unknown_share: float,
    *,
    foreign: bool,
) -> dict[str, float]:
    """What speaks for and against an answer, by `SIGNS`.

    Args:
        signals: rows x `service.signals.NAMES`.
        odds: log odds of each row being evidence.
        cosines: of each row to the question.
        usable: rows that may answer: findings, of the study itself only where that is asked about.
        unknown_share: of what the question's words tell, the share that no row speaks of.
        foreign: whether the reports are in another language than the question.
    """
    rows = np.flatnonzero(usable)
    found = dict.fromkeys(SIGNS, 0.0)
    found |= {
        "unknown": unknown_share,
        "topics": float(min(len(looked.concepts.topic), MOST_TOPICS)),
        "yes_no": float(question.kind == "yes_no"),
        "foreign": float(foreign),
        "to_english": float(foreign and question.source_language != "en"),
    }
    if not rows.size:
        return found | {"odds": -10.0}
    order = rows[np.argsort(-odds[rows], kind="stable")]

    def of(name: str, among: Numbers) -> float:
        return float(signals[among, NAMES.index(name)].max())

    return found | {
        "odds": float(odds[order[:BEST]].mean()),
        "lead": float(odds[order[0]] - odds[order[min(len(order) - 1, 5)]]),
        "nearest": float(cosines[rows].max()),
        "covered": of("cover", order[:TOP]),
        "own_covered": of("own_cover", order[:BEST]),
        "block_covered": of("block_cover", order[:BEST]),
        "section_covered": of("section_cover", order[:1]),
    }
