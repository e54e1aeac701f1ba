"""The sets that the ranking is fitted on: whole, fictional, readable, and apart from the suites."""

import re
from functools import cache
from pathlib import Path

import pytest

from eval.cases import load_cases
from eval.fit import TRAINING, training_sets
from eval.score import SCORER
from eval.spans import overlaps
from eval.suite import ROOT, Suite, load_suite, read_raw, suite_folder, suite_names
from eval.tune.excerpts import EXCERPTS
from ingest.anonymity import stopping
from ingest.pipeline import Built, build_report
from tests.eval.frozen import report_at

FICTIONAL = re.compile(r"\b(?:fiktiv|oppdikt|fictional)", re.IGNORECASE)
OPENING = 600
"""Characters of a report within which it says what it is."""
RUN = 6
"""So many words of a report that the repository does not hold may not stand in a row."""
ELSEWHERE = "ehelse2023.txt"


@pytest.fixture(params=sorted(Path(folder).name for folder in training_sets()))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@cache
def loaded(name: str) -> Suite:
    return load_suite(str(TRAINING / name), SCORER)


@cache
def built(name: str) -> Built:
    suite = loaded(name)
    return build_report(suite.report, id=suite.manifest.report.id)


def words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", text.casefold()))


def turns(folder: Path) -> list[tuple[str, str]]:
    """Id of the case, turn."""
    lines = load_cases(folder / "cases.jsonl")
    return [(line.case.id, turn) for line in lines for turn in line.case.turns]


def test_every_folder_is_a_set_and_stands_in_the_readme() -> None:
    folders = {path.name for path in TRAINING.iterdir() if path.is_dir()} - {EXCERPTS.name}
    assert {Path(folder).name for folder in training_sets()} == folders
    readme = (TRAINING / "README.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", readme, flags=re.MULTILINE)) == folders


def test_it_is_what_was_frozen_with_its_report_beside_it(name: str) -> None:
    suite = loaded(name)
    assert suite.manifest.suite == suite.manifest.report.id == name
    assert (ROOT / suite.manifest.report.path).parent == TRAINING / name
    assert {case.split for case in suite.cases} == {"dev"}


def test_its_report_says_at_once_that_it_is_fictional(name: str) -> None:
    assert FICTIONAL.search(read_raw(loaded(name).report)[:OPENING])


def test_no_question_is_asked_by_a_suite_in_the_same_words(name: str) -> None:
    """Ids of this set alone are shown: what a suite keeps apart stays unread."""
    asked = {words(turn) for suite in suite_names() for _, turn in turns(suite_folder(suite))}
    assert [id for id, turn in turns(TRAINING / name) if words(turn) in asked] == []


def test_it_is_read_with_nothing_kept_out_or_lost(name: str) -> None:
    made = built(name)
    assert stopping(made.alarms) == ()
    assert made.account.missing == ()
    assert made.report.findings
    assert made.report.quotes


def test_every_vital_point_and_quote_lies_in_a_source(name: str) -> None:
    """Else no weights could rank it."""
    raw = [span for source in built(name).report.sources for span in source.raw]
    lost = [
        case.id
        for case in loaded(name).cases
        for gold in [
            *(point.gold for point in case.key_points if point.importance == "vital"),
            *((quote,) for quote in case.gold_quotes),
        ]
        if not overlaps(gold, raw)
    ]
    assert lost == []


def test_no_sentence_of_a_report_from_elsewhere_stands_in_it(name: str) -> None:
    elsewhere = words(read_raw(report_at(ELSEWHERE)))
    runs = set(zip(*(elsewhere[at:] for at in range(RUN)), strict=False))
    found = [
        path.name
        for path in sorted((TRAINING / name).iterdir())
        for said in [words(path.read_text("utf-8"))]
        if not runs.isdisjoint(zip(*(said[at:] for at in range(RUN)), strict=False))
    ]
    assert found == []
