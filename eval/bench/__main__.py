"""`make bench`: prints what ingestion and answers take, as ratios measured in this run."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from eval.bench.answering import AnswerTimes, time_answers
from eval.bench.ingesting import IngestTimes, time_ingest
from service.settings import Settings, load_settings
from service.wiring import build_assistant

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "ingest" / "sample" / "report.md"
REAL = ROOT.parent / "shared" / "report" / "ehelse2023.txt"
CASES = ROOT / "eval" / "suites" / "sample" / "cases.jsonl"
QUESTIONS = 40
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
    given = load_settings().eval_reports
    real = (given / "ehelse2023.txt") if given else REAL
    for report in (SAMPLE, *([real] if real.is_file() else [])):
        with TemporaryDirectory() as folder:
            data = Path(folder)
            _say_ingest(console, time_ingest(report, data))
            assistant = build_assistant(Settings(data=data))
            _say_answers(console, time_answers(assistant, questions()))


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


if __name__ == "__main__":
    main()
