"""The page of `funn ingest --check --html`: nothing in a report runs, loads or hides anything."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ingest.check import checked, page
from tests.ingest.check.test_page import HOSTILE
from tests.ingest.making import made

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[tuple[Page, list[str]]]:
    """The page of a hostile report, and what the browser complained of or asked for."""
    file = tmp_path / "ut.html"
    file.write_text(page(checked(made(tmp_path, HOSTILE), tmp_path / "rapport.md")), "utf-8")
    with browser.new_context() as context:
        shown = context.new_page()
        seen: list[str] = []
        shown.on("console", lambda message: seen.append(message.text))
        shown.on("dialog", lambda dialog: seen.append(f"dialog {dialog.message}"))
        shown.on("pageerror", lambda error: seen.append(str(error)))
        shown.on("request", lambda request: seen.append(request.url))
        shown.goto(file.as_uri())
        yield shown, [url for url in seen if url != file.as_uri()]


def test_nothing_of_the_report_runs_or_loads(opened: tuple[Page, list[str]]) -> None:
    shown, seen = opened
    assert seen == []
    assert shown.locator("script, img, svg, iframe").count() == 0


def test_the_style_is_let_through(opened: tuple[Page, list[str]]) -> None:
    space = opened[0].locator("pre").first.evaluate("e => getComputedStyle(e).whiteSpace")
    assert space == "pre-wrap"


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_cut_off_at_the_side(opened: tuple[Page, list[str]], width: int) -> None:
    shown, _ = opened
    shown.set_viewport_size({"width": width, "height": 800})
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_headings_leave_out_no_level(opened: tuple[Page, list[str]]) -> None:
    shown, _ = opened
    names = shown.locator("h1, h2, h3, h4, h5").evaluate_all("all => all.map(e => e.tagName)")
    levels = [int(name[1]) for name in names]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_problem_leads_to_its_place_by_keyboard(opened: tuple[Page, list[str]]) -> None:
    shown, _ = opened
    link = shown.locator("#look a").first
    link.focus()
    shown.keyboard.press("Enter")
    assert re.search(r"#[rs]\d+$", shown.url)
    assert shown.locator(":target").is_visible()
