"""Whether a sentence that a language model wrote is borne by the sources it cites.

A sentence goes, whole, when it raises a strength, denies where its sources do not, states a number
that they lack, speaks for a group that they are not of, lifts a participant's words without marking
them, holds a participant number, or has too little in common with them. Quotation marks stay only
around exact text of a cited source.
"""

import re
from collections.abc import Iterable, Sequence

from service.answering.figures import figures
from service.answering.marks import unquoted
from service.concepts import concepts
from service.domain import Finding, Group, Language, Quote, Source
from service.evidence import Evidence
from service.index.library import OpenReport, Snapshot
from service.understanding import clean, detect_language
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.strength import ORDER, strength_lexicon
from service.vocabulary.words import normal, tokens

RUN = 6
"""Words in a row that a claim may share with a quote; more is the participant speaking unmarked."""
SHARED = 0.4
"""Least share of a claim's content words that its sources must hold, counting counterparts in the
report's language. Claims in another language lose some to gaps in the glossary."""
NONE = ORDER.index("none")
_PARTICIPANT = re.compile(r"\bID[\W_]*\d", re.IGNORECASE)
"""A participant's number. No source holds one, so a sentence that does made it up."""
_DENIAL = re.compile(
    r"\b(?:ikke|ikkje|ingen|inga|intet|inkje|ingenting|aldri|neppe|h?verken|uten|utan"
    r"|not|cannot|\w+n['’]t|never|none|nobody|nothing|neither|nor|without|hardly)\b",
    re.IGNORECASE,
)
_NO = re.compile(r"\bno\b", re.IGNORECASE)
"""English alone: in nynorsk it is "now"."""
_ABSENCE = re.compile(
    r"\b(?:mangl|savn|sakn|slipp|slepp|unng|sjeld|vansk|umul|avvis|nekt|tapt?\b|borte|forsv[iu]nn"
    r"|slutt|lite\b|få\b|lack|miss|difficult|rare|few\b)",
    re.IGNORECASE,
)
"""What a denial may be another way to say."""


class Prose:
    """Holds sentences against sources. Keeps nothing between questions."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary

    def borne(
        self, text: str, language: Language, sources: Sequence[Evidence], snapshot: Snapshot
    ) -> tuple[str, list[Evidence]] | None:
        """`text` as it may be shown and those of `sources` that bear it; None if none does. All
        `sources` are of one report: a sentence merges no two."""
        text = clean(text)
        opened = snapshot.reports[sources[0].report]
        named = self._speaking(text, opened)
        bearing = [item for item in sources if self._may_speak(item, named)]
        if not bearing or _PARTICIPANT.search(text):
            return None
        others = [item.source.text for item in sources if item not in bearing]
        if "«" in unquoted(text, others)[0]:
            return None
        text, outside = unquoted(text, [item.source.text for item in bearing])
        if not self._all_known(named, bearing, opened) or self._raises_strength(text, bearing):
            return None
        # The model may have written in another language than it was asked to.
        languages = {language, detect_language(text, language)}
        if _denies(text, languages, bearing) or _adds_figures(text, languages, bearing, opened):
            return None
        findings = [item.source.text for item in bearing if isinstance(item.source, Finding)]
        if _lifts(outside, opened.report.quotes, findings):
            return None
        if self._in_common(text, language, bearing, snapshot) < SHARED:
            return None
        return text, bearing

    def _speaking(self, text: str, opened: OpenReport) -> list[Group]:
        """Groups that a sentence names and that could hold a view: not those that the report speaks
        about and nobody of which it interviewed. Places count where no role is named."""
        interviewed = {group.role for group in opened.speakers}
        about = {group.role for group in opened.named if group.role} - interviewed
        named = [mention.group for mention in self._vocabulary.find(text)]
        named = [group for group in named if group.role not in about]
        return [group for group in named if group.role] or named

    def _may_speak(self, item: Evidence, named: Sequence[Group]) -> bool:
        """Whether a source is not of other groups only than those that the sentence names. One
        person's words are held against the first of them, who is the sentence's subject."""
        own = _groups(item.source)
        excluded = item.source.excluded_groups if isinstance(item.source, Finding) else ()
        if named and all(want in excluded for want in named):
            return False
        if isinstance(item.source, Quote):
            named = named[:1]
        if not named or not own:
            return True
        return not all(self._vocabulary.contradicts(have, want) for have in own for want in named)

    def _all_known(
        self, named: Sequence[Group], bearing: Sequence[Evidence], opened: OpenReport
    ) -> bool:
        """Whether the sources, with their headings, name each role that the sentence names."""
        roles: set[str] = set()
        for item in bearing:
            path = opened.sections[item.source.section].path
            text = " . ".join((item.source.text, item.source.context, *path))
            found = (mention.group for mention in self._vocabulary.find(text))
            for group in (*_groups(item.source), *found):
                roles.update(self._vocabulary.wider(group.role) if group.role else ())
        return {group.role for group in named if group.role} <= roles

    def _raises_strength(self, text: str, bearing: Sequence[Evidence]) -> bool:
        """Whether it states a strength over the strongest that its sources state; without one of
        theirs, any is too much. "None" is weaker than nothing and stands only where they say so."""
        said = [ORDER.index(stated.strength) for stated in strength_lexicon().strengths(text)]
        held = [
            ORDER.index(item.source.strength)
            for item in bearing
            if isinstance(item.source, Finding) and item.source.strength != "unspecified"
        ]
        if NONE in said and NONE not in held:
            return True
        return bool(said) and (not held or max(said) > max(held))

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


def _groups(source: Source) -> list[Group]:
    """Whom a source is of: who speaks, or whom the finding is about."""
    groups = [source.speaker.group] if isinstance(source, Quote) else source.groups
    return [group for group in groups if group]


def _adds_figures(
    text: str, languages: Iterable[Language], bearing: Sequence[Evidence], opened: OpenReport
) -> bool:
    """Whether `text` states a number that no source states."""
    said = frozenset().union(*(figures(text, language) for language in languages))
    return not said <= figures(_held(bearing), opened.report.language)


def _denies(text: str, languages: set[Language], bearing: Sequence[Evidence]) -> bool:
    """Whether `text` denies something where no source denies or misses anything."""
    denial = _DENIAL.search(text) or ("en" in languages and _NO.search(text))
    held = _held(bearing)
    return bool(denial) and not (_DENIAL.search(held) or _NO.search(held) or _ABSENCE.search(held))


def _held(bearing: Sequence[Evidence]) -> str:
    return " ".join(f"{item.source.text} {item.source.context}" for item in bearing)


def _lifts(text: str, quotes: Iterable[Quote], findings: Sequence[str]) -> bool:
    """Whether `text` holds `RUN` words in a row of a quote, or all of a shorter one, that are not
    the words of a cited finding too."""
    said = _spaced(text)
    own = [_spaced(finding) for finding in findings]
    return any(
        run in said and not any(run in finding for finding in own)
        for quote in quotes
        for run in _runs(quote.text)
    )


def _runs(text: str) -> list[str]:
    """Every `RUN` words in a row, or all where there are fewer; a single word is nobody's own."""
    words = tokens(text)
    starts = range(max(1, len(words) - RUN + 1)) if len(words) > 1 else ()
    return [f" {' '.join(words[at : at + RUN])} " for at in starts]


def _spaced(text: str) -> str:
    """The words of `text` in lower case, a space before and after each; "|" stays."""
    return f" {' | '.join(' '.join(tokens(part)) for part in text.split('|'))} "
