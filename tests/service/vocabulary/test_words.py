import sys
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import Language
from service.vocabulary.words import (
    PHRASE,
    counterparts,
    lemma,
    normal,
    stopwords,
    synonyms,
    tokens,
)

GLOSSARY = (files("service.vocabulary") / "glossary.tsv").read_text("utf-8").splitlines()
ROWS = [line.split("\t") for line in GLOSSARY[1:]]
SYNONYMS = (files("service.vocabulary") / "synonyms.tsv").read_text("utf-8").splitlines()
CELLS = [
    (language, cell)
    for line in SYNONYMS[1:]
    for language, cell in zip(("nb", "nn", "en"), line.split("\t"), strict=True)
    if cell
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hva sier fastlegene?", ["hva", "sier", "fastlegene"]),
        ("e-konsultasjon og PLO-meldinger", ["e-konsultasjon", "og", "plo-meldinger"]),
        ("the nurses' patients don’t", ["the", "nurses", "patients", "don’t"]),
        ("24/7, ca. 30 %", ["24", "7", "ca", "30"]),
        ("snake_case", ["snake", "case"]),
        ("«Æ e trøtt»", ["æ", "e", "trøtt"]),
        (" \n … 🙂 -", []),
        ("", []),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@given(st.text())
def test_tokens_are_words_in_lower_case_without_white_space(text: str) -> None:
    for word in tokens(text):
        assert word
        assert not any(char.isspace() for char in word)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("pasientene", "nb", "pasient"),
        ("utfordringer", "nb", "utfordring"),
        ("barna", "nb", "barn"),
        ("nurses", "en", "nurse"),
        ("experiences", "en", "experience"),
        ("xyzzyene", "nb", "xyzzyene"),
    ],
)
def test_lemma(word: str, language: Language, expected: str) -> None:
    assert lemma(word, language) == expected


@pytest.mark.parametrize(
    ("language", "same"),
    [
        ("nb", ["fastlege", "fastlegen", "fastleger", "fastlegene"]),
        ("nb", ["melding", "meldingen", "meldinger", "meldingene", "meldingenes"]),
        ("nb", ["e-konsultasjon", "e-konsultasjoner", "e-konsultasjonene"]),
        ("nb", ["utfordring", "utfordringer", "utfordringene"]),
        ("en", ["consultation", "consultations"]),
        ("en", ["challenge", "challenges", "challenging"]),
    ],
)
def test_normal_is_the_same_for_inflections(language: Language, same: list[str]) -> None:
    assert len({normal(word, language) for word in same}) == 1


@pytest.mark.parametrize(
    ("one", "two"), [("lege", "legevakt"), ("skole", "skolere"), ("pleie", "pleier")]
)
def test_normal_parts_what_only_looks_alike(one: str, two: str) -> None:
    assert normal(one, "nb") != normal(two, "nb")


@pytest.fixture
def _switching() -> Iterator[None]:
    """Threads that take turns a thousand times as often."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_switching")
def test_threads_at_once_get_the_stems_that_one_gets() -> None:
    """Words that no dictionary has, and past the cache: what is kept is not stemmed again."""
    starts, middles = "br fl gr kn sk st tr v".split(), "ab ek im ort und ys æv ør".split()
    ends = "a ane asjon elig ene er erte ering else ende heten hetene ingen lighet s".split()
    words = ["".join(parts) for parts in product(starts, middles, middles, ends)]
    assert len(set(words)) == len(words) > 5_000

    def stems(shift: int) -> dict[str, str]:
        """Each thread begins with another word."""
        return {word: normal.__wrapped__(word, "nb") for word in words[shift:] + words[:shift]}

    alone = stems(0)
    assert len(set(alone.values())) < len(words)  # some were cut
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(stems, range(0, len(words), len(words) // 8)))
    assert together
    for found in together:
        assert found == alone


class TestStopwords:
    @pytest.mark.parametrize("word", ["hva", "kva", "ikke", "ikkje", "de", "dei"])
    def test_bokmal_and_nynorsk_share_theirs(self, word: str) -> None:
        assert word in stopwords("nb")
        assert stopwords("nb") == stopwords("nn")

    @pytest.mark.parametrize("language", ["nb", "en"])
    def test_are_written_as_tokens_are(self, language: Language) -> None:
        for word in stopwords(language):
            assert tokens(word) == [word]

    @pytest.mark.parametrize(
        ("word", "language"),
        [
            ("tid", "nb"),
            ("fravær", "nb"),
            ("video", "nb"),
            ("tillit", "nb"),
            ("trust", "en"),
            ("time", "en"),
            ("work", "en"),
            ("help", "en"),
            ("ofte", "nb"),
            ("often", "en"),
        ],
    )
    def test_have_no_word_that_carries_a_topic(self, word: str, language: Language) -> None:
        assert word not in stopwords(language)


class TestCounterparts:
    @pytest.mark.parametrize(
        ("word", "source", "target", "expected"),
        [
            ("absence", "en", "nb", "fravær"),
            ("absence", "en", "nn", "fråvær"),
            ("absence from school", "en", "nb", "skolefravær"),
            ("fravær", "nb", "en", "absence"),
            ("fråvær", "nn", "nb", "fravær"),
            ("fravær", "nb", "nn", "fråvær"),
            ("trust", "en", "nb", "tillit"),
            ("workload", "en", "nb", "arbeidsmengde"),
            ("keep track of", "en", "nb", "holde oversikt over"),
            ("run out of", "en", "nn", "gå tom for"),
            ("burden", "en", "nb", "merarbeid"),
        ],
    )
    def test_go_both_ways(
        self, word: str, source: Language, target: Language, expected: str
    ) -> None:
        assert expected in counterparts(word, source, target)

    def test_the_commonest_comes_first(self) -> None:
        assert counterparts("absence", "en", "nb")[0] == "fravær"

    def test_what_a_norwegian_word_means_most_comes_first(self) -> None:
        assert counterparts("lov", "nb", "en")[0] == "law"

    def test_nynorsk_has_the_words_that_it_shares_with_bokmal(self) -> None:
        assert "akademi" in counterparts("academy", "en", "nn")
        assert "academy" in counterparts("akademi", "nn", "en")

    def test_a_word_is_its_own_in_its_language(self) -> None:
        assert counterparts("hva", "nb", "nb") == ("hva",)

    @pytest.mark.parametrize("word", ["xyzzy", "", "Absence"])
    def test_what_is_not_there_has_none(self, word: str) -> None:
        assert counterparts(word, "en", "nb") == ()

    def test_every_row_can_be_looked_up_both_ways(self) -> None:
        for english, bokmal, _ in ROWS:
            for word in bokmal.split("|"):
                assert word in counterparts(english, "en", "nb")
                assert english in counterparts(word, "nb", "en")


class TestGlossaryFile:
    def test_has_its_three_columns(self) -> None:
        assert GLOSSARY[0] == "en\tnb\tnn"
        assert [row for row in ROWS if len(row) != 3] == []

    def test_is_sorted_without_duplicates(self) -> None:
        english = [row[0] for row in ROWS]
        assert english == sorted(set(english))

    def test_has_a_bokmal_word_in_every_row(self) -> None:
        assert [row for row in ROWS if not row[0] or not row[1]] == []

    def test_has_no_empty_alternative(self) -> None:
        assert [r for r in ROWS if "" in r[1].split("|") or (r[2] and "" in r[2].split("|"))] == []

    def test_has_no_alternative_twice(self) -> None:
        def twice(cell: str) -> bool:
            return len(set(cell.split("|"))) != len(cell.split("|"))

        assert [row for row in ROWS if twice(row[1]) or twice(row[2])] == []

    def test_is_trimmed_and_composed(self) -> None:
        for row in ROWS:
            for cell in row:
                words = cell.split("|")
                assert words == [" ".join(word.split()) for word in words], row
                assert cell == unicodedata.normalize("NFC", cell), row

    def test_english_is_in_lower_case(self) -> None:
        assert [row for row in ROWS if row[0] != row[0].lower()] == []

    def test_is_large(self) -> None:
        assert len(ROWS) > 11_000


class TestSynonyms:
    @pytest.mark.parametrize(
        ("word", "language", "expected"),
        [
            ("unger", "nb", "barn"),
            ("kjas", "nb", "tidspress"),
            ("krangel", "nb", "konflikt"),
            ("krangler", "nb", "konflikt"),
            ("snakke sammen", "nb", "kommunikasjon"),
            ("snakket sammen", "nb", "kommunikasjon"),
            ("snakke saman", "nn", "kommunikasjon"),
            ("duppeditter", "nb", "utstyr"),
            ("pengar", "nn", "økonomi"),
            ("sjuk", "nn", "pasient"),
            ("paperwork", "en", "documentation"),
            ("through the cracks", "en", "lack of coordination"),
        ],
    )
    def test_are_found_as_written_and_by_lemma(
        self, word: str, language: Language, expected: str
    ) -> None:
        assert expected in synonyms(word, language)

    def test_a_lay_phrase_does_not_stand_for_the_word_it_leads_to(self) -> None:
        assert "byråkrati" in synonyms("drukne i papirer", "nb")
        assert "drukne i papirer" not in synonyms("byråkrati", "nb")

    @pytest.mark.parametrize(
        ("one", "two", "language"),
        [
            ("lege", "sykepleier", "nb"),
            ("barn", "ungdom", "nb"),
            ("unger", "ungdom", "nb"),
            ("doctor", "nurse", "en"),
            ("child", "adolescent", "en"),
            ("increase", "decrease", "en"),
            ("trygg", "utrygg", "nb"),
        ],
    )
    def test_related_words_and_opposites_are_none(
        self, one: str, two: str, language: Language
    ) -> None:
        assert two not in synonyms(one, language)
        assert one not in synonyms(two, language)

    @pytest.mark.parametrize("word", ["xyzzy", "", "Unger"])
    def test_what_is_not_there_has_none(self, word: str) -> None:
        assert synonyms(word, "nb") == ()

    def test_every_cell_can_be_looked_up_as_it_states(self) -> None:
        for language, cell in CELLS:
            left, way, right = cell.partition(">")
            words = left.split("|")
            for word in words:
                for other in right.split("|") if way else words:
                    same = other in (word, " ".join(lemma(part, language) for part in word.split()))
                    assert same or other in synonyms(word, language), cell

    def test_no_word_is_its_own(self) -> None:
        for language, cell in CELLS:
            for word in cell.replace(">", "|").split("|"):
                assert word not in synonyms(word, language)


class TestSynonymsFile:
    def test_has_its_three_columns(self) -> None:
        assert SYNONYMS[0] == "nb\tnn\ten"
        assert [line for line in SYNONYMS if line.count("\t") != 2] == []

    def test_is_sorted_without_duplicates(self) -> None:
        assert SYNONYMS[1:] == sorted(set(SYNONYMS[1:]))

    def test_nynorsk_goes_the_way_that_bokmal_goes(self) -> None:
        for line in SYNONYMS[1:]:
            bokmal, nynorsk, _ = line.split("\t")
            assert not nynorsk or (">" in nynorsk) == (">" in bokmal), line
            assert bokmal != nynorsk or not bokmal, line

    def test_a_cell_joins_two_words_at_least_each_once(self) -> None:
        for _, cell in CELLS:
            assert cell.count(">") <= 1, cell
            sides = [side.split("|") for side in cell.split(">")]
            words = [word for side in sides for word in side]
            assert len(words) > 1, cell
            assert all(words), cell
            assert len(set(words)) == len(words), cell

    def test_is_trimmed_composed_and_in_lower_case(self) -> None:
        for _, cell in CELLS:
            assert cell == unicodedata.normalize("NFC", cell.lower()), cell
            for word in cell.replace(">", "|").split("|"):
                assert word == " ".join(word.split()), cell

    def test_phrases_are_as_long_as_are_looked_up(self) -> None:
        for _, cell in CELLS:
            for word in cell.replace(">", "|").split("|"):
                assert len(word.split()) <= PHRASE, cell

    def test_has_no_word_that_is_left_out_of_a_question(self) -> None:
        for language, cell in CELLS:
            for word in cell.replace(">", "|").split("|"):
                assert word not in stopwords(language), cell

    def test_is_large(self) -> None:
        assert len(SYNONYMS) > 2000
