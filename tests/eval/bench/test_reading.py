from pathlib import Path

from langchain_core.embeddings import Embeddings

from eval.bench.reading import time_pdf
from service.index.embeddings import Embedder, EmbedderIdentity


class Letters(Embeddings):
    """An embedder that counts letters."""

    def __init__(self) -> None:
        self.seen = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.seen += len(texts)
        return [[float(len(text))] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return [float(len(text))]


def test_files_of_each_length_are_read_in_processes_of_their_own(tmp_path: Path) -> None:
    letters = Letters()
    identity = EmbedderIdentity(name="letters", dimension=1, scheme="as-is")
    times = time_pdf(tmp_path, Embedder(letters, identity), pages=(2, 9))
    short, long = times.readings
    assert (short.pages, short.sources) == (2, 20)
    assert (long.pages, long.sources) == (9, 6 * 10 + 3 * 7)
    assert long.passages >= long.sources
    assert min(short.reading, short.structuring, times.embedding, times.share, times.growth) > 0
    assert short.peak >= short.idle > 0
    assert times.sampled <= letters.seen, "what is reckoned was measured on passages"
    assert times.sampled <= long.passages
