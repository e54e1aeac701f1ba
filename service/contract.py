"""The answer contract: the one schema of every answer, whoever composed it.

An `Answer` is made by `service.answering.verify` alone. The invariants that can be checked from an
answer by itself are checked here, so that no code path can send one that breaks them.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from service.completion import Usage
from service.domain import (
    Box,
    Frozen,
    Group,
    Holder,
    Kind,
    Language,
    Page,
    Span,
    Strength,
)

Status = Literal["answered", "partial", "not_in_report", "out_of_scope", "blocked_privacy", "error"]
Mode = Literal["extractive", "llm"]
Relation = Literal["supports", "illustrates", "contrasts", "related"]


class SectionRef(Frozen):
    """A section as a citation names it."""

    id: str
    path: tuple[str, ...]


class ReportRef(Frozen):
    """A report that was searched, with the version that answered."""

    id: str
    version: str
    title: str
    publisher: str | None
    year: int | None
    fictional: bool


class Claim(Frozen):
    """One statement of the answer. In `extractive` mode the text is the cited finding's own."""

    text: str = Field(min_length=1)
    language: Language
    citations: tuple[str, ...] = Field(min_length=1)
    block: str
    """Heading or group it stands under; empty when the report gives none."""
    groups: tuple[Group, ...]
    excluded_groups: tuple[Group, ...]
    holder: Holder
    about: str | None
    strength: Strength
    strength_words: str | None


class SourceView(Frozen):
    """A source as served: its whole exact text and where it stands. What `funn sources` prints a
    line of, and what `GET /sources/{id}` returns."""

    id: str
    kind: Kind
    text: str
    context: str
    """Its headings and lead-in."""
    role: str | None
    sector: str | None
    field: str | None
    report: str
    section: SectionRef
    page: Page
    start: int
    end: int
    """`canonical[start:end] == text`, in Unicode code points."""
    raw: tuple[Span, ...]
    """Spans of the file as it was handed in."""
    boxes: tuple[Box, ...]
    uncertain: str | None
    reference: str
    """Text to paste into a brief: publisher (year), title, section, page, report version."""


class SourceInContext(Frozen):
    """What `GET /sources/{id}?context=n` returns: a source with up to n neighbours on each side, in
    report order."""

    source: SourceView
    before: tuple[SourceView, ...]
    after: tuple[SourceView, ...]


class Citation(SourceView):
    """A source cited by an answer, and how it bears on it."""

    relation: Relation
    excerpt: tuple[Span, ...] = Field(min_length=1)
    """Spans of `text` to show when it is shortened; what lies between is marked as left out. One
    span over the whole text when it is not."""
    translation: str | None

    @model_validator(mode="after")
    def _excerpt_lies_in_text(self) -> Self:
        at = 0
        for start, end in self.excerpt:
            if not at <= start < end <= len(self.text):
                raise ValueError(f"excerpt {self.excerpt} does not lie in the text of {self.id}")
            at = end
        return self


class NearestTopic(Frozen):
    """A topic that the report does cover, offered when it does not answer."""

    section: str
    heading: str


class Answer(Frozen):
    """What `POST /chat` and `funn ask --json` return."""

    status: Status
    mode: Mode
    language: Language
    question: str
    lead: str | None
    message: str | None
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    not_covered: tuple[str, ...]
    nearest: tuple[NearestTopic, ...]
    caveats: tuple[str, ...]
    follow_ups: tuple[str, ...]
    reports: tuple[ReportRef, ...]
    fallback_reason: str | None
    model: str | None
    prompt_digest: str | None
    usage: Usage | None = None
    """Tokens that the language model took for this answer, as its server counted them; null in
    `extractive` mode and where the server told none. Always written; an answer that was stored
    before it was there may lack it."""

    @model_validator(mode="after")
    def _every_claim_cites(self) -> Self:
        cited = {citation.id for citation in self.citations}
        if len(cited) != len(self.citations):
            raise ValueError("a source is cited twice in one answer")
        for claim in self.claims:
            if missing := [id for id in claim.citations if id not in cited]:
                raise ValueError(f"claim cites {missing}, which the answer does not carry")
        return self

    @model_validator(mode="after")
    def _usage_is_a_models(self) -> Self:
        if self.usage is not None and self.mode == "extractive":
            raise ValueError("usage in extractive mode, in which no language model answered")
        return self

    @model_validator(mode="after")
    def _status_fits(self) -> Self:
        shown = bool(self.claims or self.citations)
        if self.status in ("answered", "partial") and not shown:
            raise ValueError(f"status {self.status} without a claim or a citation")
        if self.status not in ("answered", "partial"):
            if shown or self.lead is not None:
                raise ValueError(f"status {self.status} must carry no claim, citation or lead")
            if not self.message:
                raise ValueError(f"status {self.status} needs a message")
        return self
