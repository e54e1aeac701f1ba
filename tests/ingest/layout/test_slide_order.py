"""What the order of a slide's texts tells, in decks that a form feed parts and no space ends."""

from pathlib import Path

import pytest

from ingest.layout.slide_order import CALL_OUT_AT_END, FUSED, MAYBE_TITLE, TITLE_LATER
from ingest.pipeline import Built
from tests.ingest.making import made, stands

FILL = """{title}
{topic}
Foreldre som har fått hjelp tidlig, {n}
beskriver kontakten som god. De {n}
opplever at noen lyttet til dem {n}.
Andre forteller at de ventet i flere
måneder på et svar nummer {n}.
"""
ABC = ("første", "andre", "tredje", "fjerde", "femte")


def deck(tmp_path: Path, *slides: str) -> Built:
    """The slides, with plain ones after them so that the layout can be learnt."""
    rest = [FILL.format(title=f"Om den {n} dagen", topic=f"Det {n} kontoret", n=n) for n in ABC]
    return made(tmp_path, "\f".join([*slides, *rest]), ".txt")


LEFT = """Foreldrene sier at de sitter igjen
med ark de ikke forstår.
"""
RIGHT = """Saksbehandlerne tegner i stedet for
å skrive, og det liker foreldrene.
"""
FIRST = "Foreldrene sier at de sitter igjen med ark de ikke forstår."
SECOND = "Saksbehandlerne tegner i stedet for å skrive, og det liker foreldrene."


def test_a_title_at_the_end_of_its_page(tmp_path: Path) -> None:
    built = deck(tmp_path, f"{LEFT}{RIGHT}Møter og papirer\n")
    assert stands(built)[FIRST][0] == "Møter og papirer"
    assert {s.uncertain for s in built.report.sources[:2]} == {TITLE_LATER}


def test_a_page_that_begins_without_a_title(tmp_path: Path) -> None:
    built = deck(tmp_path, f"{LEFT}Møter og papirer\n{RIGHT}")
    first, second = built.report.sources[:2]
    assert (first.text, first.uncertain) == (FIRST, MAYBE_TITLE)
    assert (second.text, second.uncertain) == (SECOND, None)
    assert stands(built)[SECOND][0] == "Møter og papirer"


def test_a_heading_below_which_nothing_stands(tmp_path: Path) -> None:
    built = deck(tmp_path, f"Hjemme\n{LEFT}På kontoret\n{RIGHT}Hva foreldre savner\n")
    assert [s.uncertain for s in built.report.sources[:2]] == [MAYBE_TITLE, MAYBE_TITLE]


def test_a_title_that_several_pages_bear(tmp_path: Path) -> None:
    pages = [f"{topic}\n{LEFT}Mer om møtene\n{other}\n{RIGHT}"
             for topic, other in (("Tid", "Sted"), ("Brev", "Tone"))]  # fmt: skip
    built = deck(tmp_path, *pages)
    for topic in ("Tid", "Brev"):
        (text,) = [s for s in built.report.sources if s.headings == (topic,)]
        assert text.uncertain == TITLE_LATER
    sections = [section.path for section in built.report.sections]
    assert sections[:2] == [("Mer om møtene",), ("Mer om møtene",)]


def test_what_may_be_the_title_is_not_sold_as_it(tmp_path: Path) -> None:
    built = deck(
        tmp_path,
        "Kontakten\nDet er god kontakt mellom dem.\n",
        f"Tid\n{LEFT}Mer om møtene\nSted\n{RIGHT}",
    )
    first, second = built.report.sources[1:3]
    assert (first.uncertain, second.uncertain) == (MAYBE_TITLE, None)
    assert first.headings == ("Tid",)


@pytest.mark.parametrize("line", ["Sterke siderSvake sider", "Sterke sider Svake sider"])
def test_two_headings_on_one_line(tmp_path: Path, line: str) -> None:
    known = "De sier at alle sider er sterke sider, men at svake sider finnes.\n"
    built = deck(tmp_path, f"Kontakten\n{known}", f"Møtene\n{line}\n{LEFT}{RIGHT}")
    doubted = [s for s in built.report.sources if s.uncertain]
    assert [(s.text, s.uncertain) for s in doubted] == [(FIRST, FUSED), (SECOND, FUSED)]
    assert {stands(built)[s.text][:2] for s in doubted} == {("Møtene", ())}


def test_a_call_out_at_the_end_holds_for_the_page(tmp_path: Path) -> None:
    built = deck(tmp_path, f"Møter og papirer\n{LEFT}{RIGHT}Forhold som nevnes av noen få\n")
    for source in built.report.sources[:2]:
        assert source.headings[0] == "Forhold som nevnes av noen få"
        assert source.uncertain is None


def test_which_of_two_topics_a_call_out_means_cannot_be_known(tmp_path: Path) -> None:
    page = f"Møter og papirer\nHjemme\n{LEFT}På kontoret\n{RIGHT}Nevnt av noen av foreldrene\n"
    built = deck(tmp_path, page)
    assert {s.uncertain for s in built.report.sources[:2]} == {CALL_OUT_AT_END}
    assert built.report.sources[1].headings == ("Nevnt av noen av foreldrene", "På kontoret")


def test_a_heading_between_two_lists_leads_in_the_second(tmp_path: Path) -> None:
    page = (
        "Kontakten\nMåter å møtes på hjemme hos folk:\n- Samtaler\n- Besøk\n"
        "Måter å møtes på andre steder\n- Telefon\n- Brev\n" + LEFT
    )
    built = deck(tmp_path, page)
    found = stands(built)
    assert found["Telefon"][1:] == ((), "Måter å møtes på andre steder")
    assert found[FIRST][1:] == ((), None)


SECTION = """{number} {title}
{topic}
Foreldre som har fått hjelp, sier {n}
at kontakten er god. De andre {n}
sier at de ventet på et svar {n}.
"""


def test_numbered_titles_that_stand_after_their_pages(tmp_path: Path) -> None:
    """In most pages at the end: that is how the file was made. In one in the middle: marked."""
    pages = [
        f"Tema nummer {n}\nForeldrene sier på den {n} siden\nat de er fornøyde med den {n}.\n"
        f"1.{number} Om den {n} dagen\n"
        for number, n in enumerate(ABC, 1)
    ]
    middle = f"{LEFT}1.6 Om den sjette dagen\n{RIGHT}"
    long = "Hva alle sa om dette\n" + "Det er enda en linje om det, sier de.\n" * 6
    built = made(tmp_path, "\f".join(["1 Dagene\n", *pages, middle, long]), ".txt")
    names = {section.id: section.path[-1] for section in built.report.sections}
    for number, n in enumerate(ABC, 1):
        text = f"Foreldrene sier på den {n} siden at de er fornøyde med den {n}."
        (source,) = [s for s in built.report.sources if s.text == text]
        assert names[source.section] == f"1.{number} Om den {n} dagen"
        assert source.uncertain is None
        assert source.headings == (f"Tema nummer {n}",)
    moved = {s.text: s for s in built.report.sources}
    assert names[moved[FIRST].section] == names[moved[SECOND].section] == "1.6 Om den sjette dagen"
    assert moved[FIRST].uncertain == TITLE_LATER
    assert moved[SECOND].uncertain is None
