"""A figure: a value with what it was counted over, or the reason why there is none."""

from collections.abc import Iterable, Sequence

from eval.stats import bootstrap_mean, wilson
from service.domain import Frozen

_DIGITS = 6


class Figure(Frozen):
    """A value from 0 to 1. `value` is None, never -1 or NaN, when there is nothing to count."""

    value: float | None
    over: int
    """How many cases it was counted over; how many groups for agreement across languages."""
    hits: int | None = None
    """Of a rate: how many of `over`. None for a mean of shares."""
    interval: tuple[float, float] | None = None
    """95 %: Wilson's of a rate of cases, by seeded cluster bootstrap over groups of a mean. None of
    a mean over a single group."""
    reason: str | None = None
    """Why there is no value."""


def rate(outcomes: Iterable[bool], nothing: str) -> Figure:
    """The share of cases with the outcome; `nothing` is the reason given when there are none."""
    each = tuple(outcomes)
    if not each:
        return Figure(value=None, over=0, reason=nothing)
    low, high = wilson(sum(each), len(each))
    return Figure(
        value=round(sum(each) / len(each), _DIGITS),
        over=len(each),
        hits=sum(each),
        interval=(round(low, _DIGITS), round(high, _DIGITS)),
    )


def mean(values: Iterable[tuple[str, float]], nothing: str) -> Figure:
    """The mean over cases, given as (group, value), each case counting the same however many parts
    it has. Its interval draws whole groups: translations of a question rise and fall together."""
    by_group: dict[str, list[float]] = {}
    for group, value in values:
        by_group.setdefault(group, []).append(value)
    each = [value for group in by_group.values() for value in group]
    if not each:
        return Figure(value=None, over=0, reason=nothing)
    return Figure(
        value=round(sum(each) / len(each), _DIGITS),
        over=len(each),
        interval=bootstrap_mean(by_group),
    )


def share(part: Sequence[object], whole: Sequence[object]) -> float | None:
    """`len(part) / len(whole)`, None of an empty whole."""
    return len(part) / len(whole) if whole else None
