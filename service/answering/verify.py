"""Draft in, answer out. The only maker of answers, and the place where the guarantees are kept.

A draft names sources; their text, strength and groups are taken from the store. What a language
model wrote is held against the sources that it cites and goes if they do not bear it.
"""

from collections.abc import Sequence

from service.answerable import Decision
from service.answering.base import Draft, DraftClaim
from service.answering.cite import citation
from service.answering.frame import Frame
from service.answering.likeness import content
from service.answering.limits import not_studied
from service.answering.prose import Prose
from service.answering.quotes import Quotes
from service.answering.told import Told
from service.contract import Answer, Citation, Claim, Relation, ReportRef
from service.domain import Finding, Quote
from service.evidence import Evidence
from service.index.library import Snapshot
from service.understanding import Question, detect_language
from service.vocabulary.groups import GroupVocabulary


class Verifier:
    """Makes answers. Keeps nothing between questions."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary
        self._prose = Prose(vocabulary)
        self._frame = Frame(vocabulary)
        self._illustrated = Quotes(vocabulary)

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
            return self.refusal(question, snapshot, nothing, found, draft, fallback_reason)
        citations = self._citations(question, snapshot, draft, claims, quotes, known)
        told = Told(question, decision, snapshot, claims, citations, known, found)
        partial = decision.verdict == "partial" or bool(self._frame.silent(told))
        return Answer(
            status="partial" if partial else "answered",
            mode=draft.mode,
            language=question.language,
            question=question.text,
            lead=self._frame.lead(told),
            message=self._frame.message(question, decision, told) or None,
            claims=claims,
            citations=citations,
            not_covered=self._frame.not_covered(question, decision, told),
            nearest=(),
            caveats=self._frame.caveats(told),
            follow_ups=self._frame.follow_ups(told),
            reports=_reports(snapshot, {c.report for c in citations}),
            fallback_reason=fallback_reason,
            model=draft.model,
            prompt_digest=draft.prompt_digest,
            usage=draft.usage,
        )

    def refusal(
        self,
        question: Question,
        snapshot: Snapshot,
        decision: Decision,
        found: Sequence[Evidence] = (),
        draft: Draft | None = None,
        fallback_reason: str | None = None,
    ) -> Answer:
        """An answer that says why there is none."""
        assert decision.verdict not in ("answer", "partial")
        nearest = (
            self._frame.nearest(snapshot, found) if decision.verdict == "not_in_report" else ()
        )
        nothing = Told(question, decision, snapshot, (), (), {}, found)
        own_words = (
            not_studied(question, snapshot, found, self._vocabulary)
            if decision.verdict == "not_in_report"
            else None
        )
        return Answer(
            status=decision.verdict,
            mode=draft.mode if draft else "extractive",
            language=question.language,
            question=question.text,
            lead=None,
            message=self._frame.message(question, decision, own_words=own_words),
            claims=(),
            citations=(),
            not_covered=self._frame.not_covered(question, decision),
            nearest=nearest,
            caveats=(),
            follow_ups=self._frame.follow_ups(nothing) if nearest else (),
            reports=_reports(snapshot, None),
            fallback_reason=fallback_reason,
            model=draft.model if draft else None,
            prompt_digest=draft.prompt_digest if draft else None,
            usage=draft.usage if draft else None,
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
            sources = [item for item in sources if self._may_stand(question, item)]
            # One report's alone: what several say is never made one claim.
            sources = [item for item in sources if item.report == sources[0].report]
            if not sources:
                continue
            if proposed.text is None or draft.mode == "extractive":
                claim = self._own_words(question, snapshot, sources)
            else:
                claim = self._written(question, snapshot, proposed, sources)
            if claim and not any(
                claim.text == other.text and known[other.citations[0]].report == sources[0].report
                for other in claims
            ):
                claims.append(claim)
        return tuple(claims)

    def _may_stand(self, question: Question, item: Evidence) -> bool:
        """Whether a source may be cited: a quote only if it is by a group asked about."""
        return not isinstance(item.source, Quote) or self._vocabulary.speaks_for(
            item.source.speaker, question.voices
        )

    def _own_words(
        self, question: Question, snapshot: Snapshot, sources: Sequence[Evidence]
    ) -> Claim | None:
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
            block=self._frame.block(question, finding, opened.heading(finding)),
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
        # Models do not always answer in the language that they were asked in.
        language = detect_language(proposed.text, question.language)
        kept = self._prose.borne(proposed.text, language, sources, snapshot)
        if kept is None:
            return None
        text, bearing = kept
        frame = self._own_words(question, snapshot, bearing)
        quoted = bearing[0].source
        opened = snapshot.reports[bearing[0].report]
        speaker = quoted.speaker.group if isinstance(quoted, Quote) else None
        return Claim(
            text=text,
            language=language,
            citations=tuple(item.source.id for item in bearing),
            block=frame.block if frame else opened.heading(quoted),
            groups=frame.groups if frame else ((speaker,) if speaker else ()),
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
            if self._may_stand(question, item):
                quotes.append(item)
        return quotes

    def _citations(
        self,
        question: Question,
        snapshot: Snapshot,
        draft: Draft,
        claims: Sequence[Claim],
        quotes: Sequence[Evidence],
        known: dict[str, Evidence],
    ) -> tuple[Citation, ...]:
        against = set(draft.contrasts) if draft.mode == "extractive" else set()
        cited: dict[str, Relation] = {}
        for claim in claims:
            contrasts = claim.citations[0] in against
            for id in claim.citations:
                cited.setdefault(id, "contrasts" if contrasts else "supports")
        shown = [known[id] for id in cited]
        for item in quotes:
            cited.setdefault(item.source.id, self._relation(item, shown))
        words = {
            word
            for text in (question.text, *(claim.text for claim in claims))
            for word in content(text).words
        }
        return tuple(
            citation(
                snapshot.reports[known[id].report],
                known[id].source,
                relation,
                question.language,
                words,
            )
            for id, relation in cited.items()
        )

    def _relation(self, item: Evidence, shown: Sequence[Evidence]) -> Relation:
        """What a quote is to the findings shown: in the block of one that its speaker may be among
        those of, it illustrates it; all else is related."""
        quote = item.source
        assert isinstance(quote, Quote)
        beside = any(
            other.report == item.report
            and isinstance(other.source, Finding)
            and self._illustrated.illustrates(quote, other.source)
            for other in shown
        )
        return "illustrates" if beside else "related"


def _reports(snapshot: Snapshot, ids: set[str] | None) -> tuple[ReportRef, ...]:
    """The reports named in `ids`, or all that were searched."""
    return tuple(o.ref for id, o in snapshot.reports.items() if ids is None or id in ids)
