"""What stands around the evidence: lead, message, caveats, and what to ask next."""

from collections.abc import Iterator, Sequence

from service.answerable import Decision
from service.answering.phrases import count, listed, say
from service.contract import Citation, NearestTopic
from service.domain import Finding, Language
from service.evidence import Evidence
from service.index.library import Snapshot
from service.understanding import Question
from service.vocabulary.groups import GroupVocabulary

TOPICS = 3
"""Topics named in a lead, offered when nothing answers, or to ask next when something does."""


class Frame:
    """Writes in the question's language. Keeps nothing between questions."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary

    def lead(self, language: Language, snapshot: Snapshot, citations: Sequence[Citation]) -> str:
        """One sentence on what was found and where; it asserts nothing that is not cited."""
        findings = [c for c in citations if c.kind == "finding"]
        name = "lead" if findings else "lead_quotes"
        shown = findings or citations
        counted = (
            {"findings": count("findings", len(findings), language)}
            if findings
            else {"quotes": count("quotes", len(shown), language)}
        )
        topics = list(dict.fromkeys(_topic_of(snapshot, c) for c in shown))[:TOPICS]
        marked = [_marked(topic, language) for topic in topics]
        return say(name, language, topics=listed(marked, language), **counted)

    def message(self, question: Question, decision: Decision) -> str:
        """Why there is no answer, or not a full one; empty when there is nothing to say."""
        language = question.language
        names = listed(
            [self._vocabulary.label(group, language, "many") for group in decision.groups], language
        )
        words = listed([_marked(word, language) for word in decision.words], language)
        parts = []
        if decision.reason is not None:
            if decision.reason == "group_not_interviewed":
                names = names[:1].upper() + names[1:]
            parts.append(say(decision.reason, language, groups=names, words=words))
        if decision.reason == "unknown_words" and decision.verdict == "partial":
            parts.append(say("check_findings", language))
        if question.instructions and decision.reason != "only_instruction":
            parts.append(say("instruction_set_aside", language))
        return " ".join(parts)

    def not_covered(self, question: Question, decision: Decision) -> tuple[str, ...]:
        """The parts of the question that the report has nothing on."""
        if decision.reason == "no_number":
            return (say("number_not_covered", question.language),)
        groups = (
            self._vocabulary.label(group, question.language, "many") for group in decision.groups
        )
        return (*groups, *decision.words)

    def caveats(
        self, question: Question, snapshot: Snapshot, citations: Sequence[Citation]
    ) -> tuple[str, ...]:
        """What a reader must know before using what is shown."""
        language = question.language
        caveats = [say("caveat_qualitative", language)]
        languages = {snapshot.reports[c.report].report.language for c in citations}
        if any((other == "en") != (language == "en") for other in languages):
            caveats.append(say("caveat_original", language))
        if uncertain := sum(c.uncertain is not None for c in citations):
            caveats.append(say("caveat_uncertain", language, n=str(uncertain)))
        if any(snapshot.reports[c.report].report.fictional for c in citations):
            caveats.append(say("caveat_fictional", language))
        return tuple(caveats)

    def nearest(self, snapshot: Snapshot, found: Sequence[Evidence]) -> tuple[NearestTopic, ...]:
        """What the best of what was found is about."""
        return tuple(topic for topic, _ in _topics(snapshot, found, frozenset()))

    def follow_ups(
        self,
        language: Language,
        snapshot: Snapshot,
        found: Sequence[Evidence],
        citations: Sequence[Citation] = (),
    ) -> tuple[str, ...]:
        """Questions about what lies near and was not shown."""
        shown = frozenset(snapshot.reports[c.report].sources[c.id].block for c in citations)
        return tuple(
            say("follow_up", language, topic=_marked(name, language))
            for _, name in _topics(snapshot, found, shown)
        )


def _topics(
    snapshot: Snapshot, found: Sequence[Evidence], shown: frozenset[str]
) -> Iterator[tuple[NearestTopic, str]]:
    """Headings of findings, best first, each with a name that stands alone; those of the blocks in
    `shown` and of the study itself are left out."""
    names: set[str] = set()
    for item in found:
        if item.aside or item.source.block in shown or not isinstance(item.source, Finding):
            continue
        opened = snapshot.reports[item.report]
        name = opened.topic(item.source)
        if name in names:
            continue
        names.add(name)
        section = opened.sections[item.source.section].path[-1]
        yield NearestTopic(section=section, heading=name), name
        if len(names) == TOPICS:
            return


def _topic_of(snapshot: Snapshot, cited: Citation) -> str:
    opened = snapshot.reports[cited.report]
    return opened.topic(opened.sources[cited.id])


def _marked(text: str, language: Language) -> str:
    """`text` in quotation marks, those that it holds itself left out."""
    bare = text.translate(dict.fromkeys(map(ord, '«»“”„"'), None)).strip()
    return f"“{bare}”" if language == "en" else f"«{bare}»"
