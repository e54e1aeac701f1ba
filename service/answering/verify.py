"""Draft in, answer out. The only maker of answers, and the place where the guarantees are kept.

A draft names sources; their text, strength and groups are taken from the store. What a language
model wrote is held against the sources that it cites and goes if they do not bear it.
"""

from collections.abc import Sequence

from service.answerable import Decision
from service.answering.base import Draft, DraftClaim
from service.answering.cite import citation
from service.answering.phrases import count, listed, say
from service.answering.prose import Prose
from service.contract import Answer, Citation, Claim, NearestTopic, Relation, ReportRef
from service.domain import Finding, Language, Quote
from service.index.library import Snapshot
from service.retrieval import Evidence
from service.understanding import Question
from service.vocabulary.groups import GroupVocabulary

NEAREST = 3
"""Topics offered when nothing answers, and follow-up questions offered when something does."""


class Verifier:
    """Makes answers. Keeps nothing between questions."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary
        self._prose = Prose(vocabulary)

    def answer(
        self,
        question: Question,
        snapshot: Snapshot,
        decision: Decision,
        found: Sequence[Evidence],
        draft: Draft,
        fallback_reason: str | None = None,
    ) -> Answer:
        """The answer that `draft` amounts to once everything unsupported is gone.

        `found` is all that was found, for the topics that are offered next.
        """
        known = {item.source.id: item for item in decision.evidence}
        claims = self._claims(question, snapshot, draft, known)
        quotes = self._quotes(question, draft, known, claims)
        if not claims and not quotes:
            nothing = Decision(verdict="not_in_report", reason="no_support")
            return self.refusal(question, snapshot, nothing, found, mode=draft)
        citations = self._citations(question, snapshot, claims, quotes, known)
        partial = decision.verdict == "partial"
        asked_for = {item.source.id for item in found}
        return Answer(
            status="partial" if partial else "answered",
            mode=draft.mode,
            language=question.language,
            question=question.text,
            lead=self._lead(question.language, snapshot, claims, citations),
            message=self._message(question, decision) or None,
            claims=claims,
            citations=citations,
            not_covered=self._not_covered(question, decision),
            nearest=(),
            caveats=self._caveats(question, snapshot, citations),
            follow_ups=self._follow_ups(question.language, snapshot, found, citations)
            if asked_for
            else (),
            reports=_reports(snapshot, {c.report for c in citations}),
            fallback_reason=fallback_reason,
            model=draft.model,
            prompt_digest=draft.prompt_digest,
        )

    def refusal(
        self,
        question: Question,
        snapshot: Snapshot,
        decision: Decision,
        found: Sequence[Evidence] = (),
        mode: Draft | None = None,
    ) -> Answer:
        """An answer that says why there is none."""
        assert decision.verdict not in ("answer", "partial")
        nearest = self._nearest(snapshot, found) if decision.verdict == "not_in_report" else ()
        return Answer(
            status=decision.verdict,
            mode=mode.mode if mode else "extractive",
            language=question.language,
            question=question.text,
            lead=None,
            message=self._message(question, decision),
            claims=(),
            citations=(),
            not_covered=self._not_covered(question, decision),
            nearest=nearest,
            caveats=(),
            follow_ups=tuple(
                say("follow_up", question.language, topic=_topic(topic.heading))
                for topic in nearest
            ),
            reports=_reports(snapshot, None),
            fallback_reason=None,
            model=mode.model if mode else None,
            prompt_digest=mode.prompt_digest if mode else None,
        )

    # --- claims ---------------------------------------------------------------------------------

    def _claims(
        self,
        question: Question,
        snapshot: Snapshot,
        draft: Draft,
        known: dict[str, Evidence],
    ) -> tuple[Claim, ...]:
        claims: list[Claim] = []
        for proposed in draft.claims:
            sources = [known[id] for id in dict.fromkeys(proposed.sources) if id in known]
            if not sources:
                continue
            if proposed.text is None:
                claim = self._own_words(snapshot, sources)
            else:
                claim = self._written(question, snapshot, proposed, sources)
            if claim and all(claim.text != other.text for other in claims):
                claims.append(claim)
        return tuple(claims)

    def _own_words(self, snapshot: Snapshot, sources: Sequence[Evidence]) -> Claim | None:
        """A claim in the words of the first finding cited; the rest support it."""
        first = next((s for s in sources if isinstance(s.source, Finding)), None)
        if first is None:
            return None
        finding = first.source
        assert isinstance(finding, Finding)
        opened = snapshot.reports[first.report]
        return Claim(
            text=finding.text,
            language=opened.report.language,
            citations=(finding.id, *(s.source.id for s in sources if s is not first)),
            block=opened.heading(finding),
            groups=finding.groups,
            excluded_groups=finding.excluded_groups,
            holder=finding.holder,
            about=finding.about,
            strength=finding.strength,
            strength_words=finding.strength_words,
        )

    def _written(
        self,
        question: Question,
        snapshot: Snapshot,
        proposed: DraftClaim,
        sources: Sequence[Evidence],
    ) -> Claim | None:
        """A claim that a language model wrote, if the sources it cites bear it."""
        assert proposed.text is not None
        kept = self._prose.borne(proposed.text, question.language, sources, snapshot)
        if kept is None:
            return None
        text, bearing = kept
        frame = self._own_words(snapshot, bearing)
        quoted = bearing[0].source
        opened = snapshot.reports[bearing[0].report]
        groups = (
            frame.groups
            if frame
            else ((quoted.speaker.group,) if isinstance(quoted, Quote) else ())
        )
        return Claim(
            text=text,
            language=question.language,
            citations=tuple(item.source.id for item in bearing),
            block=frame.block if frame else opened.heading(quoted),
            groups=groups,
            excluded_groups=frame.excluded_groups if frame else (),
            holder=frame.holder if frame else "participants",
            about=frame.about if frame else None,
            strength=frame.strength if frame else "one",
            strength_words=frame.strength_words if frame else None,
        )

    # --- citations ------------------------------------------------------------------------------

    def _quotes(
        self,
        question: Question,
        draft: Draft,
        known: dict[str, Evidence],
        claims: Sequence[Claim],
    ) -> list[Evidence]:
        """Quotes to show: known ones, by a group asked about, each once."""
        cited = {id for claim in claims for id in claim.citations}
        quotes = []
        for id in dict.fromkeys(draft.quotes):
            item = known.get(id)
            if item is None or id in cited or not isinstance(item.source, Quote):
                continue
            if self._vocabulary.speaks_for(item.source.speaker, question.voices):
                quotes.append(item)
        return quotes

    def _citations(
        self,
        question: Question,
        snapshot: Snapshot,
        claims: Sequence[Claim],
        quotes: Sequence[Evidence],
        known: dict[str, Evidence],
    ) -> tuple[Citation, ...]:
        cited: dict[str, Relation] = {}
        for claim in claims:
            for id in claim.citations:
                cited.setdefault(id, "supports")
        blocks = {
            (known[id].report, known[id].source.block)
            for id in cited
            if isinstance(known[id].source, Finding)
        }
        for item in quotes:
            beside = (item.report, item.source.block) in blocks
            cited.setdefault(item.source.id, "illustrates" if beside else "related")
        return tuple(
            citation(
                snapshot.reports[known[id].report], known[id].source, relation, question.language
            )
            for id, relation in cited.items()
        )

    # --- the frame ------------------------------------------------------------------------------

    def _lead(
        self,
        language: Language,
        snapshot: Snapshot,
        claims: Sequence[Claim],
        citations: Sequence[Citation],
    ) -> str:
        if claims:
            blocks = dict.fromkeys(claim.block for claim in claims)
            counted = {"findings": count("findings", len(claims), language)}
            name = "lead"
        else:
            blocks = dict.fromkeys(_heading(snapshot, c) for c in citations)
            counted = {"quotes": count("quotes", len(citations), language)}
            name = "lead_quotes"
        topics = [f"«{block}»" if language != "en" else f"“{block}”" for block in blocks]
        return say(name, language, topics=listed(topics[:NEAREST], language), **counted)

    def _message(self, question: Question, decision: Decision) -> str:
        language = question.language
        parts = []
        names = listed(
            [self._vocabulary.label(group, language, "many") for group in decision.groups], language
        )
        match decision.reason:
            case "identifying":
                parts.append(say("blocked_privacy", language))
            case "only_instruction":
                parts.append(say("only_instruction", language))
            case "nothing_loaded":
                parts.append(say("no_reports", language))
            case "no_group":
                parts.append(say("no_group", language, groups=names))
            case "group_not_interviewed":
                parts.append(
                    say("group_not_interviewed", language, groups=names[:1].upper() + names[1:])
                )
            case "no_number":
                parts.append(say("no_number", language))
            case "foreign":
                parts.append(say("out_of_scope", language))
            case "no_support":
                parts.append(say("not_in_report", language))
            case None:
                pass
        if question.instructions and decision.reason != "only_instruction":
            parts.append(say("instruction_set_aside", language))
        return " ".join(parts)

    def _not_covered(self, question: Question, decision: Decision) -> tuple[str, ...]:
        if decision.reason == "no_number":
            return (say("number_not_covered", question.language),)
        return tuple(
            self._vocabulary.label(group, question.language, "many") for group in decision.groups
        )

    def _caveats(
        self, question: Question, snapshot: Snapshot, citations: Sequence[Citation]
    ) -> tuple[str, ...]:
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

    def _nearest(self, snapshot: Snapshot, found: Sequence[Evidence]) -> tuple[NearestTopic, ...]:
        """Headings that the best of what was found stands under."""
        topics: dict[str, NearestTopic] = {}
        for item in found:
            opened = snapshot.reports[item.report]
            section = opened.sections[item.source.section]
            heading = opened.heading(item.source)
            topics.setdefault(heading, NearestTopic(section=section.path[-1], heading=heading))
            if len(topics) == NEAREST:
                break
        return tuple(topics.values())

    def _follow_ups(
        self,
        language: Language,
        snapshot: Snapshot,
        found: Sequence[Evidence],
        citations: Sequence[Citation],
    ) -> tuple[str, ...]:
        """Questions about what lies near the answer and was not shown."""
        shown = {_heading(snapshot, c) for c in citations}
        beyond = [item for item in found if item.source.id not in {c.id for c in citations}]
        topics = self._nearest(snapshot, beyond)
        return tuple(
            say("follow_up", language, topic=_topic(topic.heading))
            for topic in topics
            if topic.heading not in shown
        )


def _heading(snapshot: Snapshot, cited: Citation) -> str:
    opened = snapshot.reports[cited.report]
    return opened.heading(opened.sources[cited.id])


def _topic(heading: str) -> str:
    """A heading as it stands in a question: without its number, in quotation marks."""
    return f"«{heading.lstrip('0123456789. ')}»"


def _reports(snapshot: Snapshot, ids: set[str] | None) -> tuple[ReportRef, ...]:
    """The reports named in `ids`, or all that were searched."""
    return tuple(o.ref for id, o in snapshot.reports.items() if ids is None or id in ids)
