"""Sections, headings, blocks and lead-ins."""

from pathlib import Path

import pytest

from ingest.layout.slide_order import CALL_OUTS, FUSED, SWAPPED, TITLE_LATER, TWO_HEADINGS
from ingest.pipeline import Built
from tests.ingest.making import made, spaced

NUMBERED = """# 1 Om undersøkelsen

Innledende ord.

## 1.1 Utvalg

Vi intervjuet åtte.

# 2 Funn

**Dette er det viktigste.**

### Fordeler

Det går fort:

- Første grunn.
- Andre grunn.

Etterpå.

### Ulemper

Sent.

#### Ventetid

Lenge.

## 2.1 Mer

Slutt.
"""


def test_sections_by_two_levels_and_headings_below_them(tmp_path: Path) -> None:
    report = made(tmp_path, NUMBERED).report
    assert [(s.path, s.level, s.method) for s in report.sections] == [
        (("1 Om undersøkelsen",), 1, True),
        (("1 Om undersøkelsen", "1.1 Utvalg"), 2, True),
        (("2 Funn",), 1, False),
        (("2 Funn", "2.1 Mer"), 2, False),
    ]
    found = {f.text: f for f in report.findings}
    assert found["Dette er det viktigste."].key
    assert found["Første grunn."].headings == ("Fordeler",)
    assert found["Første grunn."].lead_in == "Det går fort:"
    assert found["Etterpå."].lead_in is None
    assert found["Lenge."].headings == ("Ulemper", "Ventetid")
    assert found["Slutt."].headings == ()
    assert found["Første grunn."].block == found["Etterpå."].block != found["Sent."].block
    assert "Det går fort:" not in found


def test_in_a_chapter_on_something_else_recruitment_is_what_was_found(tmp_path: Path) -> None:
    report = made(
        tmp_path,
        "# 1 Innledning\n\nOrd.\n\n## 1.1 Rekruttering\n\nVi ringte.\n\n"
        "# 2 Ansatte\n\nOrd.\n\n## 2.1 Rekruttering og lønn\n\nFå søker.\n\n"
        "## 2.2 Utvalg og metode\n\nVi spurte åtte.\n\n# 3 Rekruttering\n\nVi ringte.\n",
    ).report
    method = {section.path[-1]: section.method for section in report.sections}
    assert method == {
        "1 Innledning": False,
        "1.1 Rekruttering": True,
        "2 Ansatte": False,
        "2.1 Rekruttering og lønn": False,
        "2.2 Utvalg og metode": True,
        "3 Rekruttering": True,
    }


def test_section_spans_nest(tmp_path: Path) -> None:
    report = made(tmp_path, NUMBERED).report
    chapter, part, findings, _ = report.sections
    assert chapter.start <= part.start < part.end == chapter.end == findings.start
    assert report.canonical[findings.start :].startswith("2 Funn")


def test_a_single_first_heading_is_the_report_s_title(tmp_path: Path) -> None:
    built = made(tmp_path, "# Ro i skolen\n\n## Metode\n\nEn.\n\n## Funn\n\nTo.\n")
    assert built.report.title == "Ro i skolen"
    assert [(s.path, s.level) for s in built.report.sections] == [(("Metode",), 1), (("Funn",), 1)]


def test_text_before_any_heading_has_a_section_of_its_own(tmp_path: Path) -> None:
    report = made(tmp_path, "Bare litt tekst.\n").report
    assert [section.path for section in report.sections] == [("rapport",)]


def test_a_lead_in_that_states_something_is_a_finding_too(tmp_path: Path) -> None:
    lead = "Fastlegene merker at de får flere spørsmål enn i fjor:"
    report = made(tmp_path, f"# 1 Funn\n\n{lead}\n\n- En grunn.\n").report
    assert [f.text for f in report.findings] == [lead, "En grunn."]
    assert report.findings[1].lead_in == lead


def test_a_sentence_that_needs_the_one_before_has_it_for_context(tmp_path: Path) -> None:
    text = "Skjemaet er langt. Dette fører til venting. F.eks. en time. Alle vet det."
    report = made(tmp_path, f"# 1 Funn\n\n{text}\n").report
    assert [(f.text, f.lead_in) for f in report.findings] == [
        ("Skjemaet er langt.", None),
        ("Dette fører til venting. F.eks. en time.", "Skjemaet er langt."),
        ("Alle vet det.", None),
    ]


def test_a_table_is_kept_and_flagged(tmp_path: Path) -> None:
    report = made(tmp_path, "# 1 Utvalg\n\n| Rolle | Antall |\n|---|---|\n| Lege | 3 |\n").report
    (table,) = report.findings
    assert table.text == "| Rolle | Antall | | Lege | 3 |"
    assert table.holder == "researchers"
    assert table.uncertain


# --- slides ------------------------------------------------------------------------------------

BODY = "De fleste sier at det er mye å gjøre på \njobben nå, og at det er blitt \nmer enn før."
LONG = (
    "Det er ikke bare her det er slik, men på alle de andre stedene \nvi har vært og sett på det,"
    " og det samme gjelder for dem som er nye \nder, og for dem som skal slutte."
)


WHY = "Hvorfor er det slik?\n"


def slides(tmp_path: Path, *pages: str) -> Built:
    """The slides, with some plain ones after them so that their layout can be learnt."""
    rest = [f"Side {n}\n{BODY}\n{LONG}" for n in ("fire", "fem", "seks", "sju")]
    return made(tmp_path, spaced(*pages, *rest), ".txt")


def test_a_title_with_its_number_below_begins_a_section(tmp_path: Path) -> None:
    first = f"Om undersøkelsen\n1\n\n{BODY}"
    page = f"Utfordringer\n- For leger\n5.3\n\n{BODY}"
    built = slides(tmp_path, first, "Nytte av tjenester", page)
    assert [section.path for section in built.report.sections] == [
        ("1 Om undersøkelsen",),
        ("Nytte av tjenester",),
        ("Nytte av tjenester", "5.3 Utfordringer - For leger"),
    ]


def test_headings_of_a_slide(tmp_path: Path) -> None:
    built = slides(tmp_path, f"Fordeler\nRaskere svar\n{BODY}\nFærre feil\n{LONG}")
    first = built.report.sources[0]
    assert first.headings[-1] == "Raskere svar"
    assert built.report.sources[1].headings[-1] == "Færre feil"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (f"{BODY}\nPå den ene sidenPå den andre siden\n{LONG}", FUSED),
        (f"{BODY}\nEt displassert hovedemne\nEt underemne\n{LONG}", TITLE_LATER),
        (
            "Brukerne er usikre på når en melding passer best\n"
            "Legene får mye mer informasjon fra alle de andre nå\n"
            f"{BODY}\n{LONG}\nHvorfor er det slik nå?",
            TWO_HEADINGS,
        ),
        (f"{WHY}Noe om at det tar tid.\nFrykt for at det blir feil.\n{BODY}\n{LONG}", CALL_OUTS),
        (f"{WHY}Noen mener derimot at det går \nfint nå for tiden.\n{LONG}", SWAPPED),
    ],
)  # fmt: skip
def test_what_cannot_be_known_is_said(tmp_path: Path, page: str, reason: str) -> None:
    known = f"Det er på siden av det. Den ene siden er god. På den andre.\n{BODY}"
    built = slides(tmp_path, f"Kjent\n{known}", page)
    assert reason in built.uncertain


def test_page_numbers_list_numbers_and_stray_marks_are_set_aside(tmp_path: Path) -> None:
    page = f"Grunner til dette\n{BODY}\n1\n2\n{LONG}\n.\n3"
    built = slides(tmp_path, page, f"En side til\n{BODY}\n14")
    reasons = {aside.reason for aside in built.report.set_aside}
    assert {"list number apart from its text", "stray mark", "page number"} <= reasons
    assert all(source.page.printed is None for source in built.report.sources)


def test_a_dash_within_a_sentence_is_no_list_item(tmp_path: Path) -> None:
    page = f"Tidsbruk\nDe bruker lang tid på å føre journal \n- tid de trenger til annet.\n{LONG}"
    built = slides(tmp_path, page)
    sources = [source.text for source in built.report.sources]
    assert "De bruker lang tid på å føre journal - tid de trenger til annet." in sources
