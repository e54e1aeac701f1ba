"""From messages to an answer: understand, search, judge, draft, verify."""

import logging
from collections.abc import Sequence

from service.answerable import Decision, Judge
from service.answering.base import Answerer, Draft
from service.answering.joined import joined
from service.answering.phrases import listed, say
from service.answering.selection import floor
from service.answering.verify import Verifier
from service.contract import Answer
from service.domain import Language
from service.errors import LLMError, StoreError
from service.evidence import Evidence, Filters
from service.index.library import Library, Snapshot
from service.retrieval import Retriever, Stage, no_stage
from service.understanding import (
    Message,
    Question,
    understand,
    understand_each,
    with_voices,
)
from service.vocabulary.groups import GroupVocabulary

log = logging.getLogger(__name__)

TURNS_BACK = 8
"""Turns before one that asks for more quotes which are looked through for those shown."""


class Assistant:
    """Answers questions about the reports in a library. Stateless and safe to share by threads."""

    def __init__(
        self,
        library: Library,
        vocabulary: GroupVocabulary,
        extractive: Answerer,
        llm: Answerer | None = None,
    ) -> None:
        self.library = library
        self._vocabulary = vocabulary
        self._retriever = Retriever(library.embedder, vocabulary)
        self._judge = Judge(vocabulary)
        self._verifier = Verifier(vocabulary)
        self._extractive = extractive
        self._llm = llm

    def ask(
        self,
        messages: Sequence[Message],
        language: Language | None = None,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        stage: Stage = no_stage,
    ) -> Answer:
        """The answer to the last user message, read in the light of those before it."""
        snapshot = self.library.snapshot()
        try:
            return self._answer(snapshot, messages, language, filters, stage)
        except StoreError:
            newer = self.library.snapshot()
            if newer is snapshot:
                raise
            # The version it was reading was removed meanwhile.
            return self._answer(newer, messages, language, filters, stage)

    def _answer(
        self,
        snapshot: Snapshot,
        messages: Sequence[Message],
        language: Language | None,
        filters: Filters,
        stage: Stage,
    ) -> Answer:
        snapshot = snapshot.only(filters.reports)
        with stage("understand"):
            question = self._understood(snapshot, messages, language)
            refused = self._judge.before_search(question, snapshot)
            several = () if refused else self._each(snapshot, question, messages)
        if several:
            answers = [self._answered(snapshot, each, filters, stage) for each in several]
            return joined(question, answers)
        seen: frozenset[str] = frozenset()
        if question.more:
            seen = self._seen(snapshot, messages, language, filters)
        return self._answered(snapshot, question, filters, stage, seen)

    def _understood(
        self, snapshot: Snapshot, messages: Sequence[Message], language: Language | None
    ) -> Question:
        question = understand(messages, self._vocabulary, language)
        return with_voices(question, snapshot.speakers, self._vocabulary)

    def _each(
        self, snapshot: Snapshot, whole: Question, messages: Sequence[Message]
    ) -> tuple[Question, ...]:
        """The questions asked at once, if there are several and each can be searched."""
        found = understand_each(whole, messages, self._vocabulary)
        return tuple(with_voices(each, snapshot.speakers, self._vocabulary) for each in found)

    def _seen(
        self,
        snapshot: Snapshot,
        messages: Sequence[Message],
        language: Language | None,
        filters: Filters,
    ) -> frozenset[str]:
        """Ids of the quotes that were shown before the last turn, which asks for more of them.
        Answers hold no state and are the same each time, so those turns are answered again."""
        turns = [message for message in messages if message.role == "user"]
        chain: list[Sequence[Question]] = []
        for end in range(len(turns) - 1, max(0, len(turns) - 1 - TURNS_BACK), -1):
            question = self._understood(snapshot, turns[:end], language)
            chain.insert(0, self._each(snapshot, question, turns[:end]) or [question])
            if not question.more:
                break
        seen: frozenset[str] = frozenset()
        for questions in chain:
            before = seen
            for each in questions:
                answer = self._answered(snapshot, each, filters, no_stage, before, own_words=True)
                seen |= {cited.id for cited in answer.citations if cited.kind == "quote"}
        return seen

    def _answered(
        self,
        snapshot: Snapshot,
        question: Question,
        filters: Filters,
        stage: Stage,
        seen: frozenset[str] = frozenset(),
        *,
        own_words: bool = False,
    ) -> Answer:
        """The answer to a question understood, without the quotes in `seen`; with `own_words`
        never by a language model."""
        if early := self._judge.before_search(question, snapshot):
            return self._verifier.refusal(question, snapshot, early)
        found = self._retriever.search(question, snapshot, filters, stage)
        with stage("judge"):
            decision = self._judge.after_search(question, snapshot, found)
        if decision.verdict not in ("answer", "partial"):
            return self._verifier.refusal(question, snapshot, decision, found.evidence)
        with stage("draft"):
            if seen:
                question, decision = self._unseen(question, decision, seen)
            draft, reason = self._draft(question, decision.evidence, snapshot, own_words=own_words)
        with stage("verify"):
            answer = self._verifier.answer(
                question, snapshot, decision, found.evidence, draft, reason
            )
            if draft.mode == "llm" and draft.claims and not answer.claims:
                # What the model wrote was not borne by its sources; the sources still are there.
                reason = "no claim of the language model was borne by the sources it cited"
                draft = self._extractive.draft(question, decision.evidence)
                answer = self._verifier.answer(
                    question, snapshot, decision, found.evidence, draft, reason
                )
        return answer

    def _unseen(
        self, question: Question, decision: Decision, seen: frozenset[str]
    ) -> tuple[Question, Decision]:
        """The decision without the quotes that were shown before, and without those that beside
        them are hardly on the question. Where no other is, the reader is told so, and the same are
        shown."""
        quotes = [item for item in decision.evidence if item.source.kind == "quote"]
        gone = {q.source.id for q in quotes if q.relevance < floor(quotes)} | seen
        rest = tuple(item for item in decision.evidence if item.source.id not in gone)
        if self._extractive.draft(question, rest).quotes:
            return question, decision.model_copy(update={"evidence": rest})
        new = {q.source.id for q in quotes} - seen
        shown = tuple(item for item in decision.evidence if item.source.id not in new)
        none_left = Decision(verdict="partial", reason="no_more_quotes", evidence=shown)
        return question.model_copy(update={"more": False}), none_left

    def _draft(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        snapshot: Snapshot,
        *,
        own_words: bool,
    ) -> tuple[Draft, str | None]:
        """A draft by the language model if there is one, else, and if it fails or may not see the
        evidence, in the report's own words, with why."""
        reason = None
        if self._llm is not None and not own_words:
            barred = sorted(
                {e.report for e in evidence if snapshot.reports[e.report].report.barred}
            )
            if not barred:
                try:
                    return self._llm.draft(question, evidence), None
                except LLMError as error:
                    log.warning("extractive answer instead of the language model's: %s", error)
                    reason = f"{error.what}: {error.why}"
            else:
                reason = say("barred", question.language, reports=listed(barred, question.language))
        return self._extractive.draft(question, evidence), reason
