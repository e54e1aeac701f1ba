"""Text is data: nothing that a report, a question or the service says is run, and nothing is
fetched from elsewhere. (`conftest.Watch` checks that, and dialogs, in every browser test.)"""

import re

import pytest
from playwright.sync_api import expect

from .conftest import Visit, Watch
from .server import HOSTILE, WEB, ChatServer
from .test_asking import ask

SCRIPTS = sorted(WEB.glob("*.js"))


@pytest.mark.browser
def test_markup_in_an_answer_is_shown_as_text(visit: Visit) -> None:
    page = visit()
    ask(page, "Hostile")
    page.locator(".source").first.click()
    expect(page.locator(".neighbours")).to_be_visible()
    assert page.locator(".answer").inner_text().count(HOSTILE) > 20
    assert page.get_by_role("dialog").inner_text().count(HOSTILE) > 5
    assert page.locator("img, b, main script, dialog script, iframe").count() == 0
    assert page.locator("#log a, dialog a").count() == 0


@pytest.mark.browser
def test_markup_in_a_question_is_shown_as_text(visit: Visit, server: ChatServer) -> None:
    page = visit()
    ask(page, HOSTILE)
    expect(page.locator(".asked-text")).to_have_text(HOSTILE)
    assert page.locator("img").count() == 0
    assert server.asked[0]["messages"][0]["content"] == HOSTILE


@pytest.mark.browser
def test_the_watch_sees_what_it_watches_for(visit: Visit, watch: Watch) -> None:
    page = visit()
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))"
    )
    page.evaluate("setTimeout(() => { throw new Error('planted') })")
    page.evaluate("alert('planted')")
    page.wait_for_timeout(200)
    found = " ".join(watch.seen)
    watch.seen.clear()
    for planted in ("style", "127.0.0.1:9/x.png", "script error", "dialog: planted"):
        assert planted in found


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.name))
def test_no_script_makes_markup_of_text(script: object) -> None:
    text = WEB.joinpath(str(script)).read_text(encoding="utf-8")
    banned = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b"
    )
    assert re.findall(banned, text) == []


def test_the_page_carries_nothing_inline_and_nothing_from_elsewhere() -> None:
    page = (WEB / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"\sstyle=|\son\w+=|<style|https?://|//[a-z]", page) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    for sheet in WEB.glob("*.css"):
        assert re.findall(r"url\(|@import", sheet.read_text(encoding="utf-8")) == []
