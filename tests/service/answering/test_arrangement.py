"""What is read together stands together."""

from service.answering.arrangement import arranged, by_sides
from service.domain import Group
from service.evidence import Evidence
from tests.opened import evidence_of
from tests.reports import Chapter, F, Topic, make_report

GP, NURSE = Group(role="fastlege"), Group(role="sykepleier")
LEAD = "De nevner:"
MOST = (("strength", "most"), ("strength_words", "De fleste"))
REPORT = make_report(
    Chapter("1 Funn"),
    Topic("A"),
    F("Telefonen ringer."),
    F("De fleste tar den.", more=MOST),
    F("De svarer kort.", lead_in="De fleste tar den."),
    F("Likevel er noen sinte."),
    Topic("B"),
    F("Lyd.", lead_in=LEAD),
    F("Bilde.", lead_in=LEAD),
)
RINGS, TAKEN, SHORT, ANGRY, SOUND, PICTURE = evidence_of(REPORT)


def texts(found: list[Evidence]) -> list[str]:
    return [item.source.text for item in found]


def test_headings_by_their_best_lists_in_order() -> None:
    assert arranged([PICTURE, RINGS, SOUND]) == [SOUND, PICTURE, RINGS]


def test_the_most_direct_first_then_the_strongest() -> None:
    assert arranged([RINGS, TAKEN]) == [TAKEN, RINGS]
    spoken = RINGS.model_copy(update={"concepts": ("telefon",)})
    assert arranged([TAKEN, spoken]) == [spoken, TAKEN]


def test_on_those_asked_about_before_what_is_stronger() -> None:
    of_theirs = RINGS.model_copy(update={"fit": "asked"})
    assert arranged([TAKEN, of_theirs]) == [of_theirs, TAKEN]


def test_what_leans_on_a_statement_follows_it() -> None:
    assert arranged([SHORT, RINGS, TAKEN]) == [TAKEN, SHORT, RINGS]


def test_what_speaks_against_comes_last_unless_it_goes_on() -> None:
    assert arranged([RINGS, TAKEN, SOUND], {RINGS.source.id}) == [TAKEN, SOUND, RINGS]
    ordered = arranged([ANGRY, SHORT, SOUND], {ANGRY.source.id})
    assert ordered == [SHORT, ANGRY, SOUND]


def test_lists_first_where_a_list_is_wanted() -> None:
    report = make_report(
        Chapter("1 Funn"),
        F("De fleste sier det.", more=MOST),
        F("A.", lead_in="L:"),
        F("B.", lead_in="L:"),
    )
    prose, *items = evidence_of(report)
    assert arranged([prose, *items]) == [prose, *items]
    assert arranged([prose, *items], lists_first=True) == [*items, prose]


def test_by_sides_what_concerns_several_first() -> None:
    of = {RINGS.source.id: (NURSE,), TAKEN.source.id: (GP,), SOUND.source.id: (GP, NURSE)}
    found = by_sides(
        [PICTURE, RINGS, TAKEN, SOUND], (GP, NURSE), lambda item: of.get(item.source.id, ())
    )
    assert found == [SOUND, TAKEN, RINGS, PICTURE]
