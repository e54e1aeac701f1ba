"""Question and filters in, ranked sources out."""

from service.domain import Frozen, Source


class Evidence(Frozen):
    """A source that was found for a question, with why it ranks where it does."""

    source: Source
    report: str
    score: float
    """Fused score: higher is better, comparable within one question only."""
    cosine: float | None = None
    """Similarity of the passage that found it to the question, -1 to 1; None if words alone did."""
    lexical: float = 0.0
    """BM25 of the passage for the question's words (and their counterparts in the report's language)."""
