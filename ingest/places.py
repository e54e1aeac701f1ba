"""Where sources stand on the pages of a file: from spans of its raw text to pages and boxes."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from ingest.readers.lines import Spot
from service.domain import Box, Page, Report, Span


class Places:
    """The pages of one file. `printed` names the page numbers that were seen on them."""

    def __init__(self, spots: Sequence[Spot], printed: Mapping[int, str]) -> None:
        self._spots = spots
        self._ends = [spot.end for spot in spots]
        self._printed = printed

    def boxes(self, raw: Sequence[Span]) -> tuple[Box, ...]:
        """What to mark on the pages for `raw`: one box a line, in reading order."""
        found: list[Box] = []
        for spot in self._in(raw):
            if found and _same_line(found[-1], spot.box):
                found[-1] = _around(found[-1], spot.box)
            else:
                found.append(spot.box)
        return tuple((page, *(round(at, 1) for at in rest)) for page, *rest in found)  # type: ignore[misc]

    def page(self, raw: Sequence[Span]) -> Page:
        """The page on which `raw` begins."""
        first = next(self._in(raw), None)
        if first is None:
            return Page()
        return Page(physical=first.box[0], printed=self._printed.get(first.box[0]))

    def _in(self, raw: Sequence[Span]) -> Iterator[Spot]:
        for start, end in raw:
            index = bisect_left(self._ends, start + 1)
            while index < len(self._spots) and self._spots[index].start < end:
                yield self._spots[index]
                index += 1

    def put_into(self, report: Report) -> Report:
        """`report` with page and boxes of each source."""
        if not self._spots:
            return report
        sources = tuple(
            source.model_copy(
                update={"page": self.page(source.raw), "boxes": self.boxes(source.raw)}
            )
            for source in report.sources
        )
        return report.model_copy(update={"sources": sources})


def _same_line(above: Box, box: Box) -> bool:
    """Whether two boxes stand side by side: on one page, more than half of the lower one's height
    shared, and not to the left of what was there (another column, a new line)."""
    if above[0] != box[0] or box[1] < above[1]:
        return False
    shared = min(above[4], box[4]) - max(above[2], box[2])
    return shared > 0.5 * min(above[4] - above[2], box[4] - box[2])


def _around(first: Box, second: Box) -> Box:
    return (
        first[0],
        min(first[1], second[1]),
        min(first[2], second[2]),
        max(first[3], second[3]),
        max(first[4], second[4]),
    )
