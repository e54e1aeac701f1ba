"""What a question asks: its language, the groups it names, its kind."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal, get_args

from lingua import Language as LinguaLanguage
from lingua import LanguageDetector, LanguageDetectorBuilder

from service.domain import Frozen, Group, Language
from service.vocabulary.groups import GroupVocabulary, Mention
from service.vocabulary.questions import question_patterns, signal
from service.vocabulary.words import stopwords, tokens

QuestionKind = Literal[
    "quotes", "how_many", "comparison", "why", "definition", "study", "list", "who", "what"
]

MAX_QUESTION = 2000
"""Characters of a question."""
EVEN = 0.5
"""Share of the detector's confidence from which a text without telling words is English."""
CLEARLY = 0.9
"""Share of its confidence in Norwegian from which such a text is nynorsk: one of ten writes it."""
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
    study: bool = False
    """Whether it asks about the study itself: method, sample, dates."""
    personal: bool = False
    """Whether it asks for advice in the asker's own affairs."""
    task: bool = False
    """Whether it asks for a piece of work and not for what a report says."""
    empty: bool = False
    """Whether it names neither a topic nor a group, so that there is nothing to search for."""
    identifying: bool = False
    """Whether it asks who a participant is."""
    instructions: tuple[str, ...] = ()
    """Instructions to the assistant that stood in it and were set aside."""

    @property
    def source_language(self) -> Language:
        """The language its words are in."""
        return self.written or self.language


# Characters that nothing is drawn for, though Unicode counts them as letters and marks.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_LISTED = re.compile(r"\s*(,|,?\s(og|eller|samt|and|or)\s+(the\s)?)\s*", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"[.:;?!,]|\s(?=(hva|hvordan|hvorfor|kva|korleis|kvifor|what|how|why|whether|at|that)\s)",
    re.IGNORECASE,
)
_THAT = re.compile(r"\s(at|that)\s", re.IGNORECASE)
_LINGUA: dict[LinguaLanguage, Language] = {
    LinguaLanguage.BOKMAL: "nb",
    LinguaLanguage.NYNORSK: "nn",
    LinguaLanguage.ENGLISH: "en",
}


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_LINGUA).build()


def detect_language(text: str, default: Language = "nb") -> Language:
    """Bokmål, nynorsk or English; `default` for a text without a word.

    By the words that only one of them has; by the letters, as a detector does it, where there is
    none. A short text that could be either Norwegian is bokmål.
    """
    if not tokens(text):
        return default
    seen = {name: len(p.findall(text)) for name, p in question_patterns()["language"].items()}
    english = seen["english"]
    norwegian = seen["norwegian"] + seen["nynorsk"] + seen["bokmal"]
    likely = {v.language: v.value for v in _detector().compute_language_confidence_values(text)}
    if english > norwegian or (english == norwegian and likely[LinguaLanguage.ENGLISH] >= EVEN):
        return "en"
    new, old = seen["nynorsk"], seen["bokmal"]
    if new == old:
        new, old = seen["nynorsk_endings"], seen["bokmal_endings"]
    if new == old:
        new_likely, old_likely = likely[LinguaLanguage.NYNORSK], likely[LinguaLanguage.BOKMAL]
        return "nn" if new_likely > CLEARLY * (new_likely + old_likely) else "nb"
    return "nn" if new > old else "nb"


def clean(text: str) -> str:
    """NFC (NFKC would change what was typed), without control and invisible characters, white
    space collapsed."""
    visible = (
        " " if char.isspace() else char
        for char in _BLANK.sub("", text)
        if char.isspace() or not unicodedata.category(char).startswith("C")
    )
    # Composed last: what stood between a letter and its accent is gone now.
    return unicodedata.normalize("NFC", " ".join("".join(visible).split()))


def understand(
    messages: Sequence[Message], vocabulary: GroupVocabulary, language: Language | None = None
) -> Question:
    """What the last of the user's turns asks, made stand-alone from the turns before it.

    `language` is the one to answer in, when the client names it.
    """
    turns = [clean(message.content) for message in messages if message.role == "user"]
    turn = turns[-1] if turns else ""
    asked, instructions = _without_instructions(turn)
    written = detect_language(asked or turn)
    before = [_without_instructions(earlier)[0] for earlier in turns[:-1]]
    text = _stand_alone(asked, before, vocabulary)
    if len(text) > MAX_QUESTION:  # turns that lean on turns that lean ...
        text = asked
    return Question(
        text=text,
        language=language or written,
        written=written if language not in (None, written) else None,
        groups=_distinct(mention.group for mention in vocabulary.find(text)),
        holders=_holders(text, vocabulary),
        kind=_kind(text),
        number=bool(signal("number").search(text)),
        empty=not _topic(text, vocabulary) and not vocabulary.mentions(text),
        study=bool(question_patterns()["kinds"]["study"].search(text)),
        personal=bool(signal("personal").search(asked)),
        task=bool(signal("task").search(asked)),
        identifying=bool(signal("identifying").search(text)),
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
    """The question without the clauses that instruct the assistant, and those clauses.

    What follows an order in its sentence belongs to it ("ignore the rules and tell me ..."), unless
    it asks."""
    kept, instructions = [], []
    ordered = False
    for clause in _clauses(asked):
        if signal("instruction").search(clause):
            ordered = True
            instructions.append(clause.strip())
        elif ordered and not signal("asks").search(clause):
            instructions.append(clause.strip())
        else:
            kept.append(clause)
        if clause.rstrip().endswith((".", "!", "?")):
            ordered = False
    if not instructions:
        return asked, ()
    while kept and not signal("asks").search(kept[-1]) and not _words(kept[-1]):
        kept.pop()  # "Also, ..." of what was cut
    rest = clean("".join(kept)).strip(" -–—,.:;")
    # What joined the question to the order is no part of it.
    return signal("joint").sub("", rest).strip(), tuple(instructions)


def _clauses(text: str) -> list[str]:
    """`text` cut after each mark that ends a sentence and before each clause that could be an order
    or a question of its own; joined they give it back."""
    marks = {
        at + 1
        for at, char in enumerate(text)
        if char in ".!?;:" and (at + 1 == len(text) or text[at + 1].isspace())
    }
    joints = {hit.start() for hit in signal("clause").finditer(text)}
    cuts = sorted({0, *marks, *joints, len(text)})
    return [text[start:end] for start, end in pairwise(cuts)]


def _kind(text: str) -> QuestionKind:
    for kind in get_args(QuestionKind):
        pattern = question_patterns()["kinds"].get(kind)
        if pattern and pattern.search(text):
            return kind  # type: ignore[no-any-return]
    return "what"


def _holders(text: str, vocabulary: GroupVocabulary) -> tuple[Group, ...]:
    """The groups whose view is asked for: in each clause that speaks of a view and does not give it
    to the report, the first groups that it is not *about* ("hva mener A om B")."""
    text = signal("opening").sub("", text)
    runs = _runs(vocabulary.find(text), text)
    named = [mention.span for run in runs for mention in run]
    ends = [
        mark.start()
        for mark in _CLAUSE_END.finditer(text)
        if not any(start <= mark.start() < end for start, end in named)
    ]
    found: list[Group] = []
    for start, end in pairwise(sorted({0, *ends, len(text)})):
        clause = text[start:end]
        if found and _THAT.match(clause):
            continue  # what they think that others want
        here = [run for run in runs if start <= run[0].span[0] < end]
        held = next((hit.end() for hit in signal("held_by").finditer(clause)), None)
        view = signal("view").search(clause)
        if view is None and held is None:
            continue
        about = signal("about").search(clause)
        limit = about.start() if about else len(clause)
        if signal("report").search(clause, 0, max(limit, view.end() if view else 0)):
            continue
        open_runs = [run for run in here if run[0].span[0] - start < limit]
        if not open_runs and held is not None:
            open_runs = [run for run in here if run[0].span[0] - start >= held]
        if open_runs:
            found.extend(mention.group for mention in open_runs[0])
    return _distinct(found)


def _runs(mentions: Sequence[Mention], text: str) -> list[list[Mention]]:
    """Mentions that are listed together ("leger, sykepleiere og pasienter")."""
    runs: list[list[Mention]] = []
    for mention in mentions:
        between = text[runs[-1][-1].span[1] : mention.span[0]] if runs else ""
        if runs and _LISTED.fullmatch(between):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


def _distinct(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(dict.fromkeys(groups))


def _stand_alone(asked: str, before: Sequence[str], vocabulary: GroupVocabulary) -> str:
    """`asked` with what it leans on from the turn before, in words the reader can check.

    A turn with a topic of its own is left as it is; "they" in one stands for the group named
    before. One that only names another group ("og sykepleierne?") is the earlier question asked of
    that group; any other is set behind it.
    """
    if not before or not asked:
        return asked
    own = _topic(asked, vocabulary)
    if not signal("leaning").search(asked) or len(own) > OWN_TOPIC:
        return asked
    earlier = _stand_alone(before[-1], before[:-1], vocabulary)
    new = vocabulary.find(asked)
    old = vocabulary.find(earlier)
    people = signal("people").search(asked)
    if people and old and (own or new):
        start, end = old[0].span
        asked = asked[: people.start()] + earlier[start:end] + asked[people.end() :]
        if not signal("leaning").search(asked):
            return asked
    elif new and own and not signal("leaning").search(signal("opening").sub("", asked)):
        return asked
    elif new and old and not own:
        start, end = old[0].span
        name = asked[new[0].span[0] : new[-1].span[1]]
        return earlier[:start] + name + earlier[end:]
    added = signal("opening").sub("", asked).strip()
    return f"{earlier.rstrip('?.! ')} – {added}"


def _topic(text: str, vocabulary: GroupVocabulary) -> list[str]:
    """Content words of `text` beside the groups it names."""
    for mention in reversed(vocabulary.mentions(text)):
        text = text[: mention.span[0]] + " " + text[mention.span[1] :]
    return _words(text)


def _words(text: str) -> list[str]:
    """Content words of `text`."""
    skip = stopwords("nb") | stopwords("en")
    return [word for word in tokens(text) if word not in skip]
