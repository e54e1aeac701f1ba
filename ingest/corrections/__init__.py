"""What a researcher settles in a small file beside the report, applied at each ingestion."""

from ingest.corrections.applied import ASIDE, Applied, Corrected, corrected
from ingest.corrections.entries import NONE, Corrections, beside, load
from ingest.corrections.facts import put_facts

__all__ = [
    "ASIDE",
    "NONE",
    "Applied",
    "Corrected",
    "Corrections",
    "beside",
    "corrected",
    "load",
    "put_facts",
]
