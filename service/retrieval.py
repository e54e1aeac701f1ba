"""Question and filters in, ranked sources out: dense and lexical search, fused."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from service.concepts import Concepts, concepts
from service.domain import Finding, Frozen, Group, Quote, Source
from service.index.embeddings import Embedder
from service.index.lexical import Concept
from service.index.library import OpenReport, Snapshot
from service.understanding import Question
from service.vocabulary.groups import GroupVocabulary

CANDIDATES = 200
"""Passages that dense search returns a report; the rest are scored by words alone."""
DEPTH = 60
"""Sources handed on, best first."""
DENSE_WEIGHT = 1.0
LEXICAL_WEIGHT = 0.6
"""What a standard deviation of the one is worth against the other."""
CROSS_LEXICAL_WEIGHT = 0.4
"""The same where question and report differ in language: the glossary misses words, and its other
readings match by chance."""
GROUP_WEIGHT = 1.0
"""Added where a source is of the group asked about; taken away where it is of another."""
FIRM = 0.5
"""A list is completed when this share of the best score was reached by two of its items."""


Fit = Literal["asked", "open", "others"]
"""Whether a source is of a group asked about, of none in particular, or of others only."""
FIT_SIGN: Mapping[Fit, int] = {"asked": 1, "open": 0, "others": -1}


class Filters(Frozen):
    """What the user restricts a search to. Empty means no restriction."""

    reports: tuple[str, ...] = Field(default=(), max_length=100)
    roles: tuple[str, ...] = Field(default=(), max_length=100)
    sectors: tuple[str, ...] = Field(default=(), max_length=100)
    fields: tuple[str, ...] = Field(default=(), max_length=100)


class Evidence(Frozen):
    """A source that was found for a question, with why it ranks where it does."""

    source: Source
    report: str
    score: float
    """Fused score: higher is better, comparable within one question only."""
    fit: Fit = "open"
    cosine: float | None = None
    """Similarity of the passage that found it to the question, -1 to 1; None if words alone did."""
    lexical: float = 0.0
    """BM25 of the passage for the question's words and their counterparts in its language."""
    concepts: tuple[str, ...] = ()
    """The question's words that it, its headings or its lead-in speak of."""


class Found(Frozen):
    """What a search gave."""

    evidence: tuple[Evidence, ...]
    """Best first."""
    topic: tuple[str, ...]
    """The question's words that were looked for, the groups it names left out."""


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

    def search(
        self,
        question: Question,
        snapshot: Snapshot,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        stage: Stage = no_stage,
    ) -> Found:
        """The sources that speak to `question`, best first, and the concepts looked for."""
        with stage("embed"):
            vector = self._embedder.query(question.text)
        chosen = [
            opened
            for id, opened in snapshot.reports.items()
            if not filters.reports or id in filters.reports
        ]
        narrow = any((filters.roles, filters.sectors, filters.fields))
        with stage("dense"):
            cosines: dict[tuple[str, str], float] = {}
            for opened in chosen:
                k = len(opened.passages) if narrow else CANDIDATES
                for hit in opened.index.search(vector, k):
                    cosines[(opened.report.id, hit.passage)] = hit.cosine
        with stage("lexical"):
            asked, rows, hits = self._lexical(question, chosen, snapshot)
        with stage("fuse"):
            evidence = self._fuse(question, chosen, snapshot, filters, cosines, asked, rows, hits)
        return Found(evidence=tuple(evidence), topic=tuple(asked.topic))

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
            scores = snapshot.lexical.scores(here, language)
            if scores:
                table = np.vstack(scores) * mask
                total += table.sum(axis=0)
                found = table > 0
                has = found if not asked else has | found
            asked = asked or here
        return asked, total, has

    def _fuse(
        self,
        question: Question,
        chosen: Sequence[OpenReport],
        snapshot: Snapshot,
        filters: Filters,
        cosines: dict[tuple[str, str], float],
        asked: Sequence[Concept],
        words: npt.NDArray[np.float32],
        has: npt.NDArray[np.bool_],
    ) -> list[Evidence]:
        if not cosines:
            return []
        # Standard scores: cosines of this embedder lie in a narrow band that differs by language.
        values = np.array(list(cosines.values()))
        middle, spread = float(values.mean()), float(values.std()) or 1.0
        top = float(words.max()) or 1.0
        spread_words = float(words[words > 0].std()) if (words > 0).sum() > 1 else top
        spread_words = spread_words or 1.0
        by_id = {opened.report.id: opened for opened in chosen}
        found: list[Evidence] = []
        for row, (report, passage) in enumerate(snapshot.rows):
            opened = by_id.get(report)
            cosine = cosines.get((report, passage))
            if opened is None or (cosine is None and words[row] == 0):
                continue
            same = question.source_language == "en" and opened.report.language == "en"
            same = same or "en" not in (question.source_language, opened.report.language)
            score = LEXICAL_WEIGHT if same else CROSS_LEXICAL_WEIGHT
            score *= float(words[row]) / spread_words
            score += (
                DENSE_WEIGHT
                * ((cosine if cosine is not None else middle - spread) - middle)
                / spread
            )
            named = tuple(c.surface for c, hit in zip(asked, has[:, row], strict=False) if hit)
            for id in opened.passages[passage].sources:
                source = opened.sources[id]
                if not self._passes(source, filters):
                    continue
                fit = self._fit(opened, source, question.groups)
                found.append(
                    Evidence(
                        source=source,
                        report=report,
                        score=score + GROUP_WEIGHT * FIT_SIGN[fit],
                        fit=fit,
                        cosine=cosine,
                        lexical=float(words[row]),
                        concepts=named,
                    )
                )
        found.sort(key=lambda e: (-e.score, e.report, by_id[e.report].order[e.source.id]))
        return _with_whole_lists(found, by_id)[:DEPTH]

    def _fit(self, opened: OpenReport, source: Source, wanted: Sequence[Group]) -> Fit:
        """Whether a source is of a group asked about."""

        def any_fits(groups: Iterable[Group]) -> bool:
            return any(self._vocabulary.fits(have, want) for have in groups for want in wanted)

        def all_differ(groups: Iterable[Group]) -> bool:
            return all(
                self._vocabulary.contradicts(have, want) for have in groups for want in wanted
            )

        if not wanted:
            return "open"
        own = [source.speaker.group] if isinstance(source, Quote) else list(source.groups)
        own = [group for group in own if group]
        around = opened.around.get(source.id, frozenset())
        if any_fits(own) or (not own and any_fits(around)):
            return "asked"
        if own and all_differ(own):
            return "open" if any_fits(around) else "others"
        return "others" if not own and around and all_differ(around) else "open"

    def _passes(self, source: Source, filters: Filters) -> bool:
        """Whether a source is within the filters: a quote must be of such a speaker; a finding must
        not be about others only (many name no group)."""
        for name, allowed in (
            ("role", filters.roles),
            ("sector", filters.sectors),
            ("field", filters.fields),
        ):
            if not allowed:
                continue
            if isinstance(source, Quote):
                values = [getattr(source.speaker, name)]
            else:
                values = [getattr(group, name) for group in source.groups]
                values = [value for value in values if value is not None] or [None]
                if values == [None]:
                    continue
            if name == "role":
                values = [wide for v in values if v for wide in self._vocabulary.wider(v)]
            if not set(values) & set(allowed):
                return False
        return True


def _with_whole_lists(found: Sequence[Evidence], reports: dict[str, OpenReport]) -> list[Evidence]:
    """`found`, with the items of a list brought together behind its best item when two of them
    rank high: an answer by half a list misleads."""
    if not found:
        return []
    floor = FIRM * found[0].score if found[0].score > 0 else found[0].score
    strong: dict[tuple[str, str, str], list[Evidence]] = {}
    for item in found:
        key = list_key(item)
        if key and item.score >= floor:
            strong.setdefault(key, []).append(item)
    whole = {key for key, items in strong.items() if len(items) > 1}
    done: set[str] = set()
    ordered: list[Evidence] = []
    for item in found:
        if item.source.id in done:
            continue
        key = list_key(item)
        if key not in whole:
            ordered.append(item)
            done.add(item.source.id)
            continue
        order = reports[item.report].order
        rest = [other for other in found if list_key(other) == key and other.source.id not in done]
        for other in sorted(rest, key=lambda e: (e.score < floor, order[e.source.id])):
            ordered.append(other.model_copy(update={"score": max(other.score, floor)}))
            done.add(other.source.id)
    return ordered


def list_key(item: Evidence) -> tuple[str, str, str] | None:
    """What the items of one list share: report, block and the sentence that introduces it."""
    source = item.source
    if isinstance(source, Finding) and source.lead_in:
        return (item.report, source.block, source.lead_in)
    return None
