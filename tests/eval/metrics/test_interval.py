import pytest

from eval.metrics.interval import wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_intervals(hits: int, of: int, low: float, high: float) -> None:
    assert list(wilson(hits, of)) == pytest.approx([low, high], abs=5e-5)


def test_it_is_symmetric_and_keeps_within_bounds() -> None:
    low, high = wilson(3, 10)
    assert list(wilson(7, 10)) == pytest.approx([1 - high, 1 - low])
    assert wilson(10, 10)[1] == pytest.approx(1.0)


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (3, 2), (-1, 2)])
def test_there_is_no_rate_of_nothing(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        wilson(hits, of)
