"""Numbers are compared by what they come to, not by how they are written."""

import pytest

from service.answering.figures import figures
from service.domain import Language


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("Sju av ti, 7 av 10", "nb", {"7", "10"}),
        ("syv", "nb", {"7"}),
        ("Trettini og femogtjue og tjueen", "nb", {"39", "25", "21"}),
        ("femhundre fastleger", "nb", {"500"}),
        ("halvparten, en tredjedel, tre firedelar", "nn", {"0.5", "0.333", "3", "0.25"}),
        ("60 %, seksti prosent", "nb", {"60", "%"}),
        ("1,5 timer og 1.5 timer", "nb", {"1.5"}),
        ("Seven of ten, forty-two, a dozen", "en", {"7", "10", "42", "12"}),
        ("two thirds and a half, sixty per cent", "en", {"2", "0.333", "0.5", "60", "%"}),
        ("½ ² Ⅳ ٣", "en", {"0.5", "2", "4", "3"}),
        ("to-tre dager", "nb", {"2", "3"}),
        ("kl. 23:45", "nb", {"23", "45"}),
    ],
)
def test_numbers(text: str, language: Language, numbers: set[str]) -> None:
    assert figures(text, language) == numbers


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("En av fastlegene og én til i et kontor", "nb"),
        ("One of the GPs, no one else, to a nurse in the tent", "en"),
        ("Flere timer, andre sykepleiere, firefoten", "nb"),
        ("Elever, senior, tivoli, titler", "nb"),
    ],
)
def test_other_words_are_none(text: str, language: Language) -> None:
    assert figures(text, language) == frozenset()


def test_words_of_the_other_language_count_unless_they_are_words_of_this() -> None:
    assert figures("GPs want to fire ten or seksti", "en") == {"10", "60"}
    assert figures("Eleven venter på to av dem, seventeen og half", "nb") == {"2", "17", "0.5"}
