"""What is remembered of a withdrawn source: enough to know it again, nothing of its text."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import Report
from service.index.erasure import MASK
from service.index.tombstones import Tombstones
from service.index.wording import SENTENCE, counted, unnumbered, words_of
from tests.reports import Chapter, F, Q, make_report
from tests.service.index.test_erasure import outside, reports, well_made

KEY = bytes(32)
QUOTE = "Vi vet ikke hvem vi skal ringe til. Ingen svarer."
REPORT = make_report(Chapter("1 Skole"), F("Fraværet øker."), Q(QUOTE), Q("Ja."))


def withdrawn(report: Report, *ids: str, text: str | None = None) -> Tombstones:
    sources = [source for source in report.sources if source.id in ids]
    return Tombstones(KEY).with_sources(report, sources, text)


@given(reports(), st.data())
def test_what_was_withdrawn_is_nowhere_any_more(report: Report, data: st.DataObject) -> None:
    ids = data.draw(st.sets(st.sampled_from([s.id for s in report.sources] or ["f-none"])))
    stones = withdrawn(report, *ids)
    left, text = stones.applied(report, report.canonical)
    well_made(left)
    assert not {source.id for source in left.sources} & ids
    assert stones.applied(left, text) == (left, text)
    assert text is not None
    assert len(text) == len(report.canonical)
    for source in report.sources:
        if source.id not in ids or counted(source.text) < SENTENCE:
            continue
        said = words_of(source.text)
        contexts = [part for s in left.sources for part in (s.lead_in or "", *s.headings, s.text)]
        for context in [*contexts, *outside(left)]:
            assert f" {said} " not in f" {words_of(context)} " or context in texts(left)


def texts(report: Report) -> set[str]:
    return {source.text for source in report.sources}


SENTENCES = st.sampled_from(
    [
        "Vi vet ikke hvem vi skal ringe til.",
        "Det er ingen der, når vi trenger dem.",
        "Læreren ser eleven hver eneste dag.",
        "5.1 Læreren ser eleven hver eneste dag.",
        "Skolen er stor.",
        "Ja.",
    ]
)
ANYTHING = st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join)


@given(reports(ANYTHING), reports(ANYTHING), st.data())
def test_nothing_says_it_in_another_report_and_the_rest_stays(
    report: Report, other: Report, data: st.DataObject
) -> None:
    ids = data.draw(st.sets(st.sampled_from([s.id for s in report.sources] or ["f-none"])))
    other = other.model_copy(update={"raw_digest": "sha256:other"})
    left, text = withdrawn(report, *ids).applied(other, other.canonical)
    well_made(left)
    assert text is not None
    gone = {
        piece
        for source in report.sources
        if source.id in ids
        for piece in map(unnumbered, re.split(r"(?<=\.) ", source.text))
        if counted(piece) >= SENTENCE
    }
    everything = f" {words_of(left.model_dump_json())} {words_of(text)} "
    for piece in gone:
        assert f" {words_of(piece)} " not in everything
    for source in other.sources:
        alike = any(words_of(piece) in words_of(source.text) for piece in gone)
        assert alike or source.id in ids or source.id in {s.id for s in left.sources}


def test_without_any_nothing_changes(tmp_path: Path) -> None:
    stones = Tombstones.load(tmp_path)
    assert stones.applied(REPORT, "raw") == (REPORT, "raw")
    assert (Tombstones.stamp(tmp_path), stones.pending) == (None, False)


def test_they_are_kept_as_they_were(tmp_path: Path) -> None:
    quote = REPORT.quotes[0]
    stones = withdrawn(REPORT, quote.id)
    stones.save(tmp_path)
    first = Tombstones.stamp(tmp_path)
    again = Tombstones.load(tmp_path)
    assert again.pending
    assert again.sources == {quote.id}
    assert again.applied(REPORT, None) == stones.applied(REPORT, None)
    again.settled().save(tmp_path)
    assert not Tombstones.load(tmp_path).pending
    assert Tombstones.stamp(tmp_path) != first


def test_each_store_has_a_key_of_its_own(tmp_path: Path) -> None:
    digests = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        stones = Tombstones.load(tmp_path / name).with_sources(REPORT, REPORT.quotes, None)
        stones.save(tmp_path / name)
        data = json.loads((tmp_path / name / "tombstones.json").read_text("utf-8"))
        digests.append({digest for stone in data["withdrawn"] for digest in stone["digests"]})
        assert [len(stone["digests"]) for stone in data["withdrawn"]] == [2, 0]  # "Ja." is nobody's
    assert not digests[0] & digests[1]


def test_a_place_counts_in_its_own_file_alone() -> None:
    quote = REPORT.quotes[1]
    stones = withdrawn(REPORT, quote.id, text=REPORT.canonical)
    said = make_report(Chapter("1 Skole"), F("Fraværet øker."), Q(QUOTE), Q("Jo."))
    same = said.model_copy(update={"raw_digest": REPORT.raw_digest})
    masked = REPORT.canonical.replace("Skole", MASK * 5)
    for text, left in ((REPORT.canonical, 2), (masked, 2), (masked + "x", 3), (None, 3)):
        assert len(stones.applied(same, text)[0].sources) == left
    assert len(stones.applied(said, REPORT.canonical)[0].sources) == 3


@pytest.mark.parametrize(("shift", "left"), [(0, 1), (1, 1), (2, 2), (-2, 2)])
def test_a_place_is_the_same_when_half_of_it_is_shared(shift: int, left: int) -> None:
    quote = REPORT.quotes[1]
    [(start, end)] = quote.raw
    stones = withdrawn(REPORT, quote.id)
    moved = quote.model_copy(update={"id": "q-new", "raw": ((start + shift, end + shift),)})
    report = REPORT.model_copy(update={"sources": (REPORT.sources[0], moved)})
    assert len(stones.applied(report, None)[0].sources) == left
