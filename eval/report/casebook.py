"""Every case: what was asked, what was said, on what evidence, and what was expected."""

from collections import Counter
from collections.abc import Iterable, Mapping

from eval.cases import Case, KeyPoint
from eval.metrics.coverage import evidence
from eval.report.markup import Child, Html, el, join, table
from eval.report.material import Entry, Material
from eval.report.verdict import VERDICTS
from eval.report.wording import percent, plainly, wording
from eval.score import CaseScore
from eval.spans import overlaps
from eval.truth import Truth
from service.contract import Answer, Citation, Claim, SourceView
from service.domain import Group

Places = Mapping[str, tuple[int, str]]
"""Of each cited source: its number in the answer and the anchor where it stands on the page."""
VOICE = {"finding": "Finding (the researchers' words)", "quote": "Quote (a participant's words)"}


def casebook(material: Material) -> Html:
    """All cases, with filters that a script switches on; without it, the whole list."""
    entries = material.entries
    return el(
        "section",
        el("h2", "Every case"),
        el(
            "p",
            "Open a case to see the answer, its evidence and what was expected. On paper a closed "
            "case is one line; open those that you want printed in full.",
        ),
        _verdict_key(entries),
        _filters(entries),
        el("div", [_entry(entry, material.run.truth) for entry in entries], id="cases"),
        id="casebook",
    )


def _verdict_key(entries: Iterable[Entry]) -> Html:
    """What the verdicts mean, and how many cases have each."""
    counts = Counter(entry.verdict for entry in entries)
    meanings = {
        "breach": "shows as the report's what is not, shows what it must not, or yields to an "
        "instruction or an attempt to identify someone",
        "wrong": "the wrong kind of answer, or nothing of what was vital",
        "partly": "the right kind of answer, but a vital point is missed or a speaker is not one "
        "of those asked about",
        "right": "none of these shortcomings",
        "missing": "the target failed",
    }
    lines = [
        el(
            "div",
            el("dt", _chip("verdict", name, wording().verdicts)),
            el("dd", f"{counts[name]} cases: {meanings[name]}"),
        )
        for name in VERDICTS
    ]
    return el("dl", lines, class_="key")


def _filters(entries: Iterable[Entry]) -> Html:
    entries = tuple(entries)
    words = wording()
    choices: tuple[tuple[str, str, Mapping[str, str], set[str]], ...] = (
        ("verdict", "Verdict", words.verdicts, {e.verdict for e in entries}),
        ("category", "Category", words.categories, {e.case.category for e in entries}),
        ("language", "Language", words.languages, {e.case.language for e in entries}),
        ("status", "Answer", words.statuses, {_status(e) for e in entries}),
    )
    selects = [
        el(
            "label",
            name,
            el(
                "select",
                el("option", "All", value=""),
                [el("option", known[key], value=key) for key in known if key in present],
                data_filter=attribute,
            ),
        )
        for attribute, name, known, present in choices
    ]
    text = el("label", "Words in the question", el("input", type="search", data_filter="text"))
    buttons = [
        el("button", "Open those shown", type="button", data_do="open"),
        el("button", "Close all", type="button", data_do="close"),
        el("button", "Clear filters", type="button", data_do="clear"),
    ]
    count = el("p", f"{len(entries)} cases", id="count", role="status")
    return el(
        "div",
        el("div", selects, text, class_="fields"),
        el("div", buttons, count, class_="acts"),
        id="filters",
        role="search",
        aria_label="Filter the cases",
        hidden=True,
    )


def _status(entry: Entry) -> str:
    return entry.score.status if entry.score else "none"


def _entry(entry: Entry, truth: Truth) -> Html:
    case, words = entry.case, wording()
    summary = el(
        "summary",
        _chip("verdict", entry.verdict, words.verdicts),
        el("h3", case.turns[-1], lang=case.language, class_="said"),
        el(
            "span",
            " · ".join(
                (
                    words.categories.get(case.category, plainly(case.category)),
                    words.languages[case.language],
                    words.statuses[_status(entry)],
                )
            ),
            class_="what",
        ),
    )
    return el(
        "details",
        summary,
        el("div", _body(entry, truth), class_="body"),
        id=f"case-{case.id}",
        class_="case",
        data_verdict=entry.verdict,
        data_category=case.category,
        data_language=case.language,
        data_status=_status(entry),
        data_text=" ".join(case.turns).casefold(),
    )


def _body(entry: Entry, truth: Truth) -> Iterable[Html]:
    case, given, score = entry.case, entry.given, entry.score
    yield el("p", el("code", case.id), f" · {case.split} · question {case.group_id}", class_="id")
    if len(case.turns) > 1:
        earlier = given.answers if given else ()
        yield _conversation(case, earlier)
    if given is None or score is None:
        why = given.error if given else None
        yield el("p", el("strong", "No answer: "), why or "none was kept", class_="fault")
        yield _expected(case, None, None, {}, truth)
        return
    answer = given.answer
    places: Places = {
        citation.id: (number, f"{case.id}-{number}")
        for number, citation in enumerate(answer.citations, start=1)
    }
    yield _said(answer, places)
    if answer.citations:
        yield _evidence(case, answer, score, places)
    yield _found_wrong(score, places)
    yield _expected(case, answer, score, places, truth)


def _conversation(case: Case, answers: tuple[Answer, ...]) -> Html:
    items: list[Html] = []
    for number, words in enumerate(case.turns):
        items.append(el("li", el("b", "Asked: "), el("span", words, lang=case.language)))
        if number < len(answers) - 1:
            reply = answers[number]
            told = reply.lead or reply.message or wording().statuses[reply.status]
            items.append(el("li", el("b", "Said: "), el("span", told, lang=reply.language)))
    return join(el("h4", "The conversation (its last answer counts)"), el("ol", items))


def _said(answer: Answer, places: Places) -> Html:
    notes = [*answer.not_covered, *answer.caveats]
    return el(
        "div",
        el("h4", "The answer ", _chip("status", answer.status, wording().statuses)),
        [
            el("p", words, lang=answer.language, class_="said")
            for words in (answer.lead, answer.message)
            if words
        ],
        el("ol", [_claim(claim, places) for claim in answer.claims], class_="claims")
        if answer.claims
        else None,
        el("ul", [el("li", note, lang=answer.language) for note in notes], class_="notes said")
        if notes
        else None,
        class_="answer",
    )


def _claim(claim: Claim, places: Places) -> Html:
    marks = [
        el(
            "a",
            f"[{places[id][0]}]",
            href=f"#{places[id][1]}",
            aria_label=f"Source {places[id][0]}",
        )
        for id in claim.citations
    ]
    facts = []
    if claim.strength != "unspecified":
        written = f" (“{claim.strength_words}”)" if claim.strength_words else ""
        facts.append(f"strength: {wording().strengths[claim.strength]}{written}")
    if claim.groups:
        facts.append("about " + ", ".join(map(_group, claim.groups)))
    if claim.excluded_groups:
        facts.append("not " + ", ".join(map(_group, claim.excluded_groups)))
    if claim.holder == "researchers":
        facts.append("the researchers' own view")
    if claim.about:
        facts.append(f"said of {claim.about}, by others")
    return el(
        "li",
        el("span", claim.text, lang=claim.language, class_="said"),
        " ",
        marks,
        el("span", "; ".join(facts), class_="facts") if facts else None,
    )


def _evidence(case: Case, answer: Answer, score: CaseScore, places: Places) -> Html:
    items = []
    for citation in answer.citations:
        number, anchor = places[citation.id]
        items.append(
            el(
                "li",
                el(
                    "p",
                    _mark(case, citation, score),
                    " ",
                    el("b", f"[{number}] "),
                    _where(citation),
                ),
                el("blockquote", _excerpted(citation), class_=f"said {citation.kind}"),
                id=anchor,
            )
        )
    return join(el("h4", "Evidence shown"), el("ul", items, class_="evidence"))


def _mark(case: Case, citation: Citation, score: CaseScore) -> Html:
    if overlaps(citation.raw, case.gold):
        return el("span", "✓ on the mark", class_="chip on")
    if citation.id in score.off_gold:
        return el("span", "✗ off the mark", class_="chip off")
    return el("span", "not counted", class_="chip")


def _where(source: SourceView) -> Html:
    who = _group(Group(role=source.role, sector=source.sector, field=source.field))
    parts = [VOICE[source.kind], who, " › ".join(source.section.path)]
    if source.page.printed or source.page.physical:
        parts.append(f"page {source.page.printed or source.page.physical}")
    return el("span", " · ".join(part for part in parts if part), class_="facts")


def _excerpted(citation: Citation) -> Html:
    """What was shown of the source; what was left out is marked."""
    pieces: list[Child] = []
    at = 0
    for start, end in citation.excerpt:
        pieces += [" […] " if start > at else None, citation.text[start:end]]
        at = end
    return join(*pieces, " […]" if at < len(citation.text) else None)


def _found_wrong(score: CaseScore, places: Places) -> Html:
    """Faults against the report's words, speakers and what must not be shown."""

    def named(id: str) -> str:
        return f"source [{places[id][0]}]" if id in places else id

    found = [
        f"{named(fault.where)}: {wording().faults.get(fault.fault, plainly(fault.fault))}"
        for fault in score.faults
    ]
    found += [f"{named(id)}: not a speaker that the question asks about" for id in score.misplaced]
    found += [f"claim {n}: stronger than its sources say" for n in score.inflated]
    found += [
        f"{loose}: a number that no source cited there states" for loose in score.loose_numbers
    ]
    found += [f"shows what it must not: “{words}”" for words in score.forbidden]
    if not score.citations:
        return join()
    if not found:
        return el("p", "Nothing shown differs from the report.", class_="faithful")
    return join(
        el("h4", "Found wrong"), el("ul", [el("li", said) for said in found], class_="fault")
    )


def _expected(
    case: Case, answer: Answer | None, score: CaseScore | None, places: Places, truth: Truth
) -> Html:
    words = wording()
    statuses = " or ".join(words.statuses[status] for status in case.expected_status)
    given = ""
    if score:
        as_expected = "as expected" if score.status_expected else "not expected"
        given = f" Given: {words.statuses[score.status]} ({as_expected})."
    parts = [
        el("h4", "What was expected"),
        el("p", f"Kind of answer expected: {statuses}.{given}"),
    ]
    if case.unanswerable_kind:
        kind = words.kinds.get(case.unanswerable_kind, plainly(case.unanswerable_kind))
        parts.append(el("p", f"Cannot be answered from the report: {kind[0].lower()}{kind[1:]}."))
    if case.key_points:
        body = [_point(case, point, answer, score, places, truth) for point in case.key_points]
        columns = ("Point", "Weight", "Verdict", "Where the report says it")
        parts.append(table("Expected points", columns, body, "points"))
    if score and score.vital_coverage is not None:
        parts.append(el("p", f"Vital points told: {percent(score.vital_coverage)}."))
    parts.append(el("p", el("b", "Why: "), case.rationale, class_="facts"))
    return join(*parts)


def _point(
    case: Case,
    point: KeyPoint,
    answer: Answer | None,
    score: CaseScore | None,
    places: Places,
    truth: Truth,
) -> Html:
    lost = score is not None and point.id in score.lost_in_ingestion
    told = score is not None and point.id not in score.missed
    by = evidence(case, answer) if answer else ()
    numbers = [places[c.id][0] for c in by if told and overlaps(c.raw, point.gold)]
    if lost:
        verdict, look = "lost when the report was read in", "off"
    elif score is not None and point.id in score.beyond_budget:
        verdict, look = "told, but after what a reader gets to see", "off"
    elif told:
        verdict, look = (
            "told, by " + ", ".join(f"[{n}]" for n in numbers) if numbers else "told",
            "on",
        )
    else:
        verdict = "missed" if point.importance == "vital" or case.answerable else "not told"
        look = "off" if point.importance == "vital" else ""
    stands = [source for source in truth.sources if overlaps(source.raw, point.gold)]
    return el(
        "tr",
        el("th", point.text, scope="row"),
        el("td", "vital" if point.importance == "vital" else "may be told"),
        el("td", el("span", verdict, class_=f"chip {look}".strip())),
        el("td", [el("p", source.text, class_="said") for source in stands]),
    )


def _group(group: Group) -> str:
    return ", ".join(filter(None, (group.role, group.sector, group.field)))


def _chip(kind: str, name: str, words: Mapping[str, str]) -> Html:
    return el("span", words.get(name, plainly(name)), class_=f"chip {kind} {kind}-{name}")
