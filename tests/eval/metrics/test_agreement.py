import pytest

from eval.metrics.agreement import Cited, agreement, cited_findings, pairs
from tests.eval.world import answer, cite


def test_agreement_computed_by_hand() -> None:
    group = [Cited("nn", ["a", "b"]), Cited("nb", ["a", "b", "c"]), Cited("en", ["c"])]
    assert pairs(group) == {
        ("en", "nb"): [pytest.approx(1 / 3)],
        ("en", "nn"): [0.0],
        ("nb", "nn"): [pytest.approx(2 / 3)],
    }
    assert agreement(group) == pytest.approx((1 / 3 + 0 + 2 / 3) / 3)


def test_where_neither_cites_a_finding_there_is_nothing_to_compare() -> None:
    assert agreement([Cited("nb", []), Cited("en", [])]) is None
    assert agreement([Cited("nb", []), Cited("en", ["a"])]) == 0.0
    assert agreement([Cited("nb", ["a"])]) is None


def test_paraphrases_in_one_language_are_not_compared() -> None:
    group = [Cited("nb", ["a"]), Cited("nb", ["b"]), Cited("en", ["a"])]
    assert pairs(group) == {("en", "nb"): [1.0, 0.0]}


def test_only_findings_are_compared() -> None:
    given = answer(cite("f-tasks"), cite("f-alerts"), cite("q-gp"))
    assert cited_findings(given) == ("f-alerts", "f-tasks")
