"""One file of corrections fits the report in every format."""

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from ingest.check import checked, page
from ingest.pipeline import Built, build_report
from tests.conftest import SAMPLE
from tests.ingest.check.test_page import holds
from tests.ingest.checks import check
from tests.ingest.corrections.correcting import entry
from tests.sample_formats import write_all

NAMES = ["pdf", "text from the pdf", "docx", "html"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_all(tmp_path_factory.mktemp("formats"))


@pytest.fixture(scope="module")
def corrections() -> str:
    """Corrections of some sources of the sample, by their own words."""
    report = build_report(SAMPLE).report
    quote = report.quotes[3].text[:60]
    first, second, third = (report.findings[at].text for at in (30, 60, 90))
    return (
        '[report]\ntitle = "Et annet navn"\n'
        + entry(quote, "speaker", role="jordmor")
        + entry(first, "aside")
        + entry(second, "holder", holder="researchers")
        + entry(third, "groups")
        + "groups = [{ role = 'psykolog' }]\n"
        + entry("4.1 ", "aside")
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_same_corrections_in_every_format(
    name: str, files: dict[str, Path], corrections: str, tmp_path: Path
) -> None:
    plain, built = _plain(files[name]), _corrected(files[name], tmp_path, corrections)
    check(built)
    assert [applied.do for applied in built.corrections] == [
        "report", "speaker", "aside", "holder", "groups", "aside",
    ]  # fmt: skip
    report, sample = built.report, build_report(SAMPLE).report
    assert report.title == "Et annet navn"
    texts = {source.text: source for source in report.sources}
    assert sample.findings[30].text not in texts
    spoken = next(q for q in report.quotes if q.text == sample.quotes[3].text)
    assert (spoken.speaker.role, spoken.speaker.label) == (
        "jordmor", sample.quotes[3].speaker.label,
    )  # fmt: skip
    assert not any(path.startswith("4.1") for s in report.sections for path in s.path)
    assert {s.id for s in report.sources} < {s.id for s in plain.report.sources}
    assert len(report.sources) == len(plain.report.sources) - 1


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_every_format(name: str, files: dict[str, Path]) -> None:
    built = _plain(files[name])
    holds(built)
    shown = page(checked(built, files[name]))
    assert bool(re.search(r"</b> · side \d", shown)) == (name == "pdf")


@cache
def _plain(file: Path) -> Built:
    return build_report(file, id="rapport")


def _corrected(file: Path, folder: Path, corrections: str) -> Built:
    path = folder / f"rapport{file.suffix}"
    shutil.copy(file, path)
    (folder / "rapport.corrections.toml").write_text(corrections, encoding="utf-8")
    return build_report(path)
