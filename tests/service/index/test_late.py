"""Late interaction, on states of three numbers that can be worked out by hand."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from service.index.base import Codes
from service.index.encoder.modelfile import ModelFile
from service.index.encoder.tokenizer import Tokenizer
from service.index.late import QUERY_PREFIX, SCALE, SHARPNESS, Floats, Head, Terms, likeness
from service.index.tuning import tuning

COMMON = (1.0, 1.0, 1.0)
PROJECTION = ((2.0, 0.0), (0.0, 1.0), (0.0, 0.0))
"""Keeps the first two numbers, the first doubled: what differs in the third alone is nothing."""
FRAME = [(9.0, 9.0, 9.0)] * QUERY_PREFIX
"""States of what begins every question."""
END = [(-9.0, 9.0, 0.0)]


def head(gate: Sequence[float] = (0.0, 0.0, 0.0), bias: float = 0.0) -> Head:
    return Head(
        common=floats(COMMON),
        projection=floats(PROJECTION),
        gate=floats(gate),
        gate_bias=bias,
    )


def floats(values: object) -> Floats:
    return np.array(values, np.float32)


def states(*rows: Sequence[float]) -> Floats:
    """States that lie so far from what all have in common."""
    return floats([[a + b for a, b in zip(row, COMMON, strict=True)] for row in rows])


def question(*rows: Sequence[float]) -> Floats:
    """States of a question whose own tokens lie so far from what all have in common."""
    return np.concatenate([floats(FRAME), states(*rows).reshape(-1, 3), floats(END)])


class TestCodes:
    def test_what_is_common_is_taken_off_and_length_does_not_count(self) -> None:
        codes = head().codes(states((1, 0, 0), (-7, 0, 5), (0, 0.5, 0)))
        assert codes.dtype == np.int8
        assert codes.tolist() == [[127, 0], [-127, 0], [0, 127]]

    def test_are_projected_and_rounded(self) -> None:
        """(2, 1) and (2, 4), of length √5 and √20: 113.6 and 56.8 of 127, the other way about."""
        codes = head().codes(states((1, 1, 8), (1, 4, -8), (-1, -4, 0)))
        assert codes.tolist() == [[114, 57], [57, 114], [-57, -114]]

    def test_of_what_is_as_all_are_is_nothing(self) -> None:
        assert head().codes(states((0, 0, 0), (0, 0, 3))).tolist() == [[0, 0], [0, 0]]

    def test_of_no_token_there_is_none(self) -> None:
        assert head().codes(np.zeros((0, 3), np.float32)).shape == (0, 2)

    @given(arrays(np.float32, (4, 3), elements=st.floats(-100, 100, width=32)))
    def test_rounding_is_bounded(self, given: Floats) -> None:
        """No number is off by more than half a code, and of none is a code too large for a byte."""
        centred = (given.astype(np.float64) - floats(COMMON)) @ floats(PROJECTION)
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        exact = centred / np.where(lengths > 0, lengths, 1.0)
        codes = head().codes(given)
        clear = lengths[:, 0] > 1e-3  # shorter ones are what single precision leaves of nothing
        assert np.abs(codes[clear] / SCALE - exact[clear]).max(initial=0.0) <= 0.502 / SCALE
        assert np.abs(codes.astype(int)).max() <= SCALE


class TestTerms:
    def test_are_the_tokens_of_the_question_itself(self) -> None:
        terms = head().terms(question((3, 0, 0), (0, 2, 0)))
        assert terms.vectors.tolist() == [[1, 0], [0, 1]]
        assert terms.weights.tolist() == [0.5, 0.5]

    def test_what_frames_every_question_is_as_long_as_it_is_taken_to_be(self) -> None:
        file = ModelFile.bundled()
        tokenizer = Tokenizer(file)
        frame = tokenizer.query("Hva?")[:QUERY_PREFIX]
        assert frame[0] == file.specials.begin
        assert "".join(file.pieces[id] for id in frame[1:]) == "▁query:"
        for text in ("", "Why?", ": query: x", ")", "\u0308x", "  ", "12", "🙂"):
            ids = tokenizer.query(text)
            own = ids[QUERY_PREFIX:-1]
            assert ids[:QUERY_PREFIX] == frame
            assert own
            assert tokenizer.passage(text)[-1 - len(own) : -1] == own  # behind another prefix

    def test_weights_are_the_gate_s_shares(self) -> None:
        """Along the gate, against it, and across it: of 1, e⁻²⁴ and a half, with their sum 3/2."""
        gate = (3.0, 0.0, 0.0)
        assert SHARPNESS * gate[0] == 24
        weights = head(gate).terms(question((2, 0, 0), (-5, 0, 0), (0, 0, 1))).weights
        assert weights.tolist() == pytest.approx([2 / 3, 0.0, 1 / 3], abs=1e-6)

    def test_the_gate_goes_by_direction_and_by_all_of_the_state(self) -> None:
        """What projection leaves out may ask nonetheless: (3, 0, 4) is 0.6 along the first and 0.8
        along the last."""
        gate = (0.0, 0.0, 1 / SHARPNESS)
        found = head(gate).terms(question((3, 0, 4), (30, 0, 40), (1, 0, 0))).weights
        one = 1 / (1 + math.exp(-0.8))
        total = 2 * one + 0.5
        assert found.tolist() == pytest.approx([one / total, one / total, 0.5 / total])

    def test_the_bias_moves_all(self) -> None:
        gate, bias = (1 / SHARPNESS, 0.0, 0.0), -2.0
        found = head(gate, bias).terms(question((1, 0, 0), (-1, 0, 0))).weights
        one, other = 1 / (1 + math.exp(1)), 1 / (1 + math.exp(3))
        assert found.tolist() == pytest.approx([one / (one + other), other / (one + other)])

    def test_where_nothing_asks_they_still_sum_to_one(self) -> None:
        found = head(bias=-1e9).terms(question((1, 0, 0), (0, 1, 0)))
        assert found.weights.tolist() == pytest.approx([0.5, 0.5])

    def test_of_a_question_without_a_token_there_are_none(self) -> None:
        found = head().terms(question())
        assert found.vectors.shape == (0, 2)
        assert found.weights.tolist() == []


def terms(*vectors: Sequence[float]) -> Terms:
    """Whose weights do not matter here."""
    return Terms(vectors=floats(vectors).reshape(-1, 2), weights=floats([0.5] * len(vectors)))


def codes(*rows: Sequence[int]) -> Codes:
    return np.array(rows, np.int8).reshape(-1, 2)


def starts(*at: int) -> npt.NDArray[np.int64]:
    return np.array(at, np.int64)


class TestLikeness:
    def test_is_that_of_the_token_that_is_most_like(self) -> None:
        asked = terms((1, 0), (0, 1), (0.6, 0.8))
        passages = codes((127, 0), (0, -127), (-127, 0), (0, 127), (0, 127), (127, 0))
        found = likeness(asked, passages, starts(0, 2, 3))
        assert found.dtype == np.float32
        assert found.tolist() == [
            pytest.approx([1.0, -1.0, 1.0]),
            pytest.approx([0.0, 0.0, 1.0]),
            pytest.approx([0.6, -0.6, 0.8]),
        ]

    def test_goes_by_the_codes_as_parts_of_127(self) -> None:
        found = likeness(terms((0.6, 0.8)), codes((114, 57), (57, 114)), starts(0, 1))
        expected = [(0.6 * 114 + 0.8 * 57) / 127, (0.6 * 57 + 0.8 * 114) / 127]
        assert found.tolist() == [pytest.approx(expected)]

    def test_a_passage_is_found_in_by_itself(self) -> None:
        """Whatever stands before or behind it."""
        asked = terms((1, 0), (0.6, -0.8))
        parts = [codes((100, 78)), codes((-90, 90), (0, 127)), codes((3, -127), (127, 3), (0, 0))]
        alone = [likeness(asked, part, starts(0))[:, 0].tolist() for part in parts]
        together = likeness(asked, np.concatenate(parts), starts(0, 1, 3))
        assert together.T.tolist() == [pytest.approx(each) for each in alone]

    def test_of_no_passage_or_no_term_there_is_none(self) -> None:
        assert likeness(terms((1, 0)), codes(), starts()).shape == (1, 0)
        assert likeness(terms(), codes((127, 0)), starts(0)).shape == (0, 1)


units = st.floats(0, 2 * math.pi).map(lambda angle: (math.cos(angle), math.sin(angle)))
passages = st.lists(st.lists(units, min_size=1, max_size=4), min_size=1, max_size=4)


def coded(vectors: Sequence[Sequence[float]]) -> Codes:
    return np.array([[round(x * SCALE) for x in vector] for vector in vectors], np.int8)


def bounds(parts: Sequence[Sequence[object]]) -> npt.NDArray[np.int64]:
    return np.cumsum([0, *map(len, parts)])[:-1]


@settings(max_examples=60)
@given(asked=st.lists(units, min_size=1, max_size=4), held=passages, more=st.data())
def test_likeness_never_falls_when_tokens_are_added(
    asked: list[tuple[float, float]], held: list[list[tuple[float, float]]], more: st.DataObject
) -> None:
    before = likeness(terms(*asked), coded([t for each in held for t in each]), bounds(held))
    added = [[*each, *more.draw(st.lists(units, max_size=3))] for each in held]
    after = likeness(terms(*asked), coded([t for each in added for t in each]), bounds(added))
    assert after.shape == before.shape == (len(asked), len(held))
    assert (after >= before - 1e-6).all()
    for number, (old, new) in enumerate(zip(held, added, strict=True)):
        if old == new:
            assert np.abs(after[:, number] - before[:, number]).max() < 1e-6


@settings(max_examples=60)
@given(asked=st.lists(units, min_size=1, max_size=4), held=passages)
def test_likeness_is_off_by_no_more_than_rounding(
    asked: list[tuple[float, float]], held: list[list[tuple[float, float]]]
) -> None:
    """Half a code in each number, against a vector of length one: by Cauchy and Schwarz at most
    half of the root of the dimension, in parts of 127."""
    found = likeness(terms(*asked), coded([t for each in held for t in each]), bounds(held))
    exact = [
        [max(a * c + b * d for c, d in each) for each in held] for a, b in asked
    ]  # terms x passages
    assert np.abs(found - np.array(exact)).max() <= 0.5 * math.sqrt(2) / SCALE + 1e-5


def test_the_head_in_use_rounds_as_little() -> None:
    """The same of the real head, on states that it was not learnt on."""
    tuned = tuning().head
    random = np.random.default_rng(20261123)
    drawn = (tuned.common + random.normal(size=(200, len(tuned.common)))).astype(np.float32)
    framed = np.concatenate([drawn[:QUERY_PREFIX], drawn, drawn[-1:]])
    asked = tuned.terms(framed)
    exact = asked.vectors @ asked.vectors.T
    found = likeness(asked, tuned.codes(drawn), np.arange(len(drawn)))
    dimension = tuned.projection.shape[1]
    assert np.abs(found - exact).max() <= 0.5 * math.sqrt(dimension) / SCALE + 1e-5
    assert asked.weights.sum() == pytest.approx(1, abs=1e-5)
