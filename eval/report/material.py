"""What a report is made of: a run that was kept, scored again, with everything beside it."""

from collections.abc import Sequence
from pathlib import Path

from eval.baseline import kept_baseline
from eval.cases import Case
from eval.errors import SuiteError
from eval.gate import Verdict, judge
from eval.judge.kept import read_judgement
from eval.judge.opinion import Opinion, opinion
from eval.judge.tasks import tasks_of
from eval.manifest import Manifest
from eval.records import CaseAnswer, Run, read_run, read_seconds
from eval.report.verdict import CaseVerdict, case_verdict
from eval.score import CaseScore, Scores
from eval.spending import Spending, kept_prices, spending
from eval.stored import rescored
from eval.suite import SUITES, in_split, kept_suite
from service.domain import Frozen


class Entry(Frozen):
    """A case with what became of it."""

    case: Case
    given: CaseAnswer | None
    score: CaseScore | None
    """None when the target gave no answer to score."""

    @property
    def verdict(self) -> CaseVerdict:
        return case_verdict(self.score)


class Material(Frozen):
    """A run as its report shows it."""

    manifest: Manifest
    run: Run
    scores: Scores
    verdict: Verdict
    """What the gate says, by today's floors and baseline of the suite where it has them."""
    against_baseline: bool
    entries: tuple[Entry, ...]
    """In the order of the suite."""
    seconds: dict[str, float]
    """By case id; empty when no times were kept."""
    spent: Spending
    """With the prices that the run was last scored with."""
    opinion: Opinion | None
    """What a language model said of the answers, where one was asked."""
    no_opinion: str
    """Why there is none; empty where there is one."""


def gather(folder: Path) -> Material:
    """Read the run in `folder` and score its stored answers; `scores.json` there is not believed.

    Raises `SuiteError` for a folder that holds no run."""
    run = read_run(folder)
    kept, _ = kept_suite(folder)
    scores, manifest = rescored(folder)
    baseline, _ = kept_baseline(SUITES / manifest.suite, scores)
    cases = in_split(kept, run.config.split)
    said, why_none = _opinion(folder, run, cases)
    given = {answer.id: answer for answer in run.answers}
    scored = {line.id: line for line in scores.cases}
    return Material(
        manifest=manifest,
        run=run,
        scores=scores,
        verdict=judge(scores, manifest.floors, manifest.must_pass, baseline),
        against_baseline=baseline is not None,
        entries=tuple(
            Entry(case=case, given=given.get(case.id), score=scored.get(case.id)) for case in cases
        ),
        seconds=read_seconds(folder),
        spent=spending(run.answers, kept_prices(folder)),
        opinion=said,
        no_opinion=why_none,
    )


def _opinion(folder: Path, run: Run, cases: Sequence[Case]) -> tuple[Opinion | None, str]:
    """A judge's opinion, or why there is none to show."""
    tasks = tasks_of(cases, run.answers)
    if not tasks:
        return None, "No answer was written by a language model, so there is nothing to judge."
    try:
        judgement = read_judgement(folder, tasks)
    except SuiteError as error:
        return None, f"A judge was asked, but what it said cannot be shown: {error.why}."
    if judgement is None:
        return None, "No judge was asked about these answers (funn eval judge RUN)."
    return opinion(judgement, tasks, run.config.models), ""
