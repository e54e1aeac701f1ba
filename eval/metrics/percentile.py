"""Percentiles of what was measured or counted."""

from collections.abc import Sequence
from math import ceil
from typing import TypeVar

Number = TypeVar("Number", int, float)


def percentile(each: Sequence[Number], share: float) -> Number:
    """By the nearest rank: the least of `each` (sorted, not empty) that at least `share` of them
    keep to; so a value that was there, and no mean of two."""
    return each[max(0, ceil(share * len(each)) - 1)]
