import math

import numpy as np
import pytest

from service.domain import Report
from service.index.lexical import Concept, Lexical
from service.index.passages import cut_passages
from service.index.rows import Rows, members
from tests.opened import opened_by_hand
from tests.reports import Chapter, F, Q, Topic, make_report

LEAD_IN = "Deltakerne nevner to hjelpemidler:"
MADE = make_report(
    Chapter("1 Meldinger"),
    Topic("Fordeler"),
    F("Køen blir kortere."),  # 0
    Q("Nå slipper jeg å vente.", "lærer"),  # 1
    Topic("Ulemper"),
    F("De fleste strever.", more=(("strength", "most"), ("strength_words", "De fleste"))),  # 2
    F("Video", lead_in=LEAD_IN),  # 3
    F("Meldinger som kommer fram", lead_in=LEAD_IN, more=(("key", True),)),  # 4
    F("Deltakerne nevner to hjelpemidler:"),  # 5
    F("Video", lead_in=LEAD_IN),  # the passage of row 3
    Chapter("2 Metode"),
    F("Vi intervjuet lærere."),  # 6
    id="first",
)
FIRST = MADE.model_copy(
    update={
        "sections": tuple(
            section.model_copy(update={"method": section.path[-1] == "2 Metode"})
            for section in MADE.sections
        )
    }
)
SECOND = make_report(
    Chapter("1 Meldinger"),
    Topic("Fordeler"),
    F("The queue gets shorter.", lead_in=LEAD_IN),  # 7
    id="second",
    language="en",
)
BARE = make_report(Chapter("1 Meldinger"), id="bare")
E0, E1, E2 = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
VECTORS = (E0, E1, E2, E2, E2, E2, (0.6, 0.8, 0.0))


@pytest.fixture(scope="module")
def rows() -> Rows:
    return Rows(
        [
            opened_by_hand(FIRST, VECTORS),
            opened_by_hand(BARE, ()),
            opened_by_hand(SECOND, [E1]),
        ]
    )


def speaks(index: Lexical, word: str) -> list[int]:
    """The texts of an index that speak of a word."""
    (match,) = index.matches([Concept(surface=word, words=(word,))], "nb")
    return [int(text) for text in np.flatnonzero(match.speaks)]


def yes(flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[int]:
    return [int(row) for row in np.flatnonzero(flags)]


def test_a_row_is_a_passage_in_the_order_of_reports(rows: Rows) -> None:
    passages = [(r.id, p.id) for r in (FIRST, BARE, SECOND) for p in cut_passages(r)]
    assert rows.keys == passages
    assert len(rows) == 8
    assert [rows.of[key] for key in passages] == list(range(8))
    assert [source.text for source in rows.sources][:3] == [s.text for s in FIRST.sources][:3]
    assert rows.report.tolist() == ["first"] * 7 + ["second"]
    assert rows.language.tolist() == ["nb"] * 7 + ["en"]


def test_vectors_are_those_of_the_passages(rows: Rows) -> None:
    assert rows.vectors.dtype == np.float32
    assert rows.vectors.tolist() == pytest.approx(np.array([*VECTORS, E1]))


def test_tokens_are_those_of_the_passages() -> None:
    """Of reports with them, without, and with none to have them of, side by side."""
    codes = [np.full((number + 1, 4), number, np.int8) for number in range(7)]
    rows = Rows(
        [
            opened_by_hand(FIRST, VECTORS, codes),
            opened_by_hand(BARE, ()),
            opened_by_hand(SECOND, [E1]),
        ]
    )
    assert len(rows.tokens) == len(rows) == 8
    assert all(one is other for one, other in zip(rows.tokens, [*codes, None], strict=True))


def test_a_group_s_vector_is_the_mean_at_unit_length(rows: Rows) -> None:
    half = math.sqrt(0.5)
    assert rows.block_vectors == pytest.approx(
        np.array([(half, half, 0), E2, (0.6, 0.8, 0), E1]), abs=1e-6
    )
    first = np.array([1, 1, 4]) / math.sqrt(18)
    assert rows.section_vectors == pytest.approx(np.array([first, (0.6, 0.8, 0), E1]), abs=1e-6)


def test_vectors_that_cancel_out_leave_none() -> None:
    pair = make_report(Chapter("1"), F("Ja."), F("Nei."))
    rows = Rows([opened_by_hand(pair, [(1.0, 0.0), (-1.0, 0.0)])])
    assert rows.block_vectors.tolist() == [[0.0, 0.0]]


def test_places_are_numbered_by_report(rows: Rows) -> None:
    """Two reports may have the same headings, and the same words before a list."""
    assert rows.block.tolist() == [0, 0, 1, 1, 1, 1, 2, 3]
    assert rows.section.tolist() == [0, 0, 0, 0, 0, 0, 1, 2]
    assert rows.heading.tolist() == [0, 0, 1, 1, 1, 1, 2, 3]
    assert rows.list.tolist() == [-1, -1, -1, 0, 0, -1, -1, 1]
    assert rows.blocks == [[0, 1], [2, 3, 4, 5], [6], [7]]


def test_what_is_noted_of_each_row(rows: Rows) -> None:
    assert yes(~rows.finding) == [1]
    assert yes(rows.bare) == [0, 2, 3, 6]
    assert yes(rows.key) == [4]
    assert yes(rows.introduces) == [5]
    assert yes(rows.first) == [0, 2, 6, 7]
    assert yes(rows.aside) == [6]
    assert rows.length.tolist() == pytest.approx([math.log(len(s.text)) for s in rows.sources])


def test_each_word_index_holds_its_own_words(rows: Rows) -> None:
    assert speaks(rows.texts, "video") == [3]
    assert speaks(rows.texts, "ulemper") == []
    assert speaks(rows.passages, "ulemper") == [2, 3, 4, 5]
    assert speaks(rows.passages, "hjelpemidler") == [3, 4, 5]  # row 7 is in English
    assert speaks(rows.headings, "ulemper") == [1]
    assert speaks(rows.headings, "metode") == [2]
    assert speaks(rows.headings, "video") == []
    assert speaks(rows.whole_blocks, "video") == speaks(rows.whole_blocks, "ulemper") == [1]
    sizes = (rows.passages.size, rows.texts.size, rows.headings.size, rows.whole_blocks.size)
    assert sizes == (8, 8, 4, 4)


@pytest.mark.parametrize("reports", [(), (BARE,)], ids=["no report", "no passage"])
def test_nothing_to_search(reports: tuple[Report, ...]) -> None:
    rows = Rows([opened_by_hand(report, ()) for report in reports])
    assert len(rows) == len(rows.vectors) == len(rows.block_vectors) == len(rows.length) == 0
    assert rows.blocks == []
    assert speaks(rows.passages, "video") == speaks(rows.headings, "video") == []


def test_members_are_rows_by_number_without_those_of_none() -> None:
    assert members(np.array([1, -1, 0, 1])) == [[2], [0, 3]]
    assert members(np.array([], dtype=np.int64)) == []
    assert members(np.array([-1, -1])) == []
