from eval.metrics.precision import evidential, on_gold
from tests.eval.world import ALERTS, answer, case, cite, point


def names(citations: object) -> list[str]:
    return [citation.id for citation in citations]  # type: ignore[attr-defined]


def test_two_of_three_citations_are_on_gold() -> None:
    one = case(key_points=[point("k", ALERTS)])  # its gold quote is the GP's
    given = answer(cite("f-alerts"), cite("f-nurses"), cite("q-gp"))
    assert names(evidential(one, given)) == ["f-alerts", "f-nurses", "q-gp"]
    assert names(on_gold(one, given)) == ["f-alerts", "q-gp"]


def test_a_related_quote_beside_claims_is_not_held_against_the_answer() -> None:
    related = cite("q-nurse", relation="related")
    assert names(evidential(case(), answer(cite("f-alerts"), related))) == ["f-alerts"]


def test_what_can_carry_a_key_point_counts_whatever_its_relation() -> None:
    related = cite("q-nurse", relation="related")
    contrast = cite("f-nurses", relation="contrasts")
    assert names(evidential(case(), answer(contrast))) == ["f-nurses"]
    assert names(evidential(case(), answer(related))) == ["q-nurse"]
    asked = case(category="quotes")
    assert names(evidential(asked, answer(cite("f-alerts"), related))) == ["f-alerts", "q-nurse"]


def test_a_refusal_has_no_evidence() -> None:
    assert evidential(case(), answer()) == ()
