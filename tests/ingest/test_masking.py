from pathlib import Path

from ingest.anonymity.quarantine import passed
from ingest.masking import masked
from tests.ingest.making import made

TEXT = """# 1 Funn

De fleste er fornøyde med tjenesten.

> Det var Kari Nordli som lærte meg det.
>
> — ID4, sykepleier, kommune

> Det går som det skal.
>
> — ID28, sykepleier, kommune
"""


def test_only_what_the_report_shows_is_kept(tmp_path: Path) -> None:
    built = made(tmp_path, TEXT)
    through = passed(
        built.report, built.raw, built.alarms, Path("rapport.md"), accept_quarantine=True
    )
    kept = masked(built.raw, built.ledger, through.report, [s.text for s in through.left_out])
    assert len(kept) == len(built.raw)
    for gone in ("Nordli", "lærte", "ID4", "ID28", "sykepleier"):
        assert gone not in kept
    assert "# " not in kept
    for source in through.report.sources:
        assert "".join(kept[start:end] for start, end in source.raw) == "".join(
            built.raw[start:end] for start, end in source.raw
        )
    assert "1 Funn" in kept
    breaks = [at for at, letter in enumerate(built.raw) if letter == "\n"]
    assert [at for at, letter in enumerate(kept) if letter == "\n"] == breaks


def test_a_heading_that_repeats_what_was_left_out_is_masked(tmp_path: Path) -> None:
    built = made(tmp_path, TEXT)
    text = built.report.quotes[1].text
    kept = masked(built.raw, built.ledger, built.report, [text])
    assert text not in kept
