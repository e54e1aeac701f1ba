"""The live reports, opened for asking. What a question sees is one snapshot from end to end."""

import copy
import re
import threading
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np

from service.contract import ReportRef
from service.domain import Group, Passage, Report, Section, Source
from service.errors import InputError, StoreError
from service.index import canonical
from service.index.base import PassageIndex
from service.index.chroma import ChromaIndex
from service.index.embeddings import Embedder
from service.index.lexical import Lexical
from service.index.passages import SPLITTER, cut_passages
from service.index.store import Store, read_manifest
from service.vocabulary.groups import group_vocabulary

_NUMBER = re.compile(r"^\d+(?:\.\d+)*\.?\s+")


class OpenReport:
    """One version of a report with its index. Immutable."""

    def __init__(self, report: Report, version: str, index: PassageIndex) -> None:
        self.report = report
        self.index = index
        self.ref = ReportRef(
            id=report.id,
            version=version,
            title=report.title,
            publisher=report.publisher,
            year=report.year,
            fictional=report.fictional,
        )
        self.passages: dict[str, Passage] = {p.id: p for p in cut_passages(report)}
        self.sources: dict[str, Source] = {s.id: s for s in report.sources}
        self.sections: dict[str, Section] = {s.id: s for s in report.sections}
        self.order: dict[str, int] = {s.id: at for at, s in enumerate(report.sources)}
        self.speakers: frozenset[Group] = frozenset(q.speaker.group for q in report.quotes)
        """Groups that were interviewed, as far as quotes show it."""
        self.named: frozenset[Group] = self.speakers | frozenset(
            mention.group for mention in group_vocabulary().find(report.canonical)
        )
        """Groups that the report speaks of at all."""

        self.around: dict[str, frozenset[Group]] = {
            source.id: frozenset(self._named_around(source)) for source in report.findings
        }
        """Finding id → the groups that its lead-in and headings name for it ("Fastlegene peker på
        flere årsaker:")."""

        self._places: dict[str, set[str]] = {}
        for source in report.sources:
            if source.headings:
                self._places.setdefault(source.headings[-1], set()).add(source.block)

    def _named_around(self, source: Source) -> Iterator[Group]:
        for part in (*self.sections[source.section].path, source.context):
            for mention in group_vocabulary().find(part):
                yield mention.group

    def topic(self, source: Source) -> str:
        """A name for what a source is about: its innermost heading without its number, with the
        one above before it where the report has that heading in several places."""
        section = self.sections[source.section].path[-1]
        inner = source.headings[-1] if source.headings else section
        name = _NUMBER.sub("", inner).rstrip(" .:")
        if inner == section or len(self._places[inner]) == 1:
            return name
        above = source.headings[-2] if len(source.headings) > 1 else section
        return f"{_NUMBER.sub('', above)}: {name}"

    def is_aside(self, passage: str) -> bool:
        """Whether a passage tells how the study was made, which is no finding on its topic."""
        source = self.sources[self.passages[passage].sources[0]]
        return self.sections[source.section].method

    def block_of(self, passage: str) -> str:
        """The block that a passage stands in; that of its first source where it speaks for more."""
        return self.sources[self.passages[passage].sources[0]].block

    def heading(self, source: Source) -> str:
        """The heading that a source stands under, with its section's where it has one of its own:
        "5.2 Video › Ulemper". Alone, headings such as that repeat."""
        section = self.sections[source.section].path[-1]
        inner = source.headings[-1] if source.headings else section
        return section if inner == section else f"{section} › {inner}"


class Snapshot:
    """The reports that were live at one moment, with one word index over all of them."""

    def __init__(self, reports: Sequence[OpenReport]) -> None:
        self.reports = {opened.report.id: opened for opened in reports}
        self.rows: list[tuple[str, str]] = [
            (opened.report.id, passage) for opened in reports for passage in opened.passages
        ]
        """(report id, passage id) of each row of `lexical`."""
        self.row_of = {key: row for row, key in enumerate(self.rows)}
        self.blocks = [
            (report, self.reports[report].block_of(passage)) for report, passage in self.rows
        ]
        """The block that each row stands in."""
        self.aside = np.array(
            [self.reports[report].is_aside(passage) for report, passage in self.rows],
            dtype=np.bool_,
        )
        """Whether each row tells how the study was made."""
        self.lexical = Lexical(
            [self.reports[report].passages[passage].text for report, passage in self.rows],
            [self.reports[report].report.language for report, _ in self.rows],
        )

    def only(self, ids: Collection[str]) -> "Snapshot":
        """This moment, with only the reports in `ids` to be asked; all if it is empty."""
        if not ids:
            return self
        narrowed = copy.copy(self)  # the rows and their index stay: they are searched by report
        narrowed.reports = {id: opened for id, opened in self.reports.items() if id in ids}
        return narrowed

    @property
    def speakers(self) -> frozenset[Group]:
        """Groups that were interviewed in any of the reports."""
        return frozenset(g for opened in self.reports.values() for g in opened.speakers)

    def source(self, id: str) -> tuple[OpenReport, Source]:
        """The source with this id and the report it is in. Raises `InputError` if none has it."""
        for opened in self.reports.values():
            if source := opened.sources.get(id):
                return opened, source
        raise InputError(
            f"Source {id[:80]}",
            "no loaded report has it",
            "Run `funn sources` to list those that there are.",
        )


class Library:
    """Opens what the store's pointers name, and opens anew when they change. Thread-safe."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._opened: dict[Path, OpenReport] = {}
        self._snapshot = Snapshot([])
        self._loaded = False

    @property
    def embedder(self) -> Embedder:
        """The embedder that questions are put through: the one that the indexes were built with."""
        return self._store.embedder

    def snapshot(self) -> Snapshot:
        """The live reports as of now. Raises `StoreError` if one cannot be used."""
        with self._lock:
            folders = list(self._store.pointers().values())
            if not self._loaded or folders != list(self._opened):
                self._opened = {f: self._opened.get(f) or self._open(f) for f in folders}
                self._snapshot = Snapshot(list(self._opened.values()))
                self._loaded = True
            return self._snapshot

    def _open(self, folder: Path) -> OpenReport:
        manifest = read_manifest(folder)
        embedder = self.embedder.identity
        for what, built, now in (
            ("embedder", manifest.embedder.name, embedder.name),
            ("embedder's preparation", manifest.embedder.scheme, embedder.scheme),
            ("vector length", manifest.embedder.dimension, embedder.dimension),
            ("cut into passages", manifest.splitter, SPLITTER),
        ):
            if built != now:
                raise StoreError(
                    f"Report {manifest.id}",
                    f"its index was built with another {what} ({built}) than is set now ({now})",
                    "Run `funn rebuild`, or set the embedder that it was built with.",
                )
        report = canonical.read(folder / "report.json", manifest.version)
        index = ChromaIndex.open(folder / "chroma")
        opened = OpenReport(report, manifest.version, index)
        if index.count != len(opened.passages):
            raise StoreError(
                f"Report {manifest.id}",
                f"its index holds {index.count} passages of {len(opened.passages)}",
                "Run `funn rebuild`.",
            )
        return opened
