"""Gold citation recall: how much of the evidence that the annotators marked is cited."""

from eval.cases import Case
from eval.metrics.precision import evidential
from eval.spans import overlaps
from service.contract import Answer
from service.domain import Span


def places(case: Case) -> tuple[Span, ...]:
    """The places that are evidence for `case`, each once, in the order of the report."""
    return tuple(sorted(set(case.gold)))


def cited_places(case: Case, answer: Answer) -> tuple[Span, ...]:
    """The places that are gold of `case`, key points' or quotes', and that a citation held out as
    evidence (see `precision.evidential`) overlaps by at least one character of the raw file.

    Their share of `places(case)`, averaged over answerable cases with gold, is the recall; a case
    that was refused cites none: 0, not left out. After citation recall in ALCE (Gao et al., arXiv
    2305.14627), and further from it than precision is. ALCE asks how many of the *answer's
    statements* are borne out by what they cite, as a language model judges; here that holds by
    construction of every extractive claim, and the whole is *the annotator's places*. It therefore
    counts how complete the evidence is, alternatives and illustrating quotes included, and no short
    answer reaches 1. Read it beside precision: citing everything gives 1 here and little there.
    """
    spans = tuple(span for citation in evidential(case, answer) for span in citation.raw)
    return tuple(place for place in places(case) if overlaps((place,), spans))
