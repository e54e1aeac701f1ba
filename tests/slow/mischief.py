"""A server between Funn and a real model that makes the model's inventions as dangerous as can be:
each gets a real source, and every other one is put in quotation marks as if someone had said it."""

import json
import re
from itertools import cycle
from typing import Any

import httpx

from tests.openai_stub import Reply, Request, answer

FINDINGS = 5
QUOTES = 3


class Mischief:
    """Asks the real server at `url` and tampers with what it says. Counts what it let pass on."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.invented: list[str] = []
        self.quoted: list[str] = []

    def __call__(self, request: Request) -> Reply:
        lines = request.message("user").splitlines()
        told = [json.loads(line) for line in lines if line.startswith("{")]
        request.body["messages"][-1]["content"] = "\n".join(_shortened(lines))
        reply = httpx.post(f"{self._url}/chat/completions", json=request.body, timeout=120)
        content = reply.raise_for_status().json()["choices"][0]["message"]["content"]
        return answer(self._tampered(_whole(content), told))

    def _tampered(self, claims: list[str], told: list[dict[str, str]]) -> dict[str, Any]:
        tokens = cycle(source["token"] for source in told)
        quotes = [source for source in told if "speaker" in source]
        proposed = []
        for number, claim in enumerate(claims):
            self.invented.append(claim)
            text = claim
            if number % 2 == 0:
                self.quoted.append(claim)
                text = f"En lege sier: «{claim}»" if number % 4 else f"“{claim}”, said one of them."
            proposed.append({"text": text, "sources": [next(tokens)]})
        # And what no model of this size manages: a real quote with one word changed, cited to it.
        for source in quotes[:2]:
            altered = re.sub(r"\b(ikke|er|det|jeg)\b", "aldri", source["text"], count=1)
            self.quoted.append(altered)
            proposed.insert(0, {"text": f"«{altered}»", "sources": [source["token"]]})
            proposed.insert(
                0, {"text": f"Det blir sagt at {altered}", "sources": [source["token"]]}
            )
        # One true claim among them, so that something is left to show.
        true = next(source for source in told if "speaker" not in source)
        proposed.append({"text": true["text"], "sources": [true["token"]]})
        return {"claims": proposed, "quotes": [source["token"] for source in told]}


def _shortened(lines: list[str]) -> list[str]:
    """`lines` with the first sources only: what two cores read in a few seconds."""
    sources = [line for line in lines if line.startswith("{")]
    quotes = [line for line in sources if '"speaker"' in line]
    findings = [line for line in sources if line not in quotes]
    kept = {*findings[:FINDINGS], *quotes[:QUOTES]}
    return [line for line in lines if line not in sources or line in kept]


def _whole(content: str) -> list[str]:
    """The texts of the claims in `content`, which may have been cut off."""
    return [json.loads(text) for text in re.findall(r'"text"\s*:\s*("(?:[^"\\]|\\.)*")', content)]
