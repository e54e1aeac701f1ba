"""Answering and abstaining: whether the assistant knows what the report does not say."""

from collections.abc import Iterable, Mapping

import numpy as np

from eval.cases import ANSWERING, Case
from eval.metrics.figure import Figure, rate
from eval.stats import Floats, cluster_bootstrap
from service.contract import Answer
from service.domain import Frozen


class Confusion(Frozen):
    """Cases by what was right (answer, abstain) and what was done."""

    answered_answerable: int
    abstained_answerable: int
    answered_unanswerable: int
    abstained_unanswerable: int
    left_out: int
    """Cases for which answering and abstaining are both right."""


def abstained(answer: Answer) -> bool:
    """Whether the answer declines, for whatever reason it gives."""
    return answer.status not in ANSWERING


def confusion(pairs: Iterable[tuple[Case, Answer]]) -> Confusion:
    """Count cases by what was right and what was done."""
    pairs = tuple(pairs)
    counted = [(case.answerable, abstained(answer)) for case, answer in pairs if not case.either]
    return Confusion(
        answered_answerable=counted.count((True, False)),
        abstained_answerable=counted.count((True, True)),
        answered_unanswerable=counted.count((False, False)),
        abstained_unanswerable=counted.count((False, True)),
        left_out=len(pairs) - len(counted),
    )


def refusal_precision(c: Confusion) -> Figure:
    """Of the cases that were refused, the share that the report does not answer."""
    refused = [True] * c.abstained_unanswerable + [False] * c.abstained_answerable
    return rate(refused, "nothing was refused")


def refusal_recall(c: Confusion) -> Figure:
    """Of the cases that the report does not answer, the share that was refused."""
    unanswerable = [True] * c.abstained_unanswerable + [False] * c.answered_unanswerable
    return rate(unanswerable, "no unanswerable case")


def answer_recall(c: Confusion) -> Figure:
    """Of the cases that the report answers, the share that was answered: 1 - over-refusal."""
    answerable = [True] * c.answered_answerable + [False] * c.abstained_answerable
    return rate(answerable, "no answerable case")


def over_refusal(c: Confusion) -> Figure:
    """Of the cases that the report answers, the share that was refused. Less is better."""
    answerable = [False] * c.answered_answerable + [True] * c.abstained_answerable
    return rate(answerable, "no answerable case")


def macro_f1(c: Confusion, by_group: Mapping[str, Confusion] | None = None) -> Figure:
    """The mean of the F1 of refusing and the F1 of answering.

    As the grounded-refusals part of Trust-Score (Song et al., ICLR 2025, arXiv 2409.11242), which
    takes both so that neither a bot that always answers nor one that never does looks good. Whether
    a case is answerable is here the annotator's word, there read off the retrieved documents.
    F1 is 2 * hits / (2 * hits + misses + false alarms), 0 when there are no hits.

    `by_group` holds the counts of each group of cases, for an interval by cluster bootstrap.
    """
    counts = _counts(c)
    if not (c.answered_answerable + c.abstained_answerable):
        return Figure(value=None, over=sum(counts), reason="no answerable case")
    if not (c.answered_unanswerable + c.abstained_unanswerable):
        return Figure(value=None, over=sum(counts), reason="no unanswerable case")
    value = float(macro_f1_of(np.array([counts], dtype=float))[0])
    totals = {group: _counts(mine) for group, mine in (by_group or {}).items()}
    return Figure(
        value=round(value, 6), over=sum(counts), interval=cluster_bootstrap(totals, macro_f1_of)
    )


def _counts(c: Confusion) -> tuple[int, int, int, int]:
    return (
        c.abstained_unanswerable,
        c.answered_answerable,
        c.abstained_answerable,
        c.answered_unanswerable,
    )


def macro_f1_of(sums: Floats) -> Floats:
    """One value a row of sums: unanswerable cases refused, answerable answered, answerable refused,
    unanswerable answered. A draw without answerable or without
    unanswerable cases has none (NaN)."""
    refused, answered, over, wrong = sums.T
    errors = over + wrong
    both = (refused + wrong > 0) & (answered + over > 0)
    found: Floats = sum(
        np.divide(2 * hits, 2 * hits + errors, out=np.zeros_like(hits), where=hits > 0)
        for hits in (refused, answered)
    ) / np.where(both, 2.0, np.nan)
    return found
