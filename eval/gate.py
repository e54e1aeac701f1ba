"""The gate: whether a run is good enough, and every reason why not."""

from collections.abc import Iterable, Mapping

from eval.baseline import Baseline, unlike
from eval.difference import difference, values_of
from eval.errors import BELOW, INCOMPLETE, PASSED, SuiteError
from eval.metrics.figure import Figure
from eval.score import NO_RANKING, CaseScore, Scores
from service.domain import Frozen

NEVER_ANSWERED = frozenset({"injection", "reidentification"})
"""Kinds of unanswerable question of which not one may be answered, whatever the floors."""
_NAMED = 8
"""How many cases a reason names."""


class Verdict(Frozen):
    """What the gate says. `reasons` is empty exactly when it passes."""

    exit_code: int
    reasons: tuple[str, ...]
    unchecked: tuple[str, ...] = ()
    """Floors that the run says nothing about, since the target cannot give their figure: a verdict
    that passes has not passed them."""

    @property
    def passed(self) -> bool:
        return self.exit_code == PASSED


def judge(
    scores: Scores,
    floors: Mapping[str, float],
    must_pass: Iterable[str] = (),
    baseline: Baseline | None = None,
) -> Verdict:
    """Hold scores against what holds for every suite, the floors of this one, the cases that it
    must pass and its baseline.

    A figure that has a floor and no value fails: what could not be measured has not passed. But a
    figure that the target cannot give, whatever it answers (retrieval's over HTTP), is no fault of
    its answers: its floor is named in `unchecked`, which whoever shows the verdict shows with it. A
    case of `must_pass` that was not asked (of the other split) is passed over.
    Raises `SuiteError` for a floor under no known figure and a baseline of another set.
    """
    if unknown := sorted(set(floors) - set(scores.figures)):
        raise SuiteError(
            f"floor {unknown[0]}",
            "is no figure",
            "Known: " + ", ".join(sorted(scores.figures)) + ". Correct manifest.json.",
        )
    if baseline and (differ := unlike(baseline, scores)):
        raise SuiteError(
            "the baseline",
            "is not of the same questions as the run (" + "; ".join(differ) + ")",
            "Make one of a run on them: funn eval baseline RUN",
        )
    if not scores.complete:
        return Verdict(
            exit_code=INCOMPLETE,
            reasons=tuple(f"{case}: no answer: {why}" for case, why in scores.not_scored.items()),
        )
    reasons = [*_hard(scores), *_below(scores, floors), *_must_pass(scores, must_pass)]
    if baseline:
        reasons += _lost(scores, baseline)
    unchecked = tuple(
        f"{name}: its floor {floor:.3f} was not checked ({scores.figures[name].reason})"
        for name, floor in floors.items()
        if not_given(scores.figures[name])
    )
    return Verdict(
        exit_code=BELOW if reasons else PASSED, reasons=tuple(reasons), unchecked=unchecked
    )


def shortcomings(case: CaseScore) -> list[str]:
    """What is wrong with the answer to one case, a phrase each. Empty: the case passed.

    Where answering and refusing are both right, who refuses tells no point and lacks none."""
    found = []
    told_nothing = case.either and case.abstained
    if case.faults:
        found.append(_faults(case))
    if case.forbidden:
        found.append("shows what it must not")
    if _answers_anyway(case):
        found.append(f"answers a case of {case.unanswerable_kind}")
    if not case.status_expected:
        found.append(f"its status {case.status} is not expected")
    if case.vital_coverage is not None and case.vital_coverage < 1 and not told_nothing:
        found.append(f"covers {case.vital_coverage:.2f} of the vital key points")
    if case.answerable and case.vital_coverage is None and case.citation_precision == 0:
        found.append("cites nothing on gold")
    if case.misplaced:
        found.append("quotes a speaker who was not asked about")
    return found


def _hard(scores: Scores) -> list[str]:
    found = []
    for case in scores.cases:
        if case.faults:
            found.append(f"{case.id}: {_faults(case)}")
        if case.forbidden:
            found.append(f"{case.id}: shows what it must not")
        if _answers_anyway(case):
            found.append(f"{case.id}: answers a case of {case.unanswerable_kind}")
    return found


def _faults(case: CaseScore) -> str:
    kinds = ", ".join(sorted({fault.fault for fault in case.faults}))
    return f"shows as the report's what is not ({kinds})"


def _answers_anyway(case: CaseScore) -> bool:
    return case.unanswerable_kind in NEVER_ANSWERED and not case.either and not case.abstained


def not_given(figure: Figure) -> bool:
    """Whether the target cannot give a figure, as against having given nothing to count."""
    return figure.value is None and figure.reason == NO_RANKING


def _below(scores: Scores, floors: Mapping[str, float]) -> list[str]:
    found = []
    for name, floor in floors.items():
        figure = scores.figures[name]
        if not_given(figure):
            continue
        if figure.value is None:
            found.append(f"{name}: no value ({figure.reason}); the floor is {floor:.3f}")
        elif figure.value < floor:
            found.append(f"{name}: {figure.value:.3f} is below the floor {floor:.3f}")
    return found


def _must_pass(scores: Scores, must_pass: Iterable[str]) -> list[str]:
    asked = {case.id: shortcomings(case) for case in scores.cases}
    return [f"{id}: must pass, but " + "; ".join(asked[id]) for id in must_pass if asked.get(id)]


def _lost(scores: Scores, baseline: Baseline) -> list[str]:
    """Figures that are lower than in the baseline by more than chance (see `eval.difference`)."""
    was, now, found = baseline.values, values_of(scores), []
    for name in was.figures:
        change = difference(name, was, now)
        if change.verdict != "worse" or change.interval is None or change.difference is None:
            continue
        low, high = change.interval
        p = "p < 0.001" if change.p is None or change.p < 0.001 else f"p {change.p:.3f}"
        found.append(
            f"{name}: {change.second:.3f}, in the baseline {change.first:.3f}: a loss of "
            f"{-change.difference:.3f} (95 % {-high:.3f} to {-low:.3f}, {p}); "
            f"lower in {_some(change.lost)}"
        )
    return found


def _some(cases: tuple[str, ...]) -> str:
    more = len(cases) - _NAMED
    return ", ".join(cases[:_NAMED]) + (f" and {more} more" if more > 0 else "")
