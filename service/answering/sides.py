"""The sides of a comparison: the groups that a question sets against each other."""

from collections.abc import Iterator, Sequence

from service.domain import Finding, Group
from service.understanding import Question
from service.vocabulary.groups import GroupVocabulary


def sides(question: Question) -> tuple[Group, ...]:
    """The groups that are compared, in the question's order; empty where it compares none."""
    if question.kind != "comparison":
        return ()
    named = question.groups if len(question.groups) > 1 else (*question.groups, *question.mentioned)
    return tuple(dict.fromkeys(named)) if len(set(named)) > 1 else ()


def sides_of(
    finding: Finding, among: Sequence[Group], vocabulary: GroupVocabulary
) -> tuple[Group, ...]:
    """Those of `among` that `finding` is about: by its groups; where it has none of them, by those
    that its lead-in and headings name. To be named in its text is not enough."""
    around = [mention.group for mention in vocabulary.find(finding.context)]
    for groups in (finding.groups, around):
        of = {side for group in groups for side in _narrowest(group, among, vocabulary)}
        if of:
            return tuple(side for side in among if side in of)
    return ()


def _narrowest(
    group: Group, among: Sequence[Group], vocabulary: GroupVocabulary
) -> Iterator[Group]:
    """The sides that `group` lies within, but for those that another of them lies within: GPs are
    doctors, and where both are compared they are GPs."""
    within = [side for side in among if vocabulary.fits(group, side)]
    for side in within:
        if not any(other != side and vocabulary.fits(other, side) for other in within):
            yield side
