"""What of an answer a reader gets to see: a policymaker reads a page, not a chapter."""

from service.contract import Answer, Citation, Claim

CHARACTERS = 3000
"""Of findings: about 500 words, two minutes' reading."""
QUOTES = 5


def shown_claims(answer: Answer) -> tuple[Claim, ...]:
    """The claims in the answer's order, up to the first with which they are together longer than
    `CHARACTERS`."""
    used, kept = 0, []
    for claim in answer.claims:
        used += len(claim.text)
        if used > CHARACTERS:
            break
        kept.append(claim)
    return tuple(kept)


def shown_citations(answer: Answer) -> tuple[Citation, ...]:
    """The citations within the budget, in the answer's order: findings up to the first with which
    what is shown of them (their excerpts) is together longer than `CHARACTERS`, and the first
    `QUOTES` quotes, whatever their length. What a smaller piece further down would still fill is
    not shown: a reader who stops does not go on.

    Own definition, so that who shows the whole report does not cover the most.
    """
    used, quotes, full, kept = 0, 0, False, []
    for citation in answer.citations:
        if citation.kind == "quote":
            quotes += 1
            if quotes <= QUOTES:
                kept.append(citation)
            continue
        used += sum(end - start for start, end in citation.excerpt)
        full = full or used > CHARACTERS
        if not full:
            kept.append(citation)
    return tuple(kept)
