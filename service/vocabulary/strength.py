"""How many hold a view, as a text says it: "De fleste fastlegene" is most, of the GPs.

Words and grammar are data (`strength.toml`). Conservative: a word counts only where it counts
people who take part ("alle systemene", "noen oppgaver" count nobody), and "ikke alle" is not all.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from service.domain import Frozen, Span, Strength
from service.vocabulary.groups import GroupVocabulary, Mention, group_vocabulary

WORD = re.compile(r"\w+(?:[-’']\w+)*")
ORDER: tuple[Strength, ...] = ("none", "one", "few", "some", "several", "many", "most", "all")
"""From weakest to strongest; `unspecified` has no place in it."""

_LANGUAGES = ("nb", "nn", "en")
_QUOTED = re.compile(r"«[^»]*»")
_SENTENCE_END = re.compile(r"[.!?…][»”)]*\s+(?=[A-ZÆØÅ«])")
_ABBREVIATED = re.compile(r"\b(?:f\.eks|bl\.a|e\.g|i\.e|ca|etc|osv|ev|dr|nr|kl)\.$", re.IGNORECASE)
_LABEL = re.compile(r"^[^:.!?]{1,70}:\s*$")
_TOPIC = re.compile(r"^[^:.!?]{1,70}:\s+(?=\S)")
_DEFINITE = re.compile(r"\w{3}(?:en|et|ene|heten)$")
# Endings of nouns for people, genitive and nynorsk included.
_NOUN = (
    "e s n en et a er ar r ene ane ne te es enes anes nes rs ers ere erne arar arane ets m".split()
)


class Phrase(Frozen):
    """Words that state a strength."""

    strength: Strength
    words: str
    adverb: bool = False
    needs_of: bool = False
    needs_noun: bool = False


class Stated(Frozen):
    """A strength as a text states it of people."""

    strength: Strength
    words: str
    """As written, "Svært få"."""
    span: Span
    mention: Mention | None = None
    """The group that is counted, where one is named."""
    pronoun: bool = False
    """Whether a pronoun or nothing stands for those counted: another sentence names them."""
    opens: bool = False
    """Whether it stands where the text's own subject stands."""


@dataclass(frozen=True)
class _Words:
    """A text as words, what stands in quotation marks left out."""

    text: str
    words: Sequence[re.Match[str]]
    lower: Sequence[str]
    mentions: Sequence[Mention]

    def before(self, index: int) -> str:
        return self.lower[index - 1] if index else ""

    def at(self, index: int) -> str:
        return self.lower[index] if index < len(self.lower) else ""

    def parted(self, index: int) -> bool:
        """Whether a mark, or the text's end, parts word `index` from the one before it."""
        if not 0 < index < len(self.words):
            return True
        between = self.text[self.words[index - 1].end() : self.words[index].start()]
        return any(mark in between for mark in ",.;:?!()–—")

    def mention_at(self, index: int) -> Mention | None:
        start = self.words[index].start()
        return next((m for m in self.mentions if m.span[0] == start), None)


class StrengthLexicon:
    """The words, indexed. Immutable once built; safe to share between threads."""

    def __init__(self, data: Mapping[str, Any], groups: GroupVocabulary) -> None:
        self._groups = groups
        self._phrases = _phrases(data["phrase"])
        lemmas = sorted({word for name in _LANGUAGES for word in data["people"][name]})
        endings = "|".join(sorted(_NOUN, key=len, reverse=True))
        stems = "|".join(re.escape(lemma.removesuffix("e")) for lemma in lemmas)
        self._people = re.compile(rf"(?:\w+-?)?(?:{stems})(?:{endings})?$", re.IGNORECASE)
        self._pronouns = frozenset(data["people"]["pronouns"])
        self._verbs = frozenset(word for name in _LANGUAGES for word in data["verbs"][name])
        self._grammar = {name: frozenset(words) for name, words in data["grammar"].items()}
        concessions = "|".join(data["grammar"]["concessions"])
        self._concession = re.compile(rf"\s*(?:{concessions})\b", re.IGNORECASE)
        self.spoken_about = frozenset(data["spoken_about"]["roles"])
        """Roles that reports speak about more often than with."""

    def is_person(self, word: str) -> bool:
        """Whether a noun names people who take part, whatever their role."""
        return bool(self._people.match(word))

    def is_verb(self, word: str) -> bool:
        """Whether `word`, in lower case, is a verb that people are the subject of."""
        return word in self._verbs

    def strength_of(self, text: str, asked: Iterable[str] = ()) -> Stated | None:
        """The strength of `text` as a whole: what the subject of its first sentence states, or the
        only one that this sentence states of anybody. None where it states none, where they differ,
        where others come first ("Fastlegene ..., og noen av dem ..."), and in a concession.

        `asked` are roles that took part although reports mostly speak about them.
        """
        sentence = text[: _first_end(text)]
        begin = self._main_clause(sentence)
        found = [s for s in self.strengths(sentence, asked) if s.span[0] >= begin]
        if not found:
            return None
        first = found[0]
        if first.strength == "all" and self._is_denied(sentence[first.span[1] :]):
            return None
        if first.opens:
            return None if self._shares_subject(sentence, found) else first
        head = sentence[begin : first.span[0]]
        if self._other_subject(_TOPIC.sub("", head)) or self._denies(head):
            return None
        bare = any(s.pronoun and self._is_coordinated(sentence, s) for s in found)
        return None if bare or len({s.strength for s in found}) > 1 else found[0]

    def strengths(self, text: str, asked: Iterable[str] = ()) -> list[Stated]:
        """Every strength that `text` states of people, in order."""
        plain = _QUOTED.sub(lambda hit: "«" + "\0" * (len(hit.group()) - 2) + "»", text)
        words = list(WORD.finditer(plain))
        mentions = [m for m in self._groups.find(text) if self._takes_part(m, asked)]
        read = _Words(plain, words, [word.group().lower() for word in words], mentions)
        found: list[Stated] = []
        index = 0
        while index < len(words):
            hit = self._match(read, index)
            if hit is None:
                index += 1
                continue
            length, phrase = hit
            stated = None
            if read.before(index) not in self._grammar["negations"]:
                reader = self._adverb if phrase.adverb else self._counted
                stated = reader(read, index, index + length, phrase)
            if stated:
                found.append(stated)
            index += length
        return found

    def _takes_part(self, mention: Mention, asked: Iterable[str]) -> bool:
        role = mention.group.role
        return role is None or role not in self.spoken_about or role in asked

    def _match(self, read: _Words, index: int) -> tuple[int, Phrase] | None:
        for tokens, phrase in self._phrases.get(read.lower[index], ()):
            end = index + len(tokens)
            of = read.at(end) in self._grammar["of"]
            if list(read.lower[index:end]) == tokens and (of or not phrase.needs_of):
                return len(tokens), phrase
        return None

    # --- the whole sentence ---------------------------------------------------------------------

    def _main_clause(self, text: str) -> int:
        """Where the main clause begins: after a concession or condition that stands first, at its
        verb. The text's end when it cannot be found."""
        if not self._concession.match(text):
            return 0
        for comma in re.finditer(r",\s+(\w+)", text):
            word = comma.group(1).lower()
            if word in ("så", "then") or self.is_verb(word):
                return comma.start(1)
        return len(text)

    def _other_subject(self, head: str) -> bool:
        """Whether the words before a quantifier begin with people of their own."""
        words = [word.group().lower() for word in WORD.finditer(head)][:2]
        if not words or self.is_verb(words[0]):
            return False
        if words[0] in self._grammar["pronoun_subjects"] or any(map(self.is_person, words)):
            return True
        near = head[: sum(len(word) + 1 for word in words)]
        return any(mention.group.role for mention in self._groups.find(near))

    def _denies(self, head: str) -> bool:
        """Whether a clause before the quantifier denies or doubts what is said of it."""
        words = {word.group().lower() for word in WORD.finditer(head)}
        subordinate = re.search(r"\b(?:at|that|om|if|whether)\s", head, re.IGNORECASE)
        return bool(subordinate) and bool(words & self._grammar["denials"])

    def _is_denied(self, tail: str) -> bool:
        """Whether "all" is denied behind its verb ("All teachers did not agree"), which may mean
        that not all did."""
        words = [word.group().lower() for word in WORD.finditer(tail)][:6]
        verb = next((i for i, word in enumerate(words) if self.is_verb(word)), None)
        return verb is not None and words[verb + 1 : verb + 2] in (["ikke"], ["ikkje"], ["not"])

    def _shares_subject(self, text: str, found: Sequence[Stated]) -> bool:
        """Whether the subject goes on to others, counted otherwise ("most nurses and some GPs")."""
        if len(found) < 2 or found[1].strength == found[0].strength:
            return False
        gap = text[found[0].span[1] : found[1].span[0]]
        between = [word.lower() for word in WORD.findall(gap)]
        return (
            bool(between) and between[-1] in ("og", "and") and not any(map(self.is_verb, between))
        )

    def _is_coordinated(self, text: str, stated: Stated) -> bool:
        """Whether a quantifier without a noun begins a clause that is added to another."""
        before = WORD.findall(text[: stated.span[0]])
        noun = stated.words.lower().split()[-1] in self._grammar["majorities"]
        added = bool(before) and before[-1].lower() in self._grammar["coordinators"]
        return added and not noun

    # --- one quantifier -------------------------------------------------------------------------

    def _counted(self, read: _Words, index: int, after: int, phrase: Phrase) -> Stated | None:
        """What a quantifier counts, if it counts people. `index` and `after` enclose its words."""
        if self._is_governed(read, index, phrase):
            return None
        span = (read.words[index].start(), read.words[after - 1].end())
        stated = Stated(
            strength=phrase.strength,
            words=read.text[span[0] : span[1]],
            span=span,
            opens=self._opens(read, index),
        )
        partitive = read.at(after) in self._grammar["of"]
        for step in range(after + partitive, min(after + partitive + 5, len(read.words))):
            word = read.lower[step]
            if read.parted(step):
                break
            mention = read.mention_at(step)
            if mention and mention.group.role:
                return stated.model_copy(update={"mention": mention})
            if self.is_person(word):
                place = self._place_of(read, step)
                return stated.model_copy(update={"mention": place})
            if partitive and word in self._pronouns and not self._is_article(read, step):
                return stated.model_copy(update={"pronoun": True})
            determines = word in self._grammar["determiners"] or word.isdigit()
            if not (determines or _is_adjective(word)):
                break
        if partitive or phrase.needs_noun:
            return None
        return self._alone(read, index, after, stated)

    def _is_governed(self, read: _Words, index: int, phrase: Phrase) -> bool:
        """Whether what stands before makes it no subject: a preposition, a subordinator, or an
        infinitive of which "få" is the verb."""
        before = read.before(index)
        opening = before in self._grammar["opening_prepositions"] and index == 1
        if before in self._grammar["prepositions"] and not opening:
            return True
        if phrase.words in ("få", "few") and before in self._grammar["auxiliaries"]:
            return True
        return before in self._grammar["subordinators"]

    def _is_article(self, read: _Words, step: int) -> bool:
        """Whether "de" is an article here ("av de ansatte") and no pronoun."""
        if read.lower[step] not in ("de", "dei") or step + 1 >= len(read.lower):
            return False
        return not self.is_verb(read.lower[step + 1]) and read.lower[step + 1] != "som"

    def _alone(self, read: _Words, index: int, after: int, stated: Stated) -> Stated | None:
        """A quantifier that stands for people without a noun: before a verb that only people are
        the subject of, after such a verb, or as the agent of a passive."""
        before, following = read.before(index), read.at(after)
        ended = read.parted(after)
        begins = stated.opens or before in self._grammar["clause_starts"] or read.parted(index)
        step = after
        while read.at(step) in self._grammar["adverbs"]:
            step += 1
        relative = following in ("som", "who") and (begins or before in ("det", "er", "are"))
        verb = begins and self.is_verb(read.at(step))
        singled_out = stated.opens and ended and following in self._grammar["appositions"]
        agent = before in self._grammar["of"] and index > 1 and read.lower[index - 2].endswith("s")
        functions = self._grammar["no_nouns"]
        no_noun = ended or following in functions or bool(_DEFINITE.search(following))
        behind = (self.is_verb(before) or agent) and no_noun
        if singled_out or behind or (not ended and (relative or verb)):
            return stated.model_copy(update={"pronoun": True})
        return None

    def _opens(self, read: _Words, index: int) -> bool:
        """Whether it begins the text, or what follows a label ("Skjulte timer: Enkelte ...")."""
        skipped = self._grammar["opening_prepositions"] | {"det", "er"}
        lead = [word for word in read.lower[:index] if word not in skipped]
        return not lead or bool(_LABEL.match(read.text[: read.words[index].start()]))

    def _place_of(self, read: _Words, step: int) -> Mention | None:
        """The place or role that qualifies a noun for people: "deltakerne i helseforetakene"."""
        end = read.words[step].end()
        mention = next((m for m in read.mentions if m.span[0] >= end), None)
        if mention is None:
            return None
        between = read.text[end : mention.span[0]].lower().split()
        allowed = self._grammar["prepositions"] | self._grammar["between_people_and_place"]
        return mention if len(between) <= 5 and all(w in allowed for w in between) else None

    def _adverb(self, read: _Words, index: int, after: int, phrase: Phrase) -> Stated | None:
        """Counts where its sentence is about people: they are its subject."""
        span = (read.words[index].start(), read.words[after - 1].end())
        if index == 0:
            near = range(after, min(after + 4, len(read.words)))
        else:
            near = range(min(2, index))
            if any(mark in read.text[: span[0]] for mark in ",.;:?!"):
                return None
        for step in near:
            mention = read.mention_at(step)
            if mention or self.is_person(read.lower[step]):
                return Stated(
                    strength=phrase.strength,
                    words=read.text[span[0] : span[1]],
                    span=span,
                    mention=mention or self._place_of(read, step),
                    opens=True,
                )
        return None


def _phrases(entries: Iterable[Mapping[str, Any]]) -> dict[str, list[tuple[list[str], Phrase]]]:
    """The phrases by their first word, the longest first."""
    found: dict[str, list[tuple[list[str], Phrase]]] = {}
    for entry in entries:
        for words in {word for name in _LANGUAGES for word in entry.get(name, ())}:
            phrase = Phrase(
                strength=entry["strength"],
                words=words,
                adverb=entry.get("adverb", False),
                needs_of=entry.get("needs_of", False),
                needs_noun=entry.get("needs_noun", False),
            )
            found.setdefault(words.split()[0], []).append((words.split(), phrase))
    for candidates in found.values():
        candidates.sort(key=lambda pair: (-len(pair[0]), not pair[1].needs_of))
    return found


def _first_end(text: str) -> int:
    """Where the first sentence ends."""
    for hit in _SENTENCE_END.finditer(text):
        if not _ABBREVIATED.search(text[: hit.start() + 1]):
            return hit.end()
    return len(text)


def _is_adjective(word: str) -> bool:
    if word.endswith(("ene", "ane")):  # definite nouns
        return False
    return word.endswith(("e", "al", "ar", "ior", "ous", "ed")) and len(word) > 2


@cache
def strength_lexicon() -> StrengthLexicon:
    """The lexicon that ships with Funn."""
    data = tomllib.loads((files("service.vocabulary") / "strength.toml").read_text("utf-8"))
    return StrengthLexicon(data, group_vocabulary())
