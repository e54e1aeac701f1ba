"""`make bench`: prints what ingestion and answers take, as ratios measured in this run, and what a
plain pipeline would show instead."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from eval.bench.answering import AnswerTimes, time_answers
from eval.bench.ingesting import IngestTimes, time_ingest
from eval.bench.peer import Beside, compare
from eval.bench.reading import PdfTimes, time_pdf
from eval.bench.slides import write_slides
from eval.score import SCORER
from eval.suite import load_suite, suite_names
from service.index.embeddings import build_embedder
from service.settings import Settings, load_settings
from service.wiring import build_assistant

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "ingest" / "sample" / "report.md"
REAL = ROOT.parent / "shared" / "report" / "ehelse2023.txt"
CASES = ROOT / "eval" / "suites" / "sample" / "cases.jsonl"
QUESTIONS = 40
FEW_PAGES = 10
"""Of a PDF that is ingested whole, embedding included; twice."""
INGEST_AIM = 1.15
ANSWER_AIM = 4.0


def questions() -> list[str]:
    """Single-turn dev questions of the sample suite, evenly drawn, in file order."""
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    usable = [c["turns"][0] for c in cases if c["split"] == "dev" and len(c["turns"]) == 1]
    return usable[:: max(1, len(usable) // QUESTIONS)][:QUESTIONS]


def main() -> None:
    """Time everything and print it."""
    console = Console(highlight=False, soft_wrap=True)
    with TemporaryDirectory() as folder:
        _say_pdf(console, time_pdf(Path(folder), build_embedder(Settings())))
        short = write_slides(Path(folder) / "short.pdf", FEW_PAGES)
        _say_ingest(console, time_ingest(short, Path(folder) / "data"))
    given = load_settings().eval_reports
    real = (given / "ehelse2023.txt") if given else REAL
    for report in (SAMPLE, *([real] if real.is_file() else [])):
        with TemporaryDirectory() as folder:
            data = Path(folder)
            _say_ingest(console, time_ingest(report, data))
            assistant = build_assistant(Settings(data=data))
            _say_answers(console, time_answers(assistant, questions()))
            name = "sample" if report == SAMPLE else report.stem
            if name in suite_names():
                suite = load_suite(name, SCORER, given)
                _say_beside(console, name, compare(suite, data, data / "peer"))


def _say_pdf(console: Console, times: PdfTimes) -> None:
    console.print("Reading and structuring PDFs of slides (made up), each in a process of its own")
    for one in times.readings:
        console.print(
            f"  {one.pages} pages, {one.sources} sources: reading {one.reading:.2f} s, structuring "
            f"{one.structuring:.2f} s; at most {one.peak:.0f} MB ({one.idle:.0f} before), its "
            f"helper {one.helper:.0f} MB"
        )
    last = times.longest
    console.print(
        f"  {last.pages} pages: {times.share:.1%} of the time that embedding {last.passages} "
        f"passages takes ({times.embedding:.0f} s, reckoned from {times.sampled} of them)"
    )
    console.print(
        f"  memory for {last.pages} pages over that for {times.readings[0].pages}: "
        f"{times.growth:.2f}; {times.slope:.2f} MB a page"
    )


def _say_ingest(console: Console, times: IngestTimes) -> None:
    console.print(f"Ingesting {times.report} ({times.passages} passages)")
    console.print(
        f"  command {times.command:.2f} s (start-up {times.start_up:.2f} s), embedder alone "
        f"{times.embedding:.2f} s"
    )
    console.print(
        f"  ratio {times.ratio:.2f}, without start-up {times.work_ratio:.2f} (aim {INGEST_AIM})"
    )
    console.print(
        f"  the same report once more {times.again:.2f} s: "
        f"{times.again / times.command:.2f} of the first time"
    )


def _say_answers(console: Console, times: AnswerTimes) -> None:
    console.print(f"Answering {times.questions} questions")
    console.print(
        f"  median {1000 * times.answer:.1f} ms, floor (one embedding, one Chroma query) "
        f"{1000 * times.floor:.1f} ms"
    )
    console.print(
        f"  ratio {times.ratio:.2f} at the median, {times.worst:.2f} at worst (aim {ANSWER_AIM:g} "
        "at the median)"
    )
    shares = sorted(times.shares.items(), key=lambda item: -item[1])
    console.print("  " + ", ".join(f"{name} {share:.0%}" for name, share in shares))


def _say_beside(console: Console, suite: str, each: list[Beside]) -> None:
    console.print(f"Beside a plain pipeline, suite {suite}, dev split, {each[0].cases} cases")
    for one in each:
        console.print(
            f"  vital key points shown within {one.budget} characters: Funn {one.funn:.3f} (it "
            f"shows {one.funn_shown:.0f}), the pipeline {one.peer:.3f} ({one.peer_shown:.0f}), at "
            f"as many as Funn {one.peer_at_equal:.3f}"
        )


if __name__ == "__main__":
    main()
