"""What a judge's rulings come to: figures with their spread over the runs, and how far people
agree.

It enters no score and no gate. A language model errs, prefers what it wrote itself, and need not
rule the same twice; hence the spread, and hence the agreement with human labels where there are
any.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import mean as average
from statistics import stdev

from eval.annotators import Table, kappa
from eval.judge.asking import Ruled
from eval.judge.kept import Judgement
from eval.judge.labels import Label
from eval.judge.tasks import KINDS, Kind, Task
from eval.metrics.figure import Figure, mean
from eval.metrics.tokens import Tokens, tokens
from service.domain import Frozen

_DIGITS = 6
Key = tuple[str, Kind]


class Judged(Frozen):
    """A figure by a judge, over the cases that it ruled on in every run."""

    figure: Figure
    """Mean over cases of the mean over runs. Its interval is over questions, not over runs."""
    by_run: tuple[float, ...]
    """The same of each run alone."""
    spread: float | None
    """Standard deviation of `by_run` (n - 1); None of a single run."""
    items: int
    """Claims or key points that it was counted over."""
    split: int
    """Of these, the ones that were not ruled the same in every run."""


class Believed(Frozen):
    """A judge held against human labels."""

    agreed: int
    over: int
    kappa: float | None
    """Cohen's (see `eval.annotators.kappa`); None where chance alone agrees fully."""
    judge_alone: int
    """Items that hold by the judge, not by the person."""
    person_alone: int


class Doubt(Frozen):
    """An item that does not hold by most runs."""

    case: str
    kind: Kind
    item: str
    text: str
    held: int
    """In how many runs it held."""
    reason: str
    """Of the first run in which it did not."""


class Opinion(Frozen):
    """Everything that there is to show of a judge."""

    model: str
    prompt_digest: str
    runs: int
    own: bool
    """Whether the judge is a model that wrote answers itself."""
    answers: int
    """Answers by a language model that were put to it."""
    figures: dict[str, Judged]
    agreement: dict[Kind, Believed]
    """By kind, where there are labels of what was ruled on in every run."""
    doubts: tuple[Doubt, ...]
    asked: int
    errors: dict[str, int]
    """Why there was no ruling, and how often."""
    tokens: Tokens | None
    """What judging took, a call."""


def opinion(judgement: Judgement, tasks: Sequence[Task], writers: Iterable[str]) -> Opinion:
    """What the rulings of `judgement` on `tasks` come to. `writers` are the models whose answers
    they are.

    `faithfulness`: the share of an answer's claims that the texts they cite bear, by the judge (as
    in Ragas, arXiv 2309.15217, but against the cited texts alone). `completeness`: the share of the
    case's vital key points that the answer tells (V_strict, arXiv 2504.15068, with a language
    model's assignment); `completeness_all` of all key points. A case without an item of the kind,
    or with an error in any run, is in no figure: then every run is over the same cases.
    """
    ruled: dict[Key, list[Ruled]] = {}
    for each in judgement.rulings:
        ruled.setdefault((each.case, each.kind), []).append(each)
    whole = {
        key: runs for key, runs in ruled.items() if not any(run.error is not None for run in runs)
    }
    by_kind = {kind: [t for t in tasks if t.kind == kind] for kind in KINDS}
    every: Mapping[str, tuple[Kind, bool]] = {
        "faithfulness": ("faithfulness", False),
        "completeness": ("completeness", True),
        "completeness_all": ("completeness", False),
    }
    return Opinion(
        model=judgement.model,
        prompt_digest=judgement.prompt_digest,
        runs=judgement.runs,
        own=judgement.model in set(writers),
        answers=len({task.case for task in tasks}),
        figures={
            name: _judged(by_kind[kind], whole, judgement.runs, vital)
            for name, (kind, vital) in every.items()
        },
        agreement=_agreement(judgement.labels, tasks, whole),
        doubts=tuple(doubt for task in tasks for doubt in _doubts(task, whole)),
        asked=len(judgement.rulings),
        errors=dict(Counter(r.error for r in judgement.rulings if r.error is not None)),
        tokens=tokens(r.usage for r in judgement.rulings if r.usage),
    )


def majority(held: int, runs: int) -> bool:
    """What most runs say; a tie is no."""
    return 2 * held > runs


def _judged(
    tasks: Sequence[Task], whole: Mapping[Key, Sequence[Ruled]], runs: int, vital: bool
) -> Judged:
    """A figure over the tasks that every run ruled on, of their vital items alone if so asked."""
    shares: list[tuple[str, tuple[float, ...]]] = []
    items = split = 0
    for task in tasks:
        places = [at for at, item in enumerate(task.items) if item.counts or not vital]
        given = whole.get((task.case, task.kind))
        if not given or not places:
            continue
        shares.append(
            (task.group_id, tuple(average(run.holds[at] for at in places) for run in given))
        )
        items += len(places)
        split += sum(len({run.holds[at] for run in given}) > 1 for at in places)
    by_run = [average(share[run] for _, share in shares) for run in range(runs)] if shares else []
    return Judged(
        figure=mean(
            ((group, average(share)) for group, share in shares),
            "no answer with such items was ruled on in every run",
        ),
        by_run=tuple(round(value, _DIGITS) for value in by_run),
        spread=round(stdev(by_run), _DIGITS) if len(by_run) > 1 else None,
        items=items,
        split=split,
    )


def _held(given: Iterable[Ruled], at: int) -> int:
    """In how many runs an item held."""
    return sum(run.holds[at] for run in given)


def _agreement(
    labels: Iterable[Label], tasks: Sequence[Task], whole: Mapping[Key, Sequence[Ruled]]
) -> dict[Kind, Believed]:
    """What most runs say against what people say, by kind."""
    by_person = {(label.case, label.kind, label.item): label.holds for label in labels}
    counted: dict[Kind, Counter[tuple[bool, bool]]] = {}
    for task in tasks:
        given = whole.get((task.case, task.kind), ())
        for at, item in enumerate(task.items):
            said = by_person.get((task.case, task.kind, item.id))
            if given and said is not None:
                pair = (majority(_held(given, at), len(given)), said)
                counted.setdefault(task.kind, Counter())[pair] += 1
    return {kind: _believed(counts) for kind, counts in counted.items()}


def _believed(counts: Mapping[tuple[bool, bool], int]) -> Believed:
    table = Table(
        counts[True, True], counts[True, False], counts[False, True], counts[False, False]
    )
    value = kappa(table)
    return Believed(
        agreed=table.both + table.neither,
        over=sum(table),
        kappa=None if value is None else round(value, _DIGITS),
        judge_alone=table.first,
        person_alone=table.second,
    )


def _doubts(task: Task, whole: Mapping[Key, Sequence[Ruled]]) -> Iterable[Doubt]:
    given = whole.get((task.case, task.kind), ())
    for at, item in enumerate(task.items):
        held = _held(given, at)
        if given and not majority(held, len(given)):
            first = next(run for run in given if not run.holds[at])
            yield Doubt(
                case=task.case,
                kind=task.kind,
                item=item.id,
                text=item.text,
                held=held,
                reason=first.reasons[at],
            )
