"""What a question asks: its language, the groups it names, its kind."""

from typing import Literal

from service.domain import Frozen, Group, Language

QuestionKind = Literal[
    "why", "what", "list", "who", "comparison", "how_many", "quotes", "yes_no", "definition", "study"
]


class Question(Frozen):
    """A question made stand-alone, with what could be understood of it."""

    text: str
    """The stand-alone question that is searched."""
    language: Language
    groups: tuple[Group, ...] = ()
    """Groups it asks about, by the vocabulary."""
    kind: QuestionKind = "what"
