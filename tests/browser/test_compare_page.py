"""Comparisons, read off the screen: known figures beside each other, peers that are edited, and links that open the same view."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import screen
from tests.browser.test_figures import cell

BASE = "131081-40924d"  # 霸州市 组织部


def test_known_figures_beside_each_other(page: Page, address: str) -> None:
    screen.show(page, f"{address}/compare")
    shown = screen.text(page)
    assert "支出总额：青龙满族自治县 组织部 2023 最多，8,815.77 万元" in shown
    assert "5,055.89 万元 · 第 2" in shown
    assert "4,002.38 万元 · 第 3" in shown
    assert "各部门最近一年不是同一年（2020–2023）" in shown
    screen.unfold(page, "表：图后的数据")
    assert "不要求" in cell(page, "北戴河")  # no budget of it is held: nothing is drawn, and no zero stands there


def test_money_per_million_of_basic_expenditure(page: Page, address: str) -> None:
    screen.show(page, f"{address}/compare{screen.query(measure='three_public', how='per_basic', view='table', unit='元')}")
    assert {"51,400.00", "8,625.32", "3"} <= set(cell(page, "霸州"))  # 51,400 ÷ 5.9592 million
    assert {"62,000.00", "16,128.61", "2"} <= set(cell(page, "青龙"))


def test_a_link_opens_the_same_comparison_in_a_fresh_browser(page: Page, address: str, anew: Callable[[str], Page]) -> None:
    screen.show(page, f"{address}/compare{screen.query(measure='three_public', base=BASE, lang='en')}")
    page.get_by_text("Every year", exact=True).click()
    screen.settle(page)
    page.get_by_test_id("stMain").get_by_test_id("stMultiSelect").locator("input").click()
    page.keyboard.type("南宫")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    screen.settle(page)
    seen = screen.text(page)
    assert "155.70 ×10⁴ yuan" in seen
    assert screen.text(anew(page.url)) == seen


def test_a_point_leads_to_its_cell(page: Page, address: str) -> None:
    screen.show(page, f"{address}/compare{screen.query(measure='reception', view='table')}")
    page.locator(".mz-ledger tr", has_text="霸州").get_by_role("link", name="查看").click()
    page.locator(".mz-evidence").wait_for()
    screen.settle(page)
    assert "0.14" in page.locator(".mz-evidence").inner_text()


def test_back_and_forward_keep_the_choices(page: Page, address: str) -> None:
    screen.show(page, f"{address}/compare")
    page.get_by_text("每一年", exact=True).click()
    screen.settle(page)
    seen = screen.text(page)
    assert "推算" in seen
    page.get_by_test_id("stTopNavLink").filter(has_text="绩效自评").click()
    page.locator("h1", has_text="绩效自评").wait_for()
    screen.settle(page)
    page.go_back()
    page.locator("h1", has_text="横向对比").wait_for()
    screen.settle(page)
    assert screen.text(page) == seen
    page.go_forward()
    page.locator("h1", has_text="绩效自评").wait_for()
