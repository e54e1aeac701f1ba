"""Attributions: from "| ID4, sykepleier kommune" to a role, a sector and a field."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.traced import Traced, joined
from ingest.words import alternatives, listed
from service.domain import Span, Speaker
from service.vocabulary.groups import GroupVocabulary, Mention, group_vocabulary

MAX_WORDS = 12
_SIGN = r"(?:nr\.?\s*|no\.?\s*|#)?"
NUMBER = re.compile(
    rf"\bID[\s:.-]?\d{{1,4}}\b"
    rf"|\b(?:{alternatives('label', 'people')})\s+{_SIGN}(?P<after>\d{{1,4}})\b"
    rf"(?!\s*(?:{alternatives('label', 'units')})|[.,]?\d)"
    rf"|(?<=[(\[])(?:{alternatives('label', 'bracketed')})\s+{_SIGN}(?P<inside>\d{{1,4}})(?=[)\]])",
    re.IGNORECASE,
)
"""A participant's number in running text. `after` is the number where the word before it stays."""
_LEVELS, _UNITS = alternatives("label", "levels"), alternatives("label", "units")
_IN_LABEL = re.compile(
    r"\bID[\s:.-]?\d{1,4}\b"
    r"|\b(?-i:[A-ZÆØÅ]{1,3})[:.-]?\d{1,4}\b|\b(?-i:[PRDK])\s\d{1,4}\b"
    r"|#\s*\d{1,4}\b|\bn(?:r|o)\.?\s*\d{1,4}\b"
    rf"|(?<![\d.+-])\b\d{{1,4}}\b(?!\s*[.,:-]?\s*(?:{_LEVELS}|{_UNITS}|\d)|\+)",
    re.IGNORECASE,
)
"""A participant's number in an attribution: a code ("R12"), or a figure that counts nothing."""
_COUNTS = re.compile(rf"\b(?:{_LEVELS}|of|til|av)\s+$", re.IGNORECASE)
"""Before a figure: it says which class, or how many children."""
_AGE = re.compile(r"(?:^|[,(;])\s*(?P<age>[1-9]\d)\s*(?=[,);]|$)")
"""A figure that stands by itself: an age, where kin or sex is named too."""
_LABEL_EDGES = ' \t\r\n\f\v,.;:|–—―-()[]*_"«»“”„‘’'
_COMPLEMENT = re.compile(
    r"\s+(?:til|for|av|med|of|to|with|in charge of)(?:\s+(?:en|et|ei|a|an))?\s+", re.I
)
_SUBJECT = re.compile(r"\s*[,;:(–—]|\s+-\s")
"""Between a role and what it is further told of."""
_WORD = re.compile(r"\w+(?:[-’']\w+)*")


@dataclass(frozen=True)
class Attribution:
    """Who speaks, and what of the printed label was a participant's number."""

    speaker: Speaker
    numbers: tuple[Traced, ...]
    rest: int
    """Words of the label that name neither group nor number."""


def parse(label: Traced, vocabulary: GroupVocabulary | None = None) -> Attribution:
    """The speaker that `label` names.

    A label that names no role of the vocabulary, or two of them, is kept as written and marked as
    not understood: then the role is left open, and only what is stated beside it is kept.
    """
    vocabulary = vocabulary or group_vocabulary()
    kept, numbers = without_numbers(label, in_label=True)
    text = kept.collapsed().text.strip(_LABEL_EDGES)
    for opened, closed in ("()", "[]"):
        text += closed * (text.count(opened) - text.count(closed))  # its own, not around it
    text = re.sub(r"\s+([,.;:])", r"\1", re.sub(r"^[\s,.;:]+", "", text))
    found = vocabulary.find(text, label=True)
    roles = _roles(text, found, vocabulary)
    sectors = _narrowest([m.group.sector for m in found], vocabulary.wider_sector)
    fields = list(dict.fromkeys(m.group.field for m in found if m.group.field))
    taken = [mention.span for mention in vocabulary.mentions(text, label=True)]
    rest = [
        word
        for word in _WORD.finditer(text)
        if word.group().lower() not in listed("label", "neutral")
        and not re.match(r"\d", word.group())
        and not any(start <= word.start() < end for start, end in taken)
    ]
    speaker = Speaker(
        role=roles[0] if len(roles) == 1 else None,
        sector=sectors[0] if len(sectors) == 1 else None,
        field=fields[0] if len(fields) == 1 else None,
        label=text,
        understood=len(roles) == 1,
    )
    return Attribution(speaker, tuple(numbers), len(rest))


def _roles(text: str, found: Sequence[Mention], vocabulary: GroupVocabulary) -> list[str]:
    """The roles that a label gives its speaker: not the one whose parent or leader they are, nor
    one that they are learning, and the narrower of two of which one is the other."""
    roles: list[str] = []
    sexes: list[str] = []  # "jente": a child's role where none other is named
    last: Mention | None = None
    learnt = False
    for mention in found:
        if not mention.group.role:
            continue
        between = text[last.span[1] : mention.span[0]] if last else ""
        told = learnt or _SUBJECT.match(between)
        learnt = bool(roles) and roles[0] in listed("label", "learners") and bool(told)
        learnt = learnt and mention.group.role not in listed("label", "unlearned")
        if not learnt and not (last and _COMPLEMENT.fullmatch(between)):
            word = text[mention.span[0] : mention.span[1]].lower()
            (sexes if word in listed("label", "sex") else roles).append(mention.group.role)
        last = mention
    return _narrowest(roles or sexes, vocabulary.wider)


def _narrowest(terms: Sequence[str | None], wider: Callable[[str], tuple[str, ...]]) -> list[str]:
    named = list(dict.fromkeys(term for term in terms if term))
    return [t for t in named if not any(t != other and t in wider(other) for other in named)]


def is_label(text: Traced) -> bool:
    """Whether `text` by its words alone can only be an attribution: a role, and nothing else."""
    words = _WORD.findall(text.text)
    if not words or len(words) > MAX_WORDS or text.text.rstrip()[-1:] in "?!:":
        return False
    found = parse(text)
    return found.speaker.understood and found.rest == 0 and names_one(text)


def names_one(label: Traced) -> bool:
    """A heading ("Fastlegene", "Lærere i ungdomsskolen") names several; a speaker is one."""
    vocabulary = group_vocabulary()
    text = without_numbers(label, in_label=True)[0].text
    roles = [m for m in vocabulary.mentions(text, label=True) if m.group.role]
    return bool(roles) and vocabulary.is_one(roles[0], text)


def may_be_label(text: Traced) -> bool:
    """Whether `text` can stand behind a marker: short, and no sentence."""
    words = _WORD.findall(text.text)
    return 0 < len(words) <= MAX_WORDS and text.text.rstrip()[-1:] not in "?!:"


def without_numbers(text: Traced, *, in_label: bool = False) -> tuple[Traced, list[Traced]]:
    """`text` without participant numbers, and those numbers.

    In running text only what can be nothing else goes ("ID28", the number in "deltaker 4");
    brackets that hold no more than such a number go with it. A label may number its people
    otherwise.
    """
    taken: list[tuple[int, int]] = []
    for hit in NUMBER.finditer(text.text):
        group = "after" if hit.group("after") else 0
        taken.append(hit.span(group))
    if in_label:
        ages = _ages(text.text)
        for hit in _IN_LABEL.finditer(text.text):
            counts = _COUNTS.search(text.text[: hit.start()])
            met = any(start < hit.end() and hit.start() < end for start, end in [*taken, *ages])
            if not met and not counts and not re.fullmatch(r"(?i:vg)\d", hit.group()):
                taken.append(hit.span())
    kept: list[Traced] = []
    numbers: list[Traced] = []
    position = 0
    for span in sorted(taken):
        start, end = _with_brackets(text.text, *span)
        kept.append(text[position:start])
        numbers.append(text[start:end])
        position = end
    kept.append(text[position:])
    return joined(kept), numbers


def _ages(label: str) -> list[Span]:
    """Where a label gives an age. A figure by itself may be a participant's number as well: it is
    an age only beside words for kin or sex."""
    words = {word.group().lower() for word in _WORD.finditer(label)}
    if not words & listed("label", "person"):
        return []
    return [hit.span("age") for hit in _AGE.finditer(label)]


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the brackets around it, where they hold nothing else."""
    opened, closed = text[:start].rstrip(), text[end:].lstrip()
    if not (opened.endswith(("(", "[")) and closed.startswith((")", "]"))):
        return start, end
    start, end = len(opened) - 1, len(text) - len(closed) + 1
    if text[end : end + 1] in tuple(".,;:!?"):  # no space is left before the mark
        start = len(text[:start].rstrip())
    return start, end
