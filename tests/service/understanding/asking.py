"""A question asked without a service."""

from service.domain import Group, Language
from service.understanding import Message, Question, understand
from service.vocabulary.groups import group_vocabulary


def asked(*turns: str, language: Language | None = None) -> Question:
    """The user's turns, understood."""
    messages = [Message(role="user", content=turn) for turn in turns]
    return understand(messages, group_vocabulary(), language)


def roles(groups: tuple[Group, ...]) -> list[str]:
    """Groups as "role/sector/field"."""
    return ["/".join(p for p in (g.role, g.sector, g.field) if p) for g in groups]
