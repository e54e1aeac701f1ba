"""What tells of a speaker beyond role, sector and field: place, workplace, age, sex."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ingest.anonymity.lists import alternatives, folded, listed
from ingest.anonymity.nouns import is_plural_genitive
from ingest.anonymity.words import first_name, is_surname
from service.vocabulary.groups import group_vocabulary

_UP = "[A-ZÆØÅÁČĐŊŠŽ]"
_NAME = rf"{_UP}[^\W\d_]+(?:-{_UP}[^\W\d_]+)*"
_REACH = 30
"""Characters before a place in which is looked for what ties it to the speaker."""


class Trait(NamedTuple):
    """Something that tells of a speaker."""

    kind: str
    """place, workplace, age, sex, or being the only one."""
    value: str
    rare: bool = False
    """Whether it leaves few people, whatever their role."""


def label_traits(label: str) -> list[Trait]:
    """What the printed attribution adds to role, sector and field."""
    found = list(_places(label, in_label=True))
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", label)}
    found += [
        Trait("sex", sex)
        for sex in ("man", "woman")
        if words & folded("cues", "speaker", f"label_{sex}")
    ]
    age = _LABEL_AGE.search(label)
    return [*found, Trait("age", age.group("age"))] if age else found


def text_traits(text: str) -> list[Trait]:
    """What a speaker says of themself."""
    found = list(_places(text, in_label=False))
    found += [Trait("age", next(filter(None, hit.groups()))) for hit in _AGE.finditer(text)]
    found += [
        Trait("sex", sex)
        for sex in ("man", "woman")
        if re.search(rf"(?<!\w)(?:{alternatives('cues', 'speaker', sex)})(?!\w)", text, re.I)
    ]
    if any(group_vocabulary().mentions(hit.group("who")) for hit in _ONLY.finditer(text)):
        found.append(Trait("being the only one", ""))
    return found


# --- age, and being the only one ---------------------------------------------------------------

_SOON = r"(?:(?:nå|no|bare|berre|snart|now|only|just|nearly)\s+)?"
_CLAUSE_ENDS = r"(?=\s*(?:[.,;!?)]|$|(?:år|og|men|så|no|nå|years?|and|but|so)\b))"
_AGE = re.compile(
    rf"(?<!\w)(?:(?:jeg|eg)\s+(?:som\s+)?(?:er|på)\s+{_SOON}(\d{{2}}){_CLAUSE_ENDS}"
    rf"|(?:i am|i'm|i’m)\s+{_SOON}(\d{{2}}){_CLAUSE_ENDS}"
    r"|som\s+(\d{2})-?\s?åring|i en alder av\s+(\d{2})"
    r"|(\d{2})-?åring(?:en)?\s+som\s+(?:jeg|meg|eg)"
    r"|as an?\s+(\d{2})[\s-]year[\s-]old|at the age of\s+(\d{2}))",
    re.IGNORECASE,
)
_LABEL_AGE = re.compile(
    r"(?<!\d)(?P<age>[1-9]\d)\s*(?:-?åring|(?:år|years?|yrs?)(?![\w'’]))"
    r"(?!\s+(?:i|med|in|of|with|som|as|fartstid|erfaring|experience))",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:(?:jeg|eg)\s+(?:er|var)|(?:er|var)\s+(?:jeg|eg)|(?:jeg|eg|meg),?\s+som"
    r"|i\s+(?:am|was)|i['’]m)\b[^.!?]{0,20}?"
    rf"\b(?:{alternatives('cues', 'speaker', 'only')})\s+"
    r"(?P<who>[^\W\d_]+(?:\s+[^\W\d_]+)?)[^.!?]{0,25}?\s(?:på|i|ved|her|in|at|on|here)\b",
    re.IGNORECASE,
)

# --- places and workplaces ---------------------------------------------------------------------

_KNOWN = ("municipalities", "towns")
_JOINED = "|".join(
    re.escape(name) for kind in _KNOWN for name in sorted(listed("places", kind)) if " " in name
)
_SYSTEM = re.compile(
    rf"(?<!\w)(?:{alternatives('places', 'systems')})(?!\w|\s+{_UP})|"
    rf"(?<!\w){_NAME}\s+universitets(?:syke|sjuke)hus"
)
_WORKPLACE = re.compile(
    rf"(?<!\w)(?P<name>{_NAME}(?:\s+(?:og\s+|and\s+)?{_NAME}){{0,2}})\s+"
    rf"(?i:{alternatives('places', 'workplaces')})(?:et|en|a|s)?(?![\w-])"
)
_WORKPLACE_BEFORE = re.compile(
    rf"(?<!\w)(?:{alternatives('places', 'before')})\s+(?P<name>{_NAME})"
)
_OPENERS = re.compile(
    r"(?:(?:På|Ved|I|Vi|Hos|At|In|The|Her|Here|Jeg|Eg|We|Our|Vår|Da|Og|Men|Når|Fra|From)\s+"
    r"(?:(?:på|i|ved|hos|at|in|the|fra)\s+)?)+"
)
_PLACE = re.compile(rf"(?<![\w-])(?:{_JOINED}|{_NAME}(?:\s+{_NAME})?)(?![\w-])")
_HERE = re.compile(rf"(?<!\w)(?:{alternatives('cues', 'speaker', 'here')})\s+$", re.IGNORECASE)
_AT = re.compile(rf"(?<!\w)(?:{alternatives('cues', 'speaker', 'at')})\s+$", re.IGNORECASE)
_SHORTEST = 6
"""Letters from which an unknown name is taken for a place by its ending."""


def _places(text: str, *, in_label: bool) -> Iterator[Trait]:
    """Named workplaces, then places. What a label names belongs to the speaker."""
    taken = [hit.span() for hit in _SYSTEM.finditer(text)]
    for pattern in (_WORKPLACE_BEFORE, _WORKPLACE):
        for hit in pattern.finditer(text):
            # "På Fjellvik skole": the first words only begin a sentence.
            opener = _OPENERS.match(hit.group())
            start = hit.start() + (opener.end() if opener else 0)
            whole, name = text[start : hit.end()], hit.group("name")
            before = pattern is _WORKPLACE_BEFORE
            met = any(low < hit.end() and hit.start() < high for low, high in taken)
            if met or _is_large(name if before else whole):
                taken.append(hit.span())
            elif _is_workplace(text, start, name, sure=in_label or before):
                taken.append((start, hit.end()))
                yield Trait("workplace", whole.lower(), rare=True)
    for hit in _PLACE.finditer(text):
        if not any(start < hit.end() and hit.start() < end for start, end in taken):
            yield from _place(text, hit, in_label=in_label)


def _is_workplace(text: str, start: int, name: str, *, sure: bool) -> bool:
    """Whether what stands before the kind of workplace is a name, not a sentence's first word or a
    role. With `sure` only what names a place will do."""
    first = text[start:].split(maxsplit=1)[0] if text[start:] else ""
    if not first[:1].isupper():
        return False
    before = text[:start].rstrip(" «\"'“(")
    opens = not before or before[-1] in ".!?:"
    words = name.split()
    if opens and not _is_known(first) and is_plural_genitive(first):
        words = words[1:]  # "Skolenes bruk av tid"
    if any(_is_known(word) or _sounds_like_a_place(word) for word in words):
        return True
    general = first in listed("places", "general") or bool(group_vocabulary().mentions(first))
    return not (sure or opens or general)


def _place(text: str, hit: re.Match[str], *, in_label: bool) -> Iterator[Trait]:
    before = text[max(hit.start() - _REACH, 0) : hit.start()]
    here = in_label or bool(_HERE.search(before))
    at = here or bool(_AT.search(before))
    for name in _shorter(hit.group()):
        if name.lower() in folded("places", "regions"):
            return
        if _is_large(name):
            if here and name in listed("places", "large"):
                yield Trait("place", name.lower())
            return
        if _is_known(name):
            # A place that is also a word or a surname needs its preposition.
            if at or not _is_ambiguous(name):
                yield Trait("place", name.lower(), rare=at)
            return
        if here and not in_label and _sounds_like_a_place(name):
            yield Trait("place", name.lower(), rare=True)
            return


def _shorter(name: str) -> Iterator[str]:
    """The whole name, then without its last words."""
    words = name.split()
    for size in range(len(words), 0, -1):
        yield " ".join(words[:size])


@cache
def _is_known(name: str) -> bool:
    return any(name in listed("places", kind) for kind in _KNOWN)


def _sounds_like_a_place(name: str) -> bool:
    endings = tuple(folded("places", "endings"))
    large = name.lower() in folded("places", "regions") or _is_large(name)
    return len(name) >= _SHORTEST and name.lower().endswith(endings) and not large


def _is_ambiguous(name: str) -> bool:
    return name in listed("places", "words") or bool(first_name(name)) or is_surname(name)


@cache
def _is_large(name: str) -> bool:
    """Whether a name is, or begins with, that of a large town or service."""
    return any(
        name == known or name.startswith(f"{known} ")
        for known in listed("places", "systems") | listed("places", "large")
    )
