"""Latency: how long a case takes. Kept apart from the scores, which must not depend on time."""

from collections.abc import Iterable

from eval.metrics.percentile import percentile
from service.domain import Frozen


class Latency(Frozen):
    """Seconds a case, all its turns together, as the caller waits for them."""

    p50: float
    p95: float
    longest: float
    over: int
    """How many cases were timed."""


def latency(seconds: Iterable[float]) -> Latency | None:
    """Percentiles by the nearest rank (see `percentile`), so times that were measured. None of
    nothing.

    Cases that are asked at the same time wait for each other, and cases of a conversation hold
    several questions: compare runs of one machine, with the same number asked at once.
    """
    each = sorted(seconds)
    if not each:
        return None
    return Latency(
        p50=percentile(each, 0.5), p95=percentile(each, 0.95), longest=each[-1], over=len(each)
    )
