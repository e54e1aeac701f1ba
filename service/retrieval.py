"""Question and filters in, ranked sources out: dense and lexical search, fused."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext

import numpy as np
import numpy.typing as npt

from service.concepts import Concepts, concepts
from service.domain import Language, Source
from service.evidence import Evidence, Filters, Found
from service.fitting import Fitting
from service.fusion import (
    BARE_PENALTY,
    FIT_SIGN,
    GROUP_WEIGHT,
    fused,
    with_blocks,
    with_whole_lists,
)
from service.index.embeddings import Embedder
from service.index.lexical import Concept
from service.index.library import OpenReport, Snapshot
from service.understanding import Question
from service.vocabulary.groups import GroupVocabulary

CANDIDATES = 200
"""Passages that dense search returns a report; the rest are scored by words alone."""
DEPTH = 150
"""Sources handed on, best first: enough for the quotes of a section to be among them."""

BARE_WORDS = 3
"""Words of a list item that is no statement."""

Stage = Callable[[str], AbstractContextManager[object]]
"""Names a stage while it runs, so that `make bench` can show its share."""


def no_stage(name: str) -> AbstractContextManager[object]:
    """A `Stage` that measures nothing."""
    return nullcontext(name)


class Retriever:
    """Searches a snapshot. Keeps nothing between questions."""

    def __init__(self, embedder: Embedder, vocabulary: GroupVocabulary) -> None:
        self._embedder = embedder
        self._vocabulary = vocabulary
        self._fitting = Fitting(vocabulary)

    def search(
        self,
        question: Question,
        snapshot: Snapshot,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        stage: Stage = no_stage,
    ) -> Found:
        """The sources that speak to `question`, best first, and the words looked for."""
        chosen = [
            opened
            for id, opened in snapshot.reports.items()
            if not filters.reports or id in filters.reports
        ]
        with stage("embed"):
            vectors = {
                language: self._vector(question, language)
                for language in dict.fromkeys(opened.report.language for opened in chosen)
            }
        narrow = any((filters.roles, filters.sectors, filters.fields))
        cosines = np.full(len(snapshot.rows), np.nan, dtype=np.float32)
        with stage("dense"):
            for opened in chosen:
                k = len(opened.passages) if narrow else CANDIDATES
                for hit in opened.index.search(vectors[opened.report.language], k):
                    cosines[snapshot.row_of[(opened.report.id, hit.passage)]] = hit.cosine
        with stage("lexical"):
            asked, words, hits = self._lexical(question, chosen, snapshot)
        with stage("fuse"):
            evidence = self._ranked(
                question, chosen, snapshot, filters, cosines, asked, words, hits
            )
        spoken = dict(zip((concept.surface for concept in asked), hits, strict=False))
        known = [word for word in asked.topic if word in spoken and spoken[word].any()]
        unknown = tuple(word for word in asked.topic if word not in known)
        rows = len(snapshot.rows) + 1
        tells = {
            word: float(np.log(rows / (spoken[word].sum() + 1 if word in spoken else 1)))
            for word in asked.topic
        }
        return Found(
            evidence=tuple(evidence),
            topic=tuple(asked.topic),
            unknown=unknown,
            unknown_share=sum(tells[word] for word in unknown) / (sum(tells.values()) or 1.0),
            study_only=tuple(word for word in known if not (spoken[word] & ~snapshot.aside).any()),
        )

    def _vector(self, question: Question, language: Language) -> Sequence[float]:
        """The question's vector. Where its language is foreign to the report, the mean of its own
        and that of its words as the glossary has them: the embedder brings languages together only
        half way."""
        own = self._embedder.query(question.text)
        if (question.source_language == "en") == (language == "en"):
            return own
        asked = concepts(question.text, question.source_language, language, self._vocabulary)
        gloss = " ".join(concept.words[0] for concept in asked if concept.words)
        if not gloss:
            return own
        mean = np.add(own, self._embedder.query(gloss))
        return [float(value) for value in mean / np.linalg.norm(mean)]

    def _lexical(
        self, question: Question, chosen: Sequence[OpenReport], snapshot: Snapshot
    ) -> tuple[Concepts, npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
        """Concepts, the score of each row of the word index, and which concepts each row has."""
        total = np.zeros(len(snapshot.rows), dtype=np.float32)
        asked = Concepts()
        has = np.zeros((0, len(snapshot.rows)), dtype=np.bool_)
        report_of = np.array([report for report, _ in snapshot.rows])
        for language in dict.fromkeys(opened.report.language for opened in chosen):
            here = concepts(question.text, question.source_language, language, self._vocabulary)
            ids = [o.report.id for o in chosen if o.report.language == language]
            mask = np.isin(report_of, ids)
            matches = snapshot.lexical.matches(here, language)
            if matches:
                total += np.vstack([match.scores for match in matches]).sum(axis=0) * mask
                found = np.vstack([match.speaks for match in matches]) & mask
                if asked:
                    # Phrases part otherwise in another language: those that share a word are one.
                    same = [[_share_a_word(one, other) for other in here] for one in asked]
                    found = np.array([found[row].any(axis=0) for row in same])
                has = has | found if asked else found
            asked = asked or here
        return asked, total, has

    def _ranked(
        self,
        question: Question,
        chosen: Sequence[OpenReport],
        snapshot: Snapshot,
        filters: Filters,
        cosines: npt.NDArray[np.float32],
        asked: Concepts,
        words: npt.NDArray[np.float32],
        has: npt.NDArray[np.bool_],
    ) -> list[Evidence]:
        by_id = {opened.report.id: opened for opened in chosen}
        scores = with_blocks(fused(cosines, words), snapshot.blocks)
        topic = set(asked.topic)
        found: list[Evidence] = []
        for row in np.flatnonzero(~np.isnan(cosines) | (words > 0)):
            report, passage = snapshot.rows[row]
            opened = by_id.get(report)
            if opened is None:
                continue
            named = tuple(
                concept.surface
                for concept, hit in zip(asked, has[:, row], strict=False)
                if hit and concept.surface in topic
            )
            for id in opened.passages[passage].sources:
                source = opened.sources[id]
                if not self._fitting.passes(source, filters):
                    continue
                fit = self._fitting.fit(opened, source, question.groups)
                found.append(
                    Evidence(
                        source=source,
                        report=report,
                        score=float(scores[row])
                        + GROUP_WEIGHT * FIT_SIGN[fit]
                        - (BARE_PENALTY if _is_bare(source) else 0.0),
                        fit=fit,
                        cosine=None if np.isnan(cosines[row]) else float(cosines[row]),
                        lexical=float(words[row]),
                        concepts=named,
                        aside=bool(snapshot.aside[row]),
                    )
                )
        found.sort(key=lambda e: (-e.score, e.report, by_id[e.report].order[e.source.id]))
        return with_whole_lists(found, by_id)[:DEPTH]


def _share_a_word(one: Concept, other: Concept) -> bool:
    return not set(one.surface.lower().split()).isdisjoint(other.surface.lower().split())


def _is_bare(source: Source) -> bool:
    """Whether a finding is a name or two of a list ("Video"), which alone says nothing."""
    return source.kind == "finding" and len(source.text.split()) <= BARE_WORDS
