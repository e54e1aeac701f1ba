"""Limits of support, against cases counted by hand."""

import pytest

from eval.calibrate import FEWEST, Observed, balanced, limits, lines


def seen(cosine: float, answerable: bool, *, covered: bool = True) -> Observed:
    return Observed(
        id=f"c{cosine}", answerable=answerable, languages="same", covered=covered, cosine=cosine
    )


def test_balanced_accuracy_by_hand() -> None:
    # 3 of 4 answerable are let through, 1 of 2 unanswerable is not: (3/4 + 1/2) / 2.
    cases = [seen(c, True) for c in (0.9, 0.9, 0.8, 0.7)] + [seen(c, False) for c in (0.85, 0.6)]
    assert balanced(cases, 0.8) == 0.625
    assert balanced(cases, 0.0) == 0.5
    assert balanced(cases[:4], 0.8) is None


def test_the_best_limit_parts_what_can_be_parted() -> None:
    cases = [seen(0.87 + i / 100, True) for i in range(5)]
    cases += [seen(0.82 + i / 100, False) for i in range(5)]
    found = {(limit.languages, limit.covered): limit for limit in limits(cases)}
    near = found["same", True]
    assert (near.answerable, near.unanswerable, near.now) == (5, 5, 0.83)
    assert near.balanced_now == 0.6  # only 0.82 of the five is below 0.83
    assert (near.best, near.balanced_best) == (0.87, 1.0)
    assert found["cross", True].best is None


def test_a_limit_that_is_as_good_as_any_stays() -> None:
    cases = [seen(0.9, True) for _ in range(FEWEST)] + [seen(0.5, False) for _ in range(FEWEST)]
    [near] = [
        limit for limit in limits(cases) if (limit.languages, limit.covered) == ("same", True)
    ]
    assert near.best == near.now == 0.83


@pytest.mark.parametrize("short", [True, False])
def test_too_few_cases_of_a_kind_propose_nothing(short: bool) -> None:
    many, few = [FEWEST, FEWEST - 1][:: 1 if short else -1]
    cases = [seen(0.9, True) for _ in range(many)] + [seen(0.5, False) for _ in range(few)]
    assert all(limit.best is None for limit in limits(cases))


def test_the_rows_are_aligned() -> None:
    rows = list(lines(limits([seen(0.9, True)])))
    assert len(rows) == 5
    assert len({len(row) for row in rows}) == 1
