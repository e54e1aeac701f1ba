"""The log of what the gate decided, without the text that it decided on.

    <data>/gate.jsonl   one decision a line
    <data>/gate.key     the key of the digests, readable by its owner alone

A plain digest of a name or of eleven figures tells them to whoever tries them all, so the digests
are keyed, and the key lies apart from the log: a log that is handed on tells nothing. With the key
and the file, it can be shown later what a decision was about; without the key, never again.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ingest.anonymity.alarm import Alarm, stopping
from service.domain import Report
from service.index.disk import writing_to

LOG = "gate.jsonl"
KEY = "gate.key"
STOPPED = "stopped"
QUARANTINED = "quarantined"
WARNED = "warned"
_KEY_BYTES = 32


def log(
    root: Path, report: Report, found: Sequence[Alarm], *, left_out: Collection[str] = ()
) -> None:
    """Append a line for each alarm in `found`: `quarantined` for the sources in `left_out`,
    `stopped` for what kept the whole report out, `warned` for the rest.

    Raises `StoreError` when the data directory cannot be written: what cannot be logged is not
    stored."""
    if not found:
        return
    with writing_to(root):
        root.mkdir(parents=True, exist_ok=True)
        key = _key(root)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        secret = {alarm.source for alarm in stopping(found)} | set(left_out)
        lines = [json.dumps(_entry(a, report, left_out, secret, key, now)) for a in found]
        _append(root / LOG, "".join(f"{line}\n" for line in lines))


def digest(key: bytes, report: Report, alarm: Alarm) -> str:
    """The keyed digest of what `alarm` is about: the words themselves, where their place is known,
    else the text of the source."""
    if alarm.span:
        text = report.canonical[slice(*alarm.span)]
    else:
        text = next((s.text for s in report.sources if s.id == alarm.source), report.title)
    told = f"{report.raw_digest}\x1f{text}".encode()
    return f"hmac-sha256:{hmac.new(key, told, hashlib.sha256).hexdigest()}"


def _entry(
    alarm: Alarm,
    report: Report,
    left_out: Collection[str],
    secret: Collection[str | None],
    key: bytes,
    now: str,
) -> dict[str, object]:
    if alarm.level == "warn":
        decision = WARNED
    else:
        decision = QUARANTINED if alarm.source in left_out else STOPPED
    return {
        "time": now,
        # A report's id is made from its file's name, and an id is a plain digest of the text: where
        # either could tell who someone is, neither is written down.
        "report": report.id if alarm.section != "the report's id" else None,
        "file": report.raw_digest,
        "source": alarm.source if alarm.source not in secret else None,
        "kind": alarm.kind,
        "section": alarm.section,
        "line": alarm.line,
        "decision": decision,
        "digest": digest(key, report, alarm),
    }


def _key(root: Path) -> bytes:
    """The key of this store's digests; made when there is none."""
    path = root / KEY
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        key = secrets.token_bytes(_KEY_BYTES)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def _append(path: Path, lines: str) -> None:
    """Append in one write, so that two processes do not mix their lines."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
