"""What is tuned on: the training sets' questions, each with the passages that answer it.

Passages are those that the store would embed, and a question is the text that would be searched, so
that nothing is learnt that is not used.
"""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from eval.cases import Case
from eval.errors import SuiteError
from eval.fit import TRAINING, training_sets
from eval.score import SCORER
from eval.spans import overlaps
from eval.suite import Suite, load_suite
from eval.truth import ingest
from service.domain import Finding, Report, Source
from service.index.passages import cut_passages
from service.index.store import Store
from service.settings import Settings
from service.understanding import Message, understand
from service.vocabulary.groups import group_vocabulary

VITAL, OKAY = 2, 1
"""How a passage answers: it holds a vital point; another point or a gold quote. Else 0."""


UNANSWERED = ("near_miss", "not_interviewed", "number", "out_of_scope")
"""Kinds of questions that are told by what is found, so that not to find anything is learnt too.
Rules know the other kinds."""


class Put(NamedTuple):
    """A question to its report."""

    text: str
    """As it would be searched."""
    group: str
    """Translations of one question share it."""
    gold: npt.NDArray[np.int64]
    """`VITAL`, `OKAY` or 0 for each passage; all 0 where the report does not answer it."""


class Material(NamedTuple):
    """A training set."""

    name: str
    passages: tuple[str, ...]
    """As they are embedded: headings, lead-in, text."""
    bare: tuple[str, ...]
    """The same without headings and speakers, so that words of the text itself count too."""
    questions: tuple[Put, ...]


def chosen_sets(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """The training sets named, and those left out. Raises `SuiteError` for one that is unknown."""
    known = [Path(folder).name for folder in training_sets()]
    chosen = list(dict.fromkeys(name for name in names if name))
    unknown = [name for name in chosen if name not in known]
    if unknown or not chosen:
        raise SuiteError(
            "--sets " + ",".join(unknown),
            "no such training set" if unknown else "no training set is named",
            "Choose among: " + ",".join(known),
        )
    return chosen, [name for name in known if name not in chosen]


def read(name: str) -> Material:
    """A training set, its report ingested into a store that is thrown away."""
    suite = load_suite(str(TRAINING / name), SCORER)
    with tempfile.TemporaryDirectory(prefix="funn-tune-") as folder:
        ingest(suite.report, suite.manifest.report.id, Path(folder))
        report = Store(Settings(data=Path(folder))).report(suite.manifest.report.id)
    return material(suite, report)


def material(suite: Suite, report: Report) -> Material:
    """The questions of `suite` against the passages of its report."""
    sources = {source.id: source for source in report.sources}
    passages = cut_passages(report)
    held = [[sources[id] for id in passage.sources] for passage in passages]
    put = [
        _put(case, held)
        for case in suite.cases
        if case.answerable or case.unanswerable_kind in UNANSWERED
    ]
    answered = {case.group_id for case in suite.cases if case.answerable}
    return Material(
        name=suite.manifest.suite,
        passages=tuple(passage.text for passage in passages),
        bare=tuple(_bare(same[0]) for same in held),
        questions=tuple(
            each for each in put if each.text and each.gold.any() == (each.group in answered)
        ),
    )


def _put(case: Case, held: Sequence[Sequence[Source]]) -> Put:
    messages = [Message(role="user", content=turn) for turn in case.turns]
    vital = [
        span for point in case.key_points if point.importance == "vital" for span in point.gold
    ]
    gold = []
    for same in held:
        raw = [span for source in same for span in source.raw]
        okay = OKAY if overlaps(case.gold, raw) else 0
        gold.append(VITAL if overlaps(vital, raw) else okay)
    return Put(
        text=understand(messages, group_vocabulary()).text,
        group=case.group_id,
        gold=np.array(gold, dtype=np.int64),
    )


def _bare(source: Source) -> str:
    lead_in = source.lead_in if isinstance(source, Finding) else None
    return f"{lead_in}\n{source.text}" if lead_in else source.text
