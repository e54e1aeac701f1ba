import pytest

from eval.metrics.coverage import covered, evidence
from service.contract import Citation, Mode
from service.domain import Language
from tests.eval.world import ALERTS, GP_QUOTE, TASKS, answer, case, cite, claim, point, span


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


def filler(length: int) -> Citation:
    """A finding that no case has as gold, of that many characters."""
    text = "x" * length
    return cite("f-nurses").model_copy(update={"text": text, "excerpt": ((0, length),)})


def test_what_stands_after_the_budget_covers_nothing() -> None:
    room = 3000 - len(ALERTS)
    for length, found in ((room, ["k1"]), (room + 1, [])):
        given = answer(filler(length), cite("f-alerts"))
        asked = case(key_points=[point("k1", ALERTS)])
        assert ids(*covered(asked, given)) == found
        assert ids(*covered(asked, given, budget=False)) == ["k1"]


def test_the_sixth_quote_covers_nothing() -> None:
    others = [cite("q-nurse").model_copy(update={"id": f"q-{n}"}) for n in range(5)]
    asked = case(key_points=[point("k", GP_QUOTE)], category="quotes")
    assert ids(*covered(asked, answer(*others[:4], cite("q-gp")))) == ["k"]
    assert covered(asked, answer(*others, cite("q-gp"))) == ()


PATTERNS = {"nb": ["(flere|økt).*varsl"], "en": ["more alerts", r"alerts .*\bincrease"]}


@pytest.mark.parametrize(
    ("text", "language", "mode", "found"),
    [
        ("GPs get MORE\n alerts.", "en", "llm", True),  # any case, any white space
        ("For GPs, alerts have increased.", "en", "llm", True),  # the second of two
        ("GPs get fewer alerts.", "en", "llm", False),  # the right place, the wrong thing
        ("Fastlegar får fleire varsel.", "nn", "llm", False),  # bokmål's pattern is tried
        ("Fastlegar har økt mengd varsl.", "nn", "llm", True),
        (ALERTS, "nb", "llm", True),
        ("Noe annet.", "nb", "llm", False),
        ("Noe annet.", "nb", "extractive", True),  # the report's own words are not matched
    ],
)
def test_what_a_model_wrote_must_match_a_pattern_too(
    text: str, language: Language, mode: Mode, found: bool
) -> None:
    asked = case(key_points=[{**point("k", ALERTS), "patterns": PATTERNS}])
    told = claim(text, "f-alerts").model_copy(update={"language": language})
    given = answer(cite("f-alerts"), claims=[told], mode=mode)
    assert bool(covered(asked, given)) is found


def test_without_a_pattern_for_its_language_the_place_decides() -> None:
    asked = case(key_points=[{**point("k", ALERTS), "patterns": {"en": ["alerts"]}}])
    given = answer(cite("f-alerts"), claims=[claim("Noe annet.", "f-alerts")], mode="llm")
    assert ids(*covered(asked, given)) == ["k"]


def test_the_claim_that_matches_must_be_the_one_that_cites() -> None:
    asked = case(key_points=[{**point("k", ALERTS), "patterns": {"nb": ["varsler"]}}])
    claims = [claim("Noe annet.", "f-alerts"), claim("Flere varsler.", "f-tasks")]
    given = answer(cite("f-alerts"), cite("f-tasks"), claims=claims, mode="llm")
    assert TASKS
    assert covered(asked, given) == ()
