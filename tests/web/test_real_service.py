"""The page on the service itself: asked in both languages, over the sample report."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from service.api.app import create_app
from service.assistant import Assistant

from .conftest import Watch
from .server import Running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def origin(assistant: Assistant) -> Iterator[str]:
    with Running(create_app(assistant)) as running:
        yield running.url


@pytest.mark.parametrize(
    ("locale", "question", "finding", "speaker"),
    [
        ("nb-NO", "Hvorfor opplever fastlegene merarbeid?", "Funn", "fastlege"),
        ("en-GB", "Why do GPs experience extra work?", "Finding", "GP"),
    ],
)
def test_the_question_of_the_readme(
    browser: Browser, origin: str, locale: str, question: str, finding: str, speaker: str
) -> None:
    context = browser.new_context(locale=locale, viewport={"width": 1280, "height": 900})
    watch = Watch(origin)
    watch.over(context)
    page: Page = context.new_page()
    page.goto(origin)
    page.get_by_role("textbox").fill(question)
    page.keyboard.press("Enter")
    claims = page.locator(".claim")
    expect(claims.first).to_be_visible(timeout=20_000)
    assert claims.count() >= 3
    expect(claims.first).to_contain_text(finding)
    quotes = page.locator(".quotes li")
    assert quotes.count() >= 3
    for quote in quotes.all():
        expect(quote).to_contain_text(speaker)
        expect(quote).to_contain_text("«")

    claims.first.locator("button.source").click()
    panel = page.locator("#panel")
    expect(panel).to_be_visible()
    expect(panel).to_contain_text("sample@")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    context.close()
    assert watch.seen == []
