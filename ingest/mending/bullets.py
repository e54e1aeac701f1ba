"""Bullets that are shown as `Å`, told from the infinitive mark, an exclamation and a name."""

import re
from collections.abc import Sequence
from itertools import islice

from ingest.mending.lexicon import Lexicon, data

BULLET = "•"
SHOWN = "Å"
_ITEM = (
    rf"{SHOWN}(?:[^\S\n]+(?P<next>[^\s.,;:!?–—-][\w-]*)(?P<end>[,!]?)"
    r"|(?=[A-ZÆØÅ][a-zæøå]))"
)
_LINE = re.compile(rf"^\s*{_ITEM}")
_WITHIN = re.compile(rf"(?<=[.:?!…»)]\s){_ITEM}")
"""Behind the end of a sentence: two lines of the page given up as one."""
_WORD = re.compile(r"[^\W\d_]+")
_SHARE = 1 / 3


class Bullets:
    """The lines of one document that may begin with a broken bullet."""

    def __init__(self, texts: Sequence[str], unmarked: Sequence[bool], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._texts = texts
        self._unmarked = unmarked
        self._hits = [
            (number, hit)
            for number, text in enumerate(texts)
            if unmarked[number] and (hit := _LINE.match(text))
        ]
        self.doubts: list[tuple[int, int]] = []
        """Line and position of those that may be an infinitive mark; filled by `places`."""

    def places(self, least: int) -> list[tuple[int, int, bool]]:
        """Line, position, and whether the next word is glued to it; none unless `least` lines, each
        with another word, can be no infinitive and no exclamation, and a third of all are such."""
        if not self._hits or not self._are_bullets(least):
            return []
        found = []
        small = any(self._is_small(hit) and self._is_evident(hit) for _, hit in self._hits)
        for number, hit in self._hits:
            at = self._texts[number].index(SHOWN)
            if self._is_evident(hit) or not (self._is_small(hit) or self._is_title(hit)):
                found.append((number, at, hit["next"] is None))
            elif small or not self._is_small(hit):
                self.doubts.append((number, at))
        for number, text in enumerate(self._texts):
            for hit in _WITHIN.finditer(text) if self._unmarked[number] else ():
                if hit["next"] and not (self._is_small(hit) or self._is_title(hit)):
                    found.append((number, hit.start(), False))
        return found

    def _are_bullets(self, least: int) -> bool:
        evident = [hit for _, hit in self._hits if self._is_evident(hit)]
        glued = sum(hit["next"] is None for hit in evident)
        words = {hit["next"].lower() for hit in evident if hit["next"]}
        count = glued + len(words)
        return count >= least and len(evident) >= _SHARE * len(self._hits)

    def _is_evident(self, hit: re.Match[str]) -> bool:
        """Whether no infinitive follows, where one would stand, and no exclamation."""
        if hit["next"] is None:
            return True
        if hit["end"] or hit["next"].lower() in data()["exclamation"]["called"]:
            return False
        words = _words(hit, 3)
        if not self._is_small(hit):
            between = data()["infinitive"]["between"]
            words = words[: 2 if words and words[0].lower() in between else 1]
        return not hit["next"].isupper() and not any(map(self._lexicon.may_be_infinitive, words))

    def _is_small(self, hit: re.Match[str]) -> bool:
        """Whether the next word begins with a small letter."""
        return hit["next"] is not None and hit["next"][0].islower()

    def _is_title(self, hit: re.Match[str]) -> bool:
        """Whether it may be a title in which each word has a capital: "Å Leve Livet"."""
        words = _words(hit, 2)
        return not self._is_evident(hit) and all(word[0].isupper() for word in words)


def _words(hit: re.Match[str], count: int) -> list[str]:
    """The first words behind the mark."""
    return [word.group() for word in islice(_WORD.finditer(hit.string, hit.start("next")), count)]
