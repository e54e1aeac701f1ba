from pathlib import Path

import pytest

from ingest.corrections import stubs
from ingest.corrections.entries import load
from ingest.pipeline import Built, build_report
from tests.ingest.checks import check
from tests.ingest.corrections.test_applied import SLIDE
from tests.ingest.making import made

MARKED = """# 1 Funn

> Jeg rekker ikke alt.
>
> — Noen

> Jeg rekker ikke alt.

> Dette er et utdrag av funnene.

| a | "b" \\\\ |
|---|---|
| c | d |

En ting.
"""


def proposed(built: Built, name: str = "rapport.md") -> str:
    found = stubs.stubs(built.report, built.raw, built.placed, built.reading.document.set_aside)
    return stubs.written(name, Path(name).stem, found)


def uncommented(text: str) -> str:
    rows = [r[1:] for r in text.splitlines() if r.startswith("#") and not r.startswith("# ")]
    return "\n".join(rows) + "\n"


def test_as_they_are_they_correct_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.corrections.toml"
    path.write_text(proposed(made(tmp_path, MARKED)), encoding="utf-8")
    assert load(path).entries == ()


def test_each_uncertain_place_has_one_that_settles_it(tmp_path: Path) -> None:
    text = uncommented(proposed(made(tmp_path, MARKED)))
    assert text.count("[[correction]]") == 5
    filled = text.replace('role = ""', 'role = "elev"')
    filled = filled.replace('sector = ""\n', "").replace('field = ""\n', "")
    before, after = filled.split('[[correction]]\nat = "Dette er et utdrag av', 1)
    second = after.split("[[correction]]", 1)[1]  # a call-out is one thing or the other
    (tmp_path / "rapport.corrections.toml").write_text(
        before + "[[correction]]" + second, encoding="utf-8"
    )
    built = build_report(tmp_path / "rapport.md")
    check(built)
    assert not built.uncertain
    assert [quote.speaker.role for quote in built.report.quotes] == ["elev"] * 3
    assert proposed(built).count("[[correction]]") == 0


def test_what_is_left_empty_is_refused(tmp_path: Path) -> None:
    made(tmp_path, MARKED)
    path = tmp_path / "rapport.corrections.toml"
    path.write_text(uncommented(proposed(made(tmp_path, MARKED))), encoding="utf-8")
    with pytest.raises(Exception, match="`role` must be a term"):
        build_report(tmp_path / "rapport.md")


def test_headings_that_head_nothing_known(tmp_path: Path) -> None:
    text = uncommented(proposed(made(tmp_path, SLIDE, ".txt"), "rapport.txt"))
    assert text.count('do = "move"') == 2
    assert text.count('do = "settled"') == 1
    assert "through" in text
    moved = text.replace('before = ""', "before = 'De får svar'", 1)
    moved = moved.replace('before = ""', "before = 'De rekker'", 1)
    (tmp_path / "rapport.corrections.toml").write_text(moved, encoding="utf-8")
    built = build_report(tmp_path / "rapport.txt")
    check(built)
    headings = {s.text: s.headings[-1:] for s in built.report.sources}
    assert headings["De får svar på det meste."] == ("I god retning",)
    assert headings["De rekker mindre enn før."] == ("I feil retning",)
    assert not built.uncertain


@pytest.mark.real_report
def test_the_real_report(real_report: Path, tmp_path: Path) -> None:
    built = build_report(real_report)
    text = uncommented(proposed(built))
    settled = "[[correction]]".join(
        block for block in text.split("[[correction]]") if 'do = "move"' not in block
    )
    path = tmp_path / "all.toml"
    path.write_text(settled, encoding="utf-8")
    after = build_report(real_report, corrected_by=path)
    check(after)
    assert built.uncertain
    assert not after.uncertain
    assert [s.id for s in after.report.sources] == [s.id for s in built.report.sources]
