"""Whose words are wanted, where only a part of their name is said."""

import pytest

from service.domain import Group, Language
from service.understanding import Message, understand, with_voices
from service.understanding.voices import partly_named
from service.vocabulary.groups import group_vocabulary

OFFICER, PROBATION, FORMER = (
    Group(role=role) for role in ("fengselsbetjent", "friomsorgsarbeider", "tidligere innsatt")
)
SPEAKERS = (
    Group(role="fengselsbetjent", sector="kriminalomsorg"), PROBATION, FORMER,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("Hva sier betjentene ordrett om føringen?", "nb", (OFFICER,)),
        ("Sitat frå betjentane", "nn", (OFFICER,)),
        ("What do officers say, word for word, about the system?", "en", (OFFICER, PROBATION)),
        ("Vis uttalelser fra friomsorgen om samtaler", "nb", (PROBATION,)),
        ("Vis sitater om betjentene", "nb", ()),
        ("Vis sitater om friomsorgen", "nb", ()),
        ("Vis sitater fra arbeidere", "nb", ()),
        ("Vis sitater om systemet", "nb", ()),
        ("Vis sitater fra fengsel", "nb", (OFFICER,)),
    ],
)
def test_those_whose_name_it_is_a_part_of(
    text: str, language: Language, meant: tuple[Group, ...]
) -> None:
    assert partly_named(text, language, SPEAKERS, group_vocabulary()) == meant


def test_a_request_for_quotes_is_answered_by_them_alone() -> None:
    vocabulary = group_vocabulary()
    asked = [Message(role="user", content="Vis sitater fra betjentene om systemet")]
    question = with_voices(understand(asked, vocabulary), SPEAKERS, vocabulary)
    assert question.voices == (OFFICER,)
    asked = [Message(role="user", content="Hva er problemet for betjentene?")]
    assert with_voices(understand(asked, vocabulary), SPEAKERS, vocabulary).voices == ()
