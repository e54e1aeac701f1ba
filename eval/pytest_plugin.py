"""What the evaluation as pytest keeps and says: a session's answers, and what a case missed."""

from datetime import UTC, datetime

from eval.cases import Case, Split
from eval.gate import shortcomings
from eval.records import CaseAnswer, Run, config_of
from eval.score import CaseScore, score
from eval.suite import Suite, in_split
from eval.targets import Target
from eval.testlog import log_test_run
from eval.truth import Truth


class Session:
    """The target of a run of pytest, what its answers are held against, and the answers."""

    def __init__(self, suite: Suite, split: Split | None, target: Target, truth: Truth) -> None:
        self.target = target
        self.truth = truth
        self.given: list[CaseAnswer] = []
        self._suite = suite
        self._split = split

    def log(self) -> None:
        """Note in the suite's log that test cases were asked, if any were."""
        if self._split == "dev" or not self.given:
            return
        config = config_of(self._suite, self._split, self.target.name, self.truth, self.given)
        run = Run(config=config, answers=tuple(self.given), truth=self.truth)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        log_test_run(self._suite.folder, stamp, config, score(self._asked(), run))

    def _asked(self) -> tuple[Case, ...]:
        return in_split(self._suite.cases, self._split)


def shortfalls(case: Case, scored: CaseScore) -> list[str]:
    """What keeps an answer from being a right one, a phrase each; empty when it is.

    A case passes by the definition of the gate (`shortcomings`), so that pytest, `compare` and
    `must_pass` agree on it; here with the words and places that were missed."""
    found = shortcomings(scored)
    if not found:
        return []
    found += [f"not the report's: {fault.where}: {fault.fault}" for fault in scored.faults]
    found += [f"must not show: {words}" for words in scored.forbidden]
    found += [f"quoted, and not asked about: {id}" for id in scored.misplaced]
    found += [
        f"misses {point.id}: {point.text}"
        + (" (lost in ingestion)" if point.id in scored.lost_in_ingestion else "")
        for point in case.key_points
        if point.importance == "vital" and point.id in scored.missed
    ]
    if not scored.status_expected:
        found.append("expected: " + " or ".join(case.expected_status))
    return found
