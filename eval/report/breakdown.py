"""Where it is good and where it is weak: by category and language, in refusing, in time."""

from collections.abc import Callable, Iterable, Sequence

from eval.metrics.figure import Figure
from eval.metrics.latency import latency as latency_of
from eval.report.charts import Cell, bins, counted, heat_maps, histogram
from eval.report.markup import Html, el, rows, table
from eval.report.material import Entry, Material
from eval.report.wording import between, percent, plainly, wording
from eval.score import CaseScore

LANGUAGES = ("nb", "nn", "en")


def by_category(material: Material) -> Html:
    """Two heat maps and their tables: vital points told, right kind of answer."""
    scored = material.scores.cases
    if not scored:
        return el("section", el("h2", "By category and language"), el("p", "No case was scored."))
    present = {line.category for line in scored}
    order = [name for name in wording().categories if name in present]
    categories = [(name, wording().categories[name]) for name in order]
    spoken = {line.language for line in scored}
    languages = [(name, wording().languages[name]) for name in LANGUAGES if name in spoken]
    maps = [
        ("Vital points told", cells(scored, lambda line: line.vital_coverage)),
        ("Right kind of answer", cells(scored, lambda line: float(line.status_expected))),
    ]
    return el(
        "section",
        el("h2", "By category and language"),
        el(
            "p",
            "Each field gives the figure and, in brackets, how many cases it was counted over. "
            "With so few cases in a field, read the pattern, not the single number. A dash: no "
            "case to count, as for vital points where the right answer is to refuse.",
        ),
        el(
            "figure",
            heat_maps(maps, categories, languages, f"heat {material.scores.set_digest}"),
            el("figcaption", "Darker blue is better, sand is worse."),
        ),
        el(
            "details",
            el("summary", "The same as tables"),
            [_cells_table(name, held, categories, languages) for name, held in maps],
        ),
        _agreement(material),
        id="categories",
    )


def cells(
    scored: Iterable[CaseScore], pick: Callable[[CaseScore], float | None]
) -> dict[tuple[str, str], Cell]:
    """The mean of what `pick` gives over the cases of each category and language."""
    held: dict[tuple[str, str], list[float]] = {}
    for line in scored:
        value = pick(line)
        if value is not None:
            held.setdefault((line.category, line.language), []).append(value)
    return {place: (sum(values) / len(values), len(values)) for place, values in held.items()}


def abstention(material: Material) -> Html:
    """Whether it knows what the report does not say: what was right against what was done."""
    kinds = ("Answered", "Partly answered", "Refused")
    lines = (
        ("The report answers it", lambda line: line.answerable and not line.either, (0, 1)),
        ("The report does not", lambda line: not line.answerable and not line.either, (2,)),
        ("Either is right", lambda line: line.either, (0, 1, 2)),
    )
    body = []
    for name, member, right in lines:
        counts = [0, 0, 0]
        for line in filter(member, material.scores.cases):
            counts[done(line)] += 1
        marks = [
            el(
                "td",
                el("strong", str(count)),
                " as it should" if place in right else " wrongly" if count else "",
                class_="right" if place in right else "off" if count else None,
            )
            for place, count in enumerate(counts)
        ]
        body.append(el("tr", el("th", name, scope="row"), marks, el("td", str(sum(counts)))))
    by_kind = [
        (wording().kinds.get(kind, plainly(kind)), percent(figure.value), _of(figure))
        for kind, figure in material.scores.refusal_recall_by_kind.items()
    ]
    return el(
        "section",
        el("h2", "Answering and refusing"),
        el(
            "p",
            "An assistant that always answers makes things up; one that always refuses is of no "
            "use. Refused means: it said that the report does not tell, that the question is out "
            "of its scope, or that the answer would expose somebody.",
        ),
        table(
            "What the report allows (rows) and what was done", ("", *kinds, "All"), body, "matrix"
        ),
        table(
            "Refused, by the kind of question that cannot be answered",
            ("Kind", "Refused", "Cases and 95 % interval"),
            rows(by_kind),
        )
        if by_kind
        else None,
        id="refusing",
    )


def done(line: CaseScore) -> int:
    """0 answered, 1 answered in part, 2 refused."""
    if line.abstained:
        return 2
    return 1 if line.status == "partial" else 0


def latency(material: Material) -> Html:
    """How long answers took. It is no part of the score, and differs from run to run."""
    heading = el("h2", "How long answers took")
    aside = el("p", "Not part of the score. It depends on the machine and on what else it did.")
    seconds = sorted(material.seconds[e.case.id] for e in material.entries if _timed(e, material))
    times = latency_of(seconds)
    if times is None:
        said = el("p", "This run kept no times.")
        return el("section", heading, aside, said, id="latency", class_="aside")
    edges = bins(seconds)
    counts = zip(edges, edges[1:], counted(seconds, edges), strict=False)
    spread = [(f"{low:g} to {high:g} s", str(count)) for low, high, count in counts]
    return el(
        "section",
        heading,
        aside,
        el(
            "p",
            f"Half of {times.over} cases took at most {times.p50:.2f} seconds, 95 of 100 at most "
            f"{times.p95:.2f}, the slowest {times.longest:.2f}. A conversation counts with all its "
            "turns.",
        ),
        el(
            "figure",
            histogram(seconds, f"latency {material.scores.set_digest}"),
            el("figcaption", "Each bar covers about twice the time of the one before."),
        ),
        el(
            "details",
            el("summary", "The same as a table"),
            table("Cases by time", ("Time", "Cases"), rows(spread)),
        ),
        id="latency",
        class_="aside",
    )


def _agreement(material: Material) -> Html | None:
    """How much of the evidence is the same when a question is asked in another language."""
    names = wording().languages
    body = [
        (
            " and ".join(names.get(code, code) for code in pair.split("-")),
            percent(figure.value),
            between(figure.interval),
            str(figure.over),
        )
        for pair, figure in material.scores.agreement_by_pair.items()
    ]
    if not body:
        return None
    columns = ("Languages", "Same findings cited", "95 % interval", "Pairs")
    return table("The same question in two languages", columns, rows(body))


def _timed(entry: Entry, material: Material) -> bool:
    return entry.score is not None and entry.case.id in material.seconds


def _cells_table(
    name: str,
    held: dict[tuple[str, str], Cell],
    categories: Sequence[tuple[str, str]],
    languages: Sequence[tuple[str, str]],
) -> Html:
    def shown(place: tuple[str, str]) -> str:
        value, over = held.get(place, (None, 0))
        return "none" if value is None else f"{percent(value)} ({over})"

    body = [(words, *(shown((key, code)) for code, _ in languages)) for key, words in categories]
    return table(name, ("Category", *(words for _, words in languages)), rows(body))


def _of(figure: Figure) -> str:
    return f"{figure.hits} of {figure.over} ({between(figure.interval)})"
