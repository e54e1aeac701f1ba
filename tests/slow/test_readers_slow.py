"""Broken files into every reader, half a minute each: a report that adds up, or a clear refusal.

`FUZZ_SEED` draws other files, `FUZZ_SECONDS` gives each reader another time. A case that fails is
left as a file, named in the failure with its seed.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType

import pytest

from ingest.pipeline import build_report
from ingest.readers import READERS
from service.errors import InputError
from tests.ingest.checks import check
from tests.sample_formats import docx, html, pdf, sample, text_from
from tests.slow.fiction import markdown, report
from tests.slow.mutations import mutated, mutated_package, random_bytes, unpacked

pytestmark = pytest.mark.slow

SEED = os.environ.get("FUZZ_SEED", "1")
SECONDS = float(os.environ.get("FUZZ_SECONDS", "30"))
HANGS = 150
"""Seconds after which a reader hangs. A hostile PDF may take two minutes before it is given up."""
READER_NAMES = sorted({name for name, _ in READERS.values()})


def endings(reader: str) -> list[str]:
    return [ending for ending, (name, _) in READERS.items() if name == reader]


@pytest.fixture(scope="module")
def seeds() -> dict[str, list[bytes]]:
    """Sound files by the reader that reads them: small ones, and the sample."""
    small = [report(number) for number in range(3)]
    pdfs = [pdf(source) for source in small]
    return {
        "markdown": [markdown(Random(number)).encode() for number in range(3)],
        "text": [text_from(data, "spaced").encode() for data in pdfs],
        "html": [html(source).encode() for source in [*small, sample()]],
        "docx": [docx(source) for source in small],
        "pdf": [*pdfs, *(unpacked(data) for data in pdfs), pdf(small[0], broken="all")],
    }


def case(reader: str, number: int, seeds: dict[str, list[bytes]]) -> tuple[str, bytes]:
    """Ending and bytes of one file; the same for the same seed."""
    random = Random(f"{SEED}/{reader}/{number}")
    ending = random.choice(endings(reader))
    way = random.random()
    if way < 0.15:
        return ending, random_bytes(random)
    every = [data for datas in seeds.values() for data in datas]
    # A reader that has no seeds of its own yet is given the others'.
    data = random.choice(seeds.get(reader) or every)
    if data.startswith(b"PK") and way < 0.9:
        return ending, mutated_package(data, random)
    return ending, mutated(data, every, random)


@contextmanager
def given_up_after(seconds: int) -> Iterator[None]:
    """Raises `TimeoutError` in what runs within when it takes longer."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"took more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("reader", READER_NAMES)
def test_a_broken_file_is_read_or_refused(
    reader: str, seeds: dict[str, list[bytes]], tmp_path: Path
) -> None:
    ends = time.monotonic() + SECONDS
    came: Counter[str] = Counter()
    number = 0
    while time.monotonic() < ends:
        ending, data = case(reader, number, seeds)
        path = tmp_path / f"case-{number}{ending}"
        path.write_bytes(data)
        try:
            with given_up_after(HANGS):
                check(build_report(path))
            came["read"] += 1
        except InputError:
            came["refused"] += 1
        except Exception as error:
            error.add_note(f"FUZZ_SEED={SEED}, reader {reader}, case {number}: {path}")
            raise
        path.unlink()
        number += 1
    print(f"{reader}: FUZZ_SEED={SEED}, {number} files: {dict(came)}")
    assert came["read"], "no file came through: what is broken is not what is read"
    assert came["refused"]
