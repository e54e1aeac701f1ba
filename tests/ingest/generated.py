"""Reports made up at random, in Markdown and as a PDF's text, to hold the rules against."""

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
