"""The files that other tests build are what they are said to be."""

import io

import pytest
from docx import Document
from pypdf import PdfReader

from tests.sample_formats import docx, html, pdf, sample, text_from
from tests.sample_formats.glyphs import broken_text, shown
from tests.sample_formats.source import BlockQuote, Heading, Items, Table


def test_the_source_is_parsed_whole() -> None:
    blocks = sample().blocks
    assert sum(isinstance(block, BlockQuote) for block in blocks) == 36
    assert sum(isinstance(block, Table) for block in blocks) == 1
    assert next(b.text for b in blocks if isinstance(b, Heading)).startswith("1 ")
    assert all(block.items for block in blocks if isinstance(block, Items))


@pytest.mark.parametrize(
    ("char", "seen"),
    [("•", "Å"), ("…", "é"), ("–", "ï"), ("—", "ð"), ("å", "¬"), ("æ", "Þ"), ("ø", "ß"),
     ("Å", "¡"), ("’", "ô"), ("“", "ñ"), ("a", "a"), ("-", "-"), ("α", "α")],
)  # fmt: skip
def test_what_a_broken_glyph_map_shows(char: str, seen: str) -> None:
    assert shown(char) == seen


def test_the_same_bytes_each_time() -> None:
    assert pdf(sample()) == pdf(sample())
    assert pdf(sample(), broken="all") == pdf(sample(), broken="all")
    assert html(sample()) == html(sample())


def test_the_slides_are_slides() -> None:
    reader = PdfReader(io.BytesIO(pdf(sample())))
    assert len(reader.pages) > 30
    page = reader.pages[0].mediabox
    assert page.width > page.height
    assert any(line.endswith("-") for line in text_from(pdf(sample())).splitlines())


def test_the_map_is_broken_and_nothing_else() -> None:
    sound = text_from(pdf(sample()))
    assert text_from(pdf(sample(), broken="all")) == broken_text(sound)
    some = text_from(pdf(sample(), broken="some"))
    assert some != sound
    assert some.count("Å") > sound.count("•") > 0
    assert "¬" in some
    assert "å" in some


def test_the_word_file_holds_what_the_source_does() -> None:
    texts = {paragraph.text for paragraph in Document(io.BytesIO(docx(sample()))).paragraphs}
    for block in sample().blocks:
        if isinstance(block, BlockQuote):
            assert {*block.paragraphs, f"— {block.speaker}"} <= texts
