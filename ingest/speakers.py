"""Attributions: from "| ID4, sykepleier kommune" to a role, a sector and a field."""

import re
from dataclasses import dataclass

from ingest.traced import Traced, joined
from ingest.words import alternatives, listed
from service.domain import Speaker
from service.vocabulary.groups import GroupVocabulary, group_vocabulary

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
_IN_LABEL = re.compile(
    r"\b(?:ID|[PIRDK])[\s:.-]?\d{1,4}\b|#\s*\d{1,4}\b|\bn(?:r|o)\.?\s*\d{1,4}\b"
    r"|(?<![\d.])\b\d{1,4}\b(?!\s*[.,-]?\s*(?:år|trinn|klasse|grade|year|\d))",
    re.IGNORECASE,
)
_LABEL_EDGES = ' \t\r\n\f\v,.;:|–—―-()[]*_"«»“”'
_ONLY_HERE = ("forelder", "barn")
"""Roles that have words of their own in attributions (`words.toml`)."""
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
    text = re.sub(r"\s+([,.;:])", r"\1", re.sub(r"^[\s,.;:]+", "", text))
    found = [mention.group for mention in vocabulary.find(text)]
    roles = list(dict.fromkeys(group.role for group in found if group.role))
    if not roles:
        words = {word.group().lower() for word in _WORD.finditer(text)}
        roles = [role for role in _ONLY_HERE if words & listed("label", f"role_{role}")]
    sectors = list(dict.fromkeys(group.sector for group in found if group.sector))
    fields = list(dict.fromkeys(group.field for group in found if group.field))
    taken = [mention.span for mention in vocabulary.mentions(text)]
    rest = [
        word
        for word in _WORD.finditer(text)
        if word.group().lower() not in listed("label", "neutral")
        and not word.group().isdigit()
        and not any(word.group().lower() in listed("label", f"role_{role}") for role in _ONLY_HERE)
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


def is_label(text: Traced) -> bool:
    """Whether `text` by its words alone can only be an attribution: a role, and nothing else."""
    words = _WORD.findall(text.text)
    if not words or len(words) > MAX_WORDS or text.text.rstrip()[-1:] in "?!:":
        return False
    found = parse(text)
    return found.speaker.understood and found.rest == 0 and not _is_plural(text.text)


def _is_plural(text: str) -> bool:
    """A heading ("Fastlegene", "Lærere i ungdomsskolen") names several; a speaker is one."""
    first = _WORD.search(text)
    return bool(
        first
        and re.search(r"(?:ene|ane|erne|ere|erar|arar|ger|ers|ever|orer|ødre)$", first.group())
    )


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
        for hit in _IN_LABEL.finditer(text.text):
            if not any(start < hit.end() and hit.start() < end for start, end in taken):
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


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the brackets around it, where they hold nothing else."""
    opened, closed = text[:start].rstrip(), text[end:].lstrip()
    if not (opened.endswith(("(", "[")) and closed.startswith((")", "]"))):
        return start, end
    start, end = len(opened) - 1, len(text) - len(closed) + 1
    if text[end : end + 1] in tuple(".,;:!?"):  # no space is left before the mark
        start = len(text[:start].rstrip())
    return start, end
