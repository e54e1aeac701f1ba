"""Scores as a person reads them: tables with colour on a terminal, aligned plain text in a pipe."""

from collections.abc import Mapping
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table

from eval.gate import Verdict, not_given
from eval.metrics.figure import Figure
from eval.metrics.latency import latency
from eval.score import BY_GROUP, Scores
from eval.spending import Spending

SHOWN_REASONS = 40
HEADINGS: Mapping[str, str] = {
    "status_expected": "status",
    "vital_coverage": "vital",
    "citation_precision": "precision",
    "citation_recall": "recall",
    "over_refusal": "refused",
    "recall_at_10": "found@10",
}
"""Short for the figures by category and language, so that a row fits a terminal."""


def console(file: TextIO) -> Console:
    """A terminal as wide as it is; a pipe wide enough that no row is cut or folded."""
    return Console(file=file, width=None if file.isatty() else 200)


def show(
    console: Console,
    scores: Scores,
    floors: Mapping[str, float],
    verdict: Verdict,
    seconds: Mapping[str, float] | None = None,
    spent: Spending | None = None,
) -> None:
    """Print the headline, the figures with their floors, the breakdowns, the times if there are
    any, what a language model took, and the verdict with the floors that it says nothing about."""
    split = scores.split or "all"
    head = f"{scores.suite} {scores.suite_version}, {split}: {len(scores.cases)} cases scored"
    if not scores.complete:
        head += f", {len(scores.not_scored)} NOT ANSWERED: do not quote these figures"
    console.print(head, style="bold", highlight=False)
    _print(console, _figures(console, scores.figures, floors))
    _print(console, _groups(console, "category", scores.by_category))
    _print(console, _groups(console, "language", scores.by_language))
    if scores.refusal_recall_by_kind:
        table = _table(console, "unanswerable: kind", "refused", "95 %")
        for kind, figure in scores.refusal_recall_by_kind.items():
            table.add_row(kind, _value(figure), _interval(figure))
        _print(console, table)
    if scores.agreement_by_pair:
        table = _table(console, "same evidence in", "agreement", "95 %", "pairs")
        for pair, figure in scores.agreement_by_pair.items():
            table.add_row(pair, _value(figure), _interval(figure), str(figure.over))
        _print(console, table)
    if seconds and (times := latency(seconds.values())):
        table = _table(console, "latency", "p50", "p95", "longest", "cases")
        each = (f"{value:.2f}" for value in (times.p50, times.p95, times.longest))
        table.add_row("seconds", *each, str(times.over))
        _print(console, table)
    if spent:
        _spending(console, spent)
    _losses(console, scores)
    for reason in verdict.reasons[:SHOWN_REASONS]:
        console.print(f"- {reason}", highlight=False, markup=False, soft_wrap=True)
    if len(verdict.reasons) > SHOWN_REASONS:
        more = len(verdict.reasons) - SHOWN_REASONS
        console.print(f"- and {more} more; see scores.json", highlight=False)
    for line in verdict.unchecked:
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    outcome = {0: "PASSED", 3: "INCOMPLETE"}.get(verdict.exit_code, "FAILED")
    console.print(f"gate: {outcome}", style="bold green" if verdict.passed else "bold red")


def _figures(console: Console, figures: Mapping[str, Figure], floors: Mapping[str, float]) -> Table:
    table = _table(console, "figure", "value", "95 %", "cases", "floor", "")
    for name, figure in figures.items():
        floor = floors.get(name)
        held = ""
        if floor is not None and not not_given(figure):
            held = "ok" if figure.value is not None and figure.value >= floor else "BELOW"
        table.add_row(
            name,
            _value(figure),
            _interval(figure),
            str(figure.over),
            "" if floor is None else f"{floor:.2f}",
            held if figure.value is not None else _why_none(figure, floor),
            style="red" if held == "BELOW" else None,
        )
    return table


def _why_none(figure: Figure, floor: float | None) -> str:
    unchecked = floor is not None and not_given(figure)
    return f"{'not checked: ' if unchecked else ''}{figure.reason or ''}"


def _groups(console: Console, title: str, groups: Mapping[str, Mapping[str, Figure]]) -> Table:
    table = _table(console, title, "cases", *(HEADINGS[figure] for figure in BY_GROUP))
    for name, figures in groups.items():
        cells = [_value(figures[figure]) for figure in BY_GROUP]
        table.add_row(name, str(figures["status_expected"].over), *cells)
    return table


def _spending(console: Console, spent: Spending) -> None:
    """Tokens an answer, all of them and their cost, or why there are none."""
    took, cost = spent.tokens, spent.cost
    if took:
        table = _table(console, "tokens an answer", "p50", "p95", "total", "answers")
        for name, each in (("read", took.read), ("written", took.written)):
            table.add_row(name, str(each.p50), str(each.p95), str(each.total), str(took.over))
        _print(console, table)
    if cost and spent.prices:
        said = f"cost: {cost.total:.4f} {spent.prices.currency}, {cost.per_answer:.6f} an answer"
        console.print(said, highlight=False)
    for said in spent.caveats:
        console.print(said, highlight=False, soft_wrap=True)


def _losses(console: Console, scores: Scores) -> None:
    lost = {case.id: case.lost_in_ingestion for case in scores.cases if case.lost_in_ingestion}
    for case, points in lost.items():
        console.print(f"lost in ingestion: {case}: {', '.join(points)}", highlight=False)


def _table(console: Console, first: str, *rest: str) -> Table:
    """Ruled on a terminal; in a pipe columns alone, which other programs can cut."""
    table = Table(box=box.SIMPLE if console.is_terminal else None, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for name in rest:
        table.add_column(name, justify="right" if name else "left", no_wrap=True)
    return table


def _print(console: Console, table: Table) -> None:
    console.print()
    console.print(table)


def _value(figure: Figure) -> str:
    return "none" if figure.value is None else f"{figure.value:.3f}"


def _interval(figure: Figure) -> str:
    return f"{figure.interval[0]:.2f}-{figure.interval[1]:.2f}" if figure.interval else ""
