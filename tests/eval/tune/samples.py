"""Small things to learn from, made by hand."""

from importlib.util import find_spec

import numpy as np
import pytest

from eval.tune.questions import OKAY, VITAL, Material, Put

WITHOUT = find_spec("torch") is None
needs_torch = pytest.mark.skipif(
    WITHOUT, reason="PyTorch is not installed; only tuning needs it (eval/tune/README.md)"
)
NAME = "plan"
"""A training set."""
TEXTS = (
    "Hvorfor slutter lærerne?",
    "Kommunane manglar folk til å handsame sakene, og ventetida blir lang.",
    "Why do caseworkers print the records?",
    "«Vi må logge inn fire ganger om dagen», sier en saksbehandler. " * 4,
)


def put(text: str, gold: list[int]) -> Put:
    """A question, alone in its group."""
    return Put(text=text, group=text, gold=np.array(gold, dtype=np.int64))


def small() -> Material:
    """Two questions to four passages."""
    return Material(
        name="small",
        passages=tuple(f"3 Funn\n{text}" for text in TEXTS),
        bare=TEXTS,
        questions=(
            put("Hvorfor venter folk?", [VITAL, 0, OKAY, 0]),
            put("Why do teachers leave?", [0, VITAL, 0, 0]),
        ),
    )
