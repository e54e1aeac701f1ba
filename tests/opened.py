"""Reports opened without a vector store: for what needs no search, or with vectors by hand."""

from collections.abc import Mapping, Sequence

from service.domain import Report
from service.evidence import Evidence
from service.index.base import PassageHit
from service.index.library import OpenReport, Snapshot
from service.index.passages import cut_passages

VERSION = "sha256:" + "0" * 64


class EmptyIndex:
    """A `PassageIndex` of a report that finds nothing: its passages have all the same vector."""

    def __init__(self, report: Report) -> None:
        self._passages = [passage.id for passage in cut_passages(report)]

    def search(self, vector: Sequence[float], k: int) -> list[PassageHit]:
        return []

    def vectors(self) -> Mapping[str, Sequence[float]]:
        return dict.fromkeys(self._passages, (1.0,))


class HandIndex:
    """A `PassageIndex` of a report whose passages have the vectors that are given in their
    order."""

    def __init__(self, report: Report, vectors: Sequence[Sequence[float]]) -> None:
        ids = [passage.id for passage in cut_passages(report)]
        self._vectors = dict(zip(ids, vectors, strict=True))

    def search(self, vector: Sequence[float], k: int) -> list[PassageHit]:
        hits = [
            PassageHit(id, sum(a * b for a, b in zip(vector, each, strict=True)))
            for id, each in self._vectors.items()
        ]
        return sorted(hits, key=lambda hit: -hit.cosine)[:k]

    def vectors(self) -> Mapping[str, Sequence[float]]:
        return self._vectors


def snapshot_of(*reports: Report) -> Snapshot:
    return Snapshot([OpenReport(report, VERSION, EmptyIndex(report)) for report in reports])


def opened_by_hand(report: Report, vectors: Sequence[Sequence[float]]) -> OpenReport:
    return OpenReport(report, VERSION, HandIndex(report, vectors))


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
