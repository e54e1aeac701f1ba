"""Where reports live: one directory a version, one pointer a report, one writer at a time.

    <data>/lock                              held by the process that writes
    <data>/reports/<id>/current.json         which version is live; replaced in one step
    <data>/reports/<id>/<version>/report.json   the canonical report: the truth
                                  manifest.json who embedded it, how it was cut
                                  chroma/       the vectors; can be rebuilt

A version is written whole under another name, then renamed, then pointed to. A reader sees the old
one or the new one, never a mixture; a kill at any moment leaves the old one live.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from service.domain import Frozen, Report
from service.errors import InputError, StoreBusyError, StoreError
from service.index import canonical
from service.index.chroma import ChromaIndex
from service.index.embeddings import Embedder, EmbedderIdentity, build_embedder
from service.index.passages import SPLITTER, cut_passages
from service.settings import Settings

Progress = Callable[[int, int], None]
"""Told how many of how many passages are embedded."""


class Manifest(Frozen):
    """What a version remembers about how it was built."""

    id: str
    version: str
    embedder: EmbedderIdentity
    splitter: str
    fictional: bool


class Stored(Frozen):
    """What storing a report did."""

    id: str
    version: str
    embedded: int
    """Passages embedded now."""
    reused: int
    """Passages whose vectors were taken over from the version before."""
    unchanged: bool
    """Whether this very version was live already, so that nothing was written."""


class Store:
    """The store in the settings' data directory. Cheap to make; the embedder is loaded on need."""

    def __init__(self, settings: Settings) -> None:
        self.root = settings.data
        self._settings = settings
        self._embedder: Embedder | None = None

    @property
    def embedder(self) -> Embedder:
        """The embedder that the settings name."""
        if self._embedder is None:
            self._embedder = build_embedder(self._settings)
        return self._embedder

    def pointers(self) -> dict[str, Path]:
        """Report id → the directory of its live version, in the order of ids."""
        reports = self.root / "reports"
        if not reports.is_dir():
            return {}
        found = {}
        for folder in sorted(reports.iterdir()):
            try:
                pointer = json.loads((folder / "current.json").read_text("utf-8"))
            except FileNotFoundError:
                continue  # being written for the first time, or half removed
            found[folder.name] = folder / pointer["directory"]
        return found

    def manifests(self) -> list[Manifest]:
        """The live version of each report, in the order of ids."""
        return [read_manifest(folder) for folder in self.pointers().values()]

    def put(self, report: Report, progress: Progress | None = None) -> Stored:
        """Store `report` as the live version of its id, embedding only passages that are new.

        Raises `StoreError` if it is fictional and the store holds real reports or the other way
        round, `StoreBusyError` if another process writes.
        """
        with self._writing():
            for other in self.manifests():
                if other.id != report.id and other.fictional != report.fictional:
                    kinds = ("real reports", "fictional ones")
                    raise StoreError(
                        f"Report {report.id}",
                        f"it is {'fictional' if report.fictional else 'real'} and this store holds "
                        f"{kinds[other.fictional]}, which are never mixed",
                        "Use a store of its own: set FUNN_DATA to another directory.",
                    )
            return self._write(report, progress)

    def remove(self, id: str) -> None:
        """Take a report and all its versions out of the store, from disk too."""
        with self._writing():
            folder = self._folder(id)
            (folder / "current.json").unlink()  # from here on nobody finds it
            shutil.rmtree(folder)

    def rebuild(self, id: str, progress: Progress | None = None) -> Stored:
        """Build the index of a report anew from its canonical file, with today's embedder."""
        with self._writing():
            self._folder(id)
            folder = self.pointers()[id]
            report = canonical.read(folder / "report.json", read_manifest(folder).version)
            return self._write(report, progress, anew=True)

    def _folder(self, id: str) -> Path:
        folder = self.root / "reports" / id
        if id not in self.pointers():
            loaded = ", ".join(self.pointers()) or "none"
            raise InputError(
                f"Report {id}",
                f"it is not in the store (loaded: {loaded})",
                "Run `funn reports` to see what is.",
            )
        return folder

    def _write(self, report: Report, progress: Progress | None, anew: bool = False) -> Stored:
        encoded = canonical.encode(report)
        version = canonical.version_of(encoded)
        identity = self.embedder.identity
        home = self.root / "reports" / report.id
        name = (
            f"{version.removeprefix('sha256:')[:16]}-{identity.digest}-{SPLITTER.replace('/', '')}"
        )
        live = self.pointers().get(report.id)
        passages = cut_passages(report)
        if live is not None and live.name == name and not anew:
            return Stored(
                id=report.id, version=version, embedded=0, reused=len(passages), unchanged=True
            )
        known = {} if live is None or anew else _known_vectors(live, identity)
        fresh = [passage for passage in passages if passage.id not in known]
        done = 0

        def tell(more: int) -> None:
            nonlocal done
            done += more
            if progress:
                progress(done, len(fresh))

        vectors = dict(known)
        embedded = self.embedder.passages([passage.text for passage in fresh], tell)
        vectors.update((p.id, vector) for p, vector in zip(fresh, embedded, strict=True))

        draft = home / f".writing-{os.getpid()}"
        _clear_drafts(home)
        draft.mkdir(parents=True)
        try:
            (draft / "report.json").write_bytes(encoded)
            manifest = Manifest(
                id=report.id,
                version=version,
                embedder=identity,
                splitter=SPLITTER,
                fictional=report.fictional,
            )
            (draft / "manifest.json").write_text(manifest.model_dump_json(indent=1), "utf-8")
            ChromaIndex.write(draft / "chroma", passages, [vectors[p.id] for p in passages])
            _sync(draft)
            final = home / name
            if final.exists():  # a rebuild, or a version that was live before
                name = f"{name}-{_next_number(home, name)}"
                final = home / name
            draft.rename(final)
            _point(home, name, version)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return Stored(
            id=report.id,
            version=version,
            embedded=len(fresh),
            reused=len(passages) - len(fresh),
            unchanged=False,
        )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the store's lock, which the system drops when the process ends, however it ends."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = (self.root / "lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise StoreError(
                f"The data directory {self.root}",
                f"it cannot be written ({error.strerror})",
                "Set FUNN_DATA to a directory that you may write.",
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                raise StoreBusyError(
                    f"The store {self.root}",
                    f"process {holder} is writing to it",
                    "Wait until it is done, then run the command again.",
                ) from None
            lock.seek(0)
            lock.truncate()
            lock.write(str(os.getpid()))
            lock.flush()
            yield


def read_manifest(folder: Path) -> Manifest:
    """How the version in `folder` was built."""
    try:
        return Manifest.model_validate_json((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(
            f"Report {folder.parent.name}",
            "its manifest is missing or damaged",
            f"Ingest it again: `funn ingest PATH --id {folder.parent.name}`.",
        ) from error


def _known_vectors(live: Path, identity: EmbedderIdentity) -> dict[str, list[float]]:
    """Vectors of the live version that the same embedder made; none if it cannot be read."""
    manifest = read_manifest(live)
    if manifest.embedder != identity:
        return {}
    try:
        index = ChromaIndex.open(live / "chroma")
    except StoreError:
        return {}  # damaged: embed everything again
    return {id: list(vector) for id, vector in index.vectors().items()}


def _point(home: Path, name: str, version: str) -> None:
    new = home / ".current.json"
    new.write_text(json.dumps({"directory": name, "version": version}) + "\n", "utf-8")
    _sync(new)
    os.replace(new, home / "current.json")
    _sync(home)


def _clear_drafts(home: Path) -> None:
    """Remove what a killed writer left; the lock is held, so nobody is at work on it."""
    for leftover in home.glob(".writing-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _next_number(home: Path, name: str) -> int:
    return 1 + sum(1 for _ in home.glob(f"{name}-*"))


def _sync(path: Path) -> None:
    """Have `path`, and all that is in it, on the disk before going on."""
    for entry in [path, *path.rglob("*")] if path.is_dir() else [path]:
        descriptor = os.open(entry, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
