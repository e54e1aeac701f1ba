"""The page holds the whole file on its left and no participant number on its right."""

import re
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from ingest.check import checked, page
from ingest.pipeline import Built, build_report
from service.errors import InputError
from tests.conftest import SAMPLE
from tests.ingest.generated import markdown, pdf_text
from tests.ingest.making import made

VOID = {"meta"}


class Reader(HTMLParser):
    """What a browser makes of the page: its elements, the text of the file, and all other text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.file = ""
        self.cards = ""
        self.outside = ""
        self._left = self._skipped = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        assert not any(name.startswith("on") or name == "style" for name in given)
        assert "src" not in given
        if "id" in given:
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.targets.append(str(given["href"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "pre" in self.open:
            if "small" in self.open or "ins" in self.open:
                return
            self.file += data
        elif "td" in self.open:
            self.cards += data
        elif "style" not in self.open:
            self.outside += data


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def written(built: Built) -> Reader:
    return read(page(checked(built, Path("rapport.md"))))


def characters(text: str) -> str:
    """`text` without blanks, and what cannot be seen as the page shows it."""
    shown = (c if c.isprintable() else f"[U+{ord(c):04X}]" for c in text if not c.isspace())
    return "".join(shown)


def holds(built: Built) -> None:
    reader = written(built)
    assert "".join(reader.file.split()) == characters(built.raw)
    assert len(reader.ids) == len(set(reader.ids))
    assert {target[1:] for target in reader.targets} <= set(reader.ids)
    assert reader.tags <= {
        "html", "head", "meta", "title", "style", "body", "a", "header", "main", "section", "h1",
        "h2", "h3", "h4", "h5", "p", "ul", "li", "b", "i", "q", "dl", "dt", "dd", "div", "table",
        "thead", "tbody", "tr", "th", "td", "pre", "span", "small", "del", "ins", "mark",
        "article", "blockquote", "details", "summary", "code",
    }  # fmt: skip
    shown = "".join(reader.cards.split())
    for source in built.report.sources:
        assert "".join(characters(source.text).split()) in shown


def test_the_sample_report() -> None:
    built = build_report(SAMPLE)
    holds(built)
    reader = written(built)
    assert not re.search(r"\bID ?\d", reader.cards)
    assert re.search(r"\bID ?\d", reader.file)
    assert reader.ids.count("s435") == 1


@pytest.mark.real_report
def test_the_real_report(real_report: Path) -> None:
    built = build_report(real_report)
    holds(built)
    assert not re.search(r"\bID ?\d", written(built).cards)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(markdown())
def test_any_markdown(text: str) -> None:
    _any(text, ".md")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(pdf_text())
def test_any_text(text: str) -> None:
    _any(text, ".txt")


def _any(text: str, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report{ending}"
        path.write_text(text, encoding="utf-8", newline="")
        try:
            built = build_report(path)
        except InputError:
            return
        holds(built)


HOSTILE = """---
title: "</title><script>alert(1)</script>"
---
# 1 <img src=x onerror=alert(1)> "funn" 'her'

De fleste </td></tr></table><script>alert(2)</script> sier \u202eredrokcab\u202c og \u2066a\u2069.

> Jeg &lt;b&gt; er " onmouseover="alert(3) ' her \u200b nå.
>
> — Lærer <svg onload=alert(4)>, ID12

<style>*{display:none}</style>

[lenke](javascript:alert(5)) og \x1b[31m rødt.
"""


def test_a_hostile_report_is_text(tmp_path: Path) -> None:
    built = made(tmp_path, HOSTILE)
    holds(built)
    text = page(checked(built, tmp_path / "rapport.md"))
    assert not re.search(r"<(script|img|svg|iframe|link|object)", text)
    assert text.count("<style>") == text.count("</style>") == 1
    for char in "\u202e\u202c\u2066\u2069\u200b\x1b":
        assert char not in text
    assert "[U+202E]" in text
    assert "javascript:" not in " ".join(read(text).targets)


def test_it_may_load_nothing(tmp_path: Path) -> None:
    text = page(checked(made(tmp_path, "# 1 Funn\n\nEn ting.\n"), tmp_path / "rapport.md"))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert policy.group(1).startswith("default-src 'none'; style-src 'sha256-")
    assert "url(" not in text
    assert "http:" not in text
    assert "https:" not in text


def test_repairs_are_shown_before_and_after(tmp_path: Path) -> None:
    text = page(checked(made(tmp_path, "# 1 Funn\n\nEn set-\nning.\n"), tmp_path / "rapport.md"))
    assert re.search(r"<del [^>]*>-\n</del><ins [^>]*></ins>", text)
    assert "ord delt ved linjeslutt" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Det er ikke noen som vil være der, fra hva jeg ser.", "Det Funn forstod"),
        ("Det er ikkje nokon som vil vere der, frå kva eg ser.", "I fila"),
        ("Most of the nurses said that it was not easy.", "What Funn understood"),
    ],
)
def test_it_speaks_the_report_s_language(tmp_path: Path, text: str, said: str) -> None:
    assert said in written(made(tmp_path, f"# 1 Funn\n\n{text}\n")).outside + "".join(
        written(made(tmp_path, f"# 1 Funn\n\n{text}\n")).cards
    )


def test_a_quote_in_two_pieces_of_the_file_is_one_card(tmp_path: Path) -> None:
    (tmp_path / "rapport.corrections.toml").write_text(
        "[[correction]]\nat = 'Den ene'\ndo = 'join'\nwith = 'og den andre'\n", encoding="utf-8"
    )
    built = made(tmp_path, "# 1 Funn\n\nDen ene delen,\n\n- Et punkt.\n\nog den andre delen.\n")
    reader = written(built)
    assert "Den ene delen, og den andre delen." in reader.cards
    assert re.search(r"(Fortsetter fra|Goes on from) (Funn|Finding) 1", reader.cards)


def test_an_uncertain_place_bears_its_correction_to_copy(tmp_path: Path) -> None:
    built = made(tmp_path, '# 1 Funn\n\n> Jeg "rekker" ikke.\n>\n> — Noen\n\nEn ting.\n')
    assert (
        '[[correction]]\nat = "Jeg \\"rekker\\" ikke."\ndo = "speaker"\nrole = ""\n'
        in written(built).cards
    )


def test_what_stops_is_said_first(tmp_path: Path) -> None:
    built = made(tmp_path, "# 1 Funn\n\nSkriv det til kari@example.no og ikke til noen.\n")
    assert "Innlesingen stopper" in written(built).outside
