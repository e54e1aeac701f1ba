"""What the report calls figures, categories and verdicts, for readers who do not know the code."""

import tomllib
from functools import cache
from importlib.resources import files

from eval.metrics.figure import Figure
from service.domain import Frozen


class FigureWords(Frozen):
    """How a figure is put to a reader."""

    title: str
    sentence: str
    headline: bool = False


class Wording(Frozen):
    """What `wording.toml` holds. What it does not name is shown by its own name, never left out."""

    figures: dict[str, FigureWords]
    categories: dict[str, str]
    kinds: dict[str, str]
    languages: dict[str, str]
    statuses: dict[str, str]
    verdicts: dict[str, str]
    faults: dict[str, str]
    strengths: dict[str, str]


@cache
def wording() -> Wording:
    """The words, read once."""
    text = files("eval.report").joinpath("wording.toml").read_text("utf-8")
    return Wording.model_validate(tomllib.loads(text))


def plainly(name: str) -> str:
    """A name of the code as words."""
    return name.replace("_", " ").capitalize()


def title(name: str) -> str:
    """What a figure is called."""
    words = wording().figures.get(name)
    return words.title if words else plainly(name)


def sentence(name: str, figure: Figure) -> str:
    """What a figure says, in a sentence; why it says nothing when it has no value."""
    if figure.value is None:
        return f"Nothing to count: {figure.reason or 'no reason was kept'}."
    words = wording().figures.get(name)
    if words is None:
        return ""
    hits = "?" if figure.hits is None else str(figure.hits)
    return words.sentence.format(of100=of100(figure.value), hits=hits, over=figure.over)


def of100(value: float) -> str:
    """A share as "of 100", whole."""
    return str(round(100 * value))


def percent(value: float | None) -> str:
    """A share in per cent; never 100 when something is missing, nor 0 when something is there."""
    if value is None:
        return "none"
    shown = round(100 * value)
    if shown == 100 and value < 1:
        return "over 99 %"
    if shown == 0 and value > 0:
        return "under 1 %"
    return f"{shown} %"


def between(interval: tuple[float, float] | None) -> str:
    """An interval in per cent, rounded outwards so that it never looks narrower than it is."""
    if interval is None:
        return ""
    low, high = (round(100 * bound, 4) for bound in interval)
    return f"{int(low // 1)}-{int(-(-high // 1))} %"
