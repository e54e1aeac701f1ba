import re
from collections.abc import Callable

import matplotlib as mpl
import pytest
from lxml import etree

from eval.metrics.figure import Figure, rate
from eval.report.charts import EMPTY, SHADES, bins, counted, heat_maps, histogram, intervals
from eval.report.charts import _readable as readable
from eval.report.markup import Html

FIGURES = {
    "vital_coverage": Figure(value=0.7, over=9, interval=(0.5, 0.8)),
    "refusal_recall": rate([True, False], "nothing"),
    "mrr": Figure(value=None, over=0, reason="no ranking"),
}
MAPS = [("Map", {("single", "nb"): (0.5, 4)})]
Draw = Callable[[], Html | None]
ALL: list[Draw] = [
    lambda: intervals(FIGURES, "a"),
    lambda: heat_maps(MAPS, [("single", "Single"), ("list", "List")], [("nb", "Bokmål")], "b"),
    lambda: histogram([0.03, 0.04, 0.3], "c"),
]


@pytest.mark.parametrize("draw", ALL)
def test_the_same_values_give_the_same_bytes(draw: Draw) -> None:
    assert draw() == draw()


@pytest.mark.parametrize("draw", ALL)
def test_a_chart_needs_nothing_that_the_policy_forbids(draw: Draw) -> None:
    made = draw()
    assert made is not None
    root = etree.fromstring(made)
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert not any("style" in element.attrib for element in root.iter(etree.Element))
    tags = {etree.QName(element).localname for element in root.iter(etree.Element)}
    assert tags <= {"svg", "defs", "g", "path", "text", "clipPath", "rect", "use", "tspan"}
    assert re.findall(r"https?://[^\"]+", made.replace("http://www.w3.org/", "")) == []
    assert "<!--" not in made


def test_what_has_no_value_is_not_drawn() -> None:
    made = intervals(FIGURES, "a")
    assert made is not None
    assert "70 %" in made
    assert "Place of the first hit" not in made
    assert intervals({"mrr": FIGURES["mrr"]}, "a") is None


def test_a_heat_map_gives_value_and_count_and_a_dash_where_there_is_none() -> None:
    made = ALL[1]()
    assert made is not None
    assert "50 %  (4)" in made
    assert made.count(">–<") == 1


def test_bins_hold_every_value() -> None:
    assert bins([0.03, 0.04, 0.3]) == (0.02, 0.05, 0.1, 0.2, 0.5)
    assert counted([0.03, 0.04, 0.3], bins([0.03, 0.04, 0.3])) == [2, 0, 0, 1]
    assert bins([0.05]) == (0.05, 0.1)
    assert counted([0.05, 0.05], (0.05, 0.1)) == [2]
    assert sum(counted([0.0, 1e6], bins([0.0, 1e6]))) == 2


def luminance(shade: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(shade)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def rgb(shade: str) -> tuple[float, ...]:
    return tuple(int(shade[at : at + 2], 16) / 255 for at in (1, 3, 5))


@pytest.mark.parametrize("step", range(101))
def test_text_on_every_shade_can_be_read(step: int) -> None:
    for shade in (mpl.colors.to_hex(SHADES(step / 100)), EMPTY):
        high, low = sorted((luminance(shade), luminance(readable(shade))), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5
