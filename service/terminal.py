"""An answer laid out for reading in a terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from service.contract import Answer, Citation
from service.domain import Group, Language
from service.vocabulary.groups import GroupVocabulary

WORDS = {
    "nb": {
        "findings": "Funn",
        "quotes": "Sitater",
        "caveats": "Forbehold",
        "missing": "Ikke dekket",
        "nearest": "Nærmeste temaer",
        "next": "Spør gjerne videre",
        "illustrates": "illustrerer",
        "related": "beslektet",
        "supports": "støtter",
        "contrasts": "går imot",
        "sources": "Kilder",
        "unknown": "ukjent rolle",
        "about": "om",
        "not": "unntatt",
    },
    "nn": {
        "findings": "Funn",
        "quotes": "Sitat",
        "caveats": "Atterhald",
        "missing": "Ikkje dekt",
        "nearest": "Nærmaste tema",
        "next": "Spør gjerne vidare",
        "illustrates": "illustrerer",
        "related": "i slekt",
        "supports": "støttar",
        "contrasts": "går imot",
        "sources": "Kjelder",
        "unknown": "ukjend rolle",
        "about": "om",
        "not": "unnateke",
    },
    "en": {
        "findings": "Findings",
        "quotes": "Quotes",
        "caveats": "Caveats",
        "missing": "Not covered",
        "nearest": "Nearest topics",
        "next": "You could also ask",
        "illustrates": "illustrates",
        "related": "related",
        "supports": "supports",
        "contrasts": "contrasts",
        "sources": "Sources",
        "unknown": "role unknown",
        "about": "about",
        "not": "except",
    },
}


def show(answer: Answer, console: Console, vocabulary: GroupVocabulary) -> None:
    """Print `answer`: claims with numbers, then the quotes, then caveats and what to ask next."""
    words = WORDS[answer.language]
    by_id = {citation.id: citation for citation in answer.citations}
    numbers = {id: n for n, id in enumerate(by_id, start=1)}
    if any(report.fictional for report in answer.reports):
        banner = {"nb": "OPPDIKTET RAPPORT", "nn": "OPPDIKTA RAPPORT", "en": "FICTIONAL REPORT"}
        console.print(Text(banner[answer.language], style="bold reverse"))
    for paragraph in (answer.message, answer.lead):
        if paragraph:
            console.print(Text(paragraph, style="bold"))
    if answer.claims:
        console.print()
        console.print(Text(words["findings"], style="bold cyan"))
        block = None
        for claim in answer.claims:
            if claim.block != block:
                block = claim.block
                console.print(Text(f"  {block}", style="italic"))
            marks = "".join(f"[{numbers[id]}]" for id in claim.citations)
            console.print(Padding(Text(f"• {claim.text} {marks}"), (0, 0, 0, 4)))
    quotes = [citation for citation in answer.citations if citation.kind == "quote"]
    if quotes:
        console.print()
        console.print(Text(words["quotes"], style="bold cyan"))
        for quote in quotes:
            text = " […] ".join(quote.text[start:end] for start, end in quote.excerpt)
            console.print(Padding(Text(f"«{text}»"), (0, 0, 0, 4)))
            console.print(
                Padding(
                    Text(
                        f"— {_who(quote, answer.language, vocabulary)} ({words[quote.relation]}) "
                        f"[{numbers[quote.id]}]",
                        style="dim",
                    ),
                    (0, 0, 1, 4),
                )
            )
    for name, lines in _rest(answer):
        console.print(Text(words[name], style="bold cyan"))
        for line in lines:
            console.print(Padding(Text(f"• {line}"), (0, 0, 0, 4)))
    if by_id:
        console.print(Text(words["sources"], style="bold cyan"))
        for id, citation in by_id.items():
            console.print(
                Padding(
                    Text(f"[{numbers[id]}] {citation.reference} ({id})", style="dim"), (0, 0, 0, 4)
                )
            )


def _who(quote: Citation, language: Language, vocabulary: GroupVocabulary) -> str:
    group = Group(role=quote.role, sector=quote.sector, field=quote.field)
    who = vocabulary.label(group, language) or WORDS[language]["unknown"]
    return f"{who[:1].upper()}{who[1:]} · {quote.section.path[-1]}"


def _rest(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    for name, lines in (
        ("missing", list(answer.not_covered)),
        ("nearest", [f"{topic.section}: {topic.heading}" for topic in answer.nearest]),
        ("caveats", list(answer.caveats)),
        ("next", list(answer.follow_ups)),
    ):
        if lines:
            yield name, lines
