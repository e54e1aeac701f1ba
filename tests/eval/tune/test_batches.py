"""What is learnt from in one step: few questions, what answers them, and what nearly does."""

import numpy as np
import pytest

from eval.tune.batches import (
    EACH,
    HARD,
    PASSAGES,
    QUESTIONS,
    draw,
    draw_text,
    hard_ones,
    together,
)
from eval.tune.questions import OKAY, VITAL, Material
from tests.eval.tune.samples import put


class TestBatches:
    def test_hard_ones_are_near_and_answer_nothing(self) -> None:
        likeness = np.array([[0.1, 0.9, 0.4, 0.2]], dtype=np.float32)
        assert hard_ones([put("a", [0, VITAL, 0, OKAY])], likeness) == [[2, 0]]

    def test_none_is_hard_that_is_far(self) -> None:
        likeness = -np.arange(HARD + 5, dtype=np.float32)[None]
        assert hard_ones([put("a", [0] * (HARD + 5))], likeness) == [list(range(HARD))]

    def test_both_kinds_of_likeness_count_the_same(self) -> None:
        """Whatever they range over; a question to which all are alike by one has the other's."""
        dense = np.array([[0.80, 0.82, 0.84], [0.5, 0.5, 0.5]], dtype=np.float32)
        late = np.array([[0.9, 0.5, 0.1], [0.1, 0.2, 0.6]], dtype=np.float32)
        both = together(dense, late)
        assert both[0] == pytest.approx([0, 0, 0], abs=1e-4)
        assert np.argsort(both[1]).tolist() == [0, 1, 2]
        assert both[1].std() == pytest.approx(1, abs=1e-4)

    def test_a_batch_has_a_question_a_group_and_what_answers_it(self, plan: Material) -> None:
        random = np.random.default_rng(7)
        hard = [np.flatnonzero(each.gold == 0)[:40].tolist() for each in plan.questions]
        for _ in range(20):
            batch = draw(plan.questions, hard, random)
            groups = [plan.questions[at].group for at in batch.questions]
            assert len(set(groups)) == len(groups) == QUESTIONS
            assert len(set(batch.passages)) == len(batch.passages) <= PASSAGES
            answered = [plan.questions[at].gold[batch.passages].any() for at in batch.questions]
            asked = [plan.questions[at].gold.any() for at in batch.questions]
            assert sum(answered) >= sum(asked) - 3  # some are cut with what is too much
            assert 0 < sum(asked) <= QUESTIONS
            assert not all(plan.questions[batch.questions[0]].gold[batch.passages])

    def test_vital_points_come_first(self) -> None:
        gold = [OKAY] * 5 + [VITAL] * EACH + [0] * 5
        for seed in range(10):
            batch = draw([put("a", gold)], [[]], np.random.default_rng(seed))
            assert set(batch.passages) == set(range(5, 5 + EACH))

    def test_the_same_seed_draws_the_same(self, plan: Material) -> None:
        hard = [np.flatnonzero(each.gold == 0)[:40].tolist() for each in plan.questions]
        once, again, other = (
            draw(plan.questions, hard, np.random.default_rng(seed)) for seed in (1, 1, 2)
        )
        assert once == again != other


class TestTexts:
    def test_what_answers_comes_first_and_nothing_twice(self) -> None:
        """Twenty questions, each answered by a sentence of its own, to a hundred sentences."""
        questions = [
            put(str(at), [VITAL * (place == at) for place in range(100)]) for at in range(20)
        ]
        for seed in range(5):
            batch = draw_text(questions, np.random.default_rng(seed))
            assert len(set(batch.questions)) == len(batch.questions) == QUESTIONS
            assert set(batch.passages[:QUESTIONS]) == set(batch.questions)
            assert len(set(batch.passages)) == len(batch.passages) == PASSAGES

    def test_a_short_text_is_taken_whole(self) -> None:
        questions = [put("a", [0, VITAL, 0]), put("b", [VITAL, VITAL, 0])]
        batch = draw_text(questions, np.random.default_rng(0))
        assert (sorted(batch.questions), batch.passages) == ([0, 1], [0, 1, 2])

    def test_the_same_seed_draws_the_same(self) -> None:
        questions = [
            put(str(at), [VITAL * (place == at) for place in range(99)]) for at in range(20)
        ]
        once, again, other = (
            draw_text(questions, np.random.default_rng(seed)) for seed in (1, 1, 2)
        )
        assert once == again != other
