"""What reading and structuring a PDF take, in seconds, beside embedding, and in memory.

Each file is read in a process of its own, so that its memory is its own. Only a sample of the
passages is embedded: the rest is reckoned from it, so that the bench stays short.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from eval.bench.slides import write_slides
from service.domain import Frozen, Report
from service.index.embeddings import Embedder
from service.index.passages import cut_passages

PAGES = (50, 100, 200)
SAMPLE = 64
"""Passages that are embedded to reckon what all of them take."""
_CHILD = """
import json, resource, sys, time
from pathlib import Path
from ingest import pipeline
from ingest.readers import reader_for

def peak():
    # VmHWM, not ru_maxrss: that keeps what the parent had when it started the process.
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024

path, out = map(Path, sys.argv[1:])
name, read = reader_for(path)
idle = peak()
start = time.perf_counter()
file = read(path)
reading = time.perf_counter() - start
pipeline.readers.reader_for = lambda path: (name, lambda path: file)
start = time.perf_counter()
built = pipeline.build_report(path)
structuring = time.perf_counter() - start
out.write_text(built.report.model_dump_json())
helper = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps({"reading": reading, "structuring": structuring, "idle": idle,
                  "peak": peak(), "helper": helper}))
"""


class Reading(Frozen):
    """One file, read and structured."""

    pages: int
    reading: float
    """Seconds of the reader."""
    structuring: float
    """Seconds of all that follows, up to the report that would be stored."""
    idle: float
    """Megabytes of the process before it read."""
    peak: float
    """Most megabytes that it had."""
    helper: float
    """Most megabytes of a process that it started for reading; at least what it had itself when it
    started it, as the system counts."""
    passages: int
    sources: int


class PdfTimes(Frozen):
    """Files of several lengths, and the embedder beside the longest."""

    readings: tuple[Reading, ...]
    sampled: int
    """Passages that were embedded."""
    embedding: float
    """Seconds that all passages of the longest would take, reckoned by characters."""

    @property
    def longest(self) -> Reading:
        return self.readings[-1]

    @property
    def share(self) -> float:
        """Reading and structuring the longest, over embedding it."""
        return (self.longest.reading + self.longest.structuring) / self.embedding

    @property
    def slope(self) -> float:
        """Megabytes that a page more takes, the reader's helper included."""
        first, last = self.readings[0], self.readings[-1]
        more = last.peak + last.helper - first.peak - first.helper
        return more / (last.pages - first.pages)

    @property
    def growth(self) -> float:
        """Memory of the longest over that of the shortest, the reader's helper included."""
        first, last = self.readings[0], self.readings[-1]
        return (last.peak + last.helper) / (first.peak + first.helper)


def time_pdf(folder: Path, embedder: Embedder, pages: tuple[int, ...] = PAGES) -> PdfTimes:
    """Make, read and structure PDFs of so many pages, and embed a sample of the last."""
    readings = []
    texts: list[str] = []
    for number in pages:
        measured, texts = _read(write_slides(folder / f"slides-{number}.pdf", number), number)
        readings.append(measured)
    sample = texts[:: max(1, len(texts) // SAMPLE)][:SAMPLE]
    embedder.passages(sample[:8])  # the model is in memory when the clock starts
    start = time.perf_counter()
    embedder.passages(sample)
    seconds = time.perf_counter() - start
    return PdfTimes(
        readings=tuple(readings),
        sampled=len(sample),
        embedding=seconds * sum(map(len, texts)) / sum(map(len, sample)),
    )


def _read(path: Path, pages: int) -> tuple[Reading, list[str]]:
    """What reading `path` took, and the passages that would be embedded."""
    out = path.with_suffix(".json")
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path), str(out)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    report = Report.model_validate_json(out.read_text("utf-8"))
    texts = [passage.text for passage in cut_passages(report)]
    measured = Reading.model_validate(
        json.loads(done.stdout)
        | {"pages": pages, "passages": len(texts), "sources": len(report.sources)}
    )
    return measured, texts
