"""Which of the findings that were found answer."""

from collections.abc import Sequence

import pytest

from service.answering.selection import (
    CHARACTERS,
    CLAIMS,
    KEEP,
    LEAST,
    LIST_CLAIMS,
    chosen,
    floor,
)
from service.evidence import Evidence
from service.understanding import Question
from tests.service.answering.sources import finding, quote

ASKED = Question(text="Hvorfor ringer telefonen?", language="nb")
STUDY = ASKED.model_copy(update={"kind": "study", "study": True})


def found(
    id: str,
    relevance: float = 0.5,
    *,
    aside: bool = False,
    lead_in: str | None = None,
    text: str = "Den ringer.",
) -> Evidence:
    changes = {"relevance": relevance, "aside": aside}
    return finding(id, text, lead_in=lead_in).model_copy(update=changes)


def several(count: int, lead_in: str | None = None, first: int = 0) -> list[Evidence]:
    return [found(f"f-{n}", lead_in=lead_in) for n in range(first, first + count)]


def ids(ranked: Sequence[Evidence], question: Question = ASKED) -> list[str]:
    return [item.source.id for item in chosen(question, ranked)]


class TestRelevance:
    def test_the_floor_is_a_share_of_the_likeliest_and_never_below_the_least(self) -> None:
        assert floor([found("a", 0.9), found("b", 0.2)]) == pytest.approx(KEEP * 0.9)
        assert floor([found("a", 0.2), found("b", 0.9)]) == pytest.approx(KEEP * 0.9)
        assert floor([found("a", LEAST)]) == LEAST

    @pytest.mark.parametrize("best", [0.9, LEAST / KEEP / 2])
    def test_what_is_below_it_is_left_out(self, best: float) -> None:
        """The share decides where the likeliest is likely, the least where it is not."""
        least = floor([found("a", best)])
        assert least == (KEEP * best if best > 0.5 else LEAST)
        ranked = [found("a", best), found("b", least), found("c", least - 0.001), found("d", 0.0)]
        assert ids(ranked) == ["a", "b"]

    def test_the_best_is_never_left_out(self) -> None:
        """Whether there is an answer is not decided here."""
        assert ids([found("a", LEAST / 10), found("b", LEAST / 10)]) == ["a"]

    def test_the_order_is_kept(self) -> None:
        assert ids([found("b", 0.6), found("a", 0.6), found("c", 0.5)]) == ["b", "a", "c"]


class TestFindings:
    def test_quotes_are_not_chosen(self) -> None:
        assert ids([quote("q-1", "Den ringer."), found("a")]) == ["a"]
        assert ids([quote("q-1", "Den ringer.")]) == []

    def test_nothing_gives_nothing(self) -> None:
        assert ids([]) == []

    def test_how_the_study_was_made_answers_where_that_is_asked_alone(self) -> None:
        ranked = [found("a"), found("b", aside=True)]
        assert ids(ranked) == ["a"]
        assert ids(ranked, ASKED.model_copy(update={"study": True})) == ["a", "b"]
        assert ids(ranked, STUDY) == ["b"]
        assert ids(ranked[:1], STUDY) == ["a"]  # the report may tell of it elsewhere
        assert ids(ranked[1:]) == []

    def test_what_may_not_answer_sets_no_floor(self) -> None:
        likely = [
            found("b", 0.9, aside=True),
            quote("q", "A.").model_copy(update={"relevance": 0.9}),
        ]
        assert ids([*likely, found("a", 0.3)]) == ["a"]
        assert ids([*likely, found("a", 0.3), found("c", 0.2)]) == ["a", "c"]


class TestLength:
    def test_claims_are_bounded(self) -> None:
        assert ids(several(CLAIMS + 5)) == [f"f-{n}" for n in range(CLAIMS)]

    def test_a_list_goes_on_where_it_has_begun(self) -> None:
        assert LIST_CLAIMS > CLAIMS
        assert len(ids(several(LIST_CLAIMS + 5, lead_in="De peker på:"))) == LIST_CLAIMS

    def test_no_list_begins_where_there_are_enough(self) -> None:
        ranked = [*several(CLAIMS), *several(3, lead_in="De peker på:", first=CLAIMS)]
        assert len(ids(ranked)) == CLAIMS

    def test_items_of_a_list_are_found_behind_others(self) -> None:
        item = [found(f"l-{n}", lead_in="De peker på:") for n in range(4)]
        rest = several(CLAIMS + 2)
        ranked = [item[0], *rest, *item[1:]]
        shown = ids(ranked)
        assert shown[:CLAIMS] == ["l-0", *(f"f-{n}" for n in range(CLAIMS - 1))]
        assert shown[CLAIMS:] == ["l-1", "l-2", "l-3"][: LIST_CLAIMS - CLAIMS]

    def test_it_is_two_minutes_reading_at_most(self) -> None:
        half = CHARACTERS // 2
        ranked = [found("a", text="x" * half), found("b", text="x" * half), found("c", text="x")]
        assert ids(ranked) == ["a", "b"]
        assert ids([found("a", text="x" * half), found("b", text="x" * (half + 1))]) == ["a"]

    def test_one_that_is_longer_is_shown_whole(self) -> None:
        assert ids([found("a", text="x" * (CHARACTERS + 1)), found("b")]) == ["a"]
