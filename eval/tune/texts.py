"""Texts from elsewhere that are learnt from too, so that a model does not learn the style of our
own fiction alone: questions with the words that answer them, in the form of NorQuAD (Ivanova et al.
2023, https://aclanthology.org/2023.nodalida-1.17).

The file is no part of the repository; README.md beside this says where it comes from. A passage is
a sentence, as short as findings are, and answers a question where the answer lies in it.
"""

import re
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from pydantic import ValidationError, model_validator

from eval.errors import SuiteError
from eval.tune.questions import VITAL, Put
from service.domain import Frozen

SENTENCE = re.compile(r"[^\n]+?(?:[.!?](?=\s+[A-ZÆØÅ–«\"0-9])|(?=\n)|$)")
SHORTEST = 16
"""Characters of a sentence; what is shorter says too little to answer anything."""
TITLE = 100
"""Characters below which the first sentence is taken for a title."""
MOST = 200
"""Sentences of a text that are read: there is time for some alone."""
SENTENCES, QUESTIONS = 8, 3
"""A text with fewer has too little to tell apart, or too little to ask."""


class Text(NamedTuple):
    """A text with questions to it."""

    title: str
    """Empty where it seems to have none."""
    sentences: tuple[str, ...]
    questions: tuple[Put, ...]
    """Their gold is `VITAL` or 0 for each sentence."""


class _Question(Frozen):
    question: str
    answer: str
    start: int


class _Line(Frozen):
    source: str
    text: str
    questions: tuple[_Question, ...]

    @model_validator(mode="after")
    def _answers_lie_where_they_are_said_to(self) -> Self:
        """Counted in bytes, say, other sentences would be gold."""
        for each in self.questions:
            if each.start < 0 or not self.text.startswith(each.answer, each.start):
                raise ValueError(f"no answer as given at character {each.start}")
        return self


def read_texts(path: Path) -> list[Text]:
    """The texts of a file of JSON lines `{"source", "text", "questions": [{"question", "answer",
    "start"}]}`, `start` in characters, without those that are too short. Raises `SuiteError` if
    there is no such file, a line is no such text, or no text is left."""
    try:
        lines = path.read_text("utf-8").split("\n")  # a text may hold other ends of lines
    except (OSError, UnicodeDecodeError) as error:
        raise SuiteError(
            f"--texts {path}", f"it cannot be read ({error})", "See eval/tune/README.md."
        ) from None
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            text = _cut(_Line.model_validate_json(line))
        except ValidationError as error:
            raise SuiteError(
                f"--texts {path}, line {number}",
                f"it is no text with questions ({error.errors()[0]['msg']})",
                "See eval/tune/README.md for the form.",
            ) from None
        if len(text.sentences) >= SENTENCES and len(text.questions) >= QUESTIONS:
            found.append(text)
    if not found:
        raise SuiteError(
            f"--texts {path}",
            f"no text of it has {SENTENCES} sentences and {QUESTIONS} questions that they answer",
            "Give another file, or leave --texts out.",
        )
    return found


def _cut(line: _Line) -> Text:
    spans = [found.span() for found in SENTENCE.finditer(line.text) if found[0].strip()]
    first = line.text[slice(*spans[0])].strip() if spans else ""
    kept = [span for span in spans if len(line.text[slice(*span)].strip()) >= SHORTEST][:MOST]
    asked = [
        Put(text=each.question, group=each.question, gold=np.array(gold, dtype=np.int64))
        for each in line.questions
        for end in [each.start + max(1, len(each.answer))]
        for gold in [[VITAL if a < end and each.start < b else 0 for a, b in kept]]
        if any(gold)
    ]
    return Text(
        title=first if len(first) < TITLE else "",
        sentences=tuple(line.text[a:b].strip() for a, b in kept),
        questions=tuple(asked),
    )
