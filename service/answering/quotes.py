"""Which quotes stand beside an answer: those that illustrate what it claims, the most telling
first."""

from collections import Counter
from collections.abc import Sequence

from service.answering.likeness import content, matched
from service.answering.selection import floor
from service.domain import Finding, Group, Quote
from service.evidence import Evidence
from service.vocabulary.groups import GroupVocabulary

ECHO, ECHO_WORDS = 0.6, 3
"""Share of the shorter one's words in the other, and their least number, from which two quotes say
the same."""
ECHOES = 0.1
"""What a word shared with a claim is worth beside the score of a quote, ..."""
ECHOED = 3
"""... up to so many words."""
VOICES = 3
"""Quotes by the group asked about that are shown beside findings, as related, if there are so many
in the section that most of these are of: in another language than the report's all are unlikely."""
BLOCK = 2
"""Quotes of one block that are shown before those of other blocks are."""


NEARBY = 0.025
"""How likely a quote of a finding's section must be to bear on the question, against the likeliest
source: it is shown as related and proves nothing, so less than a finding. A share, as probabilities
are lower throughout where the question is in another language."""


class Quotes:
    """Chooses quotes. Keeps nothing between questions."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary

    def beside(
        self,
        voices: Sequence[Group],
        usable: Sequence[Evidence],
        findings: Sequence[Evidence],
        most: int,
    ) -> list[Evidence]:
        """At most `most` of the quotes in `usable` (best first) by `voices`: those that illustrate
        one of `findings` first, then those of its block, then those of its section that speak to
        the question more than most, then others that speak to it much."""
        quotes = self._by(voices, usable)
        if not quotes:
            return []
        least = floor([*findings, *quotes])
        nearby = NEARBY * max(item.relevance for item in (*findings, *quotes))
        placed = [
            (tier, -self._telling(item, findings), at, item)
            for at, item in enumerate(quotes)
            if (tier := self._tier(item, findings, least, nearby)) is not None
        ]
        ranked = [item for *_, item in sorted(placed, key=lambda entry: entry[:3])]
        if voices and len(ranked) < VOICES:
            known = {item.source.id for item in ranked}
            home = [q for q in _at_home(quotes, findings) if q.source.id not in known]
            ranked += home[: VOICES - len(ranked)]
        return _spread(ranked, most)

    def all_by(
        self, voices: Sequence[Group], usable: Sequence[Evidence], most: int
    ) -> list[Evidence]:
        """At most `most` of the quotes in `usable` by `voices`; no topic narrows them down."""
        return _spread(self._by(voices, usable), most)

    def _by(self, voices: Sequence[Group], usable: Sequence[Evidence]) -> list[Evidence]:
        return [
            item
            for item in usable
            if isinstance(item.source, Quote)
            and self._vocabulary.speaks_for(item.source.speaker, voices)
        ]

    def illustrates(self, quote: Quote, finding: Finding) -> bool:
        """Whether a quote stands in a finding's block and its speaker may be one of those that the
        finding is about."""
        return quote.block == finding.block and self._is_of_them(quote, finding)

    def _is_of_them(self, quote: Quote, finding: Finding) -> bool:
        speaker = quote.speaker.group
        excluded = any(self._vocabulary.fits(speaker, group) for group in finding.excluded_groups)
        if excluded or not finding.groups or not speaker:
            return not excluded
        return any(not self._vocabulary.contradicts(speaker, group) for group in finding.groups)

    def _tier(
        self, item: Evidence, findings: Sequence[Evidence], least: float, nearby: float
    ) -> int | None:
        source = item.source
        assert isinstance(source, Quote)
        near = [f.source for f in findings if f.report == item.report]
        beside = [f for f in near if isinstance(f, Finding) and f.block == source.block]
        if beside:
            return 0 if any(self._is_of_them(source, finding) for finding in beside) else 1
        if item.relevance >= nearby and any(f.section == source.section for f in near):
            return 2
        return 3 if item.relevance >= least else None

    @staticmethod
    def _telling(item: Evidence, findings: Sequence[Evidence]) -> float:
        """How much a quote says of the question and of the claims in its block: its score, and a
        little for each word that it shares with one of them."""
        own = content(item.source.text)
        beside = (f for f in findings if f.source.block == item.source.block)
        shared = max((len(matched(own, content(f.source.text))) for f in beside), default=0)
        return item.score + ECHOES * min(shared, ECHOED)


def _at_home(quotes: Sequence[Evidence], findings: Sequence[Evidence]) -> list[Evidence]:
    """Those of `quotes` in the section that half of `findings` or more are of."""
    sections = Counter((item.report, item.source.section) for item in findings)
    homes = {section for section, count in sections.items() if 2 * count >= len(findings)}
    return [item for item in quotes if (item.report, item.source.section) in homes]


def _spread(ranked: Sequence[Evidence], most: int) -> list[Evidence]:
    """The first `most` of `ranked` without those that say what one before them says; of each block
    `BLOCK` first."""
    kept: list[Evidence] = []
    later: list[Evidence] = []
    for item in ranked:
        if any(_echoes(item, other) for other in (*kept, *later)):
            continue
        same = sum(other.source.block == item.source.block for other in kept)
        (kept if same < BLOCK else later).append(item)
    return (kept + later)[:most]


def _echoes(one: Evidence, other: Evidence) -> bool:
    a, b = content(one.source.text), content(other.source.text)
    return len(matched(a, b)) >= max(ECHO_WORDS, ECHO * min(len(a.words), len(b.words)))
