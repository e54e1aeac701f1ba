"""The engine's tokenizer in Python: the likeliest pieces of a text (unigram language model, Kudo
2018, arXiv 1804.10959; the vocabulary is XLM-R's), as `tok_content` in the engine's `e5.c` finds
them, with E5's prefixes (arXiv 2402.05672).

It must cut as the engine does, or what is tuned is another model than what is used.
"""

import re
import struct

from eval.tune.modelfile import ModelFile

QUERY, PASSAGE = "query: ", "passage: "
SPACE = "\u2581"
"""Stands for a space in the vocabulary."""
UNKNOWN = 10.0
"""How much less likely than the rarest piece a character is that no piece holds."""
_SPACES = re.compile(" {2,}")
_FLOAT = struct.Struct("<f")


class Tokenizer:
    """Immutable; safe to share between threads."""

    def __init__(self, file: ModelFile) -> None:
        self._specials = file.specials
        self._replacements = file.replacements
        scores = file.scores.tolist()
        self._unknown = _single(min(scores) - UNKNOWN)
        self._pieces = {
            piece: (id, scores[id])
            for id, piece in enumerate(file.pieces)
            if piece and id != file.specials.unknown
        }
        self._longest = max(map(len, self._pieces))

    def query(self, text: str, most: int | None = None) -> list[int]:
        """Token ids of a question, with its prefix and the tokens that begin and end a text; what
        goes beyond `most` tokens is cut."""
        return self._ids(QUERY + text, most)

    def passage(self, text: str, most: int | None = None) -> list[int]:
        """The same of a passage."""
        return self._ids(PASSAGE + text, most)

    def _ids(self, text: str, most: int | None) -> list[int]:
        content = self._content(self._normal(text))
        if most is not None:
            content = content[: most - 2]
        return [self._specials.begin, *content, self._specials.end]

    def _normal(self, text: str) -> str:
        ended = text.split("\0", 1)[0]  # a C string ends there
        spaced = _SPACES.sub(" ", ended.translate(self._replacements))
        return (spaced if spaced.startswith(" ") else " " + spaced).replace(" ", SPACE)

    def _content(self, text: str) -> list[int]:
        """The likeliest pieces (Viterbi). Sums are in single precision as the engine's are, and of
        equally likely ways the first found stays, so that both always choose the same."""
        size = len(text)
        best = [float("-inf")] * (size + 1)
        best[0] = 0.0
        came: list[tuple[int, int]] = [(0, self._specials.unknown)] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(start + self._longest, size) + 1):
                piece = self._pieces.get(text[start:end])
                if piece and (score := _single(best[start] + piece[1])) > best[end]:
                    best[end], came[end] = score, (start, piece[0])
            score = _single(best[start] + self._unknown)
            if score > best[start + 1]:
                best[start + 1], came[start + 1] = score, (start, self._specials.unknown)
        ids = []
        at = size
        while at:
            at, id = came[at]
            ids.append(id)
        return ids[::-1]


def _single(value: float) -> float:
    """Rounded to single precision."""
    rounded: float = _FLOAT.unpack(_FLOAT.pack(value))[0]
    return rounded
