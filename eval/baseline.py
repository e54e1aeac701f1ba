"""The committed baseline of a suite: what each case was worth, so that a loss shows by case."""

import json
from pathlib import Path

from pydantic import ValidationError

from eval.cases import Split
from eval.difference import Values, values_of
from eval.errors import SuiteError
from eval.score import Scores
from service.domain import Frozen

BASELINE = "baseline.json"

GATED = (
    "vital_coverage",
    "key_point_coverage",
    "citation_precision",
    "citation_recall",
    "status_expected",
    "strength_kept",
    "numbers_cited",
    "answer_recall",
    "refusal_recall",
)
"""The figures that a baseline keeps. The others have a limit of their own, below which nothing
passes, or follow from these."""


class CaseBaseline(Frozen):
    """One case of a baseline."""

    group: str
    values: dict[str, float]
    """By figure; one that leaves the case out is not there."""


class Baseline(Frozen):
    """What `baseline.json` holds: the set that was asked, and each case's values."""

    suite: str
    suite_version: str
    set_digest: str
    report_digest: str
    scorer: str
    split: Split | None
    modes: tuple[str, ...]
    """How the answers were made: `extractive`, `llm`."""
    cases: dict[str, CaseBaseline]

    @property
    def values(self) -> Values:
        """For `eval.difference`, by figure."""
        return Values(
            groups={id: case.group for id, case in self.cases.items()},
            figures={
                name: {id: c.values[name] for id, c in self.cases.items() if name in c.values}
                for name in GATED
                if any(name in case.values for case in self.cases.values())
            },
        )


def baseline_of(scores: Scores) -> Baseline:
    """The baseline that a run makes. Raises `SuiteError` for one that is not complete."""
    if not scores.complete:
        raise SuiteError(
            f"a run of {scores.suite}",
            f"has no answer to {len(scores.not_scored)} cases",
            "Make a baseline of a complete run.",
        )
    values = values_of(scores)
    return Baseline(
        suite=scores.suite,
        suite_version=scores.suite_version,
        set_digest=scores.set_digest,
        report_digest=scores.report_digest,
        scorer=scores.scorer,
        split=scores.split,
        modes=tuple(sorted({case.mode for case in scores.cases})),
        cases={
            case.id: CaseBaseline(
                group=case.group_id,
                values={
                    name: values.figures[name][case.id]
                    for name in GATED
                    if case.id in values.figures.get(name, {})
                },
            )
            for case in scores.cases
        },
    )


def write_baseline(path: Path, baseline: Baseline) -> None:
    """One case a line, so that a change of baseline reads as a list of cases."""
    head = baseline.model_dump(mode="json", exclude={"cases"})
    lines = [f"  {_json(name)}: {_json(value)},\n" for name, value in head.items()]
    cases = [
        f"    {_json(id)}: {_json(case.model_dump(mode='json'))}"
        for id, case in baseline.cases.items()
    ]
    text = "{\n" + "".join(lines) + '  "cases": {\n' + ",\n".join(cases) + "\n  }\n}\n"
    path.write_bytes(text.encode())


def read_baseline(path: Path) -> Baseline:
    """Raises `SuiteError` for a file that is not there or breaks its schema."""
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SuiteError(
            str(path), f"no baseline ({error.strerror})", "Make one: funn eval baseline RUN"
        ) from None
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        at = ".".join(str(part) for part in found["loc"]) or "baseline"
        raise SuiteError(
            str(path), f"{at}: {found['msg']}", "Make it anew: funn eval baseline RUN"
        ) from None


def kept_baseline(home: Path, scores: Scores) -> tuple[Baseline | None, str | None]:
    """The baseline in the suite's folder `home` that `scores` can be held against, or why there is
    none. A suite without one gives neither. Raises `SuiteError` for one that breaks its schema."""
    path = home / BASELINE
    if not path.exists():
        return None, None
    baseline = read_baseline(path)
    if differ := unlike(baseline, scores):
        return None, "it is not of the same questions (" + "; ".join(differ) + ")"
    return baseline, None


def unlike(first: Scores | Baseline, second: Scores | Baseline) -> list[str]:
    """Why two runs cannot be compared, one phrase for each thing that differs; empty if they can.

    A report that was ingested in another way can: gold is spans of its raw file."""
    found = []
    for name, label in (
        ("suite", "suite"),
        ("set_digest", "set of cases"),
        ("report_digest", "report file"),
        ("scorer", "scorer"),
        ("split", "split"),
    ):
        one, other = getattr(first, name), getattr(second, name)
        if one != other:
            found.append(f"{label}: {_short(one)} and {_short(other)}")
    return found


def _short(value: str | None) -> str:
    return "all" if value is None else value[:19]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
