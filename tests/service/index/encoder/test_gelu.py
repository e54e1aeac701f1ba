"""GELU is exact, held against the standard library's `erf`."""

import math

import numpy as np
import pytest

from service.index.encoder.gelu import AT_ONCE, Floats, twice_gelu


def right(values: Floats) -> list[float]:
    return [x * (1 + math.erf(x / math.sqrt(2))) for x in values.ravel().tolist()]


@pytest.mark.parametrize("most", [0.01, 1.0, 7.0, 40.0, 1000.0])
def test_it_is_that_of_erf(most: float) -> None:
    values = np.linspace(-most, most, 20_001, dtype=np.float32)
    expected = right(values)
    twice_gelu(values)
    assert np.abs(values - expected).max() < max(1.5e-6, most * 1.2e-7)


def test_it_is_of_every_number_of_any_shape() -> None:
    """Also of those that do not fill a step."""
    values = np.random.default_rng(3).normal(size=(7, AT_ONCE // 4)).astype(np.float32)
    expected = right(values)
    twice_gelu(values)
    assert values.ravel() == pytest.approx(expected, abs=1.5e-6)


def test_of_none_there_is_none() -> None:
    values = np.zeros((0, 4), np.float32)
    twice_gelu(values)
    assert values.shape == (0, 4)
