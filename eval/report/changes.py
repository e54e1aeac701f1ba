"""What changed since a baseline: the figures, whether beyond chance, and in which cases."""

from collections import Counter

from eval.baseline import unlike
from eval.compare import Move, flips
from eval.difference import Difference, differences
from eval.errors import SuiteError
from eval.report.markup import Html, el, rows, table
from eval.report.material import Entry, Material
from eval.report.wording import title, wording
from service.contract import Answer

MOVES: dict[Move, str] = {
    "lost": "Right before, not now",
    "gained": "Right now, not before",
    "changed": "Changed otherwise",
}
SAYS = {
    "better": "better, beyond chance",
    "worse": "worse, beyond chance",
    "not clear": "may be chance",
    "same": "no change",
}


def changed(now: Material, before: Material | None) -> Html:
    """The part on what changed. Raises `SuiteError` for runs over different questions, reports or
    splits: their figures are not to be compared."""
    return el("section", el("h2", "What changed"), _inner(now, before), id="changes")


def _inner(now: Material, before: Material | None) -> list[Html]:
    if before is None:
        hint = el("code", "funn eval report RUN --baseline RUN")
        return [el("p", "No earlier run was given to compare with (", hint, ").")]
    if differ := unlike(before.scores, now.scores):
        raise SuiteError(
            "the baseline",
            "is not of the same questions as the run (" + "; ".join(differ) + ")",
            "Give a run of the same suite, version and split.",
        )
    if not (now.scores.complete and before.scores.complete):
        which = "this run" if before.scores.complete else "the earlier run"
        return [el("p", f"Not compared: {which} is incomplete.")]
    found = differences(before.scores, now.scores)
    moves = _moves(now, before)
    counts = Counter(move for move, _, _ in moves)
    return [
        el(
            "p",
            el("strong", _in_short(found)),
            f" {counts['gained']} cases are right that were not, {counts['lost']} no longer are, "
            f"and {counts['changed']} changed otherwise, of {len(now.entries)}. Both runs asked "
            "the same questions about the same report, and were scored by the same scorer.",
        ),
        *_configurations(now, before),
        table(
            "Figures before and now",
            ("Figure", "Before", "Now", "Difference", "95 % interval", "p", "What it means"),
            rows(_row(each) for each in found if (each.first, each.second) != (None, None)),
            "numbers",
        ),
        el(
            "p",
            "The interval is that of the difference, over whole questions. p: how often a "
            "difference so large would come by chance alone. Many figures are tested at once: one "
            "of twenty would look changed though nothing was.",
        ),
        *(part for move, words in MOVES.items() for part in _listed(move, words, moves)),
    ]


Moved = tuple[Move, Entry, Entry]


def _moves(now: Material, before: Material) -> list[Moved]:
    """The cases that came out differently, with both entries."""
    questions = {entry.case.id: entry.case.turns[-1] for entry in now.entries}
    first, second = (
        {given.id: given.answer for given in run.run.answers if given.id in questions}
        for run in (before, now)
    )
    found = flips(before.scores, now.scores, first, second, questions)
    was, is_ = ({entry.case.id: entry for entry in run.entries} for run in (before, now))
    return [(flip.move, was[flip.id], is_[flip.id]) for flip in found]


def _in_short(found: tuple[Difference, ...]) -> str:
    parts = [
        f"{word}: {', '.join(title(each.figure) for each in found if each.verdict == verdict)}."
        for verdict, word in (("worse", "Worse"), ("better", "Better"))
        if any(each.verdict == verdict for each in found)
    ]
    return " ".join(parts) or "No figure changed by more than chance may explain."


def _configurations(now: Material, before: Material) -> list[Html]:
    """What was different about how the two were run."""
    names = ("report_version", "target", "modes", "models", "prompt_digests")
    pairs = [(n, getattr(before.run.config, n), getattr(now.run.config, n)) for n in names]
    body = [(name.replace("_", " "), _text(a), _text(b)) for name, a, b in pairs if a != b]
    if not body:
        return []
    return [table("Run differently", ("Setting", "Before", "Now"), rows(body), "facts")]


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def _row(each: Difference) -> tuple[str, ...]:
    def shown(value: float | None, sign: str = "") -> str:
        return "none" if value is None else f"{value:{sign}.3f}"

    interval = f"{each.interval[0]:+.2f} to {each.interval[1]:+.2f}" if each.interval else ""
    if each.difference == 0:
        return (
            title(each.figure),
            shown(each.first),
            shown(each.second),
            "0",
            "",
            "",
            SAYS["same"],
        )
    p = "" if each.p is None else "under 0.001" if each.p < 0.001 else f"{each.p:.3f}"
    steps = shown(each.first), shown(each.second), shown(each.difference, "+")
    return (title(each.figure), *steps, interval, p, SAYS[each.verdict])


def _listed(move: Move, heading: str, moves: list[Moved]) -> list[Html]:
    pairs = [(was, now) for kind, was, now in moves if kind == move]
    if not pairs:
        return []
    return [el("h3", f"{heading} ({len(pairs)})"), el("div", [_pair(*pair) for pair in pairs])]


def _pair(before: Entry, now: Entry) -> Html:
    words = wording().verdicts
    case = now.case
    return el(
        "details",
        el(
            "summary",
            el("span", case.turns[-1], lang=case.language, class_="said"),
            f" ({words[before.verdict]} → {words[now.verdict]})",
        ),
        el("h4", "Before"),
        _gist(before),
        el("h4", "Now"),
        _gist(now),
        el("p", el("a", "The whole case", href=f"#case-{case.id}")),
        class_="pair",
    )


def _gist(entry: Entry) -> Html:
    """The answer in short: status, what it says, and the claims."""
    if entry.given is None or entry.score is None:
        return el("p", "No answer.")
    answer: Answer = entry.given.answer
    status = wording().statuses[answer.status]
    told = " ".join(filter(None, (answer.lead, answer.message)))
    claims = [el("li", claim.text, lang=claim.language, class_="said") for claim in answer.claims]
    quotes = [
        el("li", "“", citation.text, "”", class_="said")
        for citation in answer.citations
        if citation.kind == "quote" and not answer.claims
    ]
    return el(
        "div",
        el("p", el("strong", f"{status}. "), el("span", told, lang=answer.language, class_="said")),
        el("ol", claims, quotes) if claims or quotes else None,
    )
