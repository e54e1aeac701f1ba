from eval.metrics.coverage import covered, evidence
from tests.eval.world import ALERTS, GP_QUOTE, answer, case, cite, claim, point, span


def ids(*points: object) -> list[str]:
    return [point.id for point in points]  # type: ignore[attr-defined]


def test_a_key_point_is_covered_by_a_claim_that_cites_its_place() -> None:
    given = answer(cite("f-alerts"), cite("f-nurses"))
    assert ids(*covered(case(), given)) == ["k1", "k3"]  # not k2: nothing cites the tasks


def test_one_shared_character_is_overlap_and_touching_is_not() -> None:
    start, end = span(ALERTS)
    inside = case(key_points=[{**point("k", ALERTS), "gold": [[end - 1, end + 5]]}])
    beside = case(key_points=[{**point("k", ALERTS), "gold": [[end, end + 5]]}])
    given = answer(cite("f-alerts"))
    assert ids(*covered(inside, given)) == ["k"]
    assert covered(beside, given) == ()
    assert start < end


def test_any_of_the_gold_places_will_do() -> None:
    gold = [list(span(GP_QUOTE)), list(span(ALERTS))]
    either = case(key_points=[{**point("k", ALERTS), "gold": gold}])
    assert ids(*covered(either, answer(cite("f-alerts")))) == ["k"]


def test_a_quote_beside_claims_covers_nothing_unless_quotes_were_asked_for() -> None:
    given = answer(cite("f-nurses"), cite("q-gp"))
    points = [point("k", GP_QUOTE)]
    assert covered(case(key_points=points), given) == ()
    assert ids(*covered(case(key_points=points, category="quotes"), given)) == ["k"]


def test_an_answer_of_quotes_alone_covers_by_its_quotes() -> None:
    given = answer(cite("q-gp"))
    assert ids(*covered(case(key_points=[point("k", GP_QUOTE)]), given)) == ["k"]


def test_a_claim_may_cite_a_quote() -> None:
    given = answer(cite("q-gp"), cite("f-nurses"), claims=[claim(GP_QUOTE, "q-gp")])
    assert [citation.id for citation in evidence(case(), given)] == ["q-gp"]


def test_a_refusal_covers_nothing() -> None:
    assert covered(case(), answer()) == ()
