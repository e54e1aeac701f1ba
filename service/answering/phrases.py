"""What Funn itself says, in the question's language (`phrases.toml`)."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from service.domain import Language

SMALL = {
    "nb": ("null", "ett", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti"),
    "nn": ("null", "eitt", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}


@cache
def _phrases() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("service.answering") / "phrases.toml").read_text("utf-8"))


def say(name: str, language: Language, **values: str) -> str:
    """The phrase `name` in `language`, filled in. An unknown name or value raises `KeyError`."""
    return _phrases()[name][language].format(**values)


def count(name: str, n: int, language: Language) -> str:
    """ "six findings", "one quote": a number with its noun, in words up to ten."""
    if n == 1:
        return say(f"{name}_one", language)
    words = SMALL[language]
    return say(f"{name}_many", language, n=words[n] if n < len(words) else str(n))


def listed(items: Sequence[str], language: Language) -> str:
    """ "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {say('and', language)} {items[-1]}"


def marked(text: str, language: Language) -> str:
    """`text` in quotation marks, those that it holds itself left out."""
    bare = text.translate(dict.fromkeys(map(ord, '«»“”„"'), None)).strip()
    return f"“{bare}”" if language == "en" else f"«{bare}»"
