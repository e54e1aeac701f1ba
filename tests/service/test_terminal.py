import re
from io import StringIO
from pathlib import Path
from typing import get_args

import pytest
from rich.console import Console

from service.contract import Answer, NearestTopic
from service.domain import Group, Language
from service.terminal import WORDS, show
from service.vocabulary.groups import group_vocabulary

EXAMPLES = {
    path.stem: Answer.model_validate_json(path.read_text("utf-8"))
    for path in (Path(__file__).parents[2] / "service" / "examples").glob("*.json")
}
ANSWERED = EXAMPLES["answered"]


def shown(answer: Answer, width: int | None = None) -> str:
    """What is printed into a pipe, or on a terminal of that width."""
    output = StringIO()
    terminal = width is not None
    console = Console(
        file=output, force_terminal=terminal, no_color=terminal, width=width, highlight=False
    )
    show(answer, console, group_vocabulary())
    return output.getvalue()


def changed(answer: Answer, **fields: object) -> Answer:
    return Answer.model_validate({**answer.model_dump(), **fields})


def test_there_are_the_same_words_in_every_language() -> None:
    assert set(WORDS) == set(get_args(Language))
    assert len({frozenset(words) for words in WORDS.values()}) == 1


def test_claims_come_with_numbers_then_quotes_then_caveats_then_sources() -> None:
    text = shown(ANSWERED)
    marks = {c.id: f"[{n}]" for n, c in enumerate(ANSWERED.citations, start=1)}
    at = 0
    for number, claim in enumerate(ANSWERED.claims, start=1):
        line = f"{number}. {claim.text} {''.join(marks[id] for id in claim.citations)}\n"
        assert line in text[at:]
        at = text.index(line, at)
    words = WORDS[ANSWERED.language]
    order = [text.index(f"\n{words[name]}\n") for name in ("findings", "quotes", "caveats")]
    assert order == sorted(order)
    assert text.index(f"\n{words['sources']}\n") > order[-1]
    for caveat in ANSWERED.caveats:
        assert f"• {caveat}\n" in text


def test_a_quote_stands_in_its_marks_with_role_sector_and_section() -> None:
    text = shown(ANSWERED)
    vocabulary = group_vocabulary()
    quotes = [c for c in ANSWERED.citations if c.kind == "quote"]
    assert quotes
    for quote in quotes:
        group = Group(role=quote.role, sector=quote.sector, field=quote.field)
        who = vocabulary.label(group, ANSWERED.language)
        attribution = text[text.index(f"«{quote.text[:30]}") :].split("\n")[1]
        assert attribution.strip().lower().startswith(f"— {who} · ".lower())
        assert quote.section.path[-1] in attribution


def test_what_an_excerpt_leaves_out_is_marked() -> None:
    [quote, *_] = [c for c in ANSWERED.citations if c.kind == "quote" and len(c.text) > 60]
    cut = quote.model_copy(update={"excerpt": ((10, 20), (30, 40))})
    others = [c for c in ANSWERED.citations if c.id != quote.id]
    text = shown(changed(ANSWERED, citations=[c.model_dump() for c in (*others, cut)]))
    assert f"«[…] {quote.text[10:20]} […] {quote.text[30:40]} […]»" in text


def test_a_finding_that_no_claim_cites_is_shown_all_the_same() -> None:
    [finding, *_] = [c for c in ANSWERED.citations if c.kind == "finding"]
    other = finding.model_copy(update={"id": "f-other", "relation": "contrasts"})
    citations = [c.model_dump() for c in (*ANSWERED.citations, other)]
    text = shown(changed(ANSWERED, citations=citations))
    words = WORDS[ANSWERED.language]
    number = len(citations)
    assert f"\n{words['others']}\n    • {finding.text} ({words['contrasts']}) [{number}]\n" in text


def test_whose_view_it_is_and_of_whom_is_said() -> None:
    claim = ANSWERED.claims[0].model_copy(
        update={
            "holder": "researchers",
            "about": "pasient",
            "excluded_groups": (Group(role="fastlege"),),
        }
    )
    text = shown(changed(ANSWERED, language="en", claims=[claim.model_dump()]))
    said = "(most: “De fleste”; the researchers' assessment; about patients, as seen by others; "
    assert f"{said}except GPs)" in text


def test_a_finding_stands_with_what_it_leans_on_once() -> None:
    claim, source = ANSWERED.claims[0], ANSWERED.citations[0]
    assert source.id == claim.citations[0]
    leaning = source.model_copy(update={"context": "Et emne › Legene nevner dette:"})
    under = claim.model_copy(update={"block": f"{source.section.path[-1]} › Et emne"})
    citations = [leaning.model_dump(), *(c.model_dump() for c in ANSWERED.citations[1:])]
    claims = [under.model_dump(), under.model_dump()]
    text = shown(changed(ANSWERED, claims=claims, citations=citations))
    assert (
        text.count("      Legene nevner dette:\n   1. ") == text.count("Legene nevner dette:") == 1
    )
    group = [under.model_copy(update={"block": "Fastleger"}).model_dump()]
    text = shown(changed(ANSWERED, claims=group, citations=citations))
    assert f"      {source.section.path[-1]} › Et emne › Legene nevner dette:\n" in text


def test_a_claim_that_speaks_against_others_is_marked() -> None:
    against = ANSWERED.citations[0].model_copy(update={"relation": "contrasts"})
    citations = [against.model_dump(), *(c.model_dump() for c in ANSWERED.citations[1:])]
    words = WORDS[ANSWERED.language]
    assert f"({words['contrasts']}" in shown(changed(ANSWERED, citations=citations))


def test_every_reference_stands_once_with_the_numbers_of_its_sources() -> None:
    text = shown(ANSWERED)
    for number, citation in enumerate(ANSWERED.citations, start=1):
        assert text.count(citation.reference) == 1
        assert f"[{number}] {citation.id}" in text


def test_doubt_about_a_source_is_said() -> None:
    doubtful = ANSWERED.citations[0].model_copy(update={"uncertain": "a table"})
    citations = [c.model_dump() for c in (doubtful, *ANSWERED.citations[1:])]
    assert "[1] usikkert: a table\n" in shown(changed(ANSWERED, citations=citations))


def test_the_fictional_and_an_answer_without_the_model_are_labelled() -> None:
    text = shown(changed(ANSWERED, fallback_reason="it did not answer in time"))
    assert text.startswith("OPPDIKTET RAPPORT\n")
    assert "Språkmodellen ble ikke brukt: it did not answer in time\n" in text


@pytest.mark.parametrize("name", sorted(EXAMPLES))
@pytest.mark.parametrize("language", get_args(Language))
def test_every_status_can_be_shown_in_every_language(name: str, language: str) -> None:
    answer = changed(EXAMPLES[name], language=language)
    text = shown(answer)
    for said in (answer.message, answer.lead, *answer.not_covered, *answer.follow_ups):
        assert said is None or said in text


def test_a_topic_is_named_once_where_section_and_heading_are_the_same() -> None:
    nearest = [NearestTopic(section="2 Video", heading=h).model_dump() for h in ("2 Video", "Ros")]
    text = shown(changed(EXAMPLES["not_in_report"], nearest=nearest))
    assert "• 2 Video\n" in text
    assert "• 2 Video: Ros\n" in text


def test_brackets_in_a_report_are_text() -> None:
    claim = ANSWERED.claims[0].model_copy(update={"text": "[bold]Ja[/bold] [navn] [/]"})
    assert "1. [bold]Ja[/bold] [navn] [/] [1]" in shown(
        changed(ANSWERED, claims=[claim.model_dump()])
    )


def test_a_pipe_gets_whole_lines_without_colours() -> None:
    text = shown(ANSWERED)
    assert "\x1b" not in text
    for claim in ANSWERED.claims:
        assert claim.text in text
    for citation in ANSWERED.citations:
        for start, end in citation.excerpt:
            assert citation.text[start:end] in text
    assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_a_terminal_gets_lines_that_fit_with_the_rest_set_in() -> None:
    styled = shown(ANSWERED, width=60)
    assert "\x1b[1m" in styled
    plain = re.sub(r"\x1b\[[\d;]*m", "", styled).splitlines()
    assert max(map(len, plain)) <= 60
    start = next(at for at, line in enumerate(plain) if line.startswith("   1. "))
    assert plain[start + 1].startswith("      ")
