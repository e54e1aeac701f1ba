"""The commands that ask, show and serve; those that look after the store are in `store_cli`."""

import csv
import logging
import socket
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from service import store_cli
from service.errors import InputError, SettingsError
from service.settings import load_settings
from service.store_cli import ReportOption, known, nothing_loaded

if TYPE_CHECKING:
    from service.assistant import Assistant

# What follows is imported where it is used: Chroma and the embedder take a second to load, and
# `funn --help` and a wrong setting need neither.
# ruff: noqa: PLC0415

app = typer.Typer()

app.registered_commands += store_cli.app.registered_commands


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in Norwegian or English.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the answer as one JSON object, alone.")
    ] = False,
    report: ReportOption = None,
) -> None:
    """Ask one question and read the answer, every claim with its source."""
    from service.understanding import MAX_QUESTION, Message, clean

    settings = load_settings()
    if not clean(question) or len(question) > MAX_QUESTION:
        raise InputError(
            "The question",
            "it is empty" if not clean(question) else f"it has {len(question)} characters",
            f"Ask something in 1 to {MAX_QUESTION} characters.",
        )
    from service.evidence import Filters
    from service.terminal import show
    from service.vocabulary.groups import group_vocabulary
    from service.wiring import build_assistant

    if report is not None:
        known(settings, report)
    filters = Filters(reports=(report,) if report else ())
    answer = build_assistant(settings).ask([Message(role="user", content=question)], None, filters)
    if as_json:
        print(answer.model_dump_json(indent=1))
    else:
        show(answer, Console(highlight=False), group_vocabulary())


@app.command()
def sources(
    report: ReportOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, with exact places.")
    ] = False,
    as_csv: Annotated[
        bool,
        typer.Option(
            "--csv", help="The quotes, with a column for participants to fill in (`funn withdraw`)."
        ),
    ] = False,
) -> None:
    """List every finding and quote in the store, in report order."""
    settings = load_settings()
    from service.answering.cite import view
    from service.index.library import Library
    from service.index.store import Store

    if report is not None:
        known(settings, report)
    console = Console(highlight=False)
    snapshot = Library(Store(settings)).snapshot()
    if not snapshot.reports:
        nothing_loaded(settings)
    chosen = [o for id, o in snapshot.reports.items() if report in (None, id)]
    if as_csv:
        from service.participants import key_rows

        csv.writer(sys.stdout).writerows(key_rows(opened.report for opened in chosen))
        return
    for opened in chosen:
        for source in opened.report.sources:
            seen = view(opened, source)
            if as_json:
                print(seen.model_dump_json())
            else:
                who = ", ".join(part for part in (seen.role, seen.sector, seen.field) if part)
                head = f"{seen.id}  {seen.kind}{f' ({who})' if who else ''}"
                whole = not console.is_terminal
                console.print(
                    f"{head}  {seen.section.path[-1]}", style="dim", markup=False, soft_wrap=whole
                )
                console.print(f"  {seen.text}", markup=False, soft_wrap=whole)


@app.command()
def canonical(
    report: Annotated[str, typer.Option("--report", help="Id of the report.")],
) -> None:
    """Print a report's canonical text, which the offsets of its sources count in."""
    settings = load_settings()
    from service.index.store import Store

    known(settings, report)
    sys.stdout.write(Store(settings).report(report).canonical)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on [FUNN_HOST].")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; 0 picks a free one [FUNN_PORT].")
    ] = None,
) -> None:
    """Serve the chat page and the API."""
    settings = load_settings()
    address = (host or settings.host, settings.port if port is None else port)
    try:
        listener = socket.create_server(address, family=_family(address[0]))
    except OSError as error:
        raise SettingsError(
            f"{address[0]}:{address[1]}",
            f"cannot be listened on ({error.strerror})",
            "Choose another with --port, or stop what uses it.",
        ) from error
    import uvicorn

    from service.api.app import create_app
    from service.wiring import build_assistant

    assistant = build_assistant(settings)
    snapshot = assistant.library.snapshot()  # a store that cannot be used is said now, not later
    _warm(assistant)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
    shown = f"[{address[0]}]" if ":" in address[0] else address[0]
    print(
        f"Funn answers from {len(snapshot.reports)} report(s) at "
        f"http://{shown}:{listener.getsockname()[1]}/ (stop with Ctrl+C)",
        flush=True,
    )
    config = uvicorn.Config(
        create_app(assistant), log_level="warning", access_log=False, server_header=False
    )
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def _warm(assistant: "Assistant") -> None:
    """Load what the first question would wait for: it took three times as long as the next."""
    from service.concepts import concepts
    from service.understanding import detect_language
    from service.vocabulary.groups import group_vocabulary

    question = "Why do GPs experience extra work?"
    concepts(question, detect_language(question), "nb", group_vocabulary())
    assistant.library.embedder.query(question)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
