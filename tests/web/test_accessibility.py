"""What WCAG 2.1 AA asks of the page and a browser can check without a person."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from .conftest import Visit
from .server import ENGLISH, NORWEGIAN, ChatServer
from .test_asking import ask

pytestmark = pytest.mark.browser


def test_at_320_px_nothing_scrolls_sideways(visit: Visit) -> None:
    page = visit(width=320, height=640)
    for question in (NORWEGIAN, "Hva sier tannlegene?", "Hostile"):
        ask(page, question)
    page.locator("#reports summary").click()
    page.locator(".source").last.click()
    expect(page.locator(".neighbours")).to_be_visible()
    page.locator(".trace summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("document.querySelector('#panel').scrollWidth") <= 320


def test_zoomed_to_400_percent_the_question_field_does_not_cover_the_answer(visit: Visit) -> None:
    page = visit(width=320, height=256)
    ask(page, NORWEGIAN)
    assert page.locator("#composer").evaluate("form => getComputedStyle(form).position") == "static"


def test_the_first_stop_skips_to_the_question(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Hopp til spørsmålsfeltet")
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Spørsmålet ditt")).to_be_focused()


def test_every_control_has_a_name_and_a_visible_focus(visit: Visit) -> None:
    page = visit("en-GB")
    ask(page, ENGLISH)
    page.locator(".source").first.click()
    expect(page.locator(".neighbours")).to_be_visible()
    faults = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, textarea, a")]
          .filter((e) => e.checkVisibility())
          .filter((e) => {
            e.focus({focusVisible: true});
            const name = e.innerText.trim() || e.labels?.[0]?.innerText;
            return !name || getComputedStyle(e).outlineStyle === "none";
          })
          .map((e) => e.outerHTML)"""
    )
    assert faults == []


def test_the_conversation_is_a_log_and_headings_step_by_one(visit: Visit) -> None:
    page = visit()
    ask(page, NORWEGIAN)
    expect(page.get_by_role("log", name="Samtale")).to_have_attribute("aria-live", "polite")
    levels = page.locator("h1, h2, h3, h4").evaluate_all("hs => hs.map((h) => +h.tagName[1])")
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    ask(page, NORWEGIAN)
    page.locator(".source").last.click()
    expect(page.locator(".neighbours")).to_be_visible()
    faint = page.evaluate(
        """() => {
          const parse = (c) => (c.match(/[\\d.]+/g) ?? []).map(Number);
          const light = ([r, g, b]) => [r, g, b]
            .map((v) => v / 255)
            .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = (e) => {
            for (; e; e = e.parentElement) {
              const c = parse(getComputedStyle(e).backgroundColor);
              if (c.length === 3 || c[3] === 1) return c;
            }
            return [255, 255, 255];
          };
          const faint = [];
          for (const e of document.querySelectorAll("body *")) {
            const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
            if (!own || !e.checkVisibility()) continue;
            const pair = [light(parse(getComputedStyle(e).color)), light(behind(e))];
            const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
            if (ratio < 4.5) faint.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)}`);
          }
          return faint;
        }"""
    )
    assert faint == []


def test_with_less_motion_wanted_nothing_moves(visit: Visit, server: ChatServer) -> None:
    def moving(motion: str) -> int:
        server.delay = 30
        page = visit(reduced_motion=motion)
        page.get_by_role("textbox").fill(NORWEGIAN)
        page.keyboard.press("Enter")
        expect(page.locator(".pending")).to_be_visible()
        count: int = page.evaluate("document.getAnimations().length")
        return count

    assert moving("no-preference") == 1
    assert moving("reduce") == 0
