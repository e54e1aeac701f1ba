"""Gold citation precision: how much of what is cited is evidence for the question."""

from eval.cases import Case
from eval.metrics.coverage import evidence
from eval.spans import overlaps
from service.contract import Answer, Citation


def evidential(case: Case, answer: Answer) -> tuple[Citation, ...]:
    """The citations that the answer holds out as evidence: those that support or illustrate, and
    all that can carry a key point, so that what can earn can also cost. A quote that is merely
    `related`, beside claims, is shown as such and not counted against the answer."""
    carries = evidence(case, answer)
    return tuple(
        citation
        for citation in answer.citations
        if citation.relation in ("supports", "illustrates") or citation in carries
    )


def on_gold(case: Case, answer: Answer) -> tuple[Citation, ...]:
    """The evidential citations that overlap any gold span of `case`, key points' or quotes'.

    Their share of `evidential(case, answer)`, averaged over the cases that have both gold and such
    citations, is the precision. After citation precision in ALCE (Gao et al., arXiv 2305.14627),
    with two differences. ALCE asks a language model whether each cited passage, alone or with the
    others, entails the sentence it stands under; here an annotator marked, once and before any
    answer was seen, the places that answer the question. So a sound citation of a place that
    nobody marked counts as wrong (the figure is a lower bound), and a citation of a marked place
    under the wrong claim counts as right.
    """
    return tuple(c for c in evidential(case, answer) if overlaps(c.raw, case.gold))
