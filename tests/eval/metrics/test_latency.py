from eval.metrics.latency import latency


def test_percentiles_are_times_that_were_measured() -> None:
    found = latency([float(n) for n in range(20, 0, -1)])
    assert found is not None
    assert (found.p50, found.p95, found.longest, found.over) == (10.0, 19.0, 20.0, 20)


def test_one_time_is_every_percentile() -> None:
    found = latency([0.25])
    assert found is not None
    assert (found.p50, found.p95, found.longest) == (0.25, 0.25, 0.25)


def test_no_time_is_no_latency() -> None:
    assert latency([]) is None
