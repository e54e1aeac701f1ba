from eval.metrics.figure import mean, rate, share


def test_a_rate_counts_and_has_an_interval() -> None:
    figure = rate([True, True, False, True], "nothing")
    assert (figure.value, figure.hits, figure.over) == (0.75, 3, 4)
    assert figure.interval is not None
    assert figure.interval[0] < 0.75 < figure.interval[1]


def test_a_mean_is_over_cases() -> None:
    figure = mean([1.0, 0.5, 0.0], "nothing")
    assert (figure.value, figure.over, figure.interval) == (0.5, 3, None)


def test_nothing_to_count_is_none_with_a_reason() -> None:
    for figure in (rate([], "no case"), mean([], "no case")):
        assert (figure.value, figure.over, figure.reason) == (None, 0, "no case")


def test_a_share_of_nothing_is_none() -> None:
    assert share([1], [1, 2]) == 0.5
    assert share([], []) is None
