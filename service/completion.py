"""What a language model gave for one call: its answer in the asked form, and the tokens it took."""

from typing import Generic, NamedTuple, TypedDict, TypeVar

from pydantic import BaseModel, Field

from service.domain import Frozen

Schema = TypeVar("Schema", bound=BaseModel)


class Usage(Frozen):
    """Tokens of one call as the server counted them: read (prompt, question and sources) and
    written (reasoning included)."""

    input_tokens: int = Field(ge=1)
    output_tokens: int = Field(ge=0)


class Completion(NamedTuple, Generic[Schema]):
    """What a model answered, and what that took."""

    answer: Schema
    usage: Usage | None
    """None where the server did not tell."""


class Counted(TypedDict):
    """The part of LangChain's `UsageMetadata` that is read here."""

    input_tokens: int
    output_tokens: int


def usage_of(counted: Counted | None) -> Usage | None:
    """The usage that a server told; None where it told none, or what cannot be one (no token read,
    fewer than none written): an answer does not fail by how it was counted."""
    if counted is None or counted["input_tokens"] < 1 or counted["output_tokens"] < 0:
        return None
    return Usage(input_tokens=counted["input_tokens"], output_tokens=counted["output_tokens"])
