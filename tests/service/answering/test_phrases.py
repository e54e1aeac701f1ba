"""What Funn says, in three languages that say the same."""

import string
import tomllib
from importlib.resources import files
from typing import get_args

import pytest

from service.answering.phrases import count, listed, say
from service.domain import Language

PHRASES = tomllib.loads((files("service.answering") / "phrases.toml").read_text("utf-8"))
LANGUAGES = get_args(Language)


@pytest.mark.parametrize("name", PHRASES)
def test_every_phrase_is_there_in_each_language_with_the_same_values(name: str) -> None:
    assert set(PHRASES[name]) == set(LANGUAGES)
    wanted = [
        {field for _, field, _, _ in string.Formatter().parse(PHRASES[name][language]) if field}
        for language in LANGUAGES
    ]
    assert wanted[0] == wanted[1] == wanted[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_left_in_another_language(language: Language) -> None:
    others = [other for other in LANGUAGES if other != language]
    same = [
        name
        for name, phrase in PHRASES.items()
        if len(phrase[language].split()) > 4 and phrase[language] in {phrase[o] for o in others}
    ]
    assert not same


def test_an_unknown_name_or_value_fails_by_name() -> None:
    with pytest.raises(KeyError, match="no_such"):
        say("no_such", "nb")
    with pytest.raises(KeyError, match="groups"):
        say("no_group", "nb")


def test_values_are_put_in_as_they_are() -> None:
    assert "{x} <b>" in say("no_group", "en", groups="{x} <b>")


@pytest.mark.parametrize(
    ("n", "language", "words"),
    [
        (1, "nb", "ett funn"),
        (1, "nn", "eitt funn"),
        (1, "en", "one finding"),
        (2, "nb", "to funn"),
        (10, "en", "ten findings"),
        (11, "en", "11 findings"),
    ],
)
def test_count(n: int, language: Language, words: str) -> None:
    assert count("findings", n, language) == words


def test_listed() -> None:
    assert listed([], "nb") == ""
    assert listed(["a"], "nb") == "a"
    assert listed(["a", "b"], "en") == "a and b"
    assert listed(["a", "b", "c"], "nn") == "a, b og c"
