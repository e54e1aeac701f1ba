"""Quote fidelity: nothing is shown as the report's words that are not exactly its words."""

import re
import unicodedata
from typing import Literal

from eval.truth import Truth
from service.contract import Answer, Citation, Claim
from service.domain import Frozen

Fault = Literal[
    "unknown_source",
    "altered_text",
    "wrong_place",
    "misattributed",
    "invented_quotation",
    "altered_claim",
]
QUOTED = re.compile(r"«([^«»]+)»|“([^“”]+)”|„([^„“”]+)[“”]|”([^”]+)”|\"([^\"]+)\"")


class Unfaithful(Frozen):
    """Something shown that is not in the report as shown. Names the place, not the words."""

    where: str
    """The id of a citation, or `claim` and its number from 1."""
    fault: Fault


def faults(answer: Answer, truth: Truth) -> tuple[Unfaithful, ...]:
    """Everything in `answer` that is not exactly the report's; empty when it is faithful.

    Of a citation: it is a source of the report; its text is that source's, and the canonical text
    at its offsets, character by character; its excerpts then are spans of it; its raw spans,
    section and page are that source's; and so are its kind, role, sector and field.
    Of a claim: what stands in quotation marks stands so in a source that the claim cites, Unicode
    form (NFC) and white space aside; and without a language model the whole claim does.

    Strict by design: one character is a fault. The figure is the share of answers that show
    something and have no fault. Own definition, from the guarantees in the product's contract.
    """
    found = [
        Unfaithful(where=citation.id, fault=fault)
        for citation in answer.citations
        for fault in _of_citation(citation, truth)
    ]
    for number, claim in enumerate(answer.claims, start=1):
        found += [
            Unfaithful(where=f"claim {number}", fault=fault)
            for fault in _of_claim(claim, answer, truth)
        ]
    return tuple(found)


def _of_citation(citation: Citation, truth: Truth) -> list[Fault]:
    source = truth.by_id.get(citation.id)
    if source is None or citation.report != truth.report:
        return ["unknown_source"]
    found: list[Fault] = []
    shown = [citation.text[start:end] for start, end in citation.excerpt]
    stands = [
        truth.canonical[citation.start + start : citation.start + end]
        for start, end in citation.excerpt
    ]
    if (
        citation.text != source.text
        or truth.canonical[citation.start : citation.end] != citation.text
        or shown != stands
    ):
        found.append("altered_text")
    places = ("start", "end", "raw", "page", "section", "boxes")
    if any(getattr(citation, name) != getattr(source, name) for name in places):
        found.append("wrong_place")
    voice = ("kind", "role", "sector", "field")
    if any(getattr(citation, name) != getattr(source, name) for name in voice):
        found.append("misattributed")
    return found


def _of_claim(claim: Claim, answer: Answer, truth: Truth) -> list[Fault]:
    sources = [truth.by_id[name] for name in claim.citations if name in truth.by_id]
    cited = [plain(source.text) for source in sources]
    found: list[Fault] = []
    if any(not any(words in text for text in cited) for words in quoted(claim.text)):
        found.append("invented_quotation")
    if answer.mode == "extractive" and not any(plain(claim.text) in text for text in cited):
        found.append("altered_claim")
    return found


def quoted(text: str) -> list[str]:
    """What stands in quotation marks, Norwegian or English, straight or curly; not apostrophes."""
    return [plain(next(filter(None, hit.groups()))) for hit in QUOTED.finditer(text)]


def plain(text: str) -> str:
    """`text` in one Unicode form (NFC) and with white space as single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())
