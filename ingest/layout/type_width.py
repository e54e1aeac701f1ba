"""How wide a text is in print, by tables of the widths of characters (`widths.toml`)."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

Measure = Callable[[str], float]
"""The width of a text in ems."""


def ems(text: str) -> float:
    """The width of `text` in ems of a font without serifs."""
    return families()[0](text)


@cache
def families() -> tuple[Measure, ...]:
    """A measure for each family of fonts, the most common first."""
    data = tomllib.loads(Path(__file__).with_name("widths.toml").read_text("utf-8"))
    return tuple(_measure(family) for family in data.values())


def _measure(family: Mapping[str, object]) -> Measure:
    widths = family["widths"]
    assert isinstance(widths, dict)
    known = {char: int(size) / 1000 for size, chars in widths.items() for char in chars}
    capital, other = float(str(family["capital"])) / 1000, float(str(family["other"])) / 1000

    def measure(text: str) -> float:
        return sum(
            known[char] if char in known else (capital if char.isupper() else other)
            for char in text
        )

    return measure
