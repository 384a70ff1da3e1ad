"""The data pages, as only a browser shows them: keys, a statement cancelled while it runs, links that open the same view."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser import screen

ENDLESS = "select sum(range) from range(1000000000000000000)"


def tables_of(other: Page) -> list[list[list[str]]]:
    """The tables of a page, once there are any."""
    other.locator(".mz-ledger").first.wait_for()
    screen.settle(other)
    return screen.tables(other)


def write(page: Page, statement: str) -> None:
    area = page.get_by_role("textbox", name=re.compile("SELECT"))
    area.fill(statement)
    area.press("Control+Enter")


def test_a_statement_is_run_by_key_and_kept_in_the_link(page: Page, address: str, anew: Callable[[str], Page]) -> None:
    screen.show(page, f"{address}/console")
    write(page, "select item_name, amount_yuan\nfrom amount where item_name = '接待费' or amount_raw = '8198.64'")
    expect(page.locator(".mz-ledger")).to_contain_text("81,986,400.00", timeout=20_000)
    screen.settle(page)
    assert parse_qs(urlsplit(page.url).query)["sql"][0].startswith("select item_name, amount_yuan\nfrom")
    assert tables_of(anew(page.url)) == screen.tables(page)


def test_a_running_statement_is_cancelled(page: Page, address: str) -> None:
    screen.show(page, f"{address}/console")
    write(page, ENDLESS)
    expect(page.get_by_role("status").filter(has_text="正在运行")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_role("alert").filter(has_text="已取消")).to_be_visible(timeout=8_000)
    write(page, "select 40 + 2 as answer")
    expect(page.locator(".mz-ledger")).to_contain_text("42", timeout=20_000)
    page.get_by_text("本次会话运行过的语句：2 条").click()
    expect(page.get_by_role("button", name=re.compile("range.*已取消"))).to_be_visible()


def test_a_word_leads_to_the_cell(page: Page, address: str, anew: Callable[[str], Page]) -> None:
    screen.show(page, f"{address}/names")
    page.get_by_role("textbox", name="名称里的字词").fill("参与率")
    page.get_by_role("textbox", name="名称里的字词").press("Enter")
    page.locator(".mz-names a", has_text="党员参与率").click()
    page.locator("h2", has_text="党员参与率").wait_for()
    screen.settle(page)
    assert tables_of(anew(page.url)) == screen.tables(page)
    page.locator(".mz-ledger tr", has_text="≥9595%及以上").first.get_by_role("link", name="查看").click()
    expect(page.locator(".mz-evidence")).to_contain_text("≥9595%及以上", timeout=20_000)
    page.go_back()
    page.locator("h2", has_text="党员参与率").wait_for()


def test_a_question_opens_in_the_console(page: Page, address: str) -> None:
    screen.show(page, f"{address}/questions{screen.query(ask='three_public', region='霸州市 131081')}")
    seen = page.locator(".mz-ledger tbody tr").count()
    page.get_by_role("link", name="在查询台打开").click()
    page.locator("h1", has_text="查询台").wait_for()
    expect(page.locator(".mz-section", has_text="结果")).to_contain_text(f"{seen} 行", timeout=20_000)
    expect(page.get_by_role("textbox", name=re.compile("SELECT"))).to_have_value(re.compile("131081"))


def test_a_table_is_sorted_paged_and_linked(page: Page, address: str, anew: Callable[[str], Page]) -> None:
    screen.show(page, f"{address}/data{screen.query(browse='indicator')}")
    assert "890 行" in screen.text(page)
    page.get_by_role("button", name="第 3 页").click()
    screen.settle(page)
    third = screen.tables(page)[0]
    assert len(third) == 101
    assert tables_of(anew(page.url)) == screen.tables(page)
    screen.show(page, f"{address}/data{screen.query(browse='amount', sort='amount_yuan', order='desc', unit='元')}")
    assert "88,718,300.00" in screen.tables(page)[0][1]
