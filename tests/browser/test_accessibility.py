"""No page breaks a rule of axe-core, those of good practice included: light and dark, with all that is folded away unfolded; none sticks out of
a narrow screen.

They are read in English: Chinese breaks anywhere, English words do not, and what stands in Chinese among them has to be marked.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser import screen

# What stands in Streamlit's own markup and cannot be mended from here: rule and selector, with the reason. Nothing does.
EXCUSED: dict[tuple[str, str], str] = {}
VIEWS = {**screen.addresses(), "disclosure": ("disclosures", ".mz-ledger a"), "finding": ("findings", ".mz-findings a")}
VIEWS |= {"answer": f"/console{screen.query(sql='from amount')}", "fault": f"/console{screen.query(sql='select nothing from amount')}"}
VIEWS |= {"names found": f"/names{screen.query(q='党')}"}
# Sizes of targets belong to WCAG 2.2 AA, but axe leaves them out unless they are asked for.
_AXE = """async only => (await axe.run(document, {resultTypes: ['violations'], ...only, rules: {'target-size': {enabled: true}}}))
  .violations.flatMap(rule => rule.nodes.map(node => ({rule: rule.id, says: rule.help, at: node.target.flat().join(' '),
    html: node.html.slice(0, 200), why: [...node.any, ...node.all, ...node.none].map(one => one.message).join('; ')})))"""
# Figures without words for those who do not see them, or without their table.
_BARE = """[...document.querySelectorAll('[class*="st-key-figure-"]')].filter(figure => !figure.querySelector('table') ||
  (figure.querySelector('[role=figure]')?.getAttribute('aria-label') ?? '').length < 6).map(figure => figure.className)"""
_GROUND = "getComputedStyle(document.documentElement).getPropertyValue('--paper')"


@pytest.fixture
def window(page: Page) -> Page:
    """A window which knows axe before a page is opened."""
    page.add_init_script(AXE_SCRIPT)
    return page


_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}  # what alone another theme can break


def broken(page: Page, only: dict[str, Any] | None = None) -> list[str]:
    """Every rule (or every rule of some) that is broken on the screen, with its place and its reason."""
    found: list[dict[str, Any]] = page.evaluate(_AXE, only or {})
    return [
        f"{one['rule']} ({one['says']})\n  at   {one['at']}\n  html {one['html']}\n  why  {one['why']}"
        for one in found
        if (one["rule"], one["at"]) not in EXCUSED
    ]


def unfold(page: Page, *, whole: bool = False) -> None:
    """Open everything that is folded away; whole: in a window as tall as the page, as axe sees no colours of what lies below it."""
    page.evaluate("document.querySelectorAll('[data-testid=stMain] [data-testid=stExpander] summary').forEach(fold => fold.click())")
    screen.settle(page)
    if not whole:
        return
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": 1440, "height": max(1000, height)})
    screen.settle(page)


@pytest.mark.parametrize("view", VIEWS)
def test_no_rule_is_broken(view: str, window: Page, address: str) -> None:
    place = VIEWS[view]
    if isinstance(place, tuple):  # a view that has no address of its own: the first link to one
        place = "/" + screen.first(window, address, *place)
    screen.show(window, address + place + ("&" if "?" in place else "?") + "lang=en")
    unfold(window, whole=view == "finding")  # the one with a form, which stands at its end
    light = window.evaluate(_GROUND)
    found = {"light": broken(window)}
    window.emulate_media(color_scheme="dark")  # the page is painted anew where it stands
    window.wait_for_function(f"{_GROUND} !== '{light}'")
    screen.settle(window)
    found["dark"] = broken(window, _COLOURS)
    assert not any(found.values()), "\n\n".join(f"[{look}] {one}" for look, all_ in found.items() for one in all_)
    assert window.evaluate(_BARE) == []
    window.set_viewport_size({"width": 390, "height": 844})
    screen.settle(window)
    assert window.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def test_what_is_broken_is_found(window: Page, address: str) -> None:
    screen.show(window, f"{address}/disclosures")
    window.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<a href=\"#\"></a><p style=\"color:#bbb\">grey</p>')")
    assert {one.split(" ")[0] for one in broken(window)} == {"link-name", "color-contrast"}
    # The button of a form in the dark, too: our style sets its colour, and Streamlit's white on the light accent would be found.
    window.emulate_media(color_scheme="dark")
    screen.show(window, address + "/" + screen.first(window, address, "findings", ".mz-findings a"))
    unfold(window, whole=True)
    window.add_style_tag(content=".stApp [data-testid^=stBaseButton-primary] * { color: white !important }")
    assert [one for one in broken(window, _COLOURS) if "保存复核" in one]


_SAID = """() => [...document.body.querySelectorAll('*')].filter(one => !one.closest('[data-testid=stHtml], [data-testid=stIconMaterial], script, style, noscript'))
  .flatMap(one => [...[...one.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.nodeValue),
    ...['aria-label', 'title', 'placeholder'].map(name => one.getAttribute(name) ?? '')])"""
NAMES = re.compile("Streamlit|Language|English|CSV|PNG|DOCX|XLSX")


def test_what_streamlit_says_follows_the_language(page: Page, address: str) -> None:
    def english() -> set[str]:
        said: list[str] = page.evaluate(_SAID)
        return {text for text in said if re.search("[A-Za-z]{3,}", NAMES.sub("", text))}

    for path in ("/", "/findings", "/compare"):
        screen.show(page, address + path)
        assert not english(), path
    page.get_by_test_id("stMainMenu").click()
    page.get_by_test_id("stMainMenuPopover").wait_for()
    assert not english()
    page.keyboard.press("Escape")
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    page.locator("h1", has_text="Compare").wait_for()
    screen.settle(page)
    assert {"Collapse sidebar", "Main menu"} <= english()
