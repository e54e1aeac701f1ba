"""Parts in their places: the section, headings and block each stands in, and what leads it in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parts import Part
from ingest.sentences import sentences
from ingest.words import pattern

_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+\S")
MAX_SECTION_LEVEL = 2
"""Depth of unnumbered headings that make sections; deeper ones are headings within them."""


@dataclass(frozen=True)
class Place:
    """A section: its heading as printed, and where it hangs."""

    path: tuple[str, ...]
    level: int
    method: bool


@dataclass(frozen=True)
class Placed:
    """A part with where it stands."""

    part: Part
    section: int
    """Index into the sections."""
    headings: tuple[str, ...]
    lead_in: str | None
    block: int
    """Number of its block: what stands under one innermost heading together."""
    opens: bool = False
    """Whether it is the heading of a section."""
    listed: bool = False
    """Whether its lead-in introduces all of its sentences (a list that lost its marks)."""


@dataclass
class _State:
    sections: list[Place]
    placed: list[Placed]
    stack: list[tuple[int, str]]
    """Headings below the section: depth and text."""
    lead_in: str | None = None
    lead_kind: str = ""
    """What the lead-in introduces: items or one paragraph."""
    parents: tuple[str, ...] = ()
    """Texts of the list items above, outermost first."""
    page: int = -1
    block: int = 0
    slides: bool = False
    """Whether each page is a slide."""


def outline(parts: Sequence[Part], title: str, *, marked: bool) -> tuple[list[Place], list[Placed]]:
    """The sections of a report and its parts in them, in order.

    `marked` says that the format gives the depth of each heading. What stands before the first
    section goes into one that bears the report's title.
    """
    named = _title(parts, marked)
    shift = 1 if named and marked else 0
    state = _State([], [], [], slides=not marked and any(part.page for part in parts))
    for part in parts:
        if part is named or part.front:
            state.placed.append(Placed(part, 0, (), None, 0))
            continue
        if part.kind == "heading":
            _heading(state, part, shift, marked)
            continue
        if part.kind == "aside":
            if state.lead_kind == "any" and part.reason.startswith("list number"):
                state.lead_kind = "all"  # the numbers of a list whose texts stand elsewhere
            state.placed.append(
                Placed(part, max(0, len(state.sections) - 1), (), None, state.block)
            )
            continue
        if part.page != state.page and not marked:
            state.page = part.page
            state.stack = []
            state.block += 1
            state.lead_in, state.lead_kind = None, ""
        if not state.sections:
            state.sections.append(Place((title,), 1, False))
        _body(state, part, marked)
    if not state.sections:
        state.sections.append(Place((title,), 1, False))
    return state.sections, state.placed


def _title(parts: Sequence[Part], marked: bool) -> Part | None:
    """The heading that is the report's title: the only one of the first level, and the first; in
    text without marks, a first line without a number where the chapters are numbered."""
    found = [part for part in parts if part.kind == "heading"]
    if found and found[0].front:
        return found[0]
    if not found or _is_numbered(found[0]):
        return None
    if not marked:
        alone = next(part for part in parts if part.kind != "aside") is found[0]
        numbered = any(_is_numbered(part) for part in found)
        chapters = any(part.level == 1 and not _is_numbered(part) for part in found[1:])
        return found[0] if alone and numbered and not chapters else None
    levels = [part.level for part in found]
    return found[0] if levels[0] == 1 and levels.count(1) == 1 and 2 in levels else None


def _is_numbered(part: Part) -> bool:
    return bool(part.number or _NUMBERED.match(part.text.text))


def report_title(parts: Sequence[Part], *, marked: bool) -> str | None:
    """The heading that is the report's title, if there is one."""
    found = _title(parts, marked)
    return found.text.text if found else None


def printed(part: Part) -> str:
    """A heading as printed, with its number."""
    number = part.number.text.strip()
    return f"{number} {part.text.text}" if number else part.text.text


def _is_method(heading: str, above: Place | None) -> bool:
    """Whether what stands under `heading` tells how the study was made. In a chapter on something
    else "Rekruttering" and "Begrensninger" are what was found."""
    if above is None or above.method:
        return above is not None or bool(pattern("method", "heading").search(heading))
    opening = bool(pattern("method", "opening").search(above.path[0]))
    return bool(pattern("method", "heading" if opening else "within").search(heading))


def _heading(state: _State, part: Part, shift: int, marked: bool) -> None:
    text = printed(part).rstrip(" :")
    level = part.level - shift if marked else part.level
    state.lead_in = None
    state.parents = ()
    if part.page != state.page and not marked:
        state.page = part.page
        state.stack = []
    number = re.match(r"\d+(?:\.\d+)*", text) if _NUMBERED.match(text) else None
    if number and level:
        level = number.group().count(".") + 1
    is_section = level >= 1 and (level <= MAX_SECTION_LEVEL or bool(number))
    if is_section:
        above = _above(state.sections, level)
        path = (*above.path, text) if above else (text,)
        state.sections.append(Place(path, level, _is_method(text, above)))
        state.stack = []
        state.block += 1
        place = Placed(part, len(state.sections) - 1, (), None, state.block, opens=True)
        state.placed.append(place)
        return
    if not state.sections:
        state.sections.append(Place((text,), 1, bool(pattern("method", "heading").search(text))))
    if part.governs:
        depth = level if marked else (1 if part.title else 2)
        state.stack = [(d, t) for d, t in state.stack if d < depth]
        state.stack.append((depth, text))
        state.block += 1
    state.placed.append(Placed(part, len(state.sections) - 1, _headings(state), None, state.block))


def _above(sections: Sequence[Place], level: int) -> Place | None:
    """The section that a new one of `level` hangs under."""
    return (
        next((place for place in reversed(sections) if place.level < level), None)
        if (level > 1)
        else None
    )


def _headings(state: _State, scope: str = "") -> tuple[str, ...]:
    """Headings below the section; one that repeats the section's own says nothing. A call-out that
    holds for the whole page (`scope`) comes after the page's title."""
    own = re.sub(r"^[\d.]+\s+", "", state.sections[-1].path[-1]).lower()
    found = [text for _, text in state.stack if text.lower() != own]
    titles = sum(depth == 1 and text.lower() != own for depth, text in state.stack)
    return (*found[:titles], scope, *found[titles:]) if scope else tuple(found)


def _body(state: _State, part: Part, marked: bool) -> None:
    lead = None
    if part.kind == "item":
        if part.level > 1 and state.parents:
            lead = state.parents[min(part.level - 1, len(state.parents)) - 1]
        elif state.lead_kind:
            lead = state.lead_in
        state.parents = (*state.parents[: part.level - 1], part.text.text)
        state.lead_kind = "items" if state.lead_kind else ""
    elif state.lead_kind == "all" and part.kind == "text":
        lead = state.lead_in
    else:
        if state.lead_kind == "any":
            lead = state.lead_in
        state.lead_in, state.lead_kind, state.parents = None, "", ()
    if part.kind == "quote" and part.lead_in:
        lead = part.lead_in.text
    if part.uncertain and not marked and part.kind in ("quote",):
        state.block += 1  # what is not known to stand with the rest must not illustrate it
    state.placed.append(
        Placed(
            part,
            len(state.sections) - 1,
            _headings(state, part.scope),
            lead,
            state.block,
            listed=state.lead_kind == "all",
        )
    )
    if part.uncertain and not marked and part.kind in ("quote",):
        state.block += 1
    if part.kind == "text" and (part.leads or part.text.text.endswith(":")):
        start, end = (0, None) if part.whole else sentences(part.text.text)[-1]
        state.lead_in, state.lead_kind = part.text.text[start:end], "any"
    if part.kind == "quote" and state.slides and len(state.stack) > 1:
        # On a slide a heading above a quote heads that quote; what follows may be another column.
        state.stack = state.stack[:-1]
        state.block += 1
