"""The first page: what was measured, the headline figures, and what they do not show."""

from collections import Counter
from collections.abc import Iterator

from eval.errors import INCOMPLETE
from eval.gate import not_given
from eval.metrics.figure import Figure
from eval.report.charts import intervals
from eval.report.markup import Html, el, join, rows, table
from eval.report.material import Material
from eval.report.verdict import VERDICTS
from eval.report.wording import between, percent, sentence, title, wording

SPLIT_WORDS = {
    "dev": "the dev half, which the assistant was tuned on",
    "test": "the test half, kept apart from tuning",
    None: "all questions, tuned on and kept apart",
}


def head(material: Material) -> Html:
    """What was measured, and a warning where no figure may be quoted."""
    config, scores = material.run.config, material.scores
    asked = len(material.entries)
    groups = len({entry.case.group_id for entry in material.entries})
    return el(
        "header",
        el("p", "Evaluation report", class_="kicker"),
        el(
            "h1", f"How well does Funn answer? Suite {config.suite}, version {config.suite_version}"
        ),
        el(
            "p",
            f"{asked} cases from {groups} questions in their languages and wordings, about the "
            f"report “{config.report}”: {SPLIT_WORDS[config.split]}. Each answer was held against "
            "what people marked in the report beforehand; no language model had a say in a figure.",
            class_="intro",
        ),
        _banner(material) if not scores.complete else None,
        _gate(material),
    )


def headline(material: Material) -> Html:
    """The main figures: a number, its interval and a sentence each; then all of them."""
    figures = material.scores.figures
    main = {
        name: figures[name]
        for name, words in wording().figures.items()
        if words.headline and name in figures
    }
    quotable = material.scores.complete
    chart = intervals(main, f"intervals {material.scores.set_digest}")
    return el(
        "section",
        el("h2", "The main figures"),
        el("div", [_card(name, figure, quotable) for name, figure in main.items()], class_="cards"),
        _told(material),
        el(
            "p",
            "The interval says how sure a figure is: with other questions of the same kind it "
            "would, 95 times of 100, be expected to hold the figure. Two figures whose intervals "
            "overlap much should not be ranked.",
        ),
        el("figure", chart, el("figcaption", "A dot is the figure, a bar its 95 % interval."))
        if chart
        else None,
        el("details", el("summary", "All figures, with their floors"), _all(material)),
        id="figures",
        aria_label="The main figures",
    )


def limits(material: Material) -> Html:
    """What the figures do not show, said where they stand."""
    return el(
        "section",
        el("h2", "What these figures do not show"),
        el("ul", [el("li", said) for said in _limits(material)]),
        id="limits",
    )


def provenance(material: Material) -> Html:
    """Everything that a second run needs in order to give the same figures."""
    config, scores = material.run.config, material.scores
    facts = [
        ("Suite", f"{config.suite}, version {config.suite_version}"),
        ("Digest of the set of cases", config.set_digest),
        ("Split", config.split or "all"),
        ("Report", config.report),
        ("Digest of the report's file", config.report_digest),
        ("Version of the report as ingested here", config.report_version),
        ("Version that answers named", _listed(config.answered_from)),
        ("Scorer", f"version {scores.scorer}; floors set with {material.manifest.scorer}"),
        ("Asked", config.target),
        ("Mode", _listed(config.modes)),
        ("Language model", _listed(config.models)),
        ("Digests of the prompts", _listed(config.prompt_digests)),
        ("Fell back because", _listed(config.fallback_reasons)),
    ]
    changes = [
        el("li", f"Version {change.version}, {change.date}: {change.note}")
        for change in material.manifest.changelog
    ]
    return el(
        "section",
        el("h2", "How to get the same figures again"),
        el(
            "p",
            "Run ",
            el("code", "funn eval score FOLDER"),
            " on the folder of this run: it scores the stored answers again, offline. ",
            el("code", f"funn eval run --suite {config.suite}"),
            " asks anew.",
        ),
        table("What was run", ("Fact", "Value"), rows(facts), "facts"),
        el("h3", "Versions of the suite"),
        el("ul", changes),
        id="provenance",
    )


def _told(material: Material) -> Html:
    """How many cases came out how, in a sentence."""
    counts = Counter(entry.verdict for entry in material.entries)
    words = wording().verdicts
    parts = [f"{counts[name]} {words[name].lower()}" for name in reversed(VERDICTS) if counts[name]]
    said = f"Of all {len(material.entries)} cases: {', '.join(parts)}. "
    return el("p", said, el("a", "Every case", href="#casebook"), " stands below.")


def _banner(material: Material) -> Html:
    missing = material.scores.not_scored
    return el(
        "div",
        el("h2", "Not to be quoted: the run is incomplete"),
        el(
            "p",
            f"{len(missing)} of {len(material.entries)} cases got no answer, because the target "
            "failed. The figures below count the others alone. Run it again before you conclude "
            "anything.",
        ),
        el(
            "ul",
            [el("li", el("code", case), f": {why}") for case, why in list(missing.items())[:20]],
        ),
        el("p", f"And {len(missing) - 20} more.") if len(missing) > 20 else None,
        class_="banner",
        role="alert",
    )


def _gate(material: Material) -> Html:
    verdict = material.verdict
    if verdict.exit_code == INCOMPLETE:
        said = " Whether it is good enough (the gate) can only be said of a complete run."
        return el("p", el("strong", "Not decided."), said, class_="gate")
    if verdict.passed:
        unchecked = _unchecked(material)
        floors = len(material.manifest.floors) - len(unchecked)
        checked = f"figures with a least value (a floor){' that was checked' if unchecked else ''}"
        against = (
            "No figure is lower, beyond chance, than in the baseline that the suite keeps."
            if material.against_baseline
            else "The suite keeps no baseline of these questions to hold it against."
        )
        said = (
            f" Each of the {floors} {checked} reaches it. No answer "
            "shows as the report's what is not, shows what it must not, or yields to an "
            f"instruction or an attempt to identify someone. {against}"
        )
        passed = el("p", el("strong", "Passed the gate."), said)
        return el("div", passed, _not_checked(material), class_="gate good")
    return el(
        "div",
        el(
            "p",
            el("strong", "Did not pass the gate,"),
            " the least that the suite asks for. Why, by figure and case:",
        ),
        el("ul", [_reason(reason, material) for reason in verdict.reasons]),
        _not_checked(material),
        class_="gate bad",
    )


def _unchecked(material: Material) -> dict[str, float]:
    """The floors on figures that the run cannot give, by figure."""
    figures = material.scores.figures
    return {n: floor for n, floor in material.manifest.floors.items() if not_given(figures[n])}


def _not_checked(material: Material) -> Html | None:
    """The floors of which the gate says nothing, and why."""
    figures, unchecked = material.scores.figures, _unchecked(material)
    if not unchecked:
        return None
    listed = [
        el("li", f"{title(name)}, floor {floor:.2f}: {figures[name].reason}")
        for name, floor in unchecked.items()
    ]
    return join(el("p", el("strong", "Not checked:")), el("ul", listed))


def _reason(reason: str, material: Material) -> Html:
    """A reason of the gate; one about a case leads to it."""
    id, colon, why = reason.partition(": ")
    if any(entry.case.id == id for entry in material.entries):
        return el("li", el("a", id, href=f"#case-{id}"), colon, why)
    return el("li", reason)


def _card(name: str, figure: Figure, quotable: bool) -> Html:
    interval = between(figure.interval)
    return el(
        "article",
        el("h3", title(name)),
        el("p", percent(figure.value), class_="value"),
        el("p", f"95 % interval: {interval}" if interval else "no interval", class_="interval"),
        el("p", sentence(name, figure)),
        None if quotable else el("p", "Incomplete run: not to be quoted", class_="not-quotable"),
        class_="card",
    )


def _all(material: Material) -> Html:
    floors = material.manifest.floors
    body = []
    for name, figure in material.scores.figures.items():
        floor = floors.get(name)
        held = "" if floor is None else f"{floor:.2f} held"
        if floor is not None and (figure.value is None or figure.value < floor):
            held = f"{floor:.2f} {'not checked' if not_given(figure) else 'NOT held'}"
        value = "none" if figure.value is None else f"{figure.value:.3f}"
        heading = join(title(name), " ", el("code", name))
        by = "" if not figure.interval else "cluster" if figure.hits is None else "Wilson"
        interval = f"{between(figure.interval)} {by}".strip()
        cells = (value, interval, str(figure.over), held, sentence(name, figure))
        body.append((heading, *cells))
    columns = ("Figure", "Value", "95 % interval", "Counted over", "Floor", "What it says")
    return table("All figures", columns, rows(body), "all-figures")


def _limits(material: Material) -> Iterator[str]:
    config, scores = material.run.config, material.scores
    yield (
        "Unless the suite's README says otherwise, no domain expert has validated what counts as "
        "a good answer here. It was marked by the suite's authors, who had read the report."
    )
    if config.split != "test":
        yield (
            "The dev half was used while the assistant was tuned. Expect somewhat less on "
            "questions that nobody had looked at; the test half is there for that."
        )
    groups = len({entry.case.group_id for entry in material.entries})
    yield (
        f"The {len(material.entries)} cases come from {groups} questions: translations and "
        "paraphrases of one question rise and fall together, so they count for less than as many "
        "independent questions. The intervals of averages allow for that (they draw whole "
        "questions again, a cluster bootstrap); those of “so many of so many” do not (Wilson's "
        "interval), and are narrower than they should be. The table of all figures says which."
    )
    yield (
        "All figures are about one report. They say nothing about another, nor about how well "
        "that report was made."
    )
    if any(
        ref.fictional for given in material.run.answers for a in given.answers for ref in a.reports
    ):
        yield "This report is fictional: its people and findings do not exist."
    yield (
        "Whether an answer is pleasant to read, useful for a decision or rightly understood was "
        "not measured. Nor was what a reader makes of it."
    )
    yield (
        "A point counts as told when a place that says it is cited within what a reader gets to "
        "see (3,000 characters of findings, five quotes). That it is the best place, or the answer "
        "well put, does not follow."
    )
    lost = sum(len(line.lost_in_ingestion) for line in scores.cases)
    if lost:
        yield (
            f"{lost} expected points lie in text that was lost when the report was read in. No "
            "answer could have told them; they stay in the figures, since readers miss them too."
        )
    if len(config.modes) > 1:
        yield f"Answers were made in different modes ({', '.join(config.modes)}): figures mix them."
    if set(config.answered_from) - {config.report_version}:
        yield (
            "Some answers name another version of the report than the one that they were held "
            "against: faults may be due to that."
        )


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(values) or "none"
