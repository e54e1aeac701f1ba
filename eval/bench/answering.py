"""An answer's time over the floor: embedding the question once and asking Chroma once.

Question by question, floor and answer in turn, so that a machine whose speed drifts slows both.
"""

import time
from collections.abc import Sequence
from statistics import median

from eval.bench.stages import Stages
from service.assistant import Assistant
from service.domain import Frozen
from service.retrieval import CANDIDATES
from service.understanding import Message


class AnswerTimes(Frozen):
    """Seconds and ratios over a list of questions."""

    questions: int
    floor: float
    """Median seconds of one query embedding and one Chroma query a report."""
    answer: float
    """Median seconds of an answer."""
    ratio: float
    """Median over the questions of answer over floor."""
    worst: float
    """The largest such ratio."""
    shares: dict[str, float]
    """Stage → its share of all the time that answers took."""


def time_answers(assistant: Assistant, questions: Sequence[str], rounds: int = 3) -> AnswerTimes:
    """Time `questions`, each `rounds` times (the fastest counts), after one that does not count."""
    snapshot = assistant.library.snapshot()
    embedder = assistant.library.embedder
    assistant.ask([Message(role="user", content=questions[0])])
    floors, answers = [], []
    stages = Stages()
    total = 0.0
    for question in questions:
        floor, answer = [], []
        for _ in range(rounds):
            start = time.perf_counter()
            vector = embedder.query(question)
            for opened in snapshot.reports.values():
                opened.index.search(vector, CANDIDATES)
            floor.append(time.perf_counter() - start)
            start = time.perf_counter()
            assistant.ask([Message(role="user", content=question)], stage=stages)
            answer.append(time.perf_counter() - start)
            total += answer[-1]
        floors.append(min(floor))
        answers.append(min(answer))
    ratios = [answer / floor for answer, floor in zip(answers, floors, strict=True)]
    return AnswerTimes(
        questions=len(questions),
        floor=median(floors),
        answer=median(answers),
        ratio=median(ratios),
        worst=max(ratios),
        shares={
            **{name: seconds / total for name, seconds in stages.seconds.items()},
            "other": 1 - sum(stages.seconds.values()) / total,
        },
    )
