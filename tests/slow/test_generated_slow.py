"""Five hundred reports in all formats: every character of each ends in one place."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from ingest.pipeline import build_report
from tests.ingest.checks import check
from tests.sample_formats import docx, html, pdf, text_from
from tests.sample_formats.glyphs import broken_text
from tests.sample_formats.pdf_file import Broken, Drawn
from tests.slow.fiction import markdown, report

pytestmark = pytest.mark.slow

BATCHES = 4
BATCH = 25


BROKEN: tuple[Broken, ...] = ("no", "all", "some")


def _pdf(seed: int) -> bytes:
    drawn: Drawn = "columns first" if seed % 2 else "in order"
    return pdf(report(seed), drawn=drawn, broken=BROKEN[seed % 3])


def _text(seed: int) -> bytes:
    text = text_from(pdf(report(seed)), "spaced" if seed % 2 else "feeds")
    return (broken_text(text) if seed % 3 else text).encode()


WRITERS: dict[str, Callable[[int], bytes]] = {
    ".md": lambda seed: markdown(Random(seed)).encode(),
    ".txt": _text,
    ".html": lambda seed: html(report(seed)).encode(),
    ".docx": lambda seed: docx(report(seed)),
    ".pdf": _pdf,
}


@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("ending", WRITERS)
def test_every_character_ends_in_one_place(tmp_path: Path, ending: str, batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        path = tmp_path / f"report-{seed}{ending}"
        path.write_bytes(WRITERS[ending](seed))
        try:
            built = build_report(path)
            check(built)
        except Exception as error:
            error.add_note(f"seed {seed}: {path}")
            raise
        assert built.report.quotes or built.report.findings
        path.unlink()
