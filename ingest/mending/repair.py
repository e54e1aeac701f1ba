"""Broken glyphs, mended from evidence in the document itself; a sound text is left as it is.

A font whose glyph numbers were read as characters shows a bullet as `Å`, an ellipsis as `é`, an en
dash as `ï`, `å` as `¬`: letters and signs that sound text holds too, so none is ever replaced
everywhere. Each place needs evidence: the word it stands in, its line, the rest of the document.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from ingest.mending.broken import Grade, Place, Survey, Surveyor
from ingest.mending.bullets import BULLET, Bullets
from ingest.mending.glyphs import HOME, orders
from ingest.mending.lexicon import Lexicon
from ingest.readers.lines import Line
from ingest.traced import Traced, joined
from service.domain import Repair, Source

_COMBINING = re.compile(r"\w[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W\d_]+")
_CLEAN = re.compile(r"(?<!\S)[(\[«\"']*([^\W\d_]+(?:-[^\W\d_]+)*)[)\]»\"'.,;:!?]*(?!\S)")
_FOLLOWING = re.compile(r"\s{1,3}[^\W\d_]{2}")
_ASCII = re.compile(r"[A-Za-z]")
_NORDIC = re.compile(r"[æøåÆØ]|(?<=\w)Å|Å(?=\w)")
_SHARE = 0.6
"""Least share of a sign's places that must make words for it to be a broken letter."""
_MANY = 5
_FEW = 0.02
"""A text is broken as a whole when this many lines are, and few beside them are sound."""
_NAMES = {
    "…": "ellipsis", "–": "dash", "—": "dash", "’": "apostrophe", "‘": "quotation mark",
    "“": "quotation mark", "”": "quotation mark", "„": "quotation mark", "‚": "quotation mark",
    "«": "quotation mark", "»": "quotation mark", "•": "bullet",
}  # fmt: skip
_PAIRS = {"”": "“", "»": "«"}
"""Closing mark → the opening one."""
_APART = 12
_BY_GRADE = {
    Grade.STRONG: "nobody writes it so, and what it would be exists",
    Grade.FAIR: "a word or mark comes of it, and other places show the font broken",
}
_BY_LINE = "the rest of its line is broken"
_BY_PAIR = "the mark that belongs to it is broken"
_BY_DOCUMENT = "the whole text is broken"
_BY_SIGN = "the same sign is this letter in known words"
DOUBT = "a glyph may be broken here: what was written cannot be known"


class Mender:
    """Mends the lines of one document: `evidence` is gathered from all of them first."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.repairs: list[Repair] = []
        self.doubts: tuple[int, ...] = ()
        """Offsets in the file where a glyph is evidently broken and could not be mended."""
        self.lines = tuple(map(self._composed, lines))
        self._texts = [line.text.text for line in self.lines]

    def mended(self) -> tuple[tuple[Line, ...], tuple[Repair, ...]]:
        found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
        suspects = _suspects()
        if any(suspects.search(text) for text in self._texts):
            diagnosis = Diagnosis(self._texts, [line.mark is None for line in self.lines])
            for number, at, glued in diagnosis.bullets:
                after = BULLET + " " * glued
                found[number].append((at, after, "bullet shown as a letter"))
            for place, why in diagnosis.repairs.items():
                shown = "letter" if place.shown.isalpha() else "sign"
                name = _NAMES.get(place.written, "letter" if place.written.isalpha() else "sign")
                after = place.written + " " * place.glued
                found[place.line].append((place.at, after, f"{name} shown as a {shown}: {why}"))
            self.doubts = tuple(
                self.lines[number].text.at[at] for number, at in sorted(diagnosis.doubts)
            )
        lines = list(self.lines)
        composed = {repair.at for repair in self.repairs}
        for number, changes in found.items():
            text = lines[number].text
            sound = [
                (at, at + 1, after, reason)
                for at, after, reason in sorted(changes)
                if text.at[at] not in composed
            ]
            lines[number] = replace(lines[number], text=self._changed(text, sound))
        return tuple(lines), tuple(sorted(self.repairs, key=lambda repair: repair.at))

    def _changed(self, text: Traced, changes: Iterable[tuple[int, int, str, str]]) -> Traced:
        """`text` with each change (start, end, what comes there, why) made and noted."""
        pieces: list[Traced] = []
        position = 0
        for start, end, after, reason in changes:
            before, at = text.text[start:end], text.at[start]
            self.repairs.append(Repair(at=at, before=before, after=after, reason=reason))
            pieces += [text[position:start], text[start:end].replaced(0, end - start, after)]
            position = end
        return joined([*pieces, text[position:]])

    def _composed(self, line: Line) -> Line:
        found = []
        for hit in _COMBINING.finditer(line.text.text):
            after = unicodedata.normalize("NFC", hit.group())
            if len(after) < len(hit.group()):
                found.append((hit.start(), hit.end(), after, "letter written in two parts"))
        return replace(line, text=self._changed(line.text, found)) if found else line


class Diagnosis:
    """What is broken in a document of these lines."""

    def __init__(self, texts: list[str], unmarked: list[bool]) -> None:
        self._texts = texts
        suspects = _suspects()
        self._words = [
            [word for word in _CLEAN.findall(text) if not suspects.search(word)] for text in texts
        ]
        own = (part.lower() for words in self._words for w in words for part in _WORD.findall(w))
        self.lexicon = Lexicon(own)
        surveys = [Surveyor(texts, order, self.lexicon).survey() for order in orders()]
        self._survey = max(surveys, key=lambda survey: (survey.weight, survey.ranges))
        self._homes: dict[int, bool] = {}
        self._pairs: list[tuple[Place, Place]] = []
        places = self._credible(self._survey)
        broken = any(p.grade is Grade.STRONG for p in places) or self._are_many(places)
        found = Bullets(texts, unmarked, self.lexicon)
        self.bullets = found.places(1 if broken else 3)
        self.repairs: dict[Place, str] = {}
        self.doubts = set(found.doubts) if self.bullets else set()
        if broken or self.bullets:
            self._decide(places)

    def _credible(self, survey: Survey) -> list[Place]:
        """The places whose sign makes words more often than not, in lines of a known language."""
        good = Counter(p.shown for p in survey.places if p.grade >= Grade.FAIR)
        bad = Counter(p.shown for p in survey.places if not p.known and not p.usual)
        bad.update(p.shown for p in survey.contrary)
        against = {(p.line + step, p.shown) for p in survey.contrary for step in (-1, 0, 1)}
        found = []
        good_in = Counter(p.line for p in survey.places if p.grade >= Grade.FAIR)
        bad_in = Counter(p.line for p in survey.contrary)
        foreign = {number for number, count in bad_in.items() if count >= max(1, good_in[number])}
        for place in survey.places:
            if place.written.isalpha():
                count = good[place.shown]
                if count < _SHARE * (count + bad[place.shown]):
                    place = place._replace(grade=Grade.WEAK)  # noqa: PLW2901
            elif (place.line, place.shown) in against:
                continue
            at_home = place.line not in foreign and self._is_home(place.line)
            if place.grade is Grade.STRONG or at_home:
                found.append(place)
        self._pairs = _pairs(found)
        paired = {one for pair in self._pairs for one in pair}
        return [place for place in found if place.written not in "“”«»" or place in paired]

    def _are_many(self, places: list[Place]) -> bool:
        """Whether places of which none is sure are sure together."""
        fair = [p for p in places if p.grade is Grade.FAIR and _ASCII.search(p.chunk)]
        kinds = {place.shown for place in fair}
        chunks = {place.chunk for place in fair}
        if len(kinds) > 1:
            return len(chunks) >= 3
        # A letter makes a word by chance less often than a mark leaves one.
        least = 2 if all(place.written in HOME for place in fair) else 4
        return len(chunks) >= least and not any(p.shown in kinds for p in self._survey.contrary)

    def _decide(self, places: list[Place]) -> None:
        self.repairs = {p: _BY_GRADE[p.grade] for p in places if p.grade >= Grade.FAIR}
        shown = Counter(place.shown for place in self.repairs)
        lines = {place.line for place in self.repairs if place.written.isalpha()}
        torn = {place.line for place in self._survey.contrary}
        sound = {number for number, text in enumerate(self._texts) if _NORDIC.search(text)}
        letters = {p.line for p in self.repairs if p.written in HOME}
        whole = len(letters) >= _MANY and len(sound) < _FEW * len(letters)
        for pair in self._pairs:
            if any(place in self.repairs for place in pair):
                self.repairs.update(dict.fromkeys(set(pair) - self.repairs.keys(), _BY_PAIR))
        for place in places:
            if place in self.repairs or place.grade is not Grade.WEAK:
                continue
            if place.line in torn:
                if self._is_sign(place) and shown[place.shown]:
                    self.doubts.add((place.line, place.at))
            elif place.line in lines and place.line not in sound:
                self.repairs[place] = _BY_LINE
            elif whole and place.line not in sound:
                self.repairs[place] = _BY_DOCUMENT
            elif self._is_sign(place) and shown[place.shown] >= 3:
                self.repairs[place] = _BY_SIGN
            elif shown[place.shown] and place.chunk[0].islower() and not place.usual:
                self.doubts.add((place.line, place.at))

    def _is_sign(self, place: Place) -> bool:
        """Whether it is a sign where sound text has none: in a word, or for one before a word."""
        if place.shown.isalpha() or not place.written.isalpha() or place.usual:
            return False
        following = _FOLLOWING.match(self._texts[place.line], place.at + 1)
        alone = len(place.chunk) == 1 and following is not None
        return not place.first or place.known or alone

    def _is_home(self, line: int) -> bool:
        """Whether the words around a line are of the document's languages."""
        if line not in self._homes:
            around = self._words[max(0, line - 1) : line + 2]
            words = [w for words in around for w in words if len(w) > 1 and w.islower()]
            self._homes[line] = self.lexicon.is_at_home(words)
        return self._homes[line]


def _pairs(places: Iterable[Place]) -> list[tuple[Place, Place]]:
    """The quotation marks that have their partner within a few lines."""
    found = []
    opened: dict[str, Place] = {}
    for place in places:
        if place.written in _PAIRS.values():
            opened[place.written] = place
        elif (mark := _PAIRS.get(place.written, "")) in opened:
            partner = opened.pop(mark)
            if place.line - partner.line <= _APART:
                found.append((partner, place))
    return found


@cache
def _suspects() -> re.Pattern[str]:
    """Any character that a broken font shows for another."""
    return re.compile(
        "[" + re.escape("".join({char for order in orders() for char in order})) + "]"
    )


def doubted(sources: tuple[Source, ...], doubts: Iterable[int]) -> tuple[Source, ...]:
    """`sources`, those in which one of the `doubts` stands marked as uncertain."""
    offsets = sorted(doubts)
    return tuple(
        source.model_copy(update={"uncertain": DOUBT})
        if source.uncertain is None
        and any(
            bisect_left(offsets, start) < bisect_left(offsets, end) for start, end in source.raw
        )
        else source
        for source in sources
    )
