"""Whether a sentence that a language model wrote is borne by the sources it cites.

A sentence goes, whole, when it raises a strength, holds a number that its sources lack, speaks for
a group that they are not of, lifts a participant's words without marking them, or has too little
in common with them. Quotation marks stay only around exact text of a cited source.
"""

import re
from collections.abc import Sequence

from service.concepts import concepts
from service.domain import Finding, Group, Language, Quote, Strength
from service.index.library import Snapshot
from service.retrieval import Evidence
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.strength import find_strength
from service.vocabulary.words import normal, tokens

ORDER: tuple[Strength, ...] = ("none", "one", "few", "some", "several", "many", "most", "all")
"""From none to all; `unspecified` supports no word of strength at all."""
RUN = 6
"""Words in a row that a claim may share with a quote; more is the participant speaking unmarked."""
SHARED = 0.4
"""Least share of a claim's content words that its sources must hold, counting counterparts in the
report's language. Claims in another language lose some to gaps in the glossary."""

_MARKS = '"“”„«»‟‹›‘’'
_QUOTED = re.compile(r"[\"“„«‹]([^\"“”„«»‹›]*)[\"”“»›]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Prose:
    """Holds sentences against sources. Keeps nothing between questions."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary

    def borne(
        self, text: str, language: Language, sources: Sequence[Evidence], snapshot: Snapshot
    ) -> tuple[str, list[Evidence]] | None:
        """`text` as it may be shown and the sources that bear it; None if none does."""
        text = self._unquoted(" ".join(text.split()), sources)
        named = [mention.group for mention in self._vocabulary.find(text)]
        bearing = [item for item in sources if self._may_speak(item, named)]
        if not bearing or not text:
            return None
        if self._raises_strength(text, language, bearing):
            return None
        held = " ".join(f"{item.source.text} {item.source.context}" for item in bearing)
        if set(_NUMBER.findall(text)) - set(_NUMBER.findall(held)):
            return None
        if any(isinstance(i.source, Quote) and _lifts(text, i.source.text) for i in sources):
            return None
        if self._in_common(text, language, bearing, snapshot) < SHARED:
            return None
        return text, bearing

    def _unquoted(self, text: str, sources: Sequence[Evidence]) -> str:
        """`text` without the quotation marks that hold no exact text of a cited source."""

        def keep(match: re.Match[str]) -> str:
            inner = match.group(1)
            exact = bool(inner.strip()) and any(inner in item.source.text for item in sources)
            return f"«{inner}»" if exact else inner

        return _QUOTED.sub(keep, text)

    def _may_speak(self, item: Evidence, named: Sequence[Group]) -> bool:
        """Whether a source is not of other groups only than those that the sentence names."""
        source = item.source
        own = [source.speaker.group] if isinstance(source, Quote) else list(source.groups)
        own = [group for group in own if group]
        if not named or not own:
            return True
        return not all(self._vocabulary.contradicts(have, want) for have in own for want in named)

    def _raises_strength(self, text: str, language: Language, bearing: Sequence[Evidence]) -> bool:
        found = find_strength(text, language)
        if found is None:
            return False
        stated = [
            ORDER.index(item.source.strength)
            for item in bearing
            if isinstance(item.source, Finding) and item.source.strength != "unspecified"
        ]
        return not stated or ORDER.index(found.strength) > max(stated)

    def _in_common(
        self, text: str, language: Language, bearing: Sequence[Evidence], snapshot: Snapshot
    ) -> float:
        """Share of the sentence's concepts that its sources, with their headings, speak of."""
        best = 0.0
        for item in bearing:
            report_language = snapshot.reports[item.report].report.language
            asked = concepts(text, language, report_language, self._vocabulary)
            if not asked:
                return 0.0
            held = _forms(f"{item.source.text} {item.source.context}", report_language)
            hits = sum(
                any(
                    all(normal(part, report_language) in held for part in word.split())
                    for word in concept.words
                )
                for concept in asked
            )
            best = max(best, hits / len(asked))
        return best


def _forms(text: str, language: Language) -> set[str]:
    return {normal(word, language) for word in tokens(text)}


def _lifts(text: str, quote: str) -> bool:
    """Whether `text` holds `RUN` words of `quote` in a row outside quotation marks."""
    bare = tokens(_QUOTED.sub(" | ", text))
    runs = {tuple(words) for words in _runs(tokens(quote))}
    return any(tuple(words) in runs for words in _runs(bare))


def _runs(words: Sequence[str]) -> list[Sequence[str]]:
    return [words[at : at + RUN] for at in range(len(words) - RUN + 1)]
