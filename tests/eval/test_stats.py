"""Statistics against values worked out by hand, and what must hold of any input."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.stats import (
    bootstrap_mean,
    cluster_bootstrap,
    mcnemar_exact,
    paired_bootstrap,
    ratio,
    swap_test,
    wilson,
)

GROUPS = st.dictionaries(
    st.text(st.characters(codec="utf-8"), max_size=4),
    st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=3),
    min_size=2,
    max_size=12,
)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # By Wilson's formula with z = 1.959964: 0 of 10 is (0, z^2 / (10 + z^2)).
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (8, 10, 0.4902, 0.9433),
        (1, 1, 0.2065, 1.0),
    ],
)
def test_wilson_is_what_the_formula_gives(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (3, 2), (-1, 2)])
def test_there_is_no_rate_of_nothing(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        wilson(hits, of)


def test_the_bootstrap_draws_groups_and_not_cases() -> None:
    # Two groups: 0 (1/4), their mixture (1/2) or the other alone (1/4). The middle 40 % of the
    # draws is the mixture, and the middle 95 % is everything.
    alike = {"a": [0.0, 0.0, 0.0], "b": [1.0, 1.0, 1.0]}
    assert bootstrap_mean(alike, level=0.4) == (0.5, 0.5)
    assert bootstrap_mean(alike) == (0.0, 1.0)
    # A case counts the same in whatever group: (0 + 0 + 0 + 1) / 4.
    assert bootstrap_mean({"a": [0.0, 0.0, 0.0], "b": [1.0]}, level=0.4) == (0.25, 0.25)


def test_translations_do_not_narrow_an_interval() -> None:
    once = {f"g{i}": [float(i % 2)] for i in range(40)}
    thrice = {group: values * 3 for group, values in once.items()}
    apart = {f"g{i}": [float(i % 2)] for i in range(120)}
    assert bootstrap_mean(once) == bootstrap_mean(thrice)
    (low, high), (near, far) = bootstrap_mean(thrice) or (0, 0), bootstrap_mean(apart) or (0, 0)
    assert far - near < high - low


def test_one_question_says_nothing_about_others() -> None:
    assert bootstrap_mean({"a": [0.0, 1.0]}) is None
    assert bootstrap_mean({"a": [0.0], "empty": []}) is None
    assert bootstrap_mean({}) is None


def test_a_draw_without_a_value_is_left_out() -> None:
    # Of the four draws, aa has no denominator: what is left is ab, ba (1.0) and bb (1.0).
    assert cluster_bootstrap({"a": (0, 0), "b": (2, 2)}, ratio) == (1.0, 1.0)
    assert cluster_bootstrap({"a": (0, 0), "b": (0, 0)}, ratio) is None


def test_ratio_has_no_value_of_nothing() -> None:
    assert np.array_equal(ratio(np.array([[1.0, 2.0], [0.0, 0.0]])), [0.5, np.nan], equal_nan=True)


@given(GROUPS)
@settings(max_examples=30, deadline=None)
def test_an_interval_is_seeded_lies_in_range_and_knows_no_order(
    groups: dict[str, list[float]],
) -> None:
    found = bootstrap_mean(groups, n=200)
    assert found is not None
    low, high = found
    every = [value for values in groups.values() for value in values]
    assert min(every) <= low <= high <= max(every)
    assert bootstrap_mean(dict(reversed(groups.items())), n=200) == found


def test_about_19_of_20_intervals_hold_the_true_mean() -> None:
    rng = random.Random(5)
    held = 0
    for _ in range(200):
        rates = [rng.choice([0.2, 0.5, 0.8]) for _ in range(60)]
        drawn = {f"g{i}": [float(rng.random() < r) for _ in "nb"] for i, r in enumerate(rates)}
        low, high = bootstrap_mean(drawn, n=400) or (1, 0)
        held += low <= 0.5 <= high
    assert 180 <= held <= 198


def test_a_paired_interval_knows_that_hard_questions_are_hard_in_both_runs() -> None:
    first = {f"g{i}": [float(i % 2)] for i in range(40)}
    second = {group: [values[0] * 0.5] for group, values in first.items()}
    differences = {g: [second[g][0] - first[g][0]] for g in first}
    low, high = paired_bootstrap(differences) or (0, 0)
    assert low < -0.25 < high < 0
    assert paired_bootstrap({group: [0.0] for group in first}) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("lost", "gained", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),  # 2 * (1/2)
        (5, 0, 0.0625),  # 2 * (1/2)^5
        (6, 0, 0.03125),
        (1, 5, 0.21875),  # 2 * (1 + 6) / 64
        (3, 3, 1.0),
    ],
)
def test_mcnemar_by_hand(lost: int, gained: int, p: float) -> None:
    assert mcnemar_exact(lost, gained) == p
    assert mcnemar_exact(gained, lost) == p


def swapped(differences: dict[str, list[float]]) -> float:
    """`swap_test` of a mean, from the differences by group: the first run is 0 throughout."""
    first = {group: (0.0, len(values)) for group, values in differences.items()}
    second = {group: (sum(values), len(values)) for group, values in differences.items()}
    return swap_test(first, second, ratio)


@given(st.integers(0, 6), st.integers(0, 6))
@settings(max_examples=30, deadline=None)
def test_swapping_single_cases_is_mcnemar(lost: int, gained: int) -> None:
    flips = {f"l{i}": [-1.0] for i in range(lost)} | {f"g{i}": [1.0] for i in range(gained)}
    same = {f"s{i}": [0.0] for i in range(9)}
    assert swapped({**flips, **same}) == pytest.approx(mcnemar_exact(lost, gained), abs=1e-6)


def test_swapping_by_hand() -> None:
    # Of the 8 patterns of +-1, +-1, +-3 only 5 and -5 are as far out as -5; 3 alone reaches 1.
    assert swapped({"a": [-1.0], "b": [-1.0], "c": [-3.0]}) == 0.25
    # A group in three languages counts once: 2 * (1/2)^2, not 2 * (1/2)^6.
    assert swapped({"a": [-1.0] * 3, "b": [-1.0] * 3}) == 0.5
    # Gains and losses within a group that cancel say nothing.
    assert swapped({"a": [-1.0, 1.0], "b": [-1.0]}) == 1.0
    assert swapped({}) == 1.0


def test_a_share_without_cases_in_one_run_is_not_tested() -> None:
    none = {"a": (0.0, 0.0), "b": (0.0, 0.0)}
    assert swap_test(none, {"a": (1.0, 1.0), "b": (1.0, 1.0)}, ratio) == 1.0


def test_swapping_many_groups_is_seeded() -> None:
    many = {f"g{i}": [-0.1 if i % 3 else 0.1] for i in range(40)}
    assert swapped(many) == swapped(dict(reversed(many.items())))
    # 26 of 40 against: by the binomial distribution 2 * P(X >= 26) = 0.081.
    assert swapped(many) == pytest.approx(0.081, abs=0.01)
