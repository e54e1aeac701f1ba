"""The check as one page of HTML: the file on the left, what Funn understood on the right.

It needs no network and no script, and its style is the only thing that it may load.
"""

import base64
import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from ingest.check.cards import Cards, by_text
from ingest.check.found import Checked, Lines, Repaired, Trouble, excerpt
from ingest.check.markup import Html, joined, tag, text
from ingest.check.rows import MARKUP, Owners, Row, Run, rows
from ingest.check.words import Words
from service.domain import Repair

MADE = "<!doctype html><!-- made by funn ingest --check -->"
"""What every page begins with."""
_KINDS = ("identifier", "attribution", "uncertain", "not placed")
_TAGGED = 4
"""Characters from which on what is no source bears its place in words, not by its look alone."""
_BLANK = re.compile(r"\n(?:[ \t\f\v]*\n)+")
_NEVER = ("source", MARKUP)
_ALWAYS = ("set aside: participant number",)
_CLASSES = {
    "source": "source",
    "heading": "heading",
    "lead-in": "lead-in",
    "attribution": "attribution",
}


def page(found: Checked) -> str:
    """The whole page."""
    built = found.built
    words = Words(built.report.language)
    owners = Owners(built)
    shown = _Beside(found, words, owners)
    body = joined(
        tag("a", words.label("skip"), href="#report", class_="skip"),
        _header(found, words),
        tag("main", *_top(found, words, shown), shown.table()),
    )
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = text(f"{words['check']} {built.report.title}")
    return (
        f'{MADE}\n<html lang="{built.report.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{style}</style></head>\n<body>{body}</body></html>\n"
    )


@cache
def _style() -> str:
    return (files("ingest.check") / "page.css").read_text("utf-8")


def _header(found: Checked, words: Words) -> Html:
    report, account = found.built.report, found.built.account
    facts = [
        f"{words['sections']}: {len(report.sections)}",
        f"{words['findings']}: {len(report.findings)}",
        f"{words['quotes']}: {len(report.quotes)}",
        report.reader,
        report.raw_digest[:19] + "…",
    ]
    verdict = "no_sum" if not account.sums else "stops" if found.stops else "good"
    return tag(
        "header",
        tag("p", words.label("check"), class_="kind"),
        tag("h1", text(report.title), dir="auto"),
        tag("p", text(" · ".join(facts)), class_="note"),
        tag("p", words.label(verdict), class_="good" if verdict == "good" else "stop"),
        tag("p", words.label("keep"), class_="keep"),
    )


def _top(found: Checked, words: Words, shown: "_Beside") -> Iterator[Html]:
    yield tag("section", tag("h2", words.label("look")), *_troubles(found, words, shown), id="look")
    if found.notices:
        items = (tag("li", text(notice)) for notice in found.notices)
        yield tag("section", tag("h2", words.label("notices")), tag("ul", *items))
    if found.built.corrections:
        yield tag(
            "section", tag("h2", words.label("corrections")), _corrections(found, words, shown)
        )
    yield tag("section", tag("h2", words.label("ledger")), _ledger(found, words))
    if found.repairs:
        yield tag("section", tag("h2", words.label("repairs")), *_repairs(found, words, shown))


def _troubles(found: Checked, words: Words, shown: "_Beside") -> Iterator[Html]:
    if not found.troubles:
        yield tag("p", words.label("nothing"))
    else:
        yield tag("p", words.label("settle"), class_="note")
    for kind in _KINDS:
        places = [trouble for trouble in found.troubles if trouble.kind == kind]
        if not places:
            continue
        yield tag("h3", words.label(f"look {kind}"), text(f" ({len(places)})"))
        if kind == "identifier":
            yield tag("ul", *(_identifier(trouble, words, shown) for trouble in places))
            continue
        by_reason: dict[str, list[Trouble]] = {}
        for trouble in places:
            by_reason.setdefault(trouble.reason, []).append(trouble)
        for reason, alike in by_reason.items():
            items = (tag("li", shown.link(trouble)) for trouble in alike)
            yield tag(
                "details",
                tag("summary", words.reason(reason), text(f" ({len(alike)})")),
                tag("ul", *items),
                open="" if len(alike) <= 8 else None,
            )


def _identifier(trouble: Trouble, words: Words, shown: "_Beside") -> Html:
    mark = tag("b", words.label(trouble.level), class_="stop" if trouble.stops else "doubt")
    where = f" ({trouble.section})" if trouble.section else ""
    said = joined(text(" "), words.reason(trouble.reason), text(f"{where}: "))
    return tag("li", mark, said, shown.link(trouble))


def _corrections(found: Checked, words: Words, shown: "_Beside") -> Html:
    items = []
    for applied in found.built.corrections:
        if not applied.number:
            items.append(tag("li", words.label("report"), text(f": {applied.effect}")))
            continue
        name = text(f"{words['correction']} {applied.number}, {applied.do}, ")
        said = tag("span", text(f": {applied.effect}"), lang="en")
        items.append(tag("li", name, shown.at(applied.line), said))
    return tag("ul", *items)


def _ledger(found: Checked, words: Words) -> Html:
    account = found.built.account
    head = tag(
        "tr",
        tag("th", words.label("place"), scope="col"),
        tag("th", words.label("characters"), scope="col", class_="number"),
        tag("th", words.label("share"), scope="col", class_="number"),
    )
    lines = []
    for place, count in by_text(account.places):
        name = tag("span", words.place(place), class_=_class(place))
        share = f"{100 * count / max(1, account.characters):.1f} %"
        lines.append(
            tag(
                "tr",
                tag("th", name, scope="row"),
                tag("td", text(count), class_="number"),
                tag("td", text(share), class_="number"),
            )
        )
    note = words["ledger_note"].format(count=account.characters)
    table = tag("table", tag("thead", head), tag("tbody", *lines), class_="ledger")
    return joined(tag("p", text(note)), table)


def _repairs(found: Checked, words: Words, shown: "_Beside") -> Iterator[Html]:
    by_reason: dict[str, list[Repaired]] = {}
    for repair in found.repairs:
        by_reason.setdefault(repair.reason, []).append(repair)
    for reason, alike in sorted(by_reason.items(), key=lambda pair: -len(pair[1])):
        counts = Counter((r.before, r.after) for r in alike)
        items = []
        for (before, after), count in counts.most_common():
            lines = [r.line for r in alike if (r.before, r.after) == (before, after)]
            links = [joined(shown.at(line), text(" ")) for line in lines]
            change = joined(
                tag("del", text(_flat(before))), text(" → "), tag("ins", text(_flat(after)))
            )
            items.append(tag("li", change, text(f" × {count}: "), *links))
        yield tag(
            "details",
            tag("summary", words.reason(reason), text(f" ({len(alike)})")),
            tag("ul", *items),
        )


def _flat(value: str) -> str:
    return value.replace("\r", "").replace("\n", "⏎") or "–"


def _class(place: str) -> str:
    return _CLASSES.get(place, "put-aside")


class _Beside:
    """The file and what was understood, side by side."""

    def __init__(self, found: Checked, words: Words, owners: Owners) -> None:
        self._raw = found.built.raw
        self._words = words
        self._lines = Lines(self._raw)
        self._rows = rows(found.built, owners)
        self._first_lines = [self._lines.of(self._text_start(row)) for row in self._rows]
        self._last_lines = [self._lines.of(self._text_end(row)) for row in self._rows]
        self._cards = Cards(found.built, owners, words, found.troubles)
        self._repairs: Mapping[int, Repair] = {r.at: r for r in found.built.report.repairs}

    def _text_start(self, row: Row) -> int:
        body = self._raw[row.start : row.end]
        return row.start + len(body) - len(body.lstrip())

    def _text_end(self, row: Row) -> int:
        return row.start + max(0, len(self._raw[row.start : row.end].rstrip()) - 1)

    def at(self, line: int) -> Html:
        """A link to a line of the file."""
        row = max(0, bisect_right(self._first_lines, line) - 1)
        while row and self._first_lines[row - 1] == line:
            row -= 1
        return tag("a", text(f"{self._words['line'].lower()} {line}"), href=f"#r{row + 1}")

    def link(self, trouble: Trouble) -> Html:
        """A link to the place of a trouble, with the beginning of its text."""
        number = self._cards.number(trouble.source) if trouble.source else None
        where = f"{self._words['line'].lower()} {trouble.line}"
        if trouble.page:
            where = f"{self._words['page']} {trouble.page}, {where}"
        shown = joined(text(where + (": " if trouble.excerpt else "")), text(trouble.excerpt))
        if number:
            return tag("a", shown, href=f"#s{number}")
        if not trouble.line:
            return shown
        return joined(self.at(trouble.line), text(f": {trouble.excerpt}"))

    def table(self) -> Html:
        """All rows of the file."""
        words = self._words
        head = tag(
            "tr",
            tag("th", words.label("line"), scope="col"),
            tag("th", words.label("file"), scope="col"),
            tag("th", words.label("understood"), scope="col"),
        )
        body = tag("tbody", *(self._row(index) for index in range(len(self._rows))))
        return tag(
            "section",
            tag("h2", words.label("beside")),
            tag("table", tag("thead", head), body, class_="beside"),
            id="report",
        )

    def _row(self, index: int) -> Html:
        row = self._rows[index]
        first, last = self._first_lines[index], self._last_lines[index]
        number = str(first) if last <= first else f"{first}–{last}"
        left = [
            self._run(
                run,
                last=run is row.runs[-1],
                again=before is not None and before.place == run.place,
            )
            for before, run in zip([None, *row.runs], row.runs, strict=False)
        ]
        return tag(
            "tr",
            tag("th", text(number), scope="row"),
            tag("td", tag("pre", *left, dir="ltr")),
            tag("td", self._cards.card(row)),
            id=f"r{index + 1}",
            class_="own" if row.owner >= 0 else "apart",
        )

    def _run(self, run: Run, *, last: bool, again: bool) -> Html:
        end = run.end
        if last:  # blank lines between two rows need no room
            end = run.start + len(self._raw[run.start : run.end].rstrip())
        inside = self._characters(run.start, end)
        if not run.place:
            return inside
        name = self._words.place(run.place)
        bare = sum(not char.isspace() for char in self._raw[run.start : run.end])
        labelled = run.place not in _NEVER and (bare >= _TAGGED or run.place in _ALWAYS)
        label = tag("small", name) if labelled and not again else Html("")
        return joined(label, tag("span", inside, class_=_class(run.place)))

    def _characters(self, start: int, end: int) -> Html:
        """The characters of the file, with what was repaired before and after."""
        found: list[Html] = []
        position = start
        for at in range(start, end):
            repair = self._repairs.get(at)
            if repair is None or at < position:
                continue
            found.append(_lines(self._raw[position:at]))
            stop = min(end, at + len(repair.before))
            reason = excerpt(repair.reason)
            found.append(tag("del", _lines(self._raw[at:stop]), title=reason))
            found.append(tag("ins", text(repair.after), title=reason))
            position = stop
        found.append(_lines(self._raw[position:end]))
        return joined(*found)


def _lines(value: str) -> Html:
    """Text with the line ends that a page knows, blank lines in little room."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    found: list[Html] = []
    position = 0
    for blank in _BLANK.finditer(plain):
        found += [text(plain[position : blank.start()]), tag("i", text(blank.group()))]
        position = blank.end()
    return joined(*found, text(plain[position:]))
