"""The source beside the answer, by keyboard alone and by pointer."""

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Visit
from .server import NORWEGIAN, ChatServer, example
from .test_asking import ask

pytestmark = pytest.mark.browser


def tab_to(page: Page, name: str) -> None:
    """Move by Tab until what has focus is named `name`."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.innerText").startswith(name):
            return
    pytest.fail(f"{name} cannot be reached by keyboard")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_source_is_opened_read_and_closed_by_keyboard(visit: Visit, width: int) -> None:
    page = visit(width=width)
    ask(page, NORWEGIAN)
    tab_to(page, "Kilde 3 · kap. 3.1")
    opener = page.locator(":focus")
    expect(opener).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    expect(panel).to_be_visible()
    expect(page.locator("#panel-title")).to_be_focused()
    expect(page.locator("#panel-title")).to_contain_text("3.1 Merarbeid i fastlegepraksisen")
    source = example("answered").citations[2]
    assert page.locator(".whole .exact").text_content() == source.text
    expect(panel).to_contain_text("Årsaker til merarbeidet › Fastlegene peker på flere årsaker")
    expect(panel).to_contain_text(f"tegn {source.start}–{source.end}")
    expect(panel.locator(".reference")).to_have_text(source.reference)
    expect(panel.locator(".neighbours li")).to_have_count(5)
    here = panel.locator(".neighbours .here")
    expect(here).to_contain_text(source.text)
    expect(here).to_have_attribute("aria-current", "true")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(":focus")).to_have_text("Lukk")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator(":focus")).to_contain_text("Kilde 3 · kap. 3.1")
    expect(page.locator(":focus")).to_have_attribute("aria-expanded", "false")


def test_the_whole_of_a_shortened_quote_is_shown_with_who_says_it(visit: Visit) -> None:
    page = visit()
    ask(page, NORWEGIAN)
    page.get_by_role("button", name=re.compile("^Kilde 10 ")).click()
    panel = page.get_by_role("dialog")
    quote = example("answered").citations[9]
    assert panel.locator(".whole blockquote").text_content() == f"«{quote.text}»"
    expect(panel.locator(".label").first).to_have_text("Sitat")
    expect(panel).to_contain_text("Et sitat er én deltakers egne ord.")
    expect(panel).to_contain_text(re.compile("Hvem som sier det\\s*fastlege"))
    expect(panel.locator(".warning")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Kilde 12 ")).click()
    expect(panel.locator(".warning")).to_contain_text("Usikkert ved innlesingen")


def test_another_source_takes_its_place_and_the_close_button_returns_to_it(visit: Visit) -> None:
    page = visit()
    ask(page, NORWEGIAN)
    page.get_by_role("button", name=re.compile("^Kilde 1 ")).click()
    page.get_by_role("button", name=re.compile("^Kilde 2 ")).click()
    expect(page.locator("[aria-expanded=true]")).to_have_count(1)
    page.get_by_role("button", name="Lukk").click()
    expect(page.locator(":focus")).to_contain_text("Kilde 2 ")


def test_the_panel_follows_the_width_of_the_window(visit: Visit) -> None:
    page = visit(width=1280)
    ask(page, NORWEGIAN)
    page.get_by_role("button", name=re.compile("^Kilde 1 ")).click()
    panel = page.get_by_role("dialog")
    assert not panel.evaluate("panel => panel.matches(':modal')")
    page.set_viewport_size({"width": 400, "height": 800})
    expect(page.locator("#panel:modal")).to_be_visible()
    expect(page.locator("#panel-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator(":focus")).to_contain_text("Kilde 1 ")


def test_somebody_typing_beside_an_open_source_keeps_the_field(visit: Visit) -> None:
    page = visit()
    ask(page, NORWEGIAN)
    page.get_by_role("button", name=re.compile("^Kilde 1 ")).click()
    page.get_by_role("textbox").fill("Og hva")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("textbox")).to_be_focused()


def test_the_reference_is_copied(visit: Visit) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, NORWEGIAN)
    page.get_by_role("button", name=re.compile("^Kilde 1 ")).click()
    page.get_by_role("button", name="Kopier henvisningen").click()
    expect(page.get_by_role("dialog").locator(".copied")).to_have_text("Kopiert.")
    reference = example("answered").citations[0].reference
    assert page.evaluate("navigator.clipboard.readText()") == reference


def test_copying_works_without_the_clipboard_interface(visit: Visit) -> None:
    """As on an intranet without TLS, where browsers hide it."""
    page = visit(width=360, permissions=["clipboard-read", "clipboard-write"])
    ask(page, NORWEGIAN)
    page.evaluate("() => { navigator.clipboard.writeText = undefined; }")
    page.get_by_role("button", name=re.compile("^Kilde 1 ")).click()
    button = page.get_by_role("button", name="Kopier henvisningen")
    button.click()
    expect(page.get_by_role("dialog").locator(".copied")).to_have_text("Kopiert.")
    expect(button).to_be_focused()
    reference = example("answered").citations[0].reference
    assert page.evaluate("navigator.clipboard.readText()") == reference


def test_the_source_stays_readable_when_its_neighbours_cannot_be_had(
    visit: Visit, server: ChatServer
) -> None:
    page = visit()
    ask(page, NORWEGIAN)
    around = page.get_by_role("dialog").locator(".around")
    for status, words in (
        (404, "finnes ikke i versjonen som er lastet inn nå"),
        (410, "trukket tilbake og slettet"),
        (500, "Fikk ikke hentet teksten rundt"),
    ):
        server.source_failures.append(status)
        page.get_by_role("button", name=re.compile("^Kilde 1 ")).click()
        expect(around).to_contain_text(words)
        text = page.locator(".whole .exact").text_content()
        assert text == example("answered").citations[0].text
    around.get_by_role("button", name="Prøv igjen").click()
    expect(around.locator(".neighbours .here")).to_be_visible()
