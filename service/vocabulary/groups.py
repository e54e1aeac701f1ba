"""Roles, sectors and fields: the words that name them, found in text and put into words.

The terms are data (`groups.toml`), so that a report about schools or farms needs no code.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from service.domain import Frozen, Group, Language, Span
from service.vocabulary.words import stopwords

WORD = re.compile(r"\w+(?:[-’']\w+)*")
# Endings of Norwegian (bokmål and nynorsk) and English nouns and adjectives, genitive included.
# Explicit, because a stemmer also cuts words that only look inflected ("legevakt").
_NORWEGIAN = "|".join(
    "s n en ens et ets r er ers ne nes ene enes a as ane anes ar ars arane aranes e es".split()
)
_ENGLISH = "s|es|'s|’s|s'|s’"
_SHORT = 3
"""Letters of an alias up to which it takes no ending but s: more would make other words of it
("NAV" and "navn", "far" and "fare")."""
_KEY = 3
_JOINERS = frozenset(
    "i ved innen innenfor fra på hos for av den det de in at from within of the both både".split()
)
# "sykepleiere og annet helsepersonell i kommunene": all of them work there
_OTHERS = frozenset(
    "annet anna andre helsepersonell personell ansatte tilsette other staff personnel".split()
)
_LISTERS = frozenset("og eller samt and or as well".split())


class Names(Frozen):
    """How a term is written in each language; nynorsk falls back to bokmål."""

    nb: str
    nn: str | None = None
    en: str

    def in_(self, language: Language) -> str:
        return (self.nn or self.nb) if language == "nn" else getattr(self, language)


class Term(Frozen):
    """One entry of the vocabulary."""

    role: str | None = None
    sector: str | None = None
    field: str | None = None
    is_a: str | None = None
    placed: bool = False
    """Whether the role says where its people work: a sector named beside it is another's."""
    nb: tuple[str, ...]
    nn: tuple[str, ...] = ()
    en: tuple[str, ...]
    exact: tuple[str, ...] = ()
    """Words found only as written."""
    label: tuple[str, ...] = ()
    """Words that name it in an attribution alone."""
    adjectives: tuple[str, ...] = ()
    """Words that name people only where no noun follows ("unge", not "unge leger")."""
    one: Names
    many: Names

    @property
    def group(self) -> Group:
        return Group(role=self.role, sector=self.sector, field=self.field)


class Mention(Frozen):
    """A group named in a text, and the span of the words that name it."""

    group: Group
    span: Span


class Compounds(Frozen):
    """Words that name the same people at the end of a longer one ("matematikklærer")."""

    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    """Words behind the name of a group in one word ("fastlegesitater")."""
    none: tuple[str, ...] = ()
    """Longer words that end so and name nobody, or others."""


_Index = dict[str, list[tuple[re.Pattern[str], Group]]]


class GroupVocabulary:
    """The terms, indexed for finding. Immutable once built; safe to share between threads."""

    def __init__(self, terms: Iterable[Term], compounds: Compounds | None = None) -> None:
        self.terms = tuple(terms)
        self._wider_roles = {t.role: t.is_a for t in self.terms if t.role and t.is_a}
        self._wider_sectors = {
            t.sector: t.is_a for t in self.terms if t.sector and not t.role and t.is_a
        }
        self._placed = {t.role for t in self.terms if t.placed}
        self._adjectives = frozenset(word for t in self.terms for word in t.adjectives)
        self._by_first: _Index = {}
        self._in_labels: _Index = {}
        for term in self.terms:
            for aliases, english in (({*term.nb, *term.nn}, False), (set(term.en), True)):
                for alias in aliases:
                    pattern = _alias_pattern(alias, english=english)
                    self._by_first.setdefault(_key(alias), []).append((pattern, term.group))
            for alias in term.exact:
                pattern = re.compile(rf"(?<!\w){re.escape(alias)}(?!\w)", re.IGNORECASE)
                self._by_first.setdefault(_key(alias), []).append((pattern, term.group))
            for alias in term.label:
                pattern = _alias_pattern(alias, english=False)
                self._in_labels.setdefault(_key(alias), []).append((pattern, term.group))
        self._compounds = compounds or Compounds()
        self._heads = _heads_pattern(self._compounds.heads)
        self._tails = _tails_pattern(self._compounds.tails)

    def mentions(self, text: str, *, label: bool = False) -> list[Mention]:
        """Single terms named in `text`, in order, the longest where several begin together and
        none within another. `label` says that it is an attribution, in which more words name a
        group than in running text."""
        found: list[Mention] = []
        end = 0
        for word in WORD.finditer(text):
            if word.start() < end:
                continue
            first = text[word.start() : word.start() + _KEY].lower()
            candidates: list[tuple[re.Pattern[str], Group]] = []
            for index in (self._by_first, self._in_labels)[: 1 + label]:
                candidates += index.get(first, ())
                candidates += index.get(first[: _KEY - 1], ())
            best: Mention | None = None
            for pattern, group in candidates:
                hit = pattern.match(text, word.start())
                if hit and (best is None or hit.end() > best.span[1]):
                    best = Mention(group=group, span=hit.span())
            if best and word.group().lower() in self._adjectives and self._qualifies(text, best):
                continue
            best = best or self._compound(word)
            if best:
                found.append(best)
                end = best.span[1]
        return found

    @staticmethod
    def _qualifies(text: str, mention: Mention) -> bool:
        """Whether a noun follows, so that the word names no people of its own."""
        following = WORD.match(text, mention.span[1] + 1)
        if following is None or text[mention.span[1]] != " ":
            return False
        word = following.group().lower()
        return word not in stopwords("nb") | stopwords("en") | people_verbs()

    def _compound(self, word: re.Match[str]) -> Mention | None:
        """What a compound names by its last part, or before a word for what is said."""
        if self._tails and (said := self._tails.match(word.group())):
            named = self.mentions(said.group("name"))
            if named and named[0].span == (0, len(said.group("name"))):
                start = word.start()
                return Mention(group=named[0].group, span=(start, start + named[0].span[1]))
        hit = self._heads.search(word.group()) if self._heads else None
        if hit is None or word.group().lower() in self._compounds.none:
            return None
        heads = self.mentions(hit.group("head"))
        # A misspelt ending ("Fastlegee") has the shape of a head and is no word of its own.
        return Mention(group=heads[0].group, span=word.span()) if heads else None

    def find(self, text: str, *, label: bool = False) -> list[Mention]:
        """Groups named in `text`, a role joined with the sector or field that qualifies it:
        "leger og sykepleiere i helseforetak" gives lege and sykepleier, each in helseforetak.
        `label` as for `mentions`."""
        groups: list[Mention] = []
        open_roles: list[int] = []  # indices of roles that a following sector may still qualify
        last_end = 0
        mentions = self.mentions(text, label=label)
        for mention, following in zip(mentions, [*mentions[1:], None], strict=False):
            between = [w.group().lower() for w in WORD.finditer(text[last_end : mention.span[0]])]
            clause_ends = any(mark in text[last_end : mention.span[0]] for mark in ".:;?!")
            last_end = mention.span[1]
            listed = not clause_ends and all(word in _LISTERS for word in between)
            glue = _JOINERS | _LISTERS | _OTHERS
            joined = not clause_ends and all(word in glue for word in between)
            qualifies_next = (
                following is not None
                and following.group.role is not None
                and not text[mention.span[1] : following.span[0]].strip()
            )  # "hospital doctors"
            # "GPs and hospitals", "by GPs and in hospitals" are two; "nurses and other staff in
            # hospitals" work there.
            another = (
                bool(between)
                and between[0] in _LISTERS
                and not _OTHERS.intersection(between)
                and all(not groups[i].group.sector for i in open_roles)
            )
            if (
                mention.group.role is None
                and open_roles
                and joined
                and not another
                and not qualifies_next
            ):
                moving = [i for i in open_roles if groups[i].group.role not in self._placed]
                for index in moving:
                    of_this = _qualified(groups[index], mention)
                    last = index == moving[-1]
                    # The place is written once, with the last of those it is said of.
                    span = of_this.span if last else groups[index].span
                    groups[index] = Mention(group=of_this.group, span=span)
                if moving or not _OTHERS.intersection(between):
                    continue
            before = groups[-1] if groups else None
            if (
                mention.group.role
                and before
                and before.group.role is None
                and listed
                and not between
                and "," not in text[before.span[1] : mention.span[0]]
            ):  # "municipal nurses": the qualifier stands first
                groups[-1] = _qualified(mention, before)
                open_roles = [len(groups) - 1]
                continue
            groups.append(mention)
            if mention.group.role is None:
                open_roles = []
            elif listed and open_roles:
                open_roles.append(len(groups) - 1)
            else:
                open_roles = [len(groups) - 1]
        return groups

    def wider(self, role: str) -> tuple[str, ...]:
        """The role itself and the wider roles it belongs to ("fastlege", "lege")."""
        return _chain(role, self._wider_roles)

    def wider_sector(self, sector: str) -> tuple[str, ...]:
        """The sector itself and the wider ones it belongs to ("ungdomsskole", "skole")."""
        return _chain(sector, self._wider_sectors)

    def fits(self, have: Group, wanted: Group) -> bool:
        """Whether `have` is known to lie within `wanted`: each part that `wanted` names is stated
        in `have` and is the same or, for a role, narrower."""
        return (
            (wanted.role is None or wanted.role in self.wider(have.role or ""))
            and (wanted.sector is None or wanted.sector in self.wider_sector(have.sector or ""))
            and (wanted.field is None or have.field == wanted.field)
        )

    def contradicts(self, have: Group, wanted: Group) -> bool:
        """Whether a part that both state differs, a narrower or wider one not counting. A role that
        itself tells where its people work differs from another in a sector: a GP is no hospital
        doctor. A place alone is no such role: much that is said of it is said by others."""
        roles_differ = (
            have.role is not None
            and wanted.role is not None
            and wanted.role not in self.wider(have.role)
            and have.role not in self.wider(wanted.role)
        )
        sectors_differ = (
            have.sector is not None
            and wanted.sector is not None
            and wanted.sector not in self.wider_sector(have.sector)
            and have.sector not in self.wider_sector(wanted.sector)
        )
        placed_elsewhere = (
            None not in (have.role, wanted.role)
            and have.role != wanted.role
            and any(
                one.role in self._placed and not one.sector and other.sector
                for one, other in ((have, wanted), (wanted, have))
            )
        )
        return (
            roles_differ
            or sectors_differ
            or placed_elsewhere
            or (None not in (have.field, wanted.field) and have.field != wanted.field)
        )

    def is_one(self, mention: Mention, text: str) -> bool:
        """Whether the words of `mention` name one person ("Lærer"), not several ("Lærere") and not
        a certain one ("læreren"): they stand as the vocabulary lists them."""
        words = text[mention.span[0] : mention.span[1]].lower()
        same = [t for t in self.terms if t.role and t.role == mention.group.role]
        listed = {w for t in same for w in (*t.nb, *t.nn, *t.en, *t.exact, *t.label)}
        one = {name.lower() for t in same for name in (t.one.nb, t.one.nn, t.one.en) if name}
        many = {name.lower() for t in same for name in (t.many.nb, t.many.nn, t.many.en) if name}
        if not any(words == w or words.startswith(f"{w} ") for w in listed):
            compound = self._heads.search(words.split()[0]) if self._heads and words else None
            return bool(compound and compound.group("head") in self._compounds.heads)
        return words in one or words not in many

    def speaks_for(self, speaker: Group, voices: Sequence[Group]) -> bool:
        """Whether a quote by `speaker` may stand where `voices` were asked for; anybody's may where
        no group was."""
        return not voices or any(self.fits(speaker, want) for want in voices)

    def label(
        self, group: Group, language: Language, number: Literal["one", "many"] = "one"
    ) -> str:
        """`group` in words: "sykepleier, kommune", "nurse, municipality"."""
        parts: list[str] = []
        for name in ("role", "sector", "field"):
            value: str | None = getattr(group, name)
            if value is None:
                continue
            only = Group(**{name: value})
            term = next((t for t in self.terms if t.group == only), None) or next(
                (t for t in self.terms if getattr(t, name) == value), None
            )
            # Only the role is counted; sector and field qualify it.
            counted: Literal["one", "many"] = number if name == "role" else "one"
            parts.append(self._write(term, language, counted) if term else value)
        return ", ".join(parts)

    @staticmethod
    def _write(term: Term, language: Language, number: Literal["one", "many"]) -> str:
        return (term.one if number == "one" else term.many).in_(language)

    def aliases(self, group: Group, language: Language) -> tuple[str, ...]:
        """The words of `language` that name each part of `group`, for searching."""
        words: list[str] = []
        for term in self.terms:
            have = term.group
            same_role = group.role is not None and have.role == group.role
            same_place = have.role is None and (
                (have.sector is not None and have.sector == group.sector)
                or (have.field is not None and have.field == group.field)
            )
            if same_role or same_place:
                own = (*getattr(term, language), *(term.exact if language != "en" else ()))
                words.extend(w for w in own if w not in words)
        return tuple(words)


def _alias_pattern(alias: str, *, english: bool) -> re.Pattern[str]:
    """`alias` with each of its words inflected, as a whole word, in any case."""
    words = []
    for word in alias.split():
        if english or len(word) <= _SHORT:
            words.append(f"{re.escape(word)}(?:{_ENGLISH})?")
            continue
        stem = word.removesuffix("e")
        # "ungdom", "ungdommene": an m after a vowel is doubled before an ending.
        doubled = "m?" if stem.endswith("m") else ""
        ending = f"(?:{doubled}(?:{_NORWEGIAN}))" + ("" if stem != word else "?")
        words.append(re.escape(stem) + ending)
    return re.compile(r"(?<!\w)" + r"[\s-]+".join(words) + r"(?!\w)", re.IGNORECASE)


def _key(alias: str) -> str:
    """The first letters by which an alias is looked up."""
    first = re.split(r"[\s-]", alias)[0]
    return first[:_KEY] if len(first) >= _KEY else first[: _KEY - 1]


def _heads_pattern(heads: Sequence[str]) -> re.Pattern[str] | None:
    """A compound of four letters or more and one of `heads`, inflected."""
    if not heads:
        return None
    words = "|".join(sorted((re.escape(head) for head in heads), key=len, reverse=True))
    return re.compile(rf"(?<=\w{{4}})-?(?P<head>(?:{words})(?:{_NORWEGIAN})?)$", re.IGNORECASE)


def _tails_pattern(tails: Sequence[str]) -> re.Pattern[str] | None:
    """A name and one of `tails`, inflected, in one word."""
    if not tails:
        return None
    words = "|".join(re.escape(tail) for tail in tails)
    return re.compile(rf"(?P<name>\w{{3,}}?)-?(?:{words})(?:{_NORWEGIAN})?$", re.IGNORECASE)


def _chain(term: str, wider: Mapping[str, str]) -> tuple[str, ...]:
    chain = [term]
    while (up := wider.get(chain[-1])) and up not in chain:
        chain.append(up)
    return tuple(chain)


def _qualified(role: Mention, place: Mention) -> Mention:
    group = Group(
        role=role.group.role,
        sector=role.group.sector or place.group.sector,
        field=role.group.field or place.group.field,
    )
    span = (min(role.span[0], place.span[0]), max(role.span[1], place.span[1]))
    return Mention(group=group, span=span)


@cache
def group_vocabulary() -> GroupVocabulary:
    """The vocabulary that ships with Funn."""
    data = tomllib.loads((files("service.vocabulary") / "groups.toml").read_text("utf-8"))
    return GroupVocabulary(
        (Term.model_validate(term) for term in data["term"]),
        Compounds.model_validate(data["compounds"]),
    )


@cache
def people_verbs() -> frozenset[str]:
    """Verbs that people are the subject of, in the forms that reports use."""
    data = tomllib.loads((files("service.vocabulary") / "strength.toml").read_text("utf-8"))
    return frozenset(word for words in data["verbs"].values() for word in words)
