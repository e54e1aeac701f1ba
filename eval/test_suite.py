"""A suite as tests, one a case, for those whose CI speaks pytest: see README.md."""

import pytest

from eval.cases import Case
from eval.pytest_plugin import Session, shortfalls
from eval.records import CaseAnswer
from eval.score import score_case


def test_case(evaluation: Session, case: Case, given: CaseAnswer) -> None:
    """The answer to `case` is a right one."""
    scored = score_case(case, given.answer, evaluation.truth)
    if missed := shortfalls(case, scored):
        asked = f"{case.category}, {case.language}: {' / '.join(case.turns)}"
        pytest.fail("\n".join([asked, *(f"- {line}" for line in missed)]), pytrace=False)
