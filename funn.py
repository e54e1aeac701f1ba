"""The one command: `funn ingest | ask | serve | eval ...`."""

import os
import sys

import typer
from rich.console import Console

import eval.cli
import ingest.cli
import service.cli
from service.errors import FunnError

app = typer.Typer(
    name="funn",
    help="Answers questions about qualitative research reports, every claim cited to its exact "
    "place.\n\nLoad a report with `funn ingest PATH`, ask with `funn ask QUESTION`, open the chat "
    "page with `funn serve`. Settings are environment variables named FUNN_...; FUNN_DATA says "
    "where the reports are kept.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.registered_commands += ingest.cli.app.registered_commands
app.registered_commands += service.cli.app.registered_commands
app.add_typer(eval.cli.app, name="eval")


def main() -> None:
    """Run the command line; an error that a person can mend is said in words, with status 1."""
    try:
        app()
    except FunnError as error:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(f"{error.what}: {error.why}.", style="bold red", markup=False)
        console.print(error.next_step, markup=False)
        sys.exit(1)
    finally:
        _flush()


def _flush() -> None:
    """Write out what is printed while an error of that can still be met: the reader of our output
    may have left (`funn sources | head -1`), and there is nothing to say to it any more."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
