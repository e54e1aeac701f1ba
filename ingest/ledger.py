"""The ledger: every character that is not blank ends in exactly one place."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from service.domain import Span


@dataclass(frozen=True)
class Entry:
    """Spans of the raw file and where they went: `source`, `heading`, `lead-in`, `attribution`,
    or `set aside: <reason>`."""

    place: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Account:
    """The sum of a ledger over a file."""

    characters: int
    """Characters of the file that are not blank."""
    places: dict[str, int]
    """How many of them went where."""
    missing: tuple[Span, ...]
    """Spans with characters that went nowhere."""
    double: tuple[Span, ...]
    """Spans with characters that went to more than one place."""

    @property
    def sums(self) -> bool:
        return not self.missing and not self.double


@dataclass(frozen=True)
class Ledger:
    """All entries of one ingestion."""

    entries: tuple[Entry, ...]

    def account(self, raw: str) -> Account:
        """What became of each character of `raw` that is not blank."""
        seen = bytearray(len(raw))
        places: Counter[str] = Counter()
        for entry in self.entries:
            for start, end in entry.spans:
                for offset in range(start, end):
                    if not raw[offset].isspace():
                        places[entry.place] += 1
                        seen[offset] = min(2, seen[offset] + 1)
        blank = [char.isspace() for char in raw]
        return Account(
            characters=len(raw) - sum(blank),
            places=dict(places),
            missing=_runs(i for i in range(len(raw)) if not blank[i] and seen[i] == 0),
            double=_runs(i for i in range(len(raw)) if not blank[i] and seen[i] > 1),
        )


def _runs(offsets: Iterable[int]) -> tuple[Span, ...]:
    found: list[list[int]] = []
    for offset in offsets:
        if found and found[-1][1] == offset:
            found[-1][1] = offset + 1
        else:
            found.append([offset, offset + 1])
    return tuple((start, end) for start, end in found)
