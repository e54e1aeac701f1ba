"""Quotes: which paragraphs are a participant's words, and whose."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.parts import Part
from ingest.quoting import dialogue, speakers, utterances
from ingest.quoting.blocks import CALL_OUT, SHARED, block_quotes
from ingest.quoting.labels import DASHES, detached, merged, named_in, quote_of
from ingest.quoting.quotation import CLOSING, marked
from ingest.quoting.runs import AMBIGUOUS, UNMARKED, UNOPENED, marked_quotes
from ingest.quoting.utterances import (
    NO_ATTRIBUTION,
    UNCLOSED,
    bared,
    cut_before,
    goes_on,
    is_speech,
    unwrapped,
    without_intro,
)
from ingest.traced import Traced, joined
from ingest.words import pattern
from service.domain import Speaker
from service.vocabulary.groups import group_vocabulary

UNKNOWN_ROLE = "its attribution names no role, or several, that Funn knows"
ORPHAN = "attribution without a quote"
_CLOSE_ABOVE = 25
"""Words of a short paragraph of the authors'."""

DOUBTS = (
    NO_ATTRIBUTION, UNKNOWN_ROLE, CALL_OUT, SHARED, UNCLOSED, UNOPENED, AMBIGUOUS, UNMARKED,
)  # fmt: skip
"""Every reason for which a quote can be uncertain by itself."""


def resolved(parts: Sequence[Part]) -> list[Part]:
    """The parts with each quote as one part, its attribution and the authors' lead-in with it."""
    found = block_quotes(_labels_joined(parts))
    found = _by_attribution(found)
    found = dialogue.turns(found)
    found = [piece for part in found for piece in utterances.split(part)]
    found = marked_quotes(found)
    return [_unpaired(_introduced(found, index)) for index in range(len(found))]


def speaker_of(part: Part) -> Speaker:
    """Who speaks: as corrected, else as the attribution says."""
    return part.speaker or speakers.parse(part.label).speaker


def speaker_doubt(part: Part) -> str | None:
    """What is uncertain about who speaks."""
    if not part.label and not part.speaker:
        return NO_ATTRIBUTION
    return None if speaker_of(part).understood else UNKNOWN_ROLE


def _unpaired(part: Part) -> Part:
    """A quote in which a quotation mark has no partner is uncertain: it may begin or end there."""
    if part.kind != "quote" or part.uncertain:
        return part
    marks = marked(part.text.text)
    if marks.unclosed:
        return replace(part, uncertain=UNCLOSED)
    return replace(part, uncertain=UNOPENED) if marks.unopened else part


def _introduced(parts: Sequence[Part], index: int) -> Part:
    """A quote without attribution that the sentence before it gives to one person."""
    part = parts[index]
    if part.kind != "quote" or part.label or index == 0 or part.uncertain != NO_ATTRIBUTION:
        return part
    lead = parts[index - 1]
    words = part.lead_in.text or (lead.text.text if lead.kind == "text" else "")
    if not words.endswith(":") or not pattern("speech", "says").search(words):
        return part
    last = words[words.rfind(". ") + 1 :]
    named = named_in(last)
    if named is None:
        return part
    name = last[named[0] : named[1]]
    return replace(part, label=detached(name), uncertain=None)


def _labels_joined(parts: Sequence[Part]) -> list[Part]:
    """The parts, attributions that wrapped after a comma made whole."""
    found: list[Part] = []
    for part in parts:
        before = found[-1] if found else None
        if before and _goes_on_in(before, part):
            gap = Traced.of(" ", part.text.at[0] - 1 if part.text.at[0] > 0 else -1)
            text = joined([before.text, gap.replaced(0, 1, " "), part.text])
            found[-1] = replace(before, text=text, marks=before.marks + part.marks)
        else:
            found.append(part)
    return found


def _goes_on_in(attribution: Part, part: Part) -> bool:
    text = part.text.text
    short = part.kind == "text" and part.lines == 1 and len(text.split()) <= 4
    open_end = attribution.kind == "attribution" and attribution.text.text.rstrip().endswith(",")
    named = open_end and short and text[-1:] not in ".!?:;," and attribution.page == part.page
    return named and bool(group_vocabulary().mentions(text, label=True))


# --- attributions on a line of their own, after a marker ---------------------------------------


def _by_attribution(parts: Sequence[Part]) -> list[Part]:
    found: list[Part] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        following = parts[index + 1] if index + 1 < len(parts) else None
        index += 1
        if part.kind != "attribution" or not _is_bar(part):
            found.append(part)
        elif found and _is_before(found[-1], part, following):
            said = found.pop()
            if cut := cut_before(said):
                found.append(cut[0])
                said = cut[1]
            quote = _attributed([said], part)
            while found and goes_on(found[-1], quote):
                quote = merged([found.pop(), quote])
            found.append(_doubted(_with_lead_in(found, quote)))
        elif following and _may_follow(following, part):
            found.append(_attributed([following], part))
            index += 1
        else:
            found.append(replace(part, kind="aside", reason=ORPHAN))
    return found


def _is_bar(attribution: Part) -> bool:
    """Whether a bar or a letter for one marks the attribution; dashes are weighed with the run of
    quotes and attributions that they stand in."""
    return not (attribution.marks and attribution.marks[0].text.strip() in DASHES)


def _attributed(body: Sequence[Part], attribution: Part) -> Part:
    quote = without_intro(bared(unwrapped(quote_of(body, None))))
    return replace(quote, label=attribution.text, marks=quote.marks + attribution.marks)


def _is_before(part: Part, attribution: Part, following: Part | None) -> bool:
    """Whether the paragraph before an attribution is its quote."""
    if part.kind not in ("text", "quote") or part.label or part.page != attribution.page:
        return False
    if part.text.text.endswith(":") and not is_speech(part.text.text):
        return False
    return not (_is_title(part) and following and _may_follow(following, attribution))


def _is_title(part: Part) -> bool:
    """Whether the paragraph before an attribution is a heading, so that the quote comes after."""
    text = part.text.text
    return part.lines == 1 and len(text.split()) <= 10 and text[-1] not in f".!?…){CLOSING}"


def _may_follow(part: Part, attribution: Part) -> bool:
    return part.kind == "text" and part.page == attribution.page and not part.bound


def _doubted(quote: Part) -> Part:
    """The quote; uncertain where its first line or two are whole sentences in which nobody speaks,
    and the rest is speech: the authors' last lines may have been set close above it."""
    text = quote.text.text
    for start in quote.line_starts[1:3]:
        above = text[:start].rstrip()
        if is_speech(above) or len(above.split()) > _CLOSE_ABOVE:
            break
        if above[-1:] in ".!?" and is_speech(text[start:]):
            return replace(quote, uncertain=quote.uncertain or UNMARKED)
    return quote


def _with_lead_in(found: list[Part], quote: Part) -> Part:
    """The quote with the authors' words before it kept apart: lines of its own paragraph up to a
    colon at a line's end, or a short paragraph that ends with a colon."""
    for start in quote.line_starts[1:]:
        above = quote.text[:start].strip()
        if above.text.endswith(":") and not is_speech(above.text) and len(above.text) < 200:
            starts = tuple(s - start for s in quote.line_starts if s >= start)
            return unwrapped(
                replace(quote, lead_in=above, text=quote.text[start:], line_starts=starts)
            )
    before = found[-1] if found else None
    if before and before.kind == "text" and before.page == quote.page:
        words = before.text.text.split()
        if before.text.text.endswith(":") and 2 < len(words) <= 30:
            found.pop()
            return replace(quote, lead_in=before.text, marks=quote.marks + before.marks)
    return quote
