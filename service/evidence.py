"""What a search is restricted to, and what it gives: sources with why they rank where they do."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from service.domain import Frozen, Source

Fit = Literal["asked", "open", "others"]
"""Whether a source is of a group asked about, of none in particular, or of others only."""


class Filters(Frozen):
    """What the user restricts a search to. Empty means no restriction."""

    reports: tuple[str, ...] = Field(default=(), max_length=100)
    roles: tuple[str, ...] = Field(default=(), max_length=100)
    sectors: tuple[str, ...] = Field(default=(), max_length=100)
    fields: tuple[str, ...] = Field(default=(), max_length=100)


class Evidence(Frozen):
    """A source that was found for a question, with why it ranks where it does."""

    source: Source
    report: str
    score: float
    """Log odds of its being evidence: higher is better."""
    relevance: float = 0.0
    """The probability of its being evidence for the question, 0 to 1 (`service.relevance`)."""
    fit: Fit = "open"
    cosine: float | None = None
    """Similarity of the passage that found it to the question, -1 to 1; None if words alone did."""
    lexical: float = 0.0
    """BM25 of the passage for the question's words and their counterparts in its language."""
    concepts: tuple[str, ...] = ()
    """The question's words, groups left out, that it, its headings or its lead-in speak of."""
    aside: bool = False
    """Whether it tells how the study was made, which is no finding about its topic."""


class Found(Frozen):
    """What a search gave."""

    evidence: tuple[Evidence, ...]
    """Best first."""
    topic: tuple[str, ...]
    """The question's words that were looked for, the groups it names left out."""
    unknown: tuple[str, ...] = ()
    """Those of them that no passage speaks of, in any form that is known of them."""
    unknown_share: float = 0.0
    """Share of what the question's words tell that those tell: a word counts by the logarithm of
    one over the share of passages that speak of it (inverse document frequency, smoothed)."""
    signs: Mapping[str, float] = {}
    """What speaks for and against an answer (`service.answerability.SIGNS`)."""
    study_only: tuple[str, ...] = ()
    """Those that only passages on the study itself speak of: often what it did not look into."""


def list_key(item: Evidence) -> tuple[str, str, str] | None:
    """What the items of one list share: report, block and the sentence that introduces it."""
    source = item.source
    if source.kind == "finding" and source.lead_in:
        return (item.report, source.block, source.lead_in)
    return None
