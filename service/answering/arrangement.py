"""The order in which findings are read: what is meant together stands together."""

from collections.abc import Callable, Collection, Sequence

from service.answering.opposites import opens_against
from service.answering.opposition import follows
from service.domain import Finding, Group
from service.evidence import Evidence, list_key
from service.vocabulary.strength import ORDER

Unit = list[Evidence]
"""Findings that are read as one: the items of a list, a statement and what leans on it."""
SidesOf = Callable[[Evidence], tuple[Group, ...]]


def arranged(
    findings: Sequence[Evidence], against: Collection[str] = (), *, lists_first: bool = False
) -> list[Evidence]:
    """`findings` (best first) under their headings, headings by their best finding, and within a
    heading the most direct and the strongest first, or lists before all else; a list stays in the
    report's order, and what leans on a statement follows it. `against` are ids of those that speak
    against others: they come after all that they could speak against, unless they go on from a
    statement that is there."""
    answers = [item for item in findings if item.source.id not in against]
    later = {
        item.source.id
        for item in findings
        if item.source.id in against and not any(_goes_on(item, other) for other in answers)
    }
    headings: dict[tuple[str, str, tuple[str, ...]], list[Evidence]] = {}
    for item in findings:
        if item.source.id not in later:
            key = (item.report, item.source.section, item.source.headings)
            headings.setdefault(key, []).append(item)
    first = [
        item
        for group in headings.values()
        for unit in _units(group, lists_first=lists_first)
        for item in unit
    ]
    return first + [item for item in findings if item.source.id in later]


def by_sides(
    findings: Sequence[Evidence], among: Sequence[Group], sides_of: SidesOf
) -> list[Evidence]:
    """`findings` with those on several of the groups compared first, then each group's in turn,
    then those that name none of them."""

    def rank(item: Evidence) -> int:
        of = sides_of(item)
        if len(of) > 1:
            return 0
        return 1 + among.index(of[0]) if of else len(among) + 1

    return sorted(findings, key=rank)


def _units(findings: Sequence[Evidence], *, lists_first: bool) -> list[Unit]:
    """The findings of one heading in units, the most direct and strongest unit first."""
    rank = {item.source.id: at for at, item in enumerate(findings)}
    units: list[Unit] = []
    for item in sorted(findings, key=lambda item: item.source.start):
        if units and _belongs(item, units[-1]):
            units[-1].append(item)
        else:
            units.append([item])

    def place(unit: Unit) -> tuple[bool, bool, int, int, int]:
        spoken = max(len(item.concepts) for item in unit)
        prose = list_key(unit[-1]) is None or len(unit) == 1
        return (
            lists_first and prose,
            not any(item.fit == "asked" for item in unit),  # on those asked about: more direct
            -spoken,
            -max(_strength(item) for item in unit),
            min(rank[i.source.id] for i in unit),
        )

    return sorted(units, key=place)


def _belongs(item: Evidence, unit: Unit) -> bool:
    """Whether `item` is of the list that `unit` is of, or leans on its last statement."""
    key = list_key(item)
    if key is not None and key == list_key(unit[-1]):
        return True
    return _goes_on(item, unit[-1])


def _goes_on(item: Evidence, before: Evidence) -> bool:
    """Whether `item` leans on `before`, or begins by going against it as its next sentence."""
    source, other = item.source, before.source
    if item.report != before.report or not isinstance(source, Finding):
        return False
    if not isinstance(other, Finding) or source.block != other.block:
        return False
    return source.lead_in == other.text or (follows(source, other) and opens_against(source.text))


def _strength(item: Evidence) -> int:
    """How much a finding says of those it counts; one that counts nobody stands in the middle, and
    that nobody does a thing says as much as that all do."""
    source = item.source
    strength = source.strength if isinstance(source, Finding) else "unspecified"
    if strength == "unspecified":
        return ORDER.index("several")
    return ORDER.index("all" if strength == "none" else strength)
