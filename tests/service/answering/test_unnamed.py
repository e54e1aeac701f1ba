"""A reader who asks about a group is told where no finding shown speaks of it."""

from service.domain import Group
from tests.reports import Chapter, F, make_report
from tests.service.answering.test_framing import GP, answer, asked

UNNAMED = "Ingen av funnene nevner fastleger særskilt."


def caveats(*findings: F, groups: tuple[Group, ...] = (GP,)) -> tuple[str, ...]:
    return answer(make_report(Chapter("2 Dagen"), *findings), asked(groups=groups)).caveats


def test_where_all_are_on_everybody_it_is_said() -> None:
    assert UNNAMED in caveats(F("Meldingene er lange."), F("Svarene kommer sent."))


def test_where_one_is_on_them_it_is_not() -> None:
    assert UNNAMED not in caveats(F("Meldingene er lange."), F("Svarene kommer sent.", (GP,)))


def test_nor_where_one_names_them_or_those_they_belong_to() -> None:
    assert UNNAMED not in caveats(F("Meldingene til fastlegen er lange."))
    assert UNNAMED not in caveats(F("Legene får lange meldinger."))


def test_a_place_is_not_named_so() -> None:
    town = Group(sector="kommune")
    assert not any("særskilt" in caveat for caveat in caveats(F("Det er sent."), groups=(town,)))
