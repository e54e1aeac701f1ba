"""The canonical report file: the truth that every index is built from."""

import hashlib
import json
from pathlib import Path

from pydantic import ValidationError

from service.domain import Report
from service.errors import NewerStoreError, StoreError

FORMAT = 1
"""Version of the file's layout."""


def encode(report: Report) -> bytes:
    """The file's bytes: the same report always gives the same bytes."""
    # A bar goes with the report, whichever of its versions is live: it is kept beside them.
    data = {"format": FORMAT, "report": report.model_dump(mode="json", exclude={"barred"})}
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def version_of(encoded: bytes) -> str:
    """`sha256:` and the digest of a canonical file."""
    return f"sha256:{hashlib.sha256(encoded).hexdigest()}"


def read(path: Path, version: str) -> Report:
    """The report in `path`, which must have the digest `version`.

    Raises `StoreError` when it is missing, of another layout, or was altered since it was written.
    """
    name = path.parent.parent.name
    try:
        encoded = path.read_bytes()
    except OSError as error:
        raise _unusable(name, f"its canonical file cannot be read ({error.strerror})") from error
    if version_of(encoded) != version:
        raise _unusable(name, "its canonical file was changed since it was ingested")
    data = json.loads(encoded)
    if isinstance(data.get("format"), int) and data["format"] > FORMAT:
        raise NewerStoreError(f"Report {name}", data["format"], FORMAT)
    if data.get("format") != FORMAT:
        raise _unusable(name, f"its canonical file has format {data.get('format')}, not {FORMAT}")
    try:
        return Report.model_validate(data["report"])
    except ValidationError as error:
        raise _unusable(name, f"its canonical file has {error.error_count()} faults") from error


def _unusable(name: str, why: str) -> StoreError:
    return StoreError(f"Report {name}", why, f"Ingest it again: `funn ingest PATH --id {name}`.")
