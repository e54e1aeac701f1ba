"""What the store remembers of sources that were withdrawn, so that they do not come back: nothing
of their text.

    <data>/tombstones.json    for each its id, the day, keyed digests of its sentences, and where it
                              stood in the file it came from

The key is made once for each store. A digest tells nobody the words, but who has the store and
guesses a whole sentence can check the guess; digests of smaller pieces could be guessed one word at
a time, so there are none.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from service.domain import Frozen, Report, Source, Span
from service.errors import NewerStoreError, StoreError
from service.index import disk
from service.index.erasure import erased, masked
from service.index.wording import SENTENCE, counted, own_sentences, unnumbered, words_of

FORMAT = 1
REASON = "withdrawn"
"""The reason that the spans of a withdrawn source are set aside with."""

Stamp = tuple[int, int, int]
"""Changes whenever the file does."""


class Tombstone(Frozen):
    """A source that was withdrawn."""

    report: str
    source: str
    day: date
    digests: tuple[str, ...]
    """Keyed digests of its text and of each of its sentences that is long enough to be its own."""
    file: str
    """Keyed digest of the file, or of the reader's own text, that `raw` counts in."""
    raw: tuple[Span, ...]


class _File(Frozen):
    format: int = FORMAT
    key: str
    pending: bool
    withdrawn: tuple[Tombstone, ...]


class Tombstones:
    """The withdrawn sources of a store. Immutable.

    While `pending`, some version on disk may still hold one: who reads applies the tombstones, who
    writes first completes the withdrawal."""

    def __init__(
        self, key: bytes, withdrawn: Sequence[Tombstone] = (), *, pending: bool = False
    ) -> None:
        self.pending = pending
        self.sources = frozenset(stone.source for stone in withdrawn)
        self._key = key
        self._withdrawn = tuple(withdrawn)
        self._digests = {digest for stone in withdrawn for digest in stone.digests}
        self._spans: dict[str, list[tuple[Span, ...]]] = {}
        for stone in withdrawn:
            self._spans.setdefault(stone.file, []).append(stone.raw)

    @classmethod
    def load(cls, root: Path) -> "Tombstones":
        """Those of the store in `root`. Raises `StoreError` when they cannot be read: what was
        withdrawn is not known then, so nothing is shown."""
        try:
            text = _path(root).read_text("utf-8")
            data = json.loads(text)
            if isinstance(data, dict) and data.get("format", FORMAT) > FORMAT:
                raise NewerStoreError(str(_path(root)), data["format"], FORMAT)
            file = _File.model_validate_json(text)
        except FileNotFoundError:
            return cls(secrets.token_bytes(32))
        except (OSError, ValueError, TypeError) as error:
            raise StoreError(
                str(_path(root)),
                "the file that remembers what was withdrawn is damaged",
                "Restore it from a backup. Without it withdrawn sources may come back: to go on "
                "all the same, remove it and run `funn withdraw` for each of them again.",
            ) from error
        return cls(bytes.fromhex(file.key), file.withdrawn, pending=file.pending)

    @staticmethod
    def stamp(root: Path) -> Stamp | None:
        """What changes when they do; None while there are none."""
        try:
            stat = _path(root).stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(
                str(_path(root)),
                f"it cannot be read ({error.strerror})",
                "Set FUNN_DATA to a directory that you may read and write.",
            ) from error
        return stat.st_mtime_ns, stat.st_ino, stat.st_size

    def save(self, root: Path) -> None:
        """Write them in one step. Raises `OSError`."""
        file = _File(key=self._key.hex(), pending=self.pending, withdrawn=self._withdrawn)
        disk.replace(_path(root), file.model_dump_json(indent=1) + "\n")

    def in_force(self) -> "Tombstones":
        """These, to be applied by whoever reads."""
        return Tombstones(self._key, self._withdrawn, pending=True)

    def settled(self) -> "Tombstones":
        """These, when no version on disk holds any of the sources."""
        return Tombstones(self._key, self._withdrawn)

    def with_sources(
        self, report: Report, sources: Iterable[Source], text: str | None
    ) -> "Tombstones":
        """These and one for each of `sources`, pending. `text` is what their spans count in, where
        that is no file that was handed in."""
        new = [
            Tombstone(
                report=report.id,
                source=source.id,
                day=datetime.now(UTC).date(),
                digests=tuple(self._digest(said) for said in _said(source.text)),
                file=self._file(report, text),
                raw=source.raw,
            )
            for source in sources
        ]
        known = {(stone.source, stone.file, stone.raw) for stone in self._withdrawn}
        new = [stone for stone in new if (stone.source, stone.file, stone.raw) not in known]
        return Tombstones(self._key, (*self._withdrawn, *new), pending=True)

    def applied(self, report: Report, text: str | None) -> tuple[Report, str | None]:
        """`report` without the sources that were withdrawn: by id, by their place in the same file,
        by their whole text or a sentence of it, wherever that stands; and the reader's own text
        with what they say made unreadable."""
        if not self._withdrawn:
            return report, text
        spans = self._spans.get(self._file(report, text), [])
        gone = [
            source
            for source in report.sources
            if source.id in self.sources or self._says(source.text) or _among(source.raw, spans)
        ]
        pieces = list(self._repeated(report))
        cleaned = erased(report, [source.id for source in gone], REASON, texts=pieces)
        if text is not None:
            taken = [aside.raw for aside in cleaned.set_aside if aside.reason == REASON]
            places = [span for part in (*spans, *taken) for span in part]
            text = masked(text, places, [*(source.text for source in gone), *pieces])
        return cleaned, text

    def _repeated(self, report: Report) -> Iterator[str]:
        """Pieces of withdrawn text outside of the sources: headings, lead-ins, text of none."""
        contexts = [report.title]
        contexts += [heading for section in report.sections for heading in section.path]
        at = 0
        for source in report.sources:
            contexts += [
                *source.headings,
                source.lead_in or "",
                report.canonical[at : source.start],
            ]
            at = max(at, source.end)
        contexts.append(report.canonical[at:])
        lines = (line for context in contexts for line in context.splitlines())
        for line in dict.fromkeys(lines):
            for sentence in own_sentences(line):
                if self._digest(words_of(sentence)) in self._digests:
                    yield sentence

    def _says(self, text: str) -> bool:
        return any(self._digest(said) in self._digests for said in _said(text))

    def _digest(self, words: str) -> str:
        return hmac.new(self._key, words.encode(), hashlib.sha256).hexdigest()[:32]

    def _file(self, report: Report, text: str | None) -> str:
        # By its length: what a reader gives is masked, here and by ingestion, and keeps its length.
        return self._digest(f"{report.raw_digest} {'' if text is None else len(text)}")


def _said(text: str) -> Iterator[str]:
    """The words by which a text is known again; none when it is too short to be somebody's own."""
    text = unnumbered(text)
    whole = [text] if counted(text) >= SENTENCE else []
    yield from dict.fromkeys(words_of(piece) for piece in (*whole, *own_sentences(text)))


def _among(raw: Sequence[Span], others: Iterable[Sequence[Span]]) -> bool:
    """Whether `raw` shares half of its characters with one of `others`, or half of that one's."""
    size = sum(end - start for start, end in raw)
    for other in others:
        shared = sum(max(0, min(b, d) - max(a, c)) for a, b in raw for c, d in other)
        if 2 * shared >= min(size, sum(end - start for start, end in other)) > 0:
            return True
    return False


def _path(root: Path) -> Path:
    return root / "tombstones.json"
