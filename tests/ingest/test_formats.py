"""The sample report in each format: the same sources from all of them."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from ingest.pipeline import Built, build_report
from tests.ingest.checks import check
from tests.sample_formats import write_all

OF_FINDINGS = 0.98
"""Share of findings that must be the same, context and all. The table is one that may differ:
each format parts its cells otherwise."""
FORMATS = [
    "pdf",
    "pdf, columns first",
    "pdf, broken glyph map",
    "pdf, some maps broken",
    "text from the pdf",
    "text from the pdf, spaced",
    "docx",
    "html",
]
BROKEN_TEXT = ["text from the broken pdf", "text from the pdf, some maps broken"]

Key = tuple[object, ...]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_all(tmp_path_factory.mktemp("formats"))


@pytest.fixture(scope="module")
def markdown(files: dict[str, Path]) -> Built:
    return _built(files["markdown"])


@cache
def _built(path: Path) -> Built:
    built = build_report(path, id="sample")
    check(built)
    return built


def _quotes(built: Built) -> Counter[Key]:
    sections = {section.id: section.path for section in built.report.sections}
    return Counter(
        (quote.text, quote.speaker.role, quote.speaker.sector, quote.speaker.field,
         sections[quote.section], quote.headings, quote.lead_in)
        for quote in built.report.quotes
    )  # fmt: skip


def _findings(built: Built) -> Counter[Key]:
    sections = {section.id: section.path for section in built.report.sections}
    return Counter(
        (
            finding.text, sections[finding.section], finding.headings, finding.lead_in,
            finding.strength, finding.groups, finding.excluded_groups, finding.holder, finding.key,
        )
        for finding in built.report.findings
    )  # fmt: skip


def _differences(name: str, one: Counter[Key], other: Counter[Key]) -> str:
    """The differences, listed as they are printed."""
    lines = [f"{name}: {(one & other).total()} of {one.total()} the same"]
    lines += [f"  markdown alone: {key[0]!s:.70} … {key[1:]}" for key in one - other]
    lines += [f"  {name} alone: {key[0]!s:.70} … {key[1:]}" for key in other - one]
    return "\n".join(lines)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_sources_as_from_markdown(
    name: str, files: dict[str, Path], markdown: Built
) -> None:
    built = _built(files[name])
    quotes, findings = _quotes(markdown), _findings(markdown)
    differences = _differences(name, findings, _findings(built))
    print(differences)
    assert _quotes(built) == quotes
    assert len(built.report.quotes) == 36
    assert [s.path for s in built.report.sections] == [s.path for s in markdown.report.sections]
    same = (findings & _findings(built)).total()
    assert same >= OF_FINDINGS * findings.total(), differences
    assert same >= OF_FINDINGS * _findings(built).total(), differences
    assert built.report.title == markdown.report.title
    assert built.report.language == markdown.report.language == "nb"


@pytest.mark.parametrize("name", BROKEN_TEXT)
def test_text_from_a_broken_pdf_is_mended_as_far_as_it_shows(
    name: str, files: dict[str, Path], markdown: Built
) -> None:
    built = _built(files[name])
    text = {source.text for source in markdown.report.sources}
    same = sum(source.text in text for source in built.report.sources)
    share = same / len(markdown.report.sources)
    print(f"{name}: {share:.3f} of all sources the same after repair")
    assert share >= 0.95
    assert _quotes(built) == _quotes(markdown)


@pytest.mark.parametrize(
    ("broken", "sound"),
    [
        ("pdf, broken glyph map", "pdf"),
        ("pdf, some maps broken", "pdf"),
        ("pdf, columns first", "pdf"),
    ],
)
def test_the_same_pdf_otherwise_written_gives_the_same_text(
    broken: str, sound: str, files: dict[str, Path]
) -> None:
    assert _built(files[broken]).report.canonical == _built(files[sound]).report.canonical


@pytest.mark.parametrize("name", ["pdf", "pdf, broken glyph map"])
def test_each_source_from_a_pdf_has_its_page_and_boxes(name: str, files: dict[str, Path]) -> None:
    for source in _built(files[name]).report.sources:
        assert source.page.physical is not None
        assert source.boxes
        assert source.boxes[0][0] == source.page.physical
