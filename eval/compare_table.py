"""A comparison as a person reads it: the figures first, then every case that moved."""

from rich import box
from rich.console import Console
from rich.table import Table

from eval.compare import Comparison, Flip, RunLabel, Side
from eval.difference import Difference

_STYLES = {"better": "green", "worse": "red"}


def show_comparison(console: Console, found: Comparison) -> None:
    """Print it: as a table with colour on a terminal, as plain columns in a pipe."""
    console.print(
        f"{found.suite} {found.suite_version}, {found.split}: {found.cases} cases in "
        f"{found.groups} groups, scorer {found.scorer}",
        style="bold",
        highlight=False,
    )
    for letter, run in (("A", found.first), ("B", found.second)):
        _say(console, f"{letter}: {_run(run)}")
    if found.first.report_version != found.second.report_version:
        _say(console, "The report was ingested differently for A and B.")
    console.print()
    console.print(_figures(console, found))
    _say(
        console,
        "95 %: of B - A, over groups. better, worse: it leaves out 0 and p is below 0.05. "
        "McNemar: over cases, as if they were independent.",
    )
    for move, title in (
        ("lost", "passed in A, not in B"),
        ("gained", "passed in B, not in A"),
        ("changed", "another status or other key points"),
    ):
        flips = [flip for flip in found.flips if flip.move == move]
        console.print(f"\n{move}: {len(flips)} cases ({title})", style="bold", highlight=False)
        for flip in flips:
            _flip(console, flip)


def _run(run: RunLabel) -> str:
    parts = (run.run, run.target, *run.modes, *run.models, *(p[:19] for p in run.prompt_digests))
    return ", ".join(parts)


def _figures(console: Console, found: Comparison) -> Table:
    table = Table(box=box.SIMPLE if console.is_terminal else None, pad_edge=False)
    table.add_column("figure", no_wrap=True)
    for name in ("A", "B", "B - A", "95 %", "p", "down", "up", "McNemar", "cases"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for change in found.figures:
        if change.first is None and change.second is None:
            continue
        table.add_row(*_row(change), style=_STYLES.get(change.verdict))
    return table


def _row(change: Difference) -> tuple[str, ...]:
    a, b = change.over
    interval = change.interval
    return (
        change.figure,
        _number(change.first),
        _number(change.second),
        "" if change.difference is None else f"{change.difference:+.3f}",
        "" if interval is None else f"{interval[0]:+.2f} to {interval[1]:+.2f}",
        _chance(change.p),
        str(len(change.lost)),
        str(len(change.gained)),
        _chance(change.mcnemar),
        str(a) if a == b else f"{a}, {b}",
        change.verdict,
    )


def _chance(p: float | None) -> str:
    if p is None:
        return ""
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def _flip(console: Console, flip: Flip) -> None:
    _say(console, f"{flip.id}: {flip.question}")
    for letter, side in (("A", flip.first), ("B", flip.second)):
        _say(console, f"  {letter} {_side(side)}")
        for claim in side.claims:
            _say(console, f"      - {claim}")
    for label, points in (
        ("missed in B only", flip.missed_now),
        ("covered in B only", flip.covered_now),
    ):
        if points:
            _say(console, f"  {label}: {', '.join(points)}")


def _side(side: Side) -> str:
    vital = "" if side.vital_coverage is None else f", vital {side.vital_coverage:.2f}"
    return f"{side.status}{vital}: {'; '.join(side.shortcomings) or 'passed'}"


def _say(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
