"""Whose words are wanted, where a question names them by a part of their name: "betjentene" where
prison officers were interviewed, "friomsorgen" where those who work there were."""

from collections.abc import Iterable

from service.domain import Group, Language
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.words import lemma, tokens

HEAD = 5
"""Letters of the shortest word that is taken for the last part of a compound."""
PLACE = 6
"""The same for the first part, after a word that says where words come from."""
FROM = frozenset({"fra", "frå", "from", "by"})
ABOUT = frozenset({"om", "about", "on", "of", "mot", "med", "with"})
"""What follows is spoken of."""
GENERAL = frozenset({"ansatt", "tilsett", "arbeider", "arbeidar", "person", "worker", "employee"})
"""Last parts that all may share: in "havneansatt" it is the first that tells."""


def partly_named(
    text: str, language: Language, speakers: Iterable[Group], vocabulary: GroupVocabulary
) -> tuple[Group, ...]:
    """The roles of `speakers` whose name in `language` ends in a word of `text`, or begins with one
    after "from"; none that is only spoken of there ("om betjentene")."""
    words = tokens(text)
    pairs = [
        (before, lemma(word, language)) for before, word in zip(["", *words], words, strict=False)
    ]
    roles = dict.fromkeys(Group(role=each.role) for each in speakers if each.role)
    return tuple(
        role
        for role in roles
        if any(
            _names(word, before, vocabulary.label(role, language).lower()) for before, word in pairs
        )
    )


def _names(word: str, before: str, label: str) -> bool:
    if before in FROM and len(word) >= PLACE and label.startswith(word):
        return True
    last = label.rpartition(" ")[2]
    known = len(word) >= HEAD and word not in GENERAL and before not in ABOUT
    return known and last.endswith(word)
