"""What a run leaves behind: a folder with raw answers, configuration, inputs, times and scores."""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from eval.cases import Split
from eval.errors import SuiteError
from eval.manifest import MANIFEST
from eval.suite import CASES, Suite
from eval.truth import Truth, read_truth, write_truth
from service.contract import Answer
from service.domain import Frozen

ANSWERS, CONFIG, TIMINGS, SCORES = "answers.jsonl", "config.json", "timings.json", "scores.json"


class CaseAnswer(Frozen):
    """What the target gave for a case: one answer a turn, the last being scored, or why not."""

    id: str
    answers: tuple[Answer, ...]
    error: str | None = None
    """Why there is nothing to score. A case with an error has no score, not a low one."""
    ranked: tuple[str, ...] | None = None
    """Ids of the sources in the order that retrieval gave them for the last turn, best first; None
    where the target does not tell."""

    @property
    def answer(self) -> Answer:
        return self.answers[-1]


class Config(Frozen):
    """How a run was made: all that is needed to make it again."""

    suite: str
    suite_version: str
    set_digest: str
    report: str
    report_digest: str
    report_version: str
    """Of what ingestion made of it: the truth that answers are held against."""
    answered_from: tuple[str, ...]
    """Versions of the report that answers named: the same one, unless it changed under the run."""
    split: Split | None
    """None when all cases were asked."""
    target: str
    modes: tuple[str, ...]
    models: tuple[str, ...]
    prompt_digests: tuple[str, ...]
    fallback_reasons: tuple[str, ...]


class _Timings(Frozen):
    seconds: dict[str, float]


class Run(Frozen):
    """A run that can be scored, any number of times."""

    config: Config
    answers: tuple[CaseAnswer, ...]
    """In the order of the cases."""
    truth: Truth


def config_of(
    suite: Suite, split: Split | None, target: str, truth: Truth, answers: Sequence[CaseAnswer]
) -> Config:
    """The configuration, the model and prompts being what the answers themselves named."""
    each = [answer for given in answers for answer in given.answers]

    def named(values: Iterable[str | None]) -> tuple[str, ...]:
        return tuple(sorted({value for value in values if value is not None}))

    return Config(
        suite=suite.manifest.suite,
        suite_version=suite.manifest.version,
        set_digest=suite.manifest.set_digest,
        report=truth.report,
        report_digest=suite.manifest.report.sha256,
        report_version=truth.version,
        answered_from=named(
            report.version
            for answer in each
            for report in answer.reports
            if report.id == truth.report
        ),
        split=split,
        target=target,
        modes=named(answer.mode for answer in each),
        models=named(answer.model for answer in each),
        prompt_digests=named(answer.prompt_digest for answer in each),
        fallback_reasons=named(answer.fallback_reason for answer in each),
    )


def write_json(path: Path, value: object) -> None:
    """Indented, keys in the order given, so that equal values give equal bytes."""
    path.write_bytes((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())


def write_run(folder: Path, run: Run, suite: Suite, seconds: Mapping[str, float]) -> None:
    """Keep a run: its inputs are copied beside it, so that it can be scored anywhere."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (given.model_dump(mode="json") for given in run.answers)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / ANSWERS).write_bytes(text.encode())
    write_json(folder / CONFIG, run.config.model_dump(mode="json"))
    write_json(folder / TIMINGS, {"seconds": dict(seconds)})
    write_truth(folder, run.truth)
    for name in (CASES, MANIFEST):
        shutil.copyfile(suite.folder / name, folder / name)


def read_run(folder: Path) -> Run:
    """Raises `SuiteError` for a folder that holds no run, or one that was altered."""
    try:
        config = Config.model_validate_json((folder / CONFIG).read_bytes())
        lines = (folder / ANSWERS).read_bytes().decode().split("\n")
        answers = tuple(CaseAnswer.model_validate_json(line) for line in lines if line)
        return Run(
            config=config,
            answers=answers,
            truth=read_truth(folder, config.report, config.report_version),
        )
    except OSError as error:
        raise SuiteError(
            str(folder), f"holds no run ({error})", "Give a folder that `funn eval run` wrote."
        ) from None
    except ValidationError as error:
        raise SuiteError(
            str(folder), f"does not read as a run ({error.errors()[0]['msg']})", "Run again."
        ) from None


def read_seconds(folder: Path) -> dict[str, float]:
    """The seconds that each case of a run took, by case id; empty where no times were kept."""
    try:
        kept = _Timings.model_validate_json((folder / TIMINGS).read_bytes())
    except FileNotFoundError:
        return {}
    except ValidationError as error:
        raise SuiteError(
            str(folder / TIMINGS),
            f"does not read as times ({error.errors()[0]['msg']})",
            "Remove the file: scores do not need it.",
        ) from None
    return kept.seconds
