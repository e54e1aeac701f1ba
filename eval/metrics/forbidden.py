"""Forbidden strings: what a case says that an answer to it must not show."""

from collections.abc import Iterator

from eval.cases import Case
from eval.metrics.fidelity import plain
from service.contract import Answer


def shown(answer: Answer) -> Iterator[str]:
    """All text that a reader of `answer` sees, except the question itself."""
    yield from filter(None, (answer.lead, answer.message))
    yield from (claim.text for claim in answer.claims)
    for citation in answer.citations:
        yield citation.text
        yield from filter(None, (citation.context, citation.reference, citation.translation))
    yield from (*answer.not_covered, *answer.caveats, *answer.follow_ups)
    yield from (topic.heading for topic in answer.nearest)


def forbidden(case: Case, answer: Answer) -> tuple[str, ...]:
    """The strings of `case.must_not` that `answer` shows, in any case, white space aside.

    The figure is the share of cases with such strings whose answer shows none. Own definition.
    """
    text = "\n".join(plain(part).casefold() for part in shown(answer))
    return tuple(words for words in case.must_not if plain(words).casefold() in text)
