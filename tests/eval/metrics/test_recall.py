from eval.metrics.recall import cited_places, places
from tests.eval.world import ALERTS, GP_QUOTE, NURSES, TASKS, answer, case, cite, point, span


def test_recall_computed_by_hand() -> None:
    given = answer(cite("f-alerts"), cite("q-gp"))
    assert len(places(case())) == 4  # three key points and a quote
    assert cited_places(case(), given) == (span(ALERTS), span(GP_QUOTE))


def test_a_place_of_two_key_points_is_one_place() -> None:
    twice = case(key_points=[point("k1", ALERTS), point("k2", ALERTS)], gold_quotes=[])
    assert places(twice) == (span(ALERTS),)


def test_alternatives_all_count() -> None:
    either = {**point("k1", ALERTS), "gold": [list(span(TASKS)), list(span(NURSES))]}
    given = answer(cite("f-tasks"))
    asked = case(key_points=[either], gold_quotes=[])
    assert (cited_places(asked, given), len(places(asked))) == ((span(TASKS),), 2)


def test_a_quote_that_is_only_related_cites_no_place() -> None:
    given = answer(cite("f-alerts"), cite("q-gp", relation="related"))
    assert cited_places(case(), given) == (span(ALERTS),)


def test_a_refusal_cites_no_place() -> None:
    assert cited_places(case(), answer()) == ()
