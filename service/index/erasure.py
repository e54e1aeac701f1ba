"""Taking sources out of a report so that nothing of their text is left in it.

Pure: a report in, a report out. What is taken out leaves a set-aside entry with its place in the
file that was handed in, never its words.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from service.domain import Repair, Report, SetAside, Source, Span
from service.index.wording import SENTENCE, anywhere, counted, holds, own_sentences, words_of

MASK = "█"
BLANK = "[…]"
"""Stands where a heading stood that repeated an erased text."""
LED_IN = "the words that introduce it were erased with another source"
HEADED = "a heading above it was erased with another source"
BETWEEN = "; "
"""What stands between two reasons for which a source is uncertain."""

_REPEATED = 3
"""Words from which a text is looked for inside others; a shorter one only as the whole of one."""


def erased(
    report: Report, ids: Collection[str], reason: str, *, texts: Sequence[str] = ()
) -> Report:
    """`report` without the sources in `ids`; ids that it does not have are passed over. Nor does
    anything but the sources that stay hold any of `texts` then.

    Their text is cut out of the canonical text, also where a heading or a lead-in repeats it; a
    source that lost its lead-in says so in `uncertain`. Repairs made in them go; their spans of the
    file are set aside with `reason`. Sources that share characters with an erased one are erased
    with it: their text holds some of its words. All other ids stay, and
    `canonical[start:end] == text` holds for them.
    """
    gone, kept = _parted(report.sources, ids)
    if not gone and not texts:
        return report
    repeats = _Repeats([*(source.text for source in gone), *texts])
    repeats.look_at(heading for section in report.sections for heading in section.path)
    repeats.look_at(context for source in kept for context in (source.lead_in, *source.headings))
    cuts = _cuts(report.canonical, repeats.texts, gone, kept)
    moved = _mover(cuts)
    taken = [span for source in gone for span in source.raw]
    return report.model_copy(
        update={
            "title": BLANK if repeats(report.title) else report.title,
            "canonical": _without(report.canonical, cuts),
            "sections": tuple(
                section.model_copy(
                    update={
                        "path": _headings(section.path, repeats),
                        "start": moved(section.start),
                        "end": moved(section.end),
                    }
                )
                for section in report.sections
            ),
            "sources": tuple(_kept(source, moved, repeats) for source in kept),
            "set_aside": (
                *report.set_aside,
                *(SetAside(reason=reason, raw=source.raw) for source in gone),
            ),
            "repairs": tuple(r for r in report.repairs if not _meets(_place(r), taken)),
        }
    )


def masked(raw: str, spans: Iterable[Span], texts: Iterable[str] = ()) -> str:
    """`raw`, as long as it was, with the characters of `spans` made unreadable, and those of every
    place that repeats one of `texts`, whole or a sentence of it. Line breaks stay."""
    found = [
        *spans,
        *(
            match.span()
            for text in texts
            for piece in (text, *own_sentences(text))
            if _long(piece)
            for match in anywhere(piece).finditer(raw)
        ),
    ]
    letters = list(raw)
    for start, end in found:
        for at in range(start, min(end, len(letters))):
            if letters[at] not in "\r\n":
                letters[at] = MASK
    return "".join(letters)


def _parted(sources: Sequence[Source], ids: Collection[str]) -> tuple[list[Source], list[Source]]:
    """The sources that go, with those that share characters with them, and those that stay."""
    gone = [source for source in sources if source.id in ids]
    kept = [source for source in sources if source.id not in ids]
    while more := [s for s in kept if _meets((s.start, s.end), [(g.start, g.end) for g in gone])]:
        gone += more
        kept = [source for source in kept if source not in more]
    return gone, kept


class _Repeats:
    """Tells whether a heading or a lead-in repeats an erased text, whole or a sentence of it, or is
    itself a piece of one. `texts` are the words not to be found any more."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = [piece for text in texts for piece in (text, *own_sentences(text))]
        self._whole = [words_of(text) for text in texts]
        self._parts = [words_of(text) for text in self.texts if _long(text)]

    def __call__(self, context: str) -> bool:
        said = words_of(context)
        found = said in self._whole or any(holds(said, part) for part in self._parts)
        return found or self._is_piece(said)

    def look_at(self, contexts: Iterable[str | None]) -> None:
        """Note those that are pieces of an erased text among what is not to be found any more."""
        self.texts += [c for c in dict.fromkeys(contexts) if c and self._is_piece(words_of(c))]

    def _is_piece(self, said: str) -> bool:
        own = said.count(" ") >= SENTENCE - 1
        return own and any(holds(text, said) for text in self._whole)


def _cuts(
    canonical: str, texts: Iterable[str], gone: Sequence[Source], kept: Sequence[Source]
) -> list[Span]:
    """What to cut from the canonical text, in order and apart: the erased sources and, outside of
    those that stay, whatever repeats them; with the space or line break that would be left over."""
    stays = [(source.start, source.end) for source in kept]
    found = [(source.start, source.end) for source in gone]
    for text in texts:
        found += [span for span in _repeated(canonical, text) if not _meets(span, stays)]
    return _merged(_tidied(canonical, span, stays) for span in found)


def _repeated(canonical: str, text: str) -> list[Span]:
    spans = [match.span() for match in anywhere(text).finditer(canonical)]
    if _long(text):
        return spans
    lines = f"\n{canonical}\n"
    return [(a, b) for a, b in spans if lines[a] == "\n" and lines[b + 1] == "\n"]


def _long(text: str) -> bool:
    return counted(text) >= _REPEATED


def _tidied(canonical: str, span: Span, stays: Sequence[Span]) -> Span:
    """`span` with its line break when it is a whole line, else with a space beside it."""
    start, end = span
    if start == end:
        return span
    opens = start == 0 or canonical[start - 1] == "\n"
    after, before = canonical[end : end + 1], canonical[max(start - 1, 0) : start]
    if ((opens and after == "\n") or after == " ") and not _meets((end, end + 1), stays):
        return start, end + 1
    if before == " " and not _meets((start - 1, start), stays):
        return start - 1, end
    return span


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _without(text: str, cuts: Sequence[Span]) -> str:
    pieces, at = [], 0
    for start, end in cuts:
        pieces.append(text[at:start])
        at = end
    return "".join([*pieces, text[at:]])


def _mover(cuts: Sequence[Span]) -> Callable[[int], int]:
    """Where an offset of the text stands once `cuts` are made."""

    def moved(offset: int) -> int:
        return offset - sum(min(end, offset) - start for start, end in cuts if start < offset)

    return moved


def _kept(source: Source, moved: Callable[[int], int], repeats: _Repeats) -> Source:
    lead_in = source.lead_in
    if lead_in is not None and repeats(lead_in):
        lead_in = None
    headings = _headings(source.headings, repeats)
    doubts = [
        *([source.uncertain] if source.uncertain else []),
        *([LED_IN] if lead_in != source.lead_in else []),
        *([HEADED] if headings != source.headings else []),
    ]
    return source.model_copy(
        update={
            "start": moved(source.start),
            "end": moved(source.end),
            "lead_in": lead_in,
            "headings": headings,
            "uncertain": BETWEEN.join(doubts) or None,
        }
    )


def _headings(headings: tuple[str, ...], repeats: _Repeats) -> tuple[str, ...]:
    return tuple(BLANK if repeats(heading) else heading for heading in headings)


def _place(repair: Repair) -> Span:
    return repair.at, repair.at + max(1, len(repair.before))


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
