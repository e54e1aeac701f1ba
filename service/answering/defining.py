"""Whether a sentence says what a thing is."""

import tomllib
from functools import cache
from importlib.resources import files

from service.answering.likeness import content
from service.vocabulary.words import tokens

SOON = 6
"""Words within which it says "is"."""


def defines(text: str, question: str) -> bool:
    """Whether `text` begins with what `question` asks about and says what it is."""
    said, asked = content(text).words, content(question).words
    return bool(said) and said[0] in asked and not _is().isdisjoint(tokens(text)[:SOON])


@cache
def _is() -> frozenset[str]:
    data = tomllib.loads((files("service.answering") / "signals.toml").read_text("utf-8"))
    return frozenset(data["defining"].split())
