from pathlib import Path

import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pipeline import Built, build_report
from ingest.readers import docx
from ingest.readers.lines import Reading
from tests.ingest.checks import check
from tests.ingest.readers.word import W, Word, p, part, r, with_part


def read(folder: Path, word: Word) -> Reading:
    reading = docx.read(word.save(folder))
    assert reading.derived
    for line in reading.document.lines:
        for char, at in zip(line.text.text, line.text.at, strict=True):
            assert reading.raw[at] == char
    return reading


def shown(reading: Reading) -> list[str]:
    return [line.text.text.strip() for line in reading.document.lines]


def forms(reading: Reading) -> list[tuple[str, int]]:
    return [(line.mark.form, line.mark.level) for line in reading.document.lines if line.mark]


def aside(reading: Reading) -> dict[str, list[str]]:
    return {
        one.reason: [reading.raw[start:end] for start, end in one.raw]
        for one in reading.document.set_aside
    }


def built(folder: Path, word: Word) -> Built:
    made = build_report(word.save(folder))
    check(made)
    return made


def test_headings_by_style_and_by_outline_level(tmp_path: Path) -> None:
    word = Word()
    word.add("Skolen", "Heading 1")
    word.add("Lærernes dag", "Heading 2")
    word.xml(p(r("Pauser"), '<w:outlineLvl w:val="2"/>'))
    word.add("De fleste lærerne savner pauser.")
    assert forms(read(tmp_path, word)) == [
        ("heading", 1), ("heading", 2), ("heading", 3), ("text", 0),
    ]  # fmt: skip


def test_a_style_by_its_norwegian_name(tmp_path: Path) -> None:
    word = Word()
    style = word.document.styles["Heading 1"]
    style.element.xpath("w:name")[0].set(f"{{{style.element.nsmap['w']}}}val", "Overskrift 1")
    for node in style.element.xpath("w:pPr/w:outlineLvl"):
        node.getparent().remove(node)
    word.add("Skolen", "Overskrift 1")
    assert forms(read(tmp_path, word)) == [("heading", 1)]


def test_the_numbers_that_word_counts_for_headings(tmp_path: Path) -> None:
    word = Word()
    numbering = word.document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{".".join(f"%{n + 1}" for n in range(i + 1))}"/></w:lvl>'
        for i in range(2)
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="91">{levels}</w:abstractNum>')
    )
    numbering.append(
        parse_xml(f'<w:num {space} w:numId="92"><w:abstractNumId w:val="91"/></w:num>')
    )
    for text, level in (("Om", 0), ("Mål", 1), ("Metode", 1), ("Funn", 0), ("Tid", 1)):
        listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="92"/></w:numPr>'
        word.xml(p(r(text), f'<w:pStyle w:val="Heading{level + 1}"/>{listed}'))
        word.add("Noen av lærerne sier dette.")
    titles = [text for text in shown(read(tmp_path, word)) if "lærerne" not in text]
    assert titles == ["1 Om", "1.1 Mål", "1.2 Metode", "2 Funn", "2.1 Tid"]
    assert [s.path[-1] for s in built(tmp_path, word).report.sections] == titles


def test_bold_lines_are_headings_where_they_stand_like_ones(tmp_path: Path) -> None:
    word = Word()
    word.add("1 Skolen", "Heading 1")
    word.add("Fordeler", bold=True)
    word.add("Noen av lærerne sier at det går bra.")
    word.add("Alle er enige om dette.", bold=True)
    word.add("Tekst.")
    assert forms(read(tmp_path, word)) == [
        ("heading", 1), ("heading", 3), ("text", 0), ("text", 0), ("text", 0),
    ]  # fmt: skip


def test_the_title_is_the_only_heading_of_the_first_level(tmp_path: Path) -> None:
    word = Word()
    word.add("Rapport 2024:7", bold=True)
    word.add("Å være lærer", "Title")
    word.add("En intervjustudie", "Subtitle")
    word.add("1 Om", "Heading 1")
    word.add("Noen av lærerne sier dette.")
    reading = read(tmp_path, word)
    assert forms(reading)[:2] == [("heading", 1), ("heading", 2)]
    assert reading.document.meta["title"] == "Å være lærer"
    assert aside(reading) == {
        "cover of the report": ["Rapport 2024:7"], "subtitle": ["En intervjustudie"],
    }  # fmt: skip
    report = built(tmp_path, word).report
    assert report.title == "Å være lærer"
    assert [s.path for s in report.sections] == [("1 Om",)]


def test_lists_by_style_by_number_and_by_hand(tmp_path: Path) -> None:
    word = Word()
    for text, style in (
        ("Lærerne peker på:", None), ("tid", "List Bullet"), ("ro", "List Bullet 2"),
        ("•\tpenger", None), ("støy", "List Number"), ("Så:", None),
        ("- en", None), ("- to", None), ("Eller:", None), ("1) tre", None), ("2) fire", None),
    ):  # fmt: skip
        word.add(text, style)
    reading = read(tmp_path, word)
    assert shown(reading) == [
        "Lærerne peker på:", "tid", "ro", "penger", "støy", "Så:", "en", "to", "Eller:", "tre",
        "fire",
    ]  # fmt: skip
    items = [level for form, level in forms(reading) if form == "item"]
    assert items == [1, 2, 1, 1, 1, 1, 1, 1]
    assert aside(reading) == {"list mark": ["•", "-", "-", "1)", "2)"]}


def test_one_dash_alone_is_no_list(tmp_path: Path) -> None:
    word = Word()
    word.add("– Lærer, ungdomsskole")
    assert shown(read(tmp_path, word)) == ["– Lærer, ungdomsskole"]


def test_tables_are_rows_and_merged_cells_stand_once(tmp_path: Path) -> None:
    word = Word()
    table = word.document.add_table(3, 2)
    for row, texts in zip(
        table.rows, (("Rolle", "Antall"), ("Lærer", "7"), ("", "3")), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    inner = table.cell(2, 1).add_table(1, 1)
    inner.cell(0, 0).text = "av disse to"
    reading = read(tmp_path, word)
    assert shown(reading) == ["| Rolle | Antall |", "| Lærer | 7 |", "| 3 av disse to |"]
    assert {form for form, _ in forms(reading)} == {"table"}


def test_a_table_that_only_arranges_text_is_read_as_text(tmp_path: Path) -> None:
    word = Word()
    word.add("1 Skolen", "Heading 1")
    table = word.document.add_table(1, 2)
    for cell, word_ in zip(table.rows[0].cells, ("lærerne", "elevene"), strict=True):
        cell.text = f"Mange av {word_} sier at dagene er lange og at pausene er korte. " * 5
    assert [form for form, _ in forms(read(tmp_path, word))] == ["heading", "text", "text"]


def test_deletions_and_comments_are_never_read_insertions_are(tmp_path: Path) -> None:
    word = Word()
    word.xml(
        p(
            r("Noen av lærerne ")
            + '<w:del w:id="1" w:author="x"><w:r><w:delText>i Hemmelig kommune </w:delText>'
            "</w:r></w:del>"
            + '<w:ins w:id="2" w:author="x">'
            + r("på skolen ")
            + "</w:ins>"
            + r("er slitne.")
        )
    )
    paragraph = word.add("Flere sier det.")
    word.document.add_comment(paragraph.runs, "Kari sa dette", author="Kari Normann")
    reading = read(tmp_path, word)
    assert shown(reading) == ["Noen av lærerne på skolen er slitne.", "Flere sier det."]
    assert "Hemmelig" not in reading.raw
    assert "Kari" not in reading.raw
    notices = " ".join(reading.document.notices)
    assert "1 deletions left out, 1 insertions read" in notices
    assert "1 comments are left out" in notices
    assert "Kari" not in notices


def test_a_paragraph_whose_end_was_deleted_goes_on(tmp_path: Path) -> None:
    word = Word()
    word.xml(
        p(r("Noen av lærerne "), '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>')
        + p(r("er slitne."))
    )
    assert shown(read(tmp_path, word)) == ["Noen av lærerne er slitne."]


@pytest.mark.parametrize(
    "properties", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>']
)
def test_hidden_text_is_set_aside_and_said(tmp_path: Path, properties: str) -> None:
    word = Word()
    word.xml(p(r("Noen er slitne.") + r(" Skjult setning.", properties)))
    reading = read(tmp_path, word)
    assert shown(reading) == ["Noen er slitne."]
    assert aside(reading) == {"hidden text": ["Skjult setning."]}
    assert any("hidden text" in notice for notice in reading.document.notices)


def test_white_letters_on_a_coloured_ground_are_read(tmp_path: Path) -> None:
    word = Word()
    white = '<w:color w:val="FFFFFF"/>'
    word.xml(p(r("Noen er slitne.", white), '<w:shd w:val="clear" w:fill="203864"/>'))
    assert shown(read(tmp_path, word)) == ["Noen er slitne."]


def test_a_table_of_contents_is_set_aside(tmp_path: Path) -> None:
    word = Word()
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    word.xml(
        p(field.format("begin") + "<w:r><w:instrText> TOC \\o </w:instrText></w:r>"
          + field.format("separate") + r("1 Skolen\t4"))
        + p(r("2 Hjemmet\t9") + field.format("end"))
        + p(r("Side ") + '<w:fldSimple w:instr=" PAGE ">' + r("3") + "</w:fldSimple>")
    )  # fmt: skip
    reading = read(tmp_path, word)
    assert shown(reading) == ["Side"]
    assert aside(reading)["table of contents"] == ["1 Skolen\t4", "2 Hjemmet\t9"]
    assert aside(reading)["page number"] == ["3"]


def test_headers_footers_and_notes_are_set_aside(tmp_path: Path) -> None:
    word = Word()
    section = word.document.sections[0]
    section.header.paragraphs[0].text = "Skolerapporten"
    section.footer.paragraphs[0].text = "Side 3"
    word.add("Noen er slitne.")
    assert aside(read(tmp_path, word)) == {
        "page header": ["Skolerapporten"], "page footer": ["Side 3"],
    }  # fmt: skip


def test_notes_are_set_aside_and_counted(tmp_path: Path) -> None:
    word = Word()
    word.xml(p(r("Noen er slitne.") + '<w:r><w:footnoteReference w:id="2"/></w:r>'))
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="0" w:type="separator">{p(r("--"))}'
        f'</w:footnote><w:footnote w:id="2">{p(r("Se vedlegg 1."))}</w:footnote></w:footnotes>'
    )
    rels = "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    related = part(word.data(), rels).decode().replace(
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>',
    )  # fmt: skip
    data = with_part(word.data(), rels, related.encode())
    path = tmp_path / "rapport.docx"
    path.write_bytes(with_part(data, "word/footnotes.xml", notes.encode()))
    reading = docx.read(path)
    assert shown(reading) == ["Noen er slitne."]
    assert aside(reading) == {"footnote": ["Se vedlegg 1."]}
    assert reading.document.notices == ("1 footnotes are set aside at its end",)


def test_breaks_hyphens_tabs_and_symbols(tmp_path: Path) -> None:
    word = Word()
    word.xml(
        p("<w:r><w:t>e</w:t><w:noBreakHyphen/><w:t>post og sam</w:t><w:softHyphen/>"
          "<w:t>arbeid</w:t><w:br/><w:t>ny linje</w:t><w:tab/>"
          '<w:sym w:font="Symbol" w:char="F0B3"/><w:t> 3\u200b</w:t></w:r>')
        + p('<w:r><w:sym w:font="Wingdings" w:char="F0A7"/><w:t xml:space="preserve"> et punkt'
            "</w:t></w:r>")
    )  # fmt: skip
    reading = read(tmp_path, word)
    assert shown(reading) == ["e-post og samarbeid", "ny linje\t≥ 3", "et punkt"]
    assert [line.continues for line in reading.document.lines] == [False, True, False]
    assert aside(reading) == {"invisible character": ["\u200b"], "list mark": ["▪"]}


def test_a_text_box_is_read_once_behind_its_paragraph(tmp_path: Path) -> None:
    inside = p(r("Jeg rekker aldri å spise.")) + p(r("– Lærer, ungdomsskole"))
    word = Word()
    word.add("1 Skolen", "Heading 1")
    word.xml(
        p(r("Flere av lærerne har korte dager.")
          + '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
          f"<w:txbxContent>{inside}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
          f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox>"
          "</w:pict></mc:Fallback></mc:AlternateContent></w:r>")
    )  # fmt: skip
    word.add("Noen går hjem tidlig.")
    reading = read(tmp_path, word)
    assert shown(reading)[1:] == [
        "Flere av lærerne har korte dager.", "Jeg rekker aldri å spise.", "– Lærer, ungdomsskole",
        "Noen går hjem tidlig.",
    ]  # fmt: skip
    (quote,) = built(tmp_path, word).report.quotes
    assert quote.text == "Jeg rekker aldri å spise."
    assert quote.speaker.role == "lærer"


def test_numbers_out_of_range_do_no_harm(tmp_path: Path) -> None:
    word = Word()
    far = '<w:numPr><w:ilvl w:val="-99999999999999"/><w:numId w:val="1"/></w:numPr>'
    word.xml(
        p(r("Kort"), '<w:outlineLvl w:val="-1"/>')
        + p(r("Noen er slitne."), far)
        + p('<w:r><w:sym w:font="Symbol" w:char="D800"/><w:sym w:char="FFFFFFFFF"/>'
            "<w:t>Flere</w:t></w:r>" + r(".", '<w:sz w:val="1e400"/>'))
    )  # fmt: skip
    reading = read(tmp_path, word)
    assert shown(reading) == ["Kort", "Noen er slitne.", "Flere."]
    assert forms(reading) == [("text", 0), ("item", 1), ("text", 0)]


def test_an_interview_report_about_schools(tmp_path: Path) -> None:
    """Quotes in italics, set in, and in a style of that name; who speaks on a line of its own."""
    word = Word()
    word.add("Å være lærer i en liten kommune", "Title")
    word.add("1 Hverdagen", "Heading 1")
    word.add("De fleste lærerne sier at de har for lite tid til elevene.")
    word.add("Jeg får aldri snakket ferdig med noen før det ringer.", italic=True)
    word.add("– Lærer, ungdomsskole")
    word.add("Noen av foreldrene ser det annerledes.")
    paragraph = word.add("Vi har bare møtt hyggelige folk på den skolen.")
    paragraph.paragraph_format.left_indent = 720000
    word.add("(Forelder, barneskole)")
    word.add("Rektorene er delt.")
    word.add("Jeg skulle ønske at vi var to om det.", "Quote")
    word.add("Rektor, barneskole", "Quote")
    word.add("Alle ønsker seg flere voksne.")
    report = built(tmp_path, word).report
    assert [(quote.text, quote.speaker.role) for quote in report.quotes] == [
        ("Jeg får aldri snakket ferdig med noen før det ringer.", "lærer"),
        ("Vi har bare møtt hyggelige folk på den skolen.", "forelder"),
        ("Jeg skulle ønske at vi var to om det.", "rektor"),
    ]
    assert [finding.text for finding in report.findings] == [
        "De fleste lærerne sier at de har for lite tid til elevene.",
        "Noen av foreldrene ser det annerledes.",
        "Rektorene er delt.",
        "Alle ønsker seg flere voksne.",
    ]
    assert report.title == "Å være lærer i en liten kommune"


def test_quotes_in_one_style_are_parted_by_who_said_them(tmp_path: Path) -> None:
    word = Word()
    word.add("1 Skolen", "Heading 1")
    for text in ("Jeg er sliten.", "Jeg sover dårlig.", "– Lærer", "Jeg er glad.", "– Elev"):
        word.add(text, "Intense Quote")
    quotes = built(tmp_path, word).report.quotes
    assert [(quote.text, quote.speaker.role) for quote in quotes] == [
        ("Jeg er sliten. Jeg sover dårlig.", "lærer"), ("Jeg er glad.", "elev"),
    ]  # fmt: skip


def test_the_authors_of_a_file_are_told_of_without_their_names(tmp_path: Path) -> None:
    word = Word()
    word.document.core_properties.author = "Kari Normann"
    word.document.core_properties.title = "Microsoft Word - utkast.docx"
    word.add("Noen er slitne.")
    reading = read(tmp_path, word)
    assert reading.document.meta == {}
    (notice,) = reading.document.notices
    assert "authors" in notice
    assert "Kari" not in notice


_STYLES = [None, "Heading 1", "Heading 2", "List Bullet", "Quote", "Title", "Caption", "Subtitle"]
_WORDS = st.text("aåbøcæd «».,:–-()19\n\t", max_size=40)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(_STYLES), _WORDS), min_size=1, max_size=12))
def test_all_text_of_any_document_is_read_in_order(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[tuple[str | None, str]]
) -> None:
    word = Word()
    for style, text in paragraphs:
        word.add(text, style)
    word.add("slutt")
    reading = read(tmp_path_factory.getbasetemp(), word)
    written = "".join("".join(text.split()) for _, text in paragraphs) + "slutt"
    assert "".join(reading.raw.split()) == written
    placed = [line.text.at for line in reading.document.lines]
    spans = [range(*span) for one in reading.document.set_aside for span in one.raw]
    seen = sorted(at for found in (*placed, *spans) for at in found if reading.raw[at].strip())
    assert seen == [at for at, char in enumerate(reading.raw) if char.strip()]
