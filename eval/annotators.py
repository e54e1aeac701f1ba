"""How far two annotators agree who marked, each alone, where a report answers the same questions.

`python -m eval.annotators SUITE` prints the figures that a suite's README quotes. Only spans are
kept of the second annotation, and of the report's sentences: no word of a report is.
"""

import re
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError

from eval.cases import Case, load_cases
from eval.errors import NOT_VALID, SuiteError
from eval.spans import overlaps
from eval.suite import CASES, suite_folder
from service.domain import Frozen, Span

ANNOTATION = "second_annotation.jsonl"
SENTENCES = "sentences.json"
_SPANS = TypeAdapter(tuple[Span, ...])
_CUT = re.compile(
    r"(?<=[.!?:»)])\s+(?=[A-ZÆØÅ«(|-])"  # after the end of a sentence, before a capital or a mark
    r"|\s+(?=Å ?[A-ZÆØÅ«]|- [A-ZÆØÅ]|\|)"  # before a bullet or the line that names a speaker
    r"|\n+(?= )"  # before the first line of a page
)


class Point(Frozen):
    """A key point without its words: each of `gold` says it."""

    importance: Literal["vital", "okay"]
    gold: tuple[Span, ...]


class Annotation(Frozen):
    """What one annotator marked for one group."""

    group_id: str
    points: tuple[Point, ...]

    @property
    def marked(self) -> tuple[Span, ...]:
        return tuple(span for point in self.points for span in point.gold)

    @property
    def vital(self) -> tuple[Span, ...]:
        return tuple(s for point in self.points if point.importance == "vital" for s in point.gold)


class Table(NamedTuple):
    """Pairs of a question and a sentence: relevant to both annotators, to one, to neither."""

    both: int
    first: int
    second: int
    neither: int


class Found(NamedTuple):
    """Points of one annotator, and those of them that the other marked a place of too."""

    found: int
    of: int
    mean: float
    """Mean over groups of the share found in each."""


class Agreement(NamedTuple):
    """Two annotators of the same groups."""

    groups: int
    first: Found
    """The first annotator's vital points, found anywhere in what the second marked."""
    second: Found
    """The other way round."""
    first_as_vital: Found
    """The first annotator's vital points, found in what the second marked as vital."""
    second_as_vital: Found
    table: Table
    kappa: float | None


def sentences(raw: str) -> tuple[Span, ...]:
    """Spans of a raw text's sentences, without white space at their ends. A heading that ends in no
    full stop goes with the sentence after it; an abbreviation before a capital ends one."""
    ends = [*(cut.start() for cut in _CUT.finditer(raw)), len(raw)]
    starts = [0, *(cut.end() for cut in _CUT.finditer(raw))]
    found = []
    for start, end in zip(starts, ends, strict=True):
        text = raw[start:end]
        if text.strip():
            found.append((start + len(text) - len(text.lstrip()), start + len(text.rstrip())))
    return tuple(found)


def kappa(table: Table) -> float | None:
    """Cohen's kappa: agreement beyond what two annotators who mark as often as these would reach by
    chance; 1 is full agreement, 0 is chance. None when chance alone agrees fully.

    Source: J. Cohen (1960), Educational and Psychological Measurement 20:37-46.
    """
    of = sum(table)
    first, second = table.both + table.first, table.both + table.second
    by_chance = first * second + (of - first) * (of - second)
    if by_chance == of * of:
        return None
    return ((table.both + table.neither) * of - by_chance) / (of * of - by_chance)


def found(of: Mapping[str, Sequence[Point]], marked: Mapping[str, Collection[Span]]) -> Found:
    """How many of the vital points, by group, have a place that shares a character with what the
    other annotator marked for the group. Groups without vital points count in nothing."""
    hits = {
        group: [overlaps(p.gold, marked[group]) for p in points if p.importance == "vital"]
        for group, points in of.items()
    }
    shares = [sum(each) / len(each) for each in hits.values() if each]
    every = [hit for each in hits.values() for hit in each]
    return Found(sum(every), len(every), sum(shares) / len(shares) if shares else 0.0)


def agreement(
    cases: Iterable[Case], annotations: Sequence[Annotation], units: Sequence[Span]
) -> Agreement:
    """The agreement of a suite's gold with a second annotation of some of its groups, as vital
    points and as sentences (`units`): a sentence is relevant to who marked any of it, as vital,
    okay or as a quote. Raises `SuiteError` for a group that the suite lacks."""
    firsts = {case.group_id: case for case in cases}
    for annotation in annotations:
        if annotation.group_id not in firsts:
            raise SuiteError(
                f"group {annotation.group_id}", "is in no case", f"Correct {ANNOTATION}."
            )
    gold = {a.group_id: firsts[a.group_id].gold for a in annotations}
    mine = {a.group_id: _as_annotation(firsts[a.group_id]) for a in annotations}
    mine_points = {group: one.points for group, one in mine.items()}
    points = {a.group_id: a.points for a in annotations}
    counted = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for annotation in annotations:
        for unit in units:
            first = overlaps([unit], gold[annotation.group_id])
            counted[first, overlaps([unit], annotation.marked)] += 1
    table = Table(*counted.values())
    return Agreement(
        groups=len(annotations),
        first=found(mine_points, {a.group_id: a.marked for a in annotations}),
        second=found(points, gold),
        first_as_vital=found(mine_points, {a.group_id: a.vital for a in annotations}),
        second_as_vital=found(points, {group: one.vital for group, one in mine.items()}),
        table=table,
        kappa=kappa(table),
    )


def _as_annotation(case: Case) -> Annotation:
    points = tuple(Point(importance=p.importance, gold=p.gold) for p in case.key_points)
    return Annotation(group_id=case.group_id, points=points)


def load(folder: Path) -> tuple[tuple[Annotation, ...], tuple[Span, ...]]:
    """The second annotation of a suite and the spans of its report's sentences."""
    try:
        lines = (folder / ANNOTATION).read_text("utf-8").splitlines()
        annotations = tuple(Annotation.model_validate_json(line) for line in lines)
        return annotations, _SPANS.validate_json((folder / SENTENCES).read_bytes())
    except OSError as error:
        raise SuiteError(
            str(folder), f"has no second annotation ({error})", "Name a suite that has one."
        ) from None
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        raise SuiteError(str(folder), found["msg"], f"Correct {ANNOTATION}.") from None


def rows(found: Agreement) -> tuple[str, ...]:
    """The figures as the rows of a Markdown table."""
    value = "none" if found.kappa is None else f"{found.kappa:.2f}"
    both, first, second, neither = found.table
    return (
        f"| groups marked twice | {found.groups} |",
        _row("vital points of the first annotator that the second marked", found.first),
        _row("... marked as vital", found.first_as_vital),
        _row("vital points of the second annotator that the first marked", found.second),
        _row("... marked as vital", found.second_as_vital),
        f"| sentences relevant to both, first alone, second alone, neither | {both}, {first}, "
        f"{second}, {neither} |",
        f"| Cohen's kappa over these | {value} |",
    )


def _row(name: str, found: Found) -> str:
    return f"| {name} | {found.found} of {found.of}; mean over groups {found.mean:.2f} |"


def main(suite: str) -> None:
    """Print the rows for a suite."""
    folder = suite_folder(suite)
    cases = [line.case for line in load_cases(folder / CASES)]
    print("\n".join(rows(agreement(cases, *load(folder)))))


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "")
    except SuiteError as error:
        print(error, file=sys.stderr)
        sys.exit(NOT_VALID)
