"""The key points' patterns in the suites that ship, against the report and each other."""

import re
from collections.abc import Iterable, Sequence

import pytest

from eval.cases import KeyPoint, load_cases
from eval.metrics.coverage import matches
from eval.metrics.fidelity import plain
from eval.spans import overlaps
from eval.suite import read_raw, suite_folder, suite_names
from service.contract import Claim
from service.domain import Language, Span
from tests.eval.test_suite_contents import report
from tests.eval.world import claim

MOST = 0.08
"""No pattern may match a larger share of what says something else."""
MEAN = 0.02
"""Nor may they on average."""


def vital(name: str) -> dict[str, KeyPoint]:
    """The vital key points by group and id, each once."""
    return {
        f"{line.case.group_id}/{point.id}": point
        for line in load_cases(suite_folder(name) / "cases.jsonl")
        for point in line.case.key_points
        if point.importance == "vital"
    }


def said(text: str, language: Language) -> Claim:
    return claim(text, "any").model_copy(update={"language": language})


def sentences(raw: str) -> list[tuple[Span, str]]:
    """The report's sentences and bullets, cut as simply as will do here."""
    cut = r"[^.!?|]{25,}?[.!?|](?=\s|$)|[^.!?|]{25,}"
    return [((m.start(), m.end()), plain(m.group())) for m in re.finditer(cut, raw)]


def loose(point: KeyPoint, language: Language, others: Sequence[str]) -> float:
    return sum(matches(point, said(text, language)) for text in others) / len(others)


def too_loose(shares: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    each = list(shares)
    assert sum(share for _, share in each) / len(each) <= MEAN
    return [(name, share) for name, share in each if share > MOST]


@pytest.fixture(params=suite_names())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_vital_point_has_patterns_in_both_languages(name: str) -> None:
    assert {key for key, p in vital(name).items() if {*p.patterns} != {"nb", "en"}} == set()


def test_a_point_says_itself_in_english(name: str) -> None:
    points = vital(name).items()
    assert [key for key, point in points if not matches(point, said(point.text, "en"))] == []


def test_every_place_that_says_a_point_says_it_in_its_words(name: str) -> None:
    """A language model may quote the report; then its claim is the place itself."""
    raw = read_raw(report(name))
    missed = [
        (key, span)
        for key, point in vital(name).items()
        for span in point.gold
        if not matches(point, said(raw[slice(*span)], "nb"))
    ]
    assert missed == []


def test_what_says_something_else_seldom_matches_in_the_reports_language(name: str) -> None:
    cut = sentences(read_raw(report(name)))
    assert (
        too_loose(
            (key, loose(point, "nb", [t for span, t in cut if not overlaps([span], point.gold)]))
            for key, point in vital(name).items()
        )
        == []
    )


def test_another_point_seldom_matches_in_english(name: str) -> None:
    points = vital(name)
    assert (
        too_loose(
            (
                key,
                loose(
                    point,
                    "en",
                    [o.text for o in points.values() if not overlaps(o.gold, point.gold)],
                ),
            )
            for key, point in points.items()
        )
        == []
    )


@pytest.mark.parametrize(
    ("point", "language", "text", "says_it"),
    [
        ("gps-extra-work/k3", "en", "The same matter is often handled twice.", True),
        ("gps-extra-work/k3", "nb", "Samme sak behandles ofte to ganger.", True),
        ("gps-extra-work/k3", "nn", "Saka blir gjerne handsama to gonger.", True),
        ("gps-extra-work/k3", "en", "Patients who cannot log in ring the surgery.", False),
        ("fp-back-to-paper/k1", "en", "None of them wants to return to paper.", True),
        ("fp-back-to-paper/k1", "en", "They want paper and fax back.", False),
        ("how-many-write-differently/k1", "nn", "Dei fleste skriv annleis no.", True),
        ("how-many-write-differently/k1", "nb", "Noen skriver annerledes nå.", False),
    ],
)
def test_a_wording_that_says_a_point_is_told_from_one_that_does_not(
    point: str, language: Language, text: str, says_it: bool
) -> None:
    assert matches(vital("sample")[point], said(text, language)) == says_it
