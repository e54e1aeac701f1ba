"""What a question asks: its language, the groups it names, its kind."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal, get_args

from lingua import Language as LinguaLanguage
from lingua import LanguageDetector, LanguageDetectorBuilder

from service.domain import Frozen, Group, Language
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.questions import question_patterns, signal
from service.vocabulary.words import stopwords, tokens

QuestionKind = Literal[
    "quotes", "how_many", "comparison", "why", "definition", "study", "list", "who", "what"
]

MAX_QUESTION = 2000
"""Characters of a question."""
OWN_TOPIC = 2
"""Content words, groups left out, above which a turn stands on its own."""


class Message(Frozen):
    """One turn of a conversation, as chat clients send it."""

    role: Literal["user", "assistant", "system"]
    content: str


class Question(Frozen):
    """A question made stand-alone, with what could be understood of it."""

    text: str
    """The stand-alone question that is searched."""
    language: Language
    """The language to answer in."""
    written: Language | None = None
    """The language it is written in, where it differs from the one to answer in."""
    groups: tuple[Group, ...] = ()
    """Groups it asks about, by the vocabulary."""
    holders: tuple[Group, ...] = ()
    """Those of them whose own view it asks for ("hva mener pasientene")."""
    voices: tuple[Group, ...] = ()
    """Whose quotes may answer it: the holders that were interviewed, else the groups that were."""
    kind: QuestionKind = "what"
    number: bool = False
    """Whether it wants a number or a share."""
    identifying: bool = False
    """Whether it asks who a participant is."""
    instructions: tuple[str, ...] = ()
    """Instructions to the assistant that stood in it and were set aside."""

    @property
    def source_language(self) -> Language:
        """The language its words are in."""
        return self.written or self.language


_LINGUA: dict[LinguaLanguage, Language] = {
    LinguaLanguage.BOKMAL: "nb",
    LinguaLanguage.NYNORSK: "nn",
    LinguaLanguage.ENGLISH: "en",
}


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_LINGUA).build()


def detect_language(text: str, default: Language = "nb") -> Language:
    """Bokmål, nynorsk or English; `default` for a text without a word."""
    if not tokens(text):
        return default
    found = _detector().detect_language_of(text)
    language = _LINGUA[found] if found else default
    if language == "en":
        return language
    patterns = question_patterns()["language"]
    new = len(patterns["nynorsk"].findall(text))
    old = len(patterns["bokmal"].findall(text))
    if new == old:
        return language
    return "nn" if new > old else "nb"


def clean(text: str) -> str:
    """NFC (NFKC would change what was typed), without control and invisible characters, white
    space collapsed."""
    visible = (
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", text)
        if char.isspace() or not unicodedata.category(char).startswith("C")
    )
    return " ".join("".join(visible).split())


def understand(
    messages: Sequence[Message], vocabulary: GroupVocabulary, language: Language | None = None
) -> Question:
    """What the last of the user's turns asks, made stand-alone from the turns before it.

    `language` is the one to answer in, when the client names it.
    """
    turns = [clean(message.content) for message in messages if message.role == "user"]
    asked, instructions = _without_instructions(turns[-1] if turns else "")
    written = detect_language(asked)
    text = _stand_alone(asked, turns[:-1], vocabulary)
    return Question(
        text=text,
        language=language or written,
        written=written if language not in (None, written) else None,
        groups=_distinct(mention.group for mention in vocabulary.find(text)),
        holders=_holders(text, vocabulary),
        kind=_kind(text),
        number=bool(signal("number").search(text)),
        identifying=bool(signal("identifying").search(asked)),
        instructions=instructions,
    )


def with_voices(
    question: Question, speakers: Iterable[Group], vocabulary: GroupVocabulary
) -> Question:
    """`question` with the groups whose quotes may answer it, given who was interviewed."""
    heard = list(speakers)

    def interviewed(groups: Sequence[Group]) -> tuple[Group, ...]:
        return tuple(want for want in groups if any(vocabulary.fits(have, want) for have in heard))

    voices = interviewed(question.holders) or interviewed(question.groups)
    return question.model_copy(update={"voices": voices})


def _without_instructions(asked: str) -> tuple[str, tuple[str, ...]]:
    """The question without the clauses that instruct the assistant, and those clauses."""
    kept, instructions = [], []
    for clause in _clauses(asked):
        if signal("instruction").search(clause):
            instructions.append(clause.strip())
        else:
            kept.append(clause)
    if not instructions:
        return asked, ()
    rest = clean("".join(kept)).strip(" -–—,.:;")
    return rest, tuple(instructions)


def _clauses(text: str) -> list[str]:
    """`text` cut after each mark that ends a sentence or clause; joined they give it back."""
    clauses, start = [], 0
    for at, char in enumerate(text):
        followed = text[at + 1 : at + 2]
        if char in ".!?;:" and (not followed or followed.isspace()):
            clauses.append(text[start : at + 1])
            start = at + 1
    return [*clauses, text[start:]] if start < len(text) else clauses


def _kind(text: str) -> QuestionKind:
    for kind in get_args(QuestionKind):
        pattern = question_patterns()["kinds"].get(kind)
        if pattern and pattern.search(text):
            return kind  # type: ignore[no-any-return]
    return "what"


def _holders(text: str, vocabulary: GroupVocabulary) -> tuple[Group, ...]:
    """The groups whose view is asked for: those named before the topic ("hva mener A om B")."""
    if not signal("view").search(text):
        return ()
    about = signal("about").search(text)
    end = about.start() if about else len(text)
    return _distinct(m.group for m in vocabulary.find(text) if m.span[0] < end)


def _distinct(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(dict.fromkeys(groups))


def _stand_alone(asked: str, before: Sequence[str], vocabulary: GroupVocabulary) -> str:
    """`asked` with what it leans on from the turn before, in words the reader can check.

    A turn with a topic of its own is left as it is. One that only names another group ("og
    sykepleierne?") is the earlier question asked of that group; any other is set behind it.
    """
    if not before or not asked:
        return asked
    own = _topic(asked, vocabulary)
    if not signal("leaning").search(asked) or len(own) > OWN_TOPIC:
        return asked
    earlier = _stand_alone(before[-1], before[:-1], vocabulary)
    new = vocabulary.find(asked)
    old = vocabulary.find(earlier)
    if new and old and not own:
        start, end = old[0].span
        name = asked[new[0].span[0] : new[-1].span[1]]
        return earlier[:start] + name + earlier[end:]
    added = signal("opening").sub("", asked)
    return f"{earlier.rstrip('?.! ')} – {added}"


def _topic(text: str, vocabulary: GroupVocabulary) -> list[str]:
    """Content words of `text` beside the groups it names."""
    for mention in reversed(vocabulary.mentions(text)):
        text = text[: mention.span[0]] + " " + text[mention.span[1] :]
    skip = stopwords("nb") | stopwords("en")
    return [word for word in tokens(text) if word not in skip]
