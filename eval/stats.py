"""How sure a figure is, and whether two runs differ: the statistics, each seeded or exact.

Cases of one group (a question in its languages and paraphrases) rise and fall together, so the
group is what is drawn again, never the case. The draws come from numpy's `RandomState`, whose
stream is fixed for all time (numpy NEP 19): the same values give the same interval, to the byte.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, permutation_test

SEED = 20230901
DRAWS = 2000
"""Draws of a bootstrap: enough that another seed moves an end by less than it is read to."""
LEVEL = 0.95
SWAPS = 9999
"""Most swaps that `swap_test` looks at; up to 13 groups that changed it looks at all."""
_DIGITS = 6

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""From totals, one row a draw, to one value a draw. NaN where a draw has none."""
Interval = tuple[float, float]


def wilson(hits: int, of: int, level: float = LEVEL) -> Interval:
    """Wilson's score interval for `hits` of `of` independent cases, 95 % unless told.

    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22:209-212. It
    keeps within 0 and 1 and is usable for small sets and for rates of 0 or 1, where the usual
    interval has no width. Raises `ValueError` when `of` is 0: there is no rate of nothing.
    """
    if of < 1 or not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no rate")
    low, high = binomtest(hits, of).proportion_ci(level, method="wilson")
    return max(0.0, float(low)), min(1.0, float(high))


def cluster_bootstrap(
    totals_by_group: Mapping[str, Sequence[float]],
    statistic: Statistic,
    *,
    seed: int = SEED,
    n: int = DRAWS,
    level: float = LEVEL,
) -> Interval | None:
    """The percentile interval of a statistic of sums over groups, rounded to six digits.

    `totals_by_group` holds, for each group, what it adds to each sum (hits and cases, say). As many
    groups as there are get drawn with replacement, `n` times, and `statistic` is taken of the sums.
    Draws in which it has no value (NaN) are left out. None of fewer than two groups: one question
    says nothing about others. The order of the groups does not matter.

    Source: the pairs cluster bootstrap of Cameron, Gelbach & Miller (2008), Review of Economics and
    Statistics 90:414-427; Field & Welsh (2007), Journal of the Royal Statistical Society B
    69:369-390. Known to be somewhat narrow for fewer than about 20 groups, and without width when
    all groups agree.
    """
    if len(totals_by_group) < 2:
        return None
    totals = np.array([totals_by_group[group] for group in sorted(totals_by_group)], dtype=float)
    size = len(totals)
    drawn = np.random.RandomState(seed).randint(0, size, (n, size))
    sums = np.stack([column[drawn].sum(axis=1) for column in totals.T], axis=1)
    values = statistic(sums)
    values = values[~np.isnan(values)]
    if not len(values):
        return None
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return round(float(low), _DIGITS), round(float(high), _DIGITS)


def bootstrap_mean(
    values_by_group: Mapping[str, Sequence[float]],
    *,
    seed: int = SEED,
    n: int = DRAWS,
    level: float = LEVEL,
) -> Interval | None:
    """The interval of the mean over all cases, by `cluster_bootstrap`.

    Every case counts the same, so a group of three counts three times one of one. Groups without a
    value are left out. None of fewer than two groups with a value."""
    totals = {
        group: (float(sum(values)), float(len(values)))
        for group, values in values_by_group.items()
        if values
    }
    return cluster_bootstrap(totals, ratio, seed=seed, n=n, level=level)


def paired_bootstrap(
    differences_by_group: Mapping[str, Sequence[float]],
    *,
    seed: int = SEED,
    n: int = DRAWS,
    level: float = LEVEL,
) -> Interval | None:
    """The interval of the mean difference of two runs, given each case's difference.

    The runs are paired: what makes a question hard is in both and falls out. See
    `cluster_bootstrap`; for the use on test sets, Koehn (2004), EMNLP, W04-3250."""
    return bootstrap_mean(differences_by_group, seed=seed, n=n, level=level)


def ratio(sums: Floats) -> Floats:
    """The first sum divided by the second; NaN where the second is 0."""
    of = sums[:, 1]
    return np.where(of > 0, sums[:, 0] / np.where(of > 0, of, 1.0), np.nan)


def mcnemar_exact(lost: int, gained: int) -> float:
    """The two-sided p of McNemar's exact test: how likely so uneven a split is by chance.

    `lost` cases were right only in the first run, `gained` only in the second; what did not change
    says nothing. 1.0 when nothing changed. Source: Q. McNemar (1947), Psychometrika 12:153-157, in
    its exact (binomial) form. It takes cases to be independent: see `swap_test` where they are not.
    """
    if lost + gained == 0:
        return 1.0
    return round(float(binomtest(lost, lost + gained, 0.5).pvalue), _DIGITS)


def swap_test(
    first: Mapping[str, Sequence[float]],
    second: Mapping[str, Sequence[float]],
    statistic: Statistic,
    *,
    seed: int = SEED,
    n: int = SWAPS,
) -> float:
    """The two-sided p that two runs differ in a statistic of sums over groups.

    Takes the totals of each run as `cluster_bootstrap` does, by the same groups. If the runs were
    alike, each group's totals could as well have come from the other run. p is twice the share of
    such swaps whose difference is at least as far out as the one seen, on the side where that is
    rarer. Exact up to 13 groups that changed, else over `n` seeded swaps. Where every group is one
    binary case it is McNemar's exact test. 1.0 when fewer than two groups changed, or when the
    statistic has no value in one of the runs.

    Source: R. A. Fisher (1935), The Design of Experiments, section 21; for figures that are no
    means, such as F1, Yeh (2000), COLING, C00-2137.
    """
    groups = sorted(first)
    a = np.array([first[group] for group in groups], dtype=float)
    b = np.array([second[group] for group in groups], dtype=float)
    changed = (a != b).any(axis=1) if groups else np.zeros(0, dtype=bool)
    if changed.sum() < 2:
        return 1.0
    if np.isnan(statistic(np.stack([a.sum(axis=0), b.sum(axis=0)]))).any():
        return 1.0
    rest = a[~changed].sum(axis=0)
    rows = np.concatenate([a[changed], b[changed]])
    half = len(rows) // 2

    def value(drawn: Floats) -> Floats:
        sums = rows[drawn.astype(int)].sum(axis=-2) + rest
        return statistic(sums.reshape(-1, rows.shape[1])).reshape(sums.shape[:-1]).round(9)

    found = permutation_test(
        (np.arange(half), np.arange(half, 2 * half)),
        lambda one, other, axis: value(other) - value(one),
        permutation_type="samples",
        vectorized=True,
        n_resamples=n,
        rng=np.random.RandomState(seed),
    )
    return round(float(found.pvalue), _DIGITS)
