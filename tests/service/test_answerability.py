"""How likely an answer is: against probabilities and signs that were reckoned by hand."""

import math
import tomllib
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.answerability import (
    BEST,
    FILE,
    MOST_TOPICS,
    SIGNS,
    TOP,
    Answerability,
    answerability,
    signs,
)
from service.concepts import Concepts
from service.index.lexical import Concept
from service.index.rows import Flags
from service.signals import NAMES, Looked, Values
from service.understanding import Question

ASKED = Question(text="Hvorfor øker fraværet?", language="nb")
WEIGHING = Answerability(
    intercept=-1.0, weights={"odds": 2.0, "unknown": -3.0}, refuse=0.2, doubt=0.5
)


class TestProbability:
    @pytest.mark.parametrize(
        ("found", "likely"),
        [
            ({"odds": 0.5, "unknown": 0.0}, 1 / 2),  # -1 + 1
            ({"odds": 0.5 + math.log(3) / 2, "unknown": 0.0}, 3 / 4),
            ({"odds": 2.0, "unknown": 1.0}, 1 / 2),  # -1 + 4 - 3
            ({"odds": 2.0, "unknown": 1.0, "topics": 9.0}, 1 / 2),  # what is not weighed is nothing
            ({}, 1 / (1 + math.e)),
        ],
    )
    def test_by_hand(self, found: dict[str, float], likely: float) -> None:
        assert WEIGHING.probability(found) == pytest.approx(likely)

    @given(st.dictionaries(st.sampled_from(SIGNS), st.floats(-1e9, 1e9)))
    def test_lies_between(self, found: dict[str, float]) -> None:
        assert 0 < WEIGHING.probability(found) < 1

    def test_a_field_that_is_not_known_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            Answerability.model_validate({**WEIGHING.model_dump(), "close": 0.85})


class TestCommitted:
    def test_it_weighs_signs_that_there_are(self) -> None:
        assert answerability().weights
        assert set(answerability().weights) <= set(SIGNS)

    def test_it_is_what_the_file_says(self) -> None:
        written = tomllib.loads((files("service") / FILE).read_text("utf-8"))
        assert answerability().model_dump() == written
        assert np.isfinite([answerability().intercept, *answerability().weights.values()]).all()

    def test_it_says_what_it_was_fitted_on(self) -> None:
        assert answerability().fitted_on
        assert all(answerability().fitted_on.values())

    def test_something_is_refused_and_less_than_what_is_doubted(self) -> None:
        assert 0 < answerability().refuse < answerability().doubt < 1


def looked(*topic: str, groups: int = 0, size: int = 0) -> Looked:
    concepts = Concepts(Concept(surface=word, words=(word,)) for word in topic)
    concepts.groups = groups
    flags: Flags = np.zeros((len(topic), size), np.bool_)
    score: Values = np.zeros(size, np.float32)
    return Looked(concepts, score, flags, flags, score, score, score, flags, flags, flags)


def measured(size: int, **columns: list[float]) -> Values:
    found: Values = np.zeros((size, len(NAMES)), np.float32)
    for name, column in columns.items():
        found[:, NAMES.index(name)] = column
    return found


def signed(
    odds: list[float],
    usable: list[bool] | None = None,
    *topic: str,
    question: Question = ASKED,
    groups: int = 0,
    foreign: bool = False,
    unknown: float = 0.0,
    cosines: list[float] | None = None,
    **columns: list[float],
) -> dict[str, float]:
    size = len(odds)
    return signs(
        question,
        looked(*topic, groups=groups, size=size),
        measured(size, **columns),
        np.array(odds, np.float32),
        np.array(cosines or [0.8] * size, np.float32),
        np.array([True] * size if usable is None else usable, np.bool_),
        unknown,
        foreign=foreign,
    )


class TestSigns:
    # Best first these are rows 3, 1, 5, 2, 4, 0; row 6 may not answer.
    ODDS = (-6.0, 1.0, -3.0, 2.0, -4.0, 0.0, 9.0)
    USABLE = (True,) * 6 + (False,)

    def test_every_sign_has_a_value(self) -> None:
        assert tuple(signed(list(self.ODDS), list(self.USABLE))) == SIGNS
        assert tuple(signed([])) == SIGNS

    def test_odds_are_the_mean_of_the_best_three(self) -> None:
        assert BEST == 3
        assert signed(list(self.ODDS), list(self.USABLE))["odds"] == pytest.approx((2 + 1 + 0) / 3)
        assert signed([-1.0, -2.0])["odds"] == pytest.approx(-1.5)

    def test_the_lead_is_over_the_sixth_or_the_last(self) -> None:
        assert signed(list(self.ODDS), list(self.USABLE))["lead"] == pytest.approx(2 - -6)
        assert signed([3.0, 2.0, 2.0, 2.0, 2.0, 1.0, -9.0])["lead"] == pytest.approx(2)
        assert signed([3.0, -1.0])["lead"] == pytest.approx(4)
        assert signed([3.0])["lead"] == 0

    def test_nearest_is_of_all_that_may_answer(self) -> None:
        cosines = [0.91, 0.8, 0.8, 0.8, 0.8, 0.8, 0.99]
        found = signed(list(self.ODDS), list(self.USABLE), cosines=cosines)
        assert found["nearest"] == pytest.approx(0.91)

    def test_what_is_covered_is_so_by_the_best(self) -> None:
        """By the best eight, three, three and one."""
        assert TOP == 8
        found = signed(
            list(self.ODDS),
            list(self.USABLE),
            cover=[0.7, 0.1, 0.2, 0.3, 0.4, 0.5, 1.0],
            own_cover=[0.9, 0.2, 0.9, 0.1, 0.9, 0.3, 1.0],
            block_cover=[0.9, 0.4, 0.9, 0.2, 0.9, 0.1, 1.0],
            section_cover=[0.9, 0.9, 0.9, 0.6, 0.9, 0.9, 1.0],
        )
        covered = [found[name] for name in SIGNS if name.endswith("covered")]
        assert covered == pytest.approx([0.7, 0.3, 0.4, 0.6])

    def test_the_ninth_covers_nothing(self) -> None:
        odds = [float(-n) for n in range(9)]
        assert signed(odds, cover=[0.1] * 8 + [1.0])["covered"] == pytest.approx(0.1)

    def test_of_the_question(self) -> None:
        words = ("fastleger", *"abcd")
        found = signed([0.0], None, *words, groups=1, unknown=0.4)
        assert (found["topics"], found["unknown"]) == (4, 0.4)
        assert (found["yes_no"], found["foreign"]) == (0, 0)
        many = signed([0.0], None, *"abcdefgh", foreign=True)
        assert (many["topics"], many["foreign"]) == (MOST_TOPICS, 1)
        settles = signed([0.0], question=ASKED.model_copy(update={"kind": "yes_no"}))
        assert settles["yes_no"] == 1

    @pytest.mark.parametrize(("odds", "usable"), [([], []), ([5.0], [False])])
    def test_where_nothing_may_answer_nothing_speaks_for_it(
        self, odds: list[float], usable: list[bool]
    ) -> None:
        found = signed(odds, usable, "fravær", unknown=1.0, cover=[1.0] * len(odds))
        assert found["odds"] < -5
        assert (found["topics"], found["unknown"]) == (1, 1)
        assert {found[name] for name in SIGNS if name.endswith("covered")} == {0}
        assert found["nearest"] == found["lead"] == 0
