import tomllib
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.relevance import FILE, Relevance, probability, relevance
from service.signals import NAMES


def test_log_odds_are_the_intercept_and_what_each_signal_weighs() -> None:
    weighing = Relevance(intercept=-2.0, weights={"words": 0.5, "cover": 3.0})
    rows = np.array([[1.0, 0.0, 9.0], [2.0, 1.0, 9.0]], np.float32)
    odds = weighing.log_odds(rows, ["words", "cover", "key"])
    assert odds.tolist() == pytest.approx([-2 + 0.5, -2 + 1 + 3])  # what is left out weighs nothing
    assert odds.dtype == np.float32


def test_weights_go_by_name_and_not_by_place() -> None:
    weighing = Relevance(intercept=0.0, weights={"cover": 3.0, "words": 0.5})
    rows = np.eye(len(NAMES), dtype=np.float32)
    odds = dict(zip(NAMES, weighing.log_odds(rows).tolist(), strict=True))
    assert odds == {name: {"cover": 3.0, "words": 0.5}.get(name, 0.0) for name in NAMES}


def test_no_row_has_no_odds() -> None:
    assert relevance().log_odds(np.zeros((0, len(NAMES)), np.float32)).shape == (0,)


@pytest.mark.parametrize(("odds", "share"), [(0.0, 1 / 2), (np.log(3), 3 / 4), (-np.log(3), 1 / 4)])
def test_probability(odds: float, share: float) -> None:
    assert probability(np.array([odds], np.float32)).tolist() == pytest.approx([share])


@given(st.lists(st.floats(width=32, allow_nan=False), min_size=1))
def test_probabilities_lie_between_and_go_with_the_odds(odds: list[float]) -> None:
    shares = probability(np.array(sorted(odds), np.float32))
    assert np.isfinite(shares).all()
    assert ((shares >= 0) & (shares <= 1)).all()
    assert (np.diff(shares) >= 0).all()


class TestCommitted:
    def test_it_weighs_only_signals_that_there_are(self) -> None:
        assert relevance().weights
        assert set(relevance().weights) <= set(NAMES)

    def test_it_is_what_the_file_says(self) -> None:
        written = tomllib.loads((files("service") / FILE).read_text("utf-8"))
        assert relevance().model_dump() == written
        assert np.isfinite([relevance().intercept, *relevance().weights.values()]).all()

    def test_what_is_nearer_in_meaning_and_words_is_likelier(self) -> None:
        """Whatever it was fitted on: else what finds sources would hide them."""
        weights = relevance().weights
        for family in (("meaning", "gloss_meaning"), ("words", "own_words", "block_words")):
            assert sum(weights.get(name, 0.0) for name in family) > 0


def test_a_field_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValidationError):
        Relevance.model_validate({"intercept": 0.0, "weights": {}, "bias": 1.0})
