"""A report in two versions, and what a store on disk looks like."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from service.domain import Group, Report
from service.index.base import Embedded
from service.index.embeddings import BundledEmbeddings, Embedder
from service.index.library import Library
from service.index.store import Store
from service.settings import Settings
from tests.reports import Chapter, F, Q, Topic, make_report

CHAPTER = Chapter("1 Skole")
NURSE = "Jeg ringer aldri, for de tar ikke telefonen."


def version(*changed: str, id: str = "skole", fictional: bool = False, more: int = 0) -> Report:
    """A small report; `changed` are findings put behind the rest, `more` adds as many others."""
    return make_report(
        CHAPTER,
        Topic("Fravær"),
        F("Lærerne opplever at fraværet øker.", (Group(role="lærer"),)),
        F("Foreldrene savner kontakt med skolen.", (Group(role="forelder"),)),
        Q("Vi vet ikke hvem vi skal ringe til.", role="forelder"),
        Topic("Samarbeid"),
        F("Helsesykepleieren er til stede én dag i uken."),
        Q(NURSE, role="helsesykepleier", sector="kommune"),
        *(F(text) for text in changed),
        *(F(f"Tiltak nummer {n} ble prøvd ut på trinn {n % 10}.") for n in range(more)),
        id=id,
        fictional=fictional,
    )


def found(library: Library, text: str, id: str = "skole") -> str:
    """The text of the source that is nearest to `text`."""
    opened = library.snapshot().reports[id]
    (hit,) = opened.index.search(library.embedder.query(text), 1)
    return opened.sources[opened.passages[hit.passage].sources[0]].text


def digests(folder: Path, pattern: str = "*") -> dict[str, str]:
    """Relative path → digest of each file below `folder`."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob(pattern))
        if path.is_file()
    }


def drafts(data: Path) -> list[Path]:
    """What a writer that was stopped has left."""
    return [*data.rglob(".writing-*"), *data.rglob(".current.json")]


class CountingEmbeddings(BundledEmbeddings):
    """The bundled embedder, which remembers the passages it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def passages(self, texts: Sequence[str]) -> list[Embedded]:
        self.seen.extend(texts)
        return super().passages(texts)


@cache
def embeddings() -> CountingEmbeddings:
    """One for all tests: loading it takes a while."""
    return CountingEmbeddings()


def store_in(data: Path) -> Store:
    """A store whose embedder counts."""
    return Store(Settings(data=data), Embedder(embeddings(), embeddings().identity))
