"""The answers to questions that were asked at once, made one.

What each of them shows was verified for its own question; nothing is added here but which question
a sentence of Funn's is about.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from service.answering.follow_ups import MOST
from service.answering.frame import uncertain
from service.answering.phrases import marked, say
from service.completion import Usage
from service.contract import Answer, Citation, Claim, Relation, Status
from service.understanding import Question

T = TypeVar("T", bound=Hashable)

SHOWN: tuple[Status, ...] = ("answered", "partial")
CLOSEST: tuple[Relation, ...] = ("supports", "contrasts", "illustrates", "related")
"""Relations of a source to what is shown, the closest first."""


def joined(whole: Question, answers: Sequence[Answer]) -> Answer:
    """One answer to `whole` of those to its questions, in their order. A question that may not be
    answered stops it all; one that is not answered leaves it partial and is named."""
    stopped = next((each for each in answers if each.status == "blocked_privacy"), None)
    if stopped:
        return stopped.model_copy(update={"question": whole.text})
    shown = [each for each in answers if each.status in SHOWN]
    if not shown:
        return _refused(whole, answers)
    language = whole.language
    citations = _citations(shown)
    written = next((each for each in shown if each.mode == "llm"), shown[0])
    full = all(each.status == "answered" for each in answers)
    caveats = [
        c for each in shown for c in each.caveats if c != uncertain(each.citations, language)
    ]
    if doubtful := uncertain(citations, language):
        caveats.append(doubtful)
    return written.model_copy(
        update={
            "status": "answered" if full else "partial",
            "question": whole.text,
            "lead": _said(whole, ((each.question, each.lead) for each in answers)),
            "message": _message(whole, answers),
            "claims": _claims(shown),
            "citations": citations,
            "not_covered": _distinct(
                words
                for each in answers
                for words in each.not_covered or (() if each.status in SHOWN else (each.question,))
            ),
            "caveats": _distinct(caveats),
            "follow_ups": _distinct(q for each in shown for q in each.follow_ups)[:MOST],
            "reports": _distinct(report for each in shown for report in each.reports),
            "fallback_reason": next((e.fallback_reason for e in shown if e.fallback_reason), None),
            "usage": _usage(shown),
        }
    )


def _refused(whole: Question, answers: Sequence[Answer]) -> Answer:
    near = next((each for each in answers if each.status == "not_in_report"), answers[0])
    return near.model_copy(
        update={
            "question": whole.text,
            "message": _message(whole, answers),
            "not_covered": _distinct(words for each in answers for words in each.not_covered),
            "nearest": _distinct(topic for each in answers for topic in each.nearest)[:MOST],
            "follow_ups": _distinct(q for each in answers for q in each.follow_ups)[:MOST],
        }
    )


def _message(whole: Question, answers: Sequence[Answer]) -> str | None:
    messages = [each.message for each in answers if each.message]
    alike = len(set(messages)) == 1 and len(messages) == len(answers)
    said = messages[0] if alike else _said(whole, ((e.question, e.message) for e in answers))
    aside = say("instruction_set_aside", whole.language) if whole.instructions else None
    return " ".join(part for part in (said, aside) if part) or None


def _said(whole: Question, parts: Iterable[tuple[str, str | None]]) -> str | None:
    """What is said of each question, behind the question."""
    said = [f"{marked(asked, whole.language)} {text}" for asked, text in parts if text]
    return " ".join(said) or None


def _claims(answers: Sequence[Answer]) -> tuple[Claim, ...]:
    """The claims in order, each source's first."""
    claims: dict[tuple[str, str], Claim] = {}
    for each in answers:
        for claim in each.claims:
            claims.setdefault((claim.citations[0], claim.text), claim)
    return tuple(claims.values())


def _citations(answers: Sequence[Answer]) -> tuple[Citation, ...]:
    """The citations in order, each source's once, with the closest relation that it has."""
    cited: dict[str, Citation] = {}
    for each in answers:
        for citation in each.citations:
            known = cited.setdefault(citation.id, citation)
            if CLOSEST.index(citation.relation) < CLOSEST.index(known.relation):
                cited[citation.id] = citation
    return tuple(cited.values())


def _usage(answers: Sequence[Answer]) -> Usage | None:
    used = [each.usage for each in answers if each.usage]
    if not used:
        return None
    return Usage(
        input_tokens=sum(each.input_tokens for each in used),
        output_tokens=sum(each.output_tokens for each in used),
    )


def _distinct(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
