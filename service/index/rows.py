"""What can be searched of all open reports, one row a passage: vectors, word indexes, places.

Derived from reports and their indexes when they are opened. Row i of every array here is passage i
of `keys`.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from service.domain import Finding, Language, Passage, Report, Section, Source
from service.index.base import Codes
from service.index.lexical import Lexical

Matrix = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

BARE_WORDS = 3
"""Words of a list item that is a name or two ("Video") and alone says nothing."""


class Opened(Protocol):
    """What of an open report is searched."""

    @property
    def report(self) -> Report: ...

    @property
    def passages(self) -> Mapping[str, Passage]: ...

    @property
    def sources(self) -> Mapping[str, Source]: ...

    @property
    def sections(self) -> Mapping[str, Section]: ...

    @property
    def vectors(self) -> Matrix:
        """Unit vectors of the passages, in their order."""
        ...

    @property
    def tokens(self) -> Sequence[Codes | None]:
        """Vectors of the tokens of each passage, in their order."""
        ...

    def is_aside(self, passage: str) -> bool:
        """Whether a passage tells how the study was made."""
        ...


class Rows:
    """Immutable; safe to share between threads."""

    def __init__(self, reports: Sequence[Opened]) -> None:
        self.keys: list[tuple[str, str]] = []
        """(report id, passage id) of each row."""
        self.sources: list[Source] = []
        """The first source of each row: rows that stand for more have the same text."""
        languages: list[Language] = []
        paths: list[tuple[str, ...]] = []
        for opened in reports:
            for id, passage in opened.passages.items():
                source = opened.sources[passage.sources[0]]
                self.keys.append((opened.report.id, id))
                self.sources.append(source)
                languages.append(opened.report.language)
                paths.append((*opened.sections[source.section].path, *source.headings))
        self.of = {key: row for row, key in enumerate(self.keys)}
        """Row of a (report id, passage id)."""
        self.language = np.array(languages, dtype=np.str_)
        self.report = np.array([report for report, _ in self.keys], dtype=np.str_)
        self.vectors: Matrix = _stacked(reports)
        """Unit vectors, rows x dimension."""
        self.tokens = [codes for opened in reports for codes in opened.tokens]
        """Vectors of the tokens of each row; None where its embedder gives none."""

        spots = [(report, s) for (report, _), s in zip(self.keys, self.sources, strict=True)]
        self.block = _numbered((report, s.block) for report, s in spots)
        """Number of the block that each row stands in."""
        self.section = _numbered((report, s.section) for report, s in spots)
        self.heading = _numbered(
            (report, path) for (report, _), path in zip(self.keys, paths, strict=True)
        )
        self.list = np.array(_lists(self.keys, self.sources), dtype=np.int64)
        """Number of the list that each row is an item of, -1 for none."""
        self.blocks = members(self.block)
        """Rows of each block, in report order."""
        self.block_vectors = _means(self.vectors, self.blocks)
        self.section_vectors = _means(self.vectors, members(self.section))

        self.aside: Flags = np.array(
            [opened.is_aside(id) for opened in reports for id in opened.passages], dtype=np.bool_
        )
        """Whether each row tells how the study was made."""
        findings = [s if isinstance(s, Finding) else None for s in self.sources]
        self.finding: Flags = np.array([f is not None for f in findings], dtype=np.bool_)
        self.bare: Flags = np.array(
            [f is not None and len(f.text.split()) <= BARE_WORDS for f in findings], dtype=np.bool_
        )
        self.key: Flags = np.array([f is not None and f.key for f in findings], dtype=np.bool_)
        self.introduces: Flags = np.array([s.text.endswith(":") for s in self.sources], np.bool_)
        self.first: Flags = np.zeros(len(self.keys), dtype=np.bool_)
        """Whether each row is the first of its block."""
        self.first[[rows[0] for rows in self.blocks]] = True
        self.length = np.log(np.array([len(s.text) for s in self.sources] or [1], np.float32))
        self.length = self.length[: len(self.keys)]

        # Word indexes: of whole passages; of their own words; of headings; of blocks as a whole.
        self.passages = Lexical(
            [opened.passages[id].text for opened in reports for id in opened.passages], languages
        )
        self.texts = Lexical([s.text for s in self.sources], languages)
        heads = members(self.heading)
        self.headings = Lexical(
            ["\n".join(paths[rows[0]]) for rows in heads], [languages[rows[0]] for rows in heads]
        )
        self.whole_blocks = Lexical(
            [
                "\n".join((*paths[rows[0]], *(self.sources[row].text for row in rows)))
                for rows in self.blocks
            ],
            [languages[rows[0]] for rows in self.blocks],
        )

    def __len__(self) -> int:
        return len(self.keys)


def members(numbers: Numbers) -> list[list[int]]:
    """Rows by number, 0 upwards, -1 left out."""
    found: list[list[int]] = [[] for _ in range(int(numbers.max(initial=-1)) + 1)]
    for row, number in enumerate(numbers):
        if number >= 0:
            found[number].append(row)
    return found


def _numbered(keys: Iterable[Hashable]) -> Numbers:
    """Each key's number, by first appearance."""
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in keys], dtype=np.int64)


def _lists(keys: Sequence[tuple[str, str]], sources: Sequence[Source]) -> list[int]:
    seen: dict[Hashable, int] = {}
    numbers = []
    for (report, _), source in zip(keys, sources, strict=True):
        if isinstance(source, Finding) and source.lead_in:
            numbers.append(seen.setdefault((report, source.block, source.lead_in), len(seen)))
        else:
            numbers.append(-1)
    return numbers


def _stacked(reports: Sequence[Opened]) -> Matrix:
    parts = [opened.vectors for opened in reports if len(opened.passages)]
    return np.vstack(parts) if parts else np.zeros((0, 0), dtype=np.float32)


def _means(vectors: Matrix, groups: Sequence[Sequence[int]]) -> Matrix:
    """The unit vector of the mean of each group of rows."""
    if not groups:
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    means = np.vstack([vectors[list(rows)].mean(axis=0) for rows in groups])
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    unit: Matrix = (means / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
    return unit
