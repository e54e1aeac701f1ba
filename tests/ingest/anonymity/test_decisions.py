import hashlib
import json
import stat
from pathlib import Path

from ingest.anonymity import Alarm
from ingest.anonymity.decisions import KEY, LOG, digest, log
from ingest.pipeline import Built
from tests.ingest.making import made

TEXT = """# 1 Funn

De fleste er fornøyde med tjenesten.

> Det var Kari Nordli som lærte meg det.
>
> — Jordmor
"""


def lines(root: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (root / LOG).read_text("utf-8").splitlines()]


def stop(built: Built) -> Alarm:
    return next(alarm for alarm in built.alarms if alarm.level == "stop")


def test_each_decision_is_a_line_without_the_text(tmp_path: Path) -> None:
    built = made(tmp_path, TEXT)
    root = tmp_path / "data"
    found = stop(built)
    warned = Alarm("rare role", "1 Funn", 5, found.source, "warn")
    other = Alarm("rare role", "1 Funn", 3, built.report.findings[0].id, "warn")
    log(root, built.report, [found, warned, other], left_out=[str(found.source)])
    log(root, built.report, [found])
    entries = lines(root)
    assert [entry["decision"] for entry in entries] == [
        "quarantined",
        "warned",
        "warned",
        "stopped",
    ]
    assert entries[0]["kind"] == "name of a person"
    assert (entries[0]["section"], entries[0]["line"]) == ("1 Funn", 5)
    assert entries[0]["file"] == built.report.raw_digest
    whole = (root / LOG).read_text("utf-8")
    assert "Nordli" not in whole
    # The id of a source is a plain digest of its text: with the rest of a quote at hand, the name
    # in it could be tried out.
    assert [entry["source"] for entry in entries] == [None, None, other.source, None]


def test_a_digest_is_told_by_no_trying_without_the_key(tmp_path: Path) -> None:
    built = made(tmp_path, TEXT)
    found = stop(built)
    log(tmp_path / "a", built.report, [found])
    log(tmp_path / "b", built.report, [found])
    one, other = lines(tmp_path / "a")[0]["digest"], lines(tmp_path / "b")[0]["digest"]
    assert one != other
    tried = hashlib.sha256(b"Kari Nordli").hexdigest()
    assert tried not in str(one)
    key = tmp_path / "a" / KEY
    assert digest(key.read_bytes(), built.report, found) == one
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_no_alarm_makes_no_log(tmp_path: Path) -> None:
    built = made(tmp_path, "# 1 Funn\n\nDe fleste er fornøyde.\n")
    log(tmp_path / "data", built.report, built.alarms)
    assert not (tmp_path / "data").exists()
