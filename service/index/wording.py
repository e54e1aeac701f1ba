"""When two texts say the same: their words alone count, not their case, marks or line breaks."""

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…:;\n]+")
_NUMBER = re.compile(r"^\W*(?:\d+\W+)+")
_CLAUSE_END = re.compile(r"[,–—]+")

SENTENCE = 5
"""Words from which a sentence is somebody's own: shorter ones ("Det er bra.") many people say."""
CLAUSE = 7
"""Words from which a piece of a sentence is."""


def words_of(text: str) -> str:
    """The words of `text`, in small letters, parted by single spaces."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def own_sentences(text: str) -> Iterator[str]:
    """The pieces of `text` that are somebody's own: its longer sentences and, of those, the longer
    clauses, so that a word that was mended in one clause hides no other."""
    for sentence in map(unnumbered, _SENTENCE_END.split(text)):
        if counted(sentence) >= SENTENCE:
            yield sentence.strip()
            clauses = _CLAUSE_END.split(sentence)
            if len(clauses) > 1:
                yield from (clause.strip() for clause in clauses if counted(clause) >= CLAUSE)


def unnumbered(text: str) -> str:
    """`text` without the number that a heading or an item begins with."""
    return _NUMBER.sub("", text)


def counted(text: str) -> int:
    """How many words `text` has."""
    return len(_WORD.findall(text))


def holds(text: str, part: str) -> bool:
    """Whether the words `part` stand in a row in `text`; both as `words_of` gives them."""
    return bool(part) and f" {part} " in f" {text} "


def anywhere(text: str) -> re.Pattern[str]:
    """Finds `text` wherever its words stand in a row, however they are parted and marked."""
    words = _WORD.findall(text)
    inner = r"\W+".join(re.escape(word) for word in words) or r"(?!)"
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)
