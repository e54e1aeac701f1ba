"""The detectors, and a text put through all of them."""

from ingest.anonymity import contacts, names, numbers, records
from ingest.anonymity.alarm import Detector, Hit, Voice, apart
from ingest.anonymity.plain import Plain, disguises

DETECTORS: tuple[Detector, ...] = (contacts.find, numbers.find, records.find, names.find)
"""In this order: what an earlier one claims, a later one does not claim again."""


def identifiers(text: str, voice: Voice = "quote") -> tuple[Hit, ...]:
    """The direct identifiers in `text`, in order, each at its place in `text` as it stands."""
    plain = Plain(text)
    hits = [
        Hit(hit.kind, *plain.span(hit.start, hit.end), hit.level)
        for detector in DETECTORS
        for hit in detector(plain.text, voice)
    ]
    # A word in disguise is told as such, also where its plain form is found for what it is.
    return tuple(sorted([*apart(hits), *disguises(text)], key=lambda hit: hit.start))
