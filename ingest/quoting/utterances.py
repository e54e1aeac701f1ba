"""Quotes within a paragraph: a whole utterance in quotation marks that the paragraph attributes.

Words and half sentences that the authors quote stay where they are.
"""

import re
from dataclasses import dataclass, replace

from ingest.parts import Part
from ingest.quoting import speakers
from ingest.quoting.labels import Label, detached, is_shaped, named_in, part_of
from ingest.quoting.quotation import CLOSING, OPENING, closes_only, marked, opens_only, wrapping
from ingest.sentences import sentences
from ingest.traced import EMPTY, Traced
from ingest.words import alternatives, pattern
from service.domain import Span

OMISSION = re.compile(r"\((?:\.\.+|…)\)")
NO_ATTRIBUTION = "no attribution stands by it"
UNCLOSED = "its quotation mark is not closed: where it ends cannot be known"
MIN_WORDS = 5
_FEW_WORDS = 2

_TAIL = re.compile(r"\s*,?\s*(?P<dash>[—–―|¦│‖]|-{1,2})\s*(?=[\w(\[])")
_BRACKETS = re.compile(r"\s*(?P<open>[(\[])(?P<label>[^()\[\]]{2,90})(?P<shut>[)\]])\s*\.?")
_VERB = alternatives("speech", "says")
_WHO = r"[^.:;,«“\"!?]"
_SAYS = re.compile(
    rf"\s*,?\s*(?:{_VERB})\s+(?P<who>{_WHO}{{2,120}}?)\s*(?P<end>[.:,]|$)", re.IGNORECASE
)
_WHO_SAYS = re.compile(
    rf"\s*,?\s*(?P<who>(?:a|an|one)\s{_WHO}{{2,80}}?)\s+(?:{_VERB})\s*(?P<end>[.:,]|$)",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…:][)\]»”\"’']*\s*$")
_STOPPED = re.compile(r"[.!?…][)\]»”\"’']*$")
_NEXT = re.compile(r"\.\s+(?=[A-ZÆØÅ«“\"„])")


def is_speech(text: str) -> bool:
    """Whether words of the first person or a mark of omission show that someone is speaking."""
    return bool(pattern("speech", "first_person").search(text) or OMISSION.search(text))


def alone(text: str) -> bool:
    """Whether one person speaks for himself in it, and not of the study."""
    speech = pattern("speech", "singular").search(text)
    return bool(speech) and not pattern("speech", "study").search(text)


def is_whole(text: str) -> bool:
    """Whether what stands in quotation marks is an utterance and not a word or half a sentence."""
    words = re.findall(r"\w+", text)
    body = OMISSION.sub("", text).lstrip(" .…–—-«“\"‘'[(")
    starts = body[:1].isupper() or body[:1].isdigit() or body != text.lstrip()
    if len(words) >= MIN_WORDS:
        return starts
    ended = bool(_STOPPED.search(text)) and len(words) > 1
    return starts and (ended or (is_speech(text) and len(words) > _FEW_WORDS))


@dataclass
class _Said:
    """A quote found in a paragraph: its marks included, what attributes it, where that ends."""

    span: Span
    end: int
    label: Label | None
    first: int
    """Where the words begin that name the speaker before it, else where it begins."""
    intro: Span | None = None
    doubt: str | None = None


def split(part: Part) -> list[Part]:
    """The paragraph cut around the quotes that it attributes; the paragraph alone without any."""
    if part.label or part.key or part.kind not in ("text", "item", "quote"):
        return [part]
    text = part.text.text
    found: list[_Said] = []
    spans = marked(text).quoted
    cursor = 0
    for index, (start, end) in enumerate(spans):
        if start < cursor:
            continue
        stop = spans[index + 1][0] if index + 1 < len(spans) else len(text)
        said = _attributed(part, (start, end), cursor, stop)
        if said:
            found.append(said)
            cursor = said.end
    return _pieces(part, found) if found else [part]


def _attributed(part: Part, span: Span, cursor: int, stop: int) -> _Said | None:
    text = part.text.text
    start, end = span
    inner = text[start + 1 : end - 1].strip()
    before = text[cursor:start]
    if not is_whole(inner):
        return None
    intro = _intro(text, cursor, start)
    apart = not before.strip() or bool(_ENDED.search(before)) or intro is not None
    if apart:
        label = _label_behind(part, end, stop, opens=not before.strip())
        if label:
            return _Said(span, label[1], label[0], intro[0] if intro else start, intro)
    said = _says_behind(part.text, end, stop) if apart and _comes_to_an_end(text, span) else None
    if said:
        return _Said(span, said[1], said[0], intro[0] if intro else start, intro)
    if intro is None:
        return None
    return _by_intro(part.text, span, intro)


def _comes_to_an_end(text: str, span: Span) -> bool:
    inner = text[span[0] + 1 : span[1] - 1].rstrip()
    return inner[-1:] in ".!?…,)" or len(inner.split()) >= MIN_WORDS or is_speech(inner)


def _intro(text: str, cursor: int, start: int) -> Span | None:
    """The authors' sentence before the quote that ends with a colon, or lets somebody speak."""
    head = text[cursor:start].rstrip()
    if not head.endswith((":", ",")) and not re.search(rf"(?:{_VERB})$", head):
        return None
    first = sentences(head)[-1][0] + cursor
    sentence = text[first : cursor + len(head)]
    if len(sentence) > 300 or (
        not sentence.endswith(":") and not pattern("speech", "says").search(sentence)
    ):
        return None
    return first, cursor + len(head)


def _label_behind(part: Part, end: int, stop: int, *, opens: bool) -> tuple[Label, int] | None:
    """The attribution right behind a quote, and where it ends. One that is not understood counts
    only where the paragraph holds the quote and nothing else."""
    text = part.text
    gap = text.text[end:stop]
    if hit := _BRACKETS.match(gap):
        first, last = (end + at for at in hit.span("label"))
        label = text[first:last]
        rest = not gap[hit.end() :].strip()
        if is_shaped(label) and (speakers.parse(label).speaker.understood or (opens and rest)):
            marks = (text[end:first].strip(), text[last : end + hit.end()].strip())
            return Label(label, marks, "brackets"), end + hit.end()
        return None
    dash = _TAIL.match(gap)
    first = end + dash.end() if dash else end
    for last in _ends(part, first, stop):
        label = text[first:last]
        body = label.text.rstrip()
        trimmed = label[: len(body) - 1] if body.endswith(".") else label[: len(body)]
        marks = (text[end:first].strip(), label[len(trimmed) :].strip())
        if dash and is_shaped(trimmed):
            known = speakers.parse(trimmed).speaker.understood
            if known or (opens and not text.text[last:].strip()):
                return Label(trimmed, marks, "dash"), last
        bare = trimmed if dash else _lstripped(trimmed, " ,")
        tells = pattern("speech", "says").search(bare.text)
        if not dash and not tells and speakers.is_label(bare):
            lead = text[end : first + len(trimmed) - len(bare)].strip()
            return Label(bare, (lead, marks[1]), "bare"), last
    return None


def _lstripped(text: Traced, chars: str) -> Traced:
    return text[len(text.text) - len(text.text.lstrip(chars)) :]


def _ends(part: Part, first: int, stop: int) -> list[int]:
    """Where an attribution that begins at `first` may end: where the paragraph or the next quote
    cuts it off, at its line's end, or at its sentence's."""
    text = part.text.text
    ends = [stop]
    line = next((at for at in part.line_starts if first < at < stop), None)
    if line:
        ends.append(line)
    ends += [first + hit.start() + 1 for hit in _NEXT.finditer(text[first:stop])]
    return ends


def _says_behind(text: Traced, end: int, stop: int) -> tuple[Label, int] | None:
    """Who is said to have spoken, behind the quote: "..., sier en lærer", "..., a teacher said"."""
    gap = text.text[end:stop]
    for expression in (_SAYS, _WHO_SAYS):
        hit = expression.match(gap)
        if not hit or hit.group("end") == ",":
            continue
        if named_in(hit.group("who")) is None:
            continue
        first, last = (end + at for at in hit.span("who"))
        marks = (text[end:first].strip(), text[last : end + hit.end()].strip())
        return Label(text[first:last], marks, "bare"), end + hit.end()
    return None


def _by_intro(text: Traced, span: Span, intro: Span) -> _Said | None:
    """A quote whose speaker the sentence before it names, or whose speaker nobody names."""
    words = text[intro[0] : intro[1]]
    rest = text.text[span[1] :].strip()
    ended = _STOPPED.search(text.text[span[0] : span[1]]) and rest[:1] not in ",;)"
    closed = not rest or bool(ended) or rest[:1] == "."
    says = pattern("speech", "says").search(words.text)
    if words.text.endswith(":") and not says and speakers.is_label(words[:-1]):
        return _Said(span, span[1], Label(words[:-1], (words[-1:],), "colon"), intro[0])
    if not closed:
        return None
    named = named_in(words.text)
    if named and says:
        label = detached(words.text[named[0] : named[1]])
        return _Said(span, span[1], Label(label, (), "colon"), intro[0], intro)
    ends = not text.text[span[1] :].strip(" .")
    if says and ends and len(text.text[span[0] : span[1]].split()) >= MIN_WORDS:
        return _Said(span, span[1], None, intro[0], intro, NO_ATTRIBUTION)
    return None


def _pieces(part: Part, found: list[_Said]) -> list[Part]:
    pieces: list[Part] = []
    cursor = 0
    for said in found:
        start, end = said.span
        _add_rest(pieces, part, cursor, said.first)
        body = part.text[start:end]
        inside = body[1:-1].strip()
        label = said.label.text if said.label else EMPTY
        marks = [body[:1], body[-1:], *(said.label.marks if said.label else ())]
        lead = part.text[said.intro[0] : said.intro[1]] if said.intro else EMPTY
        gap = part.text[end : said.end].strip() if said.label is None else EMPTY
        pieces.append(
            replace(
                part,
                kind="quote",
                text=inside,
                label=label,
                lead_in=lead,
                marks=tuple(m for m in (*marks, gap) if m.text.strip()),
                line_starts=(0,),
                uncertain=part.uncertain or said.doubt,
            )
        )
        cursor = said.end
    _add_rest(pieces, part, cursor, len(part.text))
    if part.marks:
        pieces[0] = replace(pieces[0], marks=part.marks + pieces[0].marks)
    return pieces


def _add_rest(pieces: list[Part], part: Part, start: int, end: int) -> None:
    """What stands between two quotes: text of its own, or a stop that goes with the quote."""
    rest = part.text[start:end].strip()
    if not rest:
        return
    if not re.search(r"\w", rest.text) and pieces:
        pieces[-1] = replace(pieces[-1], marks=(*pieces[-1].marks, rest))
        return
    first = next(i for i in range(start, end) if not part.text.text[i].isspace())
    starts = tuple(at - first for at in part.line_starts if first < at < end)
    pieces.append(replace(part, text=rest, marks=(), line_starts=(0, *starts)))


def unwrapped(part: Part) -> Part:
    """Without the quotation marks around the whole of it; those inside are the participant's."""
    found = wrapping(part.text.text)
    if found is None:
        return part
    start, end = found
    text = part.text
    marks = (text[start : start + 1], text[end - 1 : end], text[end:].strip())
    inside = text[start + 1 : end - 1].strip()
    return replace(
        part, text=inside, line_starts=(0,), marks=part.marks + tuple(m for m in marks if m)
    )


def without_intro(quote: Part) -> Part:
    """A quote whose paragraph begins with the authors' words ("En lærer sier: «…»"): those kept
    apart as its lead-in."""
    text = quote.text
    spans = marked(text.text).quoted
    if quote.lead_in or len(spans) != 1 or text.text[spans[0][1] :].strip(" ."):
        return quote
    start = spans[0][0]
    lead = text[:start].strip()
    if not lead.text.endswith(":") or is_speech(lead.text):
        return quote
    rest = replace(quote, text=text[start:].strip(), line_starts=(0,), lead_in=lead)
    return unwrapped(rest)


def goes_on(part: Part, quote: Part) -> bool:
    """Whether the paragraph before a quote without marks is part of it: someone speaks in it too,
    and it is set in the same column."""
    text = part.text.text
    if part.kind != "text" or part.page != quote.page:
        return False
    if not re.search(r"[.!?…)»\"”]$", text):
        return False  # a heading, or a lead-in
    alike = part.width <= 1.3 * quote.width and quote.width <= 1.3 * part.width
    return alike and bool(OMISSION.search(text) or alone(text))


def cut_before(part: Part) -> tuple[Part, Part] | None:
    """A paragraph of the authors' that ends with a whole utterance in quotation marks, cut in
    two: what stands right behind it may attribute that."""
    text = part.text.text
    spans = marked(text).quoted
    if part.kind not in ("text", "item") or not spans or text[spans[-1][1] :].strip(" ."):
        return None
    start, end = spans[-1]
    before = text[:start].rstrip()
    if not before or not _ENDED.search(before) or not is_whole(text[start + 1 : end - 1].strip()):
        return None
    return part_of(part, 0, start), replace(part_of(part, start, len(text)), kind="text")


def bared(quote: Part) -> Part:
    """Without a quotation mark that stands at one end alone."""
    text = quote.text.text
    if wrapping(text):
        return quote
    marks: list[Traced] = []
    body = quote.text
    if opens_only(text) and text[:1] in OPENING:
        marks.append(body[:1])
        body = body[1:].strip()
    end = closes_only(text)
    if end is not None and text[end] in CLOSING and end == len(text.rstrip(" .")) - 1:
        marks += [quote.text[end : end + 1], quote.text[end + 1 :].strip()]
        body = quote.text[:end].strip()
    if not marks:
        return quote
    return replace(
        quote, text=body, line_starts=(0,), marks=quote.marks + tuple(m for m in marks if m)
    )
