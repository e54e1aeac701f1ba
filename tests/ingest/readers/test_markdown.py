import pytest

from ingest.readers.lines import Document
from ingest.readers.markdown import read
from ingest.traced import Traced
from service.errors import InputError


def lines(text: str) -> Document:
    document = read(Traced.of(text))
    repaired = {repair.at for repair in document.repairs}
    for line in document.lines:
        for char, at in zip(line.text.text, line.text.at, strict=True):
            assert at in repaired or text[at] == char
    return document


def shown(text: str) -> list[str]:
    return [line.text.text.strip() for line in lines(text).lines]


def test_front_matter() -> None:
    document = lines('---\ntitle: "Å høre til"\nyear: 2024\nfictional: true\n---\n\n# En\n')
    assert document.meta == {"title": "Å høre til", "year": 2024, "fictional": True}
    assert document.set_aside[0].reason == "front matter"


def test_front_matter_that_is_no_yaml() -> None:
    with pytest.raises(InputError, match=r"is no YAML \(line 3\)"):
        lines("---\ntitle: a\n  b: [\n---\n\nTekst.\n")


def test_forms() -> None:
    text = "# En\n\nTo.\n\n- tre\n  - fire\n\n> fem\n\n| a |\n|---|\n| b |\n\n**seks**\n"
    forms = [(x.mark.form, x.mark.level) for x in lines(text).lines if x.mark]
    assert forms == [
        ("heading", 1), ("text", 0), ("item", 1), ("item", 2), ("quote", 0), ("table", 0),
        ("table", 0), ("text", 0),
    ]  # fmt: skip
    assert [x.mark.strong for x in lines(text).lines if x.mark][-1]


def test_markup_is_left_out_and_escapes_and_entities_are_shown() -> None:
    text = 'Vi *ser* `kode`, [lenken](http://a.b/c_(d) "t") &amp; \\*stjernen\\* <b>fet</b>.\n'
    assert shown(text) == ["Vi ser kode, lenken & *stjernen* fet."]
    (repair,) = lines(text).repairs
    assert (repair.before, repair.after) == ("&amp;", "&")


def test_a_paragraph_of_several_lines() -> None:
    found = lines("En\nto  \ntre\n\nfire\n").lines
    assert [line.continues for line in found] == [False, True, True, False]


def test_block_quotes_that_stand_apart_have_numbers_of_their_own() -> None:
    found = lines("> a\n>\n> b\n\ntekst\n\n> c\n").lines
    groups = [line.mark.group for line in found if line.mark and line.mark.form == "quote"]
    assert groups[0] == groups[1] != groups[2]


def test_a_list_item_of_two_paragraphs_is_one() -> None:
    found = lines("- a\n\n  b\n- c\n").lines
    assert [line.continues for line in found] == [False, True, False]


def test_windows_line_ends() -> None:
    assert shown("# En\r\n\r\nTo\r\ntre\r\n") == ["En", "To", "tre"]
