"""Key-point coverage: how much of what a good answer says is in the answer."""

import re
from collections.abc import Sequence

from eval.cases import Case, KeyPoint
from eval.metrics.budget import shown_citations, shown_claims
from eval.metrics.fidelity import plain
from eval.spans import overlaps
from service.contract import Answer, Citation, Claim
from service.domain import Language


def evidence(case: Case, answer: Answer) -> tuple[Citation, ...]:
    """The citations that can carry a key point: those that a claim cites; and the quotes, where
    quotes were asked for or the answer consists of citations alone."""
    claimed = {source for claim in answer.claims for source in claim.citations}
    return tuple(
        citation
        for citation in answer.citations
        if citation.id in claimed or (_quotes_count(case, answer) and citation.kind == "quote")
    )


def covered(case: Case, answer: Answer, *, budget: bool = True) -> tuple[KeyPoint, ...]:
    """The key points of `case` that `answer` covers, in the case's order.

    A key point is covered when a claim supports it: the claim cites a source that overlaps one of
    the point's gold spans in the report's raw file by at least one character, and, in `llm` mode,
    its words match one of the point's patterns where there are any for the claim's language (see
    `matches`). A quote that can carry a key point (see `evidence`) covers what it overlaps. Of all
    this only what stands within the budget counts (see `eval.metrics.budget`), unless `budget` is
    False.

    The share of the *vital* ones, averaged over answerable cases, follows V_strict of "The Great
    Nugget Recall" (arXiv 2504.15068): vital nuggets only, partial support not counting. It differs
    in that support is read off the cited place instead of judged by a language model, so it is the
    same in every run, and text that says the right thing but cites another place does not count.
    An answerable case that was refused covers none of its key points: 0, not left out.
    """
    citations = shown_citations(answer) if budget else answer.citations
    claims = shown_claims(answer) if budget else answer.claims
    by_id = {citation.id: citation for citation in citations}
    quotes = [c for c in citations if c.kind == "quote" and _quotes_count(case, answer)]

    def supports(claim: Claim, point: KeyPoint) -> bool:
        cited = [by_id[id] for id in claim.citations if id in by_id]
        return _meets(point, cited) and (answer.mode != "llm" or matches(point, claim))

    return tuple(
        point
        for point in case.key_points
        if any(supports(claim, point) for claim in claims) or _meets(point, quotes)
    )


def matches(point: KeyPoint, claim: Claim) -> bool:
    """Whether a claim's words match one of the point's patterns: regular expressions, searched for
    in the claim's text in any case, Unicode form (NFC) and white space aside. A claim in bokmål or
    nynorsk may match those of either, since the two are not told apart reliably. True where the
    point has none for the claim's language: then the place cited decides alone."""
    languages: tuple[Language, ...] = ("en",) if claim.language == "en" else ("nb", "nn")
    patterns = [p for language in languages for p in point.patterns.get(language, ())]
    text = plain(claim.text)
    return not patterns or any(re.search(p, text, re.IGNORECASE) for p in patterns)


def _meets(point: KeyPoint, citations: Sequence[Citation]) -> bool:
    return any(overlaps(point.gold, citation.raw) for citation in citations)


def _quotes_count(case: Case, answer: Answer) -> bool:
    return case.category == "quotes" or not answer.claims
