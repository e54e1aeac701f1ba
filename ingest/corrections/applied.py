"""Corrections of parts, applied one after another and logged."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.corrections import entries as e
from ingest.corrections.bench import ASIDE, Bench, name
from ingest.corrections.located import Locator, Spot, UnfitError
from ingest.parts import Part
from ingest.quoting import quotes
from ingest.quoting.utterances import NO_ATTRIBUTION
from service.domain import Group, SetAside, Span
from service.vocabulary.groups import group_vocabulary

SPEAKERS = (NO_ATTRIBUTION, quotes.UNKNOWN_ROLE)
"""Doubts that only a speaker settles."""


@dataclass(frozen=True)
class Applied:
    """What one correction did."""

    number: int
    """Of the entry in its file, from 1; 0 for what the file says of the report itself."""
    do: str
    line: int
    """Of the report's file, from 1; 0 for none."""
    effect: str
    """In words that hold no text of the report."""


@dataclass(frozen=True)
class Placed:
    """A correction with the places that it names."""

    index: int
    entry: e.Correction
    at: Spot
    other: Spot | None
    """What `with`, `before`, `after` or `label` names."""
    through: Spot | None


@dataclass(frozen=True)
class Corrected:
    """The parts with their corrections, and what is left to do once the sources are known."""

    parts: list[Part]
    log: tuple[Applied, ...]
    facts: tuple[Placed, ...]
    doubts: tuple[int, ...] = ()
    """Offsets of characters that may be broken and that nothing settled."""


def corrected(
    found: e.Corrections,
    raw: str,
    parts: Sequence[Part],
    set_aside: Sequence[SetAside],
    *,
    shift: int,
    statements: Callable[[str], Sequence[Span]],
    doubts: Iterable[int] = (),
) -> Corrected:
    """The parts with what `found` corrects.

    Every place is looked up in the parts as Funn read them, before anything is corrected. `shift`
    is what the format adds to the level of a heading; `statements` cuts running text; `doubts` are
    offsets of characters that may be broken. Raises `InputError` for a correction that does not
    fit the report.
    """
    locator = Locator(raw, parts, set_aside)
    placed = [_placed(found, index, entry, locator) for index, entry in enumerate(found.entries)]
    bench = Bench(raw, parts, shift=shift, statements=statements, doubts=doubts)
    given = found.report.model_dump(exclude_none=True)
    log = [Applied(0, "report", 0, f"{key} given") for key in given]
    for item in placed:
        if isinstance(item.entry, e.Fact):
            continue
        try:
            effect = _apply(bench, item)
        except UnfitError as error:
            raise found.refusal(item.index, str(error)) from None
        log.append(Applied(item.index + 1, item.entry.do, item.at.line, effect))
    facts = tuple(item for item in placed if isinstance(item.entry, e.Fact))
    return Corrected(bench.parts, tuple(log), facts, tuple(sorted(bench.doubts)))


def _placed(found: e.Corrections, index: int, entry: e.Correction, locator: Locator) -> Placed:
    try:
        at = locator.find(entry.at, entry.line, entry.occurrence)
    except UnfitError as error:
        raise found.refusal(index, str(error)) from None
    through = other = None
    key = "through"
    try:
        if isinstance(entry, e.Ranged) and entry.through:
            through = _nearest(locator, entry.through, at)
        for key in ("before", "after", "other", "label"):
            text = getattr(entry, key, None)
            if text is None:
                continue
            if isinstance(entry, e.Spoken):
                other = locator.find(text, entry.label_line)
            elif isinstance(entry, e.Move):
                other = locator.find(text)
            else:
                other = _nearest(locator, text, at)
    except UnfitError as error:
        shown = "with" if key == "other" else key
        raise found.refusal(index, f"{error} (key `{shown}`)") from None
    return Placed(index, entry, at, other, through)


def _nearest(locator: Locator, text: str, at: Spot) -> Spot:
    """The first place of `text` after `at`; where none is after it, the only one."""
    later = [s for s in locator.all(" ".join(text.split())) if s.last >= at.last]
    return (
        min(later, key=lambda spot: (spot.first < at.first, spot.first))
        if later
        else (locator.find(text))
    )


def _apply(bench: Bench, item: Placed) -> str:
    """Does what one entry says; returns what that changed, without text."""
    entry = item.entry
    match entry:
        case e.Settled():
            return _settle(bench, item)
        case e.Move():
            start, end = bench.range(item.at, item.through)
            beside = bench.index(_given(item))
            bench.move(start, end, beside, after=entry.after is not None)
            where = "after" if entry.after is not None else "before"
            return f"{end - start + 1} moved {where} line {_given(item).line}"
        case e.Aside():
            bench.put_aside(item.at, item.through)
            return "left out of the report"
        case e.Join():
            bench.join(item.at, _given(item))
            return f"joined with line {_given(item).line}"
        case e.Split():
            bench.split(bench.index(item.at), _given(item))
            return f"split at line {_given(item).line}"
        case e.Spoken():
            return _speaker(bench, item)
    index = bench.index(item.at)
    was = name(bench.parts[index])
    if bench.parts[index].kind == "heading" and isinstance(entry, e.Heading):
        was += f" of level {bench.parts[index].level}"
    match entry:
        case e.Heading():
            bench.heading(index, entry.level)
            return f"{was} is now a heading of level {entry.level}"
        case e.Item():
            bench.item(index, entry.level)
            return f"{was} is now a list item"
    bench.text(index)
    return f"{was} is now running text"


def _given(item: Placed) -> Spot:
    if item.other is None:
        raise UnfitError("lacks a place")
    return item.other


def _settle(bench: Bench, item: Placed) -> str:
    start, end = bench.range(item.at, item.through)
    if (
        start == end
        and (quotes.speaker_doubt(bench.parts[start]) in SPEAKERS)
        and (bench.parts[start].kind == "quote")
    ):
        raise UnfitError('is uncertain in who speaks: say so with `do = "speaker"`')
    count = bench.trust(start, end) + bench.settle(start, end)
    return f"{count} no longer uncertain" if count else "nothing there was uncertain any more"


def _speaker(bench: Bench, item: Placed) -> str:
    entry = item.entry
    assert isinstance(entry, e.Quote | e.Speaker)
    index = bench.index(item.at)
    was = name(bench.parts[index])
    if isinstance(entry, e.Speaker) and bench.parts[index].kind != "quote":
        raise UnfitError(f'names {was}, not a quote: use `do = "quote"` if it is one')
    index = bench.quote(index)
    effect = "" if was == "a quote" else f"{was} is now a quote"
    before = quotes.speaker_of(bench.parts[index]).group
    if item.other:
        index = bench.label(index, item.other)
    if entry.group:
        bench.speaker(index, entry.group)
    bench.settle(index, index)
    now = quotes.speaker_of(bench.parts[index]).group
    if item.other or entry.group:
        effect += f"{'; ' if effect else ''}speaker: {in_words(before)} → {in_words(now)}"
    return effect or "it was a quote already"


def in_words(group: Group) -> str:
    """A group in terms of the vocabulary, for the log."""
    return group_vocabulary().label(group, "en") if group else "unknown"


__all__ = ["ASIDE", "Applied", "Corrected", "Placed", "corrected", "in_words"]
