"""A question as it was understood."""

from typing import Literal

from service.domain import Frozen, Group, Language

QuestionKind = Literal[
    "quotes",
    "why",
    "how_many",
    "comparison",
    "definition",
    "study",
    "list",
    "who",
    "yes_no",
    "what",
]

Remark = Literal["thanks", "doubts"]

MAX_QUESTION = 2000
"""Characters of a question."""


class Message(Frozen):
    """One turn of a conversation, as chat clients send it."""

    role: Literal["user", "assistant", "system"]
    content: str


class Wishes(Frozen):
    """How the answer is wanted: requests that can do no harm, so they may be followed."""

    language: Language | None = None
    """The language asked for in words ("in English please")."""
    short: bool = False
    """Whether a short answer is wanted ("svar kort")."""
    items: int | None = None
    """How many reasons, examples or quotes are wanted ("nevn tre")."""
    quotes: bool | None = None
    """Whether quotes are wanted beside the answer, or are not; None where nothing is said."""

    def __bool__(self) -> bool:
        return self != Wishes()


class Question(Frozen):
    """A question made stand-alone, with what could be understood of it."""

    text: str
    """The stand-alone question, as it is shown and searched."""
    searched: str = ""
    """What is searched in its place, where it ends in a wish for quotes that has no topic."""
    language: Language
    """The language to answer in."""
    written: Language | None = None
    """The language it is written in, where it differs from the one to answer in."""
    groups: tuple[Group, ...] = ()
    """Groups it is about: whose experience, need, act or view it asks for, by the vocabulary."""
    mentioned: tuple[Group, ...] = ()
    """Other groups that it names, and those of which it cannot be known."""
    holders: tuple[Group, ...] = ()
    """Those of `groups` whose own view it asks for ("hva mener pasientene")."""
    voices: tuple[Group, ...] = ()
    """Whose quotes may answer it: the holders that were interviewed, else the groups that were."""
    kind: QuestionKind = "what"
    more: bool = False
    """Whether it asks for more quotes than the answer before it showed."""
    number: bool = False
    """Whether it wants a number, a share, a duration or a price, and not a degree."""
    study: bool = False
    """Whether it asks about the study itself: method, sample, dates, who paid."""
    personal: bool = False
    """Whether it asks for advice in the asker's own affairs."""
    own_case: bool = False
    """Whether it tells of a case of the asker's own, such as an ailment."""
    task: bool = False
    """Whether it asks for a piece of work and not for what a report says."""
    remark: Remark | None = None
    """What it says where it asks nothing of the reports: thanks, or doubt of the answer before."""
    empty: bool = False
    """Whether it names neither a topic nor a group, so that there is nothing to search for."""
    identifying: bool = False
    """Whether it asks who a participant is."""
    beside: int = 0
    """How many other questions were asked at once, with which it shares the answer's space."""
    wishes: Wishes = Wishes()
    """How the answer is wanted; the words that said so are no part of `text`."""
    instructions: tuple[str, ...] = ()
    """Instructions to the assistant that stood in it and were set aside."""

    @property
    def source_language(self) -> Language:
        """The language its words are in."""
        return self.written or self.language
