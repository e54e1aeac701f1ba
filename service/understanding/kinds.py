"""What kind of question it is."""

import re
from typing import get_args

from service.understanding.naming import named
from service.understanding.question import QuestionKind
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.questions import question_patterns, signal

_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_GROUP = "X"
"""Stands for each group in what the patterns are held against: they need not know its name."""


def kind_of(text: str, vocabulary: GroupVocabulary) -> QuestionKind:
    """The first kind, in their order, that a sentence of `text` is of."""
    kinds = {_of_sentence(sentence, vocabulary) for sentence in _SENTENCE.split(text)}
    return next(kind for kind in get_args(QuestionKind) if kind in kinds)


def wants_number(text: str, vocabulary: GroupVocabulary) -> bool:
    """Whether a sentence of `text` asks for a figure."""
    return any(
        signal("number").search(masked(sentence, vocabulary)) for sentence in _SENTENCE.split(text)
    )


def of_the_study(text: str, vocabulary: GroupVocabulary) -> bool:
    """Whether a sentence of `text` asks how the study was made, by whom or when."""
    study = question_patterns()["kinds"]["study"]
    return any(study.search(masked(sentence, vocabulary)) for sentence in _SENTENCE.split(text))


def masked(text: str, vocabulary: GroupVocabulary) -> str:
    """`text` with one letter for each group it names."""
    for mention in reversed(named(text, vocabulary)):
        genitive = signal("genitive").search(text[slice(*mention.span)])
        name = f"{_GROUP}s" if genitive else _GROUP
        text = text[: mention.span[0]] + name + text[mention.span[1] :]
    return text


def _of_sentence(text: str, vocabulary: GroupVocabulary) -> QuestionKind:
    seen = masked(text, vocabulary)
    several = len({mention.group for mention in named(text, vocabulary)}) > 1
    for kind in get_args(QuestionKind):
        pattern = question_patterns()["kinds"].get(kind)
        if pattern and pattern.search(seen):
            return kind  # type: ignore[no-any-return]
        if kind == "comparison" and several and signal("parts_groups").search(seen):
            return "comparison"
    return "what"
