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
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from service.domain import Frozen, Passage, Report
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

    def __init__(self, settings: Settings, embedder: Embedder | None = None) -> None:
        self.root = settings.data
        self._settings = settings
        self._embedder = embedder

    @property
    def embedder(self) -> Embedder:
        """The embedder that the settings name."""
        if self._embedder is None:
            self._embedder = build_embedder(self._settings)
        return self._embedder

    def pointers(self) -> dict[str, Path]:
        """Report id → the directory of its live version, in the order of ids.

        Raises `StoreError` if a pointer or the data directory cannot be read."""
        return {
            folder.name: live for folder in self._homes() if (live := _live(folder)) is not None
        }

    def manifests(self) -> list[Manifest]:
        """The live version of each report, in the order of ids."""
        return [read_manifest(folder) for folder in self.pointers().values()]

    def _homes(self) -> list[Path]:
        """The directory of each report, also of those that are half written or half removed."""
        reports = self.root / "reports"
        try:
            return sorted(folder for folder in reports.iterdir() if folder.is_dir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(
                f"The data directory {self.root}",
                f"it cannot be read ({error.strerror})",
                "Set FUNN_DATA to a directory that you may read and write.",
            ) from error

    def put(self, report: Report, progress: Progress | None = None) -> Stored:
        """Store `report` as the live version of its id, embedding only passages that are new. What
        was stored under that id may be damaged.

        Raises `StoreError` if it is fictional and the store holds real reports or the other way
        round, `StoreBusyError` if another process writes.
        """
        with self._writing():
            for home in self._homes():
                live = _live(home) if home.name != report.id else None
                other = read_manifest(live) if live else None
                if other and other.fictional != report.fictional:
                    kinds = ("real reports", "fictional ones")
                    raise StoreError(
                        f"Report {report.id}",
                        f"it is {'fictional' if report.fictional else 'real'} and this store holds "
                        f"{kinds[other.fictional]}, which are never mixed",
                        "Use a store of its own: set FUNN_DATA to another directory.",
                    )
            return self._write(report, progress)

    def remove(self, id: str) -> None:
        """Take a report and all its versions out of the store, from disk too. One that is damaged,
        half written or half removed as well."""
        with self._writing():
            for home in self._homes():
                if home.name == id:
                    (home / "current.json").unlink(missing_ok=True)  # now nobody finds it
                    shutil.rmtree(home)
                    return
            raise self._unknown(id)

    def rebuild(self, id: str, progress: Progress | None = None) -> Stored:
        """Build the index of a report anew from its canonical file, with today's embedder."""
        with self._writing():
            live = self.pointers().get(id)
            if live is None:
                raise self._unknown(id)
            report = canonical.read(live / "report.json", read_manifest(live).version)
            return self._write(report, progress, anew=True)

    def _unknown(self, id: str) -> InputError:
        loaded = ", ".join(home.name for home in self._homes()) or "none"
        return InputError(
            f"Report {id}",
            f"it is not in the store (loaded: {loaded})",
            "Run `funn reports` to see what is.",
        )

    def _write(self, report: Report, progress: Progress | None, anew: bool = False) -> Stored:
        encoded = canonical.encode(report)
        manifest = Manifest(
            id=report.id,
            version=canonical.version_of(encoded),
            embedder=self.embedder.identity,
            splitter=SPLITTER,
            fictional=report.fictional,
        )
        home = self.root / "reports" / report.id
        passages = cut_passages(report)
        try:
            _clear_drafts(home)
            if not anew and _is_live(home, manifest, encoded, len(passages)):
                return _stored(manifest, embedded=0, reused=len(passages), unchanged=True)
            known = {} if anew else _known_vectors(home, manifest.embedder)
            fresh = [passage for passage in passages if passage.id not in known]
            vectors = known | self._embed(fresh, progress)
            _save(home, manifest, encoded, passages, [vectors[p.id] for p in passages])
        except OSError as error:
            raise StoreError(
                f"The data directory {self.root}",
                f"it cannot be written ({error.strerror})",
                "See that the disk has room and that you may write there; then run the command "
                "again.",
            ) from error
        return _stored(manifest, len(fresh), len(passages) - len(fresh), unchanged=False)

    def _embed(
        self, fresh: Sequence[Passage], progress: Progress | None
    ) -> dict[str, Sequence[float]]:
        done = 0

        def tell(more: int) -> None:
            nonlocal done
            done += more
            if progress:
                progress(done, len(fresh))

        vectors = self.embedder.passages([passage.text for passage in fresh], tell)
        return {passage.id: vector for passage, vector in zip(fresh, vectors, strict=True)}

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


def _stored(manifest: Manifest, embedded: int, reused: int, unchanged: bool) -> Stored:
    return Stored(
        id=manifest.id,
        version=manifest.version,
        embedded=embedded,
        reused=reused,
        unchanged=unchanged,
    )


def _live(home: Path) -> Path | None:
    """The directory of a report's live version; None while it is written for the first time, and
    when it is half removed."""
    try:
        pointer = json.loads((home / "current.json").read_text("utf-8"))
        return home / str(pointer["directory"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise StoreError(
            f"Report {home.name}",
            "the file that names its live version is damaged",
            f"Ingest it again: `funn ingest PATH --id {home.name}`.",
        ) from error


def _is_live(home: Path, manifest: Manifest, encoded: bytes, passages: int) -> bool:
    """Whether what is to be written is live already, and whole."""
    try:
        live = _live(home)
        return (
            live is not None
            and read_manifest(live) == manifest
            and (live / "report.json").read_bytes() == encoded
            and ChromaIndex.open(live / "chroma").count == passages
        )
    except (OSError, StoreError):
        return False


def _known_vectors(home: Path, identity: EmbedderIdentity) -> dict[str, Sequence[float]]:
    """Vectors of the live version that the same embedder made; none if it cannot be read."""
    try:
        live = _live(home)
        if live is None or read_manifest(live).embedder != identity:
            return {}
        return dict(ChromaIndex.open(live / "chroma").vectors())
    except StoreError:
        return {}  # damaged: embed everything again


def _save(
    home: Path,
    manifest: Manifest,
    encoded: bytes,
    passages: Sequence[Passage],
    vectors: Sequence[Sequence[float]],
) -> None:
    """Write a version whole, then switch to it."""
    # Names that were never used: who holds an older version open must see that this is another, and
    # Chroma keeps what it knows of a path for as long as the process lives.
    name = f"{manifest.version.removeprefix('sha256:')[:16]}-{secrets.token_hex(4)}"
    draft = home / f".writing-{name}"
    draft.mkdir(parents=True)
    try:
        (draft / "report.json").write_bytes(encoded)
        (draft / "manifest.json").write_text(manifest.model_dump_json(indent=1), "utf-8")
        ChromaIndex.write(draft / "chroma", passages, vectors)
        _sync(draft)
        draft.rename(home / name)
        _point(home, name, manifest.version)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _point(home: Path, name: str, version: str) -> None:
    new = home / ".current.json"
    new.write_text(json.dumps({"directory": name, "version": version}) + "\n", "utf-8")
    _sync(new)
    os.replace(new, home / "current.json")
    _sync(home)


def _clear_drafts(home: Path) -> None:
    """Remove what a killed writer left; the lock is held, so nobody is at work on it."""
    for leftover in home.glob(".writing-*"):
        shutil.rmtree(leftover)
    (home / ".current.json").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Have `path`, and all that is in it, on the disk before going on."""
    for entry in [path, *path.rglob("*")] if path.is_dir() else [path]:
        descriptor = os.open(entry, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
