"""A real browser on a real server. Every page is watched: policy violations, script errors, dialogs
and requests to anywhere else fail the test that caused them."""

import os
import shutil
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, ViewportSize, sync_playwright

from .server import ChatServer, Running

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--renderer-process-limit=1",
]


class Visit(Protocol):
    """Opens the chat page as somebody with that language and screen would see it."""

    def __call__(self, locale: str = "nb-NO", width: int = 1280, **options: Any) -> Page: ...


class Watch:
    """What went wrong on the pages of one test."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.seen: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.on("console", lambda message: self._console(message.text))
        context.on("weberror", lambda error: self.seen.append(f"script error: {error.error}"))
        context.on("request", lambda request: self._request(request.url))

    def dialog(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text or "CSP" in text:
            self.seen.append(text)

    def _request(self, url: str) -> None:
        if not url.startswith(self.origin):
            self.seen.append(f"request to {url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        reason = "no Chromium on this machine: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def running() -> Iterator[tuple[ChatServer, str]]:
    server = ChatServer()
    with Running(server.app) as running:
        yield server, running.url


@pytest.fixture
def server(running: tuple[ChatServer, str]) -> ChatServer:
    running[0].reset()
    return running[0]


@pytest.fixture
def watch(running: tuple[ChatServer, str]) -> Iterator[Watch]:
    watch = Watch(running[1])
    yield watch
    assert watch.seen == []


@pytest.fixture
def visit(browser: Browser, server: ChatServer, watch: Watch) -> Iterator[Visit]:
    contexts: list[BrowserContext] = []

    def visit(locale: str = "nb-NO", width: int = 1280, **options: Any) -> Page:
        viewport = ViewportSize(width=width, height=options.pop("height", 800))
        # Smooth scrolling would make every click wait for it.
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(locale=locale, viewport=viewport, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        watch.over(context)
        page = context.new_page()
        page.on("dialog", watch.dialog)
        page.goto(watch.origin)
        page.wait_for_selector("#reports > *")
        return page

    yield visit
    for context in contexts:
        context.close()
