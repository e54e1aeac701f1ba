"""The log of runs that saw the test split: tuning on it would show."""

import json
from pathlib import Path

from eval.records import Config
from eval.score import Scores

TEST_LOG = "test-runs.jsonl"


def log_test_run(suite: Path, date: str, config: Config, scores: Scores) -> None:
    """Append one line to the log in the suite's folder, also for a run that failed."""
    entry = {
        "date": date,
        "version": scores.suite_version,
        "set_digest": scores.set_digest,
        "scorer": scores.scorer,
        "split": scores.split or "all",
        "target": config.target,
        "modes": config.modes,
        "models": config.models,
        "prompt_digests": config.prompt_digests,
        "report_version": config.report_version,
        "complete": scores.complete,
        "figures": {name: figure.value for name, figure in scores.figures.items()},
    }
    with (suite / TEST_LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(entry, ensure_ascii=False) + "\n")
