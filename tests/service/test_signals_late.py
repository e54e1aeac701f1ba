"""How rows are held against a question token by token, on tokens of two numbers by hand."""

import statistics
from collections.abc import Sequence

import numpy as np
import pytest

from service.domain import Language
from service.index.base import Codes
from service.index.late import Terms
from service.index.rows import Flags, Rows
from service.signals import NAMES, Asked, interaction, signals
from tests.opened import opened_by_hand
from tests.reports import Chapter, F, make_report
from tests.service.test_signals import E0, E1, ENGLISH, REPORT, VECTORS, asked, near

E2 = VECTORS[2]
RIGHT, LEFT, UP, DOWN = (127, 0), (-127, 0), (0, 127), (0, -127)


def codes(*tokens: Sequence[int]) -> Codes:
    return np.array(tokens, np.int8)


TOKENS: tuple[Codes | None, ...] = (
    codes(RIGHT),  # 0: as like as can be to the one term, not to the other
    codes(RIGHT, UP),  # 1: to both, by one token each
    codes(LEFT),  # 2: the contrary of the one
    codes(UP),  # 3
    codes(RIGHT, LEFT),  # 4: its best token counts alone
    codes(DOWN, UP),  # 5
)
LIKE = ((1, 0), (1, 1), (-1, 0), (0, 1), (1, 0), (0, 1))
"""Of each row, to each of two terms."""
ROWS = Rows([opened_by_hand(REPORT, VECTORS, TOKENS)])
NO_TOKENS = Rows([opened_by_hand(REPORT, VECTORS)])
BOTH = Rows(
    [
        opened_by_hand(REPORT, VECTORS, TOKENS),
        opened_by_hand(ENGLISH, [E0, E1], [codes(UP), codes(RIGHT)]),
    ]
)


def terms(one: float, other: float) -> Terms:
    """To the right and up, each asking so much."""
    return Terms(
        vectors=np.array([(1, 0), (0, 1)], np.float32), weights=np.array([one, other], np.float32)
    )


def scores(*values: float) -> list[float]:
    """Standard scores."""
    mean, spread = statistics.fmean(values), statistics.pstdev(values)
    return [(value - mean) / spread for value in values]


def rows_of(*numbers: int, size: int = 6) -> Flags:
    return np.array([row in numbers for row in range(size)], dtype=np.bool_)


def late(question: Asked, considered: Flags | None = None, rows: Rows = ROWS) -> list[float]:
    found = signals(rows, question, considered)[:, NAMES.index("late")]
    return [float(value) for value in found]


def late_block(question: Asked, rows: Rows = ROWS) -> list[float]:
    return [float(value) for value in signals(rows, question)[:, NAMES.index("late_block")]]


class TestLate:
    @pytest.mark.parametrize("weights", [(0.75, 0.25), (0.5, 0.5), (0.0, 1.0), (0.125, 0.875)])
    def test_is_the_likeness_to_each_term_by_how_much_it_asks(
        self, weights: tuple[float, float]
    ) -> None:
        raw = [weights[0] * one + weights[1] * other for one, other in LIKE]
        assert raw[1] == 1
        assert late(asked(terms={"nb": [terms(*weights)]})) == near(*scores(*raw))

    def test_worked_out(self) -> None:
        """Mean 3/8, spread √0.328125."""
        spread = 0.328125**0.5
        expected = [each / spread for each in (0.375, 0.625, -1.125, -0.125, 0.375, -0.125)]
        assert late(asked(terms={"nb": [terms(0.75, 0.25)]})) == near(*expected)

    def test_is_in_scores_over_the_near_rows_and_the_others_have_the_least(self) -> None:
        question = asked(terms={"nb": [terms(0.75, 0.25)]})
        first, second, fourth = scores(0.75, 1.0, 0.25)
        assert first > fourth
        assert late(question, rows_of(0, 1, 3)) == near(
            first, second, fourth, fourth, fourth, fourth
        )

    def test_near_are_those_that_are_both_chosen_and_considered(self) -> None:
        question = asked(terms={"nb": [terms(0.75, 0.25)]}, chosen=rows_of(1, 2, 3))
        second, fourth = scores(1.0, 0.25)
        assert late(question, rows_of(0, 1, 3)) == near(
            fourth, second, fourth, fourth, fourth, fourth
        )

    def test_near_are_all_that_are_chosen_unless_it_is_told(self) -> None:
        question = asked(terms={"nb": [terms(0.75, 0.25)]}, chosen=rows_of(0, 1, 2))
        first, second, third = scores(0.75, 1.0, -0.75)
        assert late(question) == near(first, second, third, third, third, third)

    def test_with_its_gloss_it_is_the_mean_of_both(self) -> None:
        """Before they are scored: the spread is that of the means."""
        question = asked(terms={"nb": [terms(1.0, 0.0), terms(0.25, 0.75)]})
        own = [one for one, _ in LIKE]
        gloss = [0.25 * one + 0.75 * other for one, other in LIKE]
        both = [(a + b) / 2 for a, b in zip(own, gloss, strict=True)]
        assert late(question) == near(*scores(*both))

    def test_a_gloss_may_have_another_number_of_terms(self) -> None:
        one = Terms(np.array([(0.6, 0.8)], np.float32), np.array([1.0], np.float32))
        question = asked(terms={"nb": [terms(1.0, 0.0), one]})
        gloss = [0.6, 0.8, -0.6, 0.8, 0.6, 0.8]
        both = [(a + b) / 2 for (a, _), b in zip(LIKE, gloss, strict=True)]
        assert late(question) == near(*scores(*both))

    def test_rows_that_are_all_alike_have_none(self) -> None:
        question = asked(terms={"nb": [terms(0.0, 0.0)]})
        assert late(question) == near(*[0.0] * 6)
        assert late(asked(terms={"nb": [terms(0.75, 0.25)]}), rows_of(0, 4)) == near(*[0.0] * 6)


class TestLanguages:
    def languages(self, norwegian: Terms, english: Terms, some: Flags) -> list[float]:
        asked: dict[Language, list[Terms]] = {"nb": [norwegian], "en": [english]}
        return [float(score) for score in interaction(BOTH, asked, some)]

    def test_each_is_scored_by_itself_and_by_its_own_terms(self) -> None:
        raw = [0.75 * one + 0.25 * other for one, other in LIKE]
        every = np.ones(8, dtype=np.bool_)
        found = self.languages(terms(0.75, 0.25), terms(0.5, 0.5), every)
        assert found == near(*scores(*raw), 0, 0)  # the English ones are as like as each other
        found = self.languages(terms(0.75, 0.25), terms(1.0, 0.0), every)
        assert found == near(*scores(*raw), -1, 1)

    def test_rows_that_are_not_near_have_the_least_of_any(self) -> None:
        """Whatever their language: here it is the third row that is least like."""
        found = self.languages(terms(1.0, 0.0), terms(1.0, 0.0), rows_of(0, 1, 2, 6, 7, size=8))
        first, _, third = scores(1, 1, -1)
        assert third < -1
        assert found == near(first, first, third, third, third, third, -1, 1)

    def test_one_that_is_not_asked_in_has_none(self) -> None:
        every = np.ones(8, dtype=np.bool_)
        found = interaction(BOTH, {"en": [terms(1.0, 0.0)]}, every).tolist()
        assert found == near(*[0.0] * 6, -1, 1)


class TestWithoutTokens:
    def test_an_embedder_that_gives_none_gives_nought(self) -> None:
        none: dict[Language, list[Terms]] = {"nb": []}
        for question in (asked(terms={}), asked(terms=none)):
            assert late(question, rows=NO_TOKENS) == [0.0] * 6
            assert late_block(question, NO_TOKENS) == [0.0] * 6
            assert late(question, rows_of(1, 2), NO_TOKENS) == [0.0] * 6

    def test_a_question_without_them_holds_against_none(self) -> None:
        assert late(asked(terms={"nb": []})) == [0.0] * 6

    def test_rows_without_them_are_held_against_none(self) -> None:
        assert late(asked(terms={"nb": [terms(0.75, 0.25)]}), rows=NO_TOKENS) == [0.0] * 6

    def test_a_row_that_has_lost_them_is_as_rows_mostly_are(self) -> None:
        """While a withdrawal is under way: it changes nothing for the others."""
        tokens = (TOKENS[0], None, *TOKENS[2:])
        rows = Rows([opened_by_hand(REPORT, VECTORS, tokens)])
        found = late(asked(terms={"nb": [terms(0.75, 0.25)]}), rows=rows)
        first, *rest = scores(0.75, -0.75, 0.25, 0.75, 0.25)
        assert found == near(first, 0.0, *rest)

    def test_no_row_is_near(self) -> None:
        question = asked(terms={"nb": [terms(0.75, 0.25)]})
        assert late(question, np.zeros(6, dtype=np.bool_)) == [0.0] * 6

    def test_a_question_without_a_token_of_its_own(self) -> None:
        none = Terms(np.zeros((0, 2), np.float32), np.zeros(0, np.float32))
        assert late(asked(terms={"nb": [none]})) == [0.0] * 6


class TestLateBlock:
    def test_is_the_mean_of_the_others_of_the_block(self) -> None:
        """Rows 0 to 2 are a block, 3 stands alone, 4 and 5 are another."""
        z = scores(0.75, 1.0, -0.75, 0.25, 0.75, 0.25)
        assert late_block(asked(terms={"nb": [terms(0.75, 0.25)]})) == near(
            (z[1] + z[2]) / 2, (z[0] + z[2]) / 2, (z[0] + z[1]) / 2, 0, z[5], z[4]
        )

    def test_of_a_long_block_the_best_three(self) -> None:
        """Likeness falls from the first row to the last."""
        report = make_report(Chapter("1"), *(F(f"Setning {n}.") for n in range(6)))
        tokens = [codes((120 - 20 * number, 0)) for number in range(6)]
        rows = Rows([opened_by_hand(report, [E2] * 6, tokens)])
        z = scores(*(120.0 - 20 * number for number in range(6)))
        first = [(z[1] + z[2] + z[3]) / 3, (z[0] + z[2] + z[3]) / 3, (z[0] + z[1] + z[3]) / 3]
        best = (z[0] + z[1] + z[2]) / 3
        question = asked(terms={"nb": [terms(1.0, 0.0)]})
        assert late_block(question, rows) == near(*first, best, best, best)

    def test_says_nothing_of_meaning_or_words(self) -> None:
        plain, held = asked(terms={}), asked(terms={"nb": [terms(0.75, 0.25)]})
        differ = (signals(ROWS, plain) != signals(ROWS, held)).any(axis=0)
        assert {name for name, each in zip(NAMES, differ, strict=True) if each} == {
            "late",
            "late_block",
        }
