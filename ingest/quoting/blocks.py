"""Block quotes that the format marks: each with its attribution, wherever it stands."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.parts import Part
from ingest.quoting import dialogue
from ingest.quoting.labels import Label, detached, label_of, merged, quote_of, rows, tail
from ingest.quoting.quotation import CLOSING, OPENING, opens_only, wrapping
from ingest.quoting.utterances import (
    NO_ATTRIBUTION,
    bared,
    is_speech,
    split,
    unwrapped,
    without_intro,
)

CALL_OUT = "a block quote without attribution: a call-out or a quote"
SHARED = "the attribution of the quote after it stands for both, or for that one alone"


def block_quotes(parts: Sequence[Part]) -> list[Part]:
    """The parts, with what the format marks as quotes cut into quotes and call-outs."""
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
        taken, more = _block(parts[index:end], following)
        found += taken
        index = end + more
    return found


def _block(block: Sequence[Part], following: Part | None) -> tuple[list[Part], int]:
    """The quotes of one block, and how many parts after it they took (an attribution)."""
    pieces = [row for part in block for row in rows(part)]
    labels = [label_of(piece.text) for piece in pieces]
    if labels[0] and labels[0].known and not labels[-1] and len(pieces) > 1:
        return _labels_first(pieces, labels), 0
    found: list[Part] = []
    body: list[Part] = []
    for piece, label in zip(pieces, labels, strict=True):
        if label and body:
            found += _quotes(body, label)
            body = []
        else:
            body.append(piece)
    if not body:
        return found, 0
    if following and following.kind == "attribution" and following.group == block[0].group:
        return [*found, *_quotes(body, Label(following.text, following.marks, "dash"))], 1
    turns = dialogue.turns(body)
    if any(part.label for part in turns):
        return found + turns, 0
    after = label_of(following.text) if following and following.kind == "text" else None
    if after and after.known and after.form != "colon":
        return [*found, *_quotes(body, after)], 1
    return found + _unlabelled(body), 0


def _labels_first(pieces: Sequence[Part], labels: Sequence[Label | None]) -> list[Part]:
    found: list[Part] = []
    starts = [index for index, label in enumerate(labels) if label]
    for start, end in zip(starts, [*starts[1:], len(pieces)], strict=True):
        if end > start + 1:
            found += _quotes(pieces[start + 1 : end], labels[start])
        else:  # two attributions in a row
            reason = "attribution without a quote"
            found.append(replace(pieces[start], kind="aside", reason=reason))
    return found


def _quotes(body: Sequence[Part], label: Label | None) -> list[Part]:
    """One quote of all paragraphs; or, where each is in quotation marks of its own, one of each."""
    if len(body) > 1 and label and all(wrapping(piece.text.text) for piece in body):
        *others, last = body
        shared = detached(label.text.text)
        return [
            *(
                replace(unwrapped(quote_of([piece], None)), label=shared, uncertain=SHARED)
                for piece in others
            ),
            unwrapped(quote_of([last], label)),
        ]
    return [without_intro(bared(unwrapped(_opened_again(quote_of(body, label), body))))]


def _opened_again(quote: Part, body: Sequence[Part]) -> Part:
    """A quote of several paragraphs, each opened by a mark and only the last closed: the marks
    that open the later ones are marks and no text."""
    whole = joined_paragraphs(body)
    if whole is None:
        return quote
    of_label = quote.marks[sum(len(piece.marks) for piece in body) :]
    return replace(
        quote, text=whole.text, line_starts=whole.line_starts, marks=whole.marks + of_label
    )


def joined_paragraphs(body: Sequence[Part]) -> Part | None:
    """Paragraphs of which each begins with a quotation mark that only the last closes, as one."""
    if len(body) < 2 or not all(opens_only(piece.text.text) for piece in body[:-1]):
        return None
    last = body[-1].text.text.rstrip(" .")
    if last[-1:] not in CLOSING:
        return None
    stripped: list[Part] = []
    for piece in body:
        text, marks = piece.text, list(piece.marks)
        if text.text[:1] in OPENING:
            marks.append(text[:1])
            text = text[1:].strip()
        if piece is body[-1]:
            end = len(text.text.rstrip(" .")) - 1
            marks += [text[end : end + 1], text[end + 1 :].strip()]
            text = text[:end].strip()
        stripped.append(
            replace(piece, text=text, line_starts=(0,), marks=tuple(m for m in marks if m))
        )
    return merged(stripped)


def _unlabelled(body: Sequence[Part]) -> list[Part]:
    whole = bared(unwrapped(_opened_again(merged(body), body)))
    if cut := tail(whole.text):
        return _quotes([replace(whole, text=cut[0], line_starts=(0,))], cut[1])
    pieces = split(merged(body))
    if len(pieces) > 1 or pieces[0].label:
        said = [piece.kind == "quote" and bool(piece.label or piece.lead_in) for piece in pieces]
        return [p if own else replace(p, kind="text") for p, own in zip(pieces, said, strict=True)]
    if is_speech(whole.text.text) or whole.marks:
        return [replace(whole, uncertain=NO_ATTRIBUTION)]
    return [replace(whole, kind="text", key=True, uncertain=CALL_OUT)]
