"""`python -m tests.browser.pictures`: the pictures of the READMEs, taken from the running app into docs/."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from budget import ui_basket
from budget.report import basket
from budget.report.content import Item
from tests.browser import screen, server

DOCS = Path(__file__).resolve().parents[2] / "docs"
# Picture → address, and how much of the page it shows (px).
PICTURES = {
    "overview": ("/", 1460),
    "structure": ("/expense", 1150),
    "three_public": ("/three-public", 1260),
    "change": (f"/change{screen.query(who='131081-40924d', than='130321-40924d', way='sources')}", 1060),
    "indicators": (f"/indicators{screen.query(of='131081-2020-03f75335')}", 1930),
    "compare": (f"/compare{screen.query(measure='three_public', which='each', view='dots')}", 1040),
    "finding": ("/findings?finding=130100-2019-2788c6e3.score_sum.c8246136", 1180),
    "report": ("/report", 1080),
    "disclosure": ("/disclosures?disclosure=130321-2023-a658ba02&cell=130321-2023-a658ba02.t4r16c5", 1100),
}
# What the report holds, by its pages and the keys of their figures.
COLLECTED = (("three-public?region=霸州市+131081", "components"), ("compare?measure=three_public", "standing"))
COLOURS = 128  # enough for a page of few colours, and a third of the size


def main() -> int:
    """Write docs/<name>.png in English and docs/<name>.zh.png in Chinese."""
    DOCS.mkdir(exist_ok=True)
    with (
        screen.chromium_running() as browser,
        tempfile.TemporaryDirectory() as store,
        server.serving(Path(store)) as address,
    ):
        items = [Item(page, key) for page, key in COLLECTED]
        report = basket.new_name()
        basket.Baskets(Path(store) / "baskets.sqlite").change(report, lambda empty: empty.added(*items))
        for name, (path, height) in PICTURES.items():
            for lang, ending in (("en", "png"), ("zh", "zh.png")):
                context = browser.new_context(viewport={"width": 1280, "height": height})
                context.add_cookies([{"name": ui_basket._COOKIE, "value": report, "url": address}])
                page = context.new_page()
                screen.show(page, f"{address}{path}{'&' if '?' in path else '?'}lang={lang}")
                if name == "report":  # its pages are run first
                    page.locator(".js-plotly-plot").nth(1).wait_for(timeout=60_000)
                page.wait_for_timeout(1000)
                picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                picture.quantize(COLOURS).save(DOCS / f"{name}.{ending}", optimize=True)
                context.close()
                print(DOCS / f"{name}.{ending}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
