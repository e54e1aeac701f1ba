"""A text's words, and whether one can be somebody's name."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from ingest.anonymity.lists import folded

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ENDS = ".!?:;…\n|"
_OPENING = " \t\"'«“”„‘’([{<–—-*_•"
_ABBREVIATED = re.compile(
    r"\b(?:dr|hr|fr|frk|st|mr|mrs|ms|prof|nr|bl|ca|f\.eks|jf|kl|\w)\.$", re.IGNORECASE
)
_LONGEST = 6
"""Letters of the longest abbreviation, and one before it."""
_PATRONYMIC = ("sdatter", "sdotter", "sdottir", "dottir", "sson", "sen", "son")
_MIN_SURNAME = 5
_GENITIVES = ("'s", "’s", "'n", "’n", "s", "'", "’")

First = Literal["sure", "word", "never alone"]
"""How much a first name says: it can be nothing else; it is also a word; it is also a month, a
place or a product."""


class Word(NamedTuple):
    """One word, with what tells a name from another word."""

    text: str
    start: int
    end: int
    opens: bool
    """Whether it begins a sentence, where any word has a capital."""
    gap: str
    """What stands between the word before it and it."""

    @property
    def is_title(self) -> bool:
        """Whether it is written as names are: a capital, then small letters."""
        return self.text[0].isupper() and not self.text[1:].isupper() and len(self.text) > 1

    @property
    def is_upper(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


def words_of(text: str) -> list[Word]:
    """The words of `text`, in order."""
    return list(_words(text))


def _words(text: str) -> Iterator[Word]:
    end = 0
    for hit in _WORD.finditer(text):
        gap = text[end : hit.start()]
        bare = gap.strip(_OPENING)
        shortened = bare == "." and _ABBREVIATED.search(text[max(end - _LONGEST, 0) : end + 1])
        opens = end == 0 or bool(bare and bare[-1] in _ENDS and not shortened)
        yield Word(hit.group(), hit.start(), hit.end(), opens, gap)
        end = hit.end()


@lru_cache(maxsize=20_000)
def first_name(word: str) -> First | None:
    """What `word` says as a first name, a genitive or a double name included; None if it is none.
    Its case is not looked at."""
    for form in _forms(word.lower()):
        parts = form.split("-")
        classes = [_simple(part) for part in parts]
        if None in classes:
            continue
        if len(parts) > 1:
            return "sure"
        return classes[0]
    return None


def _simple(word: str) -> First | None:
    if word not in folded("first_names", "names"):
        return None
    if word in folded("first_names", "not_alone"):
        return "never alone"
    return "word" if word in folded("first_names", "words") else "sure"


def _forms(word: str) -> list[str]:
    """The word itself, then what it is the genitive of."""
    forms = [word]
    for ending in _GENITIVES:
        plain = ending == "s"
        if plain and word in folded("first_names", "no_genitives"):
            continue
        if word.endswith(ending) and len(word) > len(ending) + (2 if plain else 1):
            forms.append(word.removesuffix(ending))
    return forms


@lru_cache(maxsize=20_000)
def is_surname(word: str) -> bool:
    """Whether `word` is a known surname or a first name with "sen", "sson", "datter" behind it. Its
    case is not looked at."""
    return any(
        all(part in folded("surnames", "names") or _is_patronymic(part) for part in form.split("-"))
        for form in _forms(word.lower())
    )


def _is_patronymic(word: str) -> bool:
    """ "Torgersen", but not "adressen": what is before the ending must be a first name."""
    for ending in _PATRONYMIC:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            return any(_simple(form) for form in (stem, f"{stem}s", f"{stem}e") if len(form) > 2)
    return False


@lru_cache(maxsize=20_000)
def is_patronymic(word: str) -> bool:
    """Whether `word` is a surname made of a first name ("Olsen"), which is no other word."""
    return any(_is_patronymic(form) for form in _forms(word.lower()))


@lru_cache(maxsize=20_000)
def is_common_surname(word: str) -> bool:
    """Whether `word` is a surname that many bear in Norway. Its case is not looked at."""
    return any(form in folded("surnames", "common") for form in _forms(word.lower()))


@lru_cache(maxsize=20_000)
def may_be_surname(word: str) -> bool:
    """Whether `word`, written with a capital behind a first name, reads as a surname."""
    return is_surname(word) or any(
        len(form) >= _MIN_SURNAME and form.endswith(tuple(folded("surnames", "endings")))
        for form in _forms(word.lower())
    )


@lru_cache(maxsize=20_000)
def is_place(word: str) -> bool:
    """Whether `word` names a place or a service, and so no person unless more speaks for one."""
    return any(
        form in folded("places", kind)
        for form in _forms(word.lower())
        for kind in ("municipalities", "towns", "regions", "systems")
    )
