"""Whether a finding speaks against another, where the text itself tells it.

Only what can be read off the page counts: a sentence that begins by going against the one before
it, one that says that somebody sees it otherwise, and one that denies, or says the opposite of,
what another says in the same words. What merely seems to disagree is left to the reader.
"""

from service.answering.likeness import content, share_something
from service.answering.opposites import against, dissents, opens_against, opposed
from service.domain import Finding
from service.evidence import Evidence

SHARED, MOSTLY = 4, 0.6
"""Least content words that a denial shares with what it denies, and their least share of the
shorter one's, ..."""
FEWER, NEARLY_ALL = 3, 0.8
"""... or the same of shorter statements."""
BETWEEN = 2
"""Characters between a statement and the next."""
SOON = 45
"""Characters within which a sentence says that somebody sees it otherwise: further on, or in
another clause, it tells of a disagreement and is none itself."""


def speaks_against(item: Evidence, shown: Evidence) -> bool:
    """Whether the finding `item` speaks against `shown`, a finding of the same report."""
    a, b = item.source, shown.source
    if not isinstance(a, Finding) or not isinstance(b, Finding):
        return False
    if item.report != shown.report or a.id == b.id:
        return False
    return answers_back(item, shown) or _denies(a, b)


def answers_back(item: Evidence, shown: Evidence) -> bool:
    """Whether the finding `item` itself says that it goes against `shown`, which does not say so of
    `item`: one of the two is the answer and the other speaks against it."""
    a, b = item.source, shown.source
    assert isinstance(a, Finding)
    assert isinstance(b, Finding)
    return _goes_on_against(a, b) or _dissents_from(item, shown)


def follows(a: Finding, b: Finding) -> bool:
    """Whether `a` is the next statement after `b`: nothing but white space or a list mark can
    stand between."""
    return a.block == b.block and 0 <= a.start - b.end <= BETWEEN


def goes_on_against(item: Evidence, *shown: Evidence) -> bool:
    """Whether the finding `item` is the sentence after one of `shown` and begins by going against
    it."""
    source = item.source
    return any(
        isinstance(source, Finding)
        and isinstance(other.source, Finding)
        and other.report == item.report
        and _goes_on_against(source, other.source)
        for other in shown
    )


def _goes_on_against(a: Finding, b: Finding) -> bool:
    """Whether `a` follows on `b` and begins by going against it."""
    return a.block == b.block and opens_against(a.text) and follows(a, b)


def _dissents_from(item: Evidence, shown: Evidence) -> bool:
    """Whether `item` says that somebody sees it otherwise: what stands right before it, or what a
    statement of the same section, or on the same group, says of the question's words."""
    a, b = item.source, shown.source
    assert isinstance(a, Finding)
    assert isinstance(b, Finding)
    if not _is_dissent(a) or _is_dissent(b) or a.start < b.start:
        return False
    if follows(a, b):
        return True
    near = a.section == b.section or not set(a.groups).isdisjoint(b.groups)
    return near and not set(item.concepts).isdisjoint(shown.concepts)


def _is_dissent(finding: Finding) -> bool:
    """Whether it, or the sentence that it leans on, says that somebody sees it otherwise."""
    before = finding.lead_in or ""
    return dissents(_opening(finding.text)) or (
        not before.endswith(":") and dissents(_opening(before))
    )


def _opening(text: str) -> str:
    return text.split(",", maxsplit=1)[0][:SOON]


def _denies(a: Finding, b: Finding) -> bool:
    """Whether one denies, or says the opposite of, what the other says in nearly the same words."""
    if not share_something(a.text, b.text):
        return False
    one, other = content(a.text), content(b.text)
    turned = bool(one.denials) is not bool(other.denials)
    opposite = against(one.poles, other.poles)
    if turned is opposite or one.language != other.language or a.lead_in != b.lead_in:
        return False
    # Of the opposites themselves neither text has the other's word.
    first, second = set(one.words), set(other.words)
    pairs = {(x, y) for x in first for y in second if opposed(x, y)}
    first, second = first - {x for x, _ in pairs}, second - {y for _, y in pairs}
    shared, less = len(first & second), min(len(first), len(second))
    return (shared >= SHARED and shared >= MOSTLY * less) or (
        shared >= FEWER and shared >= NEARLY_ALL * less
    )
