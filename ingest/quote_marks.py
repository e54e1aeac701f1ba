"""Quotation marks and labels: what a paragraph's own marks say of who speaks in it."""

import re
from array import array
from collections.abc import Sequence
from dataclasses import replace

from ingest import speakers
from ingest.parts import Part
from ingest.traced import EMPTY, NOWHERE, Traced, joined
from ingest.words import pattern
from service.vocabulary.groups import group_vocabulary

OMISSION = re.compile(r"\((?:\.\.+|…)\)")
NO_ATTRIBUTION = "no attribution stands by it"

_OPEN, _CLOSE = '«"“„”', '»"”“'
_PAIRS = {"«": "»", "“": "”", "„": "“”", "”": "”", '"': '"', "»": "«"}
_DASH_LABEL = re.compile(r"^\s*([—–―-])\s*(?=\w|\()")
_TAIL_DASH = re.compile(r"(?<=[»\"”“’'.!?…)])\s*([—–―]|\s-)\s*(?=\w)")
_TAIL_BRACKET = re.compile(r"(?<=[»\"”“’'])\s*(\()([^()]{2,80})(\))\.?\s*$")
_INTRODUCED = re.compile(r"^(?P<intro>[^«»\"“”:]{5,240}):\s+(?=[«\"“„])")
_ONE = re.compile(r"\b(?:en|ei|ein|én|éin|a|an|one)\b", re.IGNORECASE)
_MIN_WORDS = 5

Label = tuple[Traced, tuple[Traced, ...]]
"""An attribution, and the marks around it."""


def is_speech(text: str) -> bool:
    """Whether words of the first person or a mark of omission show that someone is speaking."""
    return bool(pattern("speech", "first_person").search(text) or OMISSION.search(text))


def dash_label(part: Part, *, strict: bool) -> Label | None:
    """The label of a paragraph that is an attribution after a dash. `strict` asks that it names a
    role: outside a quote a dash may begin anything."""
    hit = _DASH_LABEL.match(part.text.text)
    if not hit:
        return None
    label = part.text[hit.end() :]
    if not speakers.may_be_label(label):
        return None
    if strict and not speakers.parse(label).speaker.understood:
        return None
    return label, (part.text[hit.start(1) : hit.end(1)],)


def line_label(part: Part) -> Label | None:
    """The label of a line of its own: "(Rektor)", "Lærer, ungdomsskole"."""
    body = part.text
    if body and body.text[0] in "([" and body.text.rstrip(".")[-1] in ")]":
        body = body[1 : len(body.text.rstrip(".")) - 1]
    if not speakers.is_label(body):
        return None
    if len(body) == len(part.text):
        return body, ()
    return body, (part.text[:1], part.text[1 + len(body) :])


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
    )


def labelled(body: Sequence[Part], label: Label) -> Part:
    """The paragraphs as a quote with its attribution."""
    part = unwrapped(merged(body))
    return replace(part, kind="quote", label=label[0], marks=part.marks + label[1])


def split_tail(part: Part) -> Part | None:
    """A paragraph that ends with its own attribution: «…» – Lærer, or «…» (Rektor)."""
    text = part.text.text
    if hit := _TAIL_BRACKET.search(text):
        label = part.text[hit.start(2) : hit.end(2)]
        if speakers.parse(label).speaker.understood and speakers.may_be_label(label):
            body = replace(part, text=part.text[: hit.start(1)].strip(), line_starts=(0,))
            brackets = (part.text[hit.start(1) : hit.end(1)], part.text[hit.end(2) :].strip())
            return labelled([body], (label, brackets))
    for hit in reversed(list(_TAIL_DASH.finditer(text))):
        label = part.text[hit.end() :]
        before = part.text[: hit.start(1)].strip()
        closed = before.text[-1:] in _CLOSE and before.text[:1] in _OPEN
        if not (closed or part.kind == "quote") or not speakers.may_be_label(label):
            continue
        if speakers.parse(label).speaker.understood:
            body = replace(part, text=before, line_starts=(0,))
            return labelled([body], (label, (part.text[hit.start(1) : hit.end(1)].strip(),)))
    return None


def is_wrapped(text: str) -> bool:
    """Whether one pair of quotation marks spans the whole text."""
    body = text.rstrip(" .")
    if len(body) < 3 or body[0] not in _PAIRS or body[-1] not in _PAIRS[body[0]]:
        return False
    inner = body[1:-1]
    if body[0] != "«":
        return body[0] not in inner and body[-1] not in inner
    depth = 1
    for char in inner:
        depth += {"«": 1, "»": -1}.get(char, 0)
        if depth == 0:
            return False
    return True


def unwrapped(part: Part) -> Part:
    """Without the quotation marks around the whole of it; those inside are the participant's."""
    if not is_wrapped(part.text.text):
        return part
    text = part.text
    end = len(text.text.rstrip(" ."))
    tail = text[end:].strip()
    marks = (text[:1], text[end - 1 : end], *((tail,) if tail else ()))
    inside = text[1 : end - 1].strip()
    return replace(part, text=inside, line_starts=(0,), marks=part.marks + marks)


def by_marks(parts: Sequence[Part]) -> list[Part]:
    """The parts, those that are a participant's words from a quotation mark to their end as
    quotes."""
    found: list[Part] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        index += 1
        following = parts[index] if index < len(parts) else None
        quote = None
        if part.kind in ("text", "item") and not part.label:
            begins = part.text.text[:1] in _OPEN
            quote = _whole(part, following) if begins else _introduced(part)
        found.append(quote[0] if quote else part)
        index += quote[1] if quote else 0
    return found


def _whole(part: Part, following: Part | None) -> tuple[Part, int] | None:
    """A paragraph in quotation marks as a quote, and how many parts after it belong to it."""
    if split := split_tail(part):
        return split, 0
    text = part.text.text
    if not is_wrapped(text) or len(text.split()) < _MIN_WORDS:
        return None
    label = _label_after(following)
    if label:
        return labelled([part], label), 1
    if is_speech(text):
        return replace(unwrapped(part), kind="quote", uncertain=NO_ATTRIBUTION), 0
    return None


def _label_after(following: Part | None) -> Label | None:
    if following is None:
        return None
    if following.kind == "item":  # "- Rektor": a dash that looked like a list's
        known = speakers.is_label(following.text)
        return (following.text, following.marks) if known else None
    if following.kind == "text":
        return dash_label(following, strict=True) or line_label(following)
    return None


def _introduced(part: Part) -> tuple[Part, int] | None:
    """A quote that running text introduces: "En lærer sier: «…»"."""
    intro = _INTRODUCED.match(part.text.text)
    if not intro:
        return None
    lead = part.text[: intro.end("intro") + 1]
    rest = replace(part, text=part.text[intro.end() :], line_starts=(0,))
    if speakers.is_label(lead[:-1]) and is_wrapped(rest.text.text):  # "Rektor: «…»"
        return labelled([rest], (lead[:-1], (lead[-1:],))), 0
    says = pattern("speech", "says").search(intro.group("intro"))
    if not says or len(rest.text.text.split()) < _MIN_WORDS:
        return None
    if split := split_tail(rest):
        return replace(split, lead_in=lead), 0
    if not is_wrapped(rest.text.text):
        return None
    quote = replace(unwrapped(rest), kind="quote", lead_in=lead)
    named = [m for m in group_vocabulary().find(lead.text) if m.group.role]
    if len(named) != 1 or not _ONE.search(lead.text):
        return replace(quote, uncertain=NO_ATTRIBUTION), 0
    start, end = named[0].span
    # The label's characters stay with the lead-in; here they only say who speaks.
    return replace(quote, label=Traced(*_detached(lead.text[start:end]))), 0


def _detached(text: str) -> "tuple[str, array[int]]":
    return text, array("q", [NOWHERE]) * len(text)
