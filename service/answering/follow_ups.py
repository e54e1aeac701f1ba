"""Questions to ask next: what the report has near the answer and the answer does not show."""

import re
from collections.abc import Iterator, Sequence

from service.answering.likeness import content
from service.answering.phrases import marked, say
from service.answering.signals import heading_is
from service.answering.told import Told
from service.contract import NearestTopic
from service.domain import Finding, Group, Language
from service.evidence import Evidence
from service.index.library import OpenReport, Snapshot
from service.vocabulary.groups import GroupVocabulary

MOST = 3
"""Questions that are offered; topics that are named where nothing answers."""
WORDS = 7
"""Words of the longest heading that is taken into a sentence as it stands."""

_OF_BOTH = ("av", "for", "i", "med", "om", "på", "til", "ved")
PREPOSITIONS = {
    "nb": (*_OF_BOTH, "fra", "mellom"),
    "nn": (*_OF_BOTH, "frå", "mellom"),
    "en": ("about", "at", "between", "by", "for", "from", "in", "of", "on", "to", "with"),
}


class FollowUps:
    """Makes questions. Keeps nothing between answers."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary

    def after(self, told: Told) -> tuple[str, ...]:
        """What another group says of the topic of the answer, quotes on it where none are shown,
        and what lies near: questions in the asker's language, none of which was just asked."""
        asked = set(content(told.question.text).words)
        offered: list[str] = []
        # A topic of the answer itself may be asked about again, by what was not shown of it.
        if told.claims:
            offered += list(self._on_topic(told))[:1]
        for opened, finding in _near(told):
            name = opened.topic(finding)
            words = set(content(f"{name} {_section(opened, finding.section)}").words)
            if not words or words <= asked or heading_is(name, "none"):
                continue
            question = _question(opened, finding, told.question.language)
            if question not in offered and question != told.question.text:
                offered.append(question)
            if len(offered) == MOST:
                break
        return tuple(offered)

    def _on_topic(self, told: Told) -> Iterator[str]:
        question = told.question
        cited = told.first(told.claims[0])
        opened = told.opened(cited)
        section = told.source(cited).section
        name = _section(opened, section)
        if heading_is(name, "none"):
            return
        topic = _in_sentence(opened, name, question.language)
        shown = [group for claim in told.claims for group in claim.groups]
        heard = [Group(role=c.role) for c in told.citations if c.role]
        known = [*question.groups, *question.mentioned, *shown, *heard]
        for finding in opened.report.findings:
            for group in finding.groups if finding.section == section else ():
                voiced = finding.holder == "participants" and finding.about != group.role
                role = Group(role=group.role)
                other = all(self._vocabulary.contradicts(role, Group(role=k.role)) for k in known)
                if role and voiced and other and self._spoke(opened, role):
                    groups = self._vocabulary.label(role, question.language, "many")
                    yield say("follow_up_group", question.language, groups=groups, topic=topic)
        has_quotes = any(quote.section == section for quote in opened.report.quotes)
        if has_quotes and not any(c.kind == "quote" for c in told.citations):
            yield say("follow_up_quotes", question.language, topic=topic)

    def _spoke(self, opened: OpenReport, role: Group) -> bool:
        return any(self._vocabulary.fits(speaker, role) for speaker in opened.speakers)


def nearest(snapshot: Snapshot, found: Sequence[Evidence]) -> tuple[NearestTopic, ...]:
    """What the best of what was found is about: headings of findings, each once, those of the study
    itself left out."""
    topics: dict[str, NearestTopic] = {}
    for item in found:
        if item.aside or not isinstance(item.source, Finding):
            continue
        opened = snapshot.reports[item.report]
        name = opened.topic(item.source)
        section = opened.sections[item.source.section].path[-1]
        topics.setdefault(name, NearestTopic(section=section, heading=name))
        if len(topics) == MOST:
            break
    return tuple(topics.values())


_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?\s+")


def _section(opened: OpenReport, id: str) -> str:
    """The name of a section without its number."""
    return _NUMBER.sub("", opened.sections[id].path[-1]).rstrip(" .:")


def _near(told: Told) -> Iterator[tuple[OpenReport, Finding]]:
    """Findings of blocks of which nothing is shown: those of the sections shown first, then those
    that speak of the question, then those of the chapters shown; the best first in each."""
    blocks = {told.source(cited).block for cited in told.citations}
    sections = {cited.section.id for cited in told.citations}
    chapters = {cited.section.path[0] for cited in told.citations}

    def far(item: Evidence) -> tuple[bool, bool, bool]:
        chapter = told.snapshot.reports[item.report].sections[item.source.section].path[0]
        return item.source.section not in sections, not item.concepts, chapter not in chapters

    for item in sorted(told.found, key=far):
        source = item.source
        if not isinstance(source, Finding) or item.aside or source.block in blocks:
            continue
        # What stands right under the heading of a section that is shown has no name of its own.
        if source.headings or source.section not in sections:
            yield told.snapshot.reports[item.report], source


def _question(opened: OpenReport, finding: Finding, language: Language) -> str:
    """A question on the topic of a finding."""
    name = opened.topic(finding)
    above, _, inner = name.rpartition(": ")
    above = above or _section(opened, finding.section)
    last = inner.strip()
    if last.endswith("?") and opened.report.language == language:
        return last  # the report asks it itself
    for kind in ("advantages", "disadvantages"):
        if inner != above and heading_is(inner, kind):
            return say(f"follow_up_{kind}", language, topic=_in_sentence(opened, above, language))
    return say("follow_up", language, topic=_in_sentence(opened, name, language))


def _in_sentence(opened: OpenReport, name: str, language: Language) -> str:
    """A heading as it stands within a sentence: in small letters, if the report has it so after a
    preposition, as only what can be spoken *of* is; in quotation marks where it has not, where it
    is long or in another language. The mark of a question would end that of the sentence."""
    name = name.rstrip("?")
    if opened.report.language != language or len(name.split()) > WORDS or ":" in name:
        return marked(name, language)
    small = name[:1].lower() + name[1:]
    preposition = "|".join(PREPOSITIONS[language])
    after = rf"(?<!\w)(?:{preposition})\s+(?:\w+\s+(?:og|and)\s+)?{re.escape(small)}(?!\w)"
    return small if re.search(after, opened.report.canonical) else marked(name, language)
