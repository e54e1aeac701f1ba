"""Errors of an evaluation, each with the exit code that a pipeline can act on."""

from service.errors import FunnError

PASSED, BELOW, NOT_VALID, INCOMPLETE = 0, 1, 2, 3
"""Exit codes: the gate passed; it did not; suite, digest or option not valid; the target failed."""


class SuiteError(FunnError):
    """A suite that breaks its schema or differs from what was frozen."""


class TargetError(FunnError):
    """The target gave no answer that can be scored. It is never a score."""

    retryable = True
