"""Reports made up at random, in Markdown and as a PDF's text, to hold the rules against."""

from dataclasses import dataclass

from hypothesis import strategies as st

WORDS = st.sampled_from(
    "De fleste fastlegene mener at det er mye å gjøre med tiden og noen av deltakerne ikke alle"
    " Å éi ïa degé (é) s¬nn e-konsultasjon helse- f.eks. bl.a. 5.1 NAV «sitat» «åpent 12 kl. 2023."
    " (..) (…) ID12 ID4, deltaker 7 pasienter, sykepleier \u00ad \u200b \ufeff fastlege: | og/eller"
    " * _a_ **b** [lenke](http://a.b) &amp; \\* <b> ` !".split(" ")
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
END = st.sampled_from([".", "?", ":", "!", "", ".", "..."])
PARAGRAPH = st.lists(st.tuples(SENTENCE, END).map("".join), min_size=1, max_size=3).map(" ".join)
LABEL = st.sampled_from(
    ["Fastlege", "ID28 Fastlege", "ID4, sykepleier kommune", "Lærer, ungdomsskole", "Noen", "12"]
)


def _wrapped(text: str, width: int, end: str) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) > width:
            lines[-1] += end
            lines.append("")
        lines[-1] += (" " if lines[-1].strip() else "") + word
    return lines


@st.composite
def markdown(draw: st.DrawFn) -> str:
    """A Markdown file of headings, paragraphs, lists, quotes, tables and whatever else."""
    blocks: list[str] = []
    if draw(st.booleans()):
        blocks.append("---\ntitle: Prøve\nyear: 2024\n---")
    kinds = st.sampled_from(["#", "##", "###", "p", "p", "list", "quote", "table", "bold", "mixed"])
    for kind in draw(st.lists(kinds, max_size=10)):
        text = draw(PARAGRAPH)
        if kind.startswith("#"):
            blocks.append(f"{kind} {draw(SENTENCE)}")
        elif kind == "list":
            items = draw(st.lists(PARAGRAPH, min_size=1, max_size=3))
            indents = draw(st.lists(st.sampled_from(["- ", "  - ", "1. "]), min_size=3, max_size=3))
            blocks.append("\n".join(a + b for a, b in zip(indents, items, strict=False)))
        elif kind == "quote":
            body = "> " + "\n> ".join(_wrapped(text, 40, ""))
            label = draw(LABEL)
            tail = draw(st.sampled_from(["\n>\n> — ", "\n> – ", "\n\n– ", "\n\n| "]))
            blocks.append(body + tail + label)
        elif kind == "table":
            blocks.append(f"| a | {draw(WORDS)} |\n|---|---|\n| 1 | {draw(WORDS)} |")
        elif kind == "bold":
            blocks.append(f"**{text}**")
        elif kind == "mixed":
            blocks.append(draw(st.text(max_size=60)))
        else:
            blocks.append("\n".join(_wrapped(text, 60, "")))
    return draw(st.sampled_from(["\n\n", "\r\n\r\n", "\n"])).join(blocks)


@st.composite
def pdf_text(draw: st.DrawFn) -> str:
    """Text as a PDF gives it up: lines parted by blank lines, pages by an indented line, wrapped
    lines with a space at their end, bullets as a letter, attributions behind a bar."""
    spaced = draw(st.booleans())
    gap = "\n\n" if spaced else "\n"
    pages: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        lines: list[str] = []
        kinds = st.sampled_from(["title", "p", "p", "item", "quote", "inline", "number", "stray"])
        for kind in draw(st.lists(kinds, min_size=1, max_size=8)):
            text = draw(PARAGRAPH)
            width = draw(st.integers(20, 90))
            if kind == "title":
                lines.append(draw(SENTENCE))
            elif kind == "item":
                bullet = draw(st.sampled_from(["Å ", "Å", "• ", "- "]))
                lines += _wrapped(bullet + text, width, " ")
            elif kind == "quote":
                mark = draw(st.sampled_from(["| ", "|  ", "I "]))
                lines += [*_wrapped(text, width, " "), mark + draw(LABEL)]
            elif kind == "inline":
                lines += _wrapped(f"{text} | {draw(LABEL)}", width, " ")
            elif kind == "number":
                lines.append(draw(st.sampled_from(["5.1", "27", "1", "2", "3"])))
            elif kind == "stray":
                lines.append(draw(st.sampled_from([".", "-", ". "])))
            else:
                lines += _wrapped(text, width, " ")
        pages.append(gap.join(lines))
    return " " + "\n ".join(pages) + "\n"


@dataclass(frozen=True)
class Deck:
    """Slides of two or three columns, as a tool gave up their text."""

    text: str
    titles: tuple[str, ...]
    """Of its pages, in order."""


_SAYS = ("mener", "sier", "tror", "forteller", "opplever")
_THINGS = ("dagen", "tiden", "arbeidet", "lønnen", "hvilen", "vakten", "maten", "veien")
_TOPICS = ("Om dagen", "Om kvelden", "Om natten", "Om helgen", "Om sommeren", "Om vinteren")
_TITLES = (
    "Hvordan det er å komme", "Hva som går bra nå", "Hva som går dårlig nå", "Hvem som bør hjelpe",
    "Hvorfor noen slutter", "Når alt er over", "Hvor de bor ellers",
)  # fmt: skip


@st.composite
def decks(draw: st.DrawFn) -> Deck:
    """Slides whose columns stand in any order in the file, and whose titles do too. Each column
    speaks of a place of its own ("sted2k1" on page 2 in column 1) in each of its sentences."""
    spaced = draw(st.booleans())
    trailing = " " if draw(st.booleans()) else ""
    count = draw(st.integers(5, 7))
    titles = _TITLES[:count]
    pages: list[str] = []
    for page in range(count):
        width = draw(st.integers(28, 48))
        columns: list[list[str]] = []
        for column in range(draw(st.integers(2, 3))):
            place = f"sted{page}k{column}"
            lines = [_TOPICS[column + 3 * (page % 2)]] if draw(st.booleans()) else []
            for _ in range(draw(st.integers(1, 2))):
                sentences = [
                    f"De som bor på {place} {draw(st.sampled_from(_SAYS))} at"
                    f" {draw(st.sampled_from(_THINGS))} på {place} er for lang og at"
                    f" {draw(st.sampled_from(_THINGS))} på {place} er for kort."
                    for _ in range(draw(st.integers(1, 2)))
                ]
                lines += _wrapped(" ".join(sentences), width, trailing)
            columns.append(lines)
        blocks = draw(st.permutations(columns))
        at = draw(st.sampled_from([0, 0, 0, 1, len(blocks)]))
        blocks.insert(at, [titles[page]])
        pages.append("\n".join(line for block in blocks for line in block))
    if spaced:
        text = "".join(" " + page.replace("\n", "\n\n") + "\n" for page in pages)
    else:
        text = "\f".join(page + "\n" for page in pages)
    return Deck(text, titles)


@dataclass(frozen=True)
class Prose:
    """A report of running text, and what it says where."""

    text: str
    sections: tuple[tuple[str, ...], ...]
    said: tuple[tuple[str, str], ...]
    """The innermost section and a sentence of it, in order."""


_NUMBERS = {
    "plain": "{n} {title}", "dot": "{n}. {title}", "kapittel": "Kapittel {n} {title}",
    "chapter": "CHAPTER {n}: {title}", "roman": "{roman}. {title}",
}  # fmt: skip
_ROMANS = ("I", "II", "III", "IV", "V")
_PARTS = ("Tid", "Uro i rommet", "Samarbeid med andre", "Mat og hvile", "Veien til jobb")
_WHOLES = ("Bakgrunn", "Dette fant vi", "Slik er dagen", "Hva som bør gjøres", "Til slutt")


def _said(draw: st.DrawFn, count: int) -> str:
    who = draw(st.sampled_from(("De fleste lærerne", "Noen foreldre", "Lederne", "Elevene")))
    return (
        f"{who} {draw(st.sampled_from(_SAYS))} at {draw(st.sampled_from(_THINGS))} nummer {count}"
        f" er for lang, og at {draw(st.sampled_from(_THINGS))} ikke er slik som den var før."
    )


@st.composite
def prose(draw: st.DrawFn) -> Prose:
    """Chapters and subsections numbered in one of several ways, paragraphs parted in one of
    several, pages with headers or page numbers or nothing."""
    form = _NUMBERS[draw(st.sampled_from(sorted(_NUMBERS)))]
    subsections = draw(st.booleans())
    width = draw(st.integers(50, 90))
    parting = draw(st.sampled_from(["blank", "indent", "nothing"]))
    sections: list[tuple[str, ...]] = []
    said: list[tuple[str, str]] = []
    lines: list[str] = []
    blank = [""] if parting != "nothing" else []
    for chapter in range(draw(st.integers(3, 5))):
        title = form.format(n=chapter + 1, roman=_ROMANS[chapter], title=_WHOLES[chapter])
        sections.append((title,))
        lines += [*blank, title, *blank]
        for part in range(draw(st.integers(1, 2)) if subsections else 1):
            if subsections:
                heading = f"{chapter + 1}.{part + 1} {_PARTS[part + chapter % 2]}"
                sections.append((title, heading))
                lines += [heading, *blank]
            for _ in range(draw(st.integers(1, 3))):
                sentences = [_said(draw, len(said) + n) for n in range(draw(st.integers(1, 3)))]
                said += [(sections[-1][-1], sentence) for sentence in sentences]
                first = "    " if parting == "indent" else ""
                wrapped = _wrapped(first + " ".join(sentences), width, "")
                lines += [*wrapped, *([""] if parting == "blank" else [])]
    body = _paged(draw, lines)
    return Prose(draw(st.sampled_from(["\n", "\r\n"])).join(body), tuple(sections), tuple(said))


def _paged(draw: st.DrawFn, lines: list[str]) -> list[str]:
    style = draw(st.sampled_from(["none", "header", "number", "footer"]))
    if style == "none":
        return [*lines, ""]
    size = min(draw(st.integers(12, 20)), len(lines) // 2 + 1)  # one page repeats nothing
    found: list[str] = []
    for number, start in enumerate(range(0, len(lines), size), 4):
        page = lines[start : start + size]
        feed = "\f" if found else ""
        if style == "header":
            found += [f"{feed}Rapport 2021 | Side {number}", "", *page]
        elif style == "number":
            found += [feed + page[0], *page[1:], "", str(number)]
        else:
            found += [feed + page[0], *page[1:], "", f"- {number} -"]
    return [*found, ""]
