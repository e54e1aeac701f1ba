"""How an answer is wanted: harmless requests in a question, cut out of it."""

import re

from service.domain import Language
from service.understanding.cleaning import clean
from service.understanding.question import Wishes
from service.vocabulary.questions import question_patterns, signal

_MARK = re.compile(r"(?<=[.,;:!?–—])(?=\s)|(?=\s(?:og|and)\s)", re.IGNORECASE)
_LANGUAGES: tuple[Language, ...] = ("nn", "nb", "en")
_BARE = " \t.,;:!?–—-"


def without_wishes(asked: str) -> tuple[str, Wishes]:
    """The question without the clauses that only say how it is to be answered, and what they say.

    A clause is cut only where nothing is left of it beside such words: "svar kort" is, "hva mener
    de om å svare kort" is not. A number of items is read and left where it stands."""
    language: Language | None = None
    short, quotes = False, None
    kept: list[str] = []
    clauses = _MARK.split(asked)
    cut = False
    for clause in clauses:
        found = _said(clause)
        # "..., please" of what was cut
        if found is None and not (cut and not _wish("answer").sub(" ", clause).strip(_BARE)):
            kept.append(clause)
            cut = False
            continue
        cut = True
        found = found or Wishes()
        language = found.language or language
        short = short or found.short
        quotes = quotes if found.quotes is None else found.quotes
    rest = clean("".join(kept))
    if len(kept) != len(clauses):
        rest = signal("joint").sub("", rest.strip(" ,;:–—-")).strip()
        if asked.rstrip().endswith("?") and rest and rest[-1] not in ".?!":
            rest += "?"
    for name, wanted in (("without_quotes", False), ("with_quotes", True)):
        if (tail := _wish(f"{name}_last").search(rest)) and tail.start() > 0:
            rest, quotes = rest[: tail.start()].rstrip(" ,") + rest[tail.end() :], wanted
    short = short or bool(_wish("short_within").search(rest))
    items, of_quotes = _items(rest)
    return rest, Wishes(
        language=language, short=short, items=items, quotes=True if of_quotes else quotes
    )


def _wish(name: str) -> re.Pattern[str]:
    return question_patterns()["wishes"][name]


def _said(clause: str) -> Wishes | None:
    """What a clause wishes, if it does nothing else."""
    rest, short = clause, False
    languages: list[Language] = []
    quotes: bool | None = None
    for language in _LANGUAGES:
        if _wish(language).search(rest):
            rest = _wish(language).sub(" ", rest)
            languages.append(language)
    for name, wanted in (("without_quotes", False), ("with_quotes", True)):
        if _wish(name).search(rest):
            rest, quotes = _wish(name).sub(" ", rest), wanted
    if _wish("short").search(rest):
        rest, short = _wish("short").sub(" ", rest), True
    found = Wishes(language=languages[0] if languages else None, short=short, quotes=quotes)
    only = not _wish("answer").sub(" ", rest).strip(_BARE)
    return found if found and only else None


def _items(text: str) -> tuple[int | None, bool]:
    """How many items are asked for, and whether they are quotes."""
    hit = _wish("items").search(text)
    if hit is None:
        return None, False
    of_quotes = bool(signal("quoting").search(hit.group()))
    for number, words in enumerate(question_patterns()["counts"].values(), 1):
        if words.search(hit.group()):
            return number, of_quotes
    return None, False
