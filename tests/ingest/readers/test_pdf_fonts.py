from pathlib import Path

from ingest.pdfium.charmaps import to_unicode, wrong
from ingest.pdfium.fonts import MISSING, WRONG
from ingest.pipeline import build_report
from ingest.readers.pdf import read
from ingest.readers.pdf.writing import UNNAMED
from tests.ingest.checks import check
from tests.ingest.readers.drawing import composite

LINES = (
    "Mange lærere mener at «øving» på fjellet blir borte (…) – og de sier det.",
    "Å være på tur er ærlig arbeid for de fleste av dem, á 45 minutter.",
)


def test_a_sound_map_is_left_alone(tmp_path: Path) -> None:
    document = read(composite(tmp_path, LINES, {})).document
    assert [line.text.text.strip() for line in document.lines] == list(LINES)
    assert not document.repairs


def test_a_wrong_map_is_mended_by_the_fonts_own_table(tmp_path: Path) -> None:
    wrong_map = {"å": "¬", "…": "é", "–": "ï", "«": "ñ", "Å": "¡", "æ": "þ"}
    path = composite(tmp_path, LINES, wrong_map)
    reading = read(path)
    assert [line.text.text.strip() for line in reading.document.lines] == list(LINES)
    assert "f¬" not in reading.raw
    assert "p¬" in reading.raw  # the raw text is what the file shows
    for repair in reading.document.repairs:
        assert reading.raw[repair.at : repair.at + len(repair.before)] == repair.before
        assert repair.reason == WRONG
    assert {r.before: r.after for r in reading.document.repairs}["é"] == "…"
    report = build_report(path)
    check(report)
    assert "á 45 minutter" in report.report.canonical


def test_a_missing_map_is_made_from_the_fonts_own_table(tmp_path: Path) -> None:
    reading = read(composite(tmp_path, LINES, None))
    assert [line.text.text.strip() for line in reading.document.lines] == list(LINES)
    assert {repair.reason for repair in reading.document.repairs} == {MISSING}
    assert set("".join(repair.before for repair in reading.document.repairs)) == {"\ufffd"}
    assert any("fonts" in notice for notice in reading.document.notices)


def test_what_neither_file_nor_font_names_is_never_guessed(tmp_path: Path) -> None:
    path = composite(tmp_path, LINES, None)
    data = path.read_bytes()
    for table in (b"cmap", b"post"):  # what the font says of its glyphs, not found any more
        assert table in data
        data = data.replace(table, b"x" + table[1:])
    path.write_bytes(data)
    report = build_report(path)
    assert "\ufffd" in report.report.canonical
    assert {source.uncertain for source in report.report.sources} == {UNNAMED}
    assert any("neither file nor font" in n for n in report.reading.document.notices)


def test_glyph_names_serve_where_the_font_has_no_map(tmp_path: Path) -> None:
    path = composite(tmp_path, LINES, None)
    path.write_bytes(path.read_bytes().replace(b"cmap", b"xmap"))
    document = read(path).document
    assert [line.text.text.strip() for line in document.lines] == list(LINES)


def test_maps_are_read_from_chars_ranges_and_lists() -> None:
    data = b"""1 beginbfchar <0003> <0020> endbfchar
    2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<00E6> <00F8>] endbfrange
    1 beginbfchar <0030> <00660069> endbfchar"""
    assert to_unicode(data) == {
        3: " ", 0x10: "a", 0x11: "b", 0x12: "c", 0x20: "æ", 0x21: "ø", 0x30: "fi",
    }  # fmt: skip


def test_a_hostile_map_is_read_only_so_far() -> None:
    data = b"1 beginbfrange <0000> <FFFFFFFF> <0041> endbfrange"
    assert len(to_unicode(data)) <= 70_000


def test_a_font_is_believed_only_with_reason() -> None:
    letters = {code: chr(97 + code) for code in range(26)}
    known = {code: {char} for code, char in letters.items()}
    assert wrong(letters, known, 26) == set()
    assert wrong({**letters, 3: "é"}, known, 25) == {3}
    scrambled = {code: letters[(code * 7) % 26] for code in letters}
    assert len(wrong(scrambled, known, 0)) > 20
    # The other way round, the file's letters are in order and the font's are not.
    assert wrong(letters, {code: {char} for code, char in scrambled.items()}, 0) == set()
    # Signs that look the same, and a ligature for its letters, are no difference.
    alike = {**letters, 30: "-", 31: "fi", 32: "·"}
    same = {**known, 30: {"\u2010"}, 31: {"\ufb01"}, 32: {"\u2219"}}
    assert wrong(alike, same, 26) == set()
