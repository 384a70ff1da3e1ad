"""A page address comes in; what stands on the screen once the page has settled goes out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import chromium

APP = Path(__file__).resolve().parents[2] / "app.py"
PATIENCE = 30_000  # ms
_LOOK = 40  # ms between two looks at the page: looking at every frame would have every frame drawn
# A click takes a moment to reach the server, and the server one to begin: the page looks settled in both. So a window notes
# when it has last asked for something, and when it has last been told anything.
_NOTING = """
    if (window.asked === undefined) {
        window.asked = window.told = 0;
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (...words) {
            this.onnoted ??= (this.addEventListener('message', () => { window.told = performance.now() }), true);
            window.asked = performance.now();
            return send.apply(this, words);
        };
    }
"""
_SETTLED = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"


@contextmanager
def chromium_running() -> Iterator[Browser]:
    """A Chromium without a window. Raises LookupError, saying what to install, when there is none."""
    # Looked for first: Playwright, which is asked too, cannot be started twice.
    path = chromium.find()
    if path is None:
        raise LookupError(
            "The browser tests need Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk libatomic1; elsewhere:"
            " python -m playwright install --with-deps chromium), or set MINGZHANG_CHROMIUM to its path."
        )
    with sync_playwright() as playwright:
        # A container's root may not use the sandbox; nothing but our own pages is opened.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--process-per-site"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def reader(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A browser that remembers nothing of other readers, as wide as a desk's, in light colours.

    One window stays open: with it stays the process of all windows of this site, which has read the programs of the page
    already. A new one would take twice as long for every page.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN", reduced_motion="reduce")
    context.new_page().goto(f"{address}/_stcore/health")
    yield context
    context.close()


def forget(reader: BrowserContext) -> None:
    """Make of a reader one who has never been here: close what they had opened, and clear what was kept of it."""
    first, *others = reader.pages
    for page in others:
        page.evaluate("try { localStorage.clear() } catch { /* nothing was opened */ }")
        page.close()
    first.evaluate("localStorage.clear()")
    reader.clear_cookies(name="mingzhang-report")
    reader.clear_cookies()


def addresses() -> dict[str, str]:
    """Every page of app.py by its name in the address, hidden ones included, with its path; the first page is at /."""
    found = {}
    for node in ast.walk(ast.parse(APP.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.Page":
            named = {word.arg: word.value for word in node.keywords}
            name = ast.literal_eval(named["url_path"])
            found[name] = "/" if "default" in named else f"/{name}"
    return found


def show(page: Page, address: str) -> None:
    """Open an address and wait until the page has been drawn."""
    page.add_init_script(_NOTING)
    page.goto(address)
    _drawn(page)


def settle(page: Page) -> None:
    """Wait until the script has run and its last element has arrived."""
    page.wait_for_timeout(150)  # a click takes a moment to be sent
    _drawn(page)


def _drawn(page: Page) -> None:
    page.locator("h1").first.wait_for(timeout=PATIENCE)
    page.wait_for_function("!(window.told < window.asked)", timeout=PATIENCE, polling=_LOOK)
    page.locator(_SETTLED).wait_for(timeout=PATIENCE)
    # Choices and figures are loaded when first needed, and come after the script: wait for every one that has a place on the page.
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')", timeout=PATIENCE, polling=_LOOK)
    page.wait_for_function(
        """[...document.querySelectorAll('[class*="st-key-figure-"]')].every(e => e.querySelector('.main-svg'))""",
        timeout=PATIENCE, polling=_LOOK,
    )
    page.wait_for_timeout(150)


def wait_for_words(page: Page, *words: str) -> None:
    """Wait until the page says all of these: an answer from another process comes after the page."""
    page.wait_for_function(
        "words => { const said = document.querySelector('[data-testid=stMain]').textContent.replace(/\\s+/g, ' ');"
        " return words.every(word => said.includes(word)) }",
        arg=list(words), timeout=PATIENCE, polling=_LOOK,
    )  # fmt: skip


def text(page: Page) -> str:
    """All words of the page, those inside figures too, with single spaces."""
    words = page.evaluate(
        "(() => { const main = document.querySelector('[data-testid=stMain]').cloneNode(true);"
        " main.querySelectorAll('script, style').forEach(e => e.remove()); return main.textContent })()"
    )
    return re.sub(r"\s+", " ", words)


def tables(page: Page) -> list[list[list[str]]]:
    """Every table on the page: its rows, header included, as lists of cells."""
    found: list[list[list[str]]] = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] table')].map(t => [...t.rows].map(r =>"
        " [...r.cells].map(c => c.textContent.trim())))"
    )
    return found


def unfold(page: Page, label: str, number: int = 0) -> None:
    """Open the number-th expander with this label."""
    page.locator("[data-testid=stExpander] summary", has_text=label).nth(number).click()
    settle(page)


def offer(page: Page, number: int = 0) -> None:
    """Open what the number-th figure can be taken along as."""
    page.get_by_test_id("stPopover").nth(number).get_by_role("button").click()
    page.locator("[data-testid=stPopoverBody] button").first.wait_for()
    settle(page)


def first(page: Page, address: str, path: str, links: str) -> str:
    """What the first of these links on a page leads to."""
    show(page, f"{address}/{path}")
    return page.locator(links).first.get_attribute("href") or ""


def query(**parameters: object) -> str:
    """'?name=value…' with Chinese values as browsers write them."""
    return "?" + "&".join(f"{name}={quote(str(value))}" for name, value in parameters.items())
