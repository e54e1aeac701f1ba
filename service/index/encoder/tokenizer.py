"""The engine's tokenizer in Python: the likeliest pieces of a text (unigram language model, Kudo
2018, arXiv 1804.10959; the vocabulary is XLM-R's), as `tok_content` in the engine's `e5.c` finds
them, with E5's prefixes (arXiv 2402.05672).

It must cut as the engine does, or what is tuned is another model than what is used.
"""

import re
from array import array

from service.index.encoder.modelfile import ModelFile

QUERY, PASSAGE = "query: ", "passage: "
SPACE = "\u2581"
"""Stands for a space in the vocabulary."""
UNKNOWN = 10.0
"""How much less likely than the rarest piece a character is that no piece holds."""
_SPACES = re.compile(" {2,}")


class Tokenizer:
    """Immutable; safe to share between threads."""

    def __init__(self, file: ModelFile) -> None:
        self._specials = file.specials
        self._replacements = file.replacements
        self._scores = file.scores.tolist()
        self._unknown = array("f", [min(self._scores) - UNKNOWN])[0]
        self._ids = dict(zip(file.pieces, range(len(file.pieces)), strict=True))
        del self._ids[file.pieces[file.specials.unknown]]
        self._longest = max(map(len, self._ids))

    def query(self, text: str, most: int | None = None) -> list[int]:
        """Token ids of a question, with its prefix and the tokens that begin and end a text; what
        goes beyond `most` tokens is cut."""
        return self._cut(QUERY + text, most)

    def passage(self, text: str, most: int | None = None) -> list[int]:
        """The same of a passage."""
        return self._cut(PASSAGE + text, most)

    def _cut(self, text: str, most: int | None) -> list[int]:
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
        best = array("f", [float("-inf")]) * (size + 1)
        best[0] = 0.0
        begins = [0] * (size + 1)
        came = [self._specials.unknown] * (size + 1)
        rounded = array("f", [0.0])  # what is put in is rounded to single precision
        find, scores = self._ids.get, self._scores
        stop = 0
        for start in range(size):
            here = best[start]
            if start == stop:  # no piece has a space but at its front
                stop = text.find(SPACE, start + 1)
                stop = size if stop < 0 else stop
            for end in range(start + 1, min(start + self._longest, stop) + 1):
                id = find(text[start:end])
                if id is not None and (score := here + scores[id]) > best[end]:
                    rounded[0] = score
                    if rounded[0] > best[end]:
                        best[end], begins[end], came[end] = rounded[0], start, id
            rounded[0] = here + self._unknown
            if rounded[0] > best[start + 1]:
                best[start + 1], begins[start + 1] = rounded[0], start
                came[start + 1] = self._specials.unknown
        ids = []
        at = size
        while at:
            ids.append(came[at])
            at = begins[at]
        return ids[::-1]
