"""Self-evaluation, read off the screen: known figures of the forms of 石家庄 2019, and links that open the same view."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import screen
from tests.browser.test_figures import cell


def test_known_figures_of_the_forms(page: Page, address: str) -> None:
    screen.show(page, f"{address}/evaluation")
    shown = screen.text(page)
    assert "份自评表14" in shown
    assert "预算3,319.84 万元" in shown
    assert "“5 文件资料印刷费(专项公用)”填 89.0%，应为 95.9%" in shown
    assert "剩得最多的是“5 文件资料印刷费(专项公用)”：3.33 万元" in shown
    assert "14 张表里 9 张没有满意度指标" in shown
    screen.unfold(page, "表：图后的数据")
    fifth = cell(page, "文件资料印刷费")
    assert {"89.0%", "95.9%", "82.00", "78.67"} <= set(fifth)
    blank = cell(page, "党组织活动经费", "66.61")
    assert "空白" in blank  # a rate that was not filled in is no rate of 0


def test_scores_that_do_not_add_up(page: Page, address: str) -> None:
    screen.show(page, f"{address}/evaluation")
    page.get_by_text("总分", exact=True).first.click()
    screen.settle(page)
    shown = screen.text(page)
    assert "2 张表填的总分不等于各项得分之和" in shown
    assert "100 分 → 93 分" in shown
    assert "88 分 → 78 分" in shown
    assert "claim=" in page.url


def test_a_link_opens_the_same_form_in_a_fresh_browser(page: Page, address: str, anew: Callable[[str], Page]) -> None:
    screen.show(page, f"{address}/evaluation{screen.query(unit='元', lang='en')}")
    page.get_by_text("Score", exact=True).first.click()
    screen.settle(page)
    page.get_by_test_id("stSelectbox").locator("input").click()
    page.keyboard.type("14 全市")  # a long list shows its first options only
    page.get_by_role("option").filter(has_text="14 全市").first.click()
    screen.settle(page)
    screen.wait_for_words(page, "88 points → 78 points", "2,400,000.00 yuan")
    other = anew(page.url)
    screen.wait_for_words(other, "88 points → 78 points", "2,400,000.00 yuan")
    assert screen.text(other) == screen.text(page)


def test_from_a_contradiction_to_its_evidence_and_back(page: Page, address: str) -> None:
    screen.show(page, f"{address}/evaluation")
    row = page.locator(".mz-matrix tbody tr", has_text="5 文件资料印刷费")
    row.locator("td.error a").click()
    page.locator(".mz-opening").wait_for()
    screen.settle(page)
    assert "89.02%" in page.locator(".mz-opening").inner_text()
    page.go_back()
    page.locator(".mz-matrix").wait_for()
    screen.settle(page)
    assert page.locator("h1").inner_text() == "绩效自评"


def test_a_forms_name_leads_to_the_form(page: Page, address: str) -> None:
    screen.show(page, f"{address}/evaluation")
    page.locator(".mz-matrix tbody th a", has_text="14 全市党员信息化教育工作经费").click()
    page.wait_for_url("**form=**")
    screen.settle(page)
    page.wait_for_timeout(1000)  # the page moves to the form
    assert page.get_by_test_id("stSelectbox").locator("input").input_value().startswith("14 ")
    assert page.get_by_test_id("stSelectbox").is_visible()
    top = page.locator(".at-form").bounding_box()
    assert top is not None and -50 < top["y"] < 900


def test_a_point_of_a_form_leads_to_its_cell(page: Page, address: str) -> None:
    screen.show(page, f"{address}/evaluation")
    page.locator(".mz-ledger tr", has_text="27.73%").get_by_role("link", name="查看").click()
    page.locator(".mz-evidence").wait_for()
    screen.settle(page)
    assert page.locator(".mz-hit").count() == 1
