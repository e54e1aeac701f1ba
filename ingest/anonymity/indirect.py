"""Who could be found without being named: a rare role with a place, a workplace, an age or a sex.

A published label (role, sector, field) never keeps a quote out; a rare one warns. Where place,
workplace, age or sex come on top, in the label or in what the speaker says, the quote stays out if
fewer than `K` speakers share the combination. Speakers are counted in the report: quotes with the
same participant number are one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.anonymity.alarm import Level
from ingest.anonymity.traits import Trait, label_traits, text_traits
from service.domain import Finding, Group, Quote, Report, Speaker
from service.vocabulary.groups import group_vocabulary

K = 3
"""Speakers that must share a combination; usual in archives' guidance on interviews."""
RARE = "rare role"
PARTICIPANT_NUMBER = "participant number"


@dataclass(frozen=True)
class Concern:
    """What the rule says of one source."""

    source: str
    kind: str
    level: Level


def concerns(report: Report, raw: str, among: Report) -> Iterator[Concern]:
    """What could tell who spoke, quote by quote. `raw` is what the sources' spans count in, `among`
    the report whose speakers are counted."""
    counted = _Speakers(among, _numbers(among, raw))
    for quote in report.quotes:
        yield from _of_quote(quote, counted)
    for finding in report.findings:
        yield from _of_finding(finding)


def _of_quote(quote: Quote, counted: "_Speakers") -> Iterator[Concern]:
    label, said = label_traits(quote.speaker.label), text_traits(quote.text)
    kinds = list(dict.fromkeys(trait.kind for trait in [*label, *said]))
    rare = list(dict.fromkeys(trait.kind for trait in said if trait.rare))
    role_is_rare = counted.sharing(quote.speaker) < K
    label_is_rare = bool(label) and counted.sharing(quote.speaker, frozenset(label)) < K
    if kinds and (role_is_rare or label_is_rare):
        yield Concern(quote.id, f"{RARE} with {' and '.join(kinds)}", "stop")
    elif rare:
        yield Concern(quote.id, f"rare {' and '.join(rare)} in a quote", "stop")
    elif said:
        several = len(kinds) > 1
        yield Concern(quote.id, f"{' and '.join(kinds)} in a quote", "stop" if several else "warn")
    elif role_is_rare and quote.speaker.label:
        yield Concern(quote.id, RARE, "warn")


def _of_finding(finding: Finding) -> Iterator[Concern]:
    """A finding about one person of a role at a place that has few of them."""
    if finding.strength == "one" and finding.groups:
        kinds = dict.fromkeys(trait.kind for trait in text_traits(finding.text) if trait.rare)
        if kinds:
            yield Concern(finding.id, f"one speaker with {' and '.join(kinds)}", "warn")


class _Speakers:
    """The speakers of a report, as far as it tells them apart."""

    def __init__(self, report: Report, numbers: Mapping[str, str]) -> None:
        self._seen = {
            (
                quote.speaker.group,
                _words_of(quote.speaker.label),
                frozenset(label_traits(quote.speaker.label)),
                numbers.get(quote.id, quote.id),
            )
            for quote in report.quotes
        }

    def sharing(self, speaker: Speaker, traits: frozenset[Trait] = frozenset()) -> int:
        """How many speakers could be `speaker`: within the same role, sector and field (an
        attribution that was not understood: in the same words), their labels telling `traits`."""
        return len(
            {
                who
                for group, label, theirs, who in self._seen
                if traits <= theirs and self._is_like(group, label, speaker)
            }
        )

    @staticmethod
    def _is_like(group: Group, label: str, speaker: Speaker) -> bool:
        if speaker.group:
            return group_vocabulary().fits(group, speaker.group)
        return label == _words_of(speaker.label)


def _words_of(label: str) -> str:
    """The words of an attribution, without figures and marks."""
    return " ".join(re.findall(r"[^\W\d_]+", label.lower()))


def _numbers(report: Report, raw: str) -> dict[str, str]:
    """Quote id → its participant's number as printed, where one stands behind it or, where none
    does, before it. Numbers stay in here: they only tell whether two speakers are one."""
    places = [
        (start, "".join(re.findall(r"\d+", raw[start:end])))
        for aside in report.set_aside
        if aside.reason == PARTICIPANT_NUMBER
        for start, end in aside.raw
    ]
    if not places:
        return {}
    edges = sorted((start, source.id) for source in report.sources for start, _ in source.raw)
    quotes = {quote.id for quote in report.quotes}
    found: dict[str, str] = {}
    for position, number in places:
        index = bisect_right([start for start, _ in edges], position)
        behind = edges[index - 1][1] if index else ""
        ahead = edges[index][1] if index < len(edges) else ""
        whose = behind if behind in quotes and behind not in found else ahead
        if number and whose in quotes:
            found.setdefault(whose, number)
    return found
