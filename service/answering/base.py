"""The seam between composing and answering: a draft names sources and never carries their words."""

from collections.abc import Sequence
from typing import Protocol

from pydantic import Field

from service.completion import Usage
from service.contract import Mode
from service.domain import Frozen
from service.evidence import Evidence
from service.understanding import Question


class DraftClaim(Frozen):
    """One statement to make, and the ids of the sources that say it. `text` is None where the
    source is to speak for itself, which is always so in `extractive` mode."""

    sources: tuple[str, ...] = Field(min_length=1)
    text: str | None = None


class Draft(Frozen):
    """What a composer proposes. `service.answering.verify` decides what of it is shown."""

    mode: Mode
    claims: tuple[DraftClaim, ...] = ()
    quotes: tuple[str, ...] = ()
    """Ids of quotes to show, best first."""
    contrasts: tuple[str, ...] = ()
    """Ids of findings, among those that claims name, that speak against others of them. Heeded in
    `extractive` mode alone."""
    model: str | None = None
    prompt_digest: str | None = None
    usage: Usage | None = None
    """Tokens that it took, where a language model composed it and its server told."""


class Answerer(Protocol):
    """A composer. It may raise `LLMError`; then the extractive draft stands in, labelled."""

    def draft(self, question: Question, evidence: Sequence[Evidence]) -> Draft:
        """Compose from `evidence` (best first, never empty). Ids outside it are dropped later."""
        ...
