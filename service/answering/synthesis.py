"""Composing by a language model, which is not trusted.

The model reads the best sources under opaque tokens and returns claims that name tokens. What it
wrote is proposed as a `Draft`; `service.answering.verify` decides what of it is shown.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from service.answering.base import Draft, DraftClaim
from service.answering.briefing import BUDGET, TOKEN, brief
from service.completion import Completion, Schema
from service.errors import LLMError
from service.evidence import Evidence
from service.understanding import Question

MAX_CLAIM = 400
"""Characters of a claim. What is as long is no single statement, or was cut."""
MAX_CLAIMS = 8
MAX_QUOTES = 6
COPIED_WORDS = 5
"""So many words in a row that stand in a quote, and in no finding, are the quote's words."""

_WORD = re.compile(r"\w+")
_TOKENS_IN_BRACKETS = re.compile(rf"[(\[](?:\s|{TOKEN}\b|[,;])*[)\]]")
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[.,;:!?])")
# A claim is the service's sentence about what was found. One in the first person gives voice to a
# participant: it is an invented or translated quote, marks or not. Nynorsk "me" is "we".
_FIRST_PERSON = re.compile(
    r"\b(?:[Jj]eg|[Ee]g|[Mm]eg|(?<!\d )[Mm]in|[Mm]itt|[Mm]ine|[Mm]y|[Mm]yself|I['’]\w+)\b"
    r"|(?<=[\w,] )I\b|\bI (?=(?:am|was|have|had|do|did|feel|think|get|need|want|use|work|can)\b)"
)
_IN_MARKS = re.compile(
    r"[«“”„\"‹]([^«»“”„\"‹›]*)[»”“\"›]|(?<!\w)['‘]((?:[^'‘’]|(?<=\w)['’](?=\w))*)['’](?!\w)"
)


def _undescribed(schema: JsonDict) -> None:
    """What a model is told stands in `prompts/`, not in our docstrings."""
    schema.pop("description", None)


_TOKEN_SCHEMA: JsonDict = {"type": "string", "pattern": f"^{TOKEN}$"}


class ProposedClaim(BaseModel):
    """A claim as the model returns it."""

    model_config = ConfigDict(json_schema_extra=_undescribed)

    text: str
    sources: list[str]


class Proposal(BaseModel):
    """What the model returns. Not bounded: what is too long or too much is dropped here, after."""

    model_config = ConfigDict(json_schema_extra=_undescribed)

    claims: list[ProposedClaim]
    quotes: list[str]


class BoundedClaim(ProposedClaim):
    """A claim whose size the server holds the model to."""

    text: str = Field(json_schema_extra={"maxLength": MAX_CLAIM})
    sources: list[str] = Field(json_schema_extra={"maxItems": 4, "items": _TOKEN_SCHEMA})


class BoundedProposal(Proposal):
    """The same with bounds for the server to hold the model to, told but not checked. Small models
    repeat themselves without end; servers that build a grammar from the schema then stop them, and
    some others do not accept a schema with these words."""

    claims: list[ProposedClaim] = Field(
        json_schema_extra={"maxItems": MAX_CLAIMS, "items": BoundedClaim.model_json_schema()}
    )
    quotes: list[str] = Field(json_schema_extra={"maxItems": MAX_QUOTES, "items": _TOKEN_SCHEMA})


class Completer(Protocol):
    """The part of `service.llm.ChatLLM` that is needed here."""

    @property
    def model(self) -> str: ...

    def complete(
        self, system: str, user: str, schema: type[Schema], plainer: type[Schema] | None = None
    ) -> Completion[Schema]: ...


class LLMAnswerer:
    """An `Answerer` by a language model."""

    def __init__(self, llm: Completer, budget: int = BUDGET) -> None:
        self._llm = llm
        self._budget = budget

    def draft(self, question: Question, evidence: Sequence[Evidence]) -> Draft:
        """A draft of claims in the model's words and of quotes by id; without either where the
        model found no answer. Raises `LLMError`, also where nothing that it wrote can be used."""
        briefing = brief(question, evidence, self._budget)
        proposal, usage = self._llm.complete(
            briefing.system.text, briefing.user.text, BoundedProposal, Proposal
        )
        claims, copied = _read_claims(proposal, briefing.sources)
        if proposal.claims and not claims and question.kind != "quotes":
            raise LLMError(
                f"Model {self._llm.model}",
                "wrote nothing that could be used",
                "Set FUNN_LLM_MODEL to a larger one.",
            )
        shown = [*proposal.quotes, *copied] if claims or question.kind == "quotes" else []
        quotes = (briefing.sources[token].source for token in shown if token in briefing.sources)
        return Draft(
            mode="llm",
            claims=tuple(claims[:MAX_CLAIMS]),
            quotes=_unique(source.id for source in quotes if source.kind == "quote")[:MAX_QUOTES],
            model=self._llm.model,
            prompt_digest=briefing.digest,
            usage=usage,
        )


def _read_claims(
    proposal: Proposal, sources: Mapping[str, Evidence]
) -> tuple[list[DraftClaim], list[str]]:
    """The claims that can be put forward, and tokens of quotes whose words stood in the others."""
    claims: dict[str, DraftClaim] = {}
    copied: list[str] = []
    for proposed in proposal.claims:
        text = _prose(proposed.text, sources)
        cited = [sources[token] for token in _unique(proposed.sources) if token in sources]
        if not cited or not _is_statement(text):
            continue
        taken = _quotes_in(text, sources)
        copied += taken
        if not taken and len({item.report for item in cited}) == 1:  # never merged across reports
            ids = tuple(item.source.id for item in cited)
            claims.setdefault(text.casefold(), DraftClaim(sources=ids, text=text))
    return list(claims.values()), copied


def _prose(text: str, tokens: Iterable[str]) -> str:
    """`text` on one line without tokens, control signs and signs that cannot be seen."""
    for token in tokens:
        text = re.sub(rf"\b{token}\b", "", text)
    text = _TOKENS_IN_BRACKETS.sub("", text)
    text = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return _SPACE_BEFORE_MARK.sub("", " ".join(text.split()))


def _is_statement(text: str) -> bool:
    """Whether `text` can be one sentence of the service's own about what was found."""
    return (
        _WORD.search(text) is not None
        and len(text) < MAX_CLAIM
        and not text.endswith("?")
        and not _FIRST_PERSON.search(text)
        and not any(_quotes_at_length(hit[1] or hit[2] or "") for hit in _IN_MARKS.finditer(text))
    )


def _quotes_at_length(passage: str) -> bool:
    """Whether what stands in marks is more than a term: words that someone is said to have said.
    Without the marks it would still be that."""
    return len(_WORD.findall(passage)) >= COPIED_WORDS


def _quotes_in(text: str, sources: Mapping[str, Evidence]) -> list[str]:
    """Tokens of the quotes whose words stand in `text`: `COPIED_WORDS` of them in a row, or the
    whole of a shorter one, that stand in no finding."""
    said = _words(text)
    findings = [_words(i.source.text) for i in sources.values() if i.source.kind == "finding"]
    return [
        token
        for token, item in sources.items()
        if item.source.kind == "quote"
        and any(
            row in said and not any(row in finding for finding in findings)
            for row in _rows(item.source.text)
        )
    ]


def _rows(text: str) -> list[str]:
    """Every `COPIED_WORDS` words in a row of `text`, or all of them where there are fewer; a single
    word is nobody's own."""
    words = _words(text).split()
    starts = range(max(1, len(words) - COPIED_WORDS + 1)) if len(words) > 1 else ()
    return [f" {' '.join(words[at : at + COPIED_WORDS])} " for at in starts]


def _words(text: str) -> str:
    """The words of `text` in lower case, a space before and after each."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
