"""A turn made stand-alone from those before it, in words the reader can check."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain import Group, Language
from service.understanding.kinds import kind_of, of_the_study, wants_number
from service.understanding.language import detect_language
from service.understanding.naming import named, naming, span_of
from service.understanding.question import QuestionKind, Remark
from service.understanding.topic import content_words, topic
from service.vocabulary.groups import GroupVocabulary, Mention
from service.vocabulary.questions import signal

OWN_TOPIC = 2
"""Content words, groups left out, above which a turn stands on its own."""
THING = 3
"""Words of a turn that only names another thing ("hva med telefon")."""
_ENDS = ".?!"
_AND_WHY: dict[Language, str] = {"nb": ", og hvorfor?", "nn": ", og kvifor?", "en": ", and why?"}
"""In the words of the question that it is set behind."""


@dataclass(frozen=True)
class Asked:
    """What a turn asks: a question, and what was said after it that means nothing without it."""

    question: str
    added: str = ""

    @property
    def text(self) -> str:
        """Both, as one text."""
        if not self.added:
            return self.question
        if self.added.startswith(","):
            return f"{self.question.rstrip(_ENDS)}{self.added}"
        if self.question[-1:] in _ENDS:
            return f"{self.question} {_capital(self.added)}"
        return f"{self.question} – {self.added}"

    def kind(self, vocabulary: GroupVocabulary) -> QuestionKind:
        """The kind of what was said last, where that asks something of its own."""
        own = kind_of(self.added.lstrip(", "), vocabulary) if self.added else "what"
        if own == "what" and not (self.added and signal("asks_of_its_own").search(self.added)):
            own = kind_of(self.question, vocabulary)
        return own

    def only_quotes(self, vocabulary: GroupVocabulary) -> bool:
        """Whether what was said last wants quotes on the same, and names nothing itself."""
        if named(self.added, vocabulary) or _own(self.added, vocabulary):
            return False
        return _wants_quotes(self, vocabulary)

    def wants_number(self, vocabulary: GroupVocabulary) -> bool:
        """Whether what was said last wants a figure."""
        if self.added and signal("asks_of_its_own").search(self.added):
            return wants_number(self.added, vocabulary)
        return wants_number(self.question, vocabulary)

    def of_the_study(self, vocabulary: GroupVocabulary) -> bool:
        """Whether it asks how the study was made."""
        return of_the_study(self.text, vocabulary)


def stand_alone(turns: Sequence[str], vocabulary: GroupVocabulary) -> Asked:
    """What the last of `turns` asks, with what it leans on. An empty turn asks the same again, as
    does one that asks where that stands; a remark is passed over unless it is the last."""
    if turns and remark(turns[-1]):
        return Asked(turns[-1])
    asked = Asked("")
    for turn in turns:
        again = not turn or remark(turn) or (asked.question and signal("where_alone").search(turn))
        asked = asked if again else _next(turn, asked, vocabulary)
    return asked


def remark(turn: str) -> Remark | None:
    """What a turn says that asks nothing of the reports."""
    if signal("thanks").search(turn):
        return "thanks"
    return "doubts" if signal("doubts").search(turn) else None


def _next(turn: str, before: Asked, vocabulary: GroupVocabulary) -> Asked:
    """A turn with a topic of its own is left as it is; "they" in one stands for the group named
    before. One that only names another group ("og sykepleierne?") or thing is the earlier question
    asked of that; any other is set behind it."""
    if not before.question or not _leans(turn, vocabulary):
        return Asked(turn)
    new = named(turn, vocabulary)
    own = _own(turn, vocabulary)
    if not own and not new and signal("more").search(turn) and _wants_quotes(before, vocabulary):
        return before  # "Flere?" of what was asked for last
    old = _about(before.question, vocabulary)
    people = signal("people").search(turn)
    if people and old and (own or new):
        start, end = span_of(old)
        state = signal("state").search(turn)
        name = signal("quantity").sub("", before.question[start:end])
        turn = turn[: people.start()] + name + turn[people.end() :]
        if not signal("leaning").search(turn) and not state:
            return Asked(turn)
    elif new and own and signal("fragment").search(turn):
        return _behind(turn, before, vocabulary)
    elif new and own and not signal("leaning").search(signal("opening").sub("", turn)):
        return Asked(turn)
    elif new and old and not own and _only_names(turn, before.question, old):
        return _of_others(turn, new, before, old, vocabulary)
    elif not new and (of_side := _of_side(turn, before.question)):
        return Asked(of_side)
    elif own and not new and (of_thing := _of_thing(turn, before.question)):
        return Asked(of_thing)
    return _behind(turn, before, vocabulary)


def _leans(turn: str, vocabulary: GroupVocabulary) -> bool:
    own = _own(turn, vocabulary)
    if not vocabulary.mentions(turn) and not content_words(signal("relational").sub(" ", turn)):
        return True  # "Hvilke fordeler?"
    if not own and (not vocabulary.mentions(turn) or len(turn.split()) <= THING):
        return True  # "Hvilke?", "Sykepleierne da?" ask nothing alone
    return bool(signal("leaning").search(turn)) and len(own) <= OWN_TOPIC


def _wants_quotes(before: Asked, vocabulary: GroupVocabulary) -> bool:
    return bool(before.added) and kind_of(before.added.lstrip(", "), vocabulary) == "quotes"


def _only_names(turn: str, question: str, old: Sequence[Mention]) -> bool:
    """Whether a turn does nothing but name others, and they can stand in the place of `old`."""
    if signal("asks_of_its_own").search(turn) or signal("asks_for").search(turn):
        return False
    return not signal("chooses").search(question[: old[0].span[0]])


def _own(turn: str, vocabulary: GroupVocabulary) -> list[str]:
    """Content words of a turn, groups and what asks for more of the same left out."""
    return topic(signal("request").sub(" ", turn), vocabulary)


def _about(question: str, vocabulary: GroupVocabulary) -> tuple[Mention, ...]:
    """The groups that a question is about, else the first that it names."""
    found = naming(question, kind_of(question, vocabulary), vocabulary)
    return found.asked or found.others[:1]


def _of_side(turn: str, question: str) -> str | None:
    """The question before, asked of another side of the same thing, if the turn only names one
    ("og ulempene?")."""
    named = signal("opening").sub("", turn).strip(" .?!")
    before = list(signal("side").finditer(question))
    side = signal("side").search(named)
    if side is None or len(before) != 1 or content_words(named.replace(side.group(), "")):
        return None
    start, end = before[0].span()
    return question[:start] + side.group().lower() + question[end:]


def _of_thing(turn: str, question: str) -> str | None:
    """The question before, asked of the thing that a turn names if it only names one."""
    opened = signal("named_turn").match(turn)
    thing = turn[opened.end() :].strip(" .?!") if opened else ""
    theme = signal("theme").search(question)
    if not thing or len(thing.split()) > THING or theme is None:
        return None
    if signal("asks_of_its_own").search(thing) or signal("side").fullmatch(thing):
        return None
    preposition = theme.group().split(maxsplit=1)[0]
    return f"{question[: theme.start()]}{preposition} {thing}{question[theme.end() :]}"


def _of_others(
    turn: str,
    new: Sequence[Mention],
    before: Asked,
    old: Sequence[Mention],
    vocabulary: GroupVocabulary,
) -> Asked:
    """The question before, asked of the groups that the turn names."""
    question = before.question
    start, end = span_of(old)
    language = detect_language(question)
    name = turn[slice(*span_of(new))]
    if (language == "en") != (detect_language(turn) == "en"):
        name = _listed([mention.group for mention in new], language, vocabulary)
    only_place = all(mention.group.role is None for mention in new)
    if only_place and (placed := signal("placed_turn").match(turn)):
        here = turn[placed.start() : placed.end()].rsplit(maxsplit=1)[-1]
        places = [m for m in vocabulary.mentions(question) if m.group.role is None]
        roles = [m for m in vocabulary.mentions(question[start:end]) if m.group.role]
        if places:
            start, end = places[0].span
        elif roles:
            start = end = start + roles[-1].span[1]
            name = f" {here} {name}"
    elif signal("genitive").search(question[start:end]) and not signal("genitive").search(name):
        name += "s" if language != "en" else "'" if name.endswith("s") else "'s"
    if start == 0:
        name = _capital(name)
    elif name[1:2].islower():
        name = name[0].lower() + name[1:]  # "Sykepleierne?" began the turn
    asked = replace(before, question=question[:start] + name + question[end:])
    return asked if _has_content(before.added) else replace(asked, added="")


def _listed(groups: Sequence[Group], language: Language, vocabulary: GroupVocabulary) -> str:
    """The groups in words of `language`."""
    words = [vocabulary.label(group, language, "many") for group in dict.fromkeys(groups)]
    joint = " and " if language == "en" else " og "
    return joint.join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _behind(turn: str, before: Asked, vocabulary: GroupVocabulary) -> Asked:
    """The turn set behind the question before, and behind what was said after that if it has a
    topic."""
    base = before.text if _has_content(before.added) else before.question
    if signal("why_alone").search(turn) and base.endswith("?"):
        if kind_of(base, vocabulary) == "why":
            return Asked(base, signal("opening").sub("", turn))
        return Asked(base, _AND_WHY[detect_language(base)])
    return Asked(base, turn if base[-1:] in _ENDS else signal("opening").sub("", turn).strip())


def _has_content(added: str) -> bool:
    """Whether what was said has a topic, and does not only ask for more of the same."""
    return bool(content_words(signal("request").sub(" ", added)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
