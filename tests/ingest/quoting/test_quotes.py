"""The ways in which reports mark quotes and who speaks."""

from pathlib import Path

import pytest

from ingest.quoting.blocks import SHARED
from ingest.quoting.runs import AMBIGUOUS
from tests.ingest.making import made, spaced

WORDS = "Jeg rekker aldri alt. Det er alltid én til som venter."
MARKDOWN = {
    "dash in the block": f"> {WORDS}\n>\n> — Lærer, ungdomsskole",
    "dash on the block's last line": f"> {WORDS}\n> – Lærer, ungdomsskole",
    "dash behind the block": f"> {WORDS}\n\n– Lærer, ungdomsskole",
    "marks in the block": f"> «{WORDS}»\n>\n> Lærer, ungdomsskole",
    "dash on a line of its own": f"«{WORDS}»\n\n– Lærer, ungdomsskole",
    "dash on the next line": f"«{WORDS}»\n– Lærer, ungdomsskole",
    "dash on the same line": f"«{WORDS}» – Lærer, ungdomsskole",
    "brackets": f"«{WORDS}» (Lærer, ungdomsskole)",
    "straight marks": f'"{WORDS}" (Lærer, ungdomsskole)',
    "curly marks": f"“{WORDS}” — Lærer, ungdomsskole",
    "italics": f"*«{WORDS}»*\n\n*Lærer, ungdomsskole*",
    "label alone": f"«{WORDS}»\n\nLærer, ungdomsskole",
    "list mark for a dash": f"«{WORDS}»\n\n- Lærer, ungdomsskole",
    "label before": f"Lærer, ungdomsskole: «{WORDS}»",
    "number": f"> {WORDS}\n>\n> — ID4, lærer, ungdomsskole",
}


@pytest.mark.parametrize("style", MARKDOWN)
def test_styles_of_markdown(tmp_path: Path, style: str) -> None:
    text = f"# 1 Funn\n\nDe fleste har mye å gjøre.\n\n{MARKDOWN[style]}\n\nSlik er det.\n"
    report = made(tmp_path, text).report
    (quote,) = report.quotes
    assert quote.text == WORDS
    assert (quote.speaker.role, quote.speaker.sector) == ("lærer", "ungdomsskole")
    assert quote.speaker.label.lower() == "lærer, ungdomsskole"
    assert quote.uncertain is None
    assert [finding.text for finding in report.findings] == [
        "De fleste har mye å gjøre.", "Slik er det.",
    ]  # fmt: skip
    assert quote.block == report.findings[0].block


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Dommer, tingrett i stor by", "dommer"),
        ("Lærer, skole med lange avstander", "lærer"),
        ("Advokat, stort kontor", "jurist"),
    ],
)
def test_a_line_of_one_role_and_where_names_the_speaker(
    tmp_path: Path, line: str, role: str
) -> None:
    report = made(tmp_path, f"# 1 Funn\n\n«{WORDS}»\n\n{line}\n\nSlik er det.\n").report
    (quote,) = report.quotes
    assert (quote.speaker.role, quote.speaker.label, quote.uncertain) == (role, line, None)


@pytest.mark.parametrize(
    "line", ["Lærer, elev og rektor møttes.", "Lærere, skole i by", "Lærer, som elev i by"]
)
def test_no_other_line_behind_a_quote_does(tmp_path: Path, line: str) -> None:
    report = made(tmp_path, f"# 1 Funn\n\n«{WORDS}»\n\n{line}\n\nSlik er det.\n").report
    assert [quote.speaker.role for quote in report.quotes] == [None]


def test_an_introduction_names_the_speaker(tmp_path: Path) -> None:
    (quote,) = made(tmp_path, f"# 1 Funn\n\nEn rektor forteller: «{WORDS}»\n").report.quotes
    assert quote.lead_in == "En rektor forteller:"
    assert quote.speaker.role == "rektor"


def test_a_quote_nobody_is_named_for_says_so(tmp_path: Path) -> None:
    (quote,) = made(tmp_path, f"# 1 Funn\n\n> «{WORDS}»\n").report.quotes
    assert not quote.speaker.understood
    assert quote.uncertain == "no attribution stands by it"


def test_a_call_out_is_no_quote(tmp_path: Path) -> None:
    report = made(tmp_path, "# 1 Funn\n\n> Foreldre bør kontaktes tidlig.\n").report
    assert report.quotes == ()
    assert report.findings[0].key
    assert report.findings[0].uncertain


def test_an_unknown_role_is_kept_and_flagged(tmp_path: Path) -> None:
    (quote,) = made(tmp_path, f"# 1 Funn\n\n> {WORDS}\n>\n> — Sjøfarer\n").report.quotes
    assert quote.speaker.label == "Sjøfarer"
    assert quote.speaker.role is None
    assert quote.uncertain


@pytest.mark.parametrize(
    "text",
    [
        "Ord som «klager over» og «benekter» er på vei ut.",
        "Flere åpner med «bare et kjapt spørsmål», sier de.",
        "«Noen», «enkelte» og «et par» brukes om få.",
        "Pasienten får opplyst: «fristen» gjelder.",
    ],
)
def test_words_in_quotation_marks_are_no_quotes(tmp_path: Path, text: str) -> None:
    report = made(tmp_path, f"# 1 Funn\n\n{text}\n").report
    assert report.quotes == ()
    assert [finding.text for finding in report.findings] == [text]


def test_two_quotes_in_one_block(tmp_path: Path) -> None:
    text = f"# 1 Funn\n\n> {WORDS}\n>\n> — Lærer\n>\n> Nei, sier jeg.\n>\n> — Rektor\n"
    assert [(q.text, q.speaker.role) for q in made(tmp_path, text).report.quotes] == [
        (WORDS, "lærer"), ("Nei, sier jeg.", "rektor"),
    ]  # fmt: skip


PAGE = """
Mange oppgaver
De fleste sier at det er mye å gjøre på
jobben nå.
{quote}
Det er ikke bare her, men på alle de andre
stedene vi har vært og sett på det.
Det samme gjelder for dem som er nye på
stedet, og for dem som skal slutte snart.
"""
SPEECH = "Jeg rekker aldri alt som jeg vil \nrekke, det er for mye for meg."


def lines(quote: str) -> str:
    page = PAGE.format(quote=quote).replace("på\njobben", "på \njobben")
    return page.replace("andre\nst", "andre \nst").replace("på\nstedet", "på \nstedet")


@pytest.mark.parametrize(
    "marker", ["\n| Fastlege", "\n|  ID28 Fastlege", "\nI Fastlege", " | ID3, fastlege"]
)
def test_attributions_after_a_bar(tmp_path: Path, marker: str) -> None:
    page = lines(SPEECH + marker)
    report = made(tmp_path, spaced(page, page, page), ".txt").report
    assert {quote.text for quote in report.quotes} == {SPEECH.replace(" \n", " ")}
    assert len(report.quotes) == 3
    assert {quote.speaker.role for quote in report.quotes} == {"fastlege"}


def test_an_attribution_before_its_quote(tmp_path: Path) -> None:
    page = lines(f"Et tema\n| Fastlege\n{SPEECH}")
    report = made(tmp_path, spaced(page, page, page), ".txt").report
    assert {quote.text for quote in report.quotes} == {SPEECH.replace(" \n", " ")}


def test_the_authors_words_before_a_quote_are_kept_apart(tmp_path: Path) -> None:
    page = lines(f"Et eksempel på en som har hatt \ndet slik en tid: \n{SPEECH}\n| Fastlege")
    report = made(tmp_path, spaced(page, page, page), ".txt").report
    for quote in report.quotes:
        assert quote.lead_in == "Et eksempel på en som har hatt det slik en tid:"
        assert quote.text == SPEECH.replace(" \n", " ")


def quoted(folder: Path, body: str) -> list[tuple[str, str | None, str]]:
    """Text, role and label of each quote in a small report."""
    report = made(folder, f"# 1 Funn\n\nDe fleste er enige.\n\n{body}\n").report
    assert report.findings[0].text == "De fleste er enige."
    return [(quote.text, quote.speaker.role, quote.speaker.label) for quote in report.quotes]


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("Mange er slitne. «Jeg rekker ikke alt», sier en lærer. Slik er det.", "en lærer"),
        ("“I never have time for it,” one teacher said. This was common.", "one teacher"),
        ("En av lærerne sier det slik: «Jeg rekker ikke alt.» Slik er det.", "En av lærerne"),
        ("En lærer sier det slik:\n\n> Jeg rekker ikke alt.", "En lærer"),
    ],
)
def test_running_text_attributes_a_whole_utterance(tmp_path: Path, body: str, label: str) -> None:
    ((_, role, printed),) = quoted(tmp_path, body)
    assert (role, printed) == ("lærer", label)


@pytest.mark.parametrize(
    "body",
    [
        "Tiden er «helt håpløs» (lærer), heter det.",
        "Flere sier at «det er altfor mye», mens andre mener at det er «helt greit».",
        "Alle kjenner til «Barnas time», sier lærerne.",
        "Tiltaket «Vi ser deg» er populært.",
        "- Lærer: ansvar for klassen\n- Rektor: ansvar for skolen",
        "Vi snakket med:\n\n- Lærer\n- Rektor",
        "Slik opplever mange det (lærer, rektor).",
    ],
)
def test_half_sentences_and_lists_of_roles_are_no_quotes(tmp_path: Path, body: str) -> None:
    assert quoted(tmp_path, body) == []


def test_a_quote_of_several_paragraphs_each_opened_and_only_the_last_closed(
    tmp_path: Path,
) -> None:
    body = "«Jeg er sliten.\n\n«Men jeg blir.\n\n«Så da blir jeg her.»\n\n– Lærer"
    whole = "Jeg er sliten. Men jeg blir. Så da blir jeg her."
    assert quoted(tmp_path, body) == [(whole, "lærer", "Lærer")]
    assert quoted(tmp_path, "> " + body.replace("\n", "\n> ")) == [(whole, "lærer", "Lærer")]


def test_two_quotes_with_one_attribution(tmp_path: Path) -> None:
    body = "«Jeg er så sliten.»\n\n«Jeg går likevel.»\n\n– Lærer"
    first, second = made(tmp_path, f"# 1 Funn\n\n{body}\n").report.quotes
    assert (first.speaker.role, second.speaker.role) == (None, "lærer")
    assert first.uncertain == SHARED
    assert second.uncertain is None


def test_quotes_and_attributions_line_by_line_in_one_block(tmp_path: Path) -> None:
    body = "> «Det går fint her.»\n> – Lærer\n> «Det går dårlig her.»\n> – Rektor"
    assert quoted(tmp_path, body) == [
        ("Det går fint her.", "lærer", "Lærer"), ("Det går dårlig her.", "rektor", "Rektor"),
    ]  # fmt: skip


def test_a_dialogue_gives_each_turn_to_its_speaker(tmp_path: Path) -> None:
    body = "Intervjuer: Hva gjør du?\n\nLærer: Jeg venter.\n\nRektor: Da ringer jeg."
    report = made(tmp_path, f"# 1 Funn\n\n{body}\n").report
    assert [(q.text, q.speaker.role, q.lead_in) for q in report.quotes] == [
        ("Jeg venter.", "lærer", "Intervjuer: Hva gjør du?"), ("Da ringer jeg.", "rektor", None),
    ]  # fmt: skip


def test_the_interviewers_words_within_a_quote_stay(tmp_path: Path) -> None:
    said = "Jeg sier ja. Intervjuer: Hvorfor? Fordi det er lurt."
    assert quoted(tmp_path, f"> {said}\n>\n> – Rektor") == [(said, "rektor", "Rektor")]


@pytest.mark.parametrize("body", ["– Lærer, ungdomsskole", "(Rektor, barneskole)"])
def test_an_attribution_without_a_quote_is_set_aside(tmp_path: Path, body: str) -> None:
    report = made(tmp_path, f"# 1 Funn\n\nDe fleste er enige.\n\n{body}\n").report
    assert report.quotes == ()
    assert "attribution without a quote" in {aside.reason for aside in report.set_aside}


def test_a_quote_between_two_attributions_is_given_to_neither(tmp_path: Path) -> None:
    body = "Rektor\n\n«Jeg er så sliten av dette.»\n\nLærer\n\nSlik er det."
    (quote,) = made(tmp_path, f"# 1 Funn\n\n{body}\n").report.quotes
    assert quote.speaker.role is None
    assert quote.uncertain == AMBIGUOUS
