"""Expenditure, in a browser: a click drills down, the way back holds, a link opens the same level, a step leads to its cell."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from tests.browser import screen


def at(page: Page) -> list[str]:
    """The level that stands in the address."""
    return parse_qs(urlsplit(page.url).query).get("code", [])


def into(page: Page, name: str) -> None:
    """Click the part of a figure with this name, and wait for the next level."""
    here, box = page.url, page.locator(".slicetext", has_text=name).first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(5, 5)  # what is told of the part under the pointer is no part of the view
    page.wait_for_function(f"location.href !== {here!r}", timeout=screen.PATIENCE)
    screen.settle(page)


def test_a_click_drills_down_and_back_and_forward_hold(page: Page, address: str, anew: Callable[[str], Page]) -> None:
    screen.show(page, f"{address}/expense")
    assert "“农林水支出”占 93.4%" in screen.text(page)
    into(page, "农林水支出")
    assert at(page) == ["213"]
    assert "农林水支出：“农村综合改革”占 99.6%" in screen.text(page)
    into(page, "农村综合改革")
    assert at(page) == ["21307"]
    seen = screen.text(page)
    assert screen.text(anew(page.url)) == seen
    page.go_back()
    page.locator("h2", has_text="“农村综合改革”占 99.6%").wait_for()
    page.go_back()
    page.locator("h2", has_text="“农林水支出”占 93.4%").wait_for()
    assert at(page) == []
    page.go_forward()
    page.locator("h2", has_text="“农村综合改革”占 99.6%").wait_for()
    page.locator(".mz-nav").get_by_role("link", name="全部").click()
    page.locator("h2", has_text="“农林水支出”占 93.4%").wait_for()
    assert at(page) == []


def test_rings_and_rows_drill_down_too(page: Page, address: str) -> None:
    screen.show(page, f"{address}/expense{screen.query(drawn='旭日图')}")
    into(page, "农林水支出")
    assert at(page) == ["213"]
    screen.show(page, f"{address}/expense{screen.query(drawn='表格')}")
    page.locator(".mz-ledger").get_by_role("link", name="一般公共服务支出").click()
    page.locator("h2", has_text="“组织事务”占 100.0%").wait_for()
    screen.settle(page)
    assert at(page) == ["201"]
    assert page.locator(".mz-ledger").get_by_role("link", name="组织事务").count() == 1  # the form is kept


def test_a_step_leads_to_its_cells(page: Page, address: str) -> None:
    screen.show(page, f"{address}/change{screen.query(who='131081-40924d')}")
    assert "霸州市 组织部 2020 比 2019 少 320.61 万元" in screen.text(page)
    screen.unfold(page, "表：图后的数据")
    page.locator(".mz-ledger tr", has_text="项目支出").get_by_role("link").last.click()
    page.locator(".mz-evidence").wait_for()
    screen.settle(page)
    assert "4459.97" in page.locator(".mz-evidence").inner_text()


def test_the_views_of_the_section_keep_the_filters(page: Page, address: str) -> None:
    screen.show(page, f"{address}/expense{screen.query(region='霸州市 131081', unit='元')}")
    for name in ("并排对照", "解释变动", "一份预算"):
        page.get_by_test_id("stMain").get_by_role("link", name=name).click()
        page.locator(".mz-tab", has_text=name).wait_for()
        screen.settle(page)
        assert "霸州市" in screen.text(page) and "青龙" not in "".join(page.locator(".mz-figure").all_text_contents())
        assert parse_qs(urlsplit(page.url).query).items() >= {"region": ["霸州市 131081"], "unit": ["元"]}.items()
