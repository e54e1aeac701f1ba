from eval.metrics.roles import misplaced, quotes
from tests.eval.world import answer, case, cite


def test_a_nurses_quote_does_not_answer_for_the_gps() -> None:
    asked = case(expected_roles=[{"role": "fastlege"}])
    given = answer(cite("f-alerts"), cite("q-gp"), cite("q-nurse"))
    assert [quote.id for quote in quotes(given)] == ["q-gp", "q-nurse"]
    assert [quote.id for quote in misplaced(asked, given)] == ["q-nurse"]


def test_a_gp_is_a_doctor_but_a_doctor_is_not_known_to_be_a_gp() -> None:
    given = answer(cite("q-gp"))
    assert misplaced(case(expected_roles=[{"role": "lege"}]), given) == ()
    doctor = answer(cite("q-gp", role="lege"))
    assert misplaced(case(expected_roles=[{"role": "fastlege"}]), doctor) != ()


def test_every_part_that_is_expected_must_be_stated() -> None:
    given = answer(cite("q-nurse"))
    assert misplaced(case(expected_roles=[{"sector": "kommune"}]), given) == ()
    expected = [{"role": "sykepleier", "sector": "helseforetak"}]
    assert misplaced(case(expected_roles=expected), given) != ()


def test_any_of_the_expected_roles_will_do() -> None:
    both = case(expected_roles=[{"role": "fastlege"}, {"role": "sykepleier"}])
    assert misplaced(both, answer(cite("q-gp"), cite("q-nurse"))) == ()
