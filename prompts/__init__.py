"""Prompts as files: text with front matter, filled in by name.

A prompt is a file `<name>.md`: front matter with `version` and `inputs`, then the text, in which
`{{input}}` stands for a value. Values are data: they go in as they are and are never read again, so
a value that itself holds `{{question}}` comes out with just those characters.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

_PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?\n)---\n(?P<body>.*)\Z", re.DOTALL)
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class PromptError(ValueError):
    """A prompt file or a call that cannot be right: the message names prompt and variable."""


@dataclass(frozen=True)
class Prompt:
    """A rendered prompt, and which file made it."""

    name: str
    version: int
    text: str
    digest: str
    """`sha256:` and the digest of the prompt's file, before anything was filled in."""


@dataclass(frozen=True)
class _Template:
    version: int
    inputs: tuple[str, ...]
    body: str
    digest: str


def render(name: str, **values: str) -> Prompt:
    """The prompt `name` with `values` filled in.

    Raises `PromptError`, naming the variable, where one is missing or is no input of the prompt.
    """
    template = _load(name)
    if missing := [key for key in template.inputs if key not in values]:
        raise PromptError(f"Prompt '{name}' was given no value for: {', '.join(missing)}.")
    if unknown := sorted(set(values) - set(template.inputs)):
        raise PromptError(
            f"Prompt '{name}' has no input: {', '.join(unknown)}. "
            f"It takes: {', '.join(template.inputs) or 'none'}."
        )
    text = _PLACEHOLDER.sub(lambda hit: values[hit[1]], template.body)
    return Prompt(name=name, version=template.version, text=text, digest=template.digest)


def combined_digest(prompts: Iterable[Prompt]) -> str:
    """One `sha256:` digest that changes when the file of any of `prompts` does."""
    return _digest("\n".join(prompt.digest for prompt in prompts).encode())


@cache
def _load(name: str) -> _Template:
    file = files(__name__) / f"{name}.md"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise PromptError(f"There is no prompt '{name}': prompts/{name}.md is missing.")
    return _parse(name, file.read_bytes())


def _parse(name: str, data: bytes) -> _Template:
    """Raises `PromptError` where front matter and text do not agree."""
    parts = _FRONT_MATTER.match(data.decode("utf-8"))
    head = yaml.safe_load(parts["head"]) if parts else None
    if parts is None or not isinstance(head, dict) or set(head) != {"version", "inputs"}:
        raise PromptError(f"Prompt '{name}' must open with front matter: version and inputs.")
    version, inputs = head["version"], tuple(head["inputs"] or ())
    if not isinstance(version, int):
        raise PromptError(f"Prompt '{name}' has version {version!r}, which is no whole number.")
    used = set(_PLACEHOLDER.findall(parts["body"]))
    if differing := sorted(used ^ set(inputs)):
        raise PromptError(
            f"Prompt '{name}' must declare what it uses and use what it declares: "
            f"{', '.join(differing)}."
        )
    body = parts["body"].strip() + "\n"
    return _Template(version=version, inputs=inputs, body=body, digest=_digest(data))


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
