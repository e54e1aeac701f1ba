"""Reports made by hand, for tests that need no ingestion: parts in, a valid `Report` with real
offsets out."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from service.domain import (
    Finding,
    Group,
    Language,
    Quote,
    Report,
    Section,
    Source,
    Speaker,
    place_id,
    source_id,
)


@dataclass(frozen=True)
class Chapter:
    """A section's heading."""

    title: str


@dataclass(frozen=True)
class Topic:
    """A heading below the section, which begins a block."""

    title: str


@dataclass(frozen=True)
class F:
    """A finding. `more` sets other fields of `Finding`."""

    text: str
    groups: tuple[Group, ...] = ()
    lead_in: str | None = None
    more: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Q:
    """A quote and who says it."""

    text: str
    role: str | None = None
    sector: str | None = None
    field: str | None = None
    lead_in: str | None = None

    @property
    def speaker(self) -> Speaker:
        parts = [part for part in (self.role, self.sector, self.field) if part]
        return Speaker(
            role=self.role,
            sector=self.sector,
            field=self.field,
            label=", ".join(parts),
            understood=self.role is not None,
        )


def make_report(
    *parts: Chapter | Topic | F | Q,
    id: str = "demo",
    title: str = "En rapport",
    language: Language = "nb",
    fictional: bool = False,
) -> Report:
    """The report in which `parts` stand one a line, in this order; a chapter comes first."""
    canonical = "".join(_line(part) for part in parts)
    sections: list[Section] = []
    sources: list[Source] = []
    seen: Counter[tuple[str, ...]] = Counter()
    topic: str | None = None
    block = ""
    at = 0
    for part in parts:
        start = at
        at += len(_line(part))
        if isinstance(part, Chapter | Topic):
            topic = part.title if isinstance(part, Topic) else None
            path = (*sections[-1].path, part.title) if topic else (part.title,)
            if isinstance(part, Chapter):
                sections.append(
                    Section(
                        id=place_id(id, "s", path, seen[path]),
                        path=path,
                        level=1,
                        start=start,
                        end=_chapter_end(parts, part, canonical),
                    )
                )
            block = place_id(id, "b", path, seen[path])
            seen[path] += 1
            continue
        kind: Any = "finding" if isinstance(part, F) else "quote"
        end = start + len(part.text)
        place: dict[str, Any] = {
            "id": source_id(id, kind, part.text, seen[(kind, part.text)]),
            "text": part.text,
            "section": sections[-1].id,
            "block": block,
            "headings": (topic,) if topic else (),
            "lead_in": part.lead_in,
            "start": start,
            "end": end,
            "raw": ((start, end),),
        }
        seen[(kind, part.text)] += 1
        if isinstance(part, F):
            sources.append(
                Finding.model_validate(place | {"groups": part.groups} | dict(part.more))
            )
        else:
            sources.append(Quote.model_validate(place | {"speaker": part.speaker}))
    return Report(
        id=id,
        title=title,
        publisher="Et institutt",
        year=2026,
        language=language,
        fictional=fictional,
        canonical=canonical,
        raw_digest=f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}",
        reader="hand/1",
        sections=tuple(sections),
        sources=tuple(sources),
    )


def _line(part: Chapter | Topic | F | Q) -> str:
    text = part.title if isinstance(part, Chapter | Topic) else part.text
    return text + "\n"


def _chapter_end(
    parts: tuple[Chapter | Topic | F | Q, ...], chapter: Chapter, canonical: str
) -> int:
    end = 0
    inside = False
    for part in parts:
        if inside and isinstance(part, Chapter):
            return end
        inside = inside or part is chapter
        end += len(_line(part))
    return len(canonical)
