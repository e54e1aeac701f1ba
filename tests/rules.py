"""The guarantees as rules that hold for whatever answer came of whatever draft."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from service.answering.base import Draft
from service.answering.cite import citation
from service.contract import Answer, Claim
from service.domain import Finding, Quote
from service.vocabulary.groups import group_vocabulary
from service.vocabulary.strength import ORDER, strength_lexicon
from service.vocabulary.words import tokens
from tests.drafts import FOREIGN_NUMBERS, QUESTIONS, World

PARTICIPANT = re.compile(r"ID\d+", re.IGNORECASE)
DOUBLE = '"“”„‟«»‹›'


def check_quotes_are_pointed_to(world: World, answer: Answer) -> None:
    for cited in answer.citations:
        source = world.opened.sources[cited.id]
        assert cited.text == source.text == world.canonical[cited.start : cited.end]
        assert cited == citation(world.opened, source, cited.relation, answer.language)
        assert cited.translation is None
    for claim in answer.claims:
        _check_marks(claim.text, [source.text for source in world.cited(claim)])
        _check_unmarked(world, claim)


def _check_marks(text: str, sources: Sequence[str]) -> None:
    """Every quotation mark of `text` belongs to a passage that a source holds, or stands in it."""
    at = 0
    while (start := next((i for i in range(at, len(text)) if text[i] in DOUBLE), -1)) >= 0:
        ends = [i for i in range(start + 1, len(text)) if text[i] in DOUBLE]
        exact = [
            end
            for end in ends
            if (inner := text[start + 1 : end]) and any(inner in source for source in sources)
        ]
        assert exact, text[start:]
        at = exact[-1] + 1


def _check_unmarked(world: World, claim: Claim) -> None:
    """Six words in a row of a participant stand in marks, or are a cited finding's too."""
    outside = " | ".join(re.split(r"«[^«»]*(?:«[^«»]*»[^«»]*)*»", claim.text))
    said = f" {' | '.join(' '.join(tokens(part)) for part in outside.split('|'))} "
    findings = [" ".join(tokens(s.text)) for s in world.cited(claim) if isinstance(s, Finding)]
    for quote in world.opened.report.quotes:
        words = tokens(quote.text)
        for start in range(len(words) - 5):
            run = " ".join(words[start : start + 6])
            assert f" {run} " not in said or any(run in finding for finding in findings)


def check_every_claim_cites(world: World, draft: Draft, answer: Answer) -> None:
    retrieved = {item.source.id for item in world.evidence}
    proposed = {id for claim in draft.claims for id in claim.sources} | set(draft.quotes)
    shown = {cited.id for cited in answer.citations}
    assert shown <= retrieved & proposed
    for claim in answer.claims:
        assert claim.citations
        assert set(claim.citations) <= shown
    assert (answer.status == "not_in_report") is not bool(answer.citations)
    if answer.status == "not_in_report":
        assert answer.nearest
        assert answer.message


def check_the_right_voice(world: World, answer: Answer, language: str) -> None:
    vocabulary = group_vocabulary()
    for cited in answer.citations:
        source = world.opened.sources[cited.id]
        if isinstance(source, Quote):
            assert vocabulary.speaks_for(source.speaker, QUESTIONS[language].voices)
            assert (cited.role, cited.sector) == (source.speaker.role, source.speaker.sector)
        else:
            assert cited.role is None
    speaking = {group.role for group in world.opened.speakers} | {"tannlege"}
    for claim in answer.claims:
        first = world.cited(claim)[0]
        if isinstance(first, Finding):
            assert (claim.holder, claim.about) == (first.holder, first.about)
            assert claim.excluded_groups == first.excluded_groups
        named = {mention.group.role for mention in vocabulary.find(claim.text)} & speaking
        around = {wide for role in _roles_around(world, claim) for wide in vocabulary.wider(role)}
        assert named <= around


def _roles_around(world: World, claim: Claim) -> Iterator[str]:
    for source in world.cited(claim):
        groups = [source.speaker.group] if isinstance(source, Quote) else list(source.groups)
        path = world.opened.sections[source.section].path
        for text in (source.text, source.context, *path):
            groups += [mention.group for mention in group_vocabulary().find(text)]
        yield from (group.role for group in groups if group.role)


def check_never_stronger(world: World, answer: Answer) -> None:
    for claim in answer.claims:
        cited = world.cited(claim)
        held = [ORDER.index(s.strength) for s in cited if _states(s) and isinstance(s, Finding)]
        said = [ORDER.index(s.strength) for s in strength_lexicon().strengths(claim.text)]
        if claim.text not in {source.text for source in cited}:
            assert not said or (held and max(said) <= max(held)), claim.text
        if claim.strength != "unspecified":
            one = not any(isinstance(source, Finding) for source in cited)
            assert ORDER.index(claim.strength) <= max(held, default=ORDER.index("one") * one)
            assert claim.strength_words or one
        text = " ".join(source.text + source.context for source in cited).lower()
        for number in FOREIGN_NUMBERS:
            assert not re.search(rf"\b{number}\b", claim.text.lower()) or number in text, number


def _states(source: Finding | Quote) -> bool:
    return isinstance(source, Finding) and source.strength != "unspecified"


def check_no_reidentification(answer: Answer) -> None:
    assert not PARTICIPANT.search(answer.model_dump_json())
    assert '"label"' not in answer.model_dump_json()


def check_text_is_data(answer: Answer) -> None:
    for claim in answer.claims:
        assert not [char for char in claim.text if unicodedata.category(char).startswith("C")]
    assert Answer.model_validate_json(answer.model_dump_json()) == answer


def check_original_first(world: World, answer: Answer, draft: Draft) -> None:
    for claim in answer.claims:
        if draft.mode == "extractive":
            assert claim.text == world.cited(claim)[0].text
            assert claim.language == world.opened.report.language
