"""Where reports live: one directory a version, one pointer a report, one writer at a time.

    <data>/lock                held by the process that writes
    <data>/tombstones.json     what was withdrawn, without its text (service.index.tombstones)
    <data>/reports/<id>/       the versions of a report (service.index.versions)

A reader sees the old version or the new one, never a mixture; a kill at any moment leaves the old
one live.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from service.domain import Report
from service.errors import InputError, StoreError
from service.index import canonical, disk
from service.index.embeddings import Embedder, build_embedder
from service.index.lock import locked
from service.index.passages import cut_passages
from service.index.tombstones import Stamp, Tombstones
from service.index.versions import (
    Home,
    Manifest,
    digest_of,
    read_manifest,
    read_raw,
    read_report,
    target_of,
    usable,
)
from service.index.withdrawal import Erased, Withdrawn, entombed, erase
from service.index.writing import Progress, Stored, Writer, stored
from service.settings import Outside, Settings


class Live(NamedTuple):
    """A report's live version."""

    folder: Path
    barred: bool


class State(NamedTuple):
    """What is live at a moment, to be compared with another moment's."""

    live: tuple[Live, ...]
    tombstones: Stamp | None


class Store:
    """The store in the settings' data directory. Cheap to make; the embedder is loaded on need."""

    def __init__(self, settings: Settings, embedder: Embedder | None = None) -> None:
        self.root = settings.data
        self._settings = settings
        self._embedder = embedder
        self._writer = Writer(
            lambda: self.embedder, lambda home: not (home.barred and self._remote)
        )

    @property
    def embedder(self) -> Embedder:
        """The embedder that the settings name."""
        if self._embedder is None:
            self._embedder = build_embedder(self._settings)
        return self._embedder

    @property
    def outside(self) -> Outside:
        """The services that the settings name."""
        return self._settings.outside

    def pointers(self) -> dict[str, Path]:
        """Report id → the directory of its live version, in the order of ids.

        Raises `StoreError` if a pointer or the data directory cannot be read."""
        return {home.id: live for home in self.homes() if (live := home.live) is not None}

    def manifests(self) -> list[Manifest]:
        """The live version of each report, in the order of ids."""
        return [read_manifest(folder) for folder in self.pointers().values()]

    def report(self, id: str) -> Report:
        """The live version of a report, without what was withdrawn. Raises `InputError` if there is
        none."""
        home = self.home(id)
        live = home.live
        if live is None:
            raise never_whole(id)
        report = read_report(live).model_copy(update={"barred": home.barred})
        stones = Tombstones.load(self.root)
        return stones.applied(report, read_raw(live))[0] if stones.pending else report

    def state(self) -> State:
        """What is live now. Raises `StoreError` as `pointers` does."""
        live = (Live(folder, home.barred) for home in self.homes() if (folder := home.live))
        return State(tuple(live), Tombstones.stamp(self.root))

    def homes(self) -> list[Home]:
        """The directory of each report, also of those that are half written or half removed."""
        reports = self.root / "reports"
        try:
            return [Home(folder) for folder in sorted(reports.iterdir()) if folder.is_dir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(
                f"The data directory {self.root}",
                f"it cannot be read ({error.strerror})",
                "Set FUNN_DATA to a directory that you may read and write.",
            ) from error

    def home(self, id: str) -> Home:
        """The directory of the report `id`. Raises `InputError` if there is none."""
        homes = self.homes()
        for home in homes:
            if home.id == id:
                return home
        raise InputError(
            f"Report {id}",
            f"it is not in the store (loaded: {', '.join(home.id for home in homes) or 'none'})",
            "Run `funn reports` to see what is.",
        )

    def put(
        self, report: Report, raw: str | None = None, progress: Progress | None = None
    ) -> Stored:
        """Store `report` as the live version of its id, embedding only passages that are new; what
        was withdrawn is left out. What was stored under that id may be damaged. `raw` is the text
        that the sources' `raw` spans count in, where that is the reader's own and no file that was
        handed in.

        Raises `StoreError` if it is fictional and the store holds real reports or the other way
        round, or if it is barred and a remote embedder is set; `StoreBusyError` if another process
        writes.
        """
        with self._writing():
            home = Home(self.root / "reports" / report.id)
            home.refuse_newer()
            self._refuse_mixing(report)
            self.refuse_sending(report.id, report.barred or home.barred)
            stones = Tombstones.load(self.root)
            cleaned, covered = stones.applied(report, raw)
            if report.barred:
                home.path.mkdir(parents=True, exist_ok=True)
                home.bar(True)  # first: at no moment is it live and not barred
            done = self._writer.write(home, cleaned, covered, digest_of(raw), "ingested", progress)
            self._resume()  # now: what was damaged is not live any more
            again = len(report.sources) - len(cleaned.sources)
            return done.model_copy(update={"withdrawn": again})

    def remove(self, id: str) -> None:
        """Take a report and all its versions out of the store, from disk too. One that is damaged,
        half written or half removed as well. What was withdrawn from it stays withdrawn."""
        with self._writing():
            home = self.home(id)
            (home.path / "current.json").unlink(missing_ok=True)  # now nobody finds it
            disk.remove(home.path)

    def rebuild(self, id: str, progress: Progress | None = None) -> Stored:
        """Build the index of a report anew from its canonical file, with today's embedder."""
        with self._writing():
            self._resume()
            home = self.home(id)
            live = home.live
            if live is None:
                raise never_whole(id)
            self.refuse_sending(id, home.barred)
            return self._writer.write_again(home, live, progress, anew=True)

    def rollback(self, id: str, to: str | None = None) -> Stored:
        """Make an older version live: the one before, or that whose digest begins with `to`.

        Raises `InputError` if there is no such version."""
        with self._writing():
            self._resume()
            home = self.home(id)
            target = target_of(home, to)
            report = read_report(target.folder)
            self._refuse_mixing(report)
            passages = cut_passages(report)
            manifest = self._writer.manifest(report, read_manifest(target.folder).raw, "ingested")
            if usable(target.folder, manifest.build, canonical.encode(report), len(passages)):
                home.switch(target.folder, home.folders())
                return stored(manifest, embedded=0, reused=len(passages))
            self.refuse_sending(id, home.barred)
            return self._writer.write_again(home, target.folder)

    def prune(self, id: str, keep: int = 0) -> int:
        """Remove a report's older versions from disk, but for the `keep` newest of them; how many
        were removed."""
        with self._writing():
            self._resume()
            home = self.home(id)
            live = home.live
            if live is None:
                home.clear()
                return 0
            others = [version.folder for version in home.versions() if not version.live]
            kept = others[max(0, len(others) - keep) :]
            home.switch(live, kept)
            home.clear()
            return len(others) - len(kept)

    def bar(self, id: str, barred: bool = True) -> None:
        """Mark a report as one whose text may not leave the machine, or lift that."""
        with self._writing():
            self.home(id).bar(barred)

    def withdraw(self, ids: Collection[str]) -> Withdrawn:
        """Erase sources from every version of every report, and whatever repeats their words, and
        remember without their text that they are not to come back.

        Raises `InputError` before anything is done if no version has one of them; `StoreError` if a
        version could not be read: they are out of every answer then, and the next try goes on."""
        with self._writing():
            stones = entombed(self.homes(), ids, Tombstones.load(self.root))
            stones.save(self.root)  # in force from here on
            done = self._erase(stones)
            if done.failures:
                raise done.failures[0]
            return Withdrawn(
                sources=tuple(dict.fromkeys(ids)),
                repeated=len(done.sources - stones.sources),
                reports=tuple(done.reports),
                versions=done.versions,
                damaged=done.damaged,
            )

    def _resume(self) -> None:
        """Complete a withdrawal that was broken off, as far as versions can be read."""
        stones = Tombstones.load(self.root)
        if stones.pending:
            self._erase(stones)

    def _erase(self, stones: Tombstones) -> Erased:
        done = erase(self.homes(), stones, self._writer.rewrite)
        if not done.failures:
            stones.settled().save(self.root)
        return done

    @property
    def _remote(self) -> bool:
        return self._settings.embedding_model is not None

    def refuse_sending(self, id: str, barred: bool) -> None:
        """Raise `StoreError` if a barred report would be sent to an embedding service."""
        if barred and self._remote:
            raise StoreError(
                f"Report {id}",
                f"it is barred from services outside this machine, and "
                f"{self._settings.embedding_model} is one",
                "Unset FUNN_EMBEDDING_MODEL: the embedder that comes with Funn runs here.",
            )

    def _refuse_mixing(self, report: Report) -> None:
        """Raise `StoreError` if real and fictional reports would be together."""
        for home in self.homes():
            live = home.live if home.id != report.id else None
            other = read_manifest(live) if live else None
            if other and other.fictional != report.fictional:
                kinds = ("real reports", "fictional ones")
                raise StoreError(
                    f"Report {report.id}",
                    f"it is {'fictional' if report.fictional else 'real'} and this store holds "
                    f"{kinds[other.fictional]}, which are never mixed",
                    "Use a store of its own: set FUNN_DATA to another directory.",
                )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the store's lock, which the system drops when the process ends, however it ends."""
        with disk.writing_to(self.root), locked(self.root):
            yield


def never_whole(id: str) -> InputError:
    """A report whose first version was never written to its end, or that is half removed."""
    return InputError(
        f"Report {id}",
        "it was never stored whole",
        f"Ingest it again: `funn ingest PATH --id {id}`.",
    )
