"""The live reports, opened for asking. What a question sees is one snapshot from end to end."""

import copy
import re
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from service.contract import ReportRef
from service.domain import Group, Passage, Report, Section, Source
from service.errors import InputError, StoreError, WithdrawnError
from service.index import canonical
from service.index.base import Codes, Embedded, PassageHit, PassageIndex
from service.index.chroma import ChromaIndex
from service.index.embeddings import Embedder
from service.index.passages import SPLITTER, cut_passages
from service.index.rows import Rows
from service.index.store import Live, State, Store
from service.index.tombstones import Stamp, Tombstones
from service.index.versions import read_manifest, read_raw, read_report
from service.settings import Outside
from service.vocabulary.groups import group_vocabulary

_Key = tuple[Live, Stamp | None]
"""What an open report was opened as: its version, and the withdrawal that it was opened under."""
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
        known = index.embedded()
        if missing := [id for id in self.passages if id not in known]:
            raise StoreError(
                f"Report {report.id}",
                f"its index holds other passages than the report has: {len(missing)} are missing",
                "Run `funn rebuild`.",
            )
        embedded = [known[id] for id in self.passages]
        self.vectors: npt.NDArray[np.float32] = np.array(
            [each.vector for each in embedded], dtype=np.float32
        )
        """Unit vectors of the passages, in their order."""
        self.tokens: list[Codes | None] = [each.tokens for each in embedded]
        """Vectors of the tokens of each passage, in their order."""
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

    def heading(self, source: Source) -> str:
        """The heading that a source stands under, with its section's where it has one of its own:
        "5.2 Video › Ulemper". Alone, headings such as that repeat."""
        section = self.sections[source.section].path[-1]
        inner = source.headings[-1] if source.headings else section
        return section if inner == section else f"{section} › {inner}"


class Left:
    """An index of a report that some sources have been taken out of since: it finds only passages
    that are left, unchanged."""

    def __init__(self, index: PassageIndex, before: Report, after: Report) -> None:
        self._index = index
        self._passages = {passage.id for passage in cut_passages(after)}
        self._lost = sum(p.id not in self._passages for p in cut_passages(before))

    def search(self, vector: Sequence[float], k: int) -> list[PassageHit]:
        """The `k` nearest of them."""
        hits = self._index.search(vector, k + self._lost)
        return [hit for hit in hits if hit.passage in self._passages][:k]

    def embedded(self) -> Mapping[str, Embedded]:
        """Passage id → its vectors; noughts where it has lost a heading or lead-in that repeated
        what was withdrawn, as it is not embedded without it yet."""
        kept = self._index.embedded()
        some = next(iter(kept.values()), Embedded(()))
        nothing = Embedded((0.0,) * len(some.vector))
        return {id: kept.get(id, nothing) for id in self._passages}


class Snapshot:
    """The reports that were live at one moment, with what can be searched of them all."""

    def __init__(
        self, reports: Sequence[OpenReport], withdrawn: Collection[str] = frozenset()
    ) -> None:
        self.withdrawn = withdrawn
        """Ids of sources that were erased and are not to come back."""
        self.reports = {opened.report.id: opened for opened in reports}
        self.rows = Rows(reports)
        """What can be searched of them."""

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
        """The source with this id and the report it is in. Raises `InputError` if none has it,
        `WithdrawnError` if one had."""
        for opened in self.reports.values():
            if source := opened.sources.get(id):
                return opened, source
        if id in self.withdrawn:
            raise WithdrawnError(
                f"Source {id}",
                "it was withdrawn and erased",
                "Remove it from what cites it.",
            )
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
        self._opened: dict[_Key, OpenReport] = {}
        self._snapshot = Snapshot([])
        self._state: State | None = None

    @property
    def embedder(self) -> Embedder:
        """The embedder that questions are put through: the one that the indexes were built with.

        Raises `StoreError` if it is a remote one and a report is barred."""
        for home in self._store.homes():
            self._store.refuse_sending(home.id, home.barred)
        return self._store.embedder

    @property
    def outside(self) -> Outside:
        """What gets text from here."""
        return self._store.outside

    def snapshot(self) -> Snapshot:
        """The live reports as of now. Raises `StoreError` if one cannot be used."""
        with self._lock:
            state = self._store.state()
            while state != self._state:
                try:
                    self._load(state)
                except StoreError:
                    now = self._store.state()
                    if now == state:
                        raise
                    state = now  # it was switched, and the old one removed, while it was opened
            return self._snapshot

    def _load(self, state: State) -> None:
        stones = Tombstones.load(self._store.root)
        known = self._opened
        withdrawing = state.tombstones if stones.pending else None
        keys = [(live, withdrawing) for live in state.live]
        self._opened = {key: known.get(key) or self._open(key[0], stones) for key in keys}
        self._snapshot = Snapshot(list(self._opened.values()), stones.sources)
        self._state = state

    def _open(self, live: Live, stones: Tombstones) -> OpenReport:
        manifest = read_manifest(live.folder)
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
        report = read_report(live.folder).model_copy(update={"barred": live.barred})
        index = ChromaIndex.open(live.folder / "chroma")
        passages = len(cut_passages(report))
        if index.count != passages:
            raise StoreError(
                f"Report {manifest.id}",
                f"its index holds {index.count} passages of {passages}",
                "Run `funn rebuild`.",
            )
        if stones.pending:
            left, _ = stones.applied(report, read_raw(live.folder))
            if left != report:  # what the withdrawal will make of it, once it is done
                version = canonical.version_of(canonical.encode(left))
                return OpenReport(left, version, Left(index, report, left))
        return OpenReport(report, manifest.version, index)
