"""Status: whether the answer says of itself what it should."""

from eval.cases import Case
from service.contract import Answer


def expected(case: Case, answer: Answer) -> bool:
    """Whether the answer's status is one of those that the case calls right.

    Finer than answering or abstaining: `blocked_privacy` for a question that the report merely
    leaves out is wrong here and right there. The figure is the share of all cases. Own definition.
    """
    return answer.status in case.expected_status
