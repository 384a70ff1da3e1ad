"""A report is put together in one window, is there in another and after a reload, is read by whoever has its link, and is taken as Word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from docx import Document
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import screen
from tests.browser.test_accessibility import broken

BAZHOU = "霸州市 131081"


@pytest.fixture(scope="module")
def mine(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """A reader who has collected two figures of two pages, and a heading."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN", reduced_motion="reduce")
    context.add_init_script(AXE_SCRIPT)
    for path in ("three-public", "compare"):
        page = context.new_page()
        screen.show(page, f"{address}/{path}{screen.query(region=BAZHOU)}")
        page.get_by_role("button", name="加入报告").first.press("Enter")
        page.get_by_text("已加入报告").wait_for()
        page.close()
    yield context
    context.close()


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    screen.show(page, url)
    return page


def captions(page: Page) -> list[str]:
    return [field.get_attribute("placeholder") or "" for field in page.locator("[class*=st-key-caption-] input").all()]


def test_a_report_from_two_pages_to_word(mine: BrowserContext, address: str, stranger: BrowserContext) -> None:
    page = opened(mine, f"{address}/report")
    page.locator("[class*=st-key-caption-] input").nth(1).wait_for(timeout=60_000)
    screen.settle(page)
    first, second = captions(page)
    assert "三公经费 5.14 万元" in first
    page.get_by_role("button", name="下移").first.press("Enter")
    screen.settle(page)
    assert captions(page) == [second, first]
    words = page.locator("[class*=st-key-comment-] textarea").first
    words.fill("先看总额。")
    words.press("Control+Enter")
    screen.settle(page)
    assert broken(page) == []
    page.reload()
    screen.settle(page)
    page.locator("[class*=st-key-caption-] input").nth(1).wait_for()
    assert captions(page) == [second, first]
    assert page.locator("[class*=st-key-comment-] textarea").first.input_value() == "先看总额。"

    page.get_by_role("button", name="分享").press("Enter")
    link = page.locator("[data-testid=stPopoverBody] code").inner_text()
    other = opened(stranger, link)
    screen.wait_for_words(other, "这是别人分享的报告", "先看总额。")
    assert other.locator("[class*=st-key-caption-], [class*=st-key-remove-]").count() == 0
    page.keyboard.press("Escape")

    page.get_by_role("button", name="导出报告").press("Enter")
    with page.expect_download(timeout=60_000) as waiting:
        page.locator("[data-form=docx]").press("Enter")
    made = waiting.value.path().read_bytes()
    assert waiting.value.suggested_filename.endswith(".docx")
    told = [one.text for one in Document(io.BytesIO(made)).paragraphs]
    assert any("先看总额。" in one for one in told)
    assert any(first in one for one in told)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        pictures = [packed.read(name) for name in packed.namelist() if name.startswith("word/media/")]
    assert len(pictures) == 2
    for picture in pictures:
        with Image.open(io.BytesIO(picture)) as image:
            assert image.width / 16 * 2.54 >= 300
            assert len(image.convert("RGB").quantize(64).getcolors() or []) > 20
    page.close()
