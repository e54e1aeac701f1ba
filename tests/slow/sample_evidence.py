"""Evidence cut from the sample report's Markdown by the plainest rule, so that what is tested here
rests on no other part of Funn: a list item is a finding, a block quote is a quote."""

import re
from pathlib import Path

from service.domain import Finding, Group, Quote, Speaker, source_id
from service.evidence import Evidence
from service.vocabulary.groups import group_vocabulary

REPORT = Path(__file__).parents[2] / "ingest" / "sample" / "report.md"
CANONICAL = REPORT.read_text("utf-8")

_HEADING = re.compile(r"^#+ (?P<number>\d+(?:\.\d+)?)? ?(?P<title>.+)$", re.MULTILINE)
_FINDING = re.compile(r"^- (?P<text>.+)$", re.MULTILINE)
_QUOTE = re.compile(r"^> (?P<text>.+)\n>\n> — (?:ID\d+, )?(?P<speaker>.+)$", re.MULTILINE)


def evidence(section: str) -> list[Evidence]:
    """The findings and quotes of the section with the number `section`, in report order."""
    headings = list(_HEADING.finditer(CANONICAL))
    first = next(i for i, hit in enumerate(headings) if hit["number"] == section)
    last = next((h for h in headings[first + 1 :] if h["number"]), None)
    start, end = headings[first].start(), last.start() if last else len(CANONICAL)
    found: list[tuple[int, Finding | Quote]] = []
    for hit in _FINDING.finditer(CANONICAL, start, end):
        heading = next(h for h in reversed(headings) if h.start() < hit.start())
        found.append((hit.start("text"), _finding(hit, heading["title"])))
    for hit in _QUOTE.finditer(CANONICAL, start, end):
        found.append((hit.start("text"), _quote(hit)))
    ranked = [source for _, source in sorted(found, key=lambda pair: pair[0])]
    return [
        Evidence(source=source, report="sample", score=1 / (rank + 1))
        for rank, source in enumerate(ranked)
    ]


def _place(hit: re.Match[str]) -> dict[str, object]:
    span = hit.span("text")
    return {
        "text": hit["text"],
        "start": span[0],
        "end": span[1],
        "raw": (span,),
        "section": "s-1",
        "block": "b-1",
    }


def _finding(hit: re.Match[str], heading: str) -> Finding:
    groups = tuple(mention.group for mention in group_vocabulary().mentions(hit["text"]))
    id = source_id("sample", "finding", hit["text"], 0)
    return Finding.model_validate(
        {"id": id, "headings": (heading,), "groups": groups} | _place(hit)
    )


def _quote(hit: re.Match[str]) -> Quote:
    mentions = group_vocabulary().mentions(hit["speaker"])
    group = mentions[0].group if mentions else Group()
    speaker = Speaker(**group.model_dump(), label=hit["speaker"])
    id = source_id("sample", "quote", hit["text"], 0)
    return Quote.model_validate({"id": id, "speaker": speaker} | _place(hit))
