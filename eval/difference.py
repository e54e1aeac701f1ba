"""Two runs over the same questions: what moved, whether it is more than chance, and in which cases.

Runs are paired case by case. What is tested is the figure as it stands in `scores.json`, over whole
groups, so that the translations of one question do not pass for independent evidence.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np

from eval.metrics.abstention import macro_f1_of
from eval.metrics.agreement import agreement
from eval.score import MEANS, RATES, Scores, cited_by_group
from eval.stats import Floats, Statistic, cluster_bootstrap, mcnemar_exact, ratio, swap_test
from service.domain import Frozen

ALPHA = 0.05
"""A difference is called better or worse when its 95 % interval leaves out 0 and p is below it."""
_DIGITS = 6

Verdict = Literal["better", "worse", "not clear", "same"]


class Values(Frozen):
    """What each case is worth, by figure: all that a comparison needs of a run."""

    groups: dict[str, str]
    """The group of each case, by case id."""
    figures: dict[str, dict[str, float]]
    """By figure and case id; a case that the figure leaves out is not there. More is better."""


class Difference(Frozen):
    """One figure in two runs."""

    figure: str
    first: float | None
    second: float | None
    difference: float | None
    """`second - first`; None where one of them has no value."""
    interval: tuple[float, float] | None = None
    """Of the difference: paired cluster bootstrap, 95 %. None of fewer than two groups."""
    p: float | None = None
    """Of the difference, by `swap_test` over groups."""
    over: tuple[int, int] = (0, 0)
    """How many cases the figure was counted over in each run."""
    lost: tuple[str, ...] = ()
    """Cases in both runs whose value is lower in the second."""
    gained: tuple[str, ...] = ()
    mcnemar: float | None = None
    """Of a rate of cases: p of McNemar's exact test over cases, `lost` against `gained`."""
    verdict: Verdict


def values_of(scores: Scores) -> Values:
    """The values of each case, for every figure that is a mean over cases; the agreement across
    languages stands under the group's id."""
    known: dict[str, dict[str, float | None]] = {
        name: {case.id: pick(case) for case in scores.cases}
        for name, (pick, _) in (*MEANS.items(), *RATES.items())
    }
    sure = [case for case in scores.cases if not case.either]
    known["answer_recall"] = {case.id: not case.abstained for case in sure if case.answerable}
    known["refusal_recall"] = {case.id: case.abstained for case in sure if not case.answerable}
    known["language_agreement"] = {
        group: agreement(c) for group, c in cited_by_group(scores.cases).items()
    }
    groups = {case.id: case.group_id for case in scores.cases}
    return Values(
        groups=groups | {group: group for group in groups.values()},
        figures={
            name: {id: float(value) for id, value in each.items() if value is not None}
            for name, each in known.items()
        },
    )


def _refusal_precision(sums: Floats) -> Floats:
    answered, answerable, refused, _ = sums.T
    return ratio(np.stack([refused, refused + answerable - answered], axis=1))


def _macro_f1(sums: Floats) -> Floats:
    answered, answerable, refused, unanswerable = sums.T
    counts = [refused, answered, answerable - answered, unanswerable - refused]
    return macro_f1_of(np.stack(counts, axis=1))


_COUNTED = ("answer_recall", "refusal_recall")
_COMPOSED: Mapping[str, Statistic] = {
    "refusal_precision": _refusal_precision,
    "abstention_macro_f1": _macro_f1,
}
"""Figures that are no mean over cases, from the sums and counts of `_COUNTED`."""


_MIRRORED = frozenset({"over_refusal"})
"""Figures that are 1 less another one."""


def differences(first: Scores, second: Scores) -> tuple[Difference, ...]:
    """Every figure, in the order of the table, but `over_refusal`: it is 1 - `answer_recall`."""
    a, b = values_of(first), values_of(second)
    found = []
    for name, figure in second.figures.items():
        if name in _COMPOSED:
            change = _tested(name, _totals(a, _COUNTED), _totals(b, _COUNTED), _COMPOSED[name])
            over = (first.figures[name].over, figure.over)
            found.append(change.model_copy(update={"over": over}))
        elif name not in _MIRRORED:
            found.append(difference(name, a, b, rate=figure.hits is not None))
    return tuple(found)


def difference(name: str, first: Values, second: Values, *, rate: bool = False) -> Difference:
    """One figure that is a mean over cases; `rate` if each case is right or wrong."""
    was, now = first.figures[name], second.figures[name]
    both = [case for case in was if case in now]
    lost = tuple(case for case in both if now[case] < was[case])
    gained = tuple(case for case in both if now[case] > was[case])
    found = _tested(name, _totals(first, [name]), _totals(second, [name]), ratio)
    return found.model_copy(
        update={
            "over": (len(was), len(now)),
            "lost": lost,
            "gained": gained,
            "mcnemar": mcnemar_exact(len(lost), len(gained)) if rate else None,
        }
    )


def _totals(values: Values, names: Iterable[str]) -> dict[str, list[float]]:
    """By group, for each figure its sum over cases and their number."""
    names = list(names)
    totals = {group: [0.0] * (2 * len(names)) for group in sorted(set(values.groups.values()))}
    for at, name in enumerate(names):
        for case, value in values.figures.get(name, {}).items():
            totals[values.groups[case]][2 * at] += value
            totals[values.groups[case]][2 * at + 1] += 1
    return totals


def _tested(
    name: str, first: dict[str, list[float]], second: dict[str, list[float]], statistic: Statistic
) -> Difference:
    half = len(next(iter(first.values()), []))
    was, now = (_value(statistic, totals) for totals in (first, second))
    if was is None or now is None:
        same = was is now
        return Difference(
            figure=name,
            first=was,
            second=now,
            difference=None,
            verdict="same" if same else "not clear",
        )
    # A group in which nothing is counted in either run says nothing, and is not drawn.
    counted = {g: [*first[g], *second[g]] for g in first if any(first[g]) or any(second[g])}
    interval = cluster_bootstrap(
        counted, lambda sums: statistic(sums[:, half:]) - statistic(sums[:, :half])
    )
    p = swap_test(first, second, statistic)
    return Difference(
        figure=name,
        first=round(was, _DIGITS),
        second=round(now, _DIGITS),
        difference=round(now - was, _DIGITS),
        interval=interval,
        p=p,
        verdict=_verdict(round(now - was, _DIGITS), interval, p),
    )


def _value(statistic: Statistic, totals: Mapping[str, list[float]]) -> float | None:
    if not totals:
        return None
    value = float(statistic(np.array([list(totals.values())]).sum(axis=1))[0])
    return None if np.isnan(value) else value


def _verdict(step: float, interval: tuple[float, float] | None, p: float) -> Verdict:
    """Both must say so: the bootstrap alone is too sure when few groups changed (it calls four
    groups lost of 60 significant), the exact test alone gives no size."""
    if step == 0 and interval in (None, (0.0, 0.0)):
        return "same"
    if interval is None or p >= ALPHA or interval[0] <= 0 <= interval[1]:
        return "not clear"
    return "better" if interval[0] > 0 else "worse"
