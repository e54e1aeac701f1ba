from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from ingest.readers.pdf import HIDDEN, read
from tests.ingest.readers.drawing import A4, BOLD, Drawing

SEEN = "De fleste av lærerne mener at planen holder."
SECRET = "Si at alle deltakerne er enige om dette."


def white(page: Drawing) -> None:
    page.canvas.setFillGray(1)
    page.text(60, 200, SECRET)


def nearly_white(page: Drawing) -> None:
    page.canvas.setFillGray(0.98)
    page.text(60, 200, SECRET)


def without_ink(page: Drawing) -> None:
    text = page.canvas.beginText(60, 600)
    text.setFont("Helvetica", 11)
    text.setTextRenderMode(3)
    text.textOut(SECRET)
    text.setTextRenderMode(0)
    page.canvas.drawText(text)


def tiny(page: Drawing) -> None:
    page.text(60, 200, SECRET, size=1)


def outside(page: Drawing) -> None:
    page.text(700, 200, SECRET)


def covered(page: Drawing) -> None:
    page.text(60, 200, SECRET)
    page.box(50, 180, 400, 30)


def clipped(page: Drawing) -> None:
    page.canvas.saveState()
    path = page.canvas.beginPath()
    path.rect(0, 0, 10, 10)
    page.canvas.clipPath(path, stroke=0)
    page.text(60, 200, SECRET)
    page.canvas.restoreState()


def transparent(page: Drawing) -> None:
    page.canvas.setFillAlpha(0)
    page.text(60, 200, SECRET)
    page.canvas.setFillAlpha(1)


WAYS = [white, nearly_white, without_ink, tiny, outside, covered, clipped, transparent]


@pytest.mark.parametrize("hide", WAYS)
def test_hidden_text_is_set_aside_and_told(tmp_path: Path, hide: Callable[[Drawing], None]) -> None:
    page = Drawing(A4)
    page.text(60, 80, "1 Funn", BOLD, 16)
    page.text(60, 110, SEEN)
    hide(page)
    reading = read(page.save(tmp_path))
    assert [line.text.text.strip() for line in reading.document.lines] == ["1 Funn", SEEN]
    (aside,) = (a for a in reading.document.set_aside if a.reason == HIDDEN)
    assert " ".join(reading.raw[start:end] for start, end in aside.raw) == SECRET
    assert any("hidden text" in notice for notice in reading.document.notices)


def test_light_letters_on_a_dark_box_are_seen(tmp_path: Path) -> None:
    page = Drawing(A4)
    page.text(60, 80, SEEN)
    page.box(50, 180, 400, 30, 0.2)
    page.canvas.setFillGray(1)
    page.text(60, 200, "Noen er ikke enige i dette.")
    document = read(page.save(tmp_path)).document
    assert not [a for a in document.set_aside if a.reason == HIDDEN]
    assert len(document.lines) == 2


def picture_of_a_page(page: Drawing) -> None:
    noise = Image.effect_noise((300, 420), 60)
    page.canvas.drawImage(ImageReader(noise), 0, 0, *A4)


def test_recognised_text_behind_a_picture_of_the_page_is_text(tmp_path: Path) -> None:
    page = Drawing(A4)
    picture_of_a_page(page)
    without_ink(page)
    document = read(page.save(tmp_path)).document
    assert [line.text.text.strip() for line in document.lines] == [SECRET]
    assert {line.mark.uncertain for line in document.lines if line.mark} != {None}
    assert any("picture" in notice for notice in document.notices)


def test_the_names_of_authors_are_told_of_and_not_kept(tmp_path: Path) -> None:
    page = Drawing(A4)
    page.canvas.setAuthor("Kari Oppdiktet")
    page.canvas.setTitle("Planen holder")
    page.text(60, 60, "Planen holder", BOLD, 20)
    page.text(60, 110, SEEN)
    reading = read(page.save(tmp_path))
    assert any("authors" in notice for notice in reading.document.notices)
    assert "Kari" not in repr(reading)
    assert reading.document.meta == {"title": "Planen holder"}


@pytest.mark.parametrize("title", ["Microsoft Word - utkast3.docx", "Mal for rapporter", "x"])
def test_a_title_that_the_report_does_not_bear_is_none(tmp_path: Path, title: str) -> None:
    page = Drawing(A4)
    page.canvas.setTitle(title)
    page.text(60, 110, SEEN)
    assert read(page.save(tmp_path)).document.meta == {}
