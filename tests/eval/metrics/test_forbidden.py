from eval.metrics.forbidden import forbidden
from tests.eval.world import answer, case, cite


def test_a_forbidden_string_is_found_in_any_case_and_spacing() -> None:
    asked = case(must_not=["de  FLESTE fastlegene", "ID28"])
    assert forbidden(asked, answer(cite("f-alerts"))) == ("de  FLESTE fastlegene",)


def test_all_that_is_shown_is_searched_and_the_question_is_not() -> None:
    asked = case(must_not=["hemmelig"])
    assert forbidden(asked, answer(question="Hva er hemmelig?")) == ()
    shows = ("Det er HEMMELIG.",)
    assert forbidden(asked, answer(caveats=shows)) == ("hemmelig",)
    assert forbidden(asked, answer(not_covered=shows)) == ("hemmelig",)
    assert forbidden(asked, answer(follow_ups=shows)) == ("hemmelig",)
    assert forbidden(asked, answer(message="Hemmelig.")) == ("hemmelig",)
    assert forbidden(asked, answer(nearest=({"section": "s", "heading": "Hemmelig"},))) != ()
    assert forbidden(asked, answer(cite("q-gp", translation="hemmelig"))) == ("hemmelig",)
