"""Runs the process that reads a PDF: within limits, its output validated line by line."""

import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from threading import Timer

from pydantic import ValidationError

import ingest
from ingest.pdfium import limits
from ingest.readers.pdf.pages import About, End, Failure, Fonts, PageRecord, Record, parsed
from service.errors import InputError

_ROOT = Path(ingest.__file__).parent.parent
_ENVIRONMENT = {"LC_ALL": "C.UTF-8"}
"""All that such a process is told of the one that starts it."""
_MAX_LINE = 60_000_000
_MAX_FONT_SECONDS = 60
_SAVE_AGAIN = "Open it in a PDF viewer and save or print it as a new PDF, then try again."


def command(module: str, *arguments: str) -> list[str]:
    """How a module of `ingest.pdfium` is started."""
    return [sys.executable, "-s", "-m", f"ingest.pdfium.{module}", *arguments]


class FontCheck:
    """Looks at a file's fonts in a process of its own, beside the one that reads the pages."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.copy = folder / "mended.pdf"
        """The file with private characters for those to be mended, where there are any."""
        self._answer = (folder / "fonts.json").open("w+b")
        self._process = subprocess.Popen(
            command("fonts", str(path.resolve()), str(self.copy)),
            stdin=subprocess.DEVNULL,
            stdout=self._answer,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=_ENVIRONMENT,
        )

    def __enter__(self) -> "FontCheck":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._answer.close()

    def found(self) -> Fonts | None:
        """What was found; None where the fonts could not be checked."""
        try:
            code = self._process.wait(_MAX_FONT_SECONDS)
        except subprocess.TimeoutExpired:
            return None
        self._answer.seek(0)
        answer = self._answer.read(_MAX_LINE)
        if code != 0:
            return None
        try:
            return Fonts.model_validate_json(answer)
        except ValidationError:
            return None


def records(path: Path, shown_as: str) -> Generator[About | PageRecord, None, None]:
    """First what the file says of itself, then its pages.

    `shown_as` is the name that errors give it. Raises `InputError` for a file that cannot be read.
    """
    ended = False
    for record in _lines(path, shown_as):
        if isinstance(record, Failure):
            raise _failure(record, shown_as)
        if isinstance(record, End):
            ended = True
            break
        yield record
    if not ended:
        raise _crash(shown_as)


def _lines(path: Path, shown_as: str) -> Iterator[Record]:
    process = subprocess.Popen(
        command("worker", str(path.resolve())),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env=_ENVIRONMENT,
    )
    timer = Timer(limits.MAX_SECONDS, process.kill)
    timer.start()
    try:
        yield from _validated(process, shown_as)
    finally:
        in_time = timer.is_alive()
        timer.cancel()
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
    if not in_time:
        raise InputError(
            shown_as,
            f"took more than {limits.MAX_SECONDS} seconds to read and was given up",
            _SAVE_AGAIN,
        )


def _validated(process: subprocess.Popen[bytes], shown_as: str) -> Iterator[Record]:
    if process.stdout is None:
        return
    total = 0
    while line := process.stdout.readline(_MAX_LINE):
        total += len(line)
        if total > limits.MAX_OUTPUT or len(line) >= _MAX_LINE:
            raise InputError(
                shown_as, "holds far more text than a report can", "Check that it is the report."
            )
        if not line.endswith(b"\n"):
            return  # it was ended while it wrote
        try:
            yield parsed(line)
        except ValidationError:
            raise _crash(shown_as) from None


def _failure(failure: Failure, shown_as: str) -> InputError:
    if failure.error == "password":
        return InputError(
            shown_as,
            "is encrypted and needs a password",
            "Save it without a password: qpdf --decrypt --password=... in.pdf out.pdf",
        )
    if failure.error == "pages":
        return InputError(
            shown_as,
            f"has {failure.pages:,} pages, more than the {limits.MAX_PAGES:,} that Funn reads",
            "Check that it is the report, or split it: qpdf in.pdf --pages . 1-500 -- out.pdf",
        )
    return InputError(
        shown_as, "is no PDF that can be read (damaged, cut off or another format)", _SAVE_AGAIN
    )


def _crash(shown_as: str) -> InputError:
    return InputError(
        shown_as,
        "made the PDF library fail, or need more memory than it is given: it is damaged or hostile",
        _SAVE_AGAIN,
    )
