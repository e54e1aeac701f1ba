"""A list is whole, or the answer says how much of it is not."""

from service.answering.lists import completed, left_out
from service.evidence import Evidence
from tests.opened import evidence_of, snapshot_of
from tests.reports import Chapter, F, Topic, make_report

LEAD = "De peker på fire ulemper:"
REPORT = make_report(
    Chapter("1 Funn"),
    Topic("Ulemper"),
    *[F(text, lead_in=LEAD) for text in ("Lyden er dårlig.", "Bildet er mørkt.")],
    *[F(text, lead_in=LEAD) for text in ("Lenken virker ikke.", "Nettet er tregt.")],
    F("Noe helt annet."),
)


def items(*concepts: tuple[str, ...]) -> list[Evidence]:
    spoken = concepts or (("ulemper",),) * 5
    found = zip(evidence_of(REPORT), spoken, strict=True)
    return [item.model_copy(update={"concepts": words}) for item, words in found]


def ids(found: list[Evidence]) -> list[str]:
    return [item.source.text for item in found]


def test_a_list_half_of_which_is_chosen_is_completed_in_its_place() -> None:
    a, b, c, d, other = items()
    assert completed([b, a, other], [a, b, c, d, other], 9) == [b, a, c, d, other]
    assert completed([b, other], [a, b, c, d, other], 9) == [b, other]
    assert completed([b, a, other], [a, b, c, d, other], 4) == [b, a, c, other]
    assert completed([b, a, other], [a, b, c, d, other], 2) == [b, a, other]


def test_one_that_is_about_other_things_is_not() -> None:
    a, b, c, d, other = items(("lyd", "video"), ("bilde",), (), (), ())
    assert completed([a, b], [a, b, c, d, other], 9) == [a, b]


def test_what_is_left_out_is_counted() -> None:
    [opened] = snapshot_of(REPORT).reports.values()
    found = {item.source.id: item for item in items()}
    a, b, c, d, _ = found
    assert left_out(opened, {a, b}, found) == {"Ulemper": 2}
    assert left_out(opened, {a}, found) == {}
    assert left_out(opened, {a, b, c, d}, found) == {}
