"""What an answer shows, as its frame is built from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.answerable import Decision
from service.contract import Citation, Claim
from service.domain import Finding, Source
from service.evidence import Evidence
from service.index.library import OpenReport, Snapshot
from service.understanding import Question


@dataclass(frozen=True)
class Told:
    """Claims and citations of one answer with the question and the verdict they are given on."""

    question: Question
    decision: Decision
    snapshot: Snapshot
    claims: Sequence[Claim]
    citations: Sequence[Citation]
    known: Mapping[str, Evidence]
    """What could be cited, by id."""
    found: Sequence[Evidence]
    """All that was found, best first."""

    def opened(self, cited: Citation) -> OpenReport:
        """The report that a citation is of."""
        return self.snapshot.reports[cited.report]

    def source(self, cited: Citation) -> Source:
        """The source that a citation shows."""
        return self.opened(cited).sources[cited.id]

    def topic(self, cited: Citation) -> str:
        """A name for what a citation is about."""
        return self.opened(cited).topic(self.source(cited))

    @property
    def by_id(self) -> dict[str, Citation]:
        return {cited.id: cited for cited in self.citations}

    def first(self, claim: Claim) -> Citation:
        """The citation that a claim rests on most."""
        return self.by_id[claim.citations[0]]

    def finding(self, claim: Claim) -> Finding | None:
        """The finding that a claim rests on, if it rests on one."""
        source = self.source(self.first(claim))
        return source if isinstance(source, Finding) else None

    @property
    def answering(self) -> list[Claim]:
        """The claims that do not speak against others."""
        return [claim for claim in self.claims if self.first(claim).relation != "contrasts"]

    @property
    def reports(self) -> list[str]:
        """Ids of the reports cited, in order."""
        return list(dict.fromkeys(cited.report for cited in self.citations))
