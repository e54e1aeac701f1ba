"""Tokens: what answers by a language model take. Kept apart from the scores: a model need not write
as many tokens the next time."""

from collections.abc import Iterable

from eval.metrics.percentile import percentile
from service.completion import Usage
from service.domain import Frozen


class Counts(Frozen):
    """Tokens an answer, and all of them."""

    p50: int
    p95: int
    total: int


class Tokens(Frozen):
    """What answers took, as the model's server counted it."""

    read: Counts
    """Input tokens: prompt, question and sources."""
    written: Counts
    """Output tokens, reasoning included."""
    over: int
    """How many answers. Each turn of a conversation has one of its own."""


def tokens(usages: Iterable[Usage]) -> Tokens | None:
    """Percentiles by the nearest rank (see `percentile`) and totals; None of nothing."""
    each = tuple(usages)
    if not each:
        return None
    return Tokens(
        read=_counts(usage.input_tokens for usage in each),
        written=_counts(usage.output_tokens for usage in each),
        over=len(each),
    )


def _counts(values: Iterable[int]) -> Counts:
    each = sorted(values)
    return Counts(p50=percentile(each, 0.5), p95=percentile(each, 0.95), total=sum(each))
