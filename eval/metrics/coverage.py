"""Key-point coverage: how much of what a good answer says is in the answer."""

from eval.cases import Case, KeyPoint
from eval.spans import overlaps
from service.contract import Answer, Citation


def evidence(case: Case, answer: Answer) -> tuple[Citation, ...]:
    """The citations that can carry a key point: those that a claim cites; and the quotes, where
    quotes were asked for or the answer consists of citations alone."""
    claimed = {source for claim in answer.claims for source in claim.citations}
    quotes_count = case.category == "quotes" or not answer.claims
    return tuple(
        citation
        for citation in answer.citations
        if citation.id in claimed or (quotes_count and citation.kind == "quote")
    )


def covered(case: Case, answer: Answer) -> tuple[KeyPoint, ...]:
    """The key points of `case` that `answer` covers, in the case's order.

    A key point is covered when a source that carries it (see `evidence`) overlaps one of its gold
    spans in the report's raw file by at least one character.

    The share of the *vital* ones, averaged over answerable cases, follows V_strict of "The Great
    Nugget Recall" (arXiv 2504.15068): vital nuggets only, partial support not counting. It differs
    in that support is read off the cited place instead of judged by a language model, so it is the
    same in every run, and text that says the right thing but cites another place does not count.
    An answerable case that was refused covers none of its key points: 0, not left out.
    """
    spans = tuple(span for citation in evidence(case, answer) for span in citation.raw)
    return tuple(point for point in case.key_points if overlaps(point.gold, spans))
