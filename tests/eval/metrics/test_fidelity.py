from typing import Any

import pytest

from eval.metrics.fidelity import faults, plain, quoted
from tests.eval.world import ALERTS, GP_QUOTE, TRUTH, answer, cite, claim


def found(*args: Any, **kwargs: Any) -> list[tuple[str, str]]:
    return [(fault.where, fault.fault) for fault in faults(answer(*args, **kwargs), TRUTH)]


def test_what_is_exactly_the_reports_has_no_fault() -> None:
    assert found(cite("f-alerts"), cite("q-gp")) == []


def test_an_excerpt_of_a_quote_has_no_fault() -> None:
    assert found(cite("q-gp", excerpt=((0, 20), (26, 40)))) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"text": GP_QUOTE.replace("fire", "fem.")}, ["altered_text"]),
        ({"text": GP_QUOTE[:-1], "excerpt": ((0, 10),)}, ["altered_text"]),
        ({"start": 0, "end": len(GP_QUOTE)}, ["altered_text", "wrong_place"]),
        ({"raw": ((0, 5),)}, ["wrong_place"]),
        ({"page": {"printed": "27"}}, ["wrong_place"]),
        ({"role": "sykepleier"}, ["misattributed"]),
        ({"sector": "kommune"}, ["misattributed"]),
        ({"kind": "finding"}, ["misattributed"]),
        ({"id": "q-invented"}, ["unknown_source"]),
        ({"report": "another"}, ["unknown_source"]),
    ],
)
def test_every_kind_of_fault_in_a_citation(change: dict[str, Any], fault: list[str]) -> None:
    citation = cite("q-gp", **change)
    assert found(citation, claims=[]) == [(citation.id, each) for each in fault]


def test_a_claim_without_a_language_model_is_the_sources_words() -> None:
    assert found(cite("f-alerts"), claims=[claim("Alle får flere varsler.", "f-alerts")]) == [
        ("claim 1", "altered_claim")
    ]
    free = claim("Fastlegene får flere varsler.", "f-alerts")
    assert found(cite("f-alerts"), claims=[free], mode="llm", model="m") == []


def test_quotation_marks_hold_the_cited_sources_words() -> None:
    right = claim("Noen kaller innboksen alt annet enn «ferdig».", "q-gp")
    wrong = claim("En fastlege sier at hun er «helt ferdig».", "q-gp")
    elsewhere = claim("En fastlege sier «ferdig».", "f-alerts")
    cited = (cite("f-alerts"), cite("q-gp"))
    claims = [right, wrong, elsewhere]
    assert found(*cited, claims=claims, mode="llm", model="m") == [
        ("claim 2", "invented_quotation"),
        ("claim 3", "invented_quotation"),
    ]


def test_white_space_and_unicode_form_are_no_difference_within_a_claim() -> None:
    spaced = ALERTS.replace(" ", "  ").replace("å", "a\u030a").replace("ø", "ø")
    assert found(cite("f-alerts"), claims=[claim(spaced, "f-alerts")]) == []
    assert plain("a\u030a \n b") == "å b"


def test_quotation_marks_are_found_and_apostrophes_are_not() -> None:
    text = """«en» “two” „tre“ "fire" ”fem” it's 'six' O'Neil"""
    assert quoted(text) == ["en", "two", "tre", "fire", "fem"]
