"""Signals in a report's own words by which the frame of an answer is chosen (`signals.toml`)."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def gives_a_reason(text: str) -> bool:
    """Whether `text` names a reason or a cause."""
    return bool(_pattern("reasons").search(text))


def tells_limit(text: str, limit: str) -> bool:
    """Whether a sentence on method tells that limit: `reach`, `sample` or `view`."""
    return bool(_pattern("limits", limit).search(text))


def heading_is(text: str, kind: str) -> bool:
    """Whether a heading is of that kind: `none`, `clause`, `advantages` or `disadvantages`."""
    return bool(_pattern("headings", kind).match(text))


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((files("service.answering") / "signals.toml").read_text("utf-8"))


@cache
def _pattern(*path: str) -> re.Pattern[str]:
    words: Any = _data()
    for name in path:
        words = words[name]
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)
