"""Lists that a report gives: shown whole, or with a word on how much of them is left out."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from service.domain import Finding
from service.evidence import Evidence, list_key
from service.index.library import OpenReport

ENOUGH = 0.5
"""Share of a list's items from which the list itself answers, so that the rest belongs to it."""
COMMON = 0.5
"""Share of what the items speak of that they must have in common, for the list to be one answer."""


def completed(chosen: Sequence[Evidence], usable: Iterable[Evidence], room: int) -> list[Evidence]:
    """`chosen` with the items that are missing of the lists of which it holds `ENOUGH`, behind the
    last of their own, as far as `room` findings allow. A list that is about something else as a
    whole, such as a summary's, is not completed: what is missing of it answers nothing."""
    items: dict[tuple[str, str, str], list[Evidence]] = {}
    for item in usable:
        if (key := list_key(item)) is not None:
            items.setdefault(key, []).append(item)
    held = Counter(key for item in chosen if (key := list_key(item)) is not None)
    ids = {item.source.id for item in chosen}
    result = list(chosen)
    for key, count in held.items():
        if count < 2 or count < ENOUGH * len(items.get(key, ())):
            continue
        if not answers(items[key]):
            continue
        missing = [item for item in items[key] if item.source.id not in ids]
        last = max(at for at, item in enumerate(result) if list_key(item) == key)
        result[last + 1 : last + 1] = missing[: max(0, room - len(result))]
    return result


def answers(items: Sequence[Evidence]) -> bool:
    """Whether a list as a whole speaks to the question: what all its items speak of, by their
    lead-in or their headings, is more than half of what any of them speaks of."""
    spoken = [set(item.concepts) for item in items]
    shared = len(set.intersection(*spoken)) if spoken else 0
    return shared > COMMON * max(map(len, spoken), default=0)


def left_out(
    opened: OpenReport, shown: Collection[str], known: Mapping[str, Evidence]
) -> dict[str, int]:
    """Where a list that speaks to the question goes on, two of whose items or more are in `shown`
    (ids): the name of its topic → how many items are not shown. `known` is the evidence by id."""
    lists: dict[tuple[str, str], list[Finding]] = {}
    for finding in opened.report.findings:
        if finding.lead_in:
            lists.setdefault((finding.block, finding.lead_in), []).append(finding)
    rest: dict[str, int] = {}
    for items in lists.values():
        missing = sum(item.id not in shown for item in items)
        found = [known[item.id] for item in items if item.id in known]
        if missing and len(items) - missing > 1 and answers(found):
            rest[opened.topic(items[0])] = missing
    return rest
