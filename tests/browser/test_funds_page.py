"""The three public funds, read off the screen: lines, changes, cells behind a rank, links that open the same view, the way back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import screen
from tests.browser.test_figures import BAZHOU, cell


def test_components_as_lines_in_a_link(page: Page, address: str, anew: Callable[[str], Page]) -> None:
    screen.show(page, f"{address}/three-public{screen.query(region=BAZHOU)}")
    page.get_by_text("折线", exact=True).click()
    screen.settle(page)
    assert "霸州市 组织部：合计 2019 年 5.38 万元，2020 年 5.14 万元" in screen.text(page)
    assert "一直为零，没有画：因公出国（境）费、公务用车购置费。" in screen.text(page)
    seen = screen.text(page)
    assert screen.text(anew(page.url)) == seen


def test_a_change_with_its_reason_and_their_cells(page: Page, address: str) -> None:
    screen.show(page, f"{address}/three-public-changes?component=vehicles")
    assert "公务用车购置及运行维护费比上年少 3.00 万元（−32.6%）" in screen.text(page)
    screen.unfold(page, "表：图后的数据")
    row = cell(page, "青龙", "厉行节约、压减控制")
    assert {"9.20", "6.20", "-3.00", "-32.6%", "正文写明"} <= set(row)
    screen.unfold(page, "来源")
    page.locator(".st-key-figure-changes .mz-ledger tr", has_text="八项规定").last.get_by_role("link", name="查看").click()
    page.locator(".mz-evidence").wait_for()
    screen.settle(page)
    assert "八项规定" in page.locator(".mz-evidence").inner_text()


def test_what_a_vehicle_costs_leads_to_both_cells(page: Page, address: str) -> None:
    screen.show(page, f"{address}/three-public-ranking?how=vehicle")
    assert "2.50 万元 · 2 辆 · 第 2" in screen.text(page)
    screen.unfold(page, "表：图后的数据")
    bazhou = page.locator(".mz-ledger tr", has_text="霸州").first
    assert bazhou.get_by_role("link", name="查看").count() == 2
    bazhou.get_by_role("link", name="查看").last.click()  # of the number of vehicles
    page.locator(".mz-evidence").wait_for()
    screen.settle(page)
    assert "车辆" in page.locator(".mz-evidence").inner_text() + page.locator(".mz-printed tr", has=page.locator(".mz-hit")).inner_text()


def test_from_view_to_view_and_back(page: Page, address: str) -> None:
    screen.show(page, f"{address}/three-public-panels?lang=en")
    page.get_by_text("A region", exact=True).click()
    screen.settle(page)
    page.get_by_text("Own", exact=True).click()
    screen.settle(page)
    seen = screen.text(page)
    assert "average of the departments with a figure" in seen
    page.get_by_role("link", name="Ranking", exact=True).click()
    page.locator("h1", has_text="Ranking by the three public funds").wait_for()
    screen.settle(page)
    page.go_back()
    page.locator("h1", has_text="over the years").wait_for()
    screen.settle(page)
    assert screen.text(page) == seen
