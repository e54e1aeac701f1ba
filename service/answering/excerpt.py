"""A long quote shortened: whole sentences of it, what lies between marked as left out."""

import re
from collections.abc import Collection
from itertools import pairwise

from service.answering.likeness import content
from service.domain import Span

LONG = 400
"""Characters from which a quote is shortened."""
SHORT = 300
"""Characters that are kept, as far as whole sentences allow."""

_CUT = r"(?:\(…\)|\(\.\.\.\)|\[…\])"
_END = re.compile(rf"(?:[.!?…]+[»”\"')]*(?:\s+{_CUT})?|{_CUT})\s+(?=[^\w\s]*[\d\W]*[A-ZÆØÅ])")
_ABBREVIATED = re.compile(
    r"(?<!\w)(?:f\.eks|bl\.a|m\.m|osv|etc|e\.g|i\.e|ca|dr|nr|kl|jf|evt|\w)\.\s+$", re.IGNORECASE
)


def excerpt(text: str, words: Collection[str]) -> tuple[Span, ...]:
    """Spans of `text`, in code points: all of it where it is no longer than `LONG`, else the
    sentences that speak most of `words` (normal forms), in their order, neighbours joined."""
    if len(text) <= LONG:
        return ((0, len(text)),)
    spans = sentences(text)
    spoken = [len(set(words) & set(content(text[start:end]).words)) for start, end in spans]
    kept: set[int] = set()
    length = 0
    for at in sorted(range(len(spans)), key=lambda at: (-spoken[at], at)):
        size = spans[at][1] - spans[at][0]
        if kept and (length + size > SHORT or not spoken[at]):
            continue
        kept.add(at)
        length += size
    if not any(spoken):  # nothing tells one from the other: the beginning is as it was said
        kept, length = set(), 0
        for at, (start, end) in enumerate(spans):
            if kept and length + end - start > SHORT:
                break
            kept.add(at)
            length += end - start
    return _joined([spans[at] for at in sorted(kept)], text)


def sentences(text: str) -> list[Span]:
    """The sentences of `text` without the white space between them."""
    cuts = [0]
    for hit in _END.finditer(text):
        if not _ABBREVIATED.search(text[: hit.end()]):
            cuts.append(hit.end())
    return [
        (start, start + len(text[start:end].rstrip()))
        for start, end in pairwise([*cuts, len(text)])
        if text[start:end].strip()
    ]


def _joined(spans: list[Span], text: str) -> tuple[Span, ...]:
    """Spans with nothing but white space between them made one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
