"""What a report itself says of how far its findings reach, where it matters for an answer."""

import re
from collections.abc import Iterator, Sequence

from service.answering.phrases import say
from service.answering.signals import tells_limit
from service.answering.told import Told
from service.domain import Finding
from service.evidence import Evidence
from service.index.library import OpenReport, Snapshot
from service.understanding import Question
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.questions import signal

MOST = 2
"""Caveats on method beside one answer: more are not read."""
LONGEST = 260
"""Characters of a sentence that is printed."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_DANGLES = re.compile(
    r"(Disse|Desse|De|Dei|Dette|Den|Denne|Det samme|These|Those|They|This|It)\b(?! som| who| that)"
)
"""What opens so speaks of what the sentence before it names."""


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


def not_studied(
    question: Question,
    snapshot: Snapshot,
    found: Sequence[Evidence],
    vocabulary: GroupVocabulary,
) -> dict[str, str] | None:
    """The sentence, with its section, in which a report says itself that it did not ask a group
    that the question is on, or did not look into something it asks about; None where none does."""
    wanted = question.groups or question.mentioned
    for opened in snapshot.reports.values():
        for finding in opened.report.findings:
            if not opened.sections[finding.section].method or not _denies_study(finding):
                continue
            denied = (s for s in _SENTENCES.split(finding.text) if signal("not_studied").search(s))
            named = [mention.group for sentence in denied for mention in vocabulary.find(sentence)]
            if any(vocabulary.fits(have, want) for have in named for want in wanted):
                return _shown(finding, opened)
    for item in found:
        source = item.source if item.aside and item.concepts else None
        if isinstance(source, Finding) and _denies_study(source):
            return _shown(source, snapshot.reports[item.report])
    return None


def _denies_study(finding: Finding) -> bool:
    text = finding.text
    return len(text) <= LONGEST and bool(signal("not_studied").search(text))


def _shown(finding: Finding, opened: OpenReport) -> dict[str, str]:
    return {"sentence": finding.text, "section": opened.sections[finding.section].path[-1]}


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
    return _shown(best, opened)


def _tells(finding: Finding, limit: str) -> bool:
    text = finding.text
    if _DANGLES.match(text) or len(text) > LONGEST or not text.endswith("."):
        return False
    return tells_limit(text, limit)
