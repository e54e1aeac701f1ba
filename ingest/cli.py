"""`funn ingest`: a report in, and an account of what was found and what was set aside."""

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from ingest.anonymity import refuse
from ingest.pipeline import Built, build_report
from ingest.storing import store_built
from service.settings import Settings, load_settings


def ingest(
    path: Annotated[
        Path,
        typer.Argument(help="The report: Markdown (.md) or text (.txt).", show_default=False),
    ],
    id: Annotated[
        str | None,
        typer.Option(
            "--id",
            help="Short name: a-z, 0-9, - and _. Made from the file's name if left out.",
            show_default=False,
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", help="Its title, if the file does not say.", show_default=False),
    ] = None,
    publisher: Annotated[
        str | None,
        typer.Option("--publisher", help="Who published it, for references.", show_default=False),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(
            "--year", help="Year it was published.", min=1500, max=2999, show_default=False
        ),
    ] = None,
    fictional: Annotated[
        bool,
        typer.Option("--fictional", help="It is invented: kept apart, and shown under a banner."),
    ] = False,
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Do nothing when the store already holds a report.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Show what would be stored, and store nothing.")
    ] = False,
) -> None:
    """Read a report and store its sections, findings and quotes.

    Shows what was found and, by reason, what was set aside. Stops before anything is stored when a
    name, identity number, phone number or e-mail address stands in the text.

    Example: funn ingest report.txt --id trygghet2023 --title "..." --publisher "..." --year 2023
    """
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    if if_empty and not check:
        settings = load_settings()
        held = _held(settings)
        if held:
            console.print(
                f"The store in {settings.data} already holds: {', '.join(held)}. Nothing done."
            )
            return
    built = build_report(
        path, id=id, title=title, publisher=publisher, year=year, fictional=fictional or None
    )
    show(built, console)
    if check:
        for alarm in built.alarms:
            console.print(f"Would stop: {alarm.kind}, line {alarm.line} ({alarm.section})")
        console.print("Checked only: nothing was stored.")
        return
    refuse(built.alarms, path)
    _store(built, load_settings(), console)


def show(built: Built, console: Console) -> None:
    """Prints what was found and what was set aside."""
    report = built.report
    mark = " (fictional)" if report.fictional else ""
    console.print(f"[bold]{_plain(report.title)}[/bold]{mark}")
    console.print(f"id {report.id}, language {report.language}, read as {report.reader}")
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(justify="right")
    table.add_column()
    table.add_row(str(len(report.sections)), "sections")
    table.add_row(str(len(report.findings)), "findings")
    table.add_row(str(len(report.quotes)), "quotes")
    for role, count in built.quotes_by_role.items():
        table.add_row(str(count), f"  by {role if role != '?' else 'a speaker not understood'}")
    console.print(table)
    account = built.account
    console.print(f"{account.characters} characters, all accounted for:")
    places = Table(box=None, pad_edge=False, show_header=False)
    places.add_column(justify="right")
    places.add_column()
    for place, count in sorted(account.places.items(), key=lambda pair: -pair[1]):
        places.add_row(str(count), place)
    console.print(places)
    if report.repairs:
        console.print(f"{len(report.repairs)} repairs:")
        for reason, count in Counter(r.reason for r in report.repairs).most_common():
            console.print(f"  {count} x {reason}")
    if built.uncertain:
        console.print(f"{sum(built.uncertain.values())} uncertain, stored and marked as such:")
        for reason, count in built.uncertain.items():
            console.print(f"  {count} x {reason}")


def _plain(text: str) -> str:
    """`text` with rich's brackets made harmless."""
    return text.replace("[", r"\[")


def _held(settings: Settings) -> list[str]:
    from service.index.store import Store  # noqa: PLC0415  (loads Chroma: only when needed)

    return [held.id for held in Store(settings).manifests()]


def _store(built: Built, settings: Settings, console: Console) -> None:
    columns = (TextColumn("Embedding"), BarColumn(), MofNCompleteColumn())
    terminal = console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=not terminal) as bar:
        task = bar.add_task("embedding", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        stored = store_built(built, settings, progress=progress)
    if stored.unchanged:
        console.print(f"Unchanged: {built.report.id} was already stored as {stored.version}.")
        return
    console.print(
        f"Stored {built.report.id} as {stored.version}"
        f" ({stored.embedded} passages embedded, {stored.reused} reused)."
    )


app = typer.Typer(add_completion=False)
app.command("ingest")(ingest)
