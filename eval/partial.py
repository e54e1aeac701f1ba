"""The answers of a run that is under way, on disk as they come, so that a stopped run goes on."""

import fcntl
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from eval.cases import Split
from eval.errors import SuiteError
from eval.records import CaseAnswer
from eval.suite import ROOT, SUITES, Suite
from eval.truth import Truth
from service.domain import Frozen
from service.settings import Settings

PARTIAL = "answers.jsonl.partial"
CODE = ("funn.py", "service", "prompts")
"""What the assistant is made of, from the repository's root."""


class Plan(Frozen):
    """What a run asks and of whom: a stopped run goes on only where all of it is the same."""

    suite: str
    folder: str
    """The suite's folder under `suites/` by name, any other by its path."""
    suite_version: str
    set_digest: str
    report: str
    report_digest: str
    report_version: str
    split: Split | None
    target: str
    assistant: str | None
    """Digest of the code, prompts and models that answer in process; None for a service under a
    URL, which names its model and prompts in each answer."""


class Kept(Frozen):
    """An answer that a run has so far, and the seconds that it took."""

    given: CaseAnswer
    seconds: float


class Partial:
    """The answers so far, in a file with the plan as its first line and one answer a line after
    it. Cases that the target failed on are not in it: they are asked again."""

    def __init__(self, file: IO[bytes], kept: dict[str, Kept]) -> None:
        self._file = file
        self._one = threading.Lock()
        self.kept = kept
        """By case id."""

    def add(self, given: CaseAnswer, seconds: float) -> None:
        """Keep an answer, at once. Safe to call from several threads."""
        line = Kept(given=given, seconds=seconds)
        with self._one:
            if given.error is None:
                self.kept[given.id] = line
                self._file.write(line.model_dump_json().encode() + b"\n")
                self._file.flush()


@contextmanager
def partial(folder: Path, plan: Plan) -> Iterator[Partial]:
    """The answers kept so far in `folder`, to add to. Raises `SuiteError` when they were asked for
    by another plan, or when another process is adding to them."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / PARTIAL).open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SuiteError(
                str(folder), "another run is writing there", "Wait for it, or give another --out."
            ) from None
        file.seek(0)
        before, kept, whole = _parse(folder, file.read())
        if before is None:
            file.truncate(0)
            file.write(plan.model_dump_json().encode() + b"\n")
            file.flush()
        elif before != plan:
            changed = [name for name in Plan.model_fields if _get(before, name) != _get(plan, name)]
            differs = ", ".join(
                f"{name} was {_get(before, name)} and is {_get(plan, name)}" for name in changed
            )
            raise SuiteError(
                str(folder),
                f"holds part of another run: {differs}",
                "Undo that, or give --out another folder.",
            )
        else:
            file.truncate(whole)
        yield Partial(file, kept)


def read_plan(folder: Path) -> Plan:
    """The plan of the run that was stopped in `folder`. Raises `SuiteError` when there is none."""
    path = folder / PARTIAL
    plan = _parse(folder, path.read_bytes())[0] if path.is_file() else None
    if plan is None:
        raise SuiteError(
            str(folder), "holds no run to go on with", "Give the folder of a run that was stopped."
        )
    return plan


def assistant_digest(settings: Settings) -> str:
    """Digest of what answers in process: every file of `CODE`, and the models that are set."""
    files = [
        file
        for name in CODE
        for file in ((ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name])
        if file.is_file() and "__pycache__" not in file.parts
    ]
    named = {
        str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(files)
    }
    models = settings.model_dump(
        mode="json",
        include={"llm_model", "llm_base_url", "embedding_model", "embedding_base_url"},
    )
    made = json.dumps([named, models], sort_keys=True)
    return "sha256:" + hashlib.sha256(made.encode()).hexdigest()


def plan_of(
    suite: Suite, split: Split | None, target: str, truth: Truth, assistant: str | None
) -> Plan:
    """The plan of a run of `suite`."""
    return Plan(
        suite=suite.manifest.suite,
        folder=suite.folder.name if suite.folder.parent == SUITES else str(suite.folder),
        suite_version=suite.manifest.version,
        set_digest=suite.manifest.set_digest,
        report=truth.report,
        report_digest=suite.manifest.report.sha256,
        report_version=truth.version,
        split=split,
        target=target,
        assistant=assistant,
    )


def _get(plan: Plan, name: str) -> object:
    return getattr(plan, name)


def _parse(folder: Path, data: bytes) -> tuple[Plan | None, dict[str, Kept], int]:
    """Plan, answers by case id, and the bytes that whole lines take: what a killed process wrote
    half of is left out."""
    whole = data.rfind(b"\n") + 1
    lines = data[:whole].splitlines()
    try:
        if not lines:
            return None, {}, 0
        plan = Plan.model_validate_json(lines[0])
        kept = [Kept.model_validate_json(line) for line in lines[1:]]
    except ValidationError as error:
        raise SuiteError(
            str(folder / PARTIAL),
            f"does not read as part of a run ({error.errors()[0]['msg']})",
            "Give --out another folder.",
        ) from None
    return plan, {line.given.id: line for line in kept}, whole
