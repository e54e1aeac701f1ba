from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from ingest.pipeline import Built, build_report
from ingest.readers import html
from ingest.readers.html import document_of, tokens
from ingest.readers.lines import Document
from ingest.traced import Traced
from service.errors import InputError
from tests.ingest.checks import check
from tests.sample_formats import html as sample_page
from tests.sample_formats import sample


def lines(page: str) -> Document:
    """The page read, each character where it says it is, each in one place."""
    document = document_of(Traced.of(page), len(page))
    places = [0] * len(page)
    repairs = {repair.at: repair for repair in document.repairs}
    for line in document.lines:
        for char, at in zip(line.text.text, line.text.at, strict=True):
            if at >= 0 and at not in repairs:
                assert page[at] == char or (char == " " and page[at].isspace())
                places[at] += 1
    for repair in repairs.values():
        assert page[repair.at : repair.at + len(repair.before)] == repair.before
        for at in range(repair.at, repair.at + len(repair.before)):
            places[at] += 1
    for aside in document.set_aside:
        for start, end in aside.raw:
            for at in range(start, end):
                places[at] += 1
    assert all(n == 1 for n, char in zip(places, page, strict=True) if not char.isspace())
    return document


def shown(page: str) -> list[str]:
    return [line.text.text.strip() for line in lines(page).lines]


def forms(page: str) -> list[tuple[str, int]]:
    return [(line.mark.form, line.mark.level) for line in lines(page).lines if line.mark]


def aside(page: str) -> dict[str, list[str]]:
    return {
        one.reason: [page[start:end] for start, end in one.raw]
        for one in lines(page).set_aside
        if one.reason != "markup"
    }


def built(folder: Path, page: str | bytes, name: str = "rapport.html") -> Built:
    path = folder / name
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    made = build_report(path)
    check(made)
    return made


def test_forms() -> None:
    page = (
        "<h1>En</h1><h2>To</h2><p>tre<p>fire<ul><li>fem<ul><li>seks</ul><li>sju</ul>"
        "<blockquote>åtte</blockquote><table><tr><th>a<th>b<tr><td>c<td>d</table><p><b>ti</b>"
    )
    assert forms(page) == [
        ("heading", 1), ("heading", 2), ("text", 0), ("text", 0), ("item", 1), ("item", 2),
        ("item", 1), ("quote", 0), ("table", 0), ("table", 0), ("text", 0),
    ]  # fmt: skip
    assert shown(page)[-3:] == ["a b", "c d", "ti"]
    assert [line.mark.strong for line in lines(page).lines if line.mark][-1]


def test_white_space_breaks_and_lines() -> None:
    page = "<p>Noen \n\t av\n<b>lærerne</b>sier<br>dette<br><br>Nytt<pre>a\n  b</pre>"
    assert shown(page) == ["Noen av lærernesier", "dette", "Nytt", "a", "b"]
    assert [line.continues for line in lines(page).lines] == [False, True, False, False, True]


def test_entities_are_repairs_and_blank_ones_markup() -> None:
    page = "<p>A&amp;B &aring;&#229;&#xE5; 5&nbsp;km&nbsp; &lt;x&gt; &notit; & co &shy;</p>"
    assert shown(page) == ["A&B ååå 5 km <x> ¬it; & co"]
    found = [(repair.before, repair.after) for repair in lines(page).repairs]
    assert found[:3] == [("&amp;", "&"), ("&aring;", "å"), ("&#229;", "å")]
    assert ("&not", "¬") in found
    assert ("&#x3b;", ";") in [(r.before, r.after) for r in lines("<p>a&#x3b;b").repairs]


def test_what_is_no_text_is_set_aside_by_reason() -> None:
    page = (
        "<title>T</title><style>p{}</style><header>Nettsted</header><nav>Meny</nav>"
        "<main><h1>Å</h1><p>Tekst<script>kode()</script>.<button>Del</button></p>"
        "<figure><img alt=x><figcaption>Bilde</figcaption></figure></main>"
        "<p>Utenfor</p><aside>Se</aside><footer>Fot</footer><noscript>Slå på</noscript>"
    )
    assert shown(page) == ["Å", "Tekst."]
    assert aside(page) == {
        "page title": ["T"], "script or style": ["p{}", "kode()"], "page header": ["Nettsted"],
        "navigation": ["Meny"], "form control": ["Del"], "caption": ["Bilde"],
        "outside the page's main text": ["Utenfor"], "beside the text": ["Se"],
        "page footer": ["Fot"], "shown without scripts only": ["Slå på"],
    }  # fmt: skip
    assert any("outside the page's main text" in notice for notice in lines(page).notices)


def test_a_page_without_main_text_keeps_what_is_no_furniture() -> None:
    page = (
        '<div class="site-header">Nettsted</div><header><h1>Å</h1></header><div class=innhold>'
        "<p>Tekst.</p></div><div class='sidebar wide'>Ved siden</div>"
    )
    assert shown(page) == ["Å", "Tekst."]
    assert set(aside(page)) == {"page header", "beside the text"}


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>{}</p>",
        '<p style="display : none">{}</p>',
        '<p style="visibility:hidden">{}</p>',
        '<p style="font-size:0px">{}</p>',
        '<p style="color:#FFF;background:#ffffff">{}</p>',
        '<p style="position:absolute;left:-9999px">{}</p>',
        '<p class="lite skjul-meg">{}</p>',
        "<p id=bort>{}</p>",
        '<p aria-hidden="true">{}</p>',
        '<p class="sr-only">{}</p>',
        "<dialog>{}</dialog>",
    ],
)
def test_hidden_text_is_set_aside_and_said(hidden: str) -> None:
    page = (
        "<style>/* x */ .skjul-meg, #bort { display: none } @media print { p { display: none } }"
        " .åpen { display: none } .åpen { display: block }</style>"
        f"<p>Noen er slitne.</p>{hidden.format('Skjult setning.')}<p class=åpen>Flere er glade.</p>"
    )
    assert shown(page) == ["Noen er slitne.", "Flere er glade."]
    assert aside(page)["hidden text"] == ["Skjult setning."]
    assert any("hidden text of 14 characters" in notice for notice in lines(page).notices)


def test_comments_are_never_text() -> None:
    assert shown("<p>Noen<!-- Kari sa dette --> er <!-->slitne.</p><!-- ikke lukket <p>Nei.") == [
        "Noen er slitne."
    ]


def test_lists_of_links_and_marks_of_notes() -> None:
    page = (
        '<main><ul><li><a href="#a">En</a><li><a href="#b">To</a><li><a href="#c">Tre</a></ul>'
        '<ul><li><a href="/x">X</a><li><a href="/y">Y</a><li><a href="/z">Z</a></ul>'
        '<p>Noen<sup><a href="#n1">1</a></sup> bor 3 km<sup>2</sup> herfra.</main>'
    )
    assert shown(page) == ["Noen bor 3 km2 herfra."]
    assert aside(page) == {
        "table of contents": ["En", "To", "Tre"], "list of links": ["X", "Y", "Z"],
        "footnote mark": ["1"],
    }  # fmt: skip


def test_a_raised_number_without_a_link_is_a_mark_behind_a_whole_word() -> None:
    page = (
        "<p>Noen bor langt unna skolen.<sup>1</sup> Det koster 40 kroner<sup>2</sup> "
        "per 10<sup>3</sup> m<sup>2</sup>.</p>"
    )
    assert shown(page) == ["Noen bor langt unna skolen. Det koster 40 kroner per 103 m2."]
    assert aside(page)["footnote mark"] == ["1", "2"]


def test_a_table_that_only_arranges_the_page_is_read_as_text() -> None:
    page = "<table><tr><td><h2>Venstre</h2><p>En.</td><td><p>To.</td></tr></table>"
    assert forms(page) == [("heading", 2), ("text", 0), ("text", 0)]


def test_terms_stand_with_what_defines_them_and_details_under_their_summary() -> None:
    page = (
        "<h2>A</h2><dl><dt>Ord<dd>Noen sier dette.<dt>To<dd>Tre</dl>"
        "<details><summary>Mer</summary>Ja."
    )
    assert forms(page) == [
        ("heading", 2), ("item", 1), ("item", 1), ("item", 1), ("item", 1), ("heading", 3),
        ("text", 0),
    ]  # fmt: skip
    assert [line.continues for line in lines(page).lines][1:5] == [False, True, False, True]


def test_quotes_as_web_reports_mark_them(tmp_path: Path) -> None:
    page = """<html lang="en"><head><title>Growing up here | The Council</title></head><body>
<nav><a href="/">Home</a></nav><article><h1>Growing up here</h1><h2>School days</h2>
<p>Most of the pupils like their school.</p>
<blockquote><p>I never get to finish my lunch.</p><p>It is always noisy.</p>
<footer>— Pupil, year 9</footer></blockquote>
<p>Some of the teachers worry about noise.</p>
<figure><blockquote>We <em>have</em> nowhere to sit.</blockquote>
<figcaption>Teacher, lower secondary school</figcaption></figure>
<p>One parent says: <q>They come home worn out every single day.</q></p>
<div class="pullquote"><p>I wish that there were two of us. <cite>Head teacher</cite></p></div>
</article></body></html>"""
    report = built(tmp_path, page).report
    assert [(quote.text, quote.speaker.role) for quote in report.quotes] == [
        ("I never get to finish my lunch. It is always noisy.", "elev"),
        ("We have nowhere to sit.", "lærer"),
        ("They come home worn out every single day.", "forelder"),
        ("I wish that there were two of us.", "rektor"),
    ]
    assert report.title == "Growing up here"
    assert report.language == "en"
    assert [finding.text for finding in report.findings] == [
        "Most of the pupils like their school.",
        "Some of the teachers worry about noise.",
    ]


def test_quotes_in_italics_alone(tmp_path: Path) -> None:
    page = """<h1>Skolen</h1><p>Noen av lærerne sier at dagene er lange.</p>
<p><em>Det blir aldri tid til å snakke ferdig.</em></p><p><i>Så ringer det.</i></p>
<p>– Lærer, ungdomsskole</p><p><em>Undersøkelsen ble gjort i mai.</em></p>
<p>Alle <i>vil</i> ha det annerledes.</p>"""
    report = built(tmp_path, page).report
    assert [(quote.text, quote.speaker.role) for quote in report.quotes] == [
        ("Det blir aldri tid til å snakke ferdig. Så ringer det.", "lærer")
    ]
    assert [(finding.text, finding.uncertain) for finding in report.findings] == [
        ("Noen av lærerne sier at dagene er lange.", None),
        ("Undersøkelsen ble gjort i mai.", None),
        ("Alle vil ha det annerledes.", None),
    ]


def test_a_page_that_word_saved() -> None:
    page = (
        '<p class=MsoToc1>1 Skolen 4</p><p class=MsoListParagraph style="mso-list:l0 level2 lfo1">'
        "<![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>"
        "Tid til elevene</p><p class=MsoQuote>Jeg er sliten.</p>"
    )
    assert forms(page) == [("item", 2), ("quote", 0)]
    assert shown(page) == ["Tid til elevene", "Jeg er sliten."]
    assert aside(page) == {"table of contents": ["1 Skolen 4"], "list mark": ["·", "&nbsp;"]}


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        ('<meta charset="utf-8"><p>Noen sover på øya.', "utf-8"),
        ("<p>Noen sover på øya.", "utf-8"),
        ("<p>Noen sover på øya.", "utf-8-sig"),
        ("<p>Noen sover på øya.", "utf-16"),
        ('<meta charset="windows-1252"><p>Noen sover på øya.', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>Noen sover på'
         " øya.", "cp1252"),
        ('<?xml version="1.0" encoding="ISO-8859-15"?><p>Noen sover på øya.', "iso-8859-15"),
        ('<meta charset="iso-8859-1"><p>Noen sover på øya.', "utf-8"),
    ],
)  # fmt: skip
def test_character_sets(tmp_path: Path, page: str, encoding: str) -> None:
    report = built(tmp_path, page.encode(encoding)).report
    assert [finding.text for finding in report.findings] == ["Noen sover på øya."]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("<p>på".encode("latin-1"), "is not UTF-8 text (byte 4 cannot be decoded)"),
        (b'<meta charset="utf-7"><p>a', "a character set that Funn does not read"),
        (b"%PDF-1.7 x", "is no web page by its content"),
        (b"<script>x</script>", "holds no text that is shown"),
        (b"", "holds no text"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "rapport.html"
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        html.read(path)
    assert why in error.value.why
    assert error.value.next_step


def test_the_text_is_what_another_parser_sees() -> None:
    page = sample_page(sample())
    seen = lxml_html.document_fromstring(page).find(".//article").text_content()
    assert "".join("".join(shown(page)).split()) == "".join(seen.split())


def test_what_the_page_says_of_itself() -> None:
    page = (
        '<html lang="nn-NO"><title>Å bu her - Fylket</title><meta name="DCTERMS.publisher" '
        'content="Eit institutt"><meta name="dcterms.issued" content="2024-05-01">'
        '<meta name="author" content="Kari Normann"><h1>Å bu her</h1><p>Tekst.'
    )
    document = lines(page)
    assert document.meta == {
        "title": "Å bu her", "language": "nn", "publisher": "Eit institutt", "year": 2024,
    }  # fmt: skip
    assert document.notices == ("it names its authors; the names are not kept",)


@pytest.mark.parametrize(
    "piece",
    ["<", "<!--", "<!", "<?", "</", "<a ", '<a b="', "<a", "&", "&#", "<script>", "<title>&",
     "<div>", "<table><tr><td>", "<b><p>", "<q>x", "<ul><li>", "<![CDATA["],
)  # fmt: skip
def test_what_is_never_closed_takes_no_long_time(piece: str) -> None:
    """Each would take minutes to hours where the time grew with the square of its length."""
    lines("<p>a</p>" + piece * 10_000)


def test_too_many_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MAX_TAGS", 3)
    with pytest.raises(InputError, match="more than 3 tags"):
        lines("<p>a<p>b<p>c<p>d")


_TAGS = (
    "p div b em ul ol li table tr td th blockquote footer cite span a h1 h2 br nav aside section "
    "article main figure figcaption dl dt dd q sup pre details summary script style title textarea"
).split()
_PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS]),
    st.sampled_from(
        ["Noen sier", " ", "\n", "\r\n", "&amp;", "&nbsp;", "&#x3b;", "&notit;", "&#", "<", "<!--",
         "-->", "<!-->", "<p class=sitat hidden>", '<div style="display:none">', "</", "<a href=#",
         "<![CDATA[x]]>", "«Vi", "– Lærer", "å", "<br/>"]
    ),
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_every_character_of_any_page_is_in_one_place(page: str) -> None:
    lines(page)
