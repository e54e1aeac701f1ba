import json
from pathlib import Path

from ingest.check import Checked, checked
from ingest.check.found import Lines, excerpt, visible
from tests.ingest.making import made

TEXT = """# 1 Funn

> Jeg rekker ikke alt.
>
> — Noen

En set-
ning til.

Skriv til kari@example.no.

Han sa: «Det går bra her hos oss.» (Rektor)

| a | b |
|---|---|
| c | d |
"""


def of(folder: Path, text: str = TEXT, *, accept: bool = False) -> Checked:
    return checked(made(folder, text), folder / "rapport.md", accept_quarantine=accept)


def test_what_wants_a_look_has_line_reason_and_text(tmp_path: Path) -> None:
    found = of(tmp_path)
    assert found.stops
    wanted = [t for t in found.troubles if t.level != "look at"]
    assert [(t.kind, t.line, t.level) for t in wanted] == [
        ("attribution", 3, "uncertain"),
        ("identifier", 10, "stop"),
        ("uncertain", 14, "uncertain"),
    ]
    assert found.of("attribution")[0].excerpt == "Jeg rekker ikke alt."
    assert [t.reason for t in wanted if t.stops] == ["e-mail address"]
    assert [(r.line, r.before, r.after) for r in found.repairs] == [(7, "-\n", "")]


def test_what_is_left_out_does_not_stop_the_rest(tmp_path: Path) -> None:
    found = of(tmp_path, accept=True)
    assert not found.stops
    assert [t.level for t in found.of("identifier") if t.line == 10] == ["leave out"]
    beyond = TEXT.replace("# 1 Funn", "# 1 Skriv til ola@example.no")
    assert of(tmp_path, beyond, accept=True).stops


def test_a_sound_report_does_not_stop(tmp_path: Path) -> None:
    found = of(tmp_path, "# 1 Funn\n\nEn ting.\n")
    assert not found.stops
    assert found.troubles == ()


def test_as_plain_data(tmp_path: Path) -> None:
    data = json.loads(json.dumps(of(tmp_path).as_json()))
    assert data["stops"] is True
    assert data["ledger"]["characters"] == sum(data["ledger"]["places"].values())
    assert {3, 10, 14} <= {trouble["line"] for trouble in data["troubles"]}
    assert data["repairs"][0]["reason"] == "word split at a line's end"


def test_what_cannot_be_seen_is_shown_by_number() -> None:
    assert visible("a\u202eb\x1b[31m\n") == "a[U+202E]b[U+001B][31m⏎"
    assert excerpt("a  b\n" + "c" * 200, 10) == "a b ccccc…"


def test_lines_by_any_line_end() -> None:
    lines = Lines("a\nb\r\nc\rd")
    assert [lines.of(at) for at in (0, 2, 5, 7)] == [1, 2, 3, 4]
    assert len(lines) == 4
