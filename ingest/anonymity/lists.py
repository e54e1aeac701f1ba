"""The word lists of the gate, read from its data files."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _data(file: str) -> Mapping[str, Any]:
    return tomllib.loads((files("ingest.anonymity") / f"{file}.toml").read_text("utf-8"))


@cache
def listed(file: str, *keys: str) -> frozenset[str]:
    """The entries of the list that `keys` lead to, as they are written there, `_` made a space."""
    found: Any = _data(file)
    for key in keys:
        found = found[key]
    return frozenset(entry.replace("_", " ") for entry in str(found).split())


@cache
def folded(file: str, *keys: str) -> frozenset[str]:
    """`listed`, in lower case."""
    return frozenset(entry.lower() for entry in listed(file, *keys))


@cache
def alternatives(file: str, *keys: str) -> str:
    """`listed` as the inside of a regular expression's group, the longest first; a space stands for
    any white space."""
    entries = sorted(listed(file, *keys), key=lambda entry: (-len(entry), entry))
    return "|".join(re.escape(entry).replace(r"\ ", r"\s+") for entry in entries)


@cache
def table(file: str, *keys: str) -> Mapping[str, str]:
    """The table that `keys` lead to."""
    found: Any = _data(file)
    for key in keys:
        found = found[key]
    return {str(key): str(value) for key, value in found.items()}
