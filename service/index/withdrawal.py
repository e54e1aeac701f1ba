"""Erasing withdrawn sources from every version on disk.

Each version that holds one is written anew without it and its directory removed, index and all:
rows that are deleted from a database leave their bytes behind. The tombstones are in force before
anything is erased, so a kill at any moment leaves a store that no reader sees them in, and the next
writer goes on where it was.
"""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from service.domain import Frozen, Report, Source
from service.errors import InputError, NewerStoreError, StoreError
from service.index import disk
from service.index.tombstones import Tombstones
from service.index.versions import Home, Manifest, Version, read_manifest, read_raw, read_report

Rewrite = Callable[[Home, Path, Manifest, Report, str | None], Path]
"""Writes a version anew beside the one in the directory; gives the new directory."""


class Withdrawn(Frozen):
    """What a withdrawal did."""

    sources: tuple[str, ...]
    """Ids that were named."""
    repeated: int
    """Other sources that repeated their words and went with them, counted once a report."""
    reports: tuple[str, ...]
    """Reports that held any."""
    versions: int
    """Versions that were written anew."""
    damaged: int
    """Versions that could not be read, so were removed whole."""


class Erased:
    """What erasing has done so far."""

    def __init__(self) -> None:
        self.versions = 0
        self.damaged = 0
        self.reports: list[str] = []
        self.sources: set[str] = set()
        self.failures: list[StoreError] = []


def entombed(homes: Iterable[Home], ids: Collection[str], stones: Tombstones) -> Tombstones:
    """`stones` and one for each source in `ids`, in whatever version it stands.

    Raises `InputError`, before anything is done, for ids that no version has or had."""
    found: set[str] = set()
    for home in homes:
        for version in home.versions():
            try:
                report = read_report(version.folder)
                text = read_raw(version.folder)
            except NewerStoreError:
                raise
            except StoreError:
                continue
            named: list[Source] = [source for source in report.sources if source.id in ids]
            if named:
                stones = stones.with_sources(report, named, text)
                found.update(source.id for source in named)
    missing = [id for id in dict.fromkeys(ids) if id not in found | stones.sources]
    if missing:
        shown = ", ".join(id[:80] for id in missing[:5])
        raise InputError(
            f"Source {shown}{f' and {len(missing) - 5} others' if len(missing) > 5 else ''}",
            "no version of any report has it; nothing was withdrawn",
            "Run `funn sources --json` to see the ids.",
        )
    return stones.in_force()


def erase(homes: Iterable[Home], stones: Tombstones, rewrite: Rewrite) -> Erased:
    """Have no version of any report hold what `stones` withdraw. Goes through all of them; what
    could not be done is among the failures."""
    done = Erased()
    # Feedback, caches: whatever else comes to keep a source's text in the data directory is erased
    # here, beside the versions.
    for home in homes:
        try:
            _erase_versions(home, stones, rewrite, done)
        except StoreError as error:
            done.failures.append(error)
    return done


def _erase_versions(home: Home, stones: Tombstones, rewrite: Rewrite, done: Erased) -> None:
    """One version after the other, so that there need be room for one more only."""
    versions = home.versions()
    belong = [version.folder for version in versions]
    live = next((version.folder for version in versions if version.live), None)

    def replace(old: Path, new: Path | None) -> None:
        nonlocal live
        belong.remove(old)
        if new is not None and new not in belong:
            belong.append(new)
        live = new if old == live else live
        if live is not None:
            home.switch(live, belong)
        disk.remove(old)

    for version in versions:
        folder = _without(home, version, stones, rewrite, done)
        if folder != version.folder:
            replace(version.folder, folder)
    for folder, same in _doubles(belong, live):
        replace(folder, same)
    home.clear()


def _doubles(folders: Iterable[Path], live: Path | None) -> list[tuple[Path, Path]]:
    """Versions that only what was withdrawn told apart, each with the one that stays."""
    stays: dict[str, Path] = {}
    found: list[tuple[Path, Path]] = []
    for folder in sorted(folders, key=lambda folder: folder != live):  # the live one first
        try:
            version = read_manifest(folder).version
        except StoreError:
            continue
        if version in stays:
            found.append((folder, stays[version]))
        stays.setdefault(version, folder)
    return found


def _without(
    home: Home, version: Version, stones: Tombstones, rewrite: Rewrite, done: Erased
) -> Path | None:
    """The directory of a version that holds nothing withdrawn; None if there is none."""
    try:
        report = read_report(version.folder)
        raw = read_raw(version.folder)
        manifest = version.manifest
        assert manifest is not None  # read_report reads it
    except NewerStoreError:
        raise
    except StoreError as error:
        if version.live:
            done.failures.append(error)
            return version.folder
        done.damaged += 1
        return None
    cleaned, covered = stones.applied(report, raw)
    if cleaned == report and covered == raw:
        return version.folder
    done.versions += 1
    done.sources |= {s.id for s in report.sources} - {s.id for s in cleaned.sources}
    if home.id not in done.reports:
        done.reports.append(home.id)
    return rewrite(home, version.folder, manifest, cleaned, covered)
