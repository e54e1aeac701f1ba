from eval.metrics.status import expected
from tests.eval.world import answer, case, cite, unanswerable


def test_any_expected_status_is_right_and_no_other() -> None:
    asked = case(expected_status=["answered", "partial"])
    assert expected(asked, answer(cite("f-alerts"), status="partial"))
    assert not expected(asked, answer())


def test_the_reason_for_declining_must_be_right_too() -> None:
    asked = case(**unanswerable("x", "near_miss", "not_in_report"))
    assert expected(asked, answer())
    assert not expected(asked, answer(status="blocked_privacy"))
