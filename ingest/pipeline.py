"""From a file to a report: read, mend, cut, place, check. Nothing is stored here."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest import headings, marked, quotes, readers, speakers
from ingest.anonymity import Alarm, alarms
from ingest.assembly import assemble
from ingest.joining import Joiner
from ingest.layout import Layout
from ingest.ledger import Account, Entry, Ledger
from ingest.outline import outline, report_title
from ingest.parts import Part
from ingest.places import Places
from ingest.readers import Reading
from ingest.repair import Mender
from ingest.traced import mendings
from service.domain import Language, Report, SetAside
from service.errors import InputError

RULES = 1
"""Version of the rules that cut a report; goes up when they cut otherwise."""
NOT_PLACED = "not placed"
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ð": "d", "þ": "th", "ß": "ss"})


@dataclass(frozen=True)
class Built:
    """A report as ingestion understood it, nothing stored yet."""

    report: Report
    reading: Reading
    ledger: Ledger
    account: Account
    alarms: tuple[Alarm, ...]
    """Direct identifiers found in it; while there are any, it must not be stored."""

    @property
    def raw(self) -> str:
        """The text that offsets of the file count in."""
        return self.reading.raw

    @property
    def quotes_by_role(self) -> dict[str, int]:
        """How many quotes each role has; those not understood under `?`."""
        counts = Counter(quote.speaker.role or "?" for quote in self.report.quotes)
        return dict(counts.most_common())

    @property
    def uncertain(self) -> dict[str, int]:
        """How many sources are uncertain, by reason."""
        counts = Counter(s.uncertain for s in self.report.sources if s.uncertain)
        return dict(counts.most_common())


def build_report(
    path: Path,
    *,
    id: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    year: int | None = None,
    fictional: bool | None = None,
) -> Built:
    """The report in `path`, read, mended, cut and checked; nothing is stored.

    What is given here goes before what the file says of itself. Raises `InputError` for a file or
    an id that cannot be used. Alarms of the anonymity gate are in the result: `run` refuses them.
    """
    name, read = readers.reader_for(path)
    report_id = _checked_id(id) if id is not None else slug(path.stem)
    file = read(path)
    document = file.document
    lines, mended = Mender(document.lines).mended()
    joiner = Joiner(file.raw, (line.text.text for line in lines))
    is_marked = any(line.mark for line in lines)
    if is_marked:
        parts = quotes.resolved(marked.parts(lines, joiner))
    else:
        layout = Layout(lines, joiner)
        cut = headings.tails_cut(layout.parts(), layout)
        parts = headings.headed(quotes.resolved(cut), layout.habits.words)
    parts = _without_numbers(parts)
    meta = document.meta
    called = title or _text(meta, "title") or report_title(parts, marked=is_marked) or path.stem
    places, placed = outline(parts, called, marked=is_marked)
    repairs = tuple(
        sorted([*document.repairs, *mended, *joiner.repairs], key=lambda repair: repair.at)
    )
    made = assemble(report_id, file.raw, places, placed, mendings(repairs))
    if not made.sources:
        raise InputError(
            str(path),
            "holds no finding and no quote that Funn could recognise",
            "Check that it is the report itself, and its format.",
        )
    ledger, set_aside = _ledger(file.raw, document.set_aside, made.entries, made.set_aside)
    report = Report(
        id=report_id,
        title=called,
        publisher=publisher or _text(meta, "publisher"),
        year=year if year is not None else _year(meta),
        language=_language(meta, made.canonical),
        fictional=fictional if fictional is not None else bool(meta.get("fictional", False)),
        canonical=made.canonical,
        raw_digest=file.digest,
        reader=f"{name}/{RULES}",
        sections=made.sections,
        sources=made.sources,
        set_aside=set_aside,
        repairs=repairs,
    )
    report = Places(document.spots, document.printed).put_into(report)
    return Built(report, file, ledger, ledger.account(file.raw), alarms(report, file.raw))


def slug(name: str) -> str:
    """An id made from a file's name."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    found = re.sub(r"[^a-z0-9_]+", "-", plain.encode("ascii", "ignore").decode()).strip("-_")
    return found[:63] or "report"


def _checked_id(id: str) -> str:
    if _ID.fullmatch(id):
        return id
    raise InputError(
        f"id {id!r}",
        "may hold only a-z, 0-9, - and _, at most 63, and begins with a letter or figure",
        f"Try: --id {slug(id)}",
    )


def _text(meta: Mapping[str, Any], key: str) -> str | None:
    value = meta.get(key)
    return " ".join(str(value).split()) or None if value is not None else None


def _year(meta: Mapping[str, Any]) -> int | None:
    value = meta.get("year")
    if value is None:
        return None
    try:
        return int(str(value))
    except ValueError:
        raise InputError(
            f"year {value!r} in the front matter", "is no year", "Write it as four figures."
        ) from None


def _language(meta: Mapping[str, Any], canonical: str) -> Language:
    value = str(meta.get("language", "")).lower()
    for known in ("nb", "nn", "en"):
        if value.split("-")[0] == known:
            return known
    return guess_language(canonical)


def guess_language(text: str) -> Language:
    """Bokmål, nynorsk or English, by the small words that only one of them has."""
    words = Counter(re.findall(r"[a-zæøå]+", text.lower()))
    marks: dict[Language, str] = {
        "nb": "ikke jeg noen fra hva ble være de et mer hvordan",
        "nn": "ikkje eg nokon frå kva vart vere dei eit meir korleis",
        "en": "not the of and to is was with that it",
    }
    scores = {name: sum(words[word] for word in small.split()) for name, small in marks.items()}
    return max(scores, key=lambda name: scores[name])


def _without_numbers(parts: list[Part]) -> list[Part]:
    """The parts without participant numbers; those become parts that are set aside."""
    found: list[Part] = []
    for part in parts:
        if part.kind == "aside":
            found.append(part)
            continue
        text, numbers = speakers.without_numbers(part.text)
        lead, more = speakers.without_numbers(part.lead_in)
        label, of_label = speakers.without_numbers(part.label, in_label=True)
        taken = [*numbers, *more, *of_label]
        if taken:
            part = replace(  # noqa: PLW2901
                part, text=text.collapsed(), lead_in=lead.collapsed(), label=label.collapsed()
            )
        found += [part] if part.text else _emptied(part)
        found += [
            Part("aside", number, page=part.page, reason="participant number") for number in taken
        ]
    return found


def _emptied(part: Part) -> list[Part]:
    """What is left of a part of which no text is left, each piece set aside."""
    label = [replace(part, kind="aside", text=part.label, reason="attribution without a quote")]
    rest = [Part("aside", text, reason="stray mark") for text in (*part.marks, part.lead_in)]
    return [replace(p, marks=()) for p in (label if part.label else []) + rest if p.text]


def _ledger(
    raw: str, before: Sequence[SetAside], entries: list[Entry], after: tuple[SetAside, ...]
) -> tuple[Ledger, tuple[SetAside, ...]]:
    """The whole ledger. What no rule placed is set aside as such: nothing is lost unsaid."""
    every = [Entry(f"set aside: {aside.reason}", aside.raw) for aside in before] + entries
    set_aside = (*before, *after)
    missing = Ledger(tuple(every)).account(raw).missing
    if missing:
        every.append(Entry(f"set aside: {NOT_PLACED}", missing))
        set_aside = (*set_aside, SetAside(reason=NOT_PLACED, raw=missing))
    return Ledger(tuple(every)), set_aside
