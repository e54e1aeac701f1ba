"""Answering and abstaining: whether the assistant knows what the report does not say."""

from collections.abc import Iterable

from eval.cases import ANSWERING, Case
from eval.metrics.figure import Figure, rate
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


def macro_f1(c: Confusion) -> Figure:
    """The mean of the F1 of refusing and the F1 of answering.

    As the grounded-refusals part of Trust-Score (Song et al., ICLR 2025, arXiv 2409.11242), which
    takes both so that neither a bot that always answers nor one that never does looks good. Whether
    a case is answerable is here the annotator's word, there read off the retrieved documents.
    F1 is 2 * hits / (2 * hits + misses + false alarms), 0 when there are no hits.
    """
    over = (
        c.answered_answerable
        + c.abstained_answerable
        + c.answered_unanswerable
        + c.abstained_unanswerable
    )
    if not (c.answered_answerable + c.abstained_answerable):
        return Figure(value=None, over=over, reason="no answerable case")
    if not (c.answered_unanswerable + c.abstained_unanswerable):
        return Figure(value=None, over=over, reason="no unanswerable case")
    wrong = c.abstained_answerable + c.answered_unanswerable
    each = [
        2 * hits / (2 * hits + wrong) if hits else 0.0
        for hits in (c.abstained_unanswerable, c.answered_answerable)
    ]
    return Figure(value=round(sum(each) / 2, 6), over=over)
