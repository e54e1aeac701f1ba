"""From messages to an answer: understand, search, judge, draft, verify."""

import logging
from collections.abc import Sequence

from service.answerable import Judge
from service.answering.base import Answerer, Draft
from service.answering.phrases import listed, say
from service.answering.verify import Verifier
from service.contract import Answer
from service.domain import Language
from service.errors import LLMError, StoreError
from service.evidence import Evidence, Filters
from service.index.library import Library, Snapshot
from service.retrieval import Retriever, Stage, no_stage
from service.understanding import Message, Question, understand, with_voices
from service.vocabulary.groups import GroupVocabulary

log = logging.getLogger(__name__)


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
            question = understand(messages, self._vocabulary, language)
            question = with_voices(question, snapshot.speakers, self._vocabulary)
        if early := self._judge.before_search(question, snapshot):
            return self._verifier.refusal(question, snapshot, early)
        found = self._retriever.search(question, snapshot, filters, stage)
        with stage("judge"):
            decision = self._judge.after_search(question, snapshot, found)
        if decision.verdict not in ("answer", "partial"):
            return self._verifier.refusal(question, snapshot, decision, found.evidence)
        with stage("draft"):
            draft, reason = self._draft(question, decision.evidence, snapshot)
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

    def _draft(
        self, question: Question, evidence: Sequence[Evidence], snapshot: Snapshot
    ) -> tuple[Draft, str | None]:
        """A draft by the language model if there is one, else, and if it fails or may not see the
        evidence, in the report's own words, with why."""
        reason = None
        if self._llm is not None:
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
