"""Names of persons, by name lists and by what stands around them.

A name that can be nothing else counts wherever it stands. One that is also a word ("Bjørn") counts
where a name must stand: in the middle of a sentence with a capital, before a surname, behind
"heter" or "my colleague", before what only a person does. What is named after someone (a hospital,
a street, a program) and who is cited as an author is no participant.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.anonymity.alarm import Hit, Level, Voice
from ingest.anonymity.lists import alternatives, folded
from ingest.anonymity.nouns import is_attribute, is_noun, is_own_word
from ingest.anonymity.words import (
    First,
    Word,
    first_name,
    is_common_surname,
    is_patronymic,
    is_place,
    is_surname,
    may_be_surname,
    words_of,
)
from service.domain import Span
from service.vocabulary.groups import group_vocabulary

NAME = "name of a person"

_TIGHT = re.compile(r"[ \t\n]+|[ \t]*\n[ \t]*")
_INITIAL = re.compile(r"(?<![\w.])(?:[A-ZÆØÅ]\.[ -]?){1,3}(?P<surname>[A-ZÆØÅ][\w’'-]+)")
_AFTER_INITIAL = re.compile(r"\s+[A-ZÆØÅ]\.(?![\w])")
_UP = r"[A-ZÆØÅÄÖŠŽÁ]"
_CITED_NAME = (
    rf"(?<!\w)(?:(?:van|von|de|der|af|Mc|Mac|O['’])\s?)?{_UP}[\w’'-]+"
    rf"(?:,?\s(?:{_UP}\.[\s-]?){{1,4}})?"
)
_CITED = re.compile(
    rf"(?:{_CITED_NAME}(?:\s+{_CITED_NAME})?"
    rf"(?:,\s|,?\s*(?:&|og|and|mfl\.?|m\.\s?fl\.?|et\s+al\.?|et\s+col\.?|og\s+medarbeidere"
    rf"|and\s+colleagues)\s*)?){{1,8}}"
    r",?\s*[(\[]?\s?(?:1[89]|20)\d{2}[a-z]?(?:\s*[:,]\s*(?:s\.|p\.|side)?\s*\d+)?\s?[)\]]?"
)
_YEAR = re.compile(r"(?:1[89]|20)\d{2}")
_AUTHORS = re.compile(rf"(?<!\w)(?:{alternatives('cues', 'names', 'authors')})(?!\w)", re.I)
_AUTHORS_REACH = 120
_NOBODY = re.compile(rf"(?<!\w)(?:{alternatives('cues', 'names', 'nobody')})s?(?!\w)", re.I)
_CALLED = re.compile(
    rf"(?<!\w)(?:{alternatives('cues', 'names', 'called')})(?!\w)"
    rf"(?:\s+(?:bare|da|jo|altså|visst|faktisk|for|just|only|er|is))?[\s:,«\"“]*$",
    re.I,
)
_PERSON_REACH = 45


def find(text: str, voice: Voice) -> Iterator[Hit]:
    """The names in `text`."""
    if not text:
        return
    passed = [hit.span() for hit in _NOBODY.finditer(text)]
    if voice != "quote" and _YEAR.search(text):
        passed += [hit.span() for hit in _CITED.finditer(text)]
    words = words_of(text)
    spans = [*_by_words(text, words, voice), *_initials(text)]
    for start, end in spans:
        if not any(low < end and start < high for low, high in passed):
            yield Hit(NAME, start, end, _level(text, start, voice))


def _level(text: str, start: int, voice: Voice) -> Level:
    """Authors and photographers whom a report names as such are no participants."""
    before = text[max(start - _AUTHORS_REACH, 0) : start]
    named = voice in ("finding", "heading") and _AUTHORS.search(re.split(r"[.!?]\s", before)[-1])
    return "warn" if named else "stop"


def _by_words(text: str, words: Sequence[Word], voice: Voice) -> Iterator[Span]:
    position = 0
    while position < len(words):
        size = _size(text, words, position, voice)
        if size:
            yield words[position].start, words[position + size - 1].end
        position += size or 1


def _size(text: str, words: Sequence[Word], position: int, voice: Voice) -> int:
    """How many words from `position` on are a person's name; 0 for none."""
    word = words[position]
    first = first_name(word.text)
    if not word.text[0].isupper():
        named = first is not None or is_surname(word.text)
        return _small(text, words, position, first, voice) if named else 0
    if (first or is_surname(word.text)) and _is_thing(words, position):
        return 0
    surnames = _surnames(words, position)
    if word.is_upper:
        named = first == "sure" and (surnames > 0 or _ends_in_call(text, words, position))
        return 1 + surnames if named else 0
    is_word = is_noun(words, position, voice) or is_own_word(words, position, voice)
    if (
        (first and surnames)
        or (first == "sure" and not is_place(word.text) and not is_word)
        or _is_introduced(text, words, position, first)
        or _tells(words, position)
    ):
        return 1 + surnames
    return _by_place(text, words, position, voice)


def _by_place(text: str, words: Sequence[Word], position: int, voice: Voice) -> int:
    """How many words are a name because of where they stand in the sentence."""
    word = words[position]
    first = first_name(word.text)
    if first is None:
        alone = voice == "quote" and not word.opens and not is_place(word.text)
        return 1 if alone and _is_surname_alone(words, position) else 0
    if (_AFTER_INITIAL.match(text, word.end) and not word.opens) or _does(words, position):
        return 1
    if first == "never alone" or word.opens or voice not in ("quote", "finding"):
        return 0
    return _in_prose(words, position)


def _is_surname_alone(words: Sequence[Word], position: int) -> bool:
    """Whether a capital in the middle of a sentence can only be a surname: "Olsen", or one that is
    common in Norway and does not stand where a place would."""
    word = words[position]
    if is_patronymic(word.text):
        return True
    before = words[position - 1]
    placed = before.text.lower() in folded("cues", "names", "where") or before.text[0].isupper()
    return is_common_surname(word.text) and not placed


def _small(
    text: str, words: Sequence[Word], position: int, first: First | None, voice: Voice
) -> int:
    """A name in small letters: only where a name must stand, or with a surname behind it."""
    word = words[position]
    if first != "sure" and is_attribute(words, position, voice):
        return 0
    after = words[position + 1 : position + 2]
    behind = bool(after) and after[0].gap == " " and not after[0].text[0].isupper()
    if first == "sure" and behind and is_surname(after[0].text) and _is_rare(after[0].text):
        return 2
    if first and _ends_in_call(text, words, position) and _says_person(words, position):
        return 1
    known = first == "sure" or is_surname(word.text)
    if not known or not _is_rare(word.text):
        return 0
    before = words[position - 1] if position else None
    if before is None:
        return 0
    lead = before.text.lower()
    if _ends_in_call(text, words, position):
        return 1
    if lead in folded("cues", "names", "titles") and word.gap.strip() in ("", "."):
        return 1
    named = first == "sure" and word.gap in (" ", ", ")
    return 1 if named and _is_owned_role(words, position) else 0


def _is_owned_role(words: Sequence[Word], position: int) -> bool:
    """Whether "kollegaen min", "my boss" stands before: a role with a possessive on either side."""
    before = [word.text.lower() for word in words[max(position - 3, 0) : position]]
    roles, owners = folded("cues", "names", "roles"), folded("cues", "names", "possessives")
    if len(before) < 2:
        return False
    return (before[-1] in owners and before[-2] in roles) or (
        before[-1] in roles and before[-2] in owners
    )


def _ends_as_role(word: str) -> bool:
    return word.endswith(tuple(folded("cues", "names", "role_endings")))


def _is_rare(word: str) -> bool:
    """Whether a word in small letters is a name rather than anything else. A word for a person or a
    role is none ("person" reads as Per's son)."""
    small = word.lower()
    common = (("common", "words"), ("cues", "names", "persons"), ("cues", "names", "roles"))
    return len(word) > 3 and not any(small in folded(*of) for of in common) and not is_place(word)


def _surnames(words: Sequence[Word], position: int) -> int:
    """How many words behind a first name belong to it: more first names, then surnames."""
    count = 0
    for word in words[position + 1 : position + 4]:
        if not _TIGHT.fullmatch(word.gap) or not (word.is_title or word.is_upper):
            break
        if word.opens or _is_thing(words, position + count + 1):
            break
        known = may_be_surname(word.text) or first_name(word.text)
        if not known or group_vocabulary().mentions(word.text):
            break
        count += 1
    return count


def _is_thing(words: Sequence[Word], position: int) -> bool:
    """Whether a thing is named after someone: "Sykehuset Maria", "appen Ingrid", "Olavs gate"."""
    before = words[position - 1] if position else None
    if (
        before
        and before.text.lower() in folded("cues", "names", "before_things")
        and words[position].gap.strip() in ("", ".")
    ):
        return True
    for follower in words[position + 1 : position + 4]:
        if not _TIGHT.fullmatch(follower.gap):
            return False
        if follower.text.lower() in folded("cues", "names", "after_things"):
            return True
        if not follower.is_title:
            return False
    return False


def _is_introduced(text: str, words: Sequence[Word], position: int, first: First | None) -> bool:
    """Whether what stands before says that a person's name follows."""
    word = words[position]
    before = words[position - 1] if position else None
    if before is None or word.is_upper:
        return False
    named = first is not None or is_surname(word.text)
    lead, gap = before.text.lower(), word.gap.strip()
    if lead in folded("cues", "names", "titles") and gap in ("", "."):
        return named or not (is_place(word.text) or group_vocabulary().mentions(word.text))
    if not named:
        return _ends_in_call(text, words, position) and _says_person(words, position)
    if _ends_in_call(text, words, position):
        return first != "never alone" or _says_person(words, position)
    if lead in folded("cues", "names", "articles") and gap == "" and first is not None:
        return not word.opens
    if word.opens or gap not in ("", ","):
        return False
    owners, roles = folded("cues", "names", "possessives"), folded("cues", "names", "roles")
    is_role = lead in roles or _is_owned_role(words, position) or _ends_as_role(lead)
    if not is_role:
        return False
    if lead in owners or gap == "," or first is not None:
        return not is_place(word.text) or gap == "," or first is not None
    return not is_place(word.text)


def _ends_in_call(text: str, words: Sequence[Word], position: int) -> bool:
    start = words[position].start
    return bool(_CALLED.search(text[max(start - _PERSON_REACH, 0) : start]))


def _says_person(words: Sequence[Word], position: int) -> bool:
    """Whether the words before speak of a person, not of a program that has a name."""
    before = words[max(position - 6, 0) : position]
    cut = max((i for i, word in enumerate(before) if word.opens), default=0)
    return any(word.text.lower() in folded("cues", "names", "persons") for word in before[cut:])


def _does(words: Sequence[Word], position: int) -> bool:
    """Whether what only a person does follows: "Bjørn sa", "Grace and I"."""
    follows = [word.text.lower() for word in words[position + 1 : position + 3]]
    tight = [word.gap for word in words[position + 1 : position + 3]]
    deeds = folded("cues", "names", "deeds") | folded("cues", "names", "says")
    if not follows or tight[0] != " ":
        return False
    return follows[0] in deeds or " ".join(follows) in deeds


def _tells(words: Sequence[Word], position: int) -> bool:
    """Whether a surname stands where somebody speaks: "sa Bakken", "Bakken sa"."""
    word = words[position]
    says = folded("cues", "names", "says")
    before = words[position - 1] if position else None
    after = words[position + 1] if position + 1 < len(words) else None
    if not word.is_title or is_place(word.text):
        return False
    known = is_surname(word.text)
    if before and before.text.lower() in says and word.gap == " " and not word.opens:
        double = after and after.is_title and after.gap == " " and is_surname(after.text)
        return known or bool(double and not group_vocabulary().mentions(word.text))
    return bool(known and after and after.text.lower() in says and after.gap == " ")


def _in_prose(words: Sequence[Word], position: int) -> int:
    """How many words are a name where a capital in the middle of a sentence can mean nothing else:
    the first name, and a surname that no list has. Behind another capital it is part of a title or
    of a firm's name."""
    before = words[position - 1] if position else None
    if before and before.text[0].isupper() and not before.opens and words[position].gap == " ":
        return 0
    after = words[position + 1] if position + 1 < len(words) else None
    return 2 if after and after.is_title and after.gap == " " else 1


def _initials(text: str) -> Iterator[Span]:
    for hit in _INITIAL.finditer(text):
        if is_surname(hit.group("surname")):
            yield hit.span()
