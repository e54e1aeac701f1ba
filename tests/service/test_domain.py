from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.domain import (
    Finding,
    Group,
    Passage,
    Quote,
    Report,
    Section,
    Source,
    Speaker,
    place_id,
    source_id,
)
from tests.reports import Chapter, F, Q, Topic, make_report

REPORT = make_report(
    Chapter("1 Æra"),
    F("Ålesund er først 🙂.", lead_in="Hvor?"),
    Chapter("2 Øving"),
    Topic("Fordeler"),
    F("De fleste lærere er fornøyde."),
    Q("Det går bra.", role="lærer", sector="skole"),
    F("De fleste lærere er fornøyde."),
)


def test_offsets_are_code_points_of_the_canonical_text() -> None:
    for source in REPORT.sources:
        assert REPORT.canonical[source.start : source.end] == source.text
    for section in REPORT.sections:
        assert REPORT.canonical[section.start :].startswith(section.path[-1])


def test_a_report_survives_json() -> None:
    again = Report.model_validate_json(REPORT.model_dump_json())
    assert again == REPORT
    assert [type(source) for source in again.sources] == [Finding, Finding, Quote, Finding]


def test_findings_and_quotes_part_the_sources() -> None:
    assert REPORT.findings + REPORT.quotes == tuple(
        sorted(REPORT.sources, key=lambda source: source.kind == "quote")
    )


def test_the_context_is_what_a_source_misleads_without() -> None:
    assert [source.context for source in REPORT.sources[:2]] == ["Hvor?", "Fordeler"]


class TestGroup:
    def test_with_nothing_set_it_is_none(self) -> None:
        assert not Group()
        assert Group(field="rus")

    def test_a_speakers_group_has_no_label(self) -> None:
        speaker = Speaker(role="lærer", label="Lærer, Storby skole", understood=True)
        assert speaker.group == Group(role="lærer")
        assert "Storby" not in speaker.group.model_dump_json()


@pytest.mark.parametrize(
    "change",
    [
        lambda: setattr(REPORT, "title", "Annet"),
        lambda: setattr(REPORT.sources[0], "text", "Annet"),
        lambda: setattr(Group(), "role", "lege"),
    ],
)
def test_values_cannot_be_changed(change: Callable[[], None]) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        change()


@pytest.mark.parametrize(
    "kind,wrong",  # noqa: PT006 - read as one row
    [
        (Report, {"id": "Store Bokstaver"}),
        (Report, {"id": "../utenfor"}),
        (Report, {"id": "a" * 64}),
        (Report, {"sources": ({"kind": "rumour"},)}),
        (Report, {"participants": 30}),
    ],
)
def test_what_no_report_may_be(kind: type[Report], wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        kind.model_validate(REPORT.model_dump() | wrong)


@pytest.mark.parametrize("wrong", [{"text": ""}, {"start": -1}, {"raw": ()}, {"strength": "huge"}])
def test_what_no_finding_may_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Finding.model_validate(REPORT.findings[0].model_dump() | wrong)


def test_a_passage_speaks_for_some_source() -> None:
    with pytest.raises(ValidationError):
        Passage(id="p-1", text="x", sources=(), kind="finding")


def test_a_section_has_a_level_from_one() -> None:
    with pytest.raises(ValidationError):
        Section(id="s-1", path=("1",), level=0, start=0, end=1)


class TestIds:
    def test_are_the_same_each_time(self) -> None:
        # Written down: an id that changes breaks every stored reference and gold source.
        assert source_id("demo", "finding", "Noe.", 0) == "f-664346fb49702e75"
        assert place_id("demo", "s", ("1 A", "1.1 B"), 0) == "s-0858d744facd"

    def test_say_what_kind_they_are_and_nothing_else(self) -> None:
        for source in REPORT.sources:
            assert source.id.startswith(source.kind[0] + "-")
            assert set(source.id[2:]) <= set("0123456789abcdef")
            assert len(source.id) == 18

    def test_the_same_text_twice_has_two_ids(self) -> None:
        assert len({source.id for source in REPORT.sources}) == len(REPORT.sources)

    def test_headings_that_repeat_have_two_ids(self) -> None:
        path = ("5 Funn", "Fordeler")
        assert place_id("demo", "b", path, 0) != place_id("demo", "b", path, 1)

    def test_who_speaks_is_not_in_them(self) -> None:
        other = make_report(Chapter("1"), Q("Det går bra.", role="lege"))
        assert other.sources[0].id == REPORT.quotes[0].id

    @given(
        st.tuples(st.text(), st.sampled_from(["finding", "quote"]), st.text(), st.integers(0, 9)),
        st.tuples(st.text(), st.sampled_from(["finding", "quote"]), st.text(), st.integers(0, 9)),
    )
    def test_differ_where_anything_does(
        self, one: tuple[str, Any, str, int], two: tuple[str, Any, str, int]
    ) -> None:
        def printable(parts: tuple[str, Any, str, int]) -> bool:
            return "\x1f" not in parts[0] + parts[2]

        if printable(one) and printable(two):
            assert (source_id(*one) == source_id(*two)) == (one == two)


def test_kinds_are_told_apart_when_read() -> None:
    sources: list[Source] = list(REPORT.sources)
    assert {source.kind for source in sources} == {"finding", "quote"}
