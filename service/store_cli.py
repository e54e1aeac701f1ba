"""The commands that look after the store: versions, withdrawal, bars."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import track

from service.errors import InputError
from service.settings import Settings, load_settings

if TYPE_CHECKING:
    from service.domain import Report
    from service.index.store import Store
    from service.index.versions import Manifest, Version

# What follows is imported where it is used: Chroma and the embedder take a second to load, and
# `funn --help` and a wrong setting need neither.
# ruff: noqa: PLC0415

app = typer.Typer()

ReportOption = Annotated[
    str | None, typer.Option("--report", help="Only this report (see `funn reports`).")
]
OneReport = Annotated[str, typer.Option("--report", help="Id of the report.")]


@app.command()
def reports(
    versions: Annotated[
        bool, typer.Option("--versions", help="Every version that is kept, the oldest first.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the reports that are loaded, with their versions."""
    settings = load_settings()
    from service.index.store import Store
    from service.index.versions import read_manifest

    store = Store(settings)
    live = store.pointers()
    if not live:
        nothing_loaded(settings)
    if versions:
        for home in store.homes():
            for version in home.versions():
                _show_version(home.id, version, as_json)
        return
    for id, folder in live.items():
        _show_report(store.report(id), read_manifest(folder), as_json)


@app.command()
def remove(id: Annotated[str, typer.Argument(help="Id of the report.")]) -> None:
    """Take a report, with all its versions, out of the store."""
    _store().remove(id)
    print(f"Removed {id}.")


@app.command()
def rebuild(report: ReportOption = None) -> None:
    """Build the indexes anew from the canonical reports, with the embedder that is set."""
    settings = load_settings()
    from service.index.store import Store

    store = Store(settings)
    if report is not None:
        known(settings, report)
    ids = [report] if report else list(store.pointers())
    if not ids:
        nothing_loaded(settings)
    console = Console(stderr=True)
    for id in track(
        ids,
        console=console,
        description="Rebuilding",
        disable=not console.is_terminal,
    ):
        stored = store.rebuild(id)
        print(f"Rebuilt {id}: {stored.embedded} passages embedded.")


@app.command()
def rollback(
    report: OneReport,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", help="Beginning of the version's digest; the one before the live one if not."
        ),
    ] = None,
) -> None:
    """Make an older version of a report live again.

    The version that was live is kept: `funn reports --versions` lists them all."""
    stored = _store().rollback(report, to)
    print(f"{report} is {stored.version} now ({stored.embedded} passages embedded).")


@app.command()
def prune(
    report: OneReport,
    keep: Annotated[
        int, typer.Option("--keep", min=0, help="How many older versions to keep, the newest.")
    ] = 0,
) -> None:
    """Remove the older versions of a report from disk; the live one stays."""
    removed = _store().prune(report, keep)
    print(f"Removed {removed} version{'' if removed == 1 else 's'} of {report}.")


@app.command()
def bar(
    id: Annotated[str, typer.Argument(help="Id of the report.")],
    lift: Annotated[bool, typer.Option("--lift", help="Let it be sent again.")] = False,
) -> None:
    """Keep a report's text from language models and embedding services outside Funn.

    Questions about it are then answered in its own words, and it is refused while a remote embedder
    is set. The bar stays when the report is ingested again or rolled back."""
    store = _store()
    store.bar(id, not lift)
    if lift:
        print(f"{id} may be sent to a language model and an embedding service again.")
        return
    print(f"{id} is barred: its text is sent to no language model and no embedding service.")
    if store.outside.embedder:
        print(
            f"What {store.outside.embedder} embedded before, it has read. Unset "
            f"FUNN_EMBEDDING_MODEL and run `funn rebuild --report {id}`: till then no question is "
            "answered."
        )


@app.command()
def withdraw(
    source: Annotated[
        list[str] | None,
        typer.Option("--source", help="Id of a source (`funn sources`); may be given repeatedly."),
    ] = None,
    participant: Annotated[
        str | None,
        typer.Option(
            "--participant",
            help="Whose sources, by the number in the key. Asked for if left out, so that it does "
            "not stay in the shell's history.",
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            help="Your own CSV file with the columns participant and source. Read, never kept.",
        ),
    ] = None,
) -> None:
    """Erase sources from every version of every report, for good.

    For participants who take back their consent: `funn withdraw --source ID`, or all of one
    participant's by your own key file, which `funn sources --csv` makes for you to fill in. What
    repeats their words goes too. Ingesting the same file again does not bring them back."""
    if bool(source) == bool(key) or (participant is not None and key is None):
        raise InputError(
            "funn withdraw",
            "it needs either sources or a participant with the file that tells which are theirs",
            "Type: funn withdraw --source ID, or: funn withdraw --participant NUMBER --key FILE",
        )
    store = _store()
    ids = list(source or [])
    if key is not None:
        from service.participants import sources_of

        ids = list(sources_of(_asked() if participant is None else participant, key))
    done = store.withdraw(ids)
    where = f" ({', '.join(done.reports)})" if done.reports else ""
    print(
        f"Withdrawn: {_counted(len(done.sources), 'source')}; "
        f"{_counted(done.versions, 'version')} written anew without them{where}."
    )
    if done.repeated:
        print(f"{_counted(done.repeated, 'other source')} with the same words erased with them.")
    if done.damaged:
        print(f"{_counted(done.damaged, 'version')} that could not be read removed whole.")
    print("A running server leaves them out from its next question on.")
    print(
        f"Out of Funn's reach, so erase it there: backups and copies of {store.root}, the report's "
        "own file and what lies beside it, texts that were pasted or exported, and what a language "
        "model or an embedding service was sent."
    )


def _asked() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Participant", hide_input=True, err=True))
    return sys.stdin.readline()


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


def _store() -> "Store":
    settings = load_settings()
    from service.index.store import Store

    return Store(settings)


def _show_version(id: str, version: "Version", as_json: bool) -> None:
    manifest = version.manifest
    day = manifest.ingested if manifest else None
    seen = {
        "id": id,
        "version": manifest.version if manifest else None,
        "ingested": day.isoformat(timespec="seconds") if day else None,
        "live": version.live,
        "sources": manifest.sources if manifest else None,
        "why": manifest.why if manifest else "damaged",
    }
    if as_json:
        print(json.dumps(seen))
        return
    when = f"{day:%Y-%m-%d %H:%M} UTC" if day else "-"
    parts = [id, seen["version"] or "-", when, f"{seen['sources'] or '-'} sources", seen["why"]]
    print("  ".join([*map(str, parts), *(["live"] if version.live else [])]))


def _show_report(report: "Report", manifest: "Manifest", as_json: bool) -> None:
    if as_json:
        seen = {
            "id": report.id,
            "version": manifest.version,
            "title": report.title,
            "publisher": report.publisher,
            "year": report.year,
            "fictional": report.fictional,
            "barred": report.barred,
            "sections": len(report.sections),
            "findings": len(report.findings),
            "quotes": len(report.quotes),
        }
        print(json.dumps(seen, ensure_ascii=False))
        return
    console = Console(highlight=False)
    by = ", ".join(str(part) for part in (report.publisher, report.year) if part)
    console.print(f"{report.id}  {manifest.version}", style="bold", markup=False, soft_wrap=True)
    console.print(
        f"  {report.title}{f' ({by})' if by else ''}",
        markup=False,
        soft_wrap=not console.is_terminal,
    )
    console.print(
        f"  {len(report.sections)} sections, {len(report.findings)} findings, "
        f"{len(report.quotes)} quotes"
        f"{', fictional' if report.fictional else ''}{', barred' if report.barred else ''}",
        markup=False,
    )


def nothing_loaded(settings: Settings) -> None:
    """Say so on stderr: stdout holds what was asked for, which is nothing."""
    Console(highlight=False, stderr=True).print(
        f"No report is loaded in {settings.data}. Load one: funn ingest PATH",
        markup=False,
        soft_wrap=True,
    )


def known(settings: Settings, report: str) -> None:
    """Raise `InputError` unless the store holds `report`."""
    from service.index.store import Store

    loaded = list(Store(settings).pointers())
    if report not in loaded:
        raise InputError(
            f"Report {report}",
            f"it is not in the store (loaded: {', '.join(loaded) or 'none'})",
            "Run `funn reports` to see what is.",
        )
