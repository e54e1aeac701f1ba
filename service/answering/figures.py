"""The numbers that a text states, in figures or in words, so that two texts can be compared."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from service.domain import Language

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NUMERALS = {"No", "Nl"}
"""Unicode's categories of ½, ², Ⅳ and the like; decimal digits of all scripts are `\\d`."""


def figures(text: str, language: Language) -> frozenset[str]:
    """Each number of `text` in one form: "7" for 7 and for "sju", "0.5" for ½ and for "half"; and
    "%" for per cent. `language` is that of its words; those of the other are read where they are no
    words of this one, and figures in any."""
    found = {_plain(match.group()) for match in _NUMBER.finditer(text)}
    found |= {_form(unicodedata.numeric(c)) for c in text if unicodedata.category(c) in _NUMERALS}
    found |= {"%"} if "%" in text else set()
    words = _words("en" if language == "en" else "no")
    others = _words("no" if language == "en" else "en")
    words = {word: others[word] for word in others.keys() - _ambiguous()} | dict(words)
    for match in _WORD.finditer(text.lower()):
        word = match.group()
        parts = [word] if word in words else word.split("-")
        found |= {words[part] for part in parts if part in words}
    return frozenset(found)


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("service.answering") / "figures.toml").read_text("utf-8"))


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(_data()["ambiguous"].split())


@cache
def _words(language: str) -> Mapping[str, str]:
    """Word → its number in that one form."""
    table = {
        kind: {word: number for number, words in numbers.items() for word in words.split()}
        for kind, numbers in _data()[language].items()
    }
    found = {word: number for words in table.values() for word, number in words.items()}
    for word, number in table["units"].items():
        if number == "1":
            del found[word]
        for ten, much in table["tens"].items():
            for joined in (f"{ten}{word}", f"{ten}-{word}", f"{word}og{ten}"):
                found[joined] = str(int(much) + int(number))
        found[f"{word}hundre"] = str(100 * int(number))
    return found


def _plain(digits: str) -> str:
    """Digits of any script in those of ASCII, with a decimal point."""
    return "".join("." if c in ".," else str(unicodedata.digit(c)) for c in digits)


def _form(value: float) -> str:
    return f"{value:.3g}" if value < 1 else f"{value:.10g}"
