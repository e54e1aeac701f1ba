"""The parts of a report on the bench: cut, joined, moved, made into something else.

No text is ever written: every character of a part comes from the report.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ingest.corrections.located import Spot, UnfitError, pieces, texts
from ingest.parts import Part, PartKind
from ingest.quoting import speakers
from ingest.quoting.utterances import unwrapped
from ingest.traced import EMPTY, NOWHERE, Traced, joined
from service.domain import Group, Span, Speaker

ASIDE = "set aside by a correction"
LOOSE_LABEL = "attribution without a quote"
_QUOTE_MARKS = '«»"“”„'
_EDGES = " \t|¦│‖–—―-([,;"
_NAMES: dict[PartKind, str] = {
    "heading": "a heading",
    "text": "running text",
    "item": "a list item",
    "quote": "a quote",
    "table": "a table",
    "aside": "set aside",
}


def name(part: Part) -> str:
    """What a part is, in words."""
    return _NAMES.get(part.kind, part.kind)


class Bench:
    """The parts, in order, and what may be done to them.

    `statements` gives the spans of the statements in running text; `shift` is what the format adds
    to the level of a heading; `doubts` are offsets of characters that may be broken.
    """

    def __init__(
        self,
        raw: str,
        parts: Sequence[Part],
        *,
        shift: int,
        statements: Callable[[str], Sequence[Span]],
        doubts: Iterable[int] = (),
    ) -> None:
        self.raw = raw
        self.doubts = set(doubts)
        self.parts = list(parts)
        self._shift = shift
        self._statements = statements

    # --- finding ------------------------------------------------------------------------------

    def index(self, spot: Spot) -> int:
        """The part that the text at `spot` stands in. Raises `UnfitError` where it is several."""
        found = next(
            (
                i
                for i, part in enumerate(self.parts)
                if any(spot.first in p.at for p in pieces(part))
            ),
            None,
        )
        if found is None:
            raise UnfitError("names text that an earlier correction has taken away")
        if not _holds(self.parts[found], spot.last):
            raise UnfitError(
                f"names text (lines {spot.line} to {spot.last_line}) that stands in more than one"
                " paragraph, item or quote: give the beginning of one, and `through` or `with` for"
                " the other"
            )
        return found

    def range(self, first: Spot, last: Spot | None) -> tuple[int, int]:
        """Indices of the parts from `first` to `last`, both included."""
        start = self.index(first)
        end = self.index(last) if last else start
        if end < start:
            raise UnfitError("has a `through` that stands before `at`")
        return start, end

    def _in_text(self, index: int, spot: Spot) -> Span:
        """Where in the part's own text the spot stands."""
        at = self.parts[index].text.at
        if spot.first not in at or spot.last not in at:
            raise UnfitError("names text that is an attribution, a number or a lead-in there")
        return at.index(spot.first), _end(at, spot.last)

    def _unit(self, index: int, spot: Spot) -> Span:
        """The statement of running text around `spot`; in any other part, all of its text."""
        part = self.parts[index]
        start, end = self._in_text(index, spot)
        if part.kind != "text" or part.key or part.whole:
            return 0, len(part.text)
        for first, last in self._statements(part.text.text):
            if first <= start < last:
                if end > last:
                    raise UnfitError("names text that stands in more than one sentence")
                return first, last
        return 0, len(part.text)

    def trust(self, start: int, end: int) -> int:
        """Takes the doubts about single characters away; how many parts had any."""
        count = 0
        for part in self.parts[start : end + 1]:
            here = {offset for piece in pieces(part) for offset in piece.at} & self.doubts
            count += bool(here) and not part.uncertain
            self.doubts -= here
        return count

    # --- order and extent ---------------------------------------------------------------------

    def settle(self, start: int, end: int) -> int:
        """Takes the doubt away; how many parts had any."""
        count = 0
        for index in range(start, end + 1):
            part = self.parts[index]
            if part.uncertain or (part.kind == "heading" and not part.governs):
                count += 1
            self.parts[index] = replace(part, uncertain=None, governs=True)
        return count

    def move(self, start: int, end: int, beside: int, *, after: bool) -> None:
        """The parts from `start` to `end` to another place; nothing about their order is uncertain
        then, and a heading among them heads what follows."""
        if start <= beside <= end:
            raise UnfitError("is to be moved to where it stands")
        self.settle(start, end)
        page = self.parts[beside].page
        moved = [replace(part, page=page) for part in self.parts[start : end + 1]]
        place = beside + after
        del self.parts[start : end + 1]
        if place > start:
            place -= len(moved)
        self.parts[place:place] = moved

    def split(self, index: int, spot: Spot) -> None:
        """Two of one, the second from `spot` on."""
        cut, _ = self._in_text(index, spot)
        part = self.parts[index]
        if not part.text[:cut].strip():
            raise UnfitError("is to be split where it begins")
        self.parts[index : index + 1] = _cut(part, cut)

    def join(self, first: Spot, second: Spot) -> None:
        """One of two: paragraphs, items, lines of a quote; or sentences of one paragraph."""
        index, other = self.index(first), self.index(second)
        if index == other:
            start, end = self._unit(index, first)[0], self._unit(index, second)[1]
            if end <= start:
                raise UnfitError("is to be joined with what stands before it")
            if self.parts[index].kind != "text" or self._unit(index, first)[1] >= end:
                raise UnfitError("is one already with what it is to be joined with")
            at = self._isolated(index, start, end)
            self.parts[at] = replace(self.parts[at], whole=True, uncertain=None)
            return
        one, more = self.parts[index], self.parts[other]
        if "aside" in (one.kind, more.kind):
            raise UnfitError("is to be joined with what is set aside: say first what that is")
        if more.kind == "quote" and one.kind != "quote":
            raise UnfitError(f"is {name(one)}, to be joined with a quote: say first what it is")
        if one.label and more.label:
            raise UnfitError("is to be joined with another quote that has its own attribution")
        if more.lead_in or more.number:
            raise UnfitError("is to be joined with what has a lead-in or a number of its own")
        text = joined([one.text, self._gap(one.text), more.text])
        begins = len(one.text) + 1
        self.parts[index] = replace(
            one,
            text=text,
            line_starts=one.line_starts + tuple(begins + at for at in more.line_starts),
            width=max(one.width, more.width),
            marks=one.marks + more.marks,
            label=one.label or more.label,
            speaker=one.speaker or more.speaker,
            uncertain=None,
        )
        del self.parts[other]

    def _gap(self, text: Traced) -> Traced:
        """A space, traced to white space of the file where any follows."""
        start = max(text.at) + 1
        at = next((i for i in range(start, len(self.raw)) if self.raw[i].isspace()), NOWHERE)
        return Traced.of(" ", at)

    def _isolated(self, index: int, start: int, end: int) -> int:
        """The text from `start` to `end` of a part as a part of its own; its index."""
        if self.parts[index].text[end:].strip():
            self.parts[index : index + 1] = _cut(self.parts[index], end)
        if self.parts[index].text[:start].strip():
            self.parts[index : index + 1] = _cut(self.parts[index], start)
            return index + 1
        return index

    def put_aside(self, first: Spot, last: Spot | None) -> None:
        """Leaves out a sentence of running text, or whole parts."""
        start, end = self.range(first, last)
        if start == end and self.parts[start].kind == "text":
            begin, stop = self._unit(start, first)[0], self._unit(start, last or first)[1]
            start = end = self._isolated(start, begin, stop)
        out = [
            aside
            for part in self.parts[start : end + 1]
            for aside in ([part] if part.kind == "aside" else _all_aside(part, ASIDE))
        ]
        self.parts[start : end + 1] = out

    # --- what it is ---------------------------------------------------------------------------

    def heading(self, index: int, level: int) -> None:
        at = self._plain(index)
        depth = level + self._shift if self._shift or level < 3 else 0
        self.parts[at] = replace(self.parts[at], kind="heading", level=depth, number=EMPTY)

    def text(self, index: int) -> None:
        self._plain(index)

    def item(self, index: int, level: int) -> None:
        at = self._plain(index)
        self.parts[at] = replace(self.parts[at], kind="item", level=level)

    def quote(self, index: int) -> int:
        """Makes a quote of a part; its index."""
        if self.parts[index].kind == "quote":
            return index
        at = self._plain(index)
        self.parts[at] = replace(unwrapped(self.parts[at]), kind="quote")
        return at

    def _plain(self, index: int) -> int:
        """Makes running text of a part; its index. What it had beside its text stands by it."""
        part = self.parts[index]
        before = [_bare(part, part.lead_in)] if part.lead_in else []
        after = [_aside(part, text, LOOSE_LABEL) for text in (part.label,) if _known(text)]
        if part.number:
            after.append(_aside(part, part.number, "number apart from its text"))
        text, marks = part.text, part.marks
        if part.kind == "quote":
            text, marks = self._with_quotation_marks(part)
        self.parts[index : index + 1] = [*before, replace(_bare(part, text), marks=marks), *after]
        return index + len(before)

    def _with_quotation_marks(self, part: Part) -> tuple[Traced, tuple[Traced, ...]]:
        """The text of what was taken for a quote with its quotation marks put back."""
        text, left = part.text, []
        for mark in filter(None, part.marks):
            before = mark.text in _QUOTE_MARKS and mark.at[-1] + 1 == text.at[0]
            after = mark.text.strip(".") in _QUOTE_MARKS and mark.at[0] == text.at[-1] + 1
            if before:
                text = mark + text
            elif after:
                text = text + mark
            else:
                left.append(mark)
        return text, tuple(left)

    # --- who speaks ---------------------------------------------------------------------------

    def speaker(self, index: int, group: Group) -> None:
        """Who speaks is `group`, in what it states; the rest as the attribution has it."""
        part = self.parts[index]
        said = speakers.parse(part.label).speaker
        stated = {key: value for key, value in group.model_dump().items() if value is not None}
        self.parts[index] = replace(
            part,
            speaker=Speaker(
                role=stated.get("role", said.role),
                sector=stated.get("sector", said.sector),
                field=stated.get("field", said.field),
                label=said.label,
                understood="role" in stated or said.understood,
            ),
        )

    def label(self, index: int, spot: Spot) -> int:
        """Takes the text at `spot` from where it stands as the attribution of a quote; the quote's
        index then."""
        holder = self.index(spot)
        found: Traced
        if holder == index and spot.first not in self.parts[index].label.at:
            self._own_label(index, spot)
            return index
        source = self.parts[holder]
        where = next(text for text in texts(source) if spot.first in text.at)
        start, end = where.at.index(spot.first), _end(where.at, spot.last)
        rest = (where[:start].text + where[end:].text).strip(_EDGES + ".)]:")
        if rest:
            raise UnfitError(
                f"has a `label` (line {spot.line}) that is only a piece of {name(source)}:"
                " split that first"
            )
        found, marks = where[start:end], _marks(where[:start], where[end:])
        if where is source.label and holder != index:
            self.parts[holder] = replace(source, label=EMPTY, speaker=None)
        elif where is source.text:
            marks = source.marks + marks
            del self.parts[holder]
            index -= holder < index
        elif where is not source.label:
            raise UnfitError("has a `label` that is a lead-in or a number")
        part = self.parts[index]
        self.parts[index] = replace(part, label=found, marks=part.marks + marks, speaker=None)
        if where is not part.label:
            self._loosen(index, part.label)
        return index

    def _own_label(self, index: int, spot: Spot) -> None:
        """The attribution from the end or the beginning of the quote's own text."""
        part = self.parts[index]
        start, end = self._in_text(index, spot)
        before, after = part.text[:start], part.text[end:]
        if not after.text.strip(" .)]:"):
            body = before.text.rstrip(_EDGES)
            kept, marks = before[: len(body)], _marks(before[len(body) :], after)
        elif not before.text.strip(_EDGES):
            body = after.text.lstrip(" .)]:–—―-")
            kept, marks = after[len(after) - len(body) :], _marks(before, after[: -len(body)])
        else:
            raise UnfitError("has a `label` that stands in the middle of the quote")
        if not kept:
            raise UnfitError("has a `label` that is all of the quote")
        label = part.text[start:end]
        rest = replace(part, text=kept.strip(), label=label, marks=part.marks + marks, speaker=None)
        self.parts[index] = unwrapped(replace(rest, line_starts=(0,)))
        self._loosen(index, part.label)

    def _loosen(self, index: int, label: Traced) -> None:
        """What was the attribution of a quote and no longer is stands by it, set aside."""
        if _known(label):
            self.parts.insert(index + 1, _aside(self.parts[index], label, LOOSE_LABEL))


def _end(at: "array[int]", offset: int) -> int:
    """The index after the last character at `offset`: several may share one."""
    return len(at) - at[::-1].index(offset)


def _holds(part: Part, offset: int) -> bool:
    return any(offset in piece.at for piece in pieces(part))


def _known(text: Traced) -> bool:
    """Whether any of it stands in the file by itself."""
    return any(offset != NOWHERE for offset in text.at)


def _marks(*found: Traced) -> tuple[Traced, ...]:
    return tuple(text.strip() for text in found if text.strip())


def _bare(part: Part, text: Traced) -> Part:
    """`text` as running text where `part` stands."""
    starts = part.line_starts if text is part.text else (0,)
    return Part("text", text, page=part.page, line_starts=starts, width=part.width)


def _aside(part: Part, text: Traced, reason: str) -> Part:
    return Part("aside", text, page=part.page, reason=reason)


def _all_aside(part: Part, reason: str) -> list[Part]:
    return [_aside(part, piece, reason) for piece in pieces(part) if _known(piece)]


def _cut(part: Part, cut: int) -> list[Part]:
    """A part cut in two at an offset of its text; marks and attribution to the piece they stand
    by."""
    above, below = part.text[:cut].strip(), part.text[cut:].strip()
    skipped = cut + len(part.text[cut:]) - len(part.text[cut:].text.lstrip())
    begins = below.at[0]
    later = bool(part.label) and part.label.at[0] > begins
    rows = part.line_starts[: bisect_right(part.line_starts, max(0, cut - 1))]
    first = replace(
        part,
        text=above,
        line_starts=rows or (0,),
        marks=tuple(mark for mark in part.marks if mark and mark.at[0] < begins),
        label=EMPTY if later else part.label,
        speaker=None if later else part.speaker,
    )
    second = replace(
        part,
        text=below,
        line_starts=(0, *(at - skipped for at in part.line_starts if at > skipped)),
        marks=tuple(mark for mark in part.marks if mark and mark.at[0] >= begins),
        label=part.label if later else EMPTY,
        speaker=part.speaker if later else None,
        lead_in=EMPTY,
        number=EMPTY,
    )
    return [first, second]
