"""Each signal on six rows that can be worked out by hand, and what no signal may rest on."""

import math
import statistics
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.concepts import Concepts, concepts
from service.domain import Group, Language, Report
from service.evidence import Fit
from service.index.late import Terms
from service.index.lexical import Concept
from service.index.library import OpenReport
from service.index.rows import Rows
from service.signals import NAMES, WORDS_WEIGHT, Asked, Looked, look, signals, standard, tells
from service.vocabulary.groups import group_vocabulary
from tests.opened import opened_by_hand
from tests.reports import Chapter, F, Q, Topic, make_report

E0, E1, E2 = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
LIST = "Deltakerne ser tre ulemper:"
REPORT = make_report(
    Chapter("1 Meldinger"),
    Topic("Fordeler"),
    F("Køen blir kortere nå."),  # 0
    F("De fleste sparer mye tid.", more=(("strength", "most"), ("strength_words", "De fleste"))),
    Q("Nå slipper jeg køen.", "lærer"),  # 2
    Topic("Ulemper"),
    F("Flere ser ulemper ved ordningen:", more=(("key", True),)),  # 3
    Chapter("2 Video"),
    F("Bildet fryser.", lead_in=LIST),  # 4
    F("Lyden kommer ofte for sent.", lead_in=LIST),  # 5
)
VECTORS = (E0, E1, E2, E2, E0, E1)
ROWS = Rows([opened_by_hand(REPORT, VECTORS)])
ALL = np.ones(6, dtype=np.bool_)
NOTHING = np.zeros(6, dtype=np.float32)
HIGH, LOW = math.sqrt(2), -1 / math.sqrt(2)
"""Standard scores of two ones and of four noughts: the mean is 1/3, the spread √2/3."""


def flags(*rows: Sequence[int]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Concepts x rows, true in the rows that are named."""
    return np.array([[row in each for row in range(6)] for each in rows], dtype=np.bool_)


def looked(**fields: object) -> Looked:
    """No concept found anywhere, but for `fields`."""
    none = flags((), ())
    both = Concepts(Concept(surface=word, words=(word,)) for word in ("kø", "tid"))
    base = Looked(both, NOTHING, none, none, NOTHING, NOTHING, NOTHING, none, none, none)
    return base._replace(**fields)  # type: ignore[arg-type]


def asked(found: Looked | None = None, **fields: object) -> Asked:
    """The question's own vector is E0, its gloss E1, their mean (for this) E2."""
    base = Asked(
        chosen=ALL,
        vectors={"nb": np.array(E2, np.float32)},
        own=np.array(E0, np.float32),
        glosses={"nb": np.array(E1, np.float32)},
        terms={},
        looked=found or looked(),
        fits=["open"] * 6,
        study=False,
    )
    return base._replace(**fields)  # type: ignore[arg-type]


def signal(name: str, question: Asked, rows: Rows = ROWS) -> list[float]:
    return [float(value) for value in signals(rows, question)[:, NAMES.index(name)]]


def near(*values: float) -> object:
    return pytest.approx(list(values), abs=1e-5)


def test_a_column_a_name_each_once() -> None:
    assert signals(ROWS, asked()).shape == (6, len(NAMES))
    assert signals(ROWS, asked()).dtype == np.float32
    assert len(set(NAMES)) == len(NAMES)


class TestMeaning:
    def test_is_by_the_question_s_own_words(self) -> None:
        assert signal("meaning", asked()) == near(HIGH, LOW, LOW, LOW, HIGH, LOW)

    def test_of_the_gloss(self) -> None:
        assert signal("gloss_meaning", asked()) == near(LOW, HIGH, LOW, LOW, LOW, HIGH)

    def test_of_the_block_and_section_is_by_both(self) -> None:
        """Blocks hold (E0, E1, E2), (E2), (E0, E1); sections E0 + E1 + 2 E2 and E0 + E1."""
        cosines = [1 / math.sqrt(3)] * 3 + [1.0, 0.0, 0.0]
        mean, spread = statistics.fmean(cosines), statistics.pstdev(cosines)
        assert signal("block_meaning", asked()) == near(*[(c - mean) / spread for c in cosines])
        up, down = 1 / math.sqrt(2), -math.sqrt(2)  # four alike and two noughts
        assert signal("section_meaning", asked()) == near(up, up, up, up, down, down)

    def test_rows_that_are_all_alike_have_none(self) -> None:
        question = asked(own=np.zeros(3, np.float32))
        assert signal("meaning", question) == near(*[0.0] * 6)


class TestWords:
    @pytest.mark.parametrize(
        ("field", "name"),
        [
            ("words", "words"),
            ("own", "own_words"),
            ("headings", "heading_words"),
            ("blocks", "block_words"),
        ],
    )
    def test_are_in_spreads_of_the_rows_that_have_any(self, field: str, name: str) -> None:
        question = asked(looked(**{field: np.array([2, 0, 6, 0, 0, 0], np.float32)}))
        assert signal(name, question) == near(1, 0, 3, 0, 0, 0)
        others = {"words", "own_words", "heading_words", "block_words"} - {name}
        assert all(signal(other, question) == near(*[0.0] * 6) for other in others)

    def test_of_one_row_or_of_rows_alike_are_one(self) -> None:
        for scores in ([0, 7, 0, 0, 0, 0], [0, 7, 7, 0, 0, 0]):
            question = asked(looked(words=np.array(scores, np.float32)))
            assert signal("words", question) == near(*[float(score > 0) for score in scores])


class TestCover:
    def test_a_rarer_word_tells_more(self) -> None:
        found = looked(has=flags((0, 1, 2), (2,)))
        assert tells(found, ALL).tolist() == near(math.log(7 / 4), math.log(7 / 2))

    def test_a_word_tells_by_the_rows_that_are_asked(self) -> None:
        found = looked(has=flags((0, 1, 2), (2,)))
        chosen = np.array([False, True, False, True, True, True])
        assert tells(found, chosen).tolist() == near(math.log(5 / 2), math.log(5 / 1))

    @pytest.mark.parametrize(
        ("field", "name"),
        [
            ("own_has", "own_cover"),
            ("heading_has", "heading_cover"),
            ("has", "cover"),
            ("block_has", "block_cover"),
        ],
    )
    def test_is_the_share_of_what_is_told(self, field: str, name: str) -> None:
        met = flags((0, 1, 2), (2,))
        found = looked(**{"has": met, field: met})
        both = math.log(7 / 4) + math.log(7 / 2)
        one = math.log(7 / 4) / both
        assert signal(name, asked(found)) == near(one, one, 1, 0, 0, 0)

    def test_of_a_section_is_by_any_of_its_rows(self) -> None:
        found = looked(has=flags((0,), (5,)))
        assert signal("section_cover", asked(found)) == near(*[0.5] * 6)
        found = looked(has=flags((0,), (3,)))
        assert signal("section_cover", asked(found)) == near(1, 1, 1, 1, 0, 0)

    def test_where_nothing_is_known_is_nought(self) -> None:
        assert signal("cover", asked()) == near(*[0.0] * 6)
        everywhere = asked(looked(has=flags(range(6), range(6))))
        assert signal("cover", everywhere) == near(*[0.0] * 6)  # then no word parts any rows


class TestAround:
    def test_the_best_others_of_the_block(self) -> None:
        """By meaning rows 2 and 3 are HIGH, the others LOW; row 3 stands alone."""
        one = (LOW + HIGH) / 2
        assert signal("block_best", asked()) == near(one, one, LOW, 0, LOW, LOW)

    def test_the_better_neighbour(self) -> None:
        assert signal("neighbour", asked()) == near(LOW, HIGH, LOW, 0, LOW, LOW)

    def test_the_best_other_of_the_list_and_never_below_nought(self) -> None:
        assert signal("list_best", asked()) == near(*[0.0] * 6)
        words = asked(looked(words=np.array([0, 0, 0, 0, 2, 6], np.float32)))
        assert signal("list_best", words) == near(
            *[0.0] * 4, LOW + WORDS_WEIGHT * 3, LOW + WORDS_WEIGHT * 1
        )

    def test_of_a_long_block_the_best_three(self) -> None:
        report = make_report(Chapter("1"), *(F(f"Setning {n}.") for n in range(6)))
        rows = Rows([opened_by_hand(report, [E2] * 6)])
        question = asked(looked(words=np.array([5, 4, 3, 2, 1, 0], np.float32)))
        unit = WORDS_WEIGHT / math.sqrt(2)  # the spread of 1 to 5
        best = [(4 + 3 + 2) / 3, (5 + 3 + 2) / 3, (5 + 4 + 2) / 3, 4, 4, 4]
        assert signal("block_best", question, rows) == near(*[value * unit for value in best])
        beside = [4, 5, 4, 3, 2, 1]
        assert signal("neighbour", question, rows) == near(*[value * unit for value in beside])


class TestNoted:
    def test_whose_it_is(self) -> None:
        fits: list[Fit] = ["asked", "open", "others", "asked", "open", "open"]
        assert signal("asked", asked(fits=fits)) == [1, 0, 0, 1, 0, 0]
        assert signal("others", asked(fits=fits)) == [0, 0, 1, 0, 0, 0]

    @pytest.mark.parametrize(
        ("name", "rows"), [("bare", {4}), ("key", {3}), ("introduces", {3}), ("first", {0, 3, 4})]
    )
    def test_what_it_is(self, name: str, rows: set[int]) -> None:
        assert signal(name, asked()) == [float(row in rows) for row in range(6)]

    def test_length_is_the_logarithm_of_its_characters(self) -> None:
        lengths = [math.log(len(source.text)) for source in REPORT.sources]
        assert signal("length", asked()) == near(*lengths)

    def test_a_participant_s_own_words_are_a_quote(self) -> None:
        kinds = [source.kind == "quote" for source in REPORT.sources]
        assert any(kinds)
        assert signal("quote", asked()) == [float(kind) for kind in kinds]

    def test_how_the_study_was_made_counts_otherwise_where_it_is_asked_for(self) -> None:
        sections = (REPORT.sections[0], REPORT.sections[1].model_copy(update={"method": True}))
        report = REPORT.model_copy(update={"sections": sections})
        rows = Rows([opened_by_hand(report, VECTORS)])
        assert signal("aside", asked(), rows) == [0, 0, 0, 0, 1, 1]
        assert signal("aside_asked", asked(), rows) == [0.0] * 6
        assert signal("aside_asked", asked(study=True), rows) == [0, 0, 0, 0, 1, 1]


class TestStandard:
    def test_is_by_the_chosen_and_given_to_all(self) -> None:
        values = np.array([1, 3, 100], np.float32)
        chosen = np.array([True, True, False])
        assert standard(values, chosen).tolist() == near(-1, 1, 98)

    def test_of_none_is_nought(self) -> None:
        none = np.zeros(3, dtype=np.bool_)
        assert standard(np.array([1, 2, 3], np.float32), none).tolist() == [0, 0, 0]


class TestNothing:
    def test_no_rows(self) -> None:
        rows = Rows([])
        chosen = np.zeros(0, dtype=np.bool_)
        question = asked(look(rows, {}, chosen), chosen=chosen, vectors={}, glosses={}, fits=[])
        assert signals(rows, question).shape == (0, len(NAMES))

    def test_none_chosen(self) -> None:
        chosen = np.zeros(6, dtype=np.bool_)
        question = asked(look(ROWS, {}, chosen), chosen=chosen, vectors={}, glosses={})
        assert np.isfinite(signals(ROWS, question)).all()

    def test_no_concept(self) -> None:
        found = look(ROWS, {"nb": Concepts()}, ALL)
        assert found.has.shape == (0, 6)
        assert np.isfinite(signals(ROWS, asked(found))).all()


def words_of(
    text: str, language: Language, targets: Sequence[Language]
) -> dict[Language, Concepts]:
    vocabulary = group_vocabulary()
    return {target: concepts(text, language, target, vocabulary) for target in targets}


ENGLISH = make_report(
    Chapter("1 Queues"),
    F("The queue gets shorter.", (Group(role="lærer"),)),  # 6
    F("The video freezes.", lead_in="There are two drawbacks:"),  # 7
    id="english",
    language="en",
)
BOTH = Rows([opened_by_hand(REPORT, VECTORS), opened_by_hand(ENGLISH, [E0, E1])])
QUESTION = "Blir køen kortere med video?"


class TestLook:
    def test_a_row_is_met_by_its_own_words_its_headings_or_its_block(self) -> None:
        found = look(ROWS, words_of("Hva med video og bildet?", "nb", ["nb"]), ALL)
        video, picture = [c.surface for c in found.concepts].index("video"), 1
        assert np.flatnonzero(found.own_has[video]).tolist() == []
        assert np.flatnonzero(found.heading_has[video]).tolist() == [4, 5]
        assert np.flatnonzero(found.has[video]).tolist() == [4, 5]
        assert np.flatnonzero(found.own_has[picture]).tolist() == [4]
        assert np.flatnonzero(found.block_has[picture]).tolist() == [4, 5]
        assert np.flatnonzero(found.here[picture]).tolist() == [4]
        assert np.flatnonzero(found.words).tolist() == [4, 5]
        assert np.flatnonzero(found.own).tolist() == [4]

    def test_each_row_is_searched_in_its_own_language(self) -> None:
        every = np.ones(8, dtype=np.bool_)
        found = look(BOTH, words_of(QUESTION, "nb", ["nb", "en"]), every)
        surfaces = [concept.surface for concept in found.concepts]
        queue, video = surfaces.index("køen"), surfaces.index("video")
        assert np.flatnonzero(found.own_has[queue]).tolist() == [0, 2, 6]
        assert np.flatnonzero(found.has[video]).tolist() == [4, 5, 7]

    def test_a_word_of_another_language_than_the_row_s_does_not_meet_it(self) -> None:
        """The English for "kø" is no word of a Norwegian report."""
        report = make_report(Chapter("1 Ord"), F("De sier queue og ikke noe annet."))
        rows = Rows([opened_by_hand(report, [E0]), opened_by_hand(ENGLISH, [E0, E1])])
        every = np.ones(3, dtype=np.bool_)
        found = look(rows, words_of("Hva med køen?", "nb", ["nb", "en"]), every)
        assert found.own_has.tolist() == [[False, True, False]]

    def test_rows_that_are_not_asked_are_not_met(self) -> None:
        chosen = np.array([False] * 6 + [True] * 2)
        found = look(BOTH, words_of(QUESTION, "nb", ["en", "nb"]), chosen)
        for scores in (found.words, found.own, found.headings, found.blocks):
            assert not scores[:6].any()
        for has in (found.has, found.here, found.own_has, found.heading_has, found.block_has):
            assert not has[:, :6].any()
        assert found.words[6:].all()


TERMS = Terms(
    vectors=np.array([E0, (0.6, 0.8, 0.0)], np.float32), weights=np.array([0.7, 0.3], np.float32)
)


def with_tokens(report: Report, vectors: Sequence[Sequence[float]]) -> OpenReport:
    """A report whose passages have a token like each whole and one that all have."""
    whole = np.rint(127 * np.array(vectors)).astype(np.int8)
    shared = np.array([(0, 76, -101)], np.int8)
    return opened_by_hand(report, vectors, [np.vstack([token, shared]) for token in whole])


def held_against(rows: Rows, chosen: Sequence[str]) -> dict[tuple[str, str], list[float]]:
    """Signals by row of the chosen reports, for a question about three things."""
    mask = np.isin(rows.report, chosen)
    languages: list[Language] = ["nb", "en"]
    question = asked(
        look(rows, words_of(QUESTION, "nb", languages), mask),
        chosen=mask,
        vectors={language: np.array((0.6, 0.0, 0.8), np.float32) for language in languages},
        glosses={language: np.array(E1, np.float32) for language in languages},
        terms={language: [TERMS] for language in languages},
        fits=["open"] * len(rows),
    )
    values = signals(rows, question)
    return {key: values[row].tolist() for key, row in rows.of.items() if mask[row]}


def assert_alike(
    one: dict[tuple[str, str], list[float]], other: dict[tuple[str, str], list[float]]
) -> None:
    assert one.keys() == other.keys()
    assert one
    for key, values in one.items():
        assert values == pytest.approx(other[key], abs=1e-4), key


unit_vectors = st.tuples(*[st.floats(-1, 1, width=16)] * 3).map(
    lambda v: tuple(x / (math.hypot(*v) or 1.0) for x in v)
)


@settings(max_examples=25)
@given(vectors=st.lists(unit_vectors, min_size=6, max_size=6), key=st.booleans())
def test_signals_rest_on_the_chosen_rows_only(vectors: list[tuple[float, ...]], key: bool) -> None:
    """Whatever stands in a report that is not asked. (Its words do count in one thing: how rare a
    word is to BM25 is by all reports that are open.)"""
    sources = tuple(
        s.model_copy(update={"key": key}) if s.kind == "finding" else s for s in REPORT.sources
    )
    other = REPORT.model_copy(update={"sources": sources})
    known = Rows([with_tokens(REPORT, VECTORS), with_tokens(ENGLISH, [E0, E1])])
    changed = Rows([with_tokens(other, vectors), with_tokens(ENGLISH, [E0, E1])])
    assert any(values[NAMES.index("late")] for values in held_against(known, ["english"]).values())
    assert_alike(held_against(known, ["english"]), held_against(changed, ["english"]))


PARTS: tuple[tuple[Chapter | Topic | F | Q, ...], ...] = (
    (Chapter("1 Køen"), F("Køen blir kortere."), F("Video hjelper."), Q("Ja.", "lærer")),
    (Chapter("2 Video"), Topic("Bilde"), F("Video fryser.", lead_in=LIST), F("Video hakker.")),
    (Chapter("3 Annet"), F("Ferjen går sjelden."), F("Kortere dager er bra.")),
)
BY_TEXT = {
    "Køen blir kortere.": E0,
    "Video hjelper.": E1,
    "Ja.": E2,
    "Video fryser.": (0.6, 0.8, 0.0),
    "Video hakker.": (0.0, 0.6, 0.8),
    "Ferjen går sjelden.": (0.8, 0.0, -0.6),
    "Kortere dager er bra.": (-1.0, 0.0, 0.0),
}


def chapters(order: Sequence[int]) -> Report:
    return make_report(*(part for number in order for part in PARTS[number]))


@settings(max_examples=12)
@given(order=st.permutations(range(3)), last=st.booleans())
def test_the_order_of_rows_does_not_matter(order: list[int], last: bool) -> None:
    """That of chapters and of reports; within a block a row has its neighbours by the order."""

    def opened(order: Sequence[int], last: bool) -> Rows:
        report = chapters(order)
        each = [
            with_tokens(report, [BY_TEXT[source.text] for source in report.sources]),
            with_tokens(ENGLISH, [E0, E1]),
        ]
        return Rows(each[::-1] if last else each)

    assert_alike(
        held_against(opened(range(3), False), ["demo", "english"]),
        held_against(opened(order, last), ["demo", "english"]),
    )
