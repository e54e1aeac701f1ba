"""How questions are asked: the patterns of `questions.toml`, compiled."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files


@cache
def question_patterns() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    """Section → name → pattern, in the file's order."""
    data = tomllib.loads((files("service.vocabulary") / "questions.toml").read_text("utf-8"))
    return {
        section: {name: _compiled(alternatives) for name, alternatives in patterns.items()}
        for section, patterns in data.items()
    }


def signal(name: str) -> re.Pattern[str]:
    """The pattern of the file's section `signals` with this name."""
    return question_patterns()["signals"][name]


def _compiled(alternatives: Sequence[str]) -> re.Pattern[str]:
    """One pattern of `alternatives`, none of which begins or ends within a word."""
    spaced = "|".join(f"(?:{pattern})" for pattern in alternatives).replace(" ", r"\s+")
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE)
