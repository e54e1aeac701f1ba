"""The words of `words.toml` as patterns and sets."""

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


@cache
def listed(table: str, name: str) -> frozenset[str]:
    """The words of a list, in lower case."""
    return frozenset(word.lower() for word in _data()[table][name])


@cache
def pattern(table: str, name: str) -> re.Pattern[str]:
    """Any entry of a list as whole words, in any case."""
    return re.compile(rf"\b(?:{alternatives(table, name)})(?!\w)", re.IGNORECASE)


@cache
def opening(table: str, name: str) -> re.Pattern[str]:
    """Any entry of a list at the very start, cased as written."""
    return re.compile(rf"^(?:{alternatives(table, name)})(?!\w)")


def alternatives(table: str, name: str) -> str:
    """The entries of a list as alternatives of a regular expression, longest first."""
    return "|".join(sorted(_data()[table][name], key=len, reverse=True))
