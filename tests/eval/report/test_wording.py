from collections.abc import Mapping
from typing import get_args

import pytest

from eval.cases import Category, UnanswerableKind
from eval.metrics.fidelity import Fault
from eval.metrics.figure import Figure, rate
from eval.report.verdict import CaseVerdict
from eval.report.wording import between, percent, sentence, title, wording
from eval.score import FIGURES
from service.contract import Status
from service.domain import Language, Strength


def test_every_figure_has_words_and_no_words_are_left_over() -> None:
    assert set(wording().figures) == set(FIGURES)


@pytest.mark.parametrize(
    ("words", "names", "beside"),
    [
        (wording().categories, get_args(Category), ()),
        (wording().kinds, get_args(UnanswerableKind), ()),
        (wording().languages, get_args(Language), ()),
        (wording().statuses, get_args(Status), ("none",)),
        (wording().verdicts, get_args(CaseVerdict), ()),
        (wording().faults, get_args(Fault), ()),
        (wording().strengths, set(get_args(Strength)) - {"unspecified"}, ()),
    ],
)
def test_every_name_has_words(
    words: Mapping[str, str], names: tuple[str, ...], beside: tuple[str, ...]
) -> None:
    assert set(words) == {*names, *beside}


def test_every_sentence_can_be_said() -> None:
    for name in wording().figures:
        said = sentence(name, rate([True] * 3 + [False], "nothing"))
        assert "{" not in said
        assert "?" not in said


def test_a_sentence_counts() -> None:
    figure = rate([True] * 3 + [False], "nothing")
    assert sentence("refusal_recall", figure) == (
        "Of 4 cases that the report does not answer, 3 were refused, as they should be."
    )
    assert "Of 100 vital points that a good answer must make, 72 were made" in sentence(
        "vital_coverage", Figure(value=0.7168, over=102)
    )


def test_no_value_is_a_reason_and_never_a_zero() -> None:
    nothing = Figure(value=None, over=0, reason="no answerable case")
    assert percent(nothing.value) == "none"
    assert sentence("vital_coverage", nothing) == "Nothing to count: no answerable case."


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0 %"), (0.004, "under 1 %"), (0.7168, "72 %"), (0.996, "over 99 %"), (1.0, "100 %")],
)
def test_a_share_is_never_rounded_to_all_or_nothing(value: float, shown: str) -> None:
    assert percent(value) == shown


def test_an_interval_is_rounded_outwards() -> None:
    assert between((0.604, 0.826)) == "60-83 %"
    assert between((0.6, 0.83)) == "60-83 %"
    assert between(None) == ""


def test_a_figure_without_words_keeps_its_name() -> None:
    assert title("some_new_figure") == "Some new figure"
    assert sentence("some_new_figure", Figure(value=0.5, over=2)) == ""
