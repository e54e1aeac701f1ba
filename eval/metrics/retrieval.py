"""Retrieval: how high the sources rank that hold what the annotators marked."""

from collections.abc import Collection, Mapping, Sequence

import ir_measures
from ir_measures import RR, R, nDCG

from eval.spans import overlaps
from eval.truth import Truth
from service.domain import Span

MEASURES: Mapping[str, ir_measures.Measure] = {
    "recall_at_5": R @ 5,
    "recall_at_10": R @ 10,
    "recall_at_20": R @ 20,
    "ndcg_at_10": nDCG @ 10,
    "reciprocal_rank": RR,
}
"""By the name that a case keeps them under; the mean of `reciprocal_rank` over cases is MRR."""


def relevant(gold: Collection[Span], truth: Truth) -> tuple[str, ...]:
    """Ids of the sources that share at least one character of the raw file with `gold`."""
    return tuple(source.id for source in truth.sources if overlaps(source.raw, gold))


def retrieval(ranked: Sequence[str], wanted: Collection[str]) -> dict[str, float]:
    """Each of `MEASURES` for one question: `ranked` are the ids of the sources that retrieval gave,
    best first and each once, `wanted` those that are relevant, at least one.

    All are shares from 0 to 1, a source being relevant or not:
    recall@k is the share of the relevant sources that are among the first k;
    nDCG@10 is the sum of 1 / log2(1 + rank) over the relevant sources among the first ten, by what
    it would be if the relevant came first (Järvelin & Kekäläinen 2002, ACM TOIS 20:422-446);
    the reciprocal rank is 1 by the rank of the first relevant source, 0 when there is none
    (Voorhees 1999, TREC-8).
    Computed by ir_measures (MacAvaney et al., ECIR 2022) with TREC's own trec_eval.

    Places of a key point that are alternatives all count as relevant, so recall at a small k may be
    under 1 in the best of rankings. Questions that the report does not answer have no figure, nor
    have those whose gold lies in no source (an ingestion loss, named as such).
    """
    if not wanted:
        raise ValueError("no source is relevant: recall of nothing")
    if len(set(ranked)) != len(ranked):
        raise ValueError("a source is ranked twice")
    judged = [ir_measures.Qrel("case", id, 1) for id in wanted]
    scored = [
        ir_measures.ScoredDoc("case", id, float(len(ranked) - place))
        for place, id in enumerate(ranked)
    ]
    if not scored:
        return dict.fromkeys(MEASURES, 0.0)
    found = ir_measures.calc_aggregate(list(MEASURES.values()), judged, scored)
    return {name: round(float(found[measure]), 6) for name, measure in MEASURES.items()}
