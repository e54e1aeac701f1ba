"""A report's directory: its versions, which of them is live, and what a killed writer left there.

    <id>/current.json              which version is live; replaced in one step
         barred                    there, when the report's text may not leave the machine
         <version>/report.json     the canonical report: the truth
                   raw.txt         the reader's own text, where the file handed in was no text
                   manifest.json   who embedded it, how it was cut, when
                   chroma/         the vectors; can be rebuilt

A version is written whole under another name, then renamed, then pointed to, and never changed.
"""

import hashlib
import json
import secrets
import shutil
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from service.domain import Frozen, Passage, Report
from service.errors import InputError, NewerStoreError, StoreError
from service.index import canonical, disk
from service.index.base import Embedded
from service.index.chroma import ChromaIndex
from service.index.embeddings import EmbedderIdentity
from service.index.passages import cut_passages

FORMAT = 1
"""Of manifests and pointers; goes up when an older Funn could not use them."""

Why = Literal["ingested", "rebuilt", "withdrawal"]


class Manifest(Frozen):
    """What a version remembers about how it was built. Not part of its digest."""

    format: int = FORMAT
    id: str
    version: str
    embedder: EmbedderIdentity
    splitter: str
    fictional: bool
    raw: str | None = None
    """Digest of the reader's own text as it was handed to the store."""
    ingested: datetime | None = None
    """When its text was ingested; a rebuild or a withdrawal keeps it."""
    why: Why = "ingested"
    """What wrote it."""
    sources: int | None = None

    @property
    def build(self) -> tuple[object, ...]:
        """What a version that is built the same has in common with it."""
        return (self.version, self.embedder, self.splitter, self.fictional, self.raw)


class Pointer(Frozen):
    """Which of a report's versions is live."""

    format: int = FORMAT
    directory: str
    version: str
    versions: tuple[str, ...] | None = None
    """Directories that belong to the report; others were left by a killed writer."""


class Version(NamedTuple):
    """A version on disk. Its manifest is None when it cannot be read."""

    folder: Path
    manifest: Manifest | None
    live: bool


class Contents(NamedTuple):
    """What is written into a version's directory besides its manifest."""

    encoded: bytes
    raw: str | None
    passages: Sequence[Passage]
    embedded: Sequence[Embedded] | None
    """One a passage; None leaves the index to `funn rebuild`."""


class Home:
    """The directory of one report. Only who holds the store's lock may change it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.id = path.name

    @property
    def pointer(self) -> Pointer | None:
        """Which version is live; None while a first one is written, and when half removed.

        Raises `StoreError` when the file is damaged."""
        try:
            text = (self.path / "current.json").read_text("utf-8")
            _refuse_newer(text, f"Report {self.id}")
            return Pointer.model_validate_json(text)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise StoreError(
                f"Report {self.id}",
                "the file that names its live version is damaged",
                f"Ingest it again: `funn ingest PATH --id {self.id}`, or name a version: "
                f"`funn rollback --report {self.id} --to VERSION`.",
            ) from error

    @property
    def live(self) -> Path | None:
        """The directory of its live version. Raises `StoreError` when it cannot be known."""
        pointer = self.pointer
        return self.path / pointer.directory if pointer else None

    @property
    def barred(self) -> bool:
        """Whether its text may not leave the machine."""
        return (self.path / "barred").exists()

    def bar(self, barred: bool) -> None:
        """Have it barred, or not. A file of its own: it holds whichever version is live, and must
        not be lost with a damaged one."""
        mark = self.path / "barred"
        if barred and not mark.exists():
            mark.touch()
        elif not barred:
            mark.unlink(missing_ok=True)
        disk.sync(self.path)

    def folders(self) -> list[Path]:
        """The directories of its versions, not in any order."""
        found = self.whole()
        try:
            pointer = self.pointer
        except NewerStoreError:
            raise
        except StoreError:
            return found  # which belong cannot be known: none is thrown away on a guess
        if pointer is None:
            return []
        if pointer.versions is None:
            return found
        return [f for f in found if f.name in {*pointer.versions, pointer.directory}]

    def whole(self) -> list[Path]:
        """Every directory that was written whole, also those that belong to no version."""
        try:
            return [f for f in self.path.iterdir() if f.is_dir() and not f.name.startswith(".")]
        except FileNotFoundError:
            return []

    def versions(self) -> list[Version]:
        """Its versions, oldest first; those without a readable manifest before all others."""
        try:
            live = self.live
        except NewerStoreError:
            raise
        except StoreError:
            live = None
        found = [Version(f, _manifest_or_none(f), f == live) for f in self.folders()]
        return sorted(found, key=lambda version: (_age(version.manifest), version.folder.name))

    def refuse_newer(self) -> None:
        """Raise `NewerStoreError` if a newer Funn wrote any of it."""
        for folder in self.folders():
            _manifest_or_none(folder)

    def write(self, manifest: Manifest, contents: Contents) -> Path:
        """Write a version whole under a name of its own. It is not live yet, and a leftover until
        `switch` names it."""
        # Names that were never used: who holds an older version open must see that this is another,
        # and Chroma keeps what it knows of a path for as long as the process lives.
        name = f"{manifest.version.removeprefix('sha256:')[:16]}-{secrets.token_hex(4)}"
        draft = self.path / f".writing-{name}"
        draft.mkdir(parents=True)
        try:
            (draft / "report.json").write_bytes(contents.encoded)
            if contents.raw is not None:
                (draft / "raw.txt").write_bytes(contents.raw.encode())  # line breaks as they are
            (draft / "manifest.json").write_text(manifest.model_dump_json(indent=1), "utf-8")
            if contents.embedded is not None:
                ChromaIndex.write(draft / "chroma", contents.passages, contents.embedded)
            disk.sync_tree(draft)
            draft.rename(self.path / name)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        disk.sync(self.path)
        return self.path / name

    def switch(self, live: Path, versions: Iterable[Path]) -> None:
        """Make `live` the live version, in one step; `versions` are those that belong besides."""
        names = sorted({live.name, *(folder.name for folder in versions)})
        pointer = Pointer(
            directory=live.name, version=read_manifest(live).version, versions=tuple(names)
        )
        disk.replace(self.path / "current.json", pointer.model_dump_json() + "\n")

    def clear_drafts(self) -> None:
        """Remove what a killed writer had not written whole."""
        for draft in self.path.glob(".writing-*"):
            disk.remove(draft)

    def clear(self) -> None:
        """Remove what does not belong: what a killed writer left, and what no version is any more.
        The lock is held, so nobody is at work on it."""
        if not self.path.is_dir():
            return
        belong = set(self.folders())
        for entry in self.path.iterdir():
            if entry.is_dir() and entry not in belong:
                disk.remove(entry)
        disk.draft_of(self.path / "current.json").unlink(missing_ok=True)


def target_of(home: Home, to: str | None) -> Version:
    """The version to go back to: the one before the live one, or that whose digest begins with
    `to`. Raises `InputError` if there is not just one."""
    versions = home.versions()
    at = next((n for n, version in enumerate(versions) if version.live), None)
    if to is None:
        if at:
            return versions[at - 1]
        why = "no version that was ingested before the live one is kept"
        raise _no_version(home, why if at == 0 else "which version is live cannot be known")
    wanted = to.removeprefix("sha256:")
    found = [
        version
        for version in versions
        if wanted
        and version.manifest
        and version.manifest.version.removeprefix("sha256:").startswith(wanted)
    ]
    if len(found) != 1:
        raise _no_version(home, f"{len(found) or 'no'} versions begin with {to[:80]!r}")
    if found[0].live:
        raise _no_version(home, f"version {to[:80]!r} is live already")
    return found[0]


def _no_version(home: Home, why: str) -> InputError:
    return InputError(
        f"Report {home.id}",
        why,
        f"See `funn reports --versions`, then `funn rollback --report {home.id} --to VERSION`.",
    )


def read_manifest(folder: Path) -> Manifest:
    """How the version in `folder` was built. Raises `StoreError`."""
    try:
        text = (folder / "manifest.json").read_text("utf-8")
        _refuse_newer(text, f"Report {folder.parent.name}")
        return Manifest.model_validate_json(text)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"Report {folder.parent.name}",
            "its manifest is missing or damaged",
            f"Ingest it again: `funn ingest PATH --id {folder.parent.name}`.",
        ) from error


def read_raw(folder: Path) -> str | None:
    """The reader's own text of a version; None where the file that was handed in is the text."""
    try:
        return (folder / "raw.txt").read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(
            f"Report {folder.parent.name}",
            "the text that its reader gave is damaged",
            f"Ingest it again: `funn ingest PATH --id {folder.parent.name}`.",
        ) from error


def read_report(folder: Path) -> Report:
    """The report in the directory of a version. Raises `StoreError`."""
    return canonical.read(folder / "report.json", read_manifest(folder).version)


def digest_of(raw: str | None) -> str | None:
    """What a manifest remembers of the reader's own text."""
    return None if raw is None else f"sha256:{hashlib.sha256(raw.encode()).hexdigest()}"


def usable(folder: Path, build: tuple[object, ...], encoded: bytes, passages: int) -> bool:
    """Whether the version in `folder` is built so, and whole."""
    try:
        return (
            read_manifest(folder).build == build
            and (folder / "report.json").read_bytes() == encoded
            and ChromaIndex.open(folder / "chroma").count == passages
        )
    except (OSError, StoreError):
        return False


def known_vectors(
    folders: Iterable[Path], identity: EmbedderIdentity, wanted: Collection[str]
) -> dict[str, Embedded]:
    """Vectors of the passages `wanted` that the same embedder made for any of the versions. What
    is damaged is passed over: it is embedded again."""
    found: dict[str, Embedded] = {}
    missing = set(wanted)
    for folder in folders:
        if not missing:
            break
        try:
            if read_manifest(folder).embedder != identity:
                continue
            if missing.isdisjoint(passage.id for passage in cut_passages(read_report(folder))):
                continue  # to open an index takes longer
            known = ChromaIndex.open(folder / "chroma").embedded()
        except StoreError:
            continue
        found |= {id: each for id, each in known.items() if id in missing}
        missing -= found.keys()
    return found


def _manifest_or_none(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except NewerStoreError:
        raise
    except StoreError:
        return None


def _age(manifest: Manifest | None) -> float:
    if manifest is None:
        return -1.0
    return manifest.ingested.timestamp() if manifest.ingested else 0.0


def _refuse_newer(text: str, what: str) -> None:
    data = json.loads(text)
    found = data.get("format", FORMAT) if isinstance(data, dict) else FORMAT
    if isinstance(found, int) and found > FORMAT:
        raise NewerStoreError(what, found, FORMAT)
