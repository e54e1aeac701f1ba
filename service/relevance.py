"""How likely a source is evidence for a question: a logistic regression over signals.

Coefficients stand in `relevance.toml` with what they were fitted on; `funn eval calibrate` writes
it.
Linear on purpose: gradient-boosted trees over the same signals were no better on reports that they
had not seen (ADR 12), and a table of weights can be read and argued with.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from service.domain import Frozen
from service.signals import NAMES, Values

FILE = "relevance.toml"


class Relevance(Frozen):
    """Weights of the signals, in their own units."""

    intercept: float
    weights: Mapping[str, float]
    """Signal → weight. One that is left out weighs nothing."""
    fitted_on: Mapping[str, str] = {}
    """Name of each set of questions → digest of what was fitted on."""

    def log_odds(self, signals: Values, names: Sequence[str] = NAMES) -> Values:
        """Of each row being evidence. `signals` is rows x names."""
        weights = np.array([self.weights.get(name, 0.0) for name in names], dtype=np.float32)
        odds: Values = signals @ weights + np.float32(self.intercept)
        return odds


def probability(log_odds: Values) -> Values:
    """The probability that log odds stand for."""
    clipped = np.clip(log_odds, -30.0, 30.0).astype(np.float32)
    share: Values = (1.0 / (1.0 + np.exp(-clipped))).astype(np.float32)
    return share


@cache
def relevance() -> Relevance:
    """The weights that come with Funn."""
    return Relevance.model_validate(tomllib.loads((files("service") / FILE).read_text("utf-8")))
