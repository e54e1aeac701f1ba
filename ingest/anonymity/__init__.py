"""The gate: what could identify a person stops a report before anything is stored."""

from ingest.anonymity.alarm import Alarm, Detector, Hit, Level, Voice, stopping
from ingest.anonymity.detect import identifiers
from ingest.anonymity.gate import alarms, described, quarantined, refuse
from ingest.anonymity.numbers import is_identity_number

__all__ = [
    "Alarm",
    "Detector",
    "Hit",
    "Level",
    "Voice",
    "alarms",
    "described",
    "identifiers",
    "is_identity_number",
    "quarantined",
    "refuse",
    "stopping",
]
