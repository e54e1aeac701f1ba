"""Small reports for tests, written where the test can see them."""

from pathlib import Path

from ingest.pipeline import Built, build_report
from tests.ingest.checks import check


def made(folder: Path, text: str, ending: str = ".md") -> Built:
    """The report of `text`, checked to hold together."""
    path = folder / f"rapport{ending}"
    path.write_text(text, encoding="utf-8", newline="")
    built = build_report(path)
    check(built)
    return built


def spaced(*pages: str) -> str:
    """Pages as a PDF gives them up: a blank line after each line, each page's first line
    indented by a space."""
    return "".join(" " + page.strip("\n").replace("\n", "\n\n") + "\n" for page in pages)


def paths(built: Built) -> list[str]:
    """The sections' innermost headings."""
    return [section.path[-1] for section in built.report.sections]


def stands(built: Built) -> dict[str, tuple[str, tuple[str, ...], str | None]]:
    """Section, headings and lead-in of each finding by its text."""
    names = {section.id: section.path[-1] for section in built.report.sections}
    return {
        finding.text: (names[finding.section], finding.headings, finding.lead_in)
        for finding in built.report.findings
    }


def aside(built: Built) -> dict[str, list[str]]:
    """What was set aside, by reason."""
    return {
        entry.reason: [built.raw[start:end] for start, end in entry.raw]
        for entry in built.report.set_aside
    }
