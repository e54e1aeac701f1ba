"""Paragraphs in quotation marks and the attributions around them, where the format marks nothing.

An attribution stands after its quote or before it; which of the two is told by the whole run of
quotes and attributions, not by one of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from ingest.parts import Part
from ingest.quoting.blocks import SHARED, joined_paragraphs
from ingest.quoting.labels import Label, is_shaped, label_of, merged, quote_of, rows, tail
from ingest.quoting.quotation import CLOSING, OPENING, closes_only, marked, opens_only, wrapping
from ingest.quoting.utterances import (
    MIN_WORDS,
    NO_ATTRIBUTION,
    UNCLOSED,
    alone,
    bared,
    cut_before,
    goes_on,
    is_speech,
    is_whole,
    unwrapped,
)
from ingest.sentences import sentences
from ingest.voice import is_own_voice
from service.vocabulary.strength import strength_lexicon

UNOPENED = "a quotation mark closes it that none opened: where it begins cannot be known"
UNMARKED = "no quotation marks stand around it: where it begins cannot be known"
AMBIGUOUS = "attributions stand before and after it: whose it is cannot be known"
ORPHAN = "attribution without a quote"
_MAX_PARAGRAPHS = 8
_DANGLING = re.compile(rf"(?<=[{re.escape(CLOSING)}.!?…)])\s*([—–―|¦│‖]|-{{1,2}})$")


@dataclass
class _Slot:
    """One or more parts with what they can be."""

    kind: Literal["quote", "label", "other"]
    parts: list[Part]
    label: Label | None = None
    sure: bool = True
    """Of a quote: whether it is one even without an attribution."""
    doubt: str | None = None
    given: list[Label] = field(default_factory=list)

    @property
    def page(self) -> int:
        return self.parts[0].page


def marked_quotes(parts: Sequence[Part]) -> list[Part]:
    """The parts, paragraphs in quotation marks and those that an attribution follows as quotes."""
    slots = _slots(_cut(_undangled([row for part in parts for row in _rows(part)])))
    found: list[Part] = []
    index = taken = 0
    while index < len(slots):
        if slots[index].kind == "other":
            following = slots[index + 1] if index + 1 < len(slots) else None
            after = slots[index + 2 : index + 4]
            headed = index > taken and slots[index - 1].kind == "label"
            quote = None if headed else _unmarked(slots[index], following, after)
            while quote and found and goes_on(found[-1], quote):
                quote = replace(merged([found.pop(), quote]), label=quote.label)
            found += [quote] if quote else slots[index].parts
            index += 2 if quote else 1
            taken = index if quote else taken
            continue
        end = index + 1
        while (
            end < len(slots) and slots[end].kind != "other" and slots[end].page == slots[index].page
        ):
            end += 1
        found += _run(slots[index:end])
        index = end
    return found


def _rows(part: Part) -> list[Part]:
    if part.label or part.key or part.kind not in ("text", "item"):
        return [part]
    pieces = rows(part)
    first, rest = pieces[0], pieces[1:]
    # What follows an attribution within a list item is no item of its own.
    return [first, *(replace(p, kind="text") for p in rest)]


def _undangled(parts: Sequence[Part]) -> list[Part]:
    """The parts; a dash at the end of a quote's paragraph put before the attribution that the next
    one is."""
    found: list[Part] = []
    for part in parts:
        before = found[-1] if found else None
        hit = _DANGLING.search(before.text.text) if before else None
        if before and hit and not before.label and part.kind == "text" and is_shaped(part.text):
            found[-1] = replace(before, text=before.text[: hit.start(1)].strip())
            dash = before.text[hit.start(1) : hit.end(1)]
            found.append(replace(part, kind="attribution", marks=(dash, *part.marks)))
        else:
            found.append(part)
    return found


def _cut(parts: Sequence[Part]) -> list[Part]:
    """The parts; authors' words cut off where a quote ends their paragraph and an attribution
    follows it."""
    found: list[Part] = []
    for index, part in enumerate(parts):
        follows = index + 1 < len(parts) and _label(parts, index + 1)
        pair = cut_before(part) if follows and not part.label and not part.key else None
        found += pair or (part,)
    return found


def _slots(parts: Sequence[Part]) -> list[_Slot]:
    found: list[_Slot] = []
    index = 0
    while index < len(parts):
        slot = _slot(parts, index)
        found.append(slot)
        index += len(slot.parts)
    return found


def _slot(parts: Sequence[Part], index: int) -> _Slot:
    part = parts[index]
    if part.label or part.key or part.kind not in ("text", "item", "attribution"):
        return _Slot("other", [part])
    label = _label(parts, index)
    if label:
        return _Slot("label", [part], label)
    if part.kind != "attribution" and (cut := tail(part.text)):
        return _tailed(part, replace(part, text=cut[0], line_starts=(0,)), cut[1])
    text = part.text.text
    if span := wrapping(text):
        inner = text[span[0] + 1 : span[1] - 1].strip()
        ended = inner[-1:] in ".!?…"
        sure = ended or (len(inner.split()) >= MIN_WORDS and is_speech(inner))
        if ended or is_whole(inner) or is_speech(inner):
            return _Slot("quote", [part], sure=sure)
        return _Slot("other", [part])
    if opens_only(text):
        several = _several(parts, index)
        if several:
            return _Slot("quote", list(several))
        return _Slot("quote", [part], sure=is_speech(text), doubt=UNCLOSED)
    if closes_only(text) is not None:
        return _Slot("quote", [part], sure=False, doubt=UNOPENED)
    if part.italic and is_speech(text):
        return _Slot("quote", [part])
    return _Slot("other", [part])


def _tailed(part: Part, body: Part, label: Label) -> _Slot:
    """A paragraph that ends with an attribution: a quote where marks or words show that somebody
    speaks in it."""
    text = body.text.text
    quote = _Slot("quote", [body], given=[label])
    if wrapping(text):
        return quote
    if opens_only(text):
        quote.doubt = UNCLOSED
    elif closes_only(text) is not None:
        quote.doubt = UNOPENED
    elif marked(text).quoted or not label.certain or part.kind != "text":
        return _Slot("other", [part])
    elif not part.italic:
        if not is_speech(text):
            return _Slot("other", [part])
        quote.doubt = None if alone(text) and _speaks_at_once(text) else UNMARKED
    return quote


def _label(parts: Sequence[Part], index: int) -> Label | None:
    part = parts[index]
    if part.kind == "attribution":
        return Label(part.text, part.marks, "dash")
    if part.kind == "item":  # "- Rektor": a dash that looked like a list's
        near = [*parts[max(0, index - 1) : index], *parts[index + 1 : index + 2]]
        alone = not any(p.kind == "item" and len(p.text.text) < 80 for p in near)
        dash = part.bound or (bool(part.marks) and part.marks[0].text in tuple("-–—―"))
        if not (alone and dash and is_shaped(part.text)):
            return None
        dashed = Label(part.text, part.marks, "dash")
        quoted = index > 0 and _is_quoted(parts[index - 1])
        return dashed if dashed.certain or quoted else None
    label = label_of(part.text)
    if label is None or part.lines > 2:
        return None
    behind = index > 0 and _is_quoted(parts[index - 1])
    return label if label.certain or behind else None


def _is_quoted(part: Part) -> bool:
    text = part.text.text
    if part.kind not in ("text", "item"):
        return False
    return wrapping(text) is not None or opens_only(text) or closes_only(text) is not None


def _several(parts: Sequence[Part], index: int) -> Sequence[Part] | None:
    """The paragraphs of one quote of which only the last is closed."""
    for end in range(index + 1, min(index + _MAX_PARAGRAPHS, len(parts))):
        part = parts[end]
        if part.kind != "text" or part.page != parts[index].page or _label(parts, end):
            return None
        body = parts[index : end + 1]
        text = part.text.text
        opened = all(p.text.text[:1] in OPENING for p in body)
        if closes_only(text) is not None or (wrapping(text) and opened):
            return body
        if not opens_only(text) and (wrapping(text) or not is_speech(text)):
            return None
    return None


# --- runs --------------------------------------------------------------------------------------


def _run(slots: Sequence[_Slot]) -> list[Part]:
    """Quotes and attributions in a row, each attribution with its quote."""
    first, last = slots[0], slots[-1]
    before = (
        first.label is not None
        and first.label.form != "dash"
        and last.kind == "quote"
        and all(a.kind != b.kind for a, b in pairwise(slots))
    )
    colon = first.label is not None and first.label.form == "colon"
    orphans: list[_Slot] = []
    for index, slot in enumerate(slots):
        if slot.kind != "label" or slot.label is None:
            continue
        forward = slot.label.form == "colon" or before
        near = slots[index + 1] if forward and index + 1 < len(slots) else None
        if not forward and index > 0:
            near = slots[index - 1]
        if near and near.kind == "quote" and not near.given:
            between = not before and not colon and near is slots[1] and first.label is not None
            if between and first.label and first.label.form == "bare" and slot.label.form == "bare":
                near.doubt, near.sure = AMBIGUOUS, True
                orphans.append(slot)
            else:
                near.given.append(slot.label)
        else:
            orphans.append(slot)
    found: list[Part] = []
    for index, slot in enumerate(slots):
        if slot in orphans:
            found += _orphan(slot)
        elif slot.kind == "quote":
            shared = index + 1 < len(slots) and bool(slots[index + 1].given)
            found += _quote(slot, shared=shared)
    return found


def _orphan(slot: _Slot) -> list[Part]:
    """An attribution that follows no quote: set aside, but for a role alone, which may be a
    heading, and one before a colon, which may lead in what follows."""
    (part,) = slot.parts
    certain = slot.label and slot.label.certain and slot.label.form in ("dash", "brackets")
    if certain or part.kind == "attribution":
        return [replace(part, kind="aside", reason=ORPHAN)]
    return [part]


def _quote(slot: _Slot, *, shared: bool) -> list[Part]:
    label = slot.given[0] if slot.given else None
    body = slot.parts
    doubt = slot.doubt
    if label is None and not slot.sure:
        return body
    if len(body) > 1:
        whole = joined_paragraphs(body) or _ended(body)
        body = [whole]
    quote = bared(unwrapped(quote_of(body, label)))
    reason = quote.uncertain or doubt
    if label is None and not reason:
        reason = SHARED if shared else NO_ATTRIBUTION
    return [replace(quote, uncertain=reason)]


def _ended(body: Sequence[Part]) -> Part:
    """Paragraphs of which only the first opens a mark and only the last closes it."""
    return unwrapped(quote_of(body, None))


def _unmarked(slot: _Slot, following: _Slot | None, after: Sequence[_Slot]) -> Part | None:
    """A paragraph without quotation marks that an attribution follows, as its quote."""
    (part,) = slot.parts
    if following is None or following.kind != "label" or following.label is None:
        return None
    text = part.text.text
    label = following.label
    if part.kind != "text" or part.label or part.key or part.page != following.page:
        return None
    if text[-1:] not in ".!?…)" or not label.certain or label.form == "colon":
        return None
    of_next = len(after) > 0 and after[0].kind == "quote" and after[-1].kind != "label"
    if not is_speech(text) and (is_own_voice(text) or strength_lexicon().strengths(text)):
        return None  # the authors': they say who else thinks so, or what they think
    if label.form != "dash" and of_next and not after[0].given:
        return None
    if label.form == "bare" and (after[:1] and after[0].kind == "quote"):
        return None
    if not (label.form == "dash" or alone(text) or (label.form == "brackets" and is_speech(text))):
        return None
    quote = quote_of([part], label)
    return replace(quote, uncertain=quote.uncertain or _unmarked_doubt(text, label))


def _unmarked_doubt(text: str, label: Label) -> str | None:
    sure = {"dash": is_speech, "brackets": alone}.get(label.form)
    return None if sure and sure(text) and _speaks_at_once(text) else UNMARKED


def _speaks_at_once(text: str) -> bool:
    """Whether somebody speaks in the first sentence already, so that no words of the authors' stand
    before the quote."""
    start, end = sentences(text)[0]
    return is_speech(text[start:end])
