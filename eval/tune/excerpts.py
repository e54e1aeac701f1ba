"""Excerpts: some thirty statements of a made-up report with ten questions to them, to learn from.

A report of its own takes days to write and mark, and only sixteen subjects are in the training sets
(`eval/training/`). An excerpt is as short as one heading or seven, so that there are hundreds, each
on another matter, and every statement of it is marked for every question.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple, Self

import numpy as np
import numpy.typing as npt
from pydantic import Field, ValidationError, model_validator

from eval.errors import SuiteError
from eval.fit import TRAINING
from eval.tune.questions import OKAY, VITAL
from service.domain import Frozen

EXCERPTS = TRAINING / "excerpts"


class Asked(NamedTuple):
    """A question to an excerpt."""

    texts: tuple[str, ...]
    """In two or three languages."""
    gold: npt.NDArray[np.int64]
    """`VITAL`, `OKAY` or 0 for each statement; none answers some questions."""


class Excerpt(NamedTuple):
    """Statements with questions to them."""

    passages: tuple[str, ...]
    """As they would be embedded: headings, lead-in or speaker, text."""
    bare: tuple[str, ...]
    """The same without headings and speakers."""
    questions: tuple[Asked, ...]


class Statement(Frozen):
    """A statement as the file has it."""

    headings: tuple[str, ...] = Field(alias="h", min_length=1)
    lead_in: str | None = Field(alias="lead")
    text: str = Field(alias="t", min_length=1)
    speaker: str | None = Field(alias="who")

    @property
    def passage(self) -> str:
        parts = (*self.headings, self.speaker or self.lead_in or "", self.text)
        return "\n".join(dict.fromkeys(part for part in parts if part))

    @property
    def bare(self) -> str:
        return f"{self.lead_in}\n{self.text}" if self.lead_in and not self.speaker else self.text


class Question(Frozen):
    """A question as the file has it. `v` and `o`: statements that answer it, by their places."""

    nb: str = Field(min_length=1)
    en: str = Field(min_length=1)
    nn: str | None = None
    vital: tuple[int, ...] = Field(alias="v")
    okay: tuple[int, ...] = Field(alias="o")
    kind: Literal["near_miss", "not_interviewed", "out_of_scope"] | None = None
    """Why nothing answers it; None where something does."""


class Line(Frozen):
    """An excerpt as the file has it."""

    subject: str
    language: Literal["nb", "nn", "en"]
    passages: tuple[Statement, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _places_are_places(self) -> Self:
        for each in self.questions:
            marked = [*each.vital, *each.okay]
            if any(not 0 <= at < len(self.passages) for at in marked):
                raise ValueError(f"no such statement: {each.nb}")
            if len(set(marked)) < len(marked):
                raise ValueError(f"a statement is marked twice: {each.nb}")
            if bool(each.vital) == (each.kind is not None) or (each.kind and marked):
                raise ValueError(f"answered and of a kind that is not, or neither: {each.nb}")
        return self

    def excerpt(self) -> Excerpt:
        """What is learnt from."""
        return Excerpt(
            passages=tuple(each.passage for each in self.passages),
            bare=tuple(each.bare for each in self.passages),
            questions=tuple(self._asked(each) for each in self.questions),
        )

    def _asked(self, question: Question) -> Asked:
        gold = np.zeros(len(self.passages), dtype=np.int64)
        gold[list(question.okay)] = OKAY
        gold[list(question.vital)] = VITAL
        texts = (question.nb, question.nn, question.en)
        return Asked(texts=tuple(text for text in texts if text), gold=gold)


def read_excerpts(folder: Path = EXCERPTS) -> list[Excerpt]:
    """All excerpts of the files `*.jsonl` in `folder`, by name of the file. Raises `SuiteError` for
    a line that is none, and if there is none at all."""
    found = [line.excerpt() for line in lines(folder)]
    if not found:
        raise SuiteError(f"{folder}", "it holds no excerpt", "See eval/training/README.md.")
    return found


def lines(folder: Path = EXCERPTS) -> Iterator[Line]:
    """The lines of those files, checked."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
            if not line.strip():
                continue
            try:
                yield Line.model_validate_json(line)
            except ValidationError as error:
                raise SuiteError(
                    f"{path}, line {number}",
                    f"it is no excerpt ({error.errors(include_url=False)[0]['msg']})",
                    "See eval/training/README.md for the form.",
                ) from None
