"""The text that a reader took from a file, as it is kept: only what the report itself shows."""

from collections.abc import Collection

from ingest.ledger import Ledger
from service.domain import Report, Span
from service.index import erasure

_SHOWN = frozenset({"heading", "lead-in"})
"""Places of the ledger that a stored report shows besides its sources."""


def masked(raw: str, ledger: Ledger, report: Report, left_out: Collection[str] = ()) -> str:
    """`raw`, as long as it was, each character unreadable that is in no source, heading or lead-in
    of `report`; and wherever one of the texts in `left_out` is repeated. White space stays.

    So neither attributions with participant numbers, nor what was set aside or quarantined, is kept
    on disk, and the offsets of what is kept stay right.
    """
    shown = bytearray(len(raw))
    spans: list[Span] = [span for source in report.sources for span in source.raw]
    spans += [s for entry in ledger.entries if entry.place in _SHOWN for s in entry.spans]
    for start, end in spans:
        shown[start:end] = b"\1" * (min(end, len(raw)) - start)
    kept = "".join(
        letter if shown[at] or letter.isspace() else erasure.MASK for at, letter in enumerate(raw)
    )
    return erasure.masked(kept, (), left_out)
