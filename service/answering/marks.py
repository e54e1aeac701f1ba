"""Quotation marks: they may stand around the exact words of a source, and around nothing else."""

from collections.abc import Sequence

DOUBLE = '"“”„‟«»‹›〝〞〟＂「」『』《》'
SINGLE = "'‘’‚‛`´＇"
"""Marks of which some are apostrophes too ("don't", "the GPs' view")."""


def unquoted(text: str, sources: Sequence[str]) -> tuple[str, str]:
    """`text` with «» around what stands in quotation marks of any kind and is, in whole words, in
    one of `sources`, and with no other quotation mark; and the same with " | " in place of what
    stands in them."""
    marks = _marks(text)
    shown, outside = "", ""
    at = 0
    for number, start in enumerate(marks):
        if start < at:
            continue
        shown, outside = shown + text[at:start], outside + text[at:start]
        at = start + 1
        for end in reversed(marks[number + 1 :]):
            inner = text[at:end]
            if inner[:1].isspace() is not inner[-1:].isspace():
                continue
            inner = inner.strip()
            if any(_holds(source, inner) for source in sources):
                shown, outside, at = f"{shown}«{inner}»", f"{outside} | ", end + 1
                break
    return " ".join((shown + text[at:]).split()), " ".join((outside + text[at:]).split())


def _marks(text: str) -> list[int]:
    """Where `text` has a quotation mark that is no apostrophe."""
    found: list[int] = []
    opened = False
    for at, char in enumerate(text):
        if char in SINGLE:
            before, after = text[at - 1 : at].isalnum(), text[at + 1 : at + 2].isalnum()
            if before and (after or not opened):
                continue
            opened = not before
        elif char not in DOUBLE:
            continue
        found.append(at)
    return found


def _holds(source: str, words: str) -> bool:
    """Whether `words` stand in `source`, not beginning or ending within a word."""
    if not any(char.isalnum() for char in words) or not _is_balanced(words):
        return False
    start = source.find(words)
    while start != -1:
        end = start + len(words)
        cut_before = words[0].isalnum() and source[start - 1 : start].isalnum()
        if not cut_before and not (words[-1].isalnum() and source[end : end + 1].isalnum()):
            return True
        start = source.find(words, start + 1)
    return False


def _is_balanced(words: str) -> bool:
    """Whether each mark in `words` has its fellow there."""
    pairs = (words.count(opening) == words.count(closing) for opening, closing in ("«»", "“”"))
    return all(pairs) and words.count('"') % 2 == 0
