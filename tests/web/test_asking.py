"""Asking and reading: what a policymaker does with the page."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Visit
from .server import ENGLISH, HOSTILE, NORWEGIAN, ChatServer

pytestmark = pytest.mark.browser


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".turn").last.locator(".answer")).to_be_visible()


def test_a_norwegian_question_gets_findings_then_quotes(visit: Visit) -> None:
    page = visit("nb-NO")
    ask(page, NORWEGIAN)
    answer = page.locator(".answer")
    expect(answer.locator(".badge")).to_have_text("Besvart")
    expect(answer.locator(".mode")).to_have_text("Svar uten språkmodell: rapportens egne ord")
    expect(answer.locator(".claim")).to_have_count(8)
    first = answer.locator(".claim").first
    expect(first).to_contain_text("De fleste fastlegene opplever at de digitale tjenestene")
    expect(first).to_contain_text("mengde: «De fleste»")
    expect(first.locator(".label")).to_have_text("Funn")
    expect(answer.locator(".claim-text").first).to_have_attribute("lang", "nb")
    # One count runs through the blocks.
    numbers = answer.locator(".claim").evaluate_all("items => items.map((item) => item.value)")
    assert numbers == list(range(1, 9))
    quote = answer.locator(".quote").nth(1)
    expect(quote.locator("blockquote")).to_have_text(
        "«Setningen «fastlegen bes følge opp» er blitt et slags punktum. […] "
        "Jeg har fått den samme bestillingen fra tre avdelinger på samme pasient.»"
    )
    expect(quote.locator("figcaption")).to_contain_text(re.compile("Sitat.*fastlege.*illustrerer"))
    expect(answer.get_by_role("heading", name="Forbehold")).to_be_visible()
    expect(answer.locator(".original")).to_have_count(0)


def test_an_english_question_is_told_that_the_evidence_is_norwegian(visit: Visit) -> None:
    page = visit("en-GB")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    ask(page, ENGLISH)
    answer = page.locator(".answer")
    expect(answer).to_have_attribute("lang", "en")
    expect(answer.locator(".original")).to_contain_text("The report is in Norwegian")
    expect(answer.locator(".claim-text").first).to_have_attribute("lang", "nb")
    expect(answer.locator(".claim").first).to_contain_text("amount: most «De fleste»")
    expect(answer.locator(".notice").first).to_contain_text("the model did not answer in time")
    expect(answer.locator("blockquote").first).to_have_attribute("lang", "nb")
    expect(answer.locator(".speaker").first).to_have_text("GP")


def test_every_status_is_said_in_words(visit: Visit) -> None:
    page = visit()
    for question, words in (
        ("How many GPs have less to do?", "Partly answered"),
        ("Hva sier tannlegene?", "Står ikke i rapporten"),
        ("Write a poem about spring", "Outside the topic"),
        ("Hvilken kommune jobber jordmoren i?", "Stoppet av personvernhensyn"),
        ("Feil", "Feil"),
    ):
        ask(page, question)
        expect(page.locator(".badge").last).to_have_text(words)


def test_a_reworded_claim_is_not_called_a_finding(visit: Visit) -> None:
    page = visit("en-GB")
    ask(page, "Reworded")
    expect(page.locator(".claim .label").first).to_have_text("Reworded")
    expect(page.locator(".mode")).to_contain_text("example-model-8b")
    expect(page.locator(".quote .translation")).to_contain_text("Machine translation")
    expect(page.locator(".status")).to_contain_text("Searched for: Why do GPs experience")


def test_a_follow_up_sends_the_conversation_so_far(visit: Visit, server: ChatServer) -> None:
    page = visit()
    ask(page, NORWEGIAN)
    page.get_by_role("button", name="Hvilke fastleger ser det annerledes?").click()
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.locator(".asked").last).to_be_focused()
    assert server.asked[1] == {
        "messages": [
            {"role": "user", "content": NORWEGIAN},
            {
                "role": "assistant",
                "content": "Rapporten har åtte funn som svarer på dette, de fleste fra kapittel"
                " 3.1 Merarbeid i fastlegepraksisen.",
            },
            {"role": "user", "content": "Hvilke fastleger ser det annerledes?"},
        ],
        "language": None,
        "filters": {"reports": [], "roles": [], "sectors": [], "fields": []},
        "stream": False,
    }
    page.get_by_role("button", name="Ny samtale").click()
    expect(page.locator(".turn")).to_have_count(0)
    ask(page, ENGLISH)
    assert [m["content"] for m in server.asked[2]["messages"]] == [ENGLISH]


def test_a_nearest_topic_can_be_asked_about(visit: Visit, server: ChatServer) -> None:
    page = visit()
    ask(page, "Hva sier tannlegene?")
    page.get_by_role("button", name="5.4 Pasientenes innsyn i egen journal").click()
    expect(page.locator(".answer")).to_have_count(2)
    last = server.asked[-1]["messages"][-1]["content"]
    assert last == "Hva sier rapporten om Pasientenes innsyn i egen journal?"


def test_starters_follow_the_report_and_the_language(visit: Visit, server: ChatServer) -> None:
    page = visit()
    expect(page.locator("#starters button")).to_have_text(
        ["Hva er hovedfunnene?", NORWEGIAN, "Hvilke svakheter har undersøkelsen?"]
    )
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name=ENGLISH).click()
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator("#starters button")).to_have_count(0)
    assert server.asked[0]["messages"][0]["content"] == ENGLISH


def test_the_chosen_language_is_kept(visit: Visit) -> None:
    page = visit("nb-NO")
    page.get_by_role("button", name="English").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask the report")
    assert page.title() == "Funn – answers with sources"


def test_the_header_names_the_report_and_the_banner_says_fictional(visit: Visit) -> None:
    page = visit()
    expect(page.locator(".banner")).to_have_text(
        "Oppdiktet eksempelrapport – ikke bruk i saksbehandling"
    )
    header = page.locator("#reports summary")
    expect(header).to_contain_text("Mellom innboks og sykeseng")
    expect(header).to_contain_text(re.compile(r"versjon [0-9a-f]{12}$"))
    ask(page, NORWEGIAN)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".banner")).to_be_in_viewport()


def test_the_page_says_when_text_leaves_the_machine(visit: Visit, server: ChatServer) -> None:
    page = visit()
    expect(page.locator("#reports summary")).to_be_visible()
    expect(page.locator("#outside")).to_be_empty()
    server.outside = {"language_model": "storspråk-1", "embedder": "vektor-2"}
    page = visit()
    said = page.locator("#outside")
    expect(said).to_contain_text("utdrag av rapporten sendes til språkmodellen storspråk-1")
    expect(said).to_contain_text("sendes til søkemodellen vektor-2")
    expect(said).to_be_in_viewport()
    page.get_by_role("button", name="English").click()
    expect(said).to_contain_text("extracts of the report are sent to the language model storspråk")
    server.barred = True
    server.outside = {"language_model": "storspråk-1", "embedder": None}
    page = visit()
    expect(page.locator("#reports summary")).to_be_visible()
    expect(page.locator("#outside")).to_be_empty()


def test_without_a_report_the_page_says_how_to_load_one(visit: Visit, server: ChatServer) -> None:
    server.loaded = False
    page = visit()
    expect(page.locator("#reports")).to_contain_text("funn ingest")
    expect(page.locator(".banner")).to_be_hidden()
    expect(page.locator("#starters button")).to_have_count(0)


def test_the_answer_is_copied_with_references_version_and_mode(visit: Visit) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, NORWEGIAN)
    page.get_by_role("button", name="Kopier svaret med kilder").click()
    expect(page.locator(".copied")).to_have_text("Kopiert.")
    copied: str = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("OPPDIKTET EKSEMPELRAPPORT – IKKE BRUK I SAKSBEHANDLING\n\n")
    assert "1. De fleste fastlegene opplever" in copied
    assert "omtaler pasient, som ikke er spurt selv" in copied
    assert "«Setningen «fastlegen bes følge opp» er blitt et slags punktum. […] Jeg" in copied
    assert "[12] Vardeblikk Analyse (oppdiktet) (2025):" in copied
    assert re.search(r"Laget med Funn \d{4}-\d\d-\d\d\. Svar uten språkmodell", copied)
    assert re.search(r"varnsund2025 sha256:[0-9a-f]{64}\.", copied)


def test_a_slow_answer_can_be_stopped_and_asked_again(visit: Visit, server: ChatServer) -> None:
    page = visit()
    server.delay = 30
    page.get_by_role("textbox").fill(NORWEGIAN)
    page.keyboard.press("Enter")
    expect(page.locator(".pending")).to_contain_text("Leter i rapporten")
    expect(page.get_by_role("log")).to_have_attribute("aria-busy", "true")
    page.get_by_role("textbox").fill("En til")
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_contain_text("Vent til forrige svar er ferdig")
    server.delay = 0
    page.get_by_role("button", name="Avbryt").click()
    expect(page.locator(".failed")).to_contain_text("Spørsmålet ble avbrutt.")
    expect(page.get_by_role("textbox")).to_have_value("En til")
    page.get_by_role("button", name="Prøv igjen").click()
    expect(page.locator(".badge")).to_have_text("Besvart")
    expect(page.locator(".turn")).to_have_count(1)
    assert [m["content"] for m in server.asked[-1]["messages"]] == [NORWEGIAN]


def test_a_failure_is_said_in_words_and_can_be_retried(visit: Visit, server: ChatServer) -> None:
    page = visit()
    for status, words in (
        (500, "Noe gikk galt i tjenesten"),
        (503, "Tjenesten er opptatt"),
        (413, "Start en ny samtale"),
    ):
        server.failures.append(status)
        ask(page, NORWEGIAN)
        expect(page.locator(".failed .message")).to_contain_text(words)
        expect(page.locator(".failed .voice")).to_contain_text(HOSTILE)
        page.get_by_role("button", name="Prøv igjen").click()
        expect(page.locator(".failed")).to_have_count(0)
        expect(page.locator(".badge").last).to_have_text("Besvart")
    # What failed is no part of the conversation.
    assert [m["role"] for m in server.asked[-1]["messages"]] == [*["user", "assistant"] * 2, "user"]


def test_a_lost_connection_is_said_in_words(visit: Visit) -> None:
    page = visit()
    page.context.set_offline(True)
    ask(page, NORWEGIAN)
    expect(page.locator(".failed .message")).to_contain_text("Fikk ikke kontakt med tjenesten")


def test_enter_sends_and_shift_enter_does_not(visit: Visit, server: ChatServer) -> None:
    page = visit()
    field = page.get_by_role("textbox")
    field.press("Enter")
    expect(page.locator("#problem")).to_have_text("Skriv et spørsmål først.")
    field.type("en")
    field.press("Shift+Enter")
    field.type("to")
    expect(field).to_have_value("en\nto")
    field.press("Enter")
    expect(page.locator(".answer")).to_be_visible()
    assert server.asked[0]["messages"][0]["content"] == "en\nto"


def test_a_question_over_the_limit_is_not_sent(visit: Visit, server: ChatServer) -> None:
    page = visit()
    field = page.get_by_role("textbox")
    field.fill("å" * 2001)
    expect(page.locator(".counter")).to_contain_text("2001")
    field.press("Enter")
    expect(page.locator("#problem")).to_contain_text("Grensen er 2000 tegn")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert server.asked == []
    # The service counts characters, not UTF-16 units.
    field.fill("😀" * 2000)
    field.press("Enter")
    expect(page.locator(".answer")).to_be_visible()
