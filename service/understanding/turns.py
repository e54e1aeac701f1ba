"""The user's turns understood as one question."""

from collections.abc import Iterable, Sequence

from service.domain import Group, Language
from service.understanding.cleaning import clean, without_presentation
from service.understanding.follow_up import Asked, remark, stand_alone
from service.understanding.instructions import without_instructions
from service.understanding.language import detect_language
from service.understanding.naming import naming
from service.understanding.parts import parts
from service.understanding.question import MAX_QUESTION, Message, Question, Wishes
from service.understanding.spelling import groups_spelt
from service.understanding.topic import topic
from service.understanding.voices import partly_named
from service.understanding.wishes import without_wishes
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.questions import question_patterns, signal


def understand(
    messages: Sequence[Message], vocabulary: GroupVocabulary, language: Language | None = None
) -> Question:
    """What the last of the user's turns asks, made stand-alone from the turns before it.

    `language` is the one to answer in, when the client names it; one that the turn itself asks for
    goes before it.
    """
    turns = [clean(message.content) for message in messages if message.role == "user"]
    turn = turns[-1] if turns else ""
    own, wishes, instructions = _own(turn)
    # What is left of an order is no question; a wish alone asks the last one again.
    leans = not own and bool(wishes) and not instructions
    before = [_own(earlier)[0] for earlier in turns[:-1]]
    asked = stand_alone([*before, own], vocabulary) if own or leans else Asked("")
    if len(asked.text) > MAX_QUESTION:  # turns that lean on turns that lean ...
        asked = Asked(own)
    spoken = _language(own or asked.text or turn, turns[:-1])
    text = groups_spelt(asked.text, spoken, vocabulary)
    # A turn in another language may have become words of the one before.
    written = spoken if asked.text == own else detect_language(text or turn)
    answer = wishes.language or language or spoken
    kind = asked.kind(vocabulary)
    names = naming(text, kind, vocabulary)
    groups, holders = names.groups, names.holders
    last = naming(asked.added.lstrip(", "), kind, vocabulary) if asked.added else names
    if last.groups and kind != "comparison":
        # What was said last is on them; what it leans on only tells what about.
        groups, holders = last.groups, last.holders
    named = dict.fromkeys((*names.groups, *names.mentioned))
    return Question(
        text=text,
        searched=groups_spelt(asked.question, spoken, vocabulary)
        if asked.only_quotes(vocabulary)
        else "",
        language=answer,
        written=written if answer != written else None,
        groups=groups,
        mentioned=tuple(group for group in named if group not in groups),
        holders=holders,
        kind=kind,
        more=kind == "quotes" and bool(asked.added and signal("more").search(own)),
        number=asked.wants_number(vocabulary),
        study=asked.of_the_study(vocabulary),
        empty=not topic(text, vocabulary) and not vocabulary.mentions(text),
        remark=remark(own),
        personal=bool(signal("personal").search(own)),
        own_case=bool(signal("own_case").search(turn)),
        task=bool(signal("task").search(own)),
        identifying=bool(signal("identifying").search(text)),
        wishes=wishes,
        instructions=instructions,
    )


def understand_each(
    whole: Question, messages: Sequence[Message], vocabulary: GroupVocabulary
) -> tuple[Question, ...]:
    """The questions that the last of the user's turns asks at once, each as if it were a turn after
    the others; none where it asks one. `whole` is what `understand` made of them."""
    if whole.kind == "comparison":
        return ()  # sides are shown side by side
    *before, last = [message for message in messages if message.role == "user"]
    asked = parts(_own(clean(last.content))[0], vocabulary)
    found: list[Question] = []
    for number in range(len(asked)):
        turns = [Message(role="user", content=text) for text in asked[: number + 1]]
        question = understand([*before, *turns], vocabulary, whole.language)
        wishes = whole.wishes.model_copy(update={"items": question.wishes.items})
        update = {"wishes": wishes, "beside": len(asked) - 1}
        found.append(question.model_copy(update=update))
    return tuple(found)


def _language(turn: str, before: Sequence[str]) -> Language:
    """The language of a turn; nynorsk where nothing in it tells it from bokmål and the turn before
    it was in nynorsk ("og ulempene?")."""
    language = detect_language(turn)
    if language != "nb" or not before or detect_language(before[-1]) != "nn":
        return language
    return "nb" if question_patterns()["language"]["bokmal"].search(turn) else "nn"


def _own(turn: str) -> tuple[str, Wishes, tuple[str, ...]]:
    """What a turn itself asks, how it wants the answer, and the instructions set aside."""
    wished, wishes = without_wishes(turn)
    own, instructions = without_instructions(wished)
    return without_presentation(own), wishes, instructions


def with_voices(
    question: Question, speakers: Iterable[Group], vocabulary: GroupVocabulary
) -> Question:
    """`question` with the groups whose quotes may answer it, given who was interviewed."""
    heard = list(speakers)

    def interviewed(groups: Sequence[Group]) -> tuple[Group, ...]:
        return tuple(want for want in groups if any(vocabulary.fits(have, want) for have in heard))

    voices = interviewed(question.holders) or interviewed(question.groups)
    wants_quotes = question.kind == "quotes" and not question.groups
    if (question.holders or wants_quotes) and not voices:
        # Nobody asked those whose view is wanted: those it is about may speak of them.
        voices = interviewed(question.mentioned)
    if wants_quotes and not voices and not question.mentioned:
        # Where somebody's words are asked for, what would name a speaker beside a quote names one:
        # elsewhere "IT-støtten" may be the thing.
        named = vocabulary.mentions(question.text, label=True)
        voices = interviewed([mention.group for mention in named]) or partly_named(
            question.text, question.source_language, heard, vocabulary
        )
    return question.model_copy(update={"voices": voices})
