import pytest

from eval.metrics.numbers import loose_numbers
from service.domain import Language
from tests.eval.world import GP_QUOTE, TRUTH, answer, cite, claim


@pytest.mark.parametrize(
    ("text", "language", "loose"),
    [
        (GP_QUOTE, "nb", ()),  # "klokka fire", in words
        ("Ferdig klokka 4.", "nb", ()),
        ("Done at four o'clock.", "en", ()),
        ("Done at five o'clock.", "en", ("claim 1: 5",)),
        ("Ferdig klokka 4, 30 prosent av dagene.", "nb", ("claim 1: %", "claim 1: 30")),
        ("En av deltakerne er ferdig.", "nb", ()),  # an article is no number
    ],
)
def test_a_number_must_stand_in_a_cited_source(
    text: str, language: Language, loose: tuple[str, ...]
) -> None:
    told = claim(text, "q-gp").model_copy(update={"language": language})
    assert loose_numbers(answer(cite("q-gp"), claims=[told], mode="llm"), TRUTH) == loose


def test_a_source_that_another_claim_cites_does_not_bear_it() -> None:
    claims = [claim("Varsler.", "f-alerts"), claim("Ferdig klokka 4.", "f-alerts")]
    given = answer(cite("f-alerts"), cite("q-gp"), claims=claims, mode="llm")
    assert loose_numbers(given, TRUTH) == ("claim 2: 4",)


@pytest.mark.parametrize(
    ("lead", "loose"),
    [
        ("Rapporten svarer med to funn under «24 timer».", ()),  # counts; a heading quoted
        ("The report prints one quote and 2 findings.", ()),
        ("Rapporten svarer med tre kilder.", ()),  # of both kinds together
        ("Rapporten svarer med sju funn.", ("lead: 7",)),
        ("30 av 40 er ferdige klokka fire.", ("lead: 30", "lead: 40")),
    ],
)
def test_a_lead_may_count_what_is_cited(lead: str, loose: tuple[str, ...]) -> None:
    language: Language = "en" if lead.startswith("The") else "nb"
    given = answer(cite("f-alerts"), cite("f-tasks"), cite("q-gp"), lead=lead, language=language)
    assert loose_numbers(given, TRUTH) == loose


def test_what_the_answer_says_a_source_holds_is_not_believed() -> None:
    forged = cite("f-alerts", text="I 90 prosent av tilfellene.", excerpt=((0, 5),))
    given = answer(forged, claims=[claim("Det gjelder 90 prosent.", "f-alerts")], mode="llm")
    assert loose_numbers(given, TRUTH) == ("claim 1: %", "claim 1: 90")
