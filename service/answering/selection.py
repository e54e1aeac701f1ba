"""Which of the findings that were found answer: what the composer arranges and the reader sees."""

from collections.abc import Sequence

from service.domain import Finding
from service.evidence import Evidence, list_key
from service.understanding import Question

CLAIMS = 10
"""Claims of an answer before lists are made whole."""
LIST_CLAIMS = 12
"""Claims of an answer that goes on with a list it has begun."""
CHARACTERS = 3000
"""Of findings together: about 500 words, two minutes' reading."""
LEAST = 0.03
"""A finding is used when it is this likely to be evidence ..."""
KEEP = 0.33
"""... and this share as likely as the likeliest. Fewer claims would more often all be to the point,
more would cover more; at these, the one gains about what the other loses (ADR 14)."""


def chosen(question: Question, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The findings of `ranked` (best first) that answer `question`, best first; never none where
    there is one."""
    findings = [
        item
        for item in ranked
        if isinstance(item.source, Finding) and (question.study or not item.aside)
    ]
    if question.kind == "study":
        findings = [item for item in findings if item.aside] or findings
    if not findings:
        return []
    least = floor(findings)
    share = 1 + question.beside
    kept: list[Evidence] = []
    lists: set[tuple[str, str, str]] = set()
    characters = 0
    for item in findings:
        key = list_key(item)
        if len(kept) >= (LIST_CLAIMS if key in lists else CLAIMS) // share:
            continue
        characters += len(item.source.text)
        if kept and (item.relevance < least or characters > CHARACTERS / share):
            break
        kept.append(item)
        if key:
            lists.add(key)
    return kept


def floor(ranked: Sequence[Evidence]) -> float:
    """The least relevance with which something of `ranked`, which is not empty, is used."""
    return max(LEAST, KEEP * max(item.relevance for item in ranked))
