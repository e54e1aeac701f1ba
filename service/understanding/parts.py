"""Several questions asked at once, parted so that each is answered."""

import re
from itertools import pairwise

from service.understanding.follow_up import stand_alone
from service.understanding.naming import named
from service.understanding.topic import topic
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.questions import signal

MOST = 3
"""Questions that a turn is parted into; what follows stays with the last."""
RICH = 2
"""Content words, groups left out, with which a question that names nobody says what it asks."""

_ENDED = re.compile(r"(?<=\?)\s+")


def parts(asked: str, vocabulary: GroupVocabulary) -> tuple[str, ...]:
    """The questions of a turn, each as it was written, or none where it asks one.

    "Why do GPs quit, and what do nurses say about leave?" asks two; what only goes on about the
    same ("and what do they do about it?") is searched better together with what it leans on."""
    found: list[tuple[int, int]] = []
    for start, end in _pieces(asked):
        piece = _question(asked[start:end])
        first = _question(asked[slice(*found[0])]) if found else ""
        if not found or (len(found) < MOST and _is_another(piece, first, vocabulary)):
            found.append((start, end))
        else:
            found[-1] = (found[-1][0], end)
    texts = tuple(_question(asked[start:end]) for start, end in found)
    return texts if len(texts) > 1 and _says_what(texts[0], vocabulary) else ()


def _pieces(asked: str) -> list[tuple[int, int]]:
    """Where a question ends and the next begins, the "and" between them left out."""
    cuts = sorted(
        hit.span()
        for pattern in (_ENDED, signal("next_question"))
        for hit in pattern.finditer(asked)
    )
    ends = [0, *(at for cut in cuts for at in cut), len(asked)]
    between = list(pairwise(ends))[::2]
    return [(start, end) for start, end in between if re.search(r"\w", asked[start:end])]


def _question(text: str) -> str:
    text = text.strip(" ,;")
    text = text[:1].upper() + text[1:]
    return text if text.endswith(("?", ".", "!")) else f"{text}?"


def _says_what(piece: str, vocabulary: GroupVocabulary) -> bool:
    words = topic(piece, vocabulary)
    about = len(words) >= RICH or bool(words and named(piece, vocabulary))
    return about and bool(signal("asks").search(piece))


def _is_another(piece: str, first: str, vocabulary: GroupVocabulary) -> bool:
    """Whether a question is about others than the first, or says what else it is about. What has
    only words of its own ("and what has gone wrong?") most often asks on about the same."""
    groups = {mention.group for mention in named(piece, vocabulary) if mention.group.role}
    if groups - {mention.group for mention in named(first, vocabulary)}:
        return True
    alone = not stand_alone([first, piece], vocabulary).added
    return alone and bool(signal("theme").search(piece))
