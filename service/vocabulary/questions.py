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
    parts = data.pop("parts")
    return {
        section: {name: _compiled(alternatives, parts) for name, alternatives in patterns.items()}
        for section, patterns in data.items()
    }


def signal(name: str) -> re.Pattern[str]:
    """The pattern of the file's section `signals` with this name."""
    return question_patterns()["signals"][name]


def _compiled(alternatives: Sequence[str], parts: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """One pattern of `alternatives`, none of which begins or ends within a word."""
    written = _any_of(alternatives, parts).replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"(?<!\w){written}(?!\w)", re.IGNORECASE)


def _any_of(alternatives: Sequence[str], parts: Mapping[str, Sequence[str]]) -> str:
    """A group of `alternatives`, with what each `<name>` in them stands for."""

    def part(name: re.Match[str]) -> str:
        return _any_of(parts[name[1]], parts)

    whole = "|".join(f"(?:{re.sub(r'<([a-z_]+)>', part, each)})" for each in alternatives)
    return f"(?:{whole})"
