import io
from pathlib import Path

from rich.console import Console

from ingest.check import checked, show
from ingest.check.terminal import FOLDED, summary
from tests.ingest.check.test_found import TEXT
from tests.ingest.making import made


def shown(folder: Path, text: str, *, everything: bool = False) -> str:
    out = io.StringIO()
    found = checked(made(folder, text), folder / "rapport.md")
    console = Console(file=out, highlight=False, soft_wrap=True, color_system=None)
    show(found, console, everything=everything)
    return out.getvalue()


def test_ledger_repairs_and_places(tmp_path: Path) -> None:
    said = shown(tmp_path, TEXT)
    for line in (
        "characters, all accounted for:",
        "  1 x -⏎ → nothing  (word split at a line's end), line 7",
        "Flagged attributions: 1",
        "  line 3: «Jeg rekker ikke alt.»",
        "  line 10: would stop: e-mail address (1 Funn) «Skriv til kari@example.no.»",
        "Uncertain places, stored and marked as such: 1",
    ):
        assert line in said


def test_long_lists_are_folded_unless_all_is_asked_for(tmp_path: Path) -> None:
    text = "# 1 Funn\n\n" + "".join(
        f"Ord nummer {n} er de-\nlt i to.\n\n> Jeg sier {n}.\n\n" for n in range(20)
    )
    said = shown(tmp_path, text)
    assert f"and {20 - FOLDED} more\n" in said
    assert said.count("«Jeg sier") == FOLDED
    assert f"... and {20 - FOLDED} more (--all" in said
    every = shown(tmp_path, text, everything=True)
    assert every.count("«Jeg sier") == 20
    assert "more" not in every


def test_nothing_steers_the_terminal(tmp_path: Path) -> None:
    said = shown(tmp_path, "# 1 [bold]Funn[/]\n\n> [red]Jeg\x1b[31m er\u202e her.[/red]\n")
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "[red]Jeg" in said


def test_an_ingestion_says_no_text_of_the_report(tmp_path: Path) -> None:
    out = io.StringIO()
    summary(made(tmp_path, TEXT), Console(file=out, soft_wrap=True))
    for word in ("rekker", "kari", "setning"):
        assert word not in out.getvalue()


def test_corrections_are_listed(tmp_path: Path) -> None:
    (tmp_path / "rapport.corrections.toml").write_text(
        "[report]\nyear = 2020\n[[correction]]\nat = 'Jeg rekker'\ndo = 'speaker'\nrole = 'elev'\n",
        encoding="utf-8",
    )
    said = shown(tmp_path, TEXT)
    assert "Corrections applied: 2" in said
    assert "  report: year given" in said
    assert "  line 3: correction 1, speaker: speaker: unknown → pupil" in said
