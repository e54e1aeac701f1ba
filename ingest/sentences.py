"""Running text into sentences, in Norwegian and English.

Our own, since the maintained splitters know no Norwegian: conservative, so that what it cuts is a
sentence; where in doubt two stay together. Abbreviations are data (`abbreviations.toml`).
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from service.domain import Span

_END = re.compile(
    r"(?P<stop>[.!?…]+)(?P<close>[)\]»”“\"’']*(?:\[\d{1,3}\]|[¹²³⁴-⁹]+)?)(?P<gap>\s+)"
    r"(?P<open>[«“„\"‘'(\[–—-]*\s*)"
)
_LAST_WORD = re.compile(r"[\w./-]+$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
"""Letters with stops between them ("U.S"), their last stop left out."""
_INITIAL = re.compile(r"[^\W\d_]\.")
_NEAR = 40
_OMISSION = re.compile(r"[(\[](?:\.{2,}|…)[)\]]$")


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    data = tomllib.loads(Path(__file__).with_name("abbreviations.toml").read_text("utf-8"))
    inside = frozenset(word for words in data["inside"].values() for word in words)
    ending = frozenset(word for words in data["ending"].values() for word in words)
    return inside, ending


def sentences(text: str) -> list[Span]:
    """Spans of the sentences of `text`, white space between them left out.

    No cut inside brackets or quotation marks that are closed later.
    """
    found: list[Span] = []
    closed = _closed(text)
    start = 0
    for hit in _END.finditer(text):
        if hit.start() < start or not _is_end(text, hit, start):
            continue
        cut = hit.end("close")
        if any(first < cut <= last for first, last in closed):
            continue
        found.append((start, cut))
        start = hit.end("gap")
    rest = text[start:].rstrip()
    if rest:
        found.append((start, start + len(rest)))
    return found


def _is_end(text: str, hit: re.Match[str], start: int) -> bool:
    following = text[hit.end() : hit.end() + 1]
    if not following or not (following.isupper() or following.isdigit()):
        return False
    before = text[max(start, hit.end("close") - _NEAR) : hit.end("close")]
    if _OMISSION.search(before):
        # An omission mark ends no sentence by itself, but it may stand after one that has ended.
        return bool(re.search(r"[.!?…][»”\"]?\s*[(\[](?:\.{2,}|…)[)\]]$", before))
    if hit.group("stop") != ".":
        return True
    near = max(start, hit.start() - _NEAR)
    word = _LAST_WORD.search(text[near : hit.start()])
    if word is None:
        return True
    last = word.group().lower()
    inside, ending = _abbreviations()
    if last in ending:
        return following.isupper()
    if last in inside or f"{last}." in inside or _DOTTED.fullmatch(word.group()):
        return False
    if len(last) == 1 and _INITIAL.match(text, hit.end()):  # "A. B. Olsen"
        return False
    if last.isdigit():  # "2. etasje" goes on in lower case; a list number stands first
        return len(last) > 2 or (following.isupper() and near + word.start() > start)
    return not (len(last) == 1 and word.group().isupper() and near + word.start() > start)


def _closed(text: str) -> list[Span]:
    """Spans inside quotation marks and brackets that are closed."""
    found: list[Span] = []
    for opened, shut in ("«»", "“”", "()", "[]"):
        stack: list[int] = []
        for index, char in enumerate(text):
            if char == opened:
                stack.append(index)
            elif char == shut and stack:
                first = stack.pop()
                if not stack:
                    found.append((first, index))
    quotes = [index for index, char in enumerate(text) if char == '"']
    if len(quotes) % 2 == 0:
        found += list(zip(quotes[::2], quotes[1::2], strict=True))
    return found
