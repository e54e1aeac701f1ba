"""Whose view a sentence gives: the researchers' own, or a group's that it names for it."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.words import alternatives, listed, opening
from service.vocabulary.groups import Mention, group_vocabulary

_SAY = alternatives("researchers", "say")
_NOT_AFTER = "".join(rf"(?<!\b{word}\s)" for word in sorted(listed("researchers", "not_after")))
OWN_VOICE = re.compile(
    rf"{_NOT_AFTER}\b(?:vi|we)\s+(?:{_SAY})\b|\b(?:{_SAY})\s+(?:vi|we)\b"
    rf"|\b(?:{alternatives('researchers', 'phrases')})\b",
    re.IGNORECASE,
)
_HELD_BY = re.compile(rf"\b(?:{alternatives('view', 'held_by')})(?: the| de| dei)?$", re.IGNORECASE)
_AS = re.compile(rf"\b(?:{alternatives('view', 'as')})(?: the)?$", re.IGNORECASE)
_THEY_SEE_IT = re.compile(rf"(?:{alternatives('view', 'they_see_it')})(?!\w)", re.IGNORECASE)
_SAYING = alternatives("subject", "saying")
_REPORTED = re.compile(rf"\b(?:{_SAYING}|say|says|said)\b[^.!?]*(?::|\bat|\bthat)$", re.IGNORECASE)
_SAID_BEHIND = re.compile(rf",\s*(?:{_SAYING}|say|says|said)(?: the| de| dei)?$", re.IGNORECASE)
_OPINION = re.compile(rf"(?:{alternatives('view', 'opinion')})(?!\w)", re.IGNORECASE)


def unquoted(text: str) -> str:
    """`text` without what stands in quotation marks."""
    return re.sub(r"«[^»]*»|“[^”]*”|\"[^\"]*\"", "", text)


def is_own_voice(text: str) -> bool:
    """Whether the researchers speak of what they think, see or did themselves."""
    body = unquoted(text)
    if opening("researchers", "opens").match(body):
        return True
    # "Lærerne sier: vi mener ...": who says so are others.
    return any(
        not _REPORTED.search(body[: hit.start()].rstrip()) for hit in OWN_VOICE.finditer(body)
    )


def holds_the_view(text: str, mention: Mention) -> bool:
    """Whether a sentence says that it is this group's view: "ifølge fastlegene", "slik fastlegene
    ser det"."""
    before, after = text[: mention.span[0]].rstrip(), text[mention.span[1] :].lstrip(" '’")
    if _HELD_BY.search(before) or (_AS.search(before) and _THEY_SEE_IT.match(after)):
        return True
    if is_genitive(text[mention.span[0] : mention.span[1]]) or text[mention.span[1] :][:1] in "'’":
        return bool(_OPINION.match(after))
    return bool(_SAID_BEHIND.search(before)) and not re.search(r"\w", after)


def is_genitive(words: str) -> bool:
    """Whether words for people stand in the genitive ("lærernes"); English plurals do not."""
    word = words.lower()
    return bool(re.search(r"['’]s?$", word)) or (
        word.endswith("s") and word not in _english_plurals()
    )


@cache
def _english_plurals() -> frozenset[str]:
    words = [word for term in group_vocabulary().terms for word in term.en]
    return frozenset(form for word in words for form in (word, f"{word}s", f"{word}es"))


def behind_view(text: str, at: int, mention: Mention, mentions: Sequence[Mention]) -> int:
    """Where the statement begins behind words that say whose view it is ("According to the
    teachers, ...", "Etter lærernes syn er ...")."""
    for other in mentions:
        if at <= other.span[0] < mention.span[0] and holds_the_view(text, other):
            opinion = _OPINION.match(text, other.span[1] + 1)
            end = opinion.end() if opinion else other.span[1]
            gap = text[at : other.span[0]].split()
            if len(gap) <= 4:
                return end
    return at
