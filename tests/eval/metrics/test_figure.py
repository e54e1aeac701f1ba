from eval.metrics.figure import mean, rate, share


def test_a_rate_counts_and_has_an_interval() -> None:
    figure = rate([True, True, False, True], "nothing")
    assert (figure.value, figure.hits, figure.over) == (0.75, 3, 4)
    assert figure.interval is not None
    assert figure.interval[0] < 0.75 < figure.interval[1]


def test_a_mean_is_over_cases_whatever_their_groups() -> None:
    figure = mean([("a", 1.0), ("a", 0.5), ("b", 0.0)], "nothing")
    assert (figure.value, figure.over, figure.hits) == (0.5, 3, None)
    assert figure.interval == (0.0, 0.75)  # of two groups: b alone, or a alone


def test_a_mean_over_one_group_has_no_interval() -> None:
    assert mean([("a", 1.0), ("a", 0.0)], "nothing").interval is None


def test_a_mean_is_the_same_in_any_order() -> None:
    values = [("b", 0.25), ("a", 1.0), ("c", 0.5)]
    assert mean(values, "") == mean(reversed(values), "")


def test_nothing_to_count_is_none_with_a_reason() -> None:
    for figure in (rate([], "no case"), mean([], "no case")):
        assert (figure.value, figure.over, figure.reason) == (None, 0, "no case")


def test_a_share_of_nothing_is_none() -> None:
    assert share([1], [1, 2]) == 0.5
    assert share([], []) is None
