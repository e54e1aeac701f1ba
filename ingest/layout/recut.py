"""Paragraphs that a text without marks runs together, cut where what stands around them shows it.

Where a line was full, its end does not tell whether the paragraph ends too: the last item of a list
may take the next paragraph with it, and a quote the authors' words before it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.parts import Part
from ingest.sentences import sentences
from ingest.traced import Traced, joined
from ingest.words import alternatives
from service.vocabulary.groups import group_vocabulary

LIST_END = "a list stands before it: whether it still belongs to its last item cannot be known"
QUOTE_START = "the authors' words run on into it: where it begins cannot be known"

_SPOKEN = re.compile(rf"\b(?:{alternatives('speech', 'first_person')})(?!\w)", re.IGNORECASE)
_ALONE = re.compile(rf"\b(?:{alternatives('speech', 'singular')})(?!\w)", re.IGNORECASE)
_MARKS = '«"“„”'


def lists_closed(parts: Sequence[Part]) -> list[Part]:
    """The parts; where the last item of a list runs on into what may be the next paragraph (its
    last line was full), cut there if each of its siblings is one sentence."""
    found: list[Part] = []
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        last = part.kind == "item" and (following is None or following.kind != "item")
        if not last:
            found.append(part)
            continue
        siblings: list[Part] = []
        for before in reversed(found):
            if before.kind != "item" or before.page != part.page:
                break
            siblings.append(before)
        found += _closed(part, siblings)
    return found


def _closed(part: Part, siblings: Sequence[Part]) -> list[Part]:
    firsts = {start for start, _ in sentences(part.text.text)[1:]}
    cuts = [start for start in part.line_starts[1:] if start in firsts]
    if not cuts or not siblings:
        return [part]
    if any(len(sentences(sibling.text.text)) > 1 for sibling in siblings):
        return [replace(part, uncertain=LIST_END)]
    return list(split(part, cuts[0]))


def quotes_parted(parts: Sequence[Part]) -> list[Part]:
    """The parts; a paragraph that an attribution follows, whose first lines are the authors' words
    and only the rest is spoken, cut where a sentence begins on a line of its own."""
    found: list[Part] = []
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        last = found[-1] if found else None
        if part.kind == "text" and following is not None and following.kind == "attribution":
            if last is not None and (cut := _runs_into(last, part)):
                above, below = split(last, cut[0])
                found[-1] = above
                part = replace(_one(below, part), uncertain=QUOTE_START)  # noqa: PLW2901
            elif cut := _spoken_from(part):
                above, below = split(part, cut[0])
                found.append(above)
                part = replace(below, uncertain=QUOTE_START if cut[1] else None)  # noqa: PLW2901
        found.append(part)
    return found


def _runs_into(above: Part, quote: Part) -> tuple[int, bool] | None:
    """Where speech begins in a paragraph that ends with some of the quote below it: a line of the
    quote that would have had room in the paragraph's column parts them."""
    if above.kind != "text" or above.page != quote.page or quote.text.text[:1] in _MARKS:
        return None
    return _spoken_from(above, _ALONE)


def _one(above: Part, below: Part) -> Part:
    gap = Traced.of(" ", -1)
    starts = tuple(start + len(above.text) + 1 for start in below.line_starts)
    return replace(
        above,
        text=joined([above.text, gap, below.text]),
        line_starts=above.line_starts + starts,
        width=max(above.width, below.width),
    )


def _spoken_from(part: Part, words: re.Pattern[str] = _SPOKEN) -> tuple[int, bool] | None:
    """Where in a paragraph speech begins, and whether it may begin earlier."""
    text = part.text.text
    spans = sentences(text)
    spoken = next((start for start, end in spans if words.search(text[start:end])), None)
    if not spoken:
        return None
    firsts = {start for start, _ in spans[1:] if start <= spoken}
    cuts = [
        start
        for start in part.line_starts
        if start in firsts and group_vocabulary().find(text[:start])
    ]
    return (cuts[-1], len(cuts) > 1) if cuts else None


def split(part: Part, at: int) -> tuple[Part, Part]:
    """The part and the text that stands in it from offset `at` on, as two."""
    above = replace(
        part,
        text=part.text[:at].strip(),
        line_starts=tuple(start for start in part.line_starts if start < at),
    )
    starts = tuple(start - at for start in part.line_starts if start >= at)
    return above, Part("text", part.text[at:], page=part.page, line_starts=starts, width=part.width)
