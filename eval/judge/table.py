"""A judge's opinion as a person reads it on a terminal or in a pipe."""

from rich.console import Console
from rich.table import Table

from eval.judge.opinion import Opinion

BESIDE = "A language model's opinion: it is in no score and in no gate."

WAVERING = 0.2
"""Share of items that the runs differ on, above which it is said in words."""


def show_opinion(console: Console, found: Opinion) -> None:
    """Print figures with their spread, the agreement with people, and what must be said of both."""
    runs, answers = _counted(found.runs, "run"), _counted(found.answers, "answer")
    head = f"{found.model}, {runs} over {answers}. {BESIDE}"
    console.print(head, style="bold", highlight=False, soft_wrap=True)
    table = _table("figure", "mean", "95 %", "spread", "by run", "cases", "items", "runs differ on")
    for name, judged in found.figures.items():
        figure = judged.figure
        if figure.value is None:
            table.add_row(name, "none", "", "", "", "0", "0", figure.reason or "")
            continue
        low_high = f"{figure.interval[0]:.2f}-{figure.interval[1]:.2f}" if figure.interval else ""
        spread = "" if judged.spread is None else f"{judged.spread:.3f}"
        by_run = " ".join(f"{value:.3f}" for value in judged.by_run)
        counts = (str(figure.over), str(judged.items), str(judged.split))
        table.add_row(name, f"{figure.value:.3f}", low_high, spread, by_run, *counts)
    console.print(table)
    if found.agreement:
        table = _table("beside people", "agreed", "labels", "kappa", "judge alone", "person alone")
        for kind, beside in found.agreement.items():
            kappa = "none" if beside.kappa is None else f"{beside.kappa:.2f}"
            alone = (str(beside.judge_alone), str(beside.person_alone))
            table.add_row(kind, str(beside.agreed), str(beside.over), kappa, *alone)
        console.print(table)
    for said in caveats(found):
        console.print(f"- {said}", highlight=False, markup=False, soft_wrap=True)


def caveats(found: Opinion) -> list[str]:
    """What must be said with the figures, a sentence each."""
    said = []
    if not found.agreement:
        said.append("No human labels: how far this judge can be believed here is not known.")
    if found.own:
        said.append("The judge wrote answers itself: models are known to favour their own.")
    if found.runs == 1:
        said.append("One run alone shows no spread.")
    for name, judged in found.figures.items():
        if judged.split > WAVERING * judged.items:
            said.append(
                f"Its runs differ on {judged.split} of {judged.items} items of {name}: it wavers, "
                "or rules by where something stands."
            )
    if found.errors:
        failed = sum(found.errors.values())
        said.append(
            f"{failed} of {found.asked} calls gave no ruling; their cases are in no figure. "
            + "; ".join(f"{why} ({times})" for why, times in found.errors.items())
            + "."
        )
    return said


def _counted(count: int, of: str) -> str:
    return f"{count} {of}" if count == 1 else f"{count} {of}s"


def _table(first: str, *rest: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for name in rest:
        table.add_column(name, justify="right", no_wrap=True)
    return table
