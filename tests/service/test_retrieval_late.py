"""What is held against a question token by token, and when: over the bundled embedder."""

from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

import service.retrieval
from service.evidence import Filters
from service.index.embeddings import Embedder, EmbedderIdentity
from service.index.library import Library
from service.index.store import Store
from service.relevance import Relevance
from service.retrieval import Retriever
from service.settings import Settings
from service.signals import NAMES, Asked, signals
from service.understanding import Message, understand
from service.vocabulary.groups import group_vocabulary
from tests.service.index.samples import store_in
from tests.service.test_retrieval import ALL, HEALTH, by_text, search


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    store = store_in(tmp_path_factory.mktemp("three"))
    for report in ALL:
        store.put(report)
    return Library(store)


def put(
    library: Library,
    text: str,
    filters: Filters = Filters(),  # noqa: B008 - frozen
) -> tuple[Retriever, Asked]:
    """The question as rows are held against it, and who holds them."""
    question = understand([Message(role="user", content=text)], group_vocabulary())
    retriever = Retriever(library.embedder, group_vocabulary())
    return retriever, retriever.asked(question, library.snapshot(), filters)


class TestTokenByToken:
    @pytest.mark.parametrize(
        ("text", "counts"),
        [
            ("Hvorfor får fastlegene merarbeid?", {"nb": 1, "en": 2}),
            ("Kvifor får fastlegane meirarbeid?", {"nb": 1, "en": 2}),
            ("Why do GPs get extra work?", {"nb": 2, "en": 1}),
        ],
    )
    def test_a_question_is_put_as_it_is_and_glossed_where_it_is_foreign(
        self, library: Library, text: str, counts: dict[str, int]
    ) -> None:
        _, asked = put(library, text)
        assert {language: len(each) for language, each in asked.terms.items()} == counts
        whole, glossed = sorted(asked.terms.values(), key=len)
        assert np.array_equal(whole[0].vectors, glossed[0].vectors)
        own = library.embedder.put(text).terms
        assert own is not None
        assert np.array_equal(whole[0].vectors, own.vectors)
        assert whole[0].vectors.shape != glossed[1].vectors.shape

    def test_rows_that_are_not_considered_have_the_least(
        self, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(service.retrieval, "CANDIDATES", 1)
        monkeypatch.setattr(service.retrieval, "BY_WORDS", 1)
        retriever, asked = put(library, "Hvorfor får fastlegene merarbeid?")
        snapshot = library.snapshot()
        considered = retriever.candidates(asked, snapshot)
        assert 0 < considered.sum() < len(considered)
        late = signals(snapshot.rows, asked, considered)[:, NAMES.index("late")]
        assert set(late[~considered].tolist()) == {late.min()}
        assert late[considered & (snapshot.rows.language == "nb")].mean() == pytest.approx(
            0, abs=1e-5
        )
        best = snapshot.rows.keys[int(late.argmax())]
        assert snapshot.reports[best[0]].passages[best[1]].sources == (HEALTH.findings[1].id,)

    def test_a_search_holds_against_it_what_it_considers(
        self, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """So that their scores are by their own mean, whatever else stands in the reports."""
        monkeypatch.setattr(service.retrieval, "CANDIDATES", 1)
        monkeypatch.setattr(service.retrieval, "BY_WORDS", 1)
        by_late = Relevance(intercept=0.0, weights={"late": 1.0})
        retriever = Retriever(library.embedder, group_vocabulary(), by_late)
        question = understand(
            [Message(role="user", content="Hvorfor får fastlegene merarbeid?")], group_vocabulary()
        )
        evidence = retriever.search(question, library.snapshot().only(["health"])).evidence
        assert 1 < len(evidence) < len(HEALTH.sources)
        scores = [item.score for item in evidence]
        assert np.mean(scores) == pytest.approx(0, abs=1e-5)
        assert np.std(scores) == pytest.approx(1, abs=1e-5)
        assert evidence[0].source == HEALTH.findings[1]

    def test_candidates_are_whole_blocks_of_the_reports_that_are_asked(
        self, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(service.retrieval, "CANDIDATES", 1)
        monkeypatch.setattr(service.retrieval, "BY_WORDS", 0)
        filters = Filters(reports=("health",))
        retriever, asked = put(library, "Fryser bildet i videokonsultasjoner?", filters)
        snapshot = library.snapshot()
        considered = retriever.candidates(asked, snapshot, filters)
        found = {snapshot.rows.sources[row].text for row in np.flatnonzero(considered)}
        assert found == {finding.text for finding in HEALTH.findings[2:]}

    def test_an_embedder_without_tokens_ranks_by_the_rest(self, tmp_path: Path) -> None:
        identity = EmbedderIdentity(name="fake", dimension=8, scheme="as-is")
        fake = Embedder(DeterministicFakeEmbedding(size=8), identity)
        store = Store(Settings(data=tmp_path), fake)
        for report in ALL:
            store.put(report)
        plain = Library(store)
        text = "Hvorfor får fastlegene merarbeid?"
        retriever, asked = put(plain, text)
        assert list(asked.terms.values()) == [[], []]
        found = signals(plain.snapshot().rows, asked, retriever.candidates(asked, plain.snapshot()))
        assert not found[:, [NAMES.index("late"), NAMES.index("late_block")]].any()
        assert HEALTH.findings[1].text in by_text(search(plain, text))
