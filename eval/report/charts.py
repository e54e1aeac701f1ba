"""Charts as inline SVG: the same values give the same bytes, and nothing in them needs a style
that the page's policy would have to allow. Each has a table beside it on the page."""

import io
import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import matplotlib as mpl
from lxml import etree
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.typing import RcKeyType

from eval.metrics.figure import Figure
from eval.report.markup import Html, trusted
from eval.report.wording import percent, title

INK, SOFT, LINE, BAR, EMPTY = "#1b2733", "#4a5a68", "#c9d3dc", "#1d5f8a", "#f1f4f6"
SHADES = mpl.colors.LinearSegmentedColormap.from_list(
    "shades", ["#f6e3c5", "#dbe7ee", "#7fb0cc", "#1d5f8a"]
)
"""From nothing (sand) to everything (deep blue): apart also in grey and for the colour-blind."""
_SVG = "{http://www.w3.org/2000/svg}"
_FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif"


def intervals(figures: Mapping[str, Figure], salt: str) -> Html | None:
    """Figures as points with their 95 % intervals; None when none has a value."""
    shown = [(name, figure) for name, figure in figures.items() if figure.value is not None]
    if not shown:
        return None
    with mpl.rc_context(_look(salt)):
        drawing = Drawing(figsize=(9, 0.42 * len(shown) + 0.6), layout="constrained")
        axes = drawing.add_subplot()
        for row, (_, figure) in enumerate(reversed(shown)):
            value = figure.value or 0.0
            low, high = figure.interval or (value, value)
            axes.plot([low, high], [row, row], color=BAR, linewidth=5, alpha=0.35)
            axes.plot([value], [row], marker="o", markersize=8, color=BAR)
            axes.text(1.03, row, percent(figure.value), va="center", fontweight="bold")
        axes.set_yticks(range(len(shown)), [title(name) for name, _ in reversed(shown)])
        axes.set_ylim(-0.6, len(shown) - 0.4)
        axes.set_xlim(-0.01, 1.01)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        axes.grid(axis="x", color=LINE, linewidth=0.6)
        _bare(axes)
        return _inline(drawing, "The main figures with their intervals; the table gives them all.")


Cell = tuple[float | None, int]
"""A value, or None, and the number of cases it was counted over."""


def heat_maps(
    maps: Sequence[tuple[str, Mapping[tuple[str, str], Cell]]],
    categories: Sequence[tuple[str, str]],
    languages: Sequence[tuple[str, str]],
    salt: str,
) -> Html:
    """Maps side by side, categories down and languages across; both as (name, words)."""
    with mpl.rc_context(_look(salt)):
        drawing = Drawing(figsize=(9.6, 0.36 * len(categories) + 0.9), layout="constrained")
        for place, (heading, cells) in enumerate(maps, start=1):
            axes = drawing.add_subplot(1, len(maps), place)
            axes.set_title(heading, fontsize=11, fontweight="bold", loc="left", pad=24)
            for row, (category, _) in enumerate(categories):
                for column, (language, _) in enumerate(languages):
                    _cell(axes, column, row, cells.get((category, language), (None, 0)))
            axes.set_xlim(-0.5, len(languages) - 0.5)
            axes.set_ylim(len(categories) - 0.5, -0.5)
            axes.xaxis.tick_top()
            axes.set_xticks(range(len(languages)), [words for _, words in languages])
            names = [words for _, words in categories] if place == 1 else []
            axes.set_yticks(range(len(names)), names)
            _bare(axes)
        return _inline(drawing, "Heat maps by category and language; the tables give the figures.")


def histogram(seconds: Sequence[float], salt: str) -> Html:
    """How many cases took how long; the scale of time is logarithmic."""
    edges = bins(seconds)
    with mpl.rc_context(_look(salt)):
        drawing = Drawing(figsize=(9, 2.8), layout="constrained")
        axes = drawing.add_subplot()
        counts = counted(seconds, edges)
        for place, count in enumerate(counts):
            axes.bar(place + 0.5, count, width=0.94, color=BAR)
            if count:
                axes.text(place + 0.5, count, f"{count}", ha="center", va="bottom")
        axes.set_xticks(range(len(edges)), [f"{edge:g}" for edge in edges])
        axes.set_ylim(0, 1.15 * max(counts))
        axes.set_yticks([])
        axes.set_xlabel("seconds from question to answer")
        axes.set_ylabel("cases")
        _bare(axes)
        return _inline(drawing, "How many cases took how long; the table gives the numbers.")


def bins(seconds: Sequence[float]) -> tuple[float, ...]:
    """Edges at 1, 2 and 5 times powers of ten, in seconds, that hold every value."""
    steps = [step * 10.0**power for power in range(-3, 5) for step in (1, 2, 5)]
    low, high = min(seconds), max(seconds)
    first = max((i for i, step in enumerate(steps) if step <= low), default=0)
    last = min((i for i, step in enumerate(steps) if step > high), default=len(steps) - 1)
    return tuple(float(f"{step:g}") for step in steps[first : max(last, first + 1) + 1])


def counted(seconds: Sequence[float], edges: Sequence[float]) -> list[int]:
    """How many values lie in each bin; the outermost take what lies beyond them."""
    bounds = [-math.inf, *edges[1:-1], math.inf]
    pairs = pairwise(bounds)
    return [sum(low <= value < high for value in seconds) for low, high in pairs]


def _look(salt: str) -> dict[RcKeyType, Any]:
    """Text as text, and ids by hashes of `salt`, which therefore differs from chart to chart."""
    return {
        "svg.hashsalt": salt,
        "svg.fonttype": "none",
        "font.family": "sans-serif",
        "font.size": 10,
        "text.color": INK,
        "text.parse_math": False,
        "axes.edgecolor": LINE,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }


def _cell(axes: Axes, column: int, row: int, cell: Cell) -> None:
    value, over = cell
    shade = EMPTY if value is None else mpl.colors.to_hex(SHADES(value))
    axes.add_patch(
        mpl.patches.Rectangle(
            (column - 0.48, row - 0.46), 0.96, 0.92, facecolor=shade, edgecolor="none"
        )
    )
    words = "–" if value is None else f"{round(100 * value)} %  ({over})"
    ink = _readable(shade)
    axes.text(column, row, words, ha="center", va="center", color=ink, fontsize=9)


def _readable(shade: str) -> str:
    """Black or white, whichever contrasts more with `shade` (WCAG 2.2: both never under 4.5)."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(shade)]
    luminance = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"


def _rgb(shade: str) -> tuple[float, float, float]:
    return mpl.colors.to_rgb(shade)


def _bare(axes: Axes) -> None:
    """Nothing but the data: no frame, no tick marks."""
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _inline(drawing: Drawing, label: str) -> Html:
    """The drawing as an `svg` element: no prolog, no date, and styles as attributes."""
    held = io.BytesIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    drawing.savefig(held, format="svg", metadata=nothing)
    root = etree.fromstring(held.getvalue())
    for unwanted in (*root.iter(f"{_SVG}metadata"), *root.iter(f"{_SVG}style")):
        parent = unwanted.getparent()
        parent.remove(unwanted)
    for element in root.iter(etree.Element):
        if element.tag == f"{_SVG}g":
            element.attrib.pop("id", None)  # the same in every chart of the page
        for name, value in _properties(element.attrib.pop("style", "")):
            element.set(name, _FONT if name == "font-family" else value)
    for name in ("width", "height"):
        root.attrib.pop(name)
    root.set("stroke-linejoin", "round")
    root.set("role", "img")
    root.set("aria-label", label)
    etree.cleanup_namespaces(root)
    return trusted(etree.tostring(root, encoding="unicode"))


def _properties(style: str) -> list[tuple[str, str]]:
    """The properties of a style attribute that are presentation attributes of SVG."""
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    return [
        (name.strip(), value.strip()) for name, _, value in pairs if name.strip() in _PRESENTATION
    ]


_PRESENTATION = frozenset(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray "
    "stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit opacity clip-path "
    "font-family font-size font-weight font-style text-anchor".split()
)
