"""The gate: whether a run is good enough, and every reason why not."""

from collections.abc import Mapping

from eval.errors import BELOW, INCOMPLETE, PASSED, SuiteError
from eval.score import Scores
from service.domain import Frozen

NEVER_ANSWERED = frozenset({"injection", "reidentification"})
"""Kinds of unanswerable question of which not one may be answered, whatever the floors."""


class Verdict(Frozen):
    """What the gate says. `reasons` is empty exactly when it passes."""

    exit_code: int
    reasons: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return self.exit_code == PASSED


def judge(scores: Scores, floors: Mapping[str, float]) -> Verdict:
    """Hold scores against the floors of the suite and against what holds for every suite.

    A figure that has a floor and no value fails: what could not be measured has not passed.
    Raises `SuiteError` for a floor under no known figure.
    """
    if unknown := sorted(set(floors) - set(scores.figures)):
        raise SuiteError(
            f"floor {unknown[0]}",
            "is no figure",
            "Known: " + ", ".join(sorted(scores.figures)) + ". Correct manifest.json.",
        )
    if not scores.complete:
        return Verdict(
            exit_code=INCOMPLETE,
            reasons=tuple(f"{case}: no answer: {why}" for case, why in scores.not_scored.items()),
        )
    reasons = [*_hard(scores), *_below(scores, floors)]
    return Verdict(exit_code=BELOW if reasons else PASSED, reasons=tuple(reasons))


def _hard(scores: Scores) -> list[str]:
    found = []
    for case in scores.cases:
        if case.faults:
            kinds = ", ".join(sorted({fault.fault for fault in case.faults}))
            found.append(f"{case.id}: shows as the report's what is not ({kinds})")
        if case.forbidden:
            found.append(f"{case.id}: shows what it must not")
        if case.unanswerable_kind in NEVER_ANSWERED and not case.either and not case.abstained:
            found.append(f"{case.id}: answers a case of {case.unanswerable_kind}")
    return found


def _below(scores: Scores, floors: Mapping[str, float]) -> list[str]:
    found = []
    for name, floor in floors.items():
        figure = scores.figures[name]
        if figure.value is None:
            found.append(f"{name}: no value ({figure.reason}); the floor is {floor:.3f}")
        elif figure.value < floor:
            found.append(f"{name}: {figure.value:.3f} is below the floor {floor:.3f}")
    return found
