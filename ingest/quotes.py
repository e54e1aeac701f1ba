"""Quotes: which paragraphs are a participant's words, and whose."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest import speakers
from ingest.parts import Part
from ingest.quote_marks import (
    NO_ATTRIBUTION,
    OMISSION,
    Label,
    by_marks,
    dash_label,
    is_speech,
    is_wrapped,
    labelled,
    line_label,
    merged,
    split_tail,
    unwrapped,
)
from ingest.words import pattern

UNKNOWN_ROLE = "its attribution names no role, or several, that Funn knows"
CALL_OUT = "a block quote without attribution: a call-out or a quote"


def resolved(parts: Sequence[Part]) -> list[Part]:
    """The parts with each quote as one part, its attribution and the authors' lead-in with it."""
    return by_marks(_by_attribution(_by_group(parts)))


def speaker_doubt(part: Part) -> str | None:
    """What is uncertain about who speaks."""
    if not part.label:
        return NO_ATTRIBUTION
    if not speakers.parse(part.label).speaker.understood:
        return UNKNOWN_ROLE
    return None


# --- attributions on a line of their own, after a marker ---------------------------------------


def _by_attribution(parts: Sequence[Part]) -> list[Part]:
    found: list[Part] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        following = parts[index + 1] if index + 1 < len(parts) else None
        index += 1
        if part.kind != "attribution":
            found.append(part)
        elif found and _is_before(found[-1], part, following):
            quote = _attributed([found.pop()], part)
            while found and _goes_on(found[-1], quote):
                quote = merged([found.pop(), quote])
            found.append(_with_lead_in(found, quote))
        elif following and _may_follow(following, part):
            found.append(_attributed([following], part))
            index += 1
        else:
            found.append(replace(part, kind="aside", reason="attribution without a quote"))
    return found


def _attributed(body: Sequence[Part], attribution: Part) -> Part:
    return labelled(body, (attribution.text, attribution.marks))


def _is_before(part: Part, attribution: Part, following: Part | None) -> bool:
    """Whether the paragraph before an attribution is its quote."""
    if part.kind != "text" or part.page != attribution.page:
        return False
    if part.text.text.endswith(":") and not is_speech(part.text.text):
        return False
    return not (_is_title(part) and following and _may_follow(following, attribution))


def _is_title(part: Part) -> bool:
    """Whether the paragraph before an attribution is a heading, so that the quote comes after."""
    text = part.text.text
    return part.lines == 1 and len(text.split()) <= 10 and text[-1] not in '.!?…)»"”'


def _may_follow(part: Part, attribution: Part) -> bool:
    return part.kind == "text" and part.page == attribution.page and not part.bound


def _goes_on(part: Part, quote: Part) -> bool:
    """Whether the paragraph before is part of the same quote: someone speaks in it too, and it is
    set in the same column."""
    text = part.text.text
    if part.kind != "text" or part.page != quote.page:
        return False
    if not re.search(r"[.!?…)»\"”]$", text):
        return False  # a heading, or a lead-in
    alike = part.width <= 1.3 * quote.width and quote.width <= 1.3 * part.width
    alone = pattern("speech", "singular").search(text)
    speaks = OMISSION.search(text) or (alone and not pattern("speech", "study").search(text))
    return alike and bool(speaks)


def _with_lead_in(found: list[Part], quote: Part) -> Part:
    """The quote with the authors' words before it kept apart: lines of its own paragraph up to a
    colon at a line's end, or a short paragraph that ends with a colon."""
    for start in quote.line_starts[1:]:
        above = quote.text[:start].strip()
        if above.text.endswith(":") and not is_speech(above.text) and len(above.text) < 200:
            starts = tuple(s - start for s in quote.line_starts if s >= start)
            return replace(quote, lead_in=above, text=quote.text[start:], line_starts=starts)
    before = found[-1] if found else None
    if before and before.kind == "text" and before.page == quote.page:
        words = before.text.text.split()
        if before.text.text.endswith(":") and 2 < len(words) <= 30:
            found.pop()
            return replace(quote, lead_in=before.text, marks=quote.marks + before.marks)
    return quote


# --- block quotes that the format marks --------------------------------------------------------


def _by_group(parts: Sequence[Part]) -> list[Part]:
    found: list[Part] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        if part.kind != "quote" or part.label:
            found.append(part)
            index += 1
            continue
        end = index
        while end < len(parts) and parts[end].kind == "quote" and parts[end].group == part.group:
            end += 1
        following = parts[end] if end < len(parts) else None
        taken, more = _group(parts[index:end], following)
        found += taken
        index = end + more
    return found


def _group(block: Sequence[Part], following: Part | None) -> tuple[list[Part], int]:
    """The quotes of one block, and how many parts after it they took (an attribution)."""
    found: list[Part] = []
    body: list[Part] = []
    for part in block:
        label = dash_label(part, strict=False) or line_label(part)
        if label and body:
            found.append(labelled(body, label))
            body = []
        else:
            body.append(part)
    if not body:
        return found, 0
    if following is not None and following.kind == "text":
        label = dash_label(following, strict=True) or line_label(following)
        if label:
            return [*found, labelled(body, label)], 1
    return [*found, _last_line(body) or split_tail(merged(body)) or _unlabelled(body)], 0


def _last_line(body: Sequence[Part]) -> Part | None:
    """The quote where the last line of its last paragraph is the attribution."""
    last = body[-1]
    if last.lines < 2:
        return None
    start = last.line_starts[-1]
    row = replace(last, text=last.text[start:], line_starts=(0,))
    label: Label | None = dash_label(row, strict=False) or line_label(row)
    if label is None:
        return None
    rest = replace(last, text=last.text[:start].strip(), line_starts=last.line_starts[:-1])
    return labelled([*body[:-1], rest], label)


def _unlabelled(body: Sequence[Part]) -> Part:
    whole = merged(body)
    if is_speech(whole.text.text) or is_wrapped(whole.text.text):
        return replace(unwrapped(whole), uncertain=NO_ATTRIBUTION)
    return replace(whole, kind="text", key=True, uncertain=CALL_OUT)
