import pytest

from eval.metrics.abstention import (
    Confusion,
    abstained,
    answer_recall,
    confusion,
    macro_f1,
    over_refusal,
    refusal_precision,
    refusal_recall,
)
from tests.eval.world import answer, case, cite, unanswerable

# Of ten answerable 8 answered and 2 refused; of five unanswerable 4 refused and 1 answered.
COUNTS = Confusion(
    answered_answerable=8,
    abstained_answerable=2,
    answered_unanswerable=1,
    abstained_unanswerable=4,
    left_out=0,
)
NONE = Confusion(
    answered_answerable=0,
    abstained_answerable=0,
    answered_unanswerable=0,
    abstained_unanswerable=0,
    left_out=3,
)


def test_figures_computed_by_hand() -> None:
    assert refusal_precision(COUNTS).value == pytest.approx(4 / 6, abs=1e-6)
    assert refusal_recall(COUNTS).value == 0.8
    assert answer_recall(COUNTS).value == 0.8
    assert over_refusal(COUNTS).value == 0.2
    # F1 of refusing: 2*4/(8+3) = 8/11; of answering: 2*8/(16+3) = 16/19.
    assert macro_f1(COUNTS).value == pytest.approx((8 / 11 + 16 / 19) / 2, abs=1e-6)


def test_a_bot_that_always_refuses_has_half_a_macro_f1_at_most() -> None:
    always = COUNTS.model_copy(
        update={
            "answered_answerable": 0,
            "abstained_answerable": 10,
            "answered_unanswerable": 0,
            "abstained_unanswerable": 5,
        }
    )
    # F1 of refusing: 2*5/(10+10) = 0.5; of answering: 0.
    assert macro_f1(always).value == 0.25
    assert refusal_recall(always).value == 1.0


def test_without_cases_there_is_no_value() -> None:
    for figure in (refusal_precision, refusal_recall, answer_recall, over_refusal, macro_f1):
        assert figure(NONE).value is None
        assert figure(NONE).reason


def test_cases_are_counted_by_what_was_right_and_done() -> None:
    no = case(**unanswerable("no", "near_miss", "not_in_report"))
    yes, either = case("yes"), case("either", expected_status=["partial", "not_in_report"])
    full, empty = answer(cite("f-alerts")), answer()
    pairs = [(yes, full), (yes, full), (yes, empty), (no, full), (no, empty), (either, empty)]
    counted = confusion(pairs)
    assert counted.model_dump() == {
        "answered_answerable": 2,
        "abstained_answerable": 1,
        "answered_unanswerable": 1,
        "abstained_unanswerable": 1,
        "left_out": 1,
    }


def test_partial_is_an_answer() -> None:
    assert not abstained(answer(cite("f-alerts"), status="partial"))
    assert abstained(answer(status="blocked_privacy"))
