"""Reports opened without a vector store, for what needs no search: judging, drafting, verifying."""

from collections.abc import Mapping, Sequence

from service.domain import Report
from service.evidence import Evidence
from service.index.base import PassageHit
from service.index.library import OpenReport, Snapshot

VERSION = "sha256:" + "0" * 64


class EmptyIndex:
    """A `PassageIndex` that finds nothing."""

    def search(self, vector: Sequence[float], k: int) -> list[PassageHit]:
        return []

    def vectors(self) -> Mapping[str, Sequence[float]]:
        return {}


def snapshot_of(*reports: Report) -> Snapshot:
    return Snapshot([OpenReport(report, VERSION, EmptyIndex()) for report in reports])


def evidence_of(*reports: Report, cosine: float = 0.9) -> tuple[Evidence, ...]:
    """Every source as found, in report order, the first with the best score."""
    both = [(report.id, source) for report in reports for source in report.sources]
    return tuple(
        Evidence(source=source, report=id, score=len(both) - at, cosine=cosine)
        for at, (id, source) in enumerate(both)
    )
