"""Sound words of many languages, drawn from dictionaries, alone and among Norwegian ones: not one
character of them is mended."""

from functools import cache
from random import Random

import pytest
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from ingest.mending.glyphs import orders
from ingest.mending.repair import Mender
from ingest.readers import plain_text
from ingest.traced import Traced

pytestmark = pytest.mark.slow

LANGUAGES = "ca cs da de es fi fr hu is it nn pl pt ro sv tr".split(" ")
REPORTS = 25
_ENDS = ["", "", "", "", ",", ".", " –", ":", "?", "…", "»"]
_STARTS = ["", "", "", "– ", "«", "• ", "- "]


@cache
def words(language: str) -> tuple[str, ...]:
    listed = DEFAULT_DICTIONARY_FACTORY.get_dictionary(language)
    return tuple(word for word in listed if word.isalpha() and len(word) < 14)


@cache
def accented(language: str) -> tuple[str, ...]:
    """Those with a letter that a broken font shows for another."""
    suspects = {char for order in orders() for char in order}
    return tuple(word for word in words(language) if not suspects.isdisjoint(word))


def text(language: str, others: str, seed: int) -> str:
    """Sixty lines, half of the words with such letters, the rest of the language `others`."""
    random = Random(f"{language}/{others}/{seed}")
    striking = random.sample(accented(language) or words(language), 30)
    plain = random.sample(words(others), 200)
    lines = []
    for _ in range(60):
        line = []
        for _ in range(random.randint(1, 10)):
            word = random.choice(random.choice([striking, plain]))
            if random.random() < 0.15:
                word = word.capitalize()
            line.append(word + random.choice(_ENDS))
        lines.append(random.choice(_STARTS) + " ".join(line))
    return "\n".join(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sound_word_is_mended(language: str) -> None:
    for seed in range(REPORTS):
        for others in (language, "nb"):
            lines = plain_text.read(Traced.of(text(language, others, seed))).lines
            found = Mender(lines).mended()[1]
            # A dictionary has letters in two parts as well; those are put together anywhere.
            broken = [r for r in found if r.reason != "letter written in two parts"]
            assert broken == [], f"among words of {others}, seed {seed}"
