"""How much a process that reads a PDF may take."""

import resource

MAX_PAGES = 2_000
"""Pages of a report. The longest reports of this kind have some hundreds."""
MAX_SECONDS = 120
"""Of processor time, and of waiting."""
MAX_MEMORY = 1_500_000_000
"""Bytes of address space."""
MAX_WORDS = 20_000
"""Words, marks and numbers on one page: a sheet of a spreadsheet has fewer."""
MAX_OBJECTS = 60_000
"""Drawn objects on one page that are looked at for boxes."""
MAX_CHARS = 200_000
"""Characters on one page."""
MAX_DEPTH = 8
"""Drawings within drawings."""
MAX_OUTPUT = 500_000_000
"""Bytes that such a process may write."""


def apply(writes: int = 0) -> None:
    """Puts the limits on this process; the system ends it, or refuses it memory, beyond them.

    `writes` is how many bytes it may write to files (pipes are no files).
    """
    for what, limit in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CPU, MAX_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, writes),
        (resource.RLIMIT_NOFILE, 32),
    ):
        _, hard = resource.getrlimit(what)
        most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (most, most))
