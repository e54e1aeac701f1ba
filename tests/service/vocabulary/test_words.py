import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import Language
from service.vocabulary.words import counterparts, lemma, normal, stopwords, tokens

GLOSSARY = (files("service.vocabulary") / "glossary.tsv").read_text("utf-8").splitlines()
ROWS = [line.split("\t") for line in GLOSSARY[1:]]


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
        ],
    )
    def test_go_both_ways(
        self, word: str, source: Language, target: Language, expected: str
    ) -> None:
        assert expected in counterparts(word, source, target)

    def test_the_commonest_comes_first(self) -> None:
        assert counterparts("absence", "en", "nb")[0] == "fravær"

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
        assert len(ROWS) > 5000
