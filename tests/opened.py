"""Reports opened without a vector store: for what needs no search, or with vectors by hand."""

from collections.abc import Mapping, Sequence

from service.domain import Report
from service.evidence import Evidence
from service.index.base import Codes, Embedded, PassageHit
from service.index.library import OpenReport, Snapshot
from service.index.passages import cut_passages

VERSION = "sha256:" + "0" * 64


class EmptyIndex:
    """A `PassageIndex` of a report that finds nothing: its passages have all the same vector."""

    def __init__(self, report: Report) -> None:
        self._passages = [passage.id for passage in cut_passages(report)]

    def search(self, vector: Sequence[float], k: int) -> list[PassageHit]:
        return []

    def embedded(self) -> Mapping[str, Embedded]:
        return dict.fromkeys(self._passages, Embedded((1.0,)))


class HandIndex:
    """A `PassageIndex` of a report whose passages have the vectors, and the codes of their tokens
    if any, that are given in their order."""

    def __init__(
        self,
        report: Report,
        vectors: Sequence[Sequence[float]],
        tokens: Sequence[Codes | None] | None = None,
    ) -> None:
        ids = [passage.id for passage in cut_passages(report)]
        codes = [None] * len(ids) if tokens is None else tokens
        self._embedded = {
            id: Embedded(vector, each) for id, vector, each in zip(ids, vectors, codes, strict=True)
        }

    def search(self, vector: Sequence[float], k: int) -> list[PassageHit]:
        hits = [
            PassageHit(id, sum(a * b for a, b in zip(vector, each.vector, strict=True)))
            for id, each in self._embedded.items()
        ]
        return sorted(hits, key=lambda hit: -hit.cosine)[:k]

    def embedded(self) -> Mapping[str, Embedded]:
        return self._embedded


def snapshot_of(*reports: Report) -> Snapshot:
    return Snapshot([OpenReport(report, VERSION, EmptyIndex(report)) for report in reports])


def opened_by_hand(
    report: Report,
    vectors: Sequence[Sequence[float]],
    tokens: Sequence[Codes | None] | None = None,
) -> OpenReport:
    return OpenReport(report, VERSION, HandIndex(report, vectors, tokens))


def evidence_of(*reports: Report, cosine: float = 0.9) -> tuple[Evidence, ...]:
    """Every source as found, in report order, the first with the best score."""
    both = [(report.id, source) for report in reports for source in report.sources]
    return tuple(
        Evidence(
            source=source,
            report=id,
            score=len(both) - at,
            relevance=1 / (1.5 + at / 10),
            cosine=cosine,
        )
        for at, (id, source) in enumerate(both)
    )
