"""Sources made up for tests: a finding and a quote as they are found."""

from typing import Any

from service.domain import Finding, Quote, Speaker
from service.evidence import Evidence


def finding(id: str, text: str, report: str = "report", **fields: Any) -> Evidence:
    source = Finding(**_place(id, text), **fields)
    return Evidence(source=source, report=report, score=1, relevance=0.5)


def quote(id: str, text: str, role: str = "fastlege", report: str = "report") -> Evidence:
    speaker = Speaker(role=role, label=role)
    source = Quote(**_place(id, text), speaker=speaker)
    return Evidence(source=source, report=report, score=1, relevance=0.5)


def _place(id: str, text: str) -> dict[str, Any]:
    span = (0, len(text))
    return {
        "id": id,
        "text": text,
        "section": "s-1",
        "block": "b-1",
        "start": 0,
        "end": len(text),
        "raw": (span,),
    }
