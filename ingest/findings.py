"""What a finding says of itself: how strongly, of whom, whose view, about whom."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.sentences import sentences
from ingest.voice import OWN_VOICE, behind_view, holds_the_view, is_genitive, is_own_voice, unquoted
from ingest.words import alternatives, listed, opening, pattern
from service.domain import Group, Holder, Speaker, Strength
from service.vocabulary.groups import Mention, group_vocabulary
from service.vocabulary.strength import WORD, Stated, strength_lexicon

_SINGLED_OUT = {"spesielt", "særlig", "særleg", "især", "especially", "particularly"}
_STANDS_FOR = re.compile(
    r"^(?:De|Dei|Disse|Desse|They|These|Begge|Both)\b|\b(?:av|of) (?:dem|dei|them)\b", re.IGNORECASE
)
_SAYS = re.compile(r"\w (er|var|har|blir|ble|blei|vart|are|were|is|was|have|had)\b", re.IGNORECASE)
_LABEL = re.compile(r"^(?:[^:.!?]{1,70}:\s+)+(?=\w|«)")
_NEXT_CLAUSE = re.compile(
    rf"[,;]\s+(?:{alternatives('subject', 'clause')})\s|\s(?:mens|medan|while|whereas)\s",
    re.IGNORECASE,
)
_HEADING_OF = re.compile(r"\b(?:for|blant|hos|among)\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """The attributes of a finding that its words give."""

    strength: Strength
    strength_words: str | None
    groups: tuple[Group, ...]
    excluded_groups: tuple[Group, ...]
    holder: Holder
    about: str | None


@dataclass(frozen=True)
class Reading:
    """What the whole report tells about reading one finding: which roles took part in it."""

    asked: frozenset[str]

    @classmethod
    def of(cls, speakers: Iterable[Speaker]) -> "Reading":
        return cls(frozenset(speaker.role for speaker in speakers if speaker.role))

    def took_part(self, mention: Mention) -> bool:
        role = mention.group.role
        return role is None or role in self.asked or role not in strength_lexicon().spoken_about


def describe(
    text: str,
    *,
    lead_in: str | None,
    before: str | None,
    path: tuple[str, ...],
    headings: tuple[str, ...],
    method: bool,
    table: bool,
    reading: Reading,
) -> Said:
    """What `text` says. `lead_in` introduces it, `before` is the sentence before it in its
    paragraph, `path` and `headings` are what it stands under."""
    own = (
        method
        or table
        or any(pattern("researchers", "heading").search(heading) for heading in (*path, *headings))
    )
    holder: Holder = (
        "researchers"
        if own or is_own_voice(text) or (lead_in and OWN_VOICE.search(unquoted(lead_in)))
        else "participants"
    )
    if table:
        return Said("unspecified", None, (), (), holder, None)
    excluded, taken = _excluded(text)
    # "Alle unntatt rektorene ønsker": who is excepted stands between the quantifier and its verb.
    counted = _blanked(text, taken)
    stated = strength_lexicon().strength_of(counted, reading.asked)
    if stated and stated.pronoun and method:
        stated = None  # "de fleste" of a method chapter are as often interviews as people
    mentions = [m for m in group_vocabulary().find(text) if not _inside(m.span, taken)]
    groups = _groups(text, mentions, stated, reading)
    if not groups and taken and taken[0][0] == 0 and mentions:
        _add(groups, mentions[0], reading)  # "I motsetning til legene er sykepleierne ..."
    if holder == "participants":
        groups = _inherited(
            groups, excluded, text, stated, lead_in, before, path, headings, reading
        )
    return Said(
        stated.strength if stated else "unspecified",
        stated.words if stated else None,
        tuple(groups),
        tuple(excluded),
        holder,
        _about(text, mentions, reading),
    )


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        if text[start - 1 : start] != "(":
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _inside(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] < end for start, end in taken)


def _excluded(text: str) -> tuple[list[Group], list[tuple[int, int]]]:
    """Groups that the text names as exceptions, and the spans that name them."""
    found: list[Group] = []
    taken: list[tuple[int, int]] = []
    mentions = group_vocabulary().find(text)
    for hit in pattern("exception", "phrases").finditer(text):
        end = hit.end()
        for mention in mentions:
            if mention.span[0] < hit.end():
                continue
            between = text[end : mention.span[0]]
            if "," in between and not text[: hit.start()].strip() and mention is not mentions[0]:
                break  # "Unlike the nurses, the GPs ...": the comma ends the exception
            tokens = [word.group().lower() for word in WORD.finditer(between)]
            if any(mark in between for mark in ".;:?!)") or not all(
                token in listed("exception", "between") for token in tokens
            ):
                break
            if mention.group not in found:
                found.append(mention.group)
            end = mention.span[1]
        if end > hit.end():
            taken.append((hit.start(), end))
    return found, taken


def _groups(
    text: str, mentions: list[Mention], stated: Stated | None, reading: Reading
) -> list[Group]:
    """Groups that hold the view: those counted, and those that are the subject of a sentence."""
    found: list[Group] = []
    for mention in mentions:
        if holds_the_view(text, mention):
            _add(found, mention, reading)
    if found:
        return found
    if stated:
        # Who is counted, and nobody whom another clause or sentence speaks of: the strength would
        # be said of them too.
        end = _clause_end(text, stated)
        here = [mention for mention in mentions if mention.span[0] < end]
        if stated.mention and stated.mention in here:
            _add(found, stated.mention, reading)
        for start, last in sentences(text)[:1]:
            _subjects(text, _behind_label(text, start, last), end, here, reading, found)
        return found
    for counted in strength_lexicon().strengths(text, reading.asked):
        if counted.mention and counted.mention in mentions:
            _add(found, counted.mention, reading)
    for start, end in sentences(text):
        _subjects(text, _behind_label(text, start, end), end, mentions, reading, found)
    return found


def _behind_label(text: str, start: int, end: int) -> int:
    """Where a sentence begins behind its label ("Eldre: Mange ..."). What says something itself
    is none ("Legene er mer skeptiske: De fleste av dem ...")."""
    label = _LABEL.match(text[start:end])
    if label is None or _SAYS.search(label.group()):
        return start
    return start + label.end()


def _clause_end(text: str, stated: Stated) -> int:
    """Where the clause ends in which a quantifier stands."""
    hit = _NEXT_CLAUSE.search(text, stated.span[1])
    first = next((end for start, end in sentences(text) if stated.span[0] < end), len(text))
    return min(hit.start(), first) if hit else first


def _add(found: list[Group], mention: Mention, reading: Reading) -> None:
    if reading.took_part(mention) and mention.group not in found:
        found.append(mention.group)


def _subjects(
    text: str, start: int, end: int, mentions: list[Mention], reading: Reading, found: list[Group]
) -> None:
    lexicon = strength_lexicon()
    last_end: int | None = None
    for mention in mentions:
        if not start <= mention.span[0] < end:
            continue
        between = text[last_end if last_end is not None else start : mention.span[0]]
        tokens = [word.group().lower() for word in WORD.finditer(between)]
        if last_end is not None and all(t in ("og", "eller", "samt", "and", "or") for t in tokens):
            _add(found, mention, reading)  # one of a list
            last_end = mention.span[1]
            continue
        head = [w.group().lower() for w in WORD.finditer(text[start : mention.span[0]])]
        person = next((i for i, w in enumerate(head[:5]) if lexicon.is_person(w)), None)
        if person is not None:
            opens = all(_may_precede(w) for w in head[:person])
            near = all(w in listed("subject", "after_people") for w in head[person + 1 :])
        else:
            opens, near = len(head) <= 6 and all(_may_precede(w) for w in head), True
        turned = _turns(text, tokens, mention)
        inverted = _is_inverted(text, start, mention)
        singled = bool(tokens) and tokens[-1] in _SINGLED_OUT
        agent = len(tokens) > 1 and tokens[-1] == "av" and tokens[-2] in _SINGLED_OUT
        if (opens and near) or turned or inverted or singled or agent:
            _add(found, mention, reading)
            last_end = mention.span[1]
        else:
            last_end = None


def _turns(text: str, tokens: list[str], mention: Mention) -> bool:
    """Whether the mention is the subject of a new clause: "..., mens sykepleierne vil"."""
    lead = list(tokens)
    while lead and lead[-1] in listed("subject", "articles"):
        lead.pop()
    if not lead or lead[-1] not in listed("subject", "clause"):
        return False
    if lead[-1] not in ("og", "and"):
        return True
    following = WORD.search(text, mention.span[1])
    return bool(following and strength_lexicon().is_verb(following.group().lower()))


def _is_inverted(text: str, start: int, mention: Mention) -> bool:
    """Whether verb and subject stand in turn: "Dessuten sier både fastleger og leger ..."."""
    head = text[start : mention.span[0]]
    words = list(WORD.finditer(head))
    verb = next(
        (i for i, w in enumerate(words) if w.group().lower() in listed("subject", "saying")), None
    )
    if verb is None or verb == 0:
        return False
    start_of = head[: words[verb].start()].strip()
    return bool(opening("subject", "adverbs").fullmatch(start_of)) and all(
        _may_precede(w.group().lower()) for w in words[verb + 1 :]
    )


def _may_precede(word: str) -> bool:
    """Whether a word can stand before the noun that a sentence begins with."""
    lexicon = strength_lexicon()
    if lexicon.is_verb(word) and word not in ("er",):
        return False
    return (
        word in listed("subject", "before")
        or word in listed("subject", "quantifiers")
        or (word.endswith("e") and len(word) > 3)
    )


def _inherited(
    groups: list[Group],
    excluded: list[Group],
    text: str,
    stated: Stated | None,
    lead_in: str | None,
    before: str | None,
    path: tuple[str, ...],
    headings: tuple[str, ...],
    reading: Reading,
) -> list[Group]:
    """The groups, or those of the sentence that leads in or that a pronoun points to, or the one
    that the heading names as its own."""
    if lead_in and lead_in != before:
        led = _groups(lead_in, group_vocabulary().find(lead_in), None, reading)
        if led:
            return led
    if groups:
        return groups
    return [
        g for g in _pointed_at(text, stated, before, path, headings, reading) if g not in excluded
    ]


def _pointed_at(
    text: str,
    stated: Stated | None,
    before: str | None,
    path: tuple[str, ...],
    headings: tuple[str, ...],
    reading: Reading,
) -> list[Group]:
    """The group that a pronoun points to in the sentence before, or that the heading names."""
    pointing = _STANDS_FOR.search(text) or (stated is not None and stated.pronoun)
    if before and pointing:
        above = _groups(before, group_vocabulary().find(before), None, reading)
        if len(above) == 1:
            return above
        if above:
            return []
    for heading in [*reversed(headings), *reversed(path)]:
        owner = _owner(heading, reading)
        if owner:
            return [owner]
    return []


def _owner(heading: str, reading: Reading) -> Group | None:
    """The one group whose views a heading announces: "Fastlegenes dag", "Særlig for fastleger"."""
    text = re.sub(r"^[\d.]+\s+", "", heading)
    mentions = [m for m in group_vocabulary().find(text) if reading.took_part(m) and m.group.role]
    if len(mentions) != 1:
        return None
    mention = mentions[0]
    genitive = text[mention.span[0] : mention.span[1]].lower().endswith("s")
    begins = mention.span[0] == 0
    if begins or genitive or _HEADING_OF.search(text[: mention.span[0]]):
        return mention.group
    return None


def _about(text: str, mentions: list[Mention], reading: Reading) -> str | None:
    """The role that did not take part and that the finding says something about."""
    for mention in mentions:
        role = mention.group.role
        last = mention.span[1] + (text[mention.span[1] :][:1] in ("'", "’"))
        named = text[mention.span[0] : last]
        if role in (None, "forsker") or reading.took_part(mention) or is_genitive(named):
            continue  # a genitive: "pasientenes tilgang" says nothing of what they think
        for start, end in sentences(text):
            if not start <= mention.span[0] < end:
                continue
            at = behind_view(text, _behind_label(text, start, end), mention, mentions)
            head = [w.group().lower() for w in WORD.finditer(text[at : mention.span[0]])]
            after_at = max((i for i, w in enumerate(head) if w in ("at", "that")), default=None)
            tail = head if after_at is None else head[after_at + 1 :]
            if len(tail) <= 4 and all(_may_precede(w) for w in tail):
                return role
    return None
