"""From which similarity on sources bear an answer: today's limits held against the dev split.

The limits are cosines of one embedder (`service.answerable.SAME`, `CROSS`): with another one they
mean something else, and have to be read off again. Nothing is changed here. The best limit is
chosen on the cases it is measured on, so it looks better than it will be: hold it against the other
suite.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from eval.cases import Case
from eval.run import said
from eval.suite import Suite, in_split
from eval.truth import ingest
from service.answerable import COVERED, CROSS, SAME, TOP, Judge
from service.domain import Frozen
from service.retrieval import Retriever
from service.settings import Settings
from service.understanding import Message, understand, with_voices
from service.vocabulary.groups import group_vocabulary
from service.wiring import build_assistant

LIMITS = {
    ("same", False): SAME.close,
    ("same", True): SAME.near,
    ("cross", False): CROSS.close,
    ("cross", True): CROSS.near,
}
"""Today's limits: question and report share a language or not; by meaning alone or also by words
(`COVERED` of what was asked)."""
FEWEST = 5
"""Cases of either kind without which no limit is proposed: it would be theirs and no one else's."""


class Observed(Frozen):
    """What a question found, before it is decided whether that bears an answer."""

    id: str
    answerable: bool
    languages: str
    """`same` or `cross`."""
    covered: bool
    cosine: float
    """Of the nearest source among the best `TOP` that are not about other groups; 0 of none."""


class Limit(Frozen):
    """One limit, and what it does to the cases that it decides."""

    languages: str
    covered: bool
    answerable: int
    unanswerable: int
    now: float
    balanced_now: float | None
    best: float | None
    """The limit with the highest balanced accuracy, the nearest to today's among equals. None where
    there are fewer than `FEWEST` of either kind."""
    balanced_best: float | None


def limits(observed: Iterable[Observed]) -> tuple[Limit, ...]:
    """Each limit against the cases that it decides; they are decided one by one, so each is best by
    itself."""
    observed = tuple(observed)
    found = []
    for (languages, covered), now in LIMITS.items():
        mine = [o for o in observed if (o.languages, o.covered) == (languages, covered)]
        answerable = sum(o.answerable for o in mine)
        best = None
        if min(answerable, len(mine) - answerable) >= FEWEST:
            tried = {now, *(o.cosine for o in mine)}
            best = min(
                tried, key=lambda limit: (-(balanced(mine, limit) or 0), abs(limit - now), limit)
            )
        found.append(
            Limit(
                languages=languages,
                covered=covered,
                answerable=answerable,
                unanswerable=len(mine) - answerable,
                now=now,
                balanced_now=balanced(mine, now),
                best=best,
                balanced_best=None if best is None else balanced(mine, best),
            )
        )
    return tuple(found)


def balanced(observed: Sequence[Observed], limit: float) -> float | None:
    """Balanced accuracy of answering from `limit` on: the mean of the share of answerable cases
    that are let through and the share of unanswerable ones that are not. 0.5 is chance. None where
    a kind is missing. Source: Brodersen et al. (2010), ICPR, doi 10.1109/ICPR.2010.764."""
    through = [o.cosine >= limit for o in observed if o.answerable]
    stopped = [o.cosine < limit for o in observed if not o.answerable]
    if not through or not stopped:
        return None
    return round((sum(through) / len(through) + sum(stopped) / len(stopped)) / 2, 6)


def observe(suite: Suite, settings: Settings, data: Path) -> tuple[Observed, ...]:
    """What each dev case finds, its report ingested into a store at `data`. Left out: cases where
    answering and refusing are both right, and those decided before anything is searched."""
    ingest(suite.report, suite.manifest.report.id, data)
    assistant = build_assistant(settings.model_copy(update={"data": data}))
    vocabulary = group_vocabulary()
    retriever, judge = Retriever(assistant.library.embedder, vocabulary), Judge(vocabulary)
    snapshot = assistant.library.snapshot()
    observed = []
    for case in in_split(suite.cases, "dev"):
        messages: list[Message] = []
        for turn in case.turns[:-1]:
            messages.append(Message(role="user", content=turn))
            messages.append(Message(role="assistant", content=said(assistant.ask(messages))))
        messages.append(Message(role="user", content=case.turns[-1]))
        question = understand(messages, vocabulary)
        question = with_voices(question, snapshot.speakers, vocabulary)
        if case.either or judge.before_search(question, snapshot):
            continue
        found = retriever.search(question, snapshot)
        best = [item for item in found.evidence if item.fit != "others"][:TOP]
        spoken = {word for item in best for word in item.concepts} & set(found.topic)
        language = snapshot.reports[suite.manifest.report.id].report.language
        observed.append(
            _observed(
                case,
                same=(language == "en") == (question.source_language == "en"),
                covered=len(spoken) >= COVERED * len(found.topic),
                cosines=[item.cosine or 0.0 for item in best],
            )
        )
    return tuple(observed)


def _observed(case: Case, *, same: bool, covered: bool, cosines: Sequence[float]) -> Observed:
    return Observed(
        id=case.id,
        answerable=case.answerable,
        languages="same" if same else "cross",
        covered=covered,
        cosine=round(max(cosines, default=0.0), 4),
    )


def lines(found: Iterable[Limit]) -> Iterable[str]:
    """The limits as rows of a table."""
    yield f"{'question':9} {'words':8} {'cases':>9} {'now':>6} {'balanced':>9} {'best':>6} {'':>9}"
    for limit in found:
        words = "enough" if limit.covered else "too few"
        cases = f"{limit.answerable} + {limit.unanswerable}"
        yield (
            f"{limit.languages:9} {words:8} {cases:>9} {limit.now:6.3f} "
            f"{_number(limit.balanced_now):>9} {_number(limit.best):>6} "
            f"{_number(limit.balanced_best):>9}"
        )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
