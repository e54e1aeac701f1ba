"""The one command: `funn ingest | ask | serve | eval ...`."""

import importlib.util
import os
import sys

import typer
from rich.console import Console

from service.errors import FunnError, SettingsError

# Each half is imported when one of its commands is asked for: the evaluation's models alone take
# 0.4 s, which nobody should wait for who only asks a question.
# ruff: noqa: PLC0415


def commands(first: str | None) -> typer.Typer:
    """The commands, for a command line that begins with `first`: those of the half that has it, all
    where none has (`funn --help`, a slip of the pen)."""
    app = typer.Typer(
        name="funn",
        no_args_is_help=True,
        rich_markup_mode="markdown",
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def funn() -> None:
        """Answers questions about qualitative research reports, every claim cited to its exact
        place.

        Load a report with `funn ingest PATH`, ask with `funn ask QUESTION`, open the chat page with
        `funn serve`. Settings are environment variables named FUNN_...; FUNN_DATA says where the
        reports are kept.
        """

    if first == "eval":
        app.add_typer(_evaluation(), name="eval")
        return app
    if first == "ingest":
        import ingest.cli

        app.registered_commands += ingest.cli.app.registered_commands
        return app
    import service.cli

    asking = service.cli.app.registered_commands
    known = {c.name or c.callback.__name__ for c in asking if c.callback}
    if first not in known:
        import ingest.cli

        app.registered_commands += ingest.cli.app.registered_commands
        _name_evaluation(app)
    app.registered_commands += asking
    return app


def _name_evaluation(app: typer.Typer) -> None:
    """Name `funn eval` in the list of commands without loading it: it needs packages that answering
    does without."""
    from eval import HELP

    group = typer.Typer(help=HELP, no_args_is_help=True)

    @group.callback()
    def evaluation() -> None: ...

    evaluation.__doc__ = None
    app.add_typer(group, name="eval")


def _evaluation() -> typer.Typer:
    """The commands of `funn eval`. Raises `SettingsError` where its packages are not installed."""
    for package in ("scipy", "ir_measures", "matplotlib"):
        if importlib.util.find_spec(package) is None:
            raise SettingsError(
                "funn eval",
                f"it needs packages that are not installed ({package})",
                "Run `make eval`, or install the extra: pip install 'funn[eval]'.",
            )
    import eval.cli

    return eval.cli.app


def main() -> None:
    """Run the command line; an error that a person can mend is said in words, with status 1."""
    try:
        commands(sys.argv[1] if len(sys.argv) > 1 else None)()
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
