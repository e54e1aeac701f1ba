"""How the commands of `funn eval` end: the exit codes, and what each is called."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import typer

from eval.errors import BELOW, INCOMPLETE, NOT_VALID, PASSED, TargetError
from service.errors import FunnError

ENDED: Mapping[int, str] = {
    PASSED: "the gate passed",
    BELOW: "the gate did not pass",
    NOT_VALID: "not run: the suite or an option is not valid",
    INCOMPLETE: "incomplete: the target failed",
}


@contextmanager
def exit_codes() -> Iterator[None]:
    """Say what went wrong and leave by the code for it."""
    try:
        yield
    except FunnError as error:
        print(f"{error}", file=sys.stderr)
        raise typer.Exit(INCOMPLETE if isinstance(error, TargetError) else NOT_VALID) from None
