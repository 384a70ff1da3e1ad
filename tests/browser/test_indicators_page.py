"""Indicators, read off the screen: a cell that is clicked opens its rows, the link holds it, and the views lead to each other."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from tests.browser import screen

BEIDAIHE = "北戴河区 130304"


def row(page: Page, words: str) -> str:
    found: str = page.locator(".mz-ledger tr", has_text=words).first.inner_text()
    return found


def test_a_click_on_a_cell_opens_its_rows_and_the_link_holds_it(page: Page, address: str, anew: Callable[[str], Page]) -> None:
    screen.show(page, f"{address}/indicators{screen.query(region=BEIDAIHE)}")
    plot = page.locator(".st-key-figure-matrix .nsewdrag")
    plot.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    box = plot.bounding_box()
    assert box is not None
    # The plot has a column for each of nine types, and a row at least 26 px high for each project: the fifth type of the first.
    page.mouse.move(box["x"] + box["width"] * 4.5 / 9, box["y"] + 13)
    page.wait_for_timeout(300)
    page.mouse.click(box["x"] + box["width"] * 4.5 / 9, box["y"] + 13)
    page.wait_for_function("location.search.includes('type=')")
    screen.settle(page)
    assert {"type", "project"} & parse_qs(urlsplit(page.url).query).keys() == {"type"}  # the first project is the one at first
    assert "没有另设该类指标" in row(page, "体检人员覆盖率")
    page.wait_for_timeout(1500)
    place = page.locator(".at-rows").bounding_box()
    assert place is not None and 0 <= place["y"] < 900  # brought into view
    seen = screen.text(page)
    assert screen.text(anew(page.url)) == seen
    page.locator(".mz-ledger tr", has_text="体检人员覆盖率").first.get_by_role("link", name="查看").click()
    page.locator(".mz-evidence").wait_for()
    screen.settle(page)
    assert "≥9595%及以上" in page.locator(".mz-evidence").inner_text()


def test_the_views_lead_to_each_other_and_back(page: Page, address: str) -> None:
    screen.show(page, f"{address}/indicators{screen.query(by='year')}")
    for name in ("目标松紧", "项目雷同", "钱与指标"):
        page.get_by_test_id("stMain").get_by_role("link", name=name).click()
        page.locator("h1", has_text=name).wait_for()
        screen.settle(page)
    assert "213.76 万元" in screen.text(page)
    page.go_back()
    page.locator("h1", has_text="项目雷同").wait_for()
    screen.settle(page)
    page.get_by_text("30%", exact=True).click()
    screen.settle(page)
    assert "10 对项目雷同" in screen.text(page)
    page.reload()
    screen.settle(page)
    assert "10 对项目雷同" in screen.text(page)


def test_a_project_that_is_clicked_in_the_icicle_shows_its_indicators(page: Page, address: str) -> None:
    screen.show(page, f"{address}/worth")
    page.locator(".st-key-figure-worth .slice").nth(2).click()  # the whole, the largest, the second
    page.wait_for_function("location.search.includes('funded=')")
    screen.settle(page)
    chosen = page.get_by_test_id("stSelectbox").locator("input").input_value()
    assert chosen.startswith("4 基层党组织建设经费")
