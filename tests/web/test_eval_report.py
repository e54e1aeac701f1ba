"""The report of an evaluation (`eval/report`) in a real browser, opened as the file that it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from eval.report import write_report
from tests.eval.report.kept import keep
from tests.eval.report.test_page import hostile
from tests.eval.world import answer, cite

pytestmark = pytest.mark.browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def watched(context: BrowserContext, file: Path) -> tuple[Page, list[str]]:
    """The page, and all that should not happen on it."""
    seen: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("dialog", lambda dialog: seen.append(dialog.message))
    page.on("request", lambda request: seen.append(request.url))
    page.goto(file.as_uri())
    assert seen == [file.as_uri()]
    seen.clear()
    return page, seen


@pytest.fixture
def report(tmp_path: Path) -> Path:
    part = answer(cite("f-nurses"))
    return write_report(keep(tmp_path, tasks=part, dentists=answer(cite("q-gp"))))


def chosen(page: Page, filter: str) -> Locator:
    return page.locator(f"select[data-filter={filter}]")


def questions(page: Page) -> list[str]:
    return [each for each in page.locator("details.case:visible h3").all_inner_texts() if each]


def test_filters_show_what_was_chosen(context: BrowserContext, report: Path) -> None:
    page, seen = watched(context, report)
    count = page.locator("#count")
    expect(count).to_have_text("6 cases")
    chosen(page, "verdict").select_option("wrong")
    assert questions(page) == ["Spørsmål tasks?", "Spørsmål dentists?"]
    expect(count).to_have_text("2 of 6 cases")
    chosen(page, "category").select_option("near_miss")
    assert questions(page) == ["Spørsmål dentists?"]
    page.get_by_label("Words in the question").fill("TASKS")
    expect(count).to_have_text("0 of 6 cases")
    page.get_by_role("button", name="Clear filters").click()
    expect(count).to_have_text("6 cases")
    chosen(page, "status").select_option("blocked_privacy")
    assert questions(page) == ["Spørsmål who?"]
    chosen(page, "language").select_option("nb")
    assert questions(page) == ["Spørsmål who?"]
    assert seen == []


def test_cases_open_by_keyboard_and_all_at_once(context: BrowserContext, report: Path) -> None:
    page, _ = watched(context, report)
    case = page.locator("#case-tasks")
    expect(case.locator(".body")).to_be_hidden()
    case.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(case.locator(".body")).to_be_visible()
    page.get_by_role("button", name="Close all").click()
    expect(case.locator(".body")).to_be_hidden()
    chosen(page, "verdict").select_option("right")
    page.get_by_role("button", name="Open those shown").click()
    assert page.locator("details.case[open]").count() == 4


def test_a_link_to_a_case_shows_it_though_it_was_filtered(
    context: BrowserContext, report: Path
) -> None:
    page, _ = watched(context, report)
    chosen(page, "verdict").select_option("right")
    page.evaluate("location.hash = 'case-tasks'")
    expect(page.locator("#case-tasks .body")).to_be_visible()


def test_nothing_in_an_answer_is_run(context: BrowserContext, tmp_path: Path) -> None:
    page, seen = watched(context, write_report(hostile(tmp_path)))
    page.get_by_role("button", name="Open those shown").click()
    assert page.locator("img").count() == 0
    assert seen == []


def test_the_policy_stops_a_script_of_anyone_else(context: BrowserContext, report: Path) -> None:
    text = report.read_text("utf-8").replace("</main>", "<script>alert(1)</script></main>")
    report.write_text(text, "utf-8")
    page = context.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(report.as_uri())
    expect(page.locator("#count")).to_have_text("6 cases")
    assert said == []


def test_without_a_script_every_case_is_there(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    expect(page.locator("#filters")).to_be_hidden()
    assert page.locator("details.case").count() == 6
    page.locator("#case-tasks summary").first.click()
    expect(page.locator("#case-tasks .body")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_its_screen(browser: Browser, report: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page, _ = watched(context, report)
    page.get_by_role("button", name="Open those shown").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_print_shows_no_filters(context: BrowserContext, report: Path) -> None:
    page, _ = watched(context, report)
    page.emulate_media(media="print")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("#case-tasks summary").first).to_be_visible()
