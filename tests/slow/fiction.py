"""Reports made up from a seed, to be written in every format."""

from random import Random

from tests.sample_formats import Source, parsed

_WHO = "Lærerne|Rektorene|De fleste foreldrene|Noen av elevene|Alle lederne|Et par vikarer".split(
    "|"
)
_SAY = "mener at|opplever at|sier at|er uenige i at|har erfart at|forteller hvordan".split("|")
_WHAT = (
    "møtene tar tid|fraværet blir ført for sent|ingen svarer på e-post|timeplanen endres ofte|"
    "det går bedre enn før – men ikke for alle|«systemet» ikke virker|skoledagen er for lang|"
    "de får hjelp (…) når de ber om det|20 % av tida går til leting|IKT-støtten er god"
).split("|")
_TAIL = (
    "|, særlig om høsten|, med unntak av vikarene|, i motsetning til i fjor| hver eneste dag".split(
        "|"
    )
)
_SPEAKERS = "Lærer|Rektor, ungdomsskole|Forelder|ID7, elev|Deltaker 12, lærer|Leder, kommune".split(
    "|"
)
_TOPICS = (
    "Tid|Fravær|Samarbeid med hjemmet|Utstyr|Ledelse|Opplæring og støtte|Fordeler|Ulemper".split(
        "|"
    )
)
_ODD = (
    "e-konsultasjon bl.a. f.eks. 5.1 & … (..) Ø ½ 2019–2020 é |x| menneske-til-menneske-kontakten"
).split(" ")


def sentence(random: Random) -> str:
    """One finding."""
    words = f"{random.choice(_WHO)} {random.choice(_SAY)} {random.choice(_WHAT)}".split(" ")
    if random.random() < 0.2:
        words.insert(random.randrange(3, len(words)), random.choice(_ODD))
    return " ".join(words) + random.choice(_TAIL) + "."


def paragraph(random: Random) -> str:
    return " ".join(sentence(random) for _ in range(random.randint(1, 4)))


def markdown(random: Random) -> str:
    """A report in Markdown: chapters, sections, paragraphs, lists, quotes, a table now and then."""
    blocks: list[str] = []
    for chapter in range(1, random.randint(2, 4)):
        blocks.append(f"# {chapter} {random.choice(_TOPICS)}")
        for section in range(1, random.randint(2, 4)):
            blocks.append(f"## {chapter}.{section} {random.choice(_TOPICS)}")
            blocks += [_block(random) for _ in range(random.randint(1, 6))]
    front = "title: Skolens hverdag\npublisher: Oppdiktet forlag\nyear: 2024\nlanguage: nb"
    return f"---\n{front}\n---\n\n" + "\n\n".join(blocks) + "\n"


def _block(random: Random) -> str:
    kind = random.choice(
        ["text", "text", "list", "numbers", "quote", "quote", "key", "table", "sub"]
    )
    if kind == "list":
        return "\n".join(f"- {sentence(random)}" for _ in range(random.randint(1, 5)))
    if kind == "numbers":
        return "\n".join(f"{n}. {sentence(random)}" for n in range(1, random.randint(2, 5)))
    if kind == "quote":
        said = "\n>\n".join(f"> {paragraph(random)}" for _ in range(random.randint(1, 2)))
        return f"{said}\n>\n> — {random.choice(_SPEAKERS)}"
    if kind == "key":
        return f"**{sentence(random)}**"
    if kind == "table":
        rows = "\n".join(
            f"| {random.choice(_TOPICS)} | {random.randint(1, 40)} |" for _ in range(3)
        )
        return f"| Tema | Antall |\n|---|---:|\n{rows}"
    if kind == "sub":
        return f"### {random.choice(_TOPICS)}\n\n{paragraph(random)}"
    return paragraph(random)


def report(seed: int | str) -> Source:
    """The report of `seed`."""
    return parsed(markdown(Random(seed)))
