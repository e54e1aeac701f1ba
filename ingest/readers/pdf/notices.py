"""What a researcher should know of a PDF, in words that name no person; its title, if it is one."""

import re
from collections.abc import Sequence
from typing import Any

from ingest.readers.pdf.kinds import UNKNOWN
from ingest.readers.pdf.pages import About, File

_WORDS = re.compile(r"\w+")
_FILE = re.compile(r"\.(?:docx?|pptx?|indd|odt|pdf|pub)\b|^microsoft ", re.IGNORECASE)
_SEARCHED = 6_000
"""Characters at a report's beginning in which its title has to stand."""


def title_in(about: About, raw: str) -> dict[str, Any]:
    """The title that the file gives itself, only where the report's first pages bear it: else it is
    as often the name of a template or of another report."""
    words = [word.casefold() for word in _WORDS.findall(about.title)]
    start = " ".join(word.casefold() for word in _WORDS.findall(raw[:_SEARCHED]))
    if len(words) < 2 or _FILE.search(about.title) or " ".join(words) not in start:
        return {}
    return {"title": about.title}


def notices_of(file: File) -> tuple[str, ...]:
    """Notices on a file and its pages."""
    found = []
    about, fonts, pages = file.about, file.fonts, file.pages
    unreadable = [page.number for page in pages if not page.readable]
    empty = [page.number for page in pages if not page.words and page.pictures]
    for numbers, what in (
        (unreadable, "cannot be read and was left out"),
        (empty, "holds pictures and no text"),
        ([p.number for p in pages if p.hidden], "holds hidden text, which was set aside"),
        ([p.number for p in pages if p.turned], "holds text set across the page, set aside"),
        ([p.number for p in pages if p.recognised], "holds text that a program read off a picture"),
        ([p.number for p in pages if p.cut_short], "holds more than is read of one page"),
        (
            [p.number for p in pages if p.comments],
            "holds comments or form fields, which are not read",
        ),
    ):
        if numbers:
            found.append(f"{_named(numbers)} {what}")
    if fonts is None:
        found.append(
            "its fonts' maps of characters could not be checked: see that letters are right"
        )
    elif fonts.mended:
        found.append("characters were mended by its fonts' own tables: each is among the repairs")
    unnamed = [p.number for p in pages if any(UNKNOWN in word.text for word in p.words)]
    if unnamed:
        found.append(
            f"{_named(unnamed)} holds characters that neither file nor font names (\ufffd)"
        )
    if about.names_author:
        found.append("the file's properties name its authors; they are not kept")
    for present, what in (
        (about.attachments, "holds files as attachments, which are not read"),
        (about.scripts, "holds scripts, which are not run"),
        (about.form, "holds a form, whose fields are not read"),
    ):
        if present:
            found.append(f"the file {what}")
    return tuple(found)


def _named(numbers: Sequence[int]) -> str:
    """ "page 3", "pages 1-3, 7": each page of several "holds" what is said of it."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    written = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
    return f"page {written}" if len(numbers) == 1 else f"each of pages {written}"
