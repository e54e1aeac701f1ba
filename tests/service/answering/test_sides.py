"""Which groups a question compares, and which of them a finding is about."""

from typing import Any

from service.answering.sides import sides, sides_of
from service.domain import Group
from service.understanding import Question
from service.vocabulary.groups import group_vocabulary
from tests.service.answering.sources import finding

GP, DOCTOR, NURSE = (Group(role=role) for role in ("fastlege", "lege", "sykepleier"))
ASKED = Question(text="Hva er forskjellen?", language="nb", kind="comparison", groups=(GP, NURSE))


def of(*among: Group, text: str = "De er fornøyde.", **fields: Any) -> tuple[Group, ...]:
    source = finding("f", text, **fields).source
    assert source.kind == "finding"
    return sides_of(source, among, group_vocabulary())


def test_only_a_comparison_of_several_has_sides() -> None:
    assert sides(ASKED) == (GP, NURSE)
    assert sides(ASKED.model_copy(update={"kind": "what"})) == ()
    assert sides(ASKED.model_copy(update={"groups": (GP,)})) == ()
    mentioned = ASKED.model_copy(update={"groups": (GP,), "mentioned": (NURSE,)})
    assert sides(mentioned) == (GP, NURSE)


def test_a_finding_is_of_its_own_groups_else_of_those_around_it() -> None:
    assert of(GP, NURSE, groups=(NURSE,), lead_in="Fastlegene sier:") == (NURSE,)
    assert of(GP, NURSE, groups=(GP, NURSE)) == (GP, NURSE)
    assert of(GP, NURSE, lead_in="Fastlegene nevner:") == (GP,)
    assert of(GP, NURSE, headings=("Sykepleierne",)) == (NURSE,)
    assert of(GP, NURSE, text="Meldingen går til fastlegen.") == ()


def test_of_two_sides_the_narrower_has_it() -> None:
    assert of(GP, DOCTOR, groups=(GP,)) == (GP,)
    assert of(GP, DOCTOR, groups=(DOCTOR,)) == (DOCTOR,)
    assert of(DOCTOR, NURSE, groups=(GP,)) == (DOCTOR,)
