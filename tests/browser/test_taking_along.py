"""What a figure can be taken along as, made in a browser: pictures that say what they are, and a bundle whose data can be verified."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from PIL import Image
from playwright.sync_api import Page

from budget.ui_export import _checked
from tests.browser import screen
from tests.browser.test_accessibility import broken

BAZHOU = "霸州市 131081"


def taken(page: Page, form: str) -> tuple[str, bytes]:
    """Name and content of what is saved when this form is chosen, with the keyboard."""
    with page.expect_download() as waiting:
        page.locator(f"[data-form={form}]").press("Enter")
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def dots_to_the_metre(png: bytes) -> int:
    place = png.index(b"pHYs") + 4
    across, down, unit = struct.unpack(">IIB", png[place : place + 9])
    assert (across, unit) == (down, 1)
    return int(across)


def words_of(svg: str) -> str:
    """The words of a picture, without the spaces between them."""
    return "".join("".join(re.findall(r">([^<]+)<", svg)).split())


@pytest.fixture
def taken_along(page: Page, address: str) -> dict[str, Any]:
    """Every form of the first figure of a page; `page` still shows it."""
    page.add_init_script(AXE_SCRIPT)
    page.add_init_script("window.print = function () { top.printed = document.documentElement.outerHTML }")
    screen.show(page, f"{address}/three-public{screen.query(region=BAZHOU)}")
    page.get_by_test_id("stPopover").first.get_by_role("button").press("Enter")
    page.locator("[data-form=png]").wait_for()
    screen.settle(page)
    return {form: taken(page, form) for form in ("png", "svg", "zip")}


def test_pictures_drawn_by_the_browser(page: Page, address: str, taken_along: dict[str, Any]) -> None:
    title = page.locator("h2.mz-figure").first.inner_text()
    name, png = taken_along["png"]
    assert name.endswith(".png")
    assert "三公经费_5.14_万元" in name
    with Image.open(io.BytesIO(png)) as image:
        assert image.width / 16 * 2.54 >= 300
        assert dots_to_the_metre(png) == pytest.approx(image.width / 0.16, abs=1)
        # Not blank: paper, and as many colours as bars and letters have.
        assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
        assert len(image.convert("RGB").quantize(64).getcolors() or []) > 20
        size = image.size
    svg = taken_along["svg"][1].decode("utf-8")
    said = words_of(svg)
    for words in (title, "5.14万元", "范围：霸州市", "中共霸州市委员会组织部2020年部门预算信息公开", "数据版本", f"{address}/three-public?region=霸州市+131081"):
        assert "".join(words.split()) in said, words
    assert 'width="16cm"' in svg
    high = re.search(r'height="([\d.]+)cm"', svg)
    assert high and float(high[1]) / 16 == pytest.approx(size[1] / size[0], rel=0.01)
    # The bundle has the same pictures, and the data.
    with zipfile.ZipFile(io.BytesIO(taken_along["zip"][1])) as packed:
        assert words_of(packed.read("figure.svg").decode("utf-8")) == said
        assert packed.read("figure.png")[:33] == png[:33]
        assert b"51400.00" in packed.read("data.csv")
    assert broken(page) == []
    # What is printed is the same drawing, on a page of its size.
    page.locator("[data-form=pdf]").press("Enter")
    printed = page.wait_for_function("window.printed").json_value()
    assert said in words_of(printed)
    assert "@page{size:16cm" in printed


def test_what_is_sent_back_is_looked_at() -> None:
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
    assert set(_checked({"png": png, "svg": "<svg></svg>"})) == {"png", "svg"}
    assert _checked({"png": "no", "svg": "<script>"}) == {}
    assert _checked(None) == {}
