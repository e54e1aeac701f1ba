"""Interviews printed as dialogue: "Lærer: …", "Intervjuer: …"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.parts import Part
from ingest.quoting import speakers
from ingest.quoting.labels import is_interviewer, is_numbered, part_of
from ingest.quoting.quotation import marked, opens_only
from ingest.quoting.utterances import OMISSION, UNCLOSED, bared, is_speech, is_whole, unwrapped
from ingest.traced import EMPTY, Traced
from ingest.words import pattern

_TURN = re.compile(r"^\s*(?P<who>[^:!?«»“”\"]{1,60}?)\s*(?P<colon>:)\s+(?=\S)")


def turns(parts: Sequence[Part]) -> list[Part]:
    """The parts, those that are turns of a dialogue as quotes of who speaks in them. What the
    interviewer says before a turn leads it in."""
    pieces = [piece for part in parts for piece in _lines(part)]
    found: list[Part] = []
    index = 0
    while index < len(pieces):
        end = index
        while end < len(pieces) and _who(pieces[end]) is not None:
            end += 1
        found += _dialogue(pieces[index:end])
        if end == index:
            found.append(pieces[index])
            end += 1
        index = end
    return found


def _lines(part: Part) -> list[Part]:
    """A paragraph cut before each line that is another speaker's, where there are several."""
    if part.label or part.kind not in ("text", "quote") or part.lines < 2:
        return [part]
    bounds = [*part.line_starts, len(part.text)]
    starts = [at for at, end in pairwise(bounds) if _speaker(part.text[at:end]) is not None]
    if not starts or (starts[0] != 0 and len(starts) < 2) or starts == [0]:
        return [part]
    cuts = sorted({0, *starts, len(part.text)})
    return [part_of(part, first, last) for first, last in pairwise(cuts)]


def _who(part: Part) -> re.Match[str] | None:
    if part.label or part.kind not in ("text", "quote", "item"):
        return None
    return _speaker(part.text)


def _speaker(text: Traced) -> re.Match[str] | None:
    """The name before the colon, where it can only be a speaker's."""
    hit = _TURN.match(text.text)
    if hit is None:
        return None
    who = text[hit.start("who") : hit.end("who")]
    if is_interviewer(who.text) or is_numbered(who):
        return hit
    tells = pattern("speech", "says").search(who.text)  # the authors: "En rektor forteller: ..."
    return hit if speakers.is_label(who) and not tells else None


def _dialogue(pieces: Sequence[Part]) -> list[Part]:
    """Turns that stand one after another. A turn by itself is one only if somebody speaks in it:
    a colon may follow a role for other reasons ("Rektor: ansvar for budsjettet")."""
    found: list[Part] = []
    asked: Part | None = None
    several = len({piece.text.text.split(":")[0] for piece in pieces}) > 1
    talk = several and any(
        _speaks(piece) or is_interviewer(piece.text.text.split(":")[0])
        for piece in pieces
        if piece.kind != "item"
    )
    for piece in pieces:
        hit = _speaker(piece.text)
        assert hit is not None
        who = piece.text[hit.start("who") : hit.end("who")]
        body, rest = _to_its_mark(piece.text[hit.end() :])
        if is_interviewer(who.text):
            if asked:
                found.append(asked)
            asked = piece
            continue
        if not (talk or _speaks(piece) or piece.kind == "quote"):
            found.append(piece)
            continue
        quote = replace(
            piece,
            kind="quote",
            text=body.strip(),
            line_starts=(0,),
            label=who,
            marks=(*piece.marks, piece.text[hit.start("colon") : hit.end("colon")]),
            lead_in=asked.text if asked else piece.lead_in,
        )
        asked = None
        doubt = quote.uncertain or (UNCLOSED if opens_only(quote.text.text) else None)
        found.append(replace(bared(unwrapped(quote)), uncertain=doubt))
        if rest:
            found.append(replace(piece, text=rest, marks=(), line_starts=(0,)))
    return [*found, *([asked] if asked else [])]


def _to_its_mark(text: Traced) -> tuple[Traced, Traced]:
    """What a turn says and, where it is in quotation marks, what stands behind them."""
    spans = marked(text.text).quoted
    lead = len(text.text) - len(text.text.lstrip())
    rest = text[spans[0][1] :].strip() if spans and spans[0][0] == lead else EMPTY
    if rest and rest.text[0].isupper() and is_whole(text.text[lead + 1 : spans[0][1] - 1]):
        return text[: spans[0][1]], rest
    return text, EMPTY


def _speaks(part: Part) -> bool:
    """Whether somebody speaks in a turn: for himself, or, in a paragraph, for several."""
    text = part.text.text
    alone = pattern("speech", "singular").search(text) or OMISSION.search(text)
    return bool(alone) or (part.kind != "item" and is_speech(text.split(":", 1)[-1]))
