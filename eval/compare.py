"""Compare two runs over the same questions: every figure, and every case that moved."""

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from eval.baseline import unlike
from eval.difference import Difference, differences
from eval.errors import SuiteError, TargetError
from eval.gate import shortcomings
from eval.records import SCORES, Config, read_run
from eval.score import CaseScore, Scores
from eval.suite import kept_suite
from service.contract import Answer, Status
from service.domain import Frozen

SHOWN_CLAIMS, CLAIM_WIDTH = 3, 110
"""Of an answer in a comparison: how many claims, and how many characters of each."""

Move = Literal["lost", "gained", "changed"]


class Side(Frozen):
    """A case in one of the runs."""

    status: Status
    vital_coverage: float | None
    shortcomings: tuple[str, ...]
    """Empty when the case passed."""
    claims: tuple[str, ...]
    """The first claims, shortened."""


class Flip(Frozen):
    """A case that came out differently. It is `lost` when it passed in the first run alone,
    `gained` when in the second alone, else `changed` (another status or other key points)."""

    id: str
    group_id: str
    move: Move
    question: str
    first: Side
    second: Side
    missed_now: tuple[str, ...]
    """Key points that only the first answer covered."""
    covered_now: tuple[str, ...]
    """Key points that only the second answer covers."""


class RunLabel(Frozen):
    """Which run it was."""

    run: str
    target: str
    report_version: str
    modes: tuple[str, ...]
    models: tuple[str, ...]
    prompt_digests: tuple[str, ...]


class Comparison(Frozen):
    """What `funn eval compare` gives."""

    suite: str
    suite_version: str
    set_digest: str
    scorer: str
    split: str
    cases: int
    groups: int
    first: RunLabel
    second: RunLabel
    figures: tuple[Difference, ...]
    flips: tuple[Flip, ...]
    """Lost, gained, changed; in each by case id."""


def compare(first: Path, second: Path) -> Comparison:
    """Compare two folders that `funn eval run` wrote.

    Raises `SuiteError` for runs over different questions, naming what differs, and `TargetError`
    for one in which the target failed: its figures mean nothing."""
    one, other = read_scores(first), read_scores(second)
    if differ := unlike(one, other):
        raise SuiteError(
            f"{first} and {second}",
            "are not runs over the same questions (" + "; ".join(differ) + ")",
            "Score an older run again with `funn eval score`, or run both on one version.",
        )
    for folder, scores in ((first, one), (second, other)):
        if not scores.complete:
            raise TargetError(
                str(folder),
                f"the target failed on {len(scores.not_scored)} cases",
                "Go on with that run first: funn eval run --help",
            )
    left, right = read_run(first), read_run(second)
    cases, _ = kept_suite(first)
    answers = [{given.id: given.answer for given in run.answers} for run in (left, right)]
    questions = {case.id: case.turns[-1] for case in cases}
    return Comparison(
        suite=one.suite,
        suite_version=one.suite_version,
        set_digest=one.set_digest,
        scorer=one.scorer,
        split=one.split or "all",
        cases=len(one.cases),
        groups=len({case.group_id for case in one.cases}),
        first=_label(first, left.config),
        second=_label(second, right.config),
        figures=differences(one, other),
        flips=flips(one, other, answers[0], answers[1], questions),
    )


def read_scores(folder: Path) -> Scores:
    """The scores that a run keeps. Raises `SuiteError` if there are none that this scorer reads."""
    again = f"Score it: funn eval score {folder}"
    try:
        return Scores.model_validate_json((folder / SCORES).read_bytes())
    except OSError:
        raise SuiteError(str(folder), f"holds no {SCORES}", again) from None
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        at = ".".join(str(part) for part in found["loc"]) or "scores"
        raise SuiteError(str(folder / SCORES), f"{at}: {found['msg']}", again) from None


def flips(
    first: Scores,
    second: Scores,
    first_answers: Mapping[str, Answer],
    second_answers: Mapping[str, Answer],
    questions: Mapping[str, str],
) -> tuple[Flip, ...]:
    """Every case that moved: the lost ones first, then the gained, then the changed."""
    later = {case.id: case for case in second.cases}
    found = []
    for was in first.cases:
        now = later[was.id]
        passed = (not shortcomings(was), not shortcomings(now))
        move: Move = "changed"
        if passed == (True, False):
            move = "lost"
        elif passed == (False, True):
            move = "gained"
        elif (was.status, was.missed) == (now.status, now.missed):
            continue
        found.append(
            Flip(
                id=was.id,
                group_id=was.group_id,
                move=move,
                question=questions[was.id],
                first=_side(was, first_answers[was.id]),
                second=_side(now, second_answers[was.id]),
                missed_now=tuple(point for point in now.missed if point not in was.missed),
                covered_now=tuple(point for point in was.missed if point not in now.missed),
            )
        )
    order = ("lost", "gained", "changed")
    return tuple(sorted(found, key=lambda flip: (order.index(flip.move), flip.id)))


def _side(case: CaseScore, answer: Answer) -> Side:
    return Side(
        status=case.status,
        vital_coverage=case.vital_coverage,
        shortcomings=tuple(shortcomings(case)),
        claims=tuple(
            textwrap.shorten(claim.text, CLAIM_WIDTH, placeholder=" ...")
            for claim in answer.claims[:SHOWN_CLAIMS]
        ),
    )


def _label(folder: Path, config: Config) -> RunLabel:
    return RunLabel(
        run=str(folder),
        target=config.target,
        report_version=config.report_version,
        modes=config.modes,
        models=config.models,
        prompt_digests=config.prompt_digests,
    )
