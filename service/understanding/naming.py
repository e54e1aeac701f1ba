"""The groups that a question names, and which of them it is about.

Without a parser: by the words before and behind a name. Where they do not tell, the group is
merely mentioned, since a question held to be about a group is answered from that group alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.domain import Group, Span
from service.understanding.question import QuestionKind
from service.vocabulary.groups import WORD, GroupVocabulary, Mention, people_verbs
from service.vocabulary.questions import signal

_LISTED = re.compile(
    r"\s*(,|,?\s(og|eller|samt|and|or))\s+((the|i|på|hos|ved|in|at|by|de|dei)\s+)*", re.IGNORECASE
)
_CLAUSE_END = re.compile(
    r"[.:;?!,]|\s(?=(hva|hvordan|hvorfor|kva|korleis|kvifor|what|how|why|whether|at|that)\s)",
    re.IGNORECASE,
)
_THAT = re.compile(r"\s(at|that)\s", re.IGNORECASE)


@dataclass(frozen=True)
class Naming:
    """The groups a question names."""

    asked: tuple[Mention, ...]
    """Those it is about, in order."""
    others: tuple[Mention, ...]
    holders: tuple[Group, ...]
    """Those of `asked` whose own view it asks for."""

    @property
    def groups(self) -> tuple[Group, ...]:
        return _distinct(mention.group for mention in self.asked)

    @property
    def mentioned(self) -> tuple[Group, ...]:
        about = self.groups
        return tuple(g for g in _distinct(m.group for m in self.others) if g not in about)


def named(text: str, vocabulary: GroupVocabulary) -> list[Mention]:
    """The groups named in `text`, in order; "the people who work in hospitals" is a name of them
    as a whole."""
    found: list[Mention] = []
    for mention in vocabulary.find(text):
        start, end = mention.span
        if mention.group.role is None:
            before = signal("people_in").search(text[:start])
            behind = signal("people_of").match(text, end + 1)
            start, end = before.start() if before else start, behind.end() if behind else end
        if found and start < found[-1].span[1]:
            start = found[-1].span[1] + 1
        found.append(Mention(group=mention.group, span=(start, max(start, end))))
    return found


def naming(text: str, kind: QuestionKind, vocabulary: GroupVocabulary) -> Naming:
    """Which of the groups in `text`, a question of that kind, it is about."""
    mentions = named(text, vocabulary)
    runs = _runs(mentions, text)
    holders = _holders(text, mentions, runs)
    if kind == "comparison" and len({mention.group for mention in mentions}) > 1:
        asked = _compared(runs)
    elif holders:
        held = [run for run in runs if run[0].group in holders and _all(run, holders)]
        asked = held[0] if held else [m for m in mentions if m.group in holders]
        asked += [m for m in mentions if m.group in holders and m not in asked]
    else:
        asked = _subject(text, runs)
    return Naming(
        asked=tuple(asked),
        others=tuple(mention for mention in mentions if mention not in asked),
        holders=holders,
    )


def _compared(runs: Sequence[list[Mention]]) -> list[Mention]:
    """Those that are listed together, else all."""
    together = [run for run in runs if len({mention.group for mention in run}) > 1]
    return [mention for run in together or runs for mention in run]


def _all(run: Sequence[Mention], holders: Sequence[Group]) -> bool:
    return all(mention.group in holders for mention in run)


def _subject(text: str, runs: Sequence[list[Mention]]) -> list[Mention]:
    """The run that a question without a holder is about, by the first of these that tells: a name
    where the subject stands; one for which something is hard, good or at stake; one whose
    something is spoken of; one that the report is asked about; the place where it all happens."""
    tests = (_is_subject, _is_concerned, _is_owner, _is_theme, _is_place)
    for test in tests:
        for run in runs:
            if test(text, run):
                return list(run)
    return []


def _before(text: str, run: Sequence[Mention]) -> str:
    """The sentence that names `run`, up to there, with a blank at the end."""
    sentence = max(text.rfind(mark, 0, run[0].span[0]) for mark in ".?!") + 1
    return text[sentence : run[0].span[0]].strip() + " "


def _is_subject(text: str, run: Sequence[Mention]) -> bool:
    before = _before(text, run)
    if not before.strip():
        # "GP workload", "Fastleger om ...": no sentence, but a heading.
        return run[0].span[0] == 0 or text[: run[0].span[0]].rstrip().endswith((".", "!"))
    if signal("subject_follows").search(before):
        return True
    # "the problems lawyers mention", "utfordringene lærerne nevner"
    behind = WORD.match(text[run[-1].span[1] :].lstrip())
    acts = behind is not None and (
        behind.group().lower() in people_verbs() or bool(signal("acts").match(behind.group()))
    )
    return acts and bool(signal("relative_follows").search(before))


def _is_concerned(text: str, run: Sequence[Mention]) -> bool:
    return bool(signal("concerned_follows").search(_before(text, run)))


def _is_owner(text: str, run: Sequence[Mention]) -> bool:
    """ "fastlegenes arbeidsdag", "the needs of patients"."""
    name = text[slice(*run[-1].span)]
    behind = text[run[-1].span[1] :]
    before = _before(text, run)
    if signal("owner_follows").search(before):
        return True
    if signal("within").search(before):
        return False
    owns = bool(signal("genitive").search(name)) and WORD.match(behind.lstrip()) is not None
    return owns or bool(signal("possessive").match(behind))


def _is_theme(text: str, run: Sequence[Mention]) -> bool:
    return bool(signal("theme_follows").search(_before(text, run)))


def _is_place(text: str, run: Sequence[Mention]) -> bool:
    """A sector or field in which what is asked about happens."""
    before = _before(text, run)
    return (
        run[0].group.role is None
        and bool(signal("place_follows").search(before))
        and not signal("within").search(before)
    )


def _holders(
    text: str, mentions: Sequence[Mention], runs: Sequence[list[Mention]]
) -> tuple[Group, ...]:
    """The groups whose view is asked for: in each clause that speaks of a view and does not give it
    to the report, the first groups that it is not *about* ("hva mener A om B")."""
    opening = signal("opening").search(text)
    begin = opening.end() if opening else 0
    spans = [mention.span for mention in mentions]
    ends = [
        mark.start()
        for mark in _CLAUSE_END.finditer(text, begin)
        if not any(start <= mark.start() < end for start, end in spans)
    ]
    found: list[Group] = []
    for start, end in pairwise(sorted({begin, *ends, len(text)})):
        clause = text[start:end]
        if found and _THAT.match(clause):
            continue  # what they think that others want
        here = [run for run in runs if start <= run[0].span[0] < end]
        if run := _holding(clause, start, here):
            found.extend(mention.group for mention in run)
    return _distinct(found)


def _holding(clause: str, start: int, runs: Sequence[list[Mention]]) -> list[Mention]:
    """The run of a clause, which begins at `start`, that holds the view it speaks of."""
    held = next((hit.end() for hit in signal("held_by").finditer(clause)), None)
    view = signal("view").search(clause)
    if view is None and held is None:
        return []
    about = next(
        (hit.start() for hit in signal("about").finditer(clause) if _outside(hit, start, runs)),
        len(clause),
    )
    if signal("report").search(clause, 0, max(about, view.end() if view else 0)):
        return []
    open_runs = [run for run in runs if run[0].span[0] - start < about]
    if not open_runs and held is not None:
        open_runs = [run for run in runs if run[0].span[0] - start >= held]
    return open_runs[0] if open_runs else []


def _outside(hit: re.Match[str], start: int, runs: Sequence[list[Mention]]) -> bool:
    """Whether it stands in no name ("de som jobber på sykehus")."""
    at = hit.start() + start
    return not any(m.span[0] <= at < m.span[1] for run in runs for m in run)


def _runs(mentions: Sequence[Mention], text: str) -> list[list[Mention]]:
    """Mentions that are listed together ("leger, sykepleiere og pasienter")."""
    runs: list[list[Mention]] = []
    for mention in mentions:
        between = text[runs[-1][-1].span[1] : mention.span[0]] if runs else ""
        if runs and _LISTED.fullmatch(between):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


def _distinct(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(dict.fromkeys(groups))


def span_of(mentions: Sequence[Mention]) -> Span:
    """From the first of them to the last."""
    return mentions[0].span[0], mentions[-1].span[1]
