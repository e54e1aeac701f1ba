"""Words that turn a meaning round: what denies, what contrasts, and pairs of opposites."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from service.vocabulary.words import normal, tokens

OPENS = 3
"""Words of a sentence within which it says that it goes against the one before it."""


@cache
def denials() -> frozenset[str]:
    """Words that deny."""
    return frozenset(_data()["denials"].split())


def turning(text: str) -> bool:
    """Whether `text` denies, compares or contrasts."""
    words = set(tokens(text))
    return not words.isdisjoint(denials()) or not words.isdisjoint(_data()["turning"].split())


def opens_against(text: str) -> bool:
    """Whether a sentence begins by going against the one before it ("Likevel ...")."""
    words = tokens(text)
    return any(
        words[at : at + len(opening)] == opening for opening in _openings() for at in range(OPENS)
    )


def dissents(text: str) -> bool:
    """Whether `text` says that somebody sees a thing otherwise ("ser det annerledes")."""
    return bool(_dissent().search(text))


def opposed(one: str, other: str) -> bool:
    """Whether two words are opposites."""
    return any((pair, 1 - side) in _poles_of(other) for pair, side in _poles_of(one))


def poles(text: str) -> frozenset[tuple[int, int]]:
    """The halves of pairs that `text` has: (pair, side)."""
    return frozenset(pole for word in tokens(text) for pole in _poles_of(word))


def against(one: frozenset[tuple[int, int]], other: frozenset[tuple[int, int]]) -> bool:
    """Whether, of some pair, one text has the one half alone and the other the other alone."""
    return any(
        (pair, 1 - side) in other and (pair, 1 - side) not in one and (pair, side) not in other
        for pair, side in one
    )


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("service.answering") / "opposites.toml").read_text("utf-8"))


@cache
def _openings() -> tuple[list[str], ...]:
    return tuple(opening.split() for opening in _data()["openings"])


@cache
def _dissent() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _data()['dissent']))})(?!\w)", re.I)


@cache
def _sides() -> Mapping[str, frozenset[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = {}
    for number, pair in enumerate(_data()["pairs"]):
        for side, words in enumerate(pair):
            for word in words.split():
                for form in {word, normal(word, "nb"), normal(word, "en")}:
                    found.setdefault(form, set()).add((number, side))
    return {word: frozenset(poles) for word, poles in found.items()}


def _poles_of(word: str) -> frozenset[tuple[int, int]]:
    """The halves that a lower-case word is. As it is written first: "mindre" is no "liten"."""
    sides = _sides()
    return (
        sides.get(word)
        or sides.get(normal(word, "nb"))
        or sides.get(normal(word, "en"))
        or (frozenset())
    )
