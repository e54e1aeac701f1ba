"""Numbers: an answer states none that its sources do not."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from eval.metrics.fidelity import QUOTED
from eval.truth import Truth
from service.answering.figures import figures
from service.contract import Answer, SourceView
from service.domain import Language

_LANGUAGES: tuple[Language, ...] = ("nb", "en")


def loose_numbers(answer: Answer, truth: Truth) -> tuple[str, ...]:
    """Where the answer states a number that stands in no source it cites there: `claim 2: 7`.

    Numbers in figures and in words, Norwegian and English, are read into one form ("7" for "sju");
    per cent is a number too. A claim's must stand in the text, headings or lead-in of a source that
    this claim cites. The lead's must stand in those of any source cited, or count what the answer
    cites ("eight findings": findings, quotes, or both); topics that it quotes are headings, and are
    not read. Sources are taken from the report as ingested, not from what the answer says they are.

    The figure is the share of answers that cite something and have no such number. Own definition,
    from "no numbers that the source lacks" in the product's contract. It finds a number that stands
    nowhere in the source, not one that stands there and counts something else.
    """
    found = []
    known = {c.id: truth.by_id[c.id] for c in answer.citations if c.id in truth.by_id}
    for number, claim in enumerate(answer.claims, start=1):
        sources = [known[id] for id in claim.citations if id in known]
        said = _read(claim.text, claim.language)
        found += [f"claim {number}: {each}" for each in sorted(said - _stated(sources))]
    if answer.lead:
        said = figures(re.sub(QUOTED, " ", answer.lead), answer.language)
        counted = Counter(citation.kind for citation in answer.citations)
        counts = {str(n) for n in (*counted.values(), counted.total())}
        found += [f"lead: {each}" for each in sorted(said - _stated(known.values()) - counts)]
    return tuple(found)


def _stated(sources: Iterable[SourceView]) -> frozenset[str]:
    """The numbers of the sources, read as Norwegian and as English: a report's language is not part
    of an answer."""
    texts = [f"{source.text} . {source.context}" for source in sources]
    return frozenset().union(*(_read(text, language) for text in texts for language in _LANGUAGES))


@lru_cache(maxsize=8192)
def _read(text: str, language: Language) -> frozenset[str]:
    """`figures`, read once of each text: answers to many questions cite the same sources."""
    return figures(text, language)
