from math import log2

import pytest

from eval.metrics.retrieval import MEASURES, relevant, retrieval
from tests.eval.world import ALERTS, GP_QUOTE, TRUTH, span


def test_figures_computed_by_hand() -> None:
    # Relevant at ranks 1 and 3, one of the three not found at all.
    found = retrieval(["a", "b", "c"], ["a", "c", "d"])
    gain, ideal = 1 + 1 / log2(4), 1 + 1 / log2(3) + 1 / log2(4)
    assert found == {
        "recall_at_5": pytest.approx(2 / 3, abs=1e-6),
        "recall_at_10": pytest.approx(2 / 3, abs=1e-6),
        "recall_at_20": pytest.approx(2 / 3, abs=1e-6),
        "ndcg_at_10": pytest.approx(gain / ideal, abs=1e-6),
        "reciprocal_rank": 1.0,
    }


@pytest.mark.parametrize(
    ("rank", "at_5", "at_10", "at_20", "ndcg"),
    [
        (5, 1.0, 1.0, 1.0, 1 / log2(6)),
        (6, 0.0, 1.0, 1.0, 1 / log2(7)),
        (10, 0.0, 1.0, 1.0, 1 / log2(11)),
        (11, 0.0, 0.0, 1.0, 0.0),
        (20, 0.0, 0.0, 1.0, 0.0),
        (21, 0.0, 0.0, 0.0, 0.0),
    ],
)
def test_the_cuts_fall_behind_the_rank_they_name(
    rank: int, at_5: float, at_10: float, at_20: float, ndcg: float
) -> None:
    ranked = [f"x{n:02}" for n in range(1, 31)]
    found = retrieval(ranked, [ranked[rank - 1]])
    assert (found["recall_at_5"], found["recall_at_10"], found["recall_at_20"]) == (
        at_5,
        at_10,
        at_20,
    )
    assert found["ndcg_at_10"] == pytest.approx(ndcg, abs=1e-6)
    assert found["reciprocal_rank"] == pytest.approx(1 / rank, abs=1e-6)


def test_the_order_of_ids_says_nothing() -> None:
    assert retrieval(["z", "a"], ["z"])["reciprocal_rank"] == 1.0
    assert retrieval(["a", "z"], ["z"])["reciprocal_rank"] == 0.5


def test_nothing_found_is_zero() -> None:
    assert retrieval([], ["a"]) == dict.fromkeys(MEASURES, 0.0)
    assert retrieval(["b"], ["a"]) == dict.fromkeys(MEASURES, 0.0)


def test_there_is_no_recall_of_nothing_and_no_ranking_with_a_source_twice() -> None:
    with pytest.raises(ValueError, match="no source is relevant"):
        retrieval(["a"], [])
    with pytest.raises(ValueError, match="ranked twice"):
        retrieval(["a", "a"], ["a"])


def test_relevant_is_what_overlaps_gold() -> None:
    start, end = span(ALERTS)
    assert relevant([(start, start + 1), span(GP_QUOTE)], TRUTH) == ("f-alerts", "q-gp")
    assert relevant([(end, end + 1)], TRUTH) == ()
