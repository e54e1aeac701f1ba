"""The real report, which is no part of this repository: what was read in it by eye, as lines of
the file, counts and digests.

`real_report.json` gives for each quote and section its first and last line. The texts expected are
made here from those lines, in a way of its own, so that nothing of the report stands in the tests.
"""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import Built, build_report
from service.domain import Source
from tests.ingest.checks import check

pytestmark = pytest.mark.real_report
EXPECTED: dict[str, Any] = json.loads(
    Path(__file__).with_name("real_report.json").read_text("utf-8")
)


@pytest.fixture(scope="module")
def built(real_report: Path) -> Built:
    digest = hashlib.sha256(real_report.read_bytes()).hexdigest()
    assert f"sha256:{digest}" == EXPECTED["file"], "another file than the one that was read"
    return build_report(real_report, id="ehelse2023")


def text_of(raw: str, first: int, last: int) -> str:
    """The lines from `first` to `last` as one text: quotes hold broken ellipses and å alone."""
    text = " ".join(" ".join(raw.split("\n")[first - 1 : last]).split())
    text = text.split(" | ")[0]
    text = re.sub(r"(?<=\()é(?=\))|(?<=\w)é(?= [A-Z])", "…", text).replace("¬", "å")
    return text.replace("e- ", "e-")


def test_it_holds_together(built: Built) -> None:
    check(built)


def test_every_quote_is_whole_and_rightly_attributed(built: Built) -> None:
    quotes = built.report.quotes
    assert len(quotes) == len(EXPECTED["quotes"]) == 26
    for quote, (first, last, role, sector, field) in zip(quotes, EXPECTED["quotes"], strict=True):
        # Compared by digest, so that a failure shows no sentence of the report.
        wanted = hashlib.sha256(text_of(built.raw, first, last).encode()).hexdigest()
        assert hashlib.sha256(quote.text.encode()).hexdigest() == wanted, f"lines {first}-{last}"
        assert (quote.speaker.role, quote.speaker.sector, quote.speaker.field) == (
            role, sector, field,
        )  # fmt: skip
        assert quote.speaker.understood
        assert not re.search(r"\d", quote.speaker.label)
        assert built.raw.count("\n", 0, quote.raw[0][0]) + 1 == first
        assert built.raw.count("\n", 0, quote.raw[-1][1]) + 1 == last
        lead = EXPECTED["lead_ins"].get(str(first))
        same = quote.lead_in == (text_of(built.raw, *lead) if lead else None)
        assert same, f"lead-in before line {first}"


def test_the_gps_quotes_about_extra_work_stand_in_their_chapter(built: Built) -> None:
    sections = {section.id: section.path[-1] for section in built.report.sections}
    chapter = [q for q in built.report.quotes if sections[q.section].startswith("5.3")]
    assert Counter(quote.speaker.role for quote in chapter) == {"fastlege": 6, "sykepleier": 1}


def test_chapters_and_numbered_sections(built: Built) -> None:
    sections = built.report.sections
    assert len(sections) == len(EXPECTED["sections"])
    for section, (first, last, number) in zip(sections, EXPECTED["sections"], strict=True):
        lines = [" ".join(x.split()) for x in built.raw.split("\n")[first - 1 : last]]
        title = " ".join(line for line in lines if line and line != number)
        printed = f"{number} {title}" if number else title
        same = section.path[-1] == printed
        assert same, f"lines {first}-{last}"
        assert section.level == (2 if number and "." in number else 1)
        assert section.method == (first == 1)
    assert len({section.path[0] for section in sections}) == 8
    # Its last chapter has no body.
    assert not [s for s in built.report.sources if s.section == sections[-1].id]


def test_repairs_and_no_others(built: Built) -> None:
    assert Counter(r.before[0] for r in built.report.repairs) == EXPECTED["repairs"]
    assert "Årsaker" in built.report.canonical
    assert "á 45" in built.report.canonical
    assert not re.search(r"[¬ïôé]", built.report.canonical)


def lines_of(built: Built, source: Source) -> tuple[int, int]:
    """First and last line of a source in the file."""
    first, last = source.raw[0][0], source.raw[-1][1] - 1
    return built.raw.count("\n", 0, first) + 1, built.raw.count("\n", 0, last) + 1


def test_each_bullet_is_one_finding(built: Built) -> None:
    marks = next(a for a in built.report.set_aside if a.reason == "list mark")
    shown = Counter(built.raw[start:end] for start, end in marks.raw)
    assert shown == {"Å": len(EXPECTED["bullet_lines"]), "-": len(EXPECTED["dash_lines"])}
    found = {lines_of(built, finding) for finding in built.report.findings}
    listed = [tuple(span) for key in ("bullet_lines", "dash_lines") for span in EXPECTED[key]]
    assert [span for span in listed if span not in found] == []


def test_no_finding_reaches_over_its_paragraph(built: Built) -> None:
    """Each lies within one paragraph or bullet as read by eye, and each of these is used up."""
    keys = ("paragraphs", "bullet_lines", "dash_lines")
    spans = [tuple(span) for key in keys for span in EXPECTED[key]]
    reached: dict[tuple[int, ...], list[tuple[int, int]]] = {span: [] for span in spans}
    for finding in built.report.findings:
        first, last = lines_of(built, finding)
        around = [span for span in spans if span[0] <= first <= last <= span[1]]
        assert len(around) == 1, f"lines {first}-{last}"
        reached[around[0]].append((first, last))
    for (first, last), found in reached.items():
        assert found, f"lines {first}-{last} are no finding"
        assert found[0][0] == first
        assert found[-1][1] == last or [first, last] in ([152, 154], [2240, 2246])


def test_every_source_stands_under_its_headings(built: Built) -> None:
    for source in built.report.sources:
        first, last = lines_of(built, source)
        rows = [row for row in EXPECTED["under"] if row[0] <= first <= last <= row[1]]
        assert len(rows) == 1, f"lines {first}-{last}"
        wanted = [text_of(built.raw, *span).rstrip(" :") for span in rows[0][2]]
        same = [heading.rstrip(" :") for heading in source.headings] == wanted
        assert same, f"headings of lines {first}-{last}"


def test_lists_have_the_words_that_lead_them_in(built: Built) -> None:
    for first, last, start, end in EXPECTED["list_leads"]:
        lead = text_of(built.raw, first, last)
        inside = [
            finding
            for finding in built.report.findings
            if start <= lines_of(built, finding)[0] <= end
        ]
        assert inside
        same = all(f.lead_in is not None and lead.endswith(f.lead_in) for f in inside)
        assert same, f"lines {first}-{last}"


def test_key_statements(built: Built) -> None:
    found = [list(lines_of(built, f)) for f in built.report.findings if f.key]
    assert found == EXPECTED["key_statements"]


def test_what_is_in_doubt_and_why(built: Built) -> None:
    doubts = {
        (first, last): reason
        for reason, spans in EXPECTED["in_doubt"].items()
        for first, last in spans
    }
    quotes = [tuple(quote[:2]) for quote in EXPECTED["quotes"]]
    for source in built.report.sources:
        first, last = lines_of(built, source)
        why = [reason for span, reason in doubts.items() if span[0] <= first <= last <= span[1]]
        called_out = (first, last) in quotes and any("call-out on its page" in r for r in why)
        assert ([source.uncertain] if source.uncertain else []) == ([] if called_out else why), (
            f"lines {first}-{last}"
        )


def test_findings(built: Built) -> None:
    findings = built.report.findings
    assert len(findings) == EXPECTED["findings"]
    digest = hashlib.sha256("\n".join(f.text for f in findings).encode()).hexdigest()
    assert digest == EXPECTED["findings_digest"]


def test_no_participant_number_and_no_false_alarm(built: Built) -> None:
    assert not re.search(r"\bID ?\d", built.report.model_dump_json())
    aside = next(a for a in built.report.set_aside if a.reason == "participant number")
    assert len(aside.raw) == 5
    assert [alarm for alarm in built.alarms if alarm.level != "warn"] == []


def test_places_of_everything(built: Built) -> None:
    assert built.account.characters == 44045
    assert set(built.account.places) == {
        "source", "heading", "lead-in", "attribution", "set aside: list mark",
        "set aside: mark of a quote or its attribution", "set aside: participant number",
        "set aside: stray mark", "set aside: page number",
        "set aside: list number apart from its text",
    }  # fmt: skip


def test_no_page_is_given(built: Built) -> None:
    assert all(s.page.printed is None and s.page.physical is None for s in built.report.sources)
