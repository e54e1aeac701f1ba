import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain import Language
from service.vocabulary.spelling import LIKE, LONGER, SHORTEST, corrected
from service.vocabulary.words import entries, stopwords

LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
KNOWN = {
    language: sorted(w for w in {*entries(language), *stopwords(language)} if w.isalpha())
    for language in LANGUAGES
}


@pytest.mark.parametrize(
    ("word", "language", "right"),
    [
        ("utfodringer", "nb", "utfordring"),
        ("kommunikasjn", "nb", "kommunikasjon"),
        ("læreer", "nb", "lærer"),
        ("boligr", "nb", "bolig"),
        ("fråver", "nn", "fråvær"),
        ("meirarbed", "nn", "meirarbeid"),
        ("absense", "en", "absence"),
        ("hospitl", "en", "hospital"),
    ],
)
def test_a_misspelled_word_is_set_right(word: str, language: Language, right: str) -> None:
    assert corrected(word, language) == right


def test_what_is_misspelled_in_one_language_may_be_a_word_of_another() -> None:
    assert corrected("absence", "en") is None
    assert corrected("fråvær", "nn") is None
    assert corrected("utfordringar", "nn") is None


@pytest.mark.parametrize("word", ["helseplattformen", "qzxwvk", "ebola", "dips"])
def test_what_is_like_no_known_word_is_left(word: str) -> None:
    assert corrected(word, "nb") is None


@pytest.mark.parametrize("word", ["", "e", "pc", "covid-19", "5g", "24"])
def test_what_is_short_or_no_word_is_left(word: str) -> None:
    assert corrected(word, "nb") is None
    assert corrected(word, "en") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_known_word_is_left(language: Language) -> None:
    assert [word for word in KNOWN[language] if corrected(word, language)] == []


@given(data=st.data())
@settings(max_examples=60)
def test_what_is_set_right_is_a_known_word_that_is_like_it(data: st.DataObject) -> None:
    """Known words with one letter more, fewer or another."""
    language = data.draw(st.sampled_from(LANGUAGES))
    word = data.draw(st.sampled_from(KNOWN[language]))
    at = data.draw(st.integers(0, len(word)))
    letter = data.draw(st.sampled_from(["", *LETTERS]))
    wrong = word[:at] + letter + word[at + data.draw(st.integers(0, 1)) :]
    right = corrected(wrong, language)
    if right is None:
        return
    assert right != wrong
    assert right in KNOWN[language]
    assert right[0] == wrong[0]
    assert abs(len(right) - len(wrong)) <= LONGER
    assert len(right) >= SHORTEST
    assert difflib.SequenceMatcher(None, right, wrong).ratio() >= LIKE


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_words_of_eight_letters_without_one_are_set_right(language: Language) -> None:
    """So that the property above is not true of nothing. Not all: what is left may be a word, and
    another word may be nearer."""
    long = [word for word in KNOWN[language] if len(word) >= 8][::20]
    found = [corrected(word[:4] + word[5:], language) for word in long]
    assert len(long) > 50
    assert sum(right == word for word, right in zip(long, found, strict=True)) > 0.8 * len(long)
