import numpy as np
import pytest

from service.index.lexical import ALIKE_WEIGHT, PART_WEIGHT, Concept, Lexical
from service.vocabulary.words import normal

# Passages of five words each, so that length weighs nothing.
TEXTS = [
    "legevakt ligger langt unna sentrum",  # 0
    "fastleger skriver korte meldinger daglig",  # 1
    "pasientene venter lenge utenfor døren",  # 2
    "sykehjem bruker gamle datamaskiner fortsatt",  # 3
    "ventetiden plager unge foreldre mye",  # 4
    "samhandling krever tydelige avtaler skriftlig",  # 5
    "samhandlingsreformen endret ansvar lokalt raskt",  # 6
]


@pytest.fixture(scope="module")
def lexical() -> Lexical:
    return Lexical(TEXTS, ["nb"] * len(TEXTS))


def score(lexical: Lexical, *words: str) -> list[float]:
    (scores,) = lexical.scores([Concept(surface=words[0], words=words)], "nb")
    assert scores.dtype == np.float32
    return [float(value) for value in scores]


def hits(lexical: Lexical, *words: str) -> list[int]:
    return [row for row, value in enumerate(score(lexical, *words)) if value > 0]


def test_a_word_finds_its_passage_and_no_other(lexical: Lexical) -> None:
    assert hits(lexical, "sykehjem") == [3]


@pytest.mark.parametrize(
    ("word", "row"),
    [("fastlege", 1), ("fastlegene", 1), ("pasient", 2), ("datamaskin", 3), ("avtale", 5)],
)
def test_inflections_match(lexical: Lexical, word: str, row: int) -> None:
    assert row in hits(lexical, word)
    assert score(lexical, word)[row] == pytest.approx(max(score(lexical, word)))


def test_a_concept_with_several_words_counts_once_by_its_best(lexical: Lexical) -> None:
    one = score(lexical, "fastleger")
    both = score(lexical, "meldinger", "fastleger", "skriver", "korte")
    assert both[1] == pytest.approx(max(one[1], *(score(lexical, w)[1] for w in ("korte",))))
    summed = sum(score(lexical, word)[1] for word in ("meldinger", "fastleger", "skriver", "korte"))
    assert both[1] < summed / 3


def test_one_array_a_concept(lexical: Lexical) -> None:
    asked = [Concept(surface=w, words=(w,)) for w in ("sykehjem", "ukjentord", "avtaler")]
    scores = lexical.scores(asked, "nb")
    assert [int((array > 0).sum()) for array in scores] == [1, 0, 1]
    assert all(len(array) == len(TEXTS) for array in scores)


def test_part_of_a_compound_counts_less_than_the_word(lexical: Lexical) -> None:
    found = score(lexical, "samhandling")
    assert found[5] > found[6] > 0
    assert found[6] == pytest.approx(PART_WEIGHT * score(lexical, "samhandlingsreformen")[6])


def test_a_short_part_does_not_count(lexical: Lexical) -> None:
    assert normal("lege", "nb") != normal("legevakt", "nb")
    assert 0 not in hits(lexical, "lege")


def test_a_misspelt_word_still_finds_its_passage(lexical: Lexical) -> None:
    assert hits(lexical, "samhadling")[:1] == [5]
    assert score(lexical, "datamaskinner")[3] > 0


def test_a_known_word_is_not_taken_for_a_misspelling() -> None:
    lexical = Lexical(["melding", "veldig"], ["nb", "nb"])
    assert hits(lexical, "melding") == [0]


def test_a_phrase_counts_by_its_longest_word(lexical: Lexical) -> None:
    assert hits(lexical, "i samhandling") == hits(lexical, "samhandling")


@pytest.mark.parametrize("word", ["xyzzy", "", " ", "…", "et"])
def test_an_unknown_word_gives_zeros(lexical: Lexical, word: str) -> None:
    assert score(lexical, word) == [0.0] * len(TEXTS)


@pytest.mark.parametrize("texts", [[], [""], ["og det er en", ""]])
def test_a_corpus_without_words(texts: list[str]) -> None:
    lexical = Lexical(texts, ["nb"] * len(texts))
    assert score(lexical, "sykehjem") == [0.0] * len(texts)
    assert lexical.scores([], "nb") == []


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    lexical = Lexical(["skole fravær", "skole trivsel", "skole mobbing"], ["nb"] * 3)
    assert score(lexical, "fravær")[0] > score(lexical, "skole")[0]


def test_each_passage_is_read_in_its_language() -> None:
    lexical = Lexical(["the nurses are waiting", "sykepleierne venter"], ["en", "nb"])
    (english,) = lexical.scores([Concept(surface="wait", words=("wait",))], "en")
    assert list(english > 0) == [True, False]


def test_a_part_of_a_word_does_not_speak_of_the_word(lexical: Lexical) -> None:
    longer = Concept(surface="samhandlingsbudsjett", words=("samhandlingsbudsjett",))
    (match,) = lexical.matches([longer], "nb")
    assert match.scores[5] > 0
    assert not match.speaks.any()
    (match,) = lexical.matches([Concept(surface="samhandling", words=("samhandling",))], "nb")
    assert [int(row) for row in np.flatnonzero(match.speaks)] == [5, 6]


class TestAlike:
    def match(self, lexical: Lexical, word: str, *alike: str) -> tuple[list[float], list[int]]:
        concept = Concept(surface=word, words=(word,), alike=alike)
        (found,) = lexical.matches([concept], "nb")
        return found.scores.tolist(), [int(row) for row in np.flatnonzero(found.speaks)]

    def test_a_synonym_counts_less_and_speaks_of_it(self, lexical: Lexical) -> None:
        scores, speaks = self.match(lexical, "pleiehjem", "sykehjem")
        assert speaks == [3]
        assert scores[3] == pytest.approx(ALIKE_WEIGHT * score(lexical, "sykehjem")[3])

    def test_the_word_itself_counts_in_full_though_it_is_a_synonym_too(
        self, lexical: Lexical
    ) -> None:
        scores, _ = self.match(lexical, "sykehjem", "sykehjem", "avtaler")
        assert scores[3] == pytest.approx(score(lexical, "sykehjem")[3])
        assert scores[5] == pytest.approx(ALIKE_WEIGHT * score(lexical, "avtaler")[5])

    def test_a_phrase_counts_by_its_longest_word_where_all_are_there(
        self, lexical: Lexical
    ) -> None:
        scores, speaks = self.match(lexical, "pleiehjem", "gamle datamaskiner")
        assert speaks == [3]
        assert scores[3] == pytest.approx(ALIKE_WEIGHT * score(lexical, "datamaskiner")[3])
        assert self.match(lexical, "pleiehjem", "nye datamaskiner") == ([0.0] * len(TEXTS), [])

    @pytest.mark.parametrize("alike", ["", "og", "ukjentord", "ukjentord og"])
    def test_what_no_passage_has_finds_nothing(self, lexical: Lexical, alike: str) -> None:
        assert self.match(lexical, "pleiehjem", alike) == ([0.0] * len(TEXTS), [])

    def test_parts_of_compounds_are_not_followed(self, lexical: Lexical) -> None:
        """What is nearly the same is enough of a leap."""
        assert self.match(lexical, "pleiehjem", "samhandling")[1] == [5]
