"""What a report itself says of how far its findings reach, where it matters for an answer."""

from collections.abc import Iterator

from service.answering.phrases import say
from service.answering.signals import tells_limit
from service.answering.told import Told
from service.domain import Finding
from service.index.library import OpenReport

MOST = 2
"""Caveats on method beside one answer: more are not read."""
LONGEST = 260
"""Characters of a sentence that is printed."""


def limits(told: Told) -> list[str]:
    """Sentences of the chapters on method that matter for the answer, at most `MOST`, each as it
    stands with its section; the general caveat where the reports say nothing of it themselves."""
    if told.question.kind == "study":
        return []
    language = told.question.language
    said: list[str] = []
    wanted = list(_wanted(told))
    for limit in wanted:
        sentences = (_sentence(told.snapshot.reports[id], limit) for id in told.reports)
        said += [say("caveat_own", language, **found) for found in sentences if found]
    said = list(dict.fromkeys(said))[:MOST]
    return said or [say("caveat_qualitative", language)]


def _wanted(told: Told) -> Iterator[str]:
    """The limits that matter here, those that matter most first."""
    question = told.question
    if any(claim.about for claim in told.claims) or told.decision.reason == "group_not_interviewed":
        yield "view"
    counted = any(claim.strength != "unspecified" for claim in told.claims)
    if counted or question.number or question.kind in ("yes_no", "comparison"):
        yield "reach"
    if question.groups or question.kind == "quotes":
        yield "sample"
    yield "reach"


def _sentence(opened: OpenReport, limit: str) -> dict[str, str] | None:
    """The shortest sentence on method that tells a limit: the one that tells nothing else."""
    found = [
        finding
        for finding in opened.report.findings
        if opened.sections[finding.section].method and _tells(finding, limit)
    ]
    if not found:
        return None
    best = min(found, key=lambda finding: len(finding.text))
    return {"sentence": best.text, "section": opened.sections[best.section].path[-1]}


def _tells(finding: Finding, limit: str) -> bool:
    text = finding.text
    return len(text) <= LONGEST and text.endswith(".") and tells_limit(text, limit)
