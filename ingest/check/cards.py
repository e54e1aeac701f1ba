"""What Funn understood of one row of the file, as a card."""

from collections.abc import Mapping, Sequence

from ingest.check.found import Trouble
from ingest.check.markup import NOTHING, Html, joined, tag, text
from ingest.check.rows import NOBODY, Owners, Row
from ingest.check.words import Words
from ingest.corrections.stubs import Stub, stubs
from ingest.outline import Placed, printed
from ingest.pipeline import Built
from service.domain import Finding, Group, Quote, Source
from service.vocabulary.groups import group_vocabulary


class Cards:
    """Cards of one report. No participant number is on them: what they show was stored without."""

    def __init__(
        self, built: Built, owners: Owners, words: Words, troubles: Sequence[Trouble]
    ) -> None:
        self._stubs: dict[str, list[Stub]] = {}
        set_aside = built.reading.document.set_aside
        for stub in stubs(built.report, built.raw, built.placed, set_aside):
            if stub.source:
                self._stubs.setdefault(stub.source, []).append(stub)
        self._owners = owners
        self._words = words
        self._sections = {section.id: section for section in built.report.sections}
        self._ids = {source.id: number for number, source in enumerate(built.report.sources)}
        self._troubles: dict[str, list[Trouble]] = {}
        for trouble in troubles:
            if trouble.source:
                self._troubles.setdefault(trouble.source, []).append(trouble)
        self._under: tuple[str, ...] = ()
        self._last = NOBODY
        self._depth = 2

    def card(self, row: Row) -> Html:
        """The card of a row; the rows are asked for in their order."""
        source = self._owners.source(row.owner)
        if source is not None:
            return self._source(source, row) if row.first else self._again(row.owner)
        placed = self._owners.part(row.owner)
        if placed is not None:
            return self._heading(placed) if placed.part.kind == "heading" else self._lead_in(placed)
        place = next((run.place for run in row.runs if run.place), "")
        return tag("p", self._words.place(place), class_="aside") if place else NOTHING

    def _again(self, owner: int) -> Html:
        link = tag("a", text(self._name(owner)), href=f"#s{owner + 1}")
        return tag("p", self._words.label("goes_on"), text(" "), link, class_="aside")

    def _name(self, owner: int) -> str:
        source = self._owners.source(owner)
        kind = self._words["quote" if isinstance(source, Quote) else "finding"]
        return f"{kind} {owner + 1}"

    def _heading(self, placed: Placed) -> Html:
        part = placed.part
        self._under = ()
        kind, depth = "heading", 5
        if placed.opens:
            below = "." in printed(part).split(" ")[0] or part.level > 1
            kind, depth = ("section", 4) if below else ("chapter", 3)
        self._depth = min(depth, self._depth + 1)  # no level of the page's headings is left out
        notes = [] if part.governs else [self._words["heads_nothing"]]
        return joined(
            tag("p", self._words.label(kind), class_="kind"),
            tag(f"h{self._depth}", text(printed(part)), dir="auto"),
            *(tag("p", text(note), class_="doubt") for note in notes),
        )

    def _lead_in(self, placed: Placed) -> Html:
        return joined(
            tag("p", self._words.label("lead_in"), class_="kind"),
            tag("p", text(placed.part.text.text), class_="lead", dir="auto"),
        )

    def _source(self, source: Source, row: Row) -> Html:
        quote = isinstance(source, Quote)
        body = tag("blockquote", text(source.text), dir="auto") if quote else self._marked(source)
        head = [tag("b", text(self._name(row.owner)))]
        if source.page.physical:
            shown = f"{self._words['page']} {source.page.physical}"
            if source.page.printed:
                shown += f" ({source.page.printed})"
            head.append(text(f" · {shown}"))
        moved = self._moved(row.owner)
        return tag(
            "article",
            tag("p", *head, class_="kind"),
            *([tag("p", text(moved), class_="note")] if moved else []),
            self._context(source),
            body,
            self._facts(source),
            *self._doubts(source),
            *self._entries(source),
            id=f"s{row.owner + 1}",
            class_="quote" if quote else "finding",
        )

    def _moved(self, owner: int) -> str:
        """Where the source stands in the report, when that is not as in the file."""
        before, self._last = self._last, owner
        if owner == before + 1 or owner == 0 == before + 1:
            return ""
        if owner == 0:
            return self._words["first"]
        return f"{self._words['stands_after']} {self._name(owner - 1)}"

    def _context(self, source: Source) -> Html:
        """What it stands under, where that is not what the card before stood under."""
        section = self._sections[source.section]
        under = (*section.path, *source.headings)
        if under == self._under:
            return NOTHING
        self._under = under
        return tag(
            "p",
            self._words.label("under"),
            text(": " + " › ".join(under)),
            class_="under",
            dir="auto",
        )

    def _marked(self, source: Source) -> Html:
        """A finding's text, the words that say how strong it is marked."""
        words = source.strength_words if isinstance(source, Finding) else None
        at = source.text.find(words) if words else -1
        if words is None or at < 0:
            return tag("p", text(source.text), class_="text", dir="auto")
        return tag(
            "p",
            text(source.text[:at]),
            tag("mark", text(words)),
            text(source.text[at + len(words) :]),
            class_="text",
            dir="auto",
        )

    def _facts(self, source: Source) -> Html:
        rows: list[tuple[str, Html]] = []
        words = self._words
        if isinstance(source, Quote):
            group = source.speaker.group
            rows.append(("speaker", text(self._group(group) if group else words["unknown"])))
            if source.speaker.label:
                rows.append(("label", tag("q", text(source.speaker.label), dir="auto")))
        else:
            said = words[source.strength]
            said += f" («{source.strength_words}»)" if source.strength_words else ""
            rows.append(("strength", text(said)))
            if source.groups:
                rows.append(("groups", text(" · ".join(map(self._group, source.groups)))))
            if source.excluded_groups:
                listed = " · ".join(map(self._group, source.excluded_groups))
                rows.append(("excluded", text(listed)))
            rows.append(("holder", words.label(source.holder)))
            if source.about:
                rows.append(("about", text(self._group(Group(role=source.about)))))
        if source.lead_in:
            rows.append(("led_by", tag("q", text(source.lead_in), dir="auto")))
        pairs = (tag("div", tag("dt", words.label(name)), tag("dd", value)) for name, value in rows)
        flags = []
        if isinstance(source, Finding) and source.key:
            flags.append(words["key"])
        if self._sections[source.section].method:
            flags.append(words["method"])
        more = tag("p", text(" · ".join(flags)), class_="note") if flags else NOTHING
        return joined(tag("dl", *pairs), more)

    def _group(self, group: Group) -> str:
        return group_vocabulary().label(group, self._words.language)

    def _doubts(self, source: Source) -> list[Html]:
        found = []
        for trouble in self._troubles.get(source.id, ()):
            level = "stop" if trouble.stops else "doubt"
            found.append(tag("p", self._words.reason(trouble.reason), class_=level))
        return found

    def _entries(self, source: Source) -> list[Html]:
        """Entries of a file of corrections that would settle it, to copy."""
        found = self._stubs.get(source.id, ())
        if not found:
            return []
        entries = (tag("code", text(stub.entry)) for stub in found)
        return [tag("details", tag("summary", self._words.label("correction")), *entries)]

    def number(self, id: str) -> int | None:
        """The number (from 1) that a source is shown under."""
        at = self._ids.get(id)
        return None if at is None else at + 1


def by_text(places: Mapping[str, int]) -> list[tuple[str, int]]:
    """Places of the ledger, the fullest first."""
    return sorted(places.items(), key=lambda pair: (-pair[1], pair[0]))
