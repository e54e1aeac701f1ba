from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.pipeline import Built, build_report
from tests.ingest.checks import check
from tests.ingest.readers.drawing import BOLD, ITALIC, PLAIN, Drawing

FINDING = "Flere av lærerne forteller at de øver mindre nå enn før, og at ingen spør etter det."
SAID = "Jeg rekker ikke å øve. Det blir med tanken, og så er uka gått igjen."
AFTER = "De fleste rektorene er klar over dette."


def built(path: Path) -> Built:
    report = build_report(path)
    check(report)
    return report


def in_box(page: Drawing, y: float, name: str) -> float:
    page.box(40, y - 12, 320, 66)
    y = page.paragraph(50, y + 4, 300, SAID, ITALIC)
    return page.text(50, y - 4, name, BOLD) + 14


def in_box_with_marks(page: Drawing, y: float, name: str) -> float:
    page.box(40, y - 12, 320, 66)
    y = page.paragraph(50, y + 4, 300, f"«{SAID}»")
    return page.text(50, y - 4, f"– {name}") + 14


def beside_a_bar(page: Drawing, y: float, name: str) -> float:
    page.box(44, y - 10, 3, 46, 0.4)
    y = page.paragraph(58, y, 300, SAID)
    return page.text(58, y - 5, f"— {name}", size=9) + 10


def after_an_upright_stroke(page: Drawing, y: float, name: str) -> float:
    y = page.paragraph(40, y, 320, SAID)
    return page.text(40, y - 5, f"| {name}") + 10


def slanted(page: Drawing, y: float, name: str) -> float:
    y = page.paragraph(40, y, 320, SAID, ITALIC)
    return page.text(40, y - 5, f"({name})") + 10


def indented(page: Drawing, y: float, name: str) -> float:
    y = page.paragraph(76, y, 270, SAID)
    return page.text(76, y - 5, f"– {name}") + 10


def with_a_large_mark(page: Drawing, y: float, name: str) -> float:
    page.box(40, y - 12, 320, 84)
    page.text(48, y + 26, "“", BOLD, 40)
    y = page.paragraph(50, y + 24, 300, SAID)
    return page.text(50, y - 4, name, BOLD) + 14


def in_a_bubble(page: Drawing, y: float, name: str) -> float:
    page.canvas.setFillGray(0.85)
    page.canvas.roundRect(40, page.height - y - 60, 320, 70, 16, stroke=0, fill=1)
    page.canvas.setFillGray(0)
    y = page.paragraph(54, y + 6, 290, f"“{SAID}”", PLAIN)
    return page.text(54, y - 4, name, PLAIN, 9) + 24


WAYS = [
    in_box, in_box_with_marks, beside_a_bar, after_an_upright_stroke, slanted, indented,
    with_a_large_mark, in_a_bubble,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_quote_is_whole_with_its_speaker(
    tmp_path: Path, way: Callable[[Drawing, float, str], float]
) -> None:
    page = Drawing()
    page.text(40, 50, "1 Øving", BOLD, 22)
    y = page.paragraph(40, 90, 320, FINDING)
    y = way(page, y + 10, "Lærer, barneskole")
    page.paragraph(40, y + 14, 320, AFTER)
    report = built(page.save(tmp_path))
    assert [source.text for source in report.report.sources] == [FINDING, SAID, AFTER]
    (quote,) = report.report.quotes
    assert quote.speaker.role == "lærer"
    assert quote.speaker.label == "Lærer, barneskole"
    assert quote.uncertain is None


def test_quotes_of_two_columns_keep_their_own_words(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Stemmer", BOLD, 22)
    voices = {
        40: ("Vi spiser sammen hver vakt, og det er det beste med jobben min.", "Lærer"),
        380: ("Jeg sover dårlig når telefonen ligger på nattbordet mitt.", "Rektor"),
    }
    for x, (said, name) in voices.items():
        page.box(x, 100, 300, 70)
        y = page.paragraph(x + 10, 120, 280, f"«{said}»")
        page.text(x + 10, y, f"– {name}")
    report = built(page.save(tmp_path))
    assert {(q.text, q.speaker.label) for q in report.report.quotes} == set(voices.values())


def test_a_speaker_that_is_not_understood_is_kept_and_flagged(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Stemmer", BOLD, 22)
    y = page.paragraph(40, 90, 320, FINDING)
    page.box(40, y, 320, 60)
    y = page.paragraph(50, y + 20, 300, SAID, ITALIC)
    page.text(50, y - 4, "Brobygger", BOLD)
    report = built(page.save(tmp_path))
    (quote,) = report.report.quotes
    assert (quote.text, quote.speaker.label, quote.speaker.understood) == (SAID, "Brobygger", False)
    assert quote.uncertain


def test_a_name_above_the_words(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Stemmer", BOLD, 22)
    y = page.paragraph(40, 90, 320, FINDING)
    page.box(40, y, 320, 70)
    y = page.text(50, y + 20, "Rektor", BOLD)
    page.paragraph(50, y, 300, SAID, ITALIC)
    (quote,) = built(page.save(tmp_path)).report.quotes
    assert (quote.text, quote.speaker.role) == (SAID, "rektor")


def test_a_call_out_is_a_key_statement_and_no_quote(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Stemmer", BOLD, 22)
    y = page.paragraph(40, 90, 320, FINDING)
    page.box(40, y, 320, 40)
    page.paragraph(50, y + 22, 300, "Ingen av skolene har en plan for dette.")
    report = built(page.save(tmp_path))
    assert not report.report.quotes
    assert [f.key for f in report.report.findings] == [False, True]


def test_participant_numbers_are_left_out(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Stemmer", BOLD, 22)
    y = page.paragraph(40, 90, 320, SAID)
    page.text(40, y - 4, "| ID7, lærer")
    report = built(page.save(tmp_path))
    assert [q.speaker.label for q in report.report.quotes] == ["lærer"]


def test_a_quote_goes_on_over_a_page(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Stemmer", BOLD, 22)
    page.paragraph(40, 90, 400, FINDING)
    page.text(60, 380, "Jeg rekker ikke å øve på alt det som står i boka, og det er", ITALIC)
    page.next_page()
    page.text(60, 60, "ingen som spør om det heller.", ITALIC)
    y = page.text(60, 78, "— Lærer")
    page.paragraph(40, y + 12, 400, AFTER)
    (quote,) = built(page.save(tmp_path)).report.quotes
    assert quote.text == (
        "Jeg rekker ikke å øve på alt det som står i boka, og det er ingen som spør om det heller."
    )
    assert {box[0] for box in quote.boxes} == {1, 2}


def test_a_quote_in_large_letters_is_no_heading(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Stemmer", BOLD, 22)
    page.paragraph(40, 90, 600, FINDING)
    page.next_page()
    page.text(40, 150, "Vi har aldri hatt så mange møter", ITALIC, 26)
    page.text(40, 200, "– Rektor", PLAIN, 14)
    report = built(page.save(tmp_path))
    assert [quote.text for quote in report.report.quotes] == ["Vi har aldri hatt så mange møter"]
    assert [section.path for section in report.report.sections] == [("Stemmer",)]


def test_a_quote_in_letters_of_another_colour(tmp_path: Path) -> None:
    page = Drawing()
    page.text(40, 50, "Stemmer", BOLD, 22)
    y = page.paragraph(40, 90, 320, FINDING)
    page.canvas.setFillColorRGB(0, 0.5, 0.3)
    y = page.paragraph(
        40, y + 8, 320, "Skolen er full av skjemaer. Ingen leser dem når året er omme."
    )
    page.canvas.setFillColorRGB(0, 0, 0)
    y = page.text(40, y - 4, "Lærer, barneskole", BOLD, 9)
    page.paragraph(40, y + 14, 320, AFTER)
    (quote,) = built(page.save(tmp_path)).report.quotes
    assert quote.text.startswith("Skolen er full")
    assert quote.speaker.role == "lærer"
