"""The check in a terminal: the ledger, and what wants a look with its line and its text."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from ingest.check.found import Checked, Level, Repaired, Trouble, visible
from ingest.pipeline import Built

FOLDED = 12
"""Entries of a list that are shown unless all are asked for."""
_TITLES = {
    "identifier": "By which a person could be identified",
    "attribution": "Flagged attributions",
    "uncertain": "Uncertain places, stored and marked as such",
    "not placed": "Set aside, since no rule placed it",
}
_LEVELS: dict[Level, str] = {
    "stop": "would stop",
    "leave out": "would be left out",
    "look at": "look at",
    "uncertain": "uncertain",
}


def summary(built: Built, console: Console) -> None:
    """Prints what was found and where its characters went, without any text but the title."""
    report = built.report
    mark = " (fictional)" if report.fictional else ""
    console.print(visible(report.title), style="bold", markup=False, end="")
    console.print(mark)
    console.print(f"id {report.id}, language {report.language}, read as {report.reader}")
    rows = [
        (len(report.sections), "sections"),
        (len(report.findings), "findings"),
        (len(report.quotes), "quotes"),
    ]
    for role, count in built.quotes_by_role.items():
        rows.append((count, f"  by {role if role != '?' else 'a speaker not understood'}"))
    _counts(console, rows)
    account = built.account
    said = "all accounted for" if account.sums else "NOT ALL ACCOUNTED FOR"
    console.print(f"{account.characters} characters, {said}:")
    by_count = sorted(account.places.items(), key=lambda pair: -pair[1])
    _counts(console, [(count, place) for place, count in by_count])
    if report.repairs:
        console.print(f"{len(report.repairs)} repairs:")
        _reasons(console, (repair.reason for repair in report.repairs))
    if built.uncertain:
        console.print(f"{sum(built.uncertain.values())} uncertain, stored and marked as such:")
        _reasons(console, (s.uncertain for s in report.sources if s.uncertain))
    if built.corrections:
        console.print(f"{len(built.corrections)} corrections applied")


def show(found: Checked, console: Console, *, everything: bool = False) -> None:
    """Prints all that wants a look, with its text: for the researcher's own terminal."""
    summary(found.built, console)
    for notice in found.notices:
        console.print(f"Note: {visible(notice)}", markup=False)
    most = None if everything else FOLDED
    if found.repairs:
        _title(console, f"Repairs, before → after: {len(found.repairs)}")
        _repairs(console, found.repairs, most)
    for kind, title in _TITLES.items():
        places = [trouble for trouble in found.troubles if trouble.kind == kind]
        if places:
            _title(console, f"{title}: {len(places)}")
            _troubles(console, places, most)
    stopping = [trouble for trouble in found.troubles if trouble.stops]
    if stopping and all(trouble.source for trouble in stopping):
        count = len({trouble.source for trouble in stopping})
        console.print(f"--accept-quarantine would leave out {count} and store the rest.")
    if found.built.corrections:
        _title(console, f"Corrections applied: {len(found.built.corrections)}")
        for applied in found.built.corrections:
            which = f"correction {applied.number}, {applied.do}: " if applied.number else ""
            _row(console, applied.line, None, which + applied.effect)


def _repairs(console: Console, repairs: Sequence[Repaired], most: int | None) -> None:
    """The repairs, those that are the same together, with all their lines."""
    alike: dict[tuple[str, str, str], list[int]] = {}
    for repair in repairs:
        alike.setdefault((repair.reason, repair.before, repair.after), []).append(repair.line)
    by_count = sorted(alike.items(), key=lambda pair: -len(pair[1]))
    for (reason, before, after), lines in by_count[:most]:
        change = f"{visible(before)} → {visible(after) or 'nothing'}"
        named = ", ".join(map(str, lines[:most]))
        more = f" and {len(lines) - most} more" if most and len(lines) > most else ""
        said = f"  {len(lines)} x {change}  ({reason}), line {named}{more}"
        console.print(said, markup=False)
    _more(console, len(by_count), most)


def _troubles(console: Console, places: Sequence[Trouble], most: int | None) -> None:
    reason = None
    for trouble in places[:most]:
        if trouble.reason != reason and trouble.kind != "identifier":
            console.print(f"  {trouble.reason}:", markup=False, style="italic")
            reason = trouble.reason
        text = f"«{trouble.excerpt}»" if trouble.excerpt else ""
        if trouble.kind == "identifier":
            where = f" ({trouble.section})" if trouble.section else ""
            text = f"{_LEVELS[trouble.level]}: {trouble.reason}{where} {text}".rstrip()
        _row(console, trouble.line, trouble.page, text)
    _more(console, len(places), most)


def _title(console: Console, text: str) -> None:
    console.print()
    console.print(text, style="bold", markup=False)


def _row(console: Console, line: int, page: int | None, text: str) -> None:
    where = f"p. {page} " if page else ""
    where += f"line {line}" if line else "report"
    console.print(f"  {where}: {text}", markup=False)


def _more(console: Console, count: int, most: int | None) -> None:
    if most is not None and count > most:
        console.print(f"  ... and {count - most} more (--all, or --html FILE, shows them)")


def _counts(console: Console, rows: Iterable[tuple[int, str]]) -> None:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right")
    table.add_column()
    for count, name in rows:
        table.add_row(str(count), name.replace("[", r"\["))
    console.print(table)


def _reasons(console: Console, reasons: Iterable[str | None]) -> None:
    for reason, count in Counter(reasons).most_common():
        console.print(f"  {count} x {reason}", markup=False)
