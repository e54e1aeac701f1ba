"""The floors of the measurement; `python -m tests.ingest.anonymity.measure` prints the figures."""

import pytest

from tests.ingest.anonymity.measure import SPLITS, items, scores

FLOOR = 0.9
"""Recall of every kind with ten texts or more."""
FALSE_ALARMS = 0.05
"""Share of sound texts that may raise one."""


def test_the_set_is_large_and_of_both_languages_and_halves() -> None:
    every = list(items())
    assert len(every) >= 160
    assert sum(item.kind is None for item in every) >= 60
    assert {item.language for item in every} == {"nb", "nn", "en"}
    for split in SPLITS:
        assert {"nb", "en"} <= {item.language for item in every if item.split == split}
    assert len({item.text for item in every}) == len(every)


@pytest.mark.parametrize("split", SPLITS)
def test_recall_and_false_alarms(split: str) -> None:
    told = scores(split)
    false = told.pop("false alarms")
    assert false.share <= FALSE_ALARMS
    low = {kind: score for kind, score in told.items() if score.of >= 10 and score.share < FLOOR}
    assert low == {}
    found, of = sum(s.hits for s in told.values()), sum(s.of for s in told.values())
    assert found / of >= FLOOR
