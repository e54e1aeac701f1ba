"""What a report is made of: sections, findings, quotes, and the passages that are searched.

Frozen data without I/O, shared by ingestion (which makes it) and the service (which reads it).
The words are those of the project's vocabulary (see CONTRIBUTING.md). Offsets are in Unicode code
points, half open: `text == canonical[start:end]`.
"""

import hashlib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["nb", "nn", "en"]
Strength = Literal["all", "most", "many", "several", "some", "few", "one", "none", "unspecified"]
Holder = Literal["participants", "researchers"]
Kind = Literal["finding", "quote"]
Span = tuple[int, int]
Box = tuple[int, float, float, float, float]
"""Page (from 1), x0, y0, x1, y1, in PDF points from the page's top left corner."""


class Frozen(BaseModel):
    """A value: immutable, and no field but those that are named."""

    # Errors without the value: it may be a report's text or a question, and errors are logged.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Group(Frozen):
    """Whom a finding is about or who speaks, in the normalised terms of `service.vocabulary`.

    None means that the report does not say. `Group()` with nothing set is not a group.
    """

    role: str | None = None
    sector: str | None = None
    field: str | None = None

    def __bool__(self) -> bool:
        return any((self.role, self.sector, self.field))


class Speaker(Group):
    """Who said a quote. `label` is the attribution as printed, without any participant number; it
    is kept for the researcher and never served. `understood` is False when the label names no role
    of the vocabulary: then nothing is guessed."""

    label: str
    understood: bool = True

    @property
    def group(self) -> Group:
        """Role, sector and field alone."""
        return Group(role=self.role, sector=self.sector, field=self.field)


class Page(Frozen):
    """Where a source stands: `physical` from a PDF, `printed` only if the number was seen on the
    page. Never counted: a wrong page in a brief is a wrong citation."""

    physical: int | None = None
    printed: str | None = None


class Section(Frozen):
    """A chapter or a numbered subsection. `path` holds the headings from the chapter down, as
    printed with their numbers ("5.3 Utfordringer"); `start` and `end` span it in the canonical
    text."""

    id: str
    path: tuple[str, ...]
    level: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    method: bool = False
    """Whether it tells how the study was made (sample, method, weaknesses)."""


class SourceBase(Frozen):
    """What findings and quotes share: an exact piece of the canonical text with its place."""

    id: str
    text: str = Field(min_length=1)
    section: str
    """Id of the innermost `Section`."""
    block: str
    """Id of the block it stands in: what stands under one innermost heading together. A quote in
    the same block as a finding illustrates it."""
    headings: tuple[str, ...] = ()
    """Headings below the section, outermost first (a slide's title, a topic heading)."""
    lead_in: str | None = None
    """The sentence that introduces its list, or the authors' words before a quote."""
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    raw: tuple[Span, ...] = Field(min_length=1)
    """Spans of the file as it was handed in, in reading order."""
    page: Page = Page()
    boxes: tuple[Box, ...] = ()
    uncertain: str | None = None
    """Why its order, extent or attribution could not be known; None when it could."""

    @property
    def context(self) -> str:
        """Its headings and lead-in on one line: what it misleads without."""
        parts = [*self.headings, *([self.lead_in] if self.lead_in else [])]
        return " › ".join(parts)


class Finding(SourceBase):
    """One statement of the researchers, with its strength as written."""

    kind: Literal["finding"] = "finding"
    strength: Strength = "unspecified"
    strength_words: str | None = None
    groups: tuple[Group, ...] = ()
    excluded_groups: tuple[Group, ...] = ()
    holder: Holder = "participants"
    """Whose view it is: what participants said, or the researchers' own interpretation."""
    about: str | None = None
    """A group that was not asked but is spoken about ("pasienter"), as named in the vocabulary."""
    key: bool = False
    """Whether the report sets it off as a key statement."""


class Quote(SourceBase):
    """One participant's own words."""

    kind: Literal["quote"] = "quote"
    speaker: Speaker


Source = Annotated[Finding | Quote, Field(discriminator="kind")]


class SetAside(Frozen):
    """Characters of the input that are neither source, heading nor attribution, and why."""

    reason: str
    raw: tuple[Span, ...]


class Repair(Frozen):
    """A change made to the text as it was handed in. `at` is the offset in the raw file."""

    at: int
    before: str
    after: str
    reason: str


class Corrections(Frozen):
    """What a researcher's file of corrections did to a report."""

    digest: str
    """`sha256:` and the digest of that file."""
    applied: int = Field(ge=1)


class Report(Frozen):
    """A report as it is stored and served. `sources` are in report order.

    It holds no participant number and no text that was not meant to be read: what ingestion set
    aside is named by span, not by content."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")
    title: str
    publisher: str | None = None
    year: int | None = None
    language: Language = "nb"
    fictional: bool = False
    barred: bool = False
    """Whether its text may not leave the machine: not to a language model, not to an embedding
    service. The store remembers it beside the versions, so it is no part of their digest."""
    canonical: str
    raw_digest: str
    """`sha256:` and the digest of the file as it was handed in."""
    reader: str
    """Name of the reader that read it, with the version of the rules that cut it."""
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    set_aside: tuple[SetAside, ...] = ()
    repairs: tuple[Repair, ...] = ()
    corrections: Corrections | None = Field(default=None, exclude_if=lambda value: value is None)
    """None where there were none; then it is not written either."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(source for source in self.sources if isinstance(source, Finding))

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return tuple(source for source in self.sources if isinstance(source, Quote))


class Passage(Frozen):
    """What is embedded and searched: a source with its context, or a block as a whole."""

    id: str
    text: str
    """What the embedder sees."""
    sources: tuple[str, ...] = Field(min_length=1)
    """Ids of the sources that a hit on this passage speaks for."""
    kind: Literal["finding", "quote", "block"]


def source_id(report: str, kind: Kind, text: str, occurrence: int) -> str:
    """An id that survives re-ingestion: a hash of report, kind, text and which occurrence of that
    text in the report it is (from 0). It tells nothing of who spoke."""
    key = "\x1f".join((report, kind, text, str(occurrence)))
    return f"{kind[0]}-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def place_id(report: str, prefix: str, path: tuple[str, ...], occurrence: int) -> str:
    """An id for a section (`s`) or block (`b`): headings repeat, so the path and the occurrence
    number (from 0) go in."""
    key = "\x1f".join((report, *path, str(occurrence)))
    return f"{prefix}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
