"""The words of the page, by language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.check.markup import Html, tag, text
from service.domain import Language


class Words:
    """The labels in one language, with what it lacks from the next: nynorsk, bokmål, English."""

    def __init__(self, language: Language) -> None:
        data = _data()
        chain = {"nn": ("nn", "nb", "en"), "nb": ("nb", "en"), "en": ("en",)}[language]
        self.language = language
        self._chain = chain
        self._words: dict[str, str] = {}
        for name in reversed(chain):
            self._words |= data[name]
        self._reasons: Mapping[str, Mapping[str, str]] = data["reasons"]

    def __getitem__(self, key: str) -> str:
        return self._words[key]

    def label(self, key: str) -> Html:
        return text(self[key])

    def reason(self, reason: str) -> Html:
        """Why something is so, in the page's language, or in English marked as such."""
        told = self._told(reason)
        if told is None and ": " in reason:  # what was done, and why
            pieces = [self._told(piece) for piece in reason.split(": ")]
            told = ": ".join(piece or "" for piece in pieces) if all(pieces) else None
        if told is not None:
            return text(told)
        return text(reason) if self.language == "en" else tag("span", text(reason), lang="en")

    def _told(self, reason: str) -> str | None:
        known = self._reasons.get(reason, {})
        return next((known[name] for name in self._chain if name in known), None)

    def place(self, place: str) -> Html:
        """A place of the ledger."""
        name, _, reason = place.partition(": ")
        if reason:
            return Html(f"{self.label(name)}: {self.reason(reason)}")
        return self.label(place) if place in self._words else text(place)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("ingest.check") / "words.toml").read_text("utf-8"))
