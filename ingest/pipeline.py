"""From a file to a report: read, mend, cut, place, check. Nothing is stored here."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest import corrections, marked, readers
from ingest.anonymity import Alarm, alarms
from ingest.assembly import assemble, statements
from ingest.corrections import Applied
from ingest.joining import Joiner
from ingest.layout import unmarked
from ingest.ledger import Account, Entry, Ledger
from ingest.mending.repair import Mender, doubted
from ingest.outline import Placed, outline, report_title
from ingest.parts import Part
from ingest.places import Places
from ingest.quoting import quotes, speakers
from ingest.readers import Reading
from ingest.traced import Traced, mendings
from service.domain import Corrections, Language, Report, SetAside
from service.errors import InputError

RULES = 3
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
    """Identifiers found in it; one that stops keeps it, or the source it stands in, out."""
    placed: tuple[Placed, ...]
    """What the report was cut into, each part where it stands, in the order of the report."""
    corrections: tuple[Applied, ...] = ()
    """What the researcher's corrections did, in the order of their file."""

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
    barred: bool = False,
    corrected_by: Path | None = None,
) -> Built:
    """The report in `path`, read, mended, cut, corrected and checked; nothing is stored.

    What is given here goes before what the corrections say, and that before what the file says of
    itself. `corrected_by` is the file of corrections; without it, the one that lies beside the
    report. Raises `InputError` for a file, an id or a correction that cannot be used. Alarms of
    the anonymity gate are in the result: `run` refuses them.
    """
    if path.is_dir():
        raise InputError(
            str(path), "is a directory", "Name a report in it; each is ingested alone."
        )
    name, read = readers.reader_for(path)
    report_id = _checked_id(id) if id is not None else slug(path.stem)
    beside = corrected_by or corrections.beside(path)
    settled = corrections.load(beside) if beside else corrections.NONE
    file = read(path)
    document = file.document
    mender = Mender(document.lines)
    lines, mended = mender.mended()
    joiner = Joiner(file.raw, (line.text.text for line in lines))
    is_marked = any(line.mark for line in lines)
    if is_marked:
        parts = quotes.resolved(marked.parts(lines, joiner))
    else:
        parts = unmarked.parts(lines, joiner)
    parts = _without_numbers(parts)
    worked = corrections.corrected(
        settled,
        file.raw,
        parts,
        document.set_aside,
        shift=int(is_marked and report_title(parts, marked=True) is not None),
        statements=statements,
        doubts=mender.doubts,
    )
    # A correction may have made an attribution of running text, and it may hold a number.
    parts = _without_numbers(worked.parts) if settled.entries else parts
    said = settled.report
    meta = document.meta
    called = (
        title
        or said.title
        or _text(meta, "title")
        or report_title(parts, marked=is_marked)
        or path.stem
    )
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
    sources, facts = corrections.put_facts(
        settled, worked.facts, doubted(made.sources, worked.doubts)
    )
    log = tuple(sorted((*worked.log, *facts), key=lambda applied: applied.number))
    report = Report(
        id=report_id,
        title=called,
        publisher=publisher or said.publisher or _text(meta, "publisher"),
        year=year or said.year or _year(meta),
        language=said.language or _language(meta, made.canonical),
        fictional=fictional if fictional is not None else bool(meta.get("fictional", False)),
        barred=barred,
        canonical=made.canonical,
        raw_digest=file.digest,
        reader=f"{name}/{RULES}",
        sections=made.sections,
        sources=sources,
        set_aside=set_aside,
        repairs=repairs,
        corrections=Corrections(digest=settled.digest, applied=len(log)) if log else None,
    )
    report = Places(document.spots, document.printed).put_into(report)
    return Built(
        report,
        file,
        ledger,
        ledger.account(file.raw),
        alarms(report, file.raw),
        tuple(placed),
        log,
    )


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
    if meta.get(key) is None:
        return None
    kept, _ = speakers.without_numbers(Traced.of(str(meta[key])))
    return " ".join(kept.text.split()) or None


def _year(meta: Mapping[str, Any]) -> int | None:
    value = meta.get("year")
    if value is None:
        return None
    try:
        return int(str(value))
    except ValueError:
        raise InputError(
            f"year {value!r} in the file", "is no year", "Write it as four figures, or give --year."
        ) from None


_SMALL: dict[Language, frozenset[str]] = {
    "nb": frozenset("ikke jeg noen fra hva ble være de et mer hvordan".split()),
    "nn": frozenset("ikkje eg nokon frå kva vart vere dei eit meir korleis".split()),
    "en": frozenset("not the of and to is was with that it".split()),
}
"""Small words that only one of the languages has."""
_CLEAR, _MANY = 4, 20
"""A text of that many small words, that much more of another language than of the one that its file
names, is in that other: programs write their own language into files."""


def _language(meta: Mapping[str, Any], canonical: str) -> Language:
    value = str(meta.get("language", "")).lower().replace("_", "-").split("-")[0]
    scores = _scores(canonical)
    guess = max(scores, key=lambda name: scores[name])
    for known in scores:
        if value == known:
            clear = scores[guess] >= _MANY and scores[guess] >= _CLEAR * scores[known]
            return guess if clear else known
    return guess


def guess_language(text: str) -> Language:
    """Bokmål, nynorsk or English, by the small words that only one of them has."""
    scores = _scores(text)
    return max(scores, key=lambda name: scores[name])


def _scores(text: str) -> dict[Language, int]:
    words = Counter(re.findall(r"[a-zæøå]+", text.lower()))
    return {name: sum(words[word] for word in small) for name, small in _SMALL.items()}


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
