"""Placed parts into the canonical text and its sources, every offset checked."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.findings import Reading, describe
from ingest.layout.slide_order import ORDER_KNOWN
from ingest.ledger import Entry
from ingest.outline import Place, Placed, printed
from ingest.parts import Part
from ingest.quoting import quotes
from ingest.sentences import sentences
from ingest.traced import Mended, Traced, spans
from ingest.words import opening, pattern
from service.domain import Finding, Quote, Section, SetAside, Source, Span, place_id, source_id
from service.vocabulary.groups import group_vocabulary
from service.vocabulary.strength import strength_lexicon

_NEAR = 40
"""Characters from a list item's start in which a word points to the item before."""
_ADDED = re.compile(r":\s|,\s(?:og|and)\s")


@dataclass
class Assembled:
    """What a report is made of."""

    canonical: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    set_aside: tuple[SetAside, ...]
    entries: list[Entry]
    """Where each character went, for the ledger."""


@dataclass
class _Draft:
    """A source before its text is placed and its id is known."""

    kind: str
    text: Traced
    placed: Placed
    start: int
    lead_in: str | None
    uncertain: str | None
    key: bool = False
    before: str | None = None
    """The sentence before it in the same paragraph."""


@dataclass
class _Writer:
    """Writes the canonical text, a line for each part."""

    raw: str
    mended: Mapping[int, Mended]
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    entries: list[Entry] = field(default_factory=list)
    aside: "defaultdict[str, list[Span]]" = field(default_factory=lambda: defaultdict(list))

    def write(self, text: str) -> int:
        """Adds a line; returns where it begins."""
        start = self.length
        self.pieces.append(text + "\n")
        self.length += len(text) + 1
        return start

    def enter(self, place: str, text: Traced) -> tuple[Span, ...]:
        found = spans(text, self.raw, self.mended)
        if found:
            self.entries.append(Entry(place, found))
        return found

    def put_aside(self, reason: str, text: Traced) -> None:
        found = spans(text, self.raw, self.mended)
        self.aside[reason].extend(found)


def assemble(
    report: str,
    raw: str,
    places: Sequence[Place],
    placed: Sequence[Placed],
    mended: Mapping[int, Mended],
) -> Assembled:
    """The canonical text with its sections and sources. `mended` as for `ingest.traced.spans`."""
    writer = _Writer(raw, mended)
    drafts: list[_Draft] = []
    starts: dict[int, int] = {}
    for index, item in enumerate(placed):
        following = next((p for p in placed[index + 1 :] if p.part.kind != "aside"), None)
        begin = writer.length
        if item.part.kind != "aside":
            starts.setdefault(item.section, begin)
        _write(writer, item, following, drafts)
    sections = _sections(report, places, starts, writer.length)
    reading = Reading.of(quotes.speaker_of(d.placed.part) for d in drafts if d.kind == "quote")
    canonical = "".join(writer.pieces)
    sources = _sources(report, drafts, sections, places, reading, writer)
    aside = tuple(
        SetAside(reason=reason, raw=tuple(found)) for reason, found in writer.aside.items()
    )
    entries = writer.entries + [Entry(f"set aside: {a.reason}", a.raw) for a in aside]
    return Assembled(canonical, sections, sources, aside, entries)


def _write(writer: _Writer, item: Placed, following: Placed | None, drafts: list[_Draft]) -> None:
    part = item.part
    for mark in part.marks:
        writer.put_aside(_mark_reason(part), mark)
    if part.kind == "aside":
        writer.put_aside(part.reason, part.text)
        return
    text = part.text
    if part.kind == "heading":
        heading = replace(part, text=text)
        writer.write(printed(heading))
        writer.enter("heading", text)
        writer.enter("heading", part.number)
        return
    if part.kind == "quote":
        if part.lead_in:
            lead = part.lead_in
            writer.write(lead.text)
            writer.enter("lead-in", lead)
        if part.label:
            writer.entries.append(
                Entry("attribution", spans(part.label, writer.raw, writer.mended))
            )
        start = writer.write(text.text)
        doubt = part.uncertain or quotes.speaker_doubt(part)
        drafts.append(_Draft("quote", text, item, start, item.lead_in, doubt))
        return
    start = writer.write(text.text)
    if _leads_in_items(part, following) or (part.leads and part.whole):
        writer.enter("lead-in", part.text)
        return
    if part.kind in ("item", "table") or part.key or part.whole:
        above = item.lead_in or _item_before(item, drafts)
        drafts.append(_Draft("finding", text, item, start, above, part.uncertain, part.key))
        return
    _running(writer, text, start, item, following, drafts)


def _item_before(item: Placed, drafts: list[_Draft]) -> str | None:
    """The last sentence of the list item before, where this one refers back to it."""
    last = drafts[-1] if drafts else None
    if item.part.kind != "item" or item.part.uncertain or last is None:
        return None
    known = last.placed.part.kind == "item" and last.placed.block == item.block
    text = item.part.text.text
    near = pattern("context", "holds").search(text[:_NEAR])
    if not known or not (near or opening("context", "item_begins").match(text)):
        return None
    start, end = sentences(last.text.text)[-1]
    return last.text.text[start:end]


def _leads_in_items(part: Part, following: Placed | None) -> bool:
    """Whether a list item only introduces the items below it."""
    if part.kind != "item" or following is None or following.part.kind != "item":
        return False
    deeper = following.part.level > part.level
    return deeper and part.text.text.endswith(":") and not _says_something(part.text.text)


def _mark_reason(part: Part) -> str:
    if part.kind == "item":
        return "list mark"
    return "mark of a quote or its attribution" if part.kind == "quote" else "mark"


def _running(
    writer: _Writer,
    text: Traced,
    start: int,
    item: Placed,
    following: Placed | None,
    drafts: list[_Draft],
) -> None:
    """Running text, a finding for each sentence; one that only introduces what follows is not."""
    introduces = following is not None and following.part.kind in ("item", "text", "quote", "table")
    cuts = statements(text.text)
    before = _sentence_before(item, drafts)
    for index, (first, last) in enumerate(cuts):
        piece = text[first:last]
        final = index == len(cuts) - 1
        leads = item.part.leads or piece.text.endswith(":")
        if final and introduces and leads and not _says_something(piece.text):
            writer.enter("lead-in", piece)
            continue
        introduced = item.lead_in if index == 0 or item.listed else None
        refers = before is not None and _refers_back(piece.text)
        lead = before if refers and (index > 0 or introduced is None) else introduced
        drafts.append(
            _Draft("finding", piece, item, start + first, lead, item.part.uncertain, before=before)
        )
        before = piece.text


def _refers_back(text: str) -> bool:
    """Whether a sentence needs the one before it to be understood. What stands behind a label
    ("Eldre: Mange av disse ...") or in an added clause refers to what stands before it there."""
    if opening("context", "begins").match(text):
        return True
    first = sentences(text)[:1]
    head = _ADDED.split(text[: first[0][1]] if first else text, maxsplit=1)[0]
    return bool(pattern("context", "holds").search(head))


def statements(text: str) -> list[Span]:
    """Spans of the statements of running text: its sentences, those that only go on with the one
    before ("F.eks ...", "Og ...") left with it."""
    found: list[Span] = []
    for first, last in sentences(text):
        piece = text[first:last]
        fragment = opening("context", "goes_on").match(piece) or (
            opening("context", "concession").match(piece)
            and not re.search(r",\s+(?:så\b|then\b|\w+(?:er|es|r)\b)", piece)
        )
        if found and fragment:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _sentence_before(item: Placed, drafts: list[_Draft]) -> str | None:
    """The last sentence of the paragraph before, where it is known to stand before this one."""
    if not drafts or _is_loose(item.part.uncertain):
        return None
    last = drafts[-1]
    same = last.placed.block == item.block and last.kind == "finding"
    if not same or _is_loose(last.uncertain) or last.placed.part.kind != "text":
        return None
    return last.text.text


def _is_loose(uncertain: str | None) -> bool:
    """Whether it is not known what stands before a text."""
    return uncertain is not None and uncertain not in ORDER_KNOWN


_MIN_STATEMENT = 9


def _says_something(lead: str) -> bool:
    """Whether a sentence that introduces a list also states something by itself."""
    if len(lead.split()) < _MIN_STATEMENT or pattern("context", "points").search(lead):
        return False
    words = [word.lower() for word in re.findall(r"\w+", lead)]
    lexicon = strength_lexicon()
    people = any(lexicon.is_person(word) for word in words[:3]) or group_vocabulary().find(
        " ".join(lead.split()[:4])
    )
    says = any(lexicon.is_verb(word) for word in words[1:])
    return " at " in lead or bool(people and says)


def _sections(
    report: str, places: Sequence[Place], starts: dict[int, int], end: int
) -> tuple[Section, ...]:
    found: list[Section] = []
    counts: Counter[tuple[str, ...]] = Counter()
    following = end
    begins = []
    for index in reversed(range(len(places))):
        following = starts.get(index, following)
        begins.append(following)
    begins.reverse()
    for index, place in enumerate(places):
        stop = next(
            (begins[i] for i in range(index + 1, len(places)) if places[i].level <= place.level),
            end,
        )
        found.append(
            Section(
                id=place_id(report, "s", place.path, counts[place.path]),
                path=place.path,
                level=place.level,
                start=begins[index],
                end=stop,
                method=place.method,
            )
        )
        counts[place.path] += 1
    return tuple(found)


def _sources(
    report: str,
    drafts: Sequence[_Draft],
    sections: Sequence[Section],
    places: Sequence[Place],
    reading: Reading,
    writer: _Writer,
) -> tuple[Source, ...]:
    found: list[Source] = []
    texts: Counter[tuple[str, str]] = Counter()
    blocks: dict[int, str] = {}
    paths: Counter[tuple[str, ...]] = Counter()
    for draft in drafts:
        placed = draft.placed
        if placed.block not in blocks:
            path = (*places[placed.section].path, *placed.headings)
            blocks[placed.block] = place_id(report, "b", path, paths[path])
            paths[path] += 1
        occurrence = texts[draft.kind, draft.text.text]
        texts[draft.kind, draft.text.text] += 1
        shared = {
            "text": draft.text.text,
            "section": sections[placed.section].id,
            "block": blocks[placed.block],
            "headings": placed.headings,
            "lead_in": draft.lead_in,
            "start": draft.start,
            "end": draft.start + len(draft.text),
            "raw": writer.enter("source", draft.text),
            "uncertain": draft.uncertain,
        }
        if draft.kind == "quote":
            speaker = quotes.speaker_of(placed.part)
            found.append(
                Quote(
                    id=source_id(report, "quote", draft.text.text, occurrence),
                    speaker=speaker,
                    **shared,
                )
            )
        else:
            said = describe(
                draft.text.text,
                lead_in=draft.lead_in,
                before=draft.before,
                path=sections[placed.section].path,
                headings=placed.headings,
                method=sections[placed.section].method,
                table=placed.part.kind == "table",
                reading=reading,
            )
            found.append(
                Finding(
                    id=source_id(report, "finding", draft.text.text, occurrence),
                    key=draft.key,
                    strength=said.strength,
                    strength_words=said.strength_words,
                    groups=said.groups,
                    excluded_groups=said.excluded_groups,
                    holder=said.holder,
                    about=said.about,
                    **shared,
                )
            )
    return tuple(found)
