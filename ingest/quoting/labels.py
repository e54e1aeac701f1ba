"""Attributions: which lines and line ends name the speaker of a quote."""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ingest.parts import Part
from ingest.quoting import speakers
from ingest.traced import EMPTY, NOWHERE, Traced, joined
from ingest.words import listed, pattern
from service.vocabulary.groups import group_vocabulary

Form = Literal["dash", "brackets", "bare", "colon"]

DASHES = ("-", "--", "–", "—", "―")
_DASH = re.compile(r"^\s*([—–―|¦│‖]|-{1,2})\s*(?=\w|[(\[*_])")
_BRACKETS = re.compile(
    r"^\s*([(\[])\s*(?P<label>[^()\[\]]*(?:\([^()]*\))?[^()\[\]]*?)\s*([)\]])\s*\.?\s*$"
)
_COLON = re.compile(r"^\s*(?P<label>[^:«»“”\"]{2,70}?)\s*(:)\s*$")
_TAIL = re.compile(r"(?<=[»”“\"’‘«'.!?…)])\s*([—–―|¦│‖]|-{1,2}(?=\s)|[(\[])\s*(?=[\w(\[])")
_BEHIND_MARK = re.compile(r"(?<=[»”“\"’'])(?<=[.!?…].),?\s+(?=[A-ZÆØÅ])")
_CLOSED = re.compile(r"[»”“\"]\.?$")
_MAX_SHAPED = 8
_MAX_REST = 3
_FINITE = re.compile(
    r"\b(?:er|var|har|hadde|kan|vil|må|skal|bør|blir|ble|is|are|was|were|has|have|had|will|can)\b"
)
_ONE = re.compile(r"\b(?:en|ei|ein|én|éin|a|an|one)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Label:
    """An attribution as it was found."""

    text: Traced
    marks: tuple[Traced, ...]
    """The dash, brackets or colon around it."""
    form: Form

    @property
    def known(self) -> bool:
        """Whether it names a role, and little else but where or what of."""
        found = speakers.parse(self.text)
        little = found.rest <= _MAX_REST or _is_one_role_and_more(self.text)
        return found.speaker.understood and little

    @property
    def certain(self) -> bool:
        """Whether it can hardly be anything else: it names one person by a role, at its beginning
        ("Lærer, Bodø", not "For leger")."""
        first = re.match(r"\W*(\w+)", self.text.text)
        begins = first is not None and first.group(1).lower() not in listed("label", "not_first")
        return begins and self.known and speakers.names_one(self.text)


def label_of(text: Traced) -> Label | None:
    """The label that a line of its own can be: after a dash, in brackets, before a colon, or a role
    and nothing else. It may name somebody that the vocabulary does not know, but for the last."""
    if hit := _DASH.match(text.text):
        inner = label_of(text[hit.end() :])
        mark = (text[hit.start(1) : hit.end(1)],)
        if inner and inner.form == "brackets":
            return Label(inner.text, mark + inner.marks, "dash")
        behind, stop = _without_stop(text[hit.end() :])
        if not is_shaped(behind) or (stop and not speakers.parse(behind).speaker.understood):
            return None
        return Label(behind, mark + stop, "dash")
    if hit := _BRACKETS.match(text.text):
        start, end = hit.span("label")
        label = text[start:end]
        marks = (text[:start].strip(), text[end:].strip())
        return Label(label, marks, "brackets") if is_shaped(label) else None
    if hit := _COLON.match(text.text):
        label = text[hit.start("label") : hit.end("label")]
        known = speakers.is_label(label) or is_numbered(label)
        return Label(label, (text[hit.start(2) : hit.end(2)],), "colon") if known else None
    alone, end_stop = _without_stop(text)
    told = speakers.is_label(alone) or (not end_stop and _is_one_role_and_more(alone))
    return Label(alone, end_stop, "bare") if told else None


def _is_one_role_and_more(label: Traced) -> bool:
    """Whether it is one role in the singular, a comma and some words on where or what of
    ("Dommer, tingrett i stor by")."""
    first, comma, rest = label.text.partition(",")
    if not comma or not rest.strip() or rest.count(",") > 1 or not is_shaped(label):
        return False
    roles = [m for m in group_vocabulary().mentions(label.text, label=True) if m.group.role]
    alone = label[: len(first)]
    return len(roles) == 1 and speakers.is_label(alone) and speakers.names_one(alone)


def _without_stop(text: Traced) -> tuple[Traced, tuple[Traced, ...]]:
    body = text.strip()
    if body.text.endswith(".") and not re.search(r"\b\w{1,3}\.$", body.text):
        return body[:-1], (body[-1:],)
    return body, ()


def is_shaped(label: Traced) -> bool:
    """Whether a text can be an attribution: short, beginning as a name does, and no sentence."""
    text = label.text.strip()
    words = re.findall(r"\w+", text)
    if not words or not speakers.may_be_label(label):
        return False
    found = speakers.parse(label)
    if pattern("speech", "first_person").search(text) or _FINITE.search(text):
        return False
    if found.speaker.understood:
        return found.rest <= _MAX_REST or len(words) <= _MAX_SHAPED
    starts = text[0].isupper() or text[0].isdigit() or bool(found.numbers)
    return starts and len(words) <= _MAX_SHAPED and text[-1] not in ".…"


def is_numbered(label: Traced) -> bool:
    """Whether it names a participant by number alone ("Informant 7", "R12")."""
    found = speakers.parse(label)
    return bool(found.numbers) and found.rest == 0


def is_interviewer(label: str) -> bool:
    """Whether the one who is named before a colon asks the questions."""
    return bool(pattern("label", "interviewer").fullmatch(label.strip()))


def tail(text: Traced) -> tuple[Traced, Label] | None:
    """A text that ends with a known attribution after a dash or in brackets, cut in two."""
    for hit in reversed(list(_TAIL.finditer(text.text))):
        label = label_of(text[hit.start(1) :])
        if label and label.known and label.form in ("dash", "brackets"):
            return text[: hit.start(1)].strip(), label
    for hit in reversed(list(_BEHIND_MARK.finditer(text.text))):
        label = label_of(text[hit.end() :])
        if label and label.certain and label.form == "bare":
            comma = text[hit.start() : hit.end()].strip()
            return text[: hit.start()].strip(), replace(label, marks=(comma, *label.marks))
    return None


def rows(part: Part) -> list[Part]:
    """A paragraph cut before and behind each of its lines that is an attribution."""
    if part.lines < 2:
        return [part]
    bounds = [*part.line_starts, len(part.text)]
    cuts = {0, len(part.text)}
    for first, last in pairwise(bounds):
        line = part.text[first:last]
        label = label_of(line)
        if label is None:
            continue
        before = part.text.text[:first].rstrip()
        behind_quote = first == 0 or before[-1:] in "»”“«\"’‘'.!?…)"
        if behind_quote and (label.known or (label.form == "dash" and _CLOSED.search(before))):
            cuts |= {first, last}
    return [part_of(part, first, last) for first, last in pairwise(sorted(cuts))]


def part_of(part: Part, first: int, last: int) -> Part:
    """The piece of a paragraph from `first` to `last`."""
    text = part.text[first:last]
    lead = len(text.text) - len(text.text.lstrip())
    starts = tuple(at - first - lead for at in part.line_starts if first + lead < at < last)
    marks = part.marks if first == 0 else ()
    return replace(part, text=text.strip(), line_starts=(0, *starts), marks=marks)


def named_in(words: str) -> tuple[int, int] | None:
    """Where a sentence names the one person that it lets speak: one role, in the singular."""
    vocabulary = group_vocabulary()
    named = [mention for mention in vocabulary.find(words) if mention.group.role]
    roles = [m for m in vocabulary.mentions(words) if m.group.role]
    if len(named) != 1 or len(roles) != 1:
        return None
    start, end = named[0].span
    before = list(re.finditer(r"\w+", words[:start]))[-4:]
    article = next((word for word in before if _ONE.fullmatch(word.group())), None)
    if article:
        return article.start(), end
    return (start, end) if _begins_alone(words, start) else None


def _begins_alone(words: str, start: int) -> bool:
    """Whether the role stands first and is no plural: "Rektor forteller"."""
    text = Traced.of(words[start:].split(" ", 1)[0].rstrip(",:"))
    return not words[:start].strip() and speakers.is_label(text)


def quote_of(body: Sequence[Part], label: Label | None) -> Part:
    """The paragraphs as one quote with its attribution."""
    part = replace(merged(body), kind="quote")
    if label is None:
        return part
    return replace(part, label=label.text, marks=part.marks + tuple(m for m in label.marks if m))


def detached(text: str) -> Traced:
    """Words that say who speaks and are counted where they stand (in a lead-in)."""
    return Traced(text, array("q", [NOWHERE]) * len(text))


def merged(body: Sequence[Part]) -> Part:
    """Paragraphs of one quote as one part."""
    text = body[0].text
    starts = list(body[0].line_starts)
    for piece in body[1:]:
        starts += [len(text) + 1 + start for start in piece.line_starts]
        after = text.at[-1] + 1 if text else -1
        gap = Traced.of(" ", after if after < piece.text.at[0] else -1)
        text = joined([text, gap, piece.text])
    return replace(
        body[0],
        kind="quote",
        text=text,
        line_starts=tuple(starts),
        width=max(piece.width for piece in body),
        marks=tuple(mark for piece in body for mark in piece.marks),
        label=next((piece.label for piece in body if piece.label), EMPTY),
        uncertain=next((piece.uncertain for piece in body if piece.uncertain), None),
    )
