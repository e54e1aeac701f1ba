"""Reports put together from known quotes, speakers and authors' words, in the conventions that
reports follow, so that what is found can be held against what was put in."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

UTTERANCES = (
    "Jeg rekker aldri alt jeg skal før klokka er fire.",
    "Vi sitter der med tre skjermer, og ingen av dem snakker sammen.",
    "Det er fint når noen spør (…), men det hjelper meg lite etterpå.",
    "Hun sa nei to ganger. Så gikk jeg bare hjem. Hva skulle jeg ellers gjort?",
    "Eg trur ikkje nokon forstår kor lite tid vi har til dette.",
    "I never know who is going to read it. That worries me.",
    "We tried it twice, and nobody told us that it had been changed!",
    "Barna mine liker seg der, og det er jo det som betyr noe for meg.",
    "Ingen ringte. Ingen skrev. Til slutt fant jeg det ut selv.",
    "Mandager er verst, for da har alt ligget og ventet på oss i to dager.",
    "My own view is that it came too early (...) and cost too much.",
    "Når jeg kommer hjem, orker jeg ikke mer enn å legge meg på sofaen.",
)
NESTED = (
    "Sjefen sa {0}ta det med ro{1} til meg, og det gjorde jeg ikke.",
    "Jeg kaller det {0}limbo{1}, for vi får aldri noe svar.",
)
AUTHORS = (
    "De fleste kjenner seg igjen i denne beskrivelsen.",
    "Flere etterlyser tydeligere rammer for arbeidet.",
    "Arbeidsmengden varierer gjennom året, og høsten er travlest.",
    "Ordninger som dette «går seg til» med tiden, heter det ofte.",
    "Opplæringen er ulik fra sted til sted.",
    "Most participants had heard of the scheme before the interview.",
    "Rapporter og vedtak omtaler dette som et «samarbeid», men innholdet er uklart.",
    "Det er store forskjeller mellom avdelingene.",
    'Begrepet "god nok" går igjen i svarene.',
)
LABELS: tuple[tuple[str, str, str | None], ...] = (
    ("Lærer, barneskole", "lærer", "barneskole"),
    ("Rektor", "rektor", None),
    ("Mor til to, 38", "forelder", None),
    ("Forelder til elev på 5. trinn", "forelder", None),
    ("Elev 8. trinn", "elev", None),
    ("Avdelingsleder, kommune", "leder", "kommune"),
    ("Manager, NAV office", "leder", "nav"),
    ("R12, teacher", "lærer", None),
    ("Sosialarbeider", "sosialarbeider", None),
    ("Fengselsbetjent", "fengselsbetjent", None),
    ("ID7 Barnehagelærer", "barnehagelærer", None),
    ("Father of three, 41", "forelder", None),
    ("Politibetjent", "politi", None),
)
PAIRS = ("«»", "“”", "„“", '""', "‘’", "''", "””", "»«")


@dataclass(frozen=True)
class Convention:
    """A way of setting a quote `{q}` and its speaker `{s}` in a file of one format."""

    ending: str
    style: str
    marks: bool = True
    """Whether quotation marks stand around it."""


def _of(ending: str, styles: Sequence[str], *, marks: bool = True) -> list[Convention]:
    return [Convention(ending, style, marks) for style in styles]


_AFTER = (
    "{q} – {s}", "{q} — {s}", "{q} - {s}", "{q} ({s})", "{q} [{s}]", "{q}\n– {s}", "{q}\n— {s}",
    "{q}\n({s})", "{q}\n\n– {s}", "{q}\n\n— {s}", "{q}\n\n({s})", "{q}\n\n[{s}]", "{q}\n\n{s}",
    "{q}\n{s}", "{q} {s}",
)  # fmt: skip
_BLOCKS = (
    "> {q}\n>\n> — {s}", "> {q}\n> – {s}", "> {q}\n\n– {s}", "> {q} ({s})", "> {s}: {q}",
    "> *{q}*\n>\n> ({s})", "> {q}\n>\n> {s}", "> {q} – {s}",
)  # fmt: skip
_BEFORE = ("{s}: {q}", "{s}\n\n{q}")
CONVENTIONS = (
    *_of(".md", (*_AFTER, *_BLOCKS, *_BEFORE, "**{s}:** {q}", "- {q} ({s})", "{q}, {s}")),
    *_of(".txt", (*_AFTER, *_BEFORE, "{s}\n{q}", "{s}:\n{q}")),
    *_of(".md", ("Mange er slitne. {q} ({s}). Slik er det.", "Det merkes godt. {q} – {s}.")),
    *_of(".md", (*_BLOCKS, "*{q}*\n\n– {s}", "*{q}*\n\n({s})", "*{q}* ({s})", "_{q}_ – {s}"),
         marks=False),
    *_of(".md", ("    {q}\n\n– {s}", "    {q}\n\n    — {s}", "    {q}\n    ({s})"), marks=False),
    *_of(".txt", ("    {q}\n    — {s}", "    {q}\n\n    – {s}"), marks=False),
    *_of(".md", ("{q}\n\n– {s}", "{q}\n\n— {s}", "{q}\n– {s}", "{s}: {q}"), marks=False),
    *_of(".txt", ("{q}\n– {s}", "{q}\n\n— {s}", "{q}\n| {s}", "{q}\n\n| {s}", "{q} | {s}",
                  "{s}: {q}"), marks=False),
)  # fmt: skip


@dataclass(frozen=True)
class Put:
    """A quote as it was put in: its words and its speaker."""

    text: str
    role: str
    sector: str | None


@dataclass(frozen=True)
class Composed:
    """A report and what was put into it."""

    text: str
    quotes: tuple[Put, ...]
    authors: frozenset[str]


def composed(random: Random, way: Convention, *, harm: bool = False) -> Composed:
    """A report that follows one convention. With `harm`, quotation marks are lost or turned."""
    pair = random.choice(PAIRS) if way.marks else ""
    wrap = random.choice((0, 60)) if way.ending == ".txt" else 0
    blocks = ["1 Funn" if way.ending == ".txt" else "# 1 Funn"]
    quotes: list[Put] = []
    authors: set[str] = set()

    def author() -> None:
        authors.add(text := random.choice(AUTHORS))
        blocks.append(_wrapped(text, wrap))

    author()
    for text in random.sample(UTTERANCES, 3):
        if way.marks and not harm and random.random() < 0.2:
            inner = "“”" if pair[0] not in "“„”" else "«»"
            text = random.choice(NESTED).format(*inner)  # noqa: PLW2901
        if text in (put.text for put in quotes):
            continue
        label, role, sector = random.choice(LABELS)
        first, last = _harmed(random, pair) if harm else (pair[:1], pair[1:])
        blocks.append(_wrapped(way.style.format(q=first + text + last, s=label), wrap))
        quotes.append(Put(text, role, sector))
        if random.random() < 0.6:
            author()
    author()
    return Composed("\n\n".join(blocks) + "\n", tuple(quotes), frozenset(authors))


def _harmed(random: Random, pair: str) -> tuple[str, str]:
    first, last = pair[:1], pair[1:]
    turned = (last, first) if first != "„" else (first, last)
    return random.choice([(first, last), (first, ""), ("", last), ("", ""), turned])


def _wrapped(text: str, width: int) -> str:
    if not width:
        return text
    found: list[str] = []
    for line in text.split("\n"):
        row = ""
        for word in line.split(" "):
            if row and len(row) + 1 + len(word) > width:
                found.append(row)
                row = word
            else:
                row = f"{row} {word}".strip()
        found.append(row)
    return "\n".join(found)
