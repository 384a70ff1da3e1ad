"""`python -m tests.browser.shots [FOLDER]`: every page, in both languages, light and dark, wide and narrow, and with nothing selected, as PNG."""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser

from tests.browser import screen, server

PAGES = {**screen.addresses(), "disclosure": "/disclosures?disclosure={first}", "finding": "/findings?finding={finding}"}
WIDTHS = (1440, 390)
NOTHING = screen.query(region="霸州市 131081", year="2023")[1:]  # it published for 2020 only: the page says what is lacking
TALLEST = 6000  # px: what lies below is seen on a narrower selection


def main(folder: Path) -> int:
    """Write the pictures into the folder; 2 and a sentence when there is no Chromium."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with (
            screen.chromium_running() as browser,
            tempfile.TemporaryDirectory() as store,
            server.serving(Path(store)) as address,
        ):
            first = _first(address, browser, "disclosures", ".mz-ledger a", "disclosure")
            finding = _first(address, browser, "findings", ".mz-findings a", "finding")
            for (name, path), lang, look, width in product(PAGES.items(), ("zh", "en"), ("light", "dark"), WIDTHS):
                here = f"{address}{path.format(first=first, finding=finding)}{'&' if '?' in path else '?'}lang={lang}"
                for ending, asked in (("", here), ("-empty", f"{here}&{NOTHING}")):
                    target = folder / f"{name}-{lang}-{look}-{width}{ending}.png"
                    if not ending or "?" not in path:  # one disclosure or finding is none of a selection
                        _shoot(browser, asked, look, width, target)
                        print(target)
    except LookupError as lacking:
        print(lacking, file=sys.stderr)
        return 2
    return 0


def _shoot(browser: Browser, address: str, look: str, width: int, target: Path) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=look)
    page = context.new_page()
    screen.show(page, address)
    # The page scrolls inside itself: only a window as tall as the page shows all of it, with what is drawn late on a slow machine.
    height, before = 0, -1
    while height != before:
        before, height = height, min(page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight"), TALLEST)
        page.set_viewport_size({"width": width, "height": height})
        screen.settle(page)
    page.screenshot(path=target)
    context.close()


def _first(address: str, browser: Browser, path: str, links: str, name: str) -> str:
    """The disclosure or finding that the first of these links on a page leads to."""
    page = browser.new_page()
    target = screen.first(page, address, path, links)
    page.close()
    return parse_qs(urlsplit(target).query)[name][0]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shots"))
