import pytest

from eval.metrics.percentile import percentile


@pytest.mark.parametrize(
    ("each", "share", "value"),
    [
        ([7], 0.5, 7),
        ([7], 0.95, 7),
        ([1, 2], 0.5, 1),
        ([1, 2, 3], 0.5, 2),
        ([1, 2, 3, 4], 0.5, 2),
        (list(range(1, 101)), 0.95, 95),
        (list(range(1, 22)), 0.95, 20),
    ],
)
def test_nearest_rank_by_hand(each: list[int], share: float, value: int) -> None:
    assert percentile(each, share) == value
