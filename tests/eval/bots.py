"""Bots that should fail the gate, and one that knows the gold and should pass it."""

import math
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence

from eval.cases import ABSTAINING, ANSWERING, Case
from eval.spans import overlaps
from eval.truth import Truth
from service.contract import Answer, Citation, Mode, SourceView
from tests.eval.world import Bot, answer, cite, claim


def refuses(truth: Truth) -> Bot:
    """Always says that the report does not tell."""
    return Bot(lambda question: answer(), "refuses")


def top_passage(truth: Truth) -> Bot:
    """Answers everything with the source that shares most words with the question."""
    nearest = _nearest(truth)
    return Bot(lambda question: answer(cite(nearest(question).id, truth)), "top passage")


def echoes(truth: Truth, mode: Mode) -> Bot:
    """Says the question back as if it were a finding, and cites the source that is nearest."""
    nearest = _nearest(truth)

    def reply(question: str) -> Answer:
        source = nearest(question).id
        return answer(cite(source, truth), claims=[claim(question, source)], mode=mode)

    return Bot(reply, f"echoes, {mode}")


def cites_everything(truth: Truth) -> Bot:
    """Answers everything with every source."""
    every = [cite(source.id, truth) for source in truth.sources]
    return Bot(lambda question: answer(*every), "cites everything")


def oracle(truth: Truth, cases: Sequence[Case]) -> Bot:
    """Cites what the annotators marked, and declines where they said so."""
    return _knowing("oracle", truth, {case.turns[-1]: case for case in cases}, shuffled=False)


def shuffled(truth: Truth, cases: Sequence[Case]) -> Bot:
    """Declines like the oracle, but gives each question the evidence of another."""
    asked = [case for case in cases if case.answerable]
    other = asked[:]
    random.Random(7).shuffle(other)
    swapped = dict(zip((case.turns[-1] for case in asked), other, strict=True))
    plain = {case.turns[-1]: case for case in cases}
    return _knowing("shuffled", truth, {**plain, **swapped}, shuffled=True)


def alters(truth: Truth, cases: Sequence[Case]) -> Bot:
    """The oracle, with one letter of every quote changed."""
    right = oracle(truth, cases)

    def reply(question: str) -> Answer:
        given = right._reply(question)
        return given.model_copy(update={"citations": tuple(map(_altered, given.citations))})

    return Bot(reply, "alters")


def _nearest(truth: Truth) -> Callable[[str], SourceView]:
    """The source whose words, the rare ones counting more, are those of a question; among equals
    the first. The first of all when it has none of them."""
    words = [set(_words(source.text)) for source in truth.sources]
    seen = Counter(word for each in words for word in each)

    def nearest(question: str) -> SourceView:
        asked = set(_words(question))
        shared = [
            sum(math.log(len(words) / seen[word]) for word in sorted(asked & has)) for has in words
        ]
        return truth.sources[shared.index(max(shared))]

    return nearest


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _altered(citation: Citation) -> Citation:
    if citation.kind == "finding":
        return citation
    return citation.model_copy(update={"text": "X" + citation.text[1:]})


def _knowing(name: str, truth: Truth, plan: dict[str, Case], *, shuffled: bool) -> Bot:
    def reply(question: str) -> Answer:
        case = plan.get(question)
        if case is None:  # an earlier turn of a conversation
            return answer()
        found = [s for s in truth.sources if overlaps(s.raw, case.gold)] if case.answerable else []
        if not found:
            status = next(s for s in case.expected_status if s in ABSTAINING or shuffled)
            return answer(status=status)
        status = next(s for s in case.expected_status if s in ANSWERING)
        return answer(*(cite(source.id, truth) for source in found), status=status)

    return Bot(reply, name)
