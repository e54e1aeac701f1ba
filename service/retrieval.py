"""Question and filters in, ranked sources out.

Chroma and word search find candidates; a regression over signals says how likely each is evidence.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

import numpy as np

from service.answerability import signs
from service.concepts import concepts, respelled
from service.domain import Language, Source
from service.evidence import Evidence, Filters, Fit, Found
from service.fitting import Fitting
from service.index.embeddings import Embedder, Put
from service.index.late import Terms
from service.index.library import OpenReport, Snapshot
from service.index.rows import Flags
from service.relevance import Relevance, probability, relevance
from service.signals import Asked, Looked, Values, look, signals, tells
from service.understanding import Question
from service.understanding.framing import unframed
from service.vocabulary.groups import GroupVocabulary

CANDIDATES = 400
"""Passages that Chroma returns a report; beside them stand those that word search finds."""
BY_WORDS = 200
"""Passages that word search adds to those."""
DEPTH = 150
"""Sources handed on, best first: enough for the quotes of a section to be among them."""

Stage = Callable[[str], AbstractContextManager[object]]
"""Names a stage while it runs, so that `make bench` can show its share."""


def no_stage(name: str) -> AbstractContextManager[object]:
    """A `Stage` that measures nothing."""
    return nullcontext(name)


class Retriever:
    """Searches a snapshot. Keeps nothing between questions."""

    def __init__(
        self,
        embedder: Embedder,
        vocabulary: GroupVocabulary,
        weighing: Relevance | None = None,
    ) -> None:
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._fitting = Fitting(vocabulary)
        self._weighing = weighing or relevance()

    def search(
        self,
        question: Question,
        snapshot: Snapshot,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        stage: Stage = no_stage,
    ) -> Found:
        """The sources that speak to `question`, best first, and the words looked for."""
        asked = self.asked(question, snapshot, filters, stage)
        with stage("candidates"):
            considered = self.candidates(asked, snapshot, filters)
        with stage("weigh"):
            measured = signals(snapshot.rows, asked, considered)
            odds = self._weighing.log_odds(measured)
        with stage("collect"):
            cosines = _cosines(asked, snapshot)
            evidence = self._collected(snapshot, filters, asked, considered, odds, cosines)
            found = _told(asked.looked, tuple(evidence), asked.chosen, snapshot)
            weighed = self.signs(question, snapshot, asked, considered, measured, odds)
        return found.model_copy(update={"signs": weighed})

    def signs(
        self,
        question: Question,
        snapshot: Snapshot,
        asked: Asked,
        considered: Flags,
        measured: Values,
        odds: Values,
    ) -> dict[str, float]:
        """What speaks for and against an answer, where the rows have these signals and odds."""
        rows = snapshot.rows
        source = question.source_language
        return signs(
            question,
            asked.looked,
            measured,
            odds,
            _cosines(asked, snapshot),
            considered & rows.finding & (~rows.aside | asked.study),
            _told(asked.looked, (), asked.chosen, snapshot).unknown_share,
            foreign=all(_foreign(source, language) for language in asked.vectors),
        )

    def asked(
        self,
        question: Question,
        snapshot: Snapshot,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        stage: Stage = no_stage,
    ) -> Asked:
        """The question as its rows are held against it."""
        rows = snapshot.rows
        ids = [id for id in snapshot.reports if not filters.reports or id in filters.reports]
        chosen: Flags = np.isin(rows.report, ids)
        source = question.source_language
        # The question is parted into concepts by its own language where a report is in it.
        languages = sorted(
            {snapshot.reports[id].report.language for id in ids},
            key=lambda language: (language != source, language),
        )
        asked = question.searched or question.text
        text = respelled(unframed(asked), source, self._vocabulary)
        here = {
            language: concepts(asked, source, language, self._vocabulary) for language in languages
        }
        with stage("embed"):
            put = self._embedder.put(text)
            own = np.array(put.vector, dtype=np.float32)
            glosses = dict.fromkeys(languages, own)
            terms = dict.fromkeys(languages, _terms(put))
            for language in languages:
                gloss = " ".join(c.words[0] for c in here[language] if c.words)
                if gloss and _foreign(source, language):
                    again = self._embedder.put(gloss)
                    glosses[language] = np.array(again.vector, dtype=np.float32)
                    terms[language] = _terms(put, again)
        with stage("lexical"):
            looked = look(rows, here, chosen)
        return Asked(
            chosen=chosen,
            own=own,
            glosses=glosses,
            vectors={language: _mean(own, gloss) for language, gloss in glosses.items()},
            terms=terms,
            looked=looked,
            fits=self._fits(question, snapshot, chosen),
            study=question.study or question.kind == "study",
        )

    def _fits(self, question: Question, snapshot: Snapshot, chosen: Flags) -> Sequence[Fit]:
        if not question.groups:
            return ["open"] * len(snapshot.rows)
        return [
            self._fitting.fit(snapshot.reports[report], source, question.groups)
            if report in snapshot.reports
            else "open"
            for (report, _), source in zip(snapshot.rows.keys, snapshot.rows.sources, strict=True)
        ]

    def candidates(
        self,
        asked: Asked,
        snapshot: Snapshot,
        filters: Filters = Filters(),  # noqa: B008 - frozen
    ) -> Flags:
        """The rows that are near in meaning or speak of what is asked, and their blocks with them:
        what stands under one heading answers together."""
        rows = snapshot.rows
        narrow = any((filters.roles, filters.sectors, filters.fields))
        found: Flags = np.zeros(len(rows), dtype=np.bool_)
        for id in np.unique(rows.report[asked.chosen]):
            opened = snapshot.reports[str(id)]
            k = len(opened.passages) if narrow else CANDIDATES
            vector = asked.vectors[opened.report.language]
            for hit in opened.index.search([float(x) for x in vector], k):
                found[rows.of[(opened.report.id, hit.passage)]] = True
        words = asked.looked.words
        best = np.argsort(-words, kind="stable")[:BY_WORDS]
        found[best[words[best] > 0]] = True
        blocks = np.zeros(len(rows.blocks), dtype=np.bool_)
        blocks[rows.block[found]] = True
        spread: Flags = blocks[rows.block] & asked.chosen if len(rows) else found
        return spread

    def _collected(
        self,
        snapshot: Snapshot,
        filters: Filters,
        asked: Asked,
        considered: Flags,
        odds: Values,
        cosines: Values,
    ) -> list[Evidence]:
        rows, looked = snapshot.rows, asked.looked
        topic = set(looked.concepts.topic)
        likely = probability(odds)
        found: list[Evidence] = []
        order: Mapping[str, Mapping[str, int]] = {
            id: opened.order for id, opened in snapshot.reports.items()
        }
        for row in map(int, np.flatnonzero(considered)):
            report, passage = rows.keys[row]
            opened = snapshot.reports[report]
            named = tuple(
                concept.surface
                for concept, hit in zip(looked.concepts, looked.has[:, row], strict=True)
                if hit and concept.surface in topic
            )
            for source in self._passing(opened, passage, filters):
                found.append(
                    Evidence(
                        source=source,
                        report=report,
                        score=float(odds[row]),
                        relevance=float(likely[row]),
                        fit=asked.fits[row],
                        cosine=float(cosines[row]),
                        lexical=float(looked.words[row]),
                        concepts=named,
                        aside=bool(rows.aside[row]),
                    )
                )
        found.sort(key=lambda e: (-e.score, e.report, order[e.report][e.source.id]))
        return found[:DEPTH]

    def _passing(self, opened: OpenReport, passage: str, filters: Filters) -> list[Source]:
        sources = [opened.sources[id] for id in opened.passages[passage].sources]
        return [source for source in sources if self._fitting.passes(source, filters)]


def _cosines(asked: Asked, snapshot: Snapshot) -> Values:
    """Of each row to the question as it is put in the row's language."""
    rows = snapshot.rows
    found = np.zeros(len(rows), dtype=np.float32)
    if not len(rows):  # without a passage the length of a vector is not known
        return found
    for language, vector in asked.vectors.items():
        mask = rows.language == language
        found[mask] = rows.vectors[mask] @ vector
    return found


def _terms(*put: Put) -> Sequence[Terms]:
    return [each.terms for each in put if each.terms is not None]


def _foreign(one: Language, other: Language) -> bool:
    return (one == "en") != (other == "en")


def _mean(own: Values, gloss: Values) -> Values:
    """The question's vector in a report: where its language is foreign to it, the mean of its own
    and that of its words as the glossary has them, as the embedder brings languages together only
    half way."""
    both = own + gloss
    mean: Values = both / (float(np.linalg.norm(both)) or 1.0)
    return mean


def _told(
    looked: Looked, evidence: tuple[Evidence, ...], chosen: Flags, snapshot: Snapshot
) -> Found:
    topic = looked.concepts.topic
    has: Flags = looked.has[looked.concepts.groups :] & chosen
    told = tells(looked, chosen)[looked.concepts.groups :]
    known: Flags = np.logical_or.reduce(has, axis=1)
    aside = snapshot.rows.aside
    total = float(told.sum()) or 1.0
    return Found(
        evidence=evidence,
        topic=tuple(topic),
        unknown=tuple(word for word, is_known in zip(topic, known, strict=True) if not is_known),
        unknown_share=float(told[~known].sum()) / total,
        study_only=tuple(
            word
            for word, row, is_known in zip(topic, has, known, strict=True)
            if is_known and not (row & ~aside).any()
        ),
    )
