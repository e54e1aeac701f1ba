"""Whether a source is of the group asked about, and within what the user restricts to."""

from collections.abc import Iterable, Sequence

from service.domain import Group, Quote, Source
from service.evidence import Filters, Fit
from service.index.library import OpenReport
from service.vocabulary.groups import GroupVocabulary


class Fitting:
    """Holds sources against groups. Keeps nothing between questions."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary

    def fit(self, opened: OpenReport, source: Source, wanted: Sequence[Group]) -> Fit:
        """Whether a source is of a group in `wanted`: by its speaker or the groups that a finding
        names, else by what its headings and lead-in name for it."""
        if not wanted:
            return "open"
        own = [source.speaker.group] if isinstance(source, Quote) else list(source.groups)
        own = [group for group in own if group]
        around = opened.around.get(source.id, frozenset())
        if self._any_fits(own, wanted) or (not own and self._any_fits(around, wanted)):
            return "asked"
        if own and self._all_differ(own, wanted):
            # Of others, but told under a heading of those asked about: that bears on them too.
            return "open" if self._any_fits(around, wanted) else "others"
        return "others" if not own and around and self._all_differ(around, wanted) else "open"

    def _any_fits(self, groups: Iterable[Group], wanted: Sequence[Group]) -> bool:
        return any(self._vocabulary.fits(have, want) for have in groups for want in wanted)

    def _all_differ(self, groups: Iterable[Group], wanted: Sequence[Group]) -> bool:
        return all(self._vocabulary.contradicts(have, want) for have in groups for want in wanted)

    def passes(self, source: Source, filters: Filters) -> bool:
        """Whether a source is within the filters: a quote must be of such a speaker; a finding must
        not be about others only (many name no group)."""
        for name, allowed in (
            ("role", filters.roles),
            ("sector", filters.sectors),
            ("field", filters.fields),
        ):
            if not allowed:
                continue
            if isinstance(source, Quote):
                values = [getattr(source.speaker, name)]
            else:
                values = [getattr(group, name) for group in source.groups]
                values = [value for value in values if value is not None]
                if not values:
                    continue
            if name == "role":
                values = [wide for v in values if v for wide in self._vocabulary.wider(v)]
            if name == "sector":
                values = [wide for v in values if v for wide in self._vocabulary.wider_sector(v)]
            if not set(values) & set(allowed):
                return False
        return True
