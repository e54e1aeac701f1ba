"""Spans of a report's raw file: half open, in Unicode code points of the decoded file."""

from collections.abc import Iterable

from service.domain import Span


def overlaps(left: Iterable[Span], right: Iterable[Span]) -> bool:
    """Whether any span of `left` shares at least one character with any span of `right`."""
    others = tuple(right)
    return any(max(a, c) < min(b, d) for a, b in left for c, d in others)
