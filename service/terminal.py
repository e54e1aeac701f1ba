"""An answer laid out for reading in a terminal."""

import textwrap
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from service.answering.phrases import marked, say
from service.contract import Answer, Citation, Claim, NearestTopic
from service.domain import Group, Language
from service.vocabulary.groups import GroupVocabulary

WORDS: dict[Language, dict[str, str]] = {
    "nb": {
        "fictional": "OPPDIKTET RAPPORT",
        "fallback": "Språkmodellen ble ikke brukt",
        "findings": "Funn",
        "others": "Andre funn",
        "quotes": "Sitater",
        "caveats": "Forbehold",
        "missing": "Ikke dekket",
        "nearest": "Nærmeste temaer",
        "next": "Spør gjerne videre",
        "illustrates": "illustrerer",
        "related": "beslektet",
        "supports": "støtter",
        "contrasts": "nyanserer",
        "sources": "Kilder",
        "unknown": "ukjent rolle",
        "about": "om {}, sett av andre",
        "not": "unntatt {}",
        "researchers": "forskernes vurdering",
        "uncertain": "usikkert",
    },
    "nn": {
        "fictional": "OPPDIKTA RAPPORT",
        "fallback": "Språkmodellen vart ikkje brukt",
        "findings": "Funn",
        "others": "Andre funn",
        "quotes": "Sitat",
        "caveats": "Atterhald",
        "missing": "Ikkje dekt",
        "nearest": "Nærmaste tema",
        "next": "Spør gjerne vidare",
        "illustrates": "illustrerer",
        "related": "i slekt",
        "supports": "støttar",
        "contrasts": "nyanserer",
        "sources": "Kjelder",
        "unknown": "ukjend rolle",
        "about": "om {}, sett av andre",
        "not": "unnateke {}",
        "researchers": "vurderinga til forskarane",
        "uncertain": "usikkert",
    },
    "en": {
        "fictional": "FICTIONAL REPORT",
        "fallback": "The language model was not used",
        "findings": "Findings",
        "others": "Other findings",
        "quotes": "Quotes",
        "caveats": "Caveats",
        "missing": "Not covered",
        "nearest": "Nearest topics",
        "next": "You could also ask",
        "illustrates": "illustrates",
        "related": "related",
        "supports": "supports",
        "contrasts": "in contrast",
        "sources": "Sources",
        "unknown": "role unknown",
        "about": "about {}, as seen by others",
        "not": "except {}",
        "researchers": "the researchers' assessment",
        "uncertain": "uncertain",
    },
}
CUT = " […] "
"""Stands for what an excerpt leaves out of a source."""


def show(answer: Answer, console: Console, vocabulary: GroupVocabulary) -> None:
    """Print `answer`: claims with numbers, the quotes, caveats, what to ask next, the sources.

    In a pipe lines are not broken, so that a quote can be searched for whole.
    """
    _Page(answer, console, vocabulary).print()


class _Page:
    def __init__(self, answer: Answer, console: Console, vocabulary: GroupVocabulary) -> None:
        self._answer = answer
        self._console = console
        self._vocabulary = vocabulary
        self._words = WORDS[answer.language]
        self._sources_by_id = {c.id: c for c in answer.citations}
        self._numbers = {c.id: n for n, c in enumerate(answer.citations, start=1)}

    def print(self) -> None:
        answer, words = self._answer, self._words
        if any(report.fictional for report in answer.reports):
            self._line(words["fictional"], style="bold reverse")
        if answer.fallback_reason:
            self._line(f"{words['fallback']}: {answer.fallback_reason}", style="yellow")
        for paragraph in (answer.message, answer.lead):
            if paragraph:
                self._line(paragraph, style="bold")
        self._claims()
        self._others()
        self._quotes()
        self._list("missing", answer.not_covered)
        self._list("caveats", answer.caveats)
        self._list("nearest", map(_place, answer.nearest))
        self._list("next", answer.follow_ups)
        self._sources()

    def _claims(self) -> None:
        if not self._answer.claims:
            return
        self._heading("findings")
        block = ""
        said: tuple[str, ...] = ()
        for number, claim in enumerate(self._answer.claims, start=1):
            if claim.block != block:
                block = claim.block
                self._line(block, indent="  ", style="italic")
            if (before := self._before(claim)) and before not in said:
                self._line(before, indent="      ", style="dim")
            # What introduces several, or was a claim just now, needs no repeating.
            said = (before, claim.text)
            marks = "".join(f"[{self._numbers[id]}]" for id in claim.citations)
            self._line(f"{claim.text} {marks}", first=f"{number}.".rjust(5) + " ")
            if facets := self._facets(claim):
                self._line(f"({facets})", indent="      ", style="dim")

    def _before(self, claim: Claim) -> str:
        """What a finding misleads without: the last part of its source's context, unless that is
        the heading it stands under already; its headings too where it stands under a group."""
        source = self._sources_by_id[claim.citations[0]]
        if source.text != claim.text:
            return ""
        section, context = source.section.path[-1], source.context
        if not claim.block.startswith(section):
            return f"{section} › {context}" if context else section
        last = context.split(" › ")[-1]
        return "" if claim.block.endswith(last) else last

    def _facets(self, claim: Claim) -> str:
        """What the claim's text alone may not tell: that it speaks against others, how many hold it
        where that is in another language, whose view it is, and of whom."""
        words, language = self._words, self._answer.language
        source = self._sources_by_id[claim.citations[0]]
        said = [words["contrasts"]] if source.relation == "contrasts" else []
        if claim.strength_words and (claim.language == "en") != (language == "en"):
            meaning = say(f"strength_{claim.strength}", language)
            said.append(f"{meaning}: {marked(claim.strength_words, language)}")
        said += [words["researchers"]] if claim.holder == "researchers" else []
        if claim.about:
            about = self._vocabulary.label(Group(role=claim.about), language, "many")
            said.append(words["about"].format(about))
        if claim.excluded_groups:
            excluded = (self._vocabulary.label(g, language, "many") for g in claim.excluded_groups)
            said.append(words["not"].format("; ".join(excluded)))
        return "; ".join(said)

    def _others(self) -> None:
        """Findings that no claim cites: those that contrast with what was found."""
        cited = {id for claim in self._answer.claims for id in claim.citations}
        others = [c for c in self._answer.citations if c.kind == "finding" and c.id not in cited]
        if not others:
            return
        self._heading("others")
        for finding in others:
            relation = self._words[finding.relation]
            self._line(f"{_excerpt(finding)} ({relation}) {self._mark(finding)}", first="    • ")

    def _quotes(self) -> None:
        quotes = [citation for citation in self._answer.citations if citation.kind == "quote"]
        if not quotes:
            return
        self._heading("quotes")
        for quote in quotes:
            self._line(f"«{_excerpt(quote)}»", indent="    ")
            self._line(f"— {self._attribution(quote)}", indent="    ", style="dim")

    def _attribution(self, quote: Citation) -> str:
        group = Group(role=quote.role, sector=quote.sector, field=quote.field)
        who = self._vocabulary.label(group, self._answer.language) or self._words["unknown"]
        place = f"{who[:1].upper()}{who[1:]} · {quote.section.path[-1]}"
        return f"{place} ({self._words[quote.relation]}) {self._mark(quote)}"

    def _sources(self) -> None:
        """Each reference once, with the numbers and ids of the sources that it is of."""
        if not self._answer.citations:
            return
        self._heading("sources")
        by_reference: dict[str, list[Citation]] = {}
        for citation in self._answer.citations:
            by_reference.setdefault(citation.reference, []).append(citation)
        for reference, citations in by_reference.items():
            self._line(reference, indent="    ", style="dim")
            ids = "  ".join(f"{self._mark(citation)} {citation.id}" for citation in citations)
            self._line(ids, indent="      ", style="dim")
            for citation in citations:
                if citation.uncertain:
                    doubt = f"{self._words['uncertain']}: {citation.uncertain}"
                    self._line(f"{self._mark(citation)} {doubt}", indent="      ", style="yellow")

    def _list(self, name: str, lines: Iterable[str]) -> None:
        if lines := list(lines):
            self._heading(name)
            for line in lines:
                self._line(line, first="    • ")

    def _mark(self, citation: Citation) -> str:
        return f"[{self._numbers[citation.id]}]"

    def _heading(self, name: str) -> None:
        self._console.print()
        self._line(self._words[name], style="bold cyan")

    def _line(self, text: str, indent: str = "", first: str = "", style: str = "") -> None:
        """Print `text` behind `indent`, or behind `first` and then as far in as that is long."""
        lines = [text]
        if self._console.is_terminal:
            width = max(20, self._console.width - len(first or indent))
            lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        for at, line in enumerate(lines):
            lead = first if at == 0 and first else " " * len(first) or indent
            # Text, not markup: brackets in a report or a question mean nothing here.
            self._console.print(Text(f"{lead}{line}", style=style), soft_wrap=True)


def _excerpt(citation: Citation) -> str:
    pieces = [citation.text[start:end] for start, end in citation.excerpt]
    left = CUT.strip() + " " if citation.excerpt[0][0] > 0 else ""
    right = " " + CUT.strip() if citation.excerpt[-1][1] < len(citation.text) else ""
    return left + CUT.join(pieces) + right


def _place(topic: NearestTopic) -> str:
    same = topic.heading == topic.section
    return topic.section if same else f"{topic.section}: {topic.heading}"
