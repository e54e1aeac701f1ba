"""A language model's opinion of the answers: a panel of its own, apart from every score."""

from collections.abc import Mapping

from eval.judge.opinion import Doubt, Judged, Opinion
from eval.judge.table import caveats
from eval.judge.tasks import Kind
from eval.report.markup import Html, el, join, rows, table
from eval.report.material import Material
from eval.report.wording import between, percent

FIGURES: Mapping[str, str] = {
    "faithfulness": "Claims that the texts they cite bear",
    "completeness": "Vital points told",
    "completeness_all": "All points told",
}
BY_KIND: Mapping[Kind, str] = {
    "faithfulness": "Claims borne by their texts",
    "completeness": "Points told",
}
NOT_SO: Mapping[Kind, str] = {
    "faithfulness": "Claims that it holds not to be borne by what they cite",
    "completeness": "Points that it holds not to be told",
}


def opinions(material: Material) -> Html:
    """What a judge said, how much it wavered and how far people agree; or why there is nothing."""
    found = material.opinion
    return el(
        "section",
        el("h2", "What a language model thinks of the answers"),
        el("p", el("strong", "No part of the score, the gate or any figure above.")),
        _told(found) if found else el("p", material.no_opinion),
        id="judge",
        class_="aside",
    )


def _told(found: Opinion) -> Html:
    times = "once" if found.runs == 1 else f"{found.runs} times"
    return join(
        el(
            "p",
            f"{found.model} was asked {times} about each answer that a language model wrote "
            f"({found.answers} in all), whether the texts that each claim cites say what it says, "
            "and whether each expected point is told. Such a judge errs. What it says is worth as "
            "much as its agreement with people, below.",
        ),
        el("ul", [el("li", said) for said in caveats(found)]),
        table(
            "By the judge",
            ("Figure", "Mean", "95 % interval", "Each run", "Spread", "Runs differ on", "Cases"),
            rows(_row(name, judged) for name, judged in found.figures.items()),
            "numbers",
        ),
        el(
            "p",
            "The interval is over questions, as for the scores. The spread is over the runs: the "
            "standard deviation of the figure from run to run, in percentage points; the order of "
            "claims and points changes between runs.",
        ),
        _people(found),
        *(_doubts(found, kind) for kind in BY_KIND),
        el("p", "Digest of the judge's prompts: ", el("code", found.prompt_digest), class_="id"),
    )


def _row(name: str, judged: Judged) -> tuple[str, ...]:
    figure = judged.figure
    if figure.value is None:
        return (FIGURES[name], "none", "", "", "", "", "0")
    return (
        FIGURES[name],
        percent(figure.value),
        between(figure.interval),
        ", ".join(map(percent, judged.by_run)),
        "" if judged.spread is None else f"{100 * judged.spread:.1f}",
        f"{judged.split} of {judged.items}",
        str(figure.over),
    )


def _people(found: Opinion) -> Html | None:
    if not found.agreement:
        return None
    body = [
        (
            BY_KIND[kind],
            f"{beside.agreed} of {beside.over}",
            "none" if beside.kappa is None else f"{beside.kappa:.2f}",
            str(beside.judge_alone),
            str(beside.person_alone),
        )
        for kind, beside in found.agreement.items()
    ]
    columns = ("Of", "Agreed", "Cohen's kappa", "Yes by the judge alone", "Yes by the person alone")
    return table("The judge (by most of its runs) beside people", columns, rows(body), "numbers")


def _doubts(found: Opinion, kind: Kind) -> Html | None:
    doubts = [doubt for doubt in found.doubts if doubt.kind == kind]
    if not doubts:
        return None
    body = rows(_doubt(doubt, found.runs) for doubt in doubts)
    return el(
        "details",
        el("summary", f"{NOT_SO[kind]} ({len(doubts)})"),
        table(NOT_SO[kind], ("Case", "What", "Held in", "Why, by the judge"), body),
    )


def _doubt(doubt: Doubt, runs: int) -> tuple[Html | str, ...]:
    return (
        el("a", doubt.case, href=f"#case-{doubt.case}"),
        el("span", doubt.text, class_="said"),
        f"{doubt.held} of {runs}",
        el("span", doubt.reason, class_="said"),
    )
