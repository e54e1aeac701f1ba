"""The passages of one version of a report in Chroma, embedded in the process.

A directory is written by one process, once, and never changed after it was switched to; any number
of processes then read it (see docs/adr/0003). Only this file imports chromadb.
"""

import hashlib
import os
import struct
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from service.domain import Passage
from service.errors import StoreError
from service.index import tokens
from service.index.base import Embedded, PassageHit

COLLECTION = "passages"
DIGEST = "graph.sha256"
"""File with the digest of the graph's files and of the tokens'."""
BATCH = 4000
"""Rows a call; Chroma takes 5,461 at the most."""
WIDTH = 400
NEIGHBOURS = 32
"""How wide the graph is built and searched. Each build of a graph is a little different; with
Chroma's defaults (100, 16) one question in five missed a neighbour among its 200, another one after
each ingestion, so that answers and scores moved. With these none of 275 questions missed any."""
SYNC = 1
"""Rows after which Chroma writes its graph to disk. With its default of 1,000 a small collection
stays in the write-ahead log, and every process that opens it to read builds the graph anew and
*writes* it: readers would overwrite each other's files. With 2 that still befell a single row."""


class ChromaIndex:
    """A `PassageIndex` over a directory."""

    def __init__(self, path: Path, client: Client, collection: Collection) -> None:
        self._path = path
        self._collection = collection
        self.count = collection.count()
        """Passages in it."""
        # Closed when the last question that uses it is done, not when a newer version appears.
        weakref.finalize(self, _close, client)

    @classmethod
    def open(cls, path: Path) -> "ChromaIndex":
        """Open for reading. Raises `StoreError` when `path` holds no index or a damaged one."""
        if not (path / "chroma.sqlite3").is_file():
            raise _damaged(path, "its database is missing")
        # A lost graph goes unnoticed by count() and loses passages from searches; a damaged one
        # may end the process.
        try:
            whole = (path / DIGEST).read_text("utf-8") == _graph_digest(path)
        except (OSError, ValueError):
            whole = False
        if not whole:
            raise _damaged(path, "its graph is missing or was changed")
        with _told_as_damage(path):
            client = _client(path)
            try:
                collection = client.get_collection(COLLECTION, embedding_function=None)
                return cls(path, client, collection)
            except ChromaError:
                _close(client)
                raise

    @classmethod
    def write(cls, path: Path, passages: Sequence[Passage], embedded: Sequence[Embedded]) -> None:
        """Write a new index into the empty directory `path`; it is complete on disk on return.

        Raises `StoreError` when the disk does not take it."""
        try:
            cls._write(path, passages, embedded)
        except ChromaError as error:
            raise StoreError(
                f"The index of report {path.parent.parent.name}",
                f"it cannot be written: {error}",
                "See that the disk has room, then run the command again.",
            ) from error

    @classmethod
    def _write(cls, path: Path, passages: Sequence[Passage], embedded: Sequence[Embedded]) -> None:
        client = _client(path)
        try:
            collection = client.create_collection(
                COLLECTION,
                embedding_function=None,
                configuration={
                    "hnsw": {
                        "space": "cosine",
                        "ef_construction": WIDTH,
                        "ef_search": WIDTH,
                        "max_neighbors": NEIGHBOURS,
                        "sync_threshold": SYNC,
                        "batch_size": SYNC,
                    }
                },
            )
            for start in range(0, len(passages), BATCH):
                rows = passages[start : start + BATCH]
                collection.add(
                    ids=[row.id for row in rows],
                    embeddings=np.array(
                        [each.vector for each in embedded[start : start + BATCH]], dtype=np.float32
                    ),
                    metadatas=[{"kind": row.kind} for row in rows],
                )
            if collection.count() != len(passages):
                raise _damaged(path, f"{collection.count()} of {len(passages)} passages written")
        finally:
            _close(client)
        _blank_unused(path)
        tokens.write(path, [passage.id for passage in passages], embedded)
        (path / DIGEST).write_text(_graph_digest(path), "utf-8")

    def search(self, vector: Sequence[float], k: int) -> list[PassageHit]:
        """The `k` nearest passages, most similar first."""
        wanted = min(k, self.count)
        if wanted == 0:
            return []
        with _told_as_damage(self._path):
            found = self._collection.query(
                query_embeddings=np.asarray([vector], dtype=np.float32),
                n_results=wanted,
                include=["distances"],
            )
        distances = found["distances"]
        assert distances is not None  # included above
        return [
            PassageHit(passage, 1.0 - distance)
            for passage, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def embedded(self) -> Mapping[str, Embedded]:
        """Passage id → its vectors."""
        with _told_as_damage(self._path):
            rows = self._collection.get(include=["embeddings"])
        embeddings = rows["embeddings"]
        assert embeddings is not None  # included above
        codes = tokens.read(self._path)
        return {
            id: Embedded([float(x) for x in vector], codes.get(id))
            for id, vector in zip(rows["ids"], embeddings, strict=True)
        }


# Chroma shares what it knows of a path between its clients and lets one thread see it half made.
_making = threading.RLock()


def _client(path: Path) -> Client:
    with _making:
        try:
            client = _new_client(path)
        except (AttributeError, ValueError):
            # An attempt that failed earlier in this process, on a full disk for instance, left half
            # a client in Chroma's cache (1.5.9). To stumble over it has removed it.
            client = _new_client(path)
    assert isinstance(client, Client)  # its declared type lacks close()
    return client


def _close(client: Client) -> None:
    with _making:
        client.close()


def _new_client(path: Path) -> ClientAPI:
    return chromadb.PersistentClient(
        path=str(path), settings=ChromaSettings(anonymized_telemetry=False)
    )


def _blank_unused(path: Path) -> None:
    """Chroma writes a small graph with the room that it keeps for more rows, and what happened to
    lie in that memory before: vectors of a version that was opened earlier, of what was withdrawn
    since. The room stays, with noughts in it."""
    for graph in path.glob("*/data_level0.bin"):
        header = graph.with_name("header.bin").read_bytes()
        # Chroma 1.5.9's hnswlib begins with a version, an offset and the room; then come these.
        rows, size = struct.unpack_from("<QQ", header, 20)
        for file, width in ((graph, size), (graph.with_name("length.bin"), 4)):
            left = file.stat().st_size - rows * width
            if left < 0 or left % width:
                raise _damaged(path, f"{file.name} is not laid out as Chroma 1.5.9 does it")
            with file.open("r+b") as opened:
                opened.seek(rows * width)
                opened.write(bytes(left))


def _graph_digest(path: Path) -> str:
    """Digest of the files of the graph, which nobody changes once it is written."""
    digest = hashlib.sha256()
    for file in sorted(entry for entry in path.glob("*/*") if entry.is_file()):
        digest.update(f"{file.relative_to(path)}\x1f{file.stat().st_size}\x1f".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


@contextmanager
def _told_as_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except ChromaError as error:
        if not os.access(path, os.W_OK):
            raise StoreError(
                f"The index of report {path.parent.parent.name}",
                "its directory may not be written, which Chroma needs even to read",
                "Let this user write in FUNN_DATA, or set it to a copy that may be written.",
            ) from error
        raise _damaged(path, str(error)) from error


def _damaged(path: Path, why: str) -> StoreError:
    return StoreError(
        f"The index of report {path.parent.parent.name}",
        f"it cannot be used: {why}",
        "Run `funn rebuild`.",
    )
