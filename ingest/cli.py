"""`funn ingest`: a report in, and an account of what was found and what was set aside."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ingest.anonymity.quarantine import Passed
from ingest.anonymity.telling import left_out
from ingest.check import MADE, checked, page, show, summary, write
from ingest.corrections import beside
from ingest.corrections.stubs import stubs as stubs_of
from ingest.corrections.stubs import written as stubs_written
from ingest.pipeline import Built, build_report
from ingest.storing import let_through, store
from service.errors import InputError
from service.settings import Settings, load_settings


def ingest(
    path: Annotated[
        Path,
        typer.Argument(help="The report: PDF, Word, HTML, Markdown or text.", show_default=False),
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
    accept_quarantine: Annotated[
        bool,
        typer.Option(
            "--accept-quarantine",
            help="Leave out findings and quotes by which someone could be found; store the rest.",
        ),
    ] = False,
    barred: Annotated[
        bool,
        typer.Option(
            "--barred", help="Its text may not leave this machine: to no LLM or embedding service."
        ),
    ] = False,
    corrected_by: Annotated[
        Path | None,
        typer.Option(
            "--corrections",
            help="File of corrections; else REPORT.corrections.toml beside the report, if it is"
            " there.",
            show_default=False,
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Show what would be stored, what is uncertain and what stops it; store nothing."
            " Ends with status 1 if ingestion would stop.",
        ),
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="With --check: all entries of long lists.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --check: the same as JSON, and nothing else.")
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            help="With --check: a page to write, with the file beside what Funn understood.",
            show_default=False,
        ),
    ] = None,
    stubs: Annotated[
        Path | None,
        typer.Option(
            "--stubs",
            help="With --check: a file to write, with a correction to fill in for each uncertain"
            " place.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Read a report and store its sections, findings and quotes.

    Shows what was found and, by reason, what was set aside. Stops before anything is stored when a
    name, identity number, phone number or e-mail address stands in the text. What a researcher has
    settled in a file of corrections beside the report is applied each time.

    Example: funn ingest report.txt --id trygghet2023 --title "..." --publisher "..." --year 2023
    """
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    if not check:
        _only_with_check({"--all": everything, "--json": as_json, "--html": html, "--stubs": stubs})
    if if_empty and not check:
        settings = load_settings()
        held = _held(settings)
        if held:
            console.print(
                f"The store in {settings.data} already holds: {', '.join(held)}. Nothing done."
            )
            return
    built = build_report(
        path,
        id=id,
        title=title,
        publisher=publisher,
        year=year,
        fictional=fictional or None,
        barred=barred,
        corrected_by=corrected_by,
    )
    if check:
        found = checked(built, path, accept_quarantine=accept_quarantine)
        kept = [path, *filter(None, (corrected_by, beside(path)))]
        if html is not None:
            write(html, page(found), kept=kept, again=MADE)
        if stubs is not None:
            write(stubs, _proposed(built, path), kept=kept)
        if as_json:
            typer.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        else:
            show(found, console, everything=everything)
            for written in filter(None, (html, stubs)):
                console.print(f"Written: {written}", markup=False)
            console.print("Checked only: nothing was stored.")
        raise typer.Exit(code=1 if found.stops else 0)
    summary(built, console)
    settings = load_settings()
    through = let_through(built, path, settings, accept_quarantine=accept_quarantine)
    for line in left_out(through):
        console.print(line, markup=False)
    _store(built, through, settings, console)


def _only_with_check(given: dict[str, object]) -> None:
    for option, value in given.items():
        if value:
            raise InputError(option, "says how to check", f"Try: funn ingest --check {option} ...")


def _proposed(built: Built, path: Path) -> str:
    """A file of corrections to fill in."""
    set_aside = built.reading.document.set_aside
    found = stubs_of(built.report, built.raw, built.placed, set_aside)
    return stubs_written(path.name, path.stem, found)


def _held(settings: Settings) -> list[str]:
    from service.index.store import Store  # noqa: PLC0415  (loads Chroma: only when needed)

    return [held.id for held in Store(settings).manifests()]


def _store(built: Built, through: Passed, settings: Settings, console: Console) -> None:
    columns = (TextColumn("Embedding"), BarColumn(), MofNCompleteColumn())
    terminal = console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=not terminal) as bar:
        task = bar.add_task("embedding", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        stored = store(built, through, settings, progress=progress)
    if stored.withdrawn:
        console.print(f"{stored.withdrawn} left out that were withdrawn, or say the same.")
    if stored.unchanged:
        console.print(f"Unchanged: {built.report.id} was already stored as {stored.version}.")
        return
    console.print(
        f"Stored {built.report.id} as {stored.version}"
        f" ({stored.embedded} passages embedded, {stored.reused} reused)."
    )


app = typer.Typer(add_completion=False)
app.command("ingest")(ingest)
