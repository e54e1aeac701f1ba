from service.domain import Group
from service.index.passages import cut_passages, passage_text
from tests.reports import Chapter, F, Q, Topic, make_report

REPORT = make_report(
    Chapter("5 Funn"),
    Topic("Fordeler"),
    F("Mindre reising.", (Group(role="pasient"),), lead_in="Legene nevner to fordeler:"),
    Q("Det går fortere.", role="lege", sector="kommune"),
    Topic("Ulemper"),
    F("Mindre reising."),
    F("Mindre reising."),
)


def test_a_passage_carries_what_its_source_misleads_without() -> None:
    assert cut_passages(REPORT)[0].text == (
        "5 Funn\nFordeler\nLegene nevner to fordeler:\nMindre reising."
    )


def test_a_passage_carries_all_its_headings_each_once() -> None:
    """The innermost alone ("Ulemper") does not say of what."""
    (source,) = make_report(Chapter("5 Funn"), F("Bildet fryser.")).sources
    deep = source.model_copy(update={"headings": ("5.2 Video", "Ulemper"), "lead_in": "Ulemper"})
    assert passage_text(deep, "5 Funn") == "5 Funn\n5.2 Video\nUlemper\nBildet fryser."
    assert passage_text(source, "5 Funn") == "5 Funn\nBildet fryser."


def test_sources_under_other_headings_are_other_passages() -> None:
    report = make_report(
        *(Chapter("5 Funn"), Topic("Video"), F("Mindre reising.")),
        *(Topic("Telefon"), F("Mindre reising.")),
    )
    assert len(cut_passages(report)) == 2


def test_a_quote_carries_who_speaks() -> None:
    assert cut_passages(REPORT)[1].text == "5 Funn\nFordeler\nlege, kommune\nDet går fortere."


def test_sources_with_the_same_passage_text_share_a_passage() -> None:
    passages = cut_passages(REPORT)
    assert [len(passage.sources) for passage in passages] == [1, 1, 2]
    assert {id for p in passages for id in p.sources} == {s.id for s in REPORT.sources}


def test_the_cut_is_the_same_each_time_and_ids_are_distinct() -> None:
    assert cut_passages(REPORT) == cut_passages(REPORT)
    ids = [passage.id for passage in cut_passages(REPORT)]
    assert len(set(ids)) == len(ids)
