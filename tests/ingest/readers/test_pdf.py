from pathlib import Path

import pytest

from ingest.pipeline import Built, build_report
from ingest.readers.pdf import flow, read
from tests.ingest.checks import check
from tests.ingest.readers.drawing import A4, BOLD, ITALIC, PLAIN, Drawing

LEFT = (
    "Flere av guidene forteller at turene er blitt kortere, og at gjestene spør om mindre enn før."
)
RIGHT = (
    "Noen av kokkene lager maten dagen før. De mener at det smaker like godt for dem som kommer."
)


def built(path: Path) -> Built:
    report = build_report(path)
    check(report)
    return report


def texts(report: Built) -> list[str]:
    return [source.text for source in report.report.sources]


def shown(path: Path) -> list[tuple[str, str]]:
    """Form and text of each line that is text."""
    return [
        (line.mark.form, line.text.text.strip()) for line in read(path).document.lines if line.mark
    ]


@pytest.mark.parametrize("order", ["in order", "right first", "title last"])
def test_drawing_order_plays_no_part(tmp_path: Path, order: str) -> None:
    page = Drawing()

    def title() -> None:
        page.text(40, 50, "Sommeren på fjellet", BOLD, 22)

    def left() -> None:
        page.paragraph(40, 100, 300, LEFT)

    def right() -> None:
        page.paragraph(380, 100, 300, RIGHT)

    pieces = {
        "in order": (title, left, right),
        "right first": (right, title, left),
        "title last": (left, right, title),
    }
    for draw in pieces[order]:
        draw()
    report = built(page.save(tmp_path))
    assert texts(report) == [LEFT, *[part + "." for part in RIGHT.rstrip(".").split(". ")]]
    assert [section.path for section in report.report.sections] == [("Sommeren på fjellet",)]


def test_three_columns_under_a_centred_title(tmp_path: Path) -> None:
    page = Drawing()
    for number, x in enumerate((40, 260, 480)):
        y = page.text(x, 100, ("Mat", "Trening", "Hvile")[number], BOLD, 14)
        page.paragraph(
            x, y + 6, 190, f"Få av deltakerne i gruppe {number} er fornøyd med opplegget."
        )
    page.canvas.setFont(BOLD, 24)
    page.canvas.drawCentredString(360, 350, "Hverdag")
    report = built(page.save(tmp_path))
    assert [s.headings for s in report.report.sources] == [("Mat",), ("Trening",), ("Hvile",)]
    assert [s.path for s in report.report.sections] == [("Hverdag",)]


def test_a_heading_over_both_columns_parts_them(tmp_path: Path) -> None:
    page = Drawing(A4)
    y = page.text(60, 80, "1 Innledning", BOLD, 18)
    for x, side in ((60, "Venstre"), (310, "Høyre")):
        page.paragraph(
            x, y + 10, 220, f"{side} spalte øverst handler om været i fire byer i fjor vår."
        )
    y = page.text(60, 200, "2 Funn", BOLD, 18)
    for x, side in ((60, "Venstre"), (310, "Høyre")):
        page.paragraph(
            x, y + 10, 220, f"{side} spalte nederst handler om vinden i tre bygder i høst."
        )
    report = built(page.save(tmp_path))
    assert [text.split(" handler")[0] for text in texts(report)] == [
        "Venstre spalte øverst", "Høyre spalte øverst",
        "Venstre spalte nederst", "Høyre spalte nederst",
    ]  # fmt: skip


def test_sentences_of_two_columns_are_never_joined_unsaid(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Ulike syn", BOLD, 22)
    page.paragraph(
        40, 100, 280, "De fleste mener at ferjene går for sjelden, og at dette særlig går ut"
    )
    page.paragraph(380, 100, 280, "over helgene har vært tema i avisen hele høsten, sier lederne.")
    report = built(page.save(tmp_path))
    for source in report.report.sources:
        columns = {box[1] > 360 for box in source.boxes}
        assert len(columns) == 1 or source.uncertain == flow.COLUMNS


def test_a_sentence_that_stops_mid_line_stays_in_its_column(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Ulike syn", BOLD, 22)
    page.paragraph(
        40, 100, 300, "De fleste mener at ferjene går for sjelden. De savner en rute som"
    )
    page.paragraph(
        380, 100, 300, "andre ser det ikke slik. Alle er enige om at prisen bør ned i år."
    )
    report = built(page.save(tmp_path))
    assert all(len({box[1] > 360 for box in s.boxes}) == 1 for s in report.report.sources)
    assert {s.uncertain for s in report.report.sources if s.text.startswith("andre")} == {
        flow.BEGINS
    }
    assert {s.uncertain for s in report.report.sources if s.text.endswith("som")} == {flow.BROKEN}


def test_a_box_beside_the_text_is_read_whole(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Leksene", BOLD, 22)
    page.box(470, 100, 200, 70)
    page.paragraph(480, 120, 180, "Ingen vil tilbake til bare papir.", BOLD, 14)
    page.paragraph(40, 100, 400, LEFT + " " + RIGHT)
    report = built(page.save(tmp_path))
    assert "Ingen vil tilbake til bare papir." in texts(report)
    call_out = next(f for f in report.report.findings if f.text.startswith("Ingen vil"))
    assert call_out.key
    assert LEFT in texts(report)


def test_lists_their_levels_and_a_date_that_is_no_number(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Ønsker", BOLD, 22)
    y = page.paragraph(
        40, 90, 330, "Samtalene ble gjort mellom den 3. april og den\n9. mai i fjor og var lange."
    )
    y = page.items(
        40, y + 6, 330, ["Tid til å lære det nye før noen krever at det brukes hver dag."]
    )
    y = page.items(60, y, 310, ["Særlig om høsten."], "–")
    y = page.items(40, y, 330, ["Ett sted å ringe."])
    for number, text in enumerate(
        ("Først dette.", "Så det neste, som er litt lengre enn linjen er bred her."), 1
    ):
        y = page.items(40, y, 300, [text], f"{number}.")
    marks = [(line.mark.form, line.mark.level) for line in read(page.save(tmp_path)).document.lines
             if line.mark and not line.continues]  # fmt: skip
    assert marks == [
        ("heading", 1), ("text", 0), ("item", 1), ("item", 2), ("item", 1),
        ("item", 1), ("item", 1),
    ]  # fmt: skip


def test_bullets_that_are_drawn_and_not_written(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Ønsker", BOLD, 22)
    for number, text in enumerate(("Bedre tid til alle", "En rolig plass å være")):
        y = 100 + 20 * number
        page.canvas.circle(46, page.height - y + 4, 2, stroke=0, fill=1)
        page.text(54, y, text)
    assert [form for form, _ in shown(page.save(tmp_path))] == ["heading", "item", "item"]


def test_a_letter_before_hanging_text_is_a_bullet(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Ønsker", BOLD, 22)
    texts_of_two_lines = (
        "Tid til å lære det nye før noen krever at det brukes hver dag.",
        "Ro til å arbeide ferdig med en ting om gangen når det trengs.",
    )
    y = page.items(40, 90, 250, texts_of_two_lines, "Å")
    y = page.items(40, y, 250, ["Ett sted å ringe."], "Å")
    page.paragraph(40, y, 250, "Å være leder er å vente, sier de fleste av dem som har prøvd.")
    report = built(page.save(tmp_path))
    assert texts(report)[-1].startswith("Å være leder")
    assert texts(report)[2] == "Ett sted å ringe."
    assert [r.before for r in report.report.repairs if r.after == "•"] == ["Å"] * 3


def test_headings_by_size_and_number(tmp_path: Path) -> None:
    page = Drawing(A4)
    y = page.text(60, 80, "1 Arbeidet", BOLD, 18)
    y = page.text(60, y + 10, "1.1 Om dagen og alt det som", BOLD, 14)
    y = page.text(60, y, "hører den til", BOLD, 14)
    y = page.paragraph(60, y + 6, 400, LEFT)
    y = page.text(60, y + 8, "Uten nummer", BOLD, 12)
    page.paragraph(60, y + 4, 400, RIGHT)
    report = built(page.save(tmp_path))
    assert [s.path for s in report.report.sections] == [
        ("1 Arbeidet",), ("1 Arbeidet", "1.1 Om dagen og alt det som hører den til"),
    ]  # fmt: skip
    assert report.report.sources[-1].headings == ("Uten nummer",)


def test_headers_footers_and_page_numbers(tmp_path: Path) -> None:
    page = Drawing(A4)
    for number in range(4):
        page.text(60, 40, "Fjellrapporten", PLAIN, 8)
        page.text(60, 820, "Et oppdiktet byrå", PLAIN, 8)
        page.text(520, 820, str(number + 7), PLAIN, 8)
        y = page.text(60, 90, f"{number + 1} Kapittel om sak {number}", BOLD, 16)
        page.paragraph(60, y + 8, 420, f"Mange sier at sak {number} er viktig for dem. {LEFT}")
        page.next_page()
    report = built(page.save(tmp_path))
    assert set(report.reading.document.printed.items()) == {(1, "7"), (2, "8"), (3, "9"), (4, "10")}
    assert [s.page.printed for s in report.report.sources[::2]] == ["7", "8", "9", "10"]
    assert {a.reason for a in report.report.set_aside} == {"running header", "page number"}
    assert "Fjellrapporten" not in report.report.canonical


def test_a_title_page_and_a_table_of_contents(tmp_path: Path) -> None:
    page = Drawing()
    page.text(60, 180, "Vakt og hvile", BOLD, 36)
    page.text(60, 220, "Rapport 2024")
    page.next_page()
    page.text(40, 50, "Innhold", BOLD, 22)
    for number, text in enumerate(("1 Turnus", "2 Hvile")):
        page.text(40, 100 + 20 * number, f"{text} ......................... {number + 3}")
    page.next_page()
    for number, text in enumerate(("1 Turnus", "2 Hvile")):
        page.text(40, 50, text, BOLD, 22)
        page.paragraph(40, 90, 500, (LEFT, RIGHT)[number])
        page.next_page()
    report = built(page.save(tmp_path))
    assert report.report.title == "Vakt og hvile"
    assert [s.path for s in report.report.sections] == [("1 Turnus",), ("2 Hvile",)]
    assert {a.reason for a in report.report.set_aside} == {"title page", "table of contents"}


def test_a_title_again_on_the_next_page_opens_no_section(tmp_path: Path) -> None:
    page = Drawing()
    for text, title in ((LEFT, "2 Hvile"), (RIGHT, "2 Hvile (forts.)")):
        page.text(40, 50, title, BOLD, 22)
        page.paragraph(40, 90, 500, text)
        page.next_page()
    report = built(page.save(tmp_path))
    assert [s.path for s in report.report.sections] == [("2 Hvile",)]


def test_a_table_is_one_flagged_source(tmp_path: Path) -> None:
    page = Drawing(A4)
    y = page.paragraph(60, 80, 400, LEFT)
    rows = (
        ("Rolle", "By", "Bygd"),
        ("Kokk", "4", "2"),
        ("Guide, sommer", "7", "–"),
        ("Sum", "11", "2"),
    )
    page.rule(60, y, 260)
    for row in rows:
        for x, cell in zip((64, 200, 260), row, strict=True):
            page.text(x, y + 13, cell)
        y += 18
        page.rule(60, y, 260)
    page.paragraph(60, y + 20, 400, RIGHT)
    report = built(page.save(tmp_path))
    table = next(s for s in report.report.sources if s.text.startswith("Rolle"))
    assert table.text == "Rolle By Bygd Kokk 4 2 Guide, sommer 7 – Sum 11 2"
    assert table.uncertain


@pytest.mark.parametrize("size", [7, 9.1])  # browsers raise a number at five sixths
def test_footnotes_and_their_marks_are_no_text(tmp_path: Path, size: float) -> None:
    page = Drawing(A4)
    page.paragraph(60, 80, 440, LEFT)
    page.text(60, 130, "Noen er uenige.")
    end = 60 + page.canvas.stringWidth("Noen er uenige.", "Helvetica", 11)
    page.text(end + 0.5, 126, "1", size=size)
    page.paragraph(60, 160, 440, RIGHT)
    page.text(60, 756, "1", size=6)
    page.text(66, 760, "Navnene er endret av hensyn til dem det gjelder.", size=8)
    report = built(page.save(tmp_path))
    assert "Noen er uenige." in texts(report)
    assert {a.reason for a in report.report.set_aside} == {"footnote mark", "footnote"}


def test_words_parted_at_lines_and_pages_are_joined(tmp_path: Path) -> None:
    page = Drawing(A4)
    page.text(60, 700, "Fjellet er det som gjestene snakker mest om, og fjell-")
    page.next_page()
    page.text(60, 80, "folket snakker mest om gjestene sine, sier kokkene våre.")
    page.text(60, 94, "Slik har det alltid vært, og fjellfolket er vant med det.")
    report = built(page.save(tmp_path))
    assert texts(report)[0].endswith(
        "og fjellfolket snakker mest om gjestene sine, sier kokkene våre."
    )
    assert {box[0] for box in report.report.sources[0].boxes} == {1, 2}


def test_a_large_figure_and_its_words_are_one(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Hvem er med", BOLD, 22)
    page.text(40, 120, "38", BOLD, 40)
    page.text(40, 142, "samtaler med brannfolk i tre byer")
    page.paragraph(300, 100, 380, LEFT + " " + RIGHT)
    assert "38 samtaler med brannfolk i tre byer" in texts(built(page.save(tmp_path)))


def test_spots_are_the_words_and_lie_on_the_page(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Ønsker", BOLD, 22)
    page.paragraph(40, 90, 300, LEFT, ITALIC)
    reading = read(page.save(tmp_path))
    spots = reading.document.spots
    assert [spot.start for spot in spots] == sorted(spot.start for spot in spots)
    assert " ".join(reading.raw[s.start : s.end] for s in spots) == " ".join(reading.raw.split())
    for spot in spots:
        number, x0, y0, x1, y1 = spot.box
        assert number == 1
        assert 0 <= x0 < x1 <= page.width
        assert 0 <= y0 < y1 <= page.height
    first = spots[0].box
    assert first[1] == pytest.approx(40, abs=1)
    assert first[2] < 50 < first[4]  # its baseline is within its box


def test_a_page_that_is_turned_is_read_as_it_is_shown(tmp_path: Path) -> None:
    page = Drawing()
    page.canvas.setPageRotation(90)
    page.canvas.translate(720, 0)
    page.canvas.rotate(90)
    page.canvas.setFont(BOLD, 20)
    page.canvas.drawString(40, 660, "Ønsker")
    page.canvas.setFont("Helvetica", 11)
    page.canvas.drawString(40, 600, "De fleste vil ha mer tid til alt.")
    page.canvas.drawString(40, 586, "Noen vil ha mindre.")
    found = shown(page.save(tmp_path))
    assert found[0] == ("heading", "Ønsker")
    assert [text for _, text in found[1:]] == [
        "De fleste vil ha mer tid til alt.",
        "Noen vil ha mindre.",
    ]


def test_a_wide_heading_at_the_foot_heads_what_follows(tmp_path: Path) -> None:
    page = Drawing(A4)
    for x, side in ((60, "Venstre"), (310, "Høyre")):
        page.paragraph(
            x, 90, 220, f"{side} spalte handler om været i fire byer i fjor vår og høst."
        )
    page.text(60, 150, "2 Funn", BOLD, 18)
    page.next_page()
    page.paragraph(60, 90, 400, "De fleste i de fire byene er lei av vinden.")
    report = built(page.save(tmp_path))
    paths = {section.id: section.path for section in report.report.sections}
    assert [paths[s.section][-1] == "2 Funn" for s in report.report.sources] == [False, False, True]


def test_headings_in_italics(tmp_path: Path) -> None:
    page = Drawing(A4)
    y = 80.0
    for title in ("Om dagen", "Om kvelden", "Om natten"):
        y = page.text(60, y, title, ITALIC)
        y = page.paragraph(60, y + 4, 420, LEFT + " " + RIGHT) + 10
    report = built(page.save(tmp_path))
    assert len(report.report.sections) == 3


def test_figures_of_a_table_at_the_foot_are_no_page_numbers(tmp_path: Path) -> None:
    page = Drawing(A4)
    for number in range(2):
        page.paragraph(60, 90 + 20 * number, 420, LEFT)
        for row, name in enumerate(("Kokk", "Guide", "Vert", "Sum")):
            page.text(60, 760 + 7 * number + 14 * row, name)
            page.text(200, 760 + 7 * number + 14 * row, str(number + 1))
            page.text(300, 760 + 7 * number + 14 * row, str(row))
        page.next_page()
    reading = read(page.save(tmp_path))
    assert not reading.document.printed
    assert "page number" not in {aside.reason for aside in reading.document.set_aside}
