"""Groups whose names are misspelled in a question, set right."""

import difflib
import re

from service.domain import Language
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.spelling import corrected
from service.vocabulary.words import TOKEN

SHORTEST = 7
"""Letters of the shortest word that is taken for a misspelled name: of short ones too many are
like it."""
LIKE = 0.855
"""Least difflib ratio of the word to the name, its ending left out where that is more: "mislikar"
is no "musikar" (.80), nor "prosjektmidlar" a "prosjektleiar" (.81)."""
_ENDING = re.compile(r"(s|er|e|ere|erne|ene|ar|ane|arar|arane)$")


def groups_spelt(text: str, language: Language, vocabulary: GroupVocabulary) -> str:
    """`text` with each word that names no group, and would if it were spelt as the known word most
    like it, spelt so: "syekpleiere" is sykepleier. The reader sees it in the question answered."""
    named = [mention.span for mention in vocabulary.find(text)]

    def right(match: re.Match[str]) -> str:
        word = match.group()
        inside = any(start < match.end() and match.start() < end for start, end in named)
        if inside or len(word) < SHORTEST:
            return word
        meant = corrected(word.lower(), language)
        if (
            meant is None
            or _likeness(word.lower(), meant) < LIKE
            or not any(
                mention.group.role and mention.span == (0, len(meant))
                for mention in vocabulary.find(meant)
            )
        ):
            return word
        return meant.capitalize() if word[:1].isupper() else meant

    return TOKEN.sub(right, text)


def _likeness(word: str, name: str) -> float:
    """Of `word`, or of what it is without an ending, to `name`."""
    return max(
        difflib.SequenceMatcher(None, each, name, autojunk=False).ratio()
        for each in (word, _ENDING.sub("", word))
    )
