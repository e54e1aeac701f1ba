"""A peer: the pipeline that people would otherwise write, on the same cases and the same spans.

LangChain's RecursiveCharacterTextSplitter over the report's raw file, Chroma and the embedder that
Funn bundles; the passages nearest to the question, up to a budget of characters. It is given what
can be given: the text as handed in, every turn of a conversation as its query, no character counted
twice, and the last passage cut so that the budget is filled. It writes no answer and refuses
nothing, so that one thing alone is compared: whether what is shown holds what a good answer says.
"""

from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

from langchain_text_splitters import RecursiveCharacterTextSplitter

from eval.cases import Case, KeyPoint
from eval.errors import SuiteError
from eval.records import CaseAnswer
from eval.run import ask_all
from eval.spans import overlaps
from eval.suite import Suite, in_split, read_raw
from eval.targets import InProcessTarget
from service.contract import Answer
from service.domain import Frozen, Passage, Span
from service.index.chroma import ChromaIndex
from service.index.embeddings import Embedder, build_embedder
from service.settings import Settings

CHUNK, OVERLAP = 1000, 200
"""Characters of a passage, and of it those that the one before has too: LangChain's tutorial."""
BUDGETS = (3000, 8000)
"""Characters shown: about what an answer of Funn shows, and a chapter's worth for scale."""


class Beside(Frozen):
    """What two pipelines show of the same cases at the same number of characters."""

    budget: int
    cases: int
    peer: float
    """Share of the vital key points whose gold the peer's passages overlap; mean over cases."""
    funn: float
    """The same of the sources that Funn's answers cite, a refusal showing none."""
    peer_shown: float
    """Characters that the peer shows; mean over cases."""
    funn_shown: float
    """Characters that Funn shows: it stops where it has nothing more to say."""
    peer_at_equal: float
    """As `peer`, of the peer's first `funn_shown` characters for each case."""


class Peer:
    """The pipeline over one report, its index in the empty directory `folder`."""

    def __init__(self, raw: str, embedder: Embedder, folder: Path) -> None:
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True
        )
        chunks = splitter.create_documents([raw])
        starts = [int(chunk.metadata["start_index"]) for chunk in chunks]
        self.spans: list[Span] = [
            (start, start + len(chunk.page_content))
            for start, chunk in zip(starts, chunks, strict=True)
        ]
        """Of the raw text, by passage, in its order."""
        self._embedder = embedder
        passages = [
            Passage(id=str(n), text=chunk.page_content, sources=(str(n),), kind="block")
            for n, chunk in enumerate(chunks)
        ]
        ChromaIndex.write(folder, passages, embedder.passages([p.text for p in passages]))
        self._index = ChromaIndex.open(folder)

    def shown(self, question: str, budget: int) -> list[Span]:
        """The spans of the passages nearest to `question`, the nearest first, `budget` characters
        in all; what a passage shares with one before it is shown, and counted, once."""
        hits = self._index.search(self._embedder.query(question), len(self.spans))
        return within([self.spans[int(hit.passage)] for hit in hits], budget)


def within(spans: Sequence[Span], budget: int) -> list[Span]:
    """The first `budget` characters of `spans`, none of them twice."""
    shown: list[Span] = []
    for span in spans:
        for start, end in _without(span, shown):
            if budget <= 0:
                return shown
            shown.append((start, min(end, start + budget)))
            budget -= shown[-1][1] - start
    return shown


def cited(answer: Answer) -> list[Span]:
    """The spans of the raw file that an answer shows, in its order."""
    return [span for citation in answer.citations for span in citation.raw]


def beside(peer: Peer, cases: Sequence[Case], answers: Sequence[CaseAnswer], budget: int) -> Beside:
    """Score both on every answerable case with a vital key point. Raises `SuiteError` when there
    is none."""
    given = {one.id: one for one in answers}
    scored = [case for case in cases if case.answerable and _vital(case)]
    if not scored:
        raise SuiteError("the peer", "no case has a vital key point", "Give a suite with some.")
    theirs = [peer.shown("\n".join(case.turns), budget) for case in scored]
    ours = [within(cited(given[case.id].answer), budget) for case in scored]
    funn_shown = fmean(map(_length, ours))
    equal = [within(spans, round(funn_shown)) for spans in theirs]
    return Beside(
        budget=budget,
        cases=len(scored),
        peer=fmean(map(_covered, scored, theirs)),
        funn=fmean(map(_covered, scored, ours)),
        peer_shown=fmean(map(_length, theirs)),
        funn_shown=funn_shown,
        peer_at_equal=fmean(map(_covered, scored, equal)),
    )


def compare(suite: Suite, data: Path, folder: Path) -> list[Beside]:
    """The dev split of `suite` through both, at each of `BUDGETS`: Funn over the store in `data`,
    the peer with its index in the empty directory `folder`."""
    settings = Settings(data=data)
    cases = in_split(suite.cases, "dev")
    answers, _ = ask_all(InProcessTarget(settings), cases)
    peer = Peer(read_raw(suite.report), build_embedder(settings), folder)
    return [beside(peer, cases, answers, budget) for budget in BUDGETS]


def _vital(case: Case) -> list[KeyPoint]:
    return [point for point in case.key_points if point.importance == "vital"]


def _covered(case: Case, shown: Sequence[Span]) -> float:
    vital = _vital(case)
    return sum(overlaps(point.gold, shown) for point in vital) / len(vital)


def _length(shown: Sequence[Span]) -> int:
    return sum(end - start for start, end in shown)


def _without(span: Span, taken: Sequence[Span]) -> list[Span]:
    """What of `span` no span of `taken` has, in order."""
    start, end = span
    left = []
    for a, b in sorted(taken):
        if a >= end:
            break
        if start < a:
            left.append((start, a))
        start = max(start, b)
    return [*left, (start, end)] if start < end else left
