"""Writing a version of a report: what is new in it is embedded, the rest taken over."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from service.domain import Frozen, Passage, Report
from service.index import canonical
from service.index.base import Embedded
from service.index.embeddings import Embedder
from service.index.passages import SPLITTER, cut_passages
from service.index.versions import (
    Contents,
    Home,
    Manifest,
    Why,
    known_vectors,
    read_manifest,
    read_raw,
    read_report,
    usable,
)

Progress = Callable[[int, int], None]
"""Told how many of how many passages are embedded."""


class Stored(Frozen):
    """What storing a report did."""

    id: str
    version: str
    embedded: int
    """Passages embedded now."""
    reused: int
    """Passages whose vectors were taken over from another version."""
    unchanged: bool
    """Whether this very version was live already, so that nothing was written."""
    withdrawn: int = 0
    """Sources left out because they were withdrawn, or repeat what was."""


class Writer:
    """Writes versions with the embedder that `embedder` gives, which is loaded on need; only those
    of reports that `may_embed`."""

    def __init__(self, embedder: Callable[[], Embedder], may_embed: Callable[[Home], bool]) -> None:
        self._embedder = embedder
        self._may_embed = may_embed

    def rewrite(
        self, home: Home, folder: Path, manifest: Manifest, report: Report, raw: str | None
    ) -> Path:
        """A version of `report` in place of the one in `folder`, its vectors taken over. Where it
        needs new ones that today's embedder cannot give, it is left without an index."""
        encoded = canonical.encode(report)
        passages = cut_passages(report)
        vectors = known_vectors([folder], manifest.embedder, [p.id for p in passages])
        fresh = [passage for passage in passages if passage.id not in vectors]
        embedded = not fresh or (
            self._may_embed(home) and self._embedder().identity == manifest.embedder
        )
        if embedded:
            vectors |= self._embed(fresh, None)
        new = manifest.model_copy(
            update={
                "version": canonical.version_of(encoded),
                "splitter": SPLITTER,
                "why": "withdrawal",
                "sources": len(report.sources),
            }
        )
        rows = [vectors[passage.id] for passage in passages] if embedded else None
        return home.write(new, Contents(encoded, raw, passages, rows))

    def write_again(
        self, home: Home, folder: Path, progress: Progress | None = None, *, anew: bool = False
    ) -> Stored:
        """The version in `folder` written with today's embedder and cut."""
        manifest = read_manifest(folder)
        return self.write(
            home,
            read_report(folder),
            read_raw(folder),
            manifest.raw,
            "rebuilt",
            progress,
            ingested=manifest.ingested,
            anew=anew,
        )

    def write(
        self,
        home: Home,
        report: Report,
        raw: str | None,
        digest: str | None,
        why: Why,
        progress: Progress | None,
        *,
        ingested: datetime | None = None,
        anew: bool = False,
    ) -> Stored:
        """Write a version and make it live. `anew`: without taking over any vector."""
        manifest = self.manifest(report, digest, why, ingested)
        encoded = canonical.encode(report)
        passages = cut_passages(report)
        home.clear_drafts()
        versions = home.versions()
        live = next((version.folder for version in versions if version.live), None)
        if not anew and live and usable(live, manifest.build, encoded, len(passages)):
            home.clear()
            return stored(manifest, embedded=0, reused=len(passages), unchanged=True)
        wanted = [passage.id for passage in passages]
        # Those of older versions too, and what a killed writer embedded; the live one first.
        folders = [] if anew else [*([live] if live else []), *home.whole()]
        known = known_vectors(folders, manifest.embedder, wanted)
        fresh = [passage for passage in passages if passage.id not in known]
        vectors = known | self._embed(fresh, progress)
        rows = [vectors[id] for id in wanted]
        folder = home.write(manifest, Contents(encoded, raw, passages, rows))
        home.switch(
            folder,
            [
                v.folder
                for v in versions
                if not v.manifest or v.manifest.version != manifest.version
            ],
        )
        home.clear()
        return stored(manifest, len(fresh), len(passages) - len(fresh))

    def manifest(
        self, report: Report, raw: str | None, why: Why, ingested: datetime | None = None
    ) -> Manifest:
        """That of a version of `report` which is written now."""
        return Manifest(
            id=report.id,
            version=canonical.version_of(canonical.encode(report)),
            embedder=self._embedder().identity,
            splitter=SPLITTER,
            fictional=report.fictional,
            raw=raw,
            ingested=ingested or datetime.now(UTC),
            why=why,
            sources=len(report.sources),
        )

    def _embed(self, fresh: Sequence[Passage], progress: Progress | None) -> dict[str, Embedded]:
        if not fresh:
            return {}
        done = 0

        def tell(more: int) -> None:
            nonlocal done
            done += more
            if progress:
                progress(done, len(fresh))

        vectors = self._embedder().passages([passage.text for passage in fresh], tell)
        return {passage.id: vector for passage, vector in zip(fresh, vectors, strict=True)}


def stored(manifest: Manifest, embedded: int, reused: int, unchanged: bool = False) -> Stored:
    """What storing did, told of the version with `manifest`."""
    return Stored(
        id=manifest.id,
        version=manifest.version,
        embedded=embedded,
        reused=reused,
        unchanged=unchanged,
    )
