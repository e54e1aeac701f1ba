"""Which sources are a participant's, from the researcher's own file. Nothing of it is kept: not the
file, not a number; errors name lines and columns, never what stands there."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from service.domain import Report
from service.errors import InputError

PARTICIPANT = ("participant", "deltaker", "deltakar")
SOURCE = ("source", "kilde", "kjelde")
_ID = re.compile(r"[fq]-[0-9a-f]{16}")
_NUMBER = re.compile(r"(?:id|nr|no)?[\s.:-]*0*(\d+)")
_MAX = 20_000_000
_MADE = "`funn sources --csv` makes one to fill in."


def sources_of(participant: str, key: Path) -> tuple[str, ...]:
    """Ids of the sources that the file `key` says are this participant's. The file is CSV with a
    column `participant` and a column `source`; others are passed over.

    Raises `InputError` for a file that cannot be used, and when it names no source of theirs."""
    wanted = _normal(participant)
    found: dict[str, None] = {}
    for line, who, source in _rows(key):
        if not who:
            continue
        if not _ID.fullmatch(source):
            raise InputError(
                f"{key}, line {line}",
                "its column `source` holds no id of a source (q- or f- and 16 figures and letters)",
                _MADE,
            )
        if _normal(who) == wanted:
            found[source] = None
    if not wanted or not found:
        raise InputError(
            str(key),
            "it has no line for that participant",
            f"Check the number, and that it is the key of this report. {_MADE}",
        )
    return tuple(found)


def key_rows(reports: Iterable[Report]) -> Iterator[Sequence[str]]:
    """The lines of a key to be filled in, the heading first: one for each quote."""
    yield (PARTICIPANT[0], SOURCE[0], "report", "speaker", "text")
    for report in reports:
        for quote in report.quotes:
            who = ", ".join(part for part in quote.speaker.group.model_dump().values() if part)
            # A spreadsheet would take text that begins so for a formula.
            text = f" {quote.text}" if quote.text[0] in "=+-@\t" else quote.text
            yield ("", quote.id, report.id, who, text)


def _rows(key: Path) -> Iterator[tuple[int, str, str]]:
    """Line number, participant and source of each line."""
    text = _text(key)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
        at = [
            next((n for n, name in enumerate(names) if name in known), None)
            for known in (PARTICIPANT, SOURCE)
        ]
        who, source = at
        if who is None or source is None:
            missing = " or ".join(
                f"`{known[0]}`"
                for known, n in zip((PARTICIPANT, SOURCE), at, strict=True)
                if n is None
            )
            raise InputError(f"{key}, line 1", f"it names no column {missing}", _MADE)
        for row in reader:
            if any(cell.strip() for cell in row):
                cells = [*row, *[""] * (max(who, source) + 1 - len(row))]
                yield reader.line_num, cells[who].strip(), cells[source].strip()
    except csv.Error as error:
        raise InputError(f"{key}, line {reader.line_num}", "it is no CSV", _MADE) from error


def _text(key: Path) -> str:
    try:
        if key.stat().st_size > _MAX:
            raise InputError(str(key), f"it is larger than {_MAX:,} bytes", _MADE)
        data = key.read_bytes()
    except OSError as error:
        raise InputError(str(key), f"it cannot be read ({error.strerror})", _MADE) from error
    if b"\0" in data:
        raise InputError(str(key), "it is no text", f"Save it as CSV. {_MADE}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # as spreadsheets save it; ids are ASCII


def _normal(participant: str) -> str:
    """ "ID04", "id 4" and "4" are one participant."""
    said = participant.strip().casefold()
    match = _NUMBER.fullmatch(said)
    return match.group(1) if match else said
