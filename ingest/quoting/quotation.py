"""Quotation marks: which stretches of a text they enclose, whatever convention they follow."""

import re
from dataclasses import dataclass

from service.domain import Span

_CLOSERS = {
    "«": "»", "»": "«", "“": "”“", "„": "“”", "‟": "”", "”": "”", '"': '"', "‹": "›",
    "‘": "’", "‚": "‘’", "'": "'",
}  # fmt: skip
_SINGLE = "‘’‚'"
_DIRECTED = "«»“„‟‹‘‚"
"""Marks of which one side alone opens, so that a space behind them does not matter."""
MARKS = "".join(sorted({*_CLOSERS, *"”’›"}))
OPENING = "«“„‟\"‹‘‚'”»"
CLOSING = "»”“\"›’'«"
_MARK = re.compile(f"[{re.escape(MARKS)}]")
_BEFORE_OPENING = frozenset(" \t\n\r\u00a0([{–—-/:") | frozenset(OPENING)
_AFTER_CLOSING = frozenset(" \t\n\r\u00a0)]}–—-/.,;:!?…|") | frozenset(CLOSING)


@dataclass(frozen=True)
class Marked:
    """What the quotation marks of a text enclose."""

    quoted: tuple[Span, ...]
    """Outermost stretches, their marks included, in order."""
    unclosed: tuple[int, ...]
    """Where a mark opens that none closes."""
    unopened: tuple[int, ...]
    """Where a mark closes that none opened."""

    @property
    def sound(self) -> bool:
        return not self.unclosed and not self.unopened


def marked(text: str) -> Marked:
    """The stretches of `text` in quotation marks: «…», “…”, „…“, "…", ‘…’, '…', nested or not.

    Apostrophes are none; of single marks that none closes nothing is made.
    """
    ignored: set[int] = set()
    while True:
        found = _scan(text, ignored)
        single = {at for at in (*found.unclosed, *found.unopened) if text[at] in _SINGLE}
        if not single - ignored:
            return found
        ignored |= single


def _scan(text: str, ignored: set[int]) -> Marked:
    open_at: list[int] = []
    quoted: list[Span] = []
    unopened: list[int] = []
    unclosed: list[int] = []
    for hit in _MARK.finditer(text):
        at = hit.start()
        if at in ignored or _is_apostrophe(text, at):
            continue
        depth = _closes(text, at, open_at)
        if depth is not None:
            first = open_at[depth]
            unclosed += open_at[depth + 1 :]
            del open_at[depth:]
            if not open_at:
                quoted.append((first, at + 1))
        elif _can_open(text, at):
            open_at.append(at)
        else:
            unopened.append(at)
    return Marked(tuple(quoted), tuple(sorted([*unclosed, *open_at])), tuple(unopened))


def _is_apostrophe(text: str, at: int) -> bool:
    if text[at] not in "’'":
        return False
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if before.isalnum() and after.isalnum():
        return True
    # "the nurses' job": a genitive where the sentence goes on and a mark that closes comes later.
    goes_on = before == "s" and re.match(r" [a-zæøå]", text[at + 1 :])
    return bool(goes_on and re.search(rf"{text[at]}(?!\w)", text[at + 1 :]))


def _closes(text: str, at: int, open_at: list[int]) -> int | None:
    """Which of the open marks the one at `at` closes, by its depth."""
    char = text[at]
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if char not in "»”›" and (not before or before.isspace()):
        return None
    if after and after not in _AFTER_CLOSING and char not in "»›":
        return None
    for depth in reversed(range(len(open_at))):
        if char in _CLOSERS[text[open_at[depth]]]:
            return depth
    return None


def _can_open(text: str, at: int) -> bool:
    char = text[at]
    if char not in _CLOSERS:
        return False
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if not after or (after.isspace() and char not in _DIRECTED):
        return False
    if char == "»" and before and not before.isspace():
        return False
    return not before or before in _BEFORE_OPENING


def wrapping(text: str) -> Span | None:
    """The one stretch in quotation marks that is all of `text`, but for a stop behind it."""
    marks = marked(text)
    found = marks.quoted
    if not found and len(marks.unclosed) == len(marks.unopened) == 1:
        found = ((marks.unclosed[0], marks.unopened[0] + 1),)  # «…”: of two conventions
    body = text.strip(" .\u00a0")
    if not found and body[:1] == "’" and body[-1:] in "‘’" and body[1:2].isupper():
        found = ((text.index("’"), text.index("’") + len(body)),)  # turned the wrong way
    if len(found) != 1:
        return None
    start, end = found[0]
    whole = not text[:start].strip() and not text[end:].strip(" .\u00a0")
    return (start, end) if whole and end - start > 2 else None


def opens_only(text: str) -> bool:
    """Whether `text` begins with a quotation mark that is not closed in it."""
    start = len(text) - len(text.lstrip())
    if not text.strip() or text[start] not in OPENING:
        return False
    if wrapping(text):
        return False
    found = marked(text)
    if text[start] in _SINGLE + "’":  # nothing is made of those elsewhere
        return text[start + 1 : start + 2].isupper() and all(s != start for s, _ in found.quoted)
    return start in found.unclosed


def closes_only(text: str) -> int | None:
    """Where a quotation mark stands at the end of `text` that none in it opens."""
    body = text.rstrip(" .\u00a0")
    end = len(body) - 1
    if end < 1 or body[end] not in CLOSING or wrapping(text):
        return None
    found = marked(text)
    if body[end] in "’'":
        ended = body[end - 1] in ".!?…"
        return end if ended and all(last != end + 1 for _, last in found.quoted) else None
    return end if end in found.unopened else None
