"""The form that a judge must answer in."""

from collections.abc import Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict, create_model
from pydantic.config import JsonDict


def _undescribed(schema: JsonDict) -> None:
    """What a model is told stands in `prompts/`, not in our docstrings."""
    schema.pop("description", None)


_STRICT = ConfigDict(strict=True, extra="forbid", json_schema_extra=_undescribed)


class Ruling(BaseModel):
    """What the judge says of one claim or key point. The reason comes before what it decides."""

    model_config = _STRICT

    reason: str
    holds: bool


@cache
def form(count: int) -> type[BaseModel]:
    """The form for rulings on `count` items: one under each of "r1" to "r<count>", none missing and
    nothing else. As keys they are part of the schema, so a server that holds its model to a schema
    cannot let it rule on other things, and whatever else comes does not validate."""
    each = dict.fromkeys(_names(count), (Ruling, ...))
    made: type[BaseModel] = create_model("Rulings", __config__=_STRICT, **each)  # type: ignore[call-overload]
    return made


def in_order(given: BaseModel, count: int) -> Sequence[Ruling]:
    """The rulings of a filled-in `form(count)`, from the first item to the last."""
    return [getattr(given, name) for name in _names(count)]


def _names(count: int) -> list[str]:
    return [f"r{number}" for number in range(1, count + 1)]
