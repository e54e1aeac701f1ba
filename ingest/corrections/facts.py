"""Corrections of what is known of a finding: its groups, whose view it is, whom it is about."""

from collections.abc import Sequence

from ingest.corrections import entries as e
from ingest.corrections.applied import Applied, Placed, in_words
from service.domain import Finding, Group, Source
from service.errors import InputError


def put_facts(
    found: e.Corrections, facts: Sequence[Placed], sources: Sequence[Source]
) -> tuple[tuple[Source, ...], tuple[Applied, ...]]:
    """The sources with what the corrections say of them, and the log. Raises `InputError`."""
    changed = list(sources)
    log: list[Applied] = []
    for item in facts:
        index = _index(found, item, changed)
        finding = changed[index]
        assert isinstance(finding, Finding)
        updates, effect = _updates(item.entry, finding)
        changed[index] = finding.model_copy(update=updates)
        log.append(Applied(item.index + 1, item.entry.do, item.at.line, effect))
    return tuple(changed), tuple(log)


def _index(found: e.Corrections, item: Placed, sources: Sequence[Source]) -> int:
    """The finding that the correction names."""
    at = item.at
    for index, source in enumerate(sources):
        if not any(start <= at.first < end for start, end in source.raw):
            continue
        if not any(start <= at.last < end for start, end in source.raw):
            raise _several(found, item)
        if not isinstance(source, Finding):
            raise _refused(found, item, "names a quote, which has a speaker and no groups")
        return index
    raise _refused(
        found, item, f"names text (line {at.line}) that is neither in a finding nor in a quote"
    )


def _several(found: e.Corrections, item: Placed) -> InputError:
    return _refused(
        found, item, f"names text that stands in more than one finding, from line {item.at.line} on"
    )


def _refused(found: e.Corrections, item: Placed, why: str) -> InputError:
    return found.refusal(item.index, why)


def _updates(entry: e.Correction, finding: Finding) -> tuple[dict[str, object], str]:
    match entry:
        case e.Groups():
            updates: dict[str, object] = {}
            effects: list[str] = []
            if entry.groups is not None:
                updates["groups"] = groups = _plain(entry.groups)
                effects.append(f"groups: {_listed(finding.groups)} → {_listed(groups)}")
            if entry.excluded is not None:
                updates["excluded_groups"] = groups = _plain(entry.excluded)
                effects.append(f"excluded: {_listed(finding.excluded_groups)} → {_listed(groups)}")
            return updates, "; ".join(effects)
        case e.HolderIs():
            return {"holder": entry.holder}, f"view of: {finding.holder} → {entry.holder}"
        case e.About():
            before, after = finding.about or "nobody", entry.role or "nobody"
            return {"about": entry.role}, f"about: {before} → {after}"
    raise TypeError(f"{type(entry).__name__} is no fact")


def _plain(groups: Sequence[Group]) -> tuple[Group, ...]:
    return tuple(Group(role=g.role, sector=g.sector, field=g.field) for g in groups)


def _listed(groups: Sequence[Group]) -> str:
    return " and ".join(in_words(group) for group in groups) or "none"
