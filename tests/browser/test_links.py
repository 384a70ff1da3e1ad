"""Links, filters and languages hold: a pasted link opens the same view, in a browser and at a server never seen before."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from budget import store
from tests.browser import screen, server

MENU = ["概览", "支出结构", "三公经费", "指标覆盖", "横向对比", "绩效自评", "核查", "披露", "数据", "报告"]


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def menu(page: Page) -> list[str]:
    return [name.strip() for name in page.locator("[data-testid=stTopNavLink]").all_inner_texts()]


# A link to each page, with choices of its own in it, and what is to be seen there and nowhere else.
LINKS: dict[str, tuple[dict[str, str], list[str]]] = {
    "overview": ({"year": "2020", "unit": "元", "tier": "县级", "office": "组织部"}, ["50,558,900.00 元", "霸州市"]),
    "expense": ({"region": "青龙满族自治县 130321", "level": "类"}, ["农林水支出", "8,230.62 万元"]),
    "shares": ({"divided": "人员与公用经费", "beside": "每一年"}, ["人员经费", "霸州市"]),
    "change": ({"region": "青龙满族自治县 130321", "level": "类"}, ["各步相加正好等于差额", "青龙"]),
    "three-public": ({"region": "霸州市 131081", "lang": "en", "unit": "yuan"}, ["51,400.00", "2020"]),
    "three-public-changes": ({"component": "公务接待费", "region": "霸州市 131081"}, ["公务接待费", "霸州市"]),
    "three-public-ranking": ({"component": "公务接待费", "which": "每一年", "unit": "元"}, ["1,400.00", "霸州市"]),
    "three-public-panels": ({"by": "一个地区", "scale": "各自", "region": "霸州市 131081"}, ["霸州市"]),
    "three-public-prose": ({"region": "青龙满族自治县 130321", "lang": "en"}, ["青龙满族自治县", "6.20"]),
    "indicators": ({"region": "北戴河区 130304"}, ["13 个项目", "北戴河"]),
    "strictness": ({"region": "北戴河区 130304", "lang": "en"}, ["北戴河"]),
    "alike": ({"region": "北戴河区 130304"}, ["北戴河"]),
    "worth": ({"region": "北戴河区 130304", "lang": "en"}, ["213.76 ×10⁴ yuan", "干部培训"]),
    "compare": ({"measure": "三公经费", "how": "每百万元基本支出", "view": "表格", "unit": "元"}, ["8,625.32", "16,128.61"]),
    "evaluation": ({"claim": "总分", "lang": "zh"}, ["总分", "石家庄市"]),
    "findings": ({"severity": "错误", "family": "自评"}, ["只列查出问题的事项", "石家庄"]),
    "ties": ({"tie_of": "中共霸州市委员会组织部 2020"}, ["霸州市委员会组织部 2020："]),
    "verdicts": ({"region": "南宫市 130581"}, ["南宫市委部门 2021"]),
    "disclosures": ({"section": "三公经费表", "lang": "zh"}, ["三公经费表：这份文件里没有 2；已公开 1"]),
    "data": ({"browse": "三公经费 · three_public_funds", "region": "霸州市 131081"}, ["推算", "5.14"]),
    "names": ({"q": "养老"}, ["行政事业单位养老支出"]),
    "questions": ({"ask": "held", "year": "2020"}, ["收录了哪些披露", "霸州市"]),
    "console": ({"sql": "select 6 * 7 as product"}, ["product", "42"]),
    "report": ({"region": "霸州市 131081"}, ["还没有收进任何图表", "霸州市：核查摘要"]),
    "package": ({"year": "2021"}, ["汇总的不止所选范围", "package --year 2021"]),
}


def test_every_page_has_a_link() -> None:
    assert set(LINKS) == set(screen.addresses())


@pytest.mark.parametrize("name", LINKS)
def test_a_link_opens_its_view_in_a_fresh_browser(name: str, page: Page, address: str) -> None:
    choices, words = LINKS[name]
    screen.show(page, address + screen.addresses()[name] + screen.query(**choices))
    screen.wait_for_words(page, *words)
    # The address still says so: what it no longer says would be lost to whoever it is passed on to.
    assert asked(page) == {key: [value] for key, value in choices.items() if (key, value) != ("lang", "zh")}
    assert page.get_by_text("链接里的").count() + page.get_by_text("in the link:").count() == 0


def test_back_and_forward_between_the_choices_of_a_page(page: Page, address: str) -> None:
    screen.show(page, f"{address}/compare")
    seen = [(page.url, screen.text(page))]
    for choice in ("每一年", "表格"):
        page.get_by_test_id("stMain").get_by_text(choice, exact=True).click()
        screen.settle(page)
        seen.append((page.url, screen.text(page)))
    assert len({url for url, _ in seen}) == 3
    for step, place in ((page.go_back, 1), (page.go_back, 0), (page.go_forward, 1), (page.go_forward, 2)):
        step()
        page.wait_for_url(seen[place][0])
        screen.settle(page)
        assert (page.url, screen.text(page)) == seen[place]


def test_a_link_to_what_the_store_has_not_says_so(page: Page, address: str) -> None:
    screen.show(page, f"{address}/compare{screen.query(region='火星 999999', year=1999, measure='气温')}")
    told = " ".join(page.locator(".mz-note.doubt").all_inner_texts())
    assert "地区“火星 999999”库中没有" in told
    assert "年度“1999”库中没有" in told
    assert "口径“气温”没有这一项，这里是“支出总额”" in told
    page.get_by_role("combobox", name=re.compile("年度")).click()
    page.get_by_role("option", name="2020").click()
    page.keyboard.press("Escape")
    screen.settle(page)
    told = " ".join(page.locator(".mz-note.doubt").all_inner_texts())
    assert "1999" not in told
    assert "火星" in told  # still all regions, though one was asked for


@pytest.mark.parametrize("path", ["/three-public", "/disclosures"])
def test_first_link_after_a_start(path: str, page: Page, tmp_path: Path) -> None:
    query = screen.query(region="霸州市 131081", unit="元")
    with server.serving(tmp_path / "store") as address:  # nothing was built yet, either
        screen.show(page, f"{address}{path}{query}")
        assert page.get_by_role("dialog").count() == 0
        seen = page.locator("body").inner_text()
        assert "没有这一页" not in seen
        assert "Page not found" not in seen
        assert page.locator("h1").inner_text() == {"/three-public": "三公经费", "/disclosures": "披露"}[path]
        assert menu(page) == MENU
        assert "霸州市" in screen.text(page)
        assert asked(page) == {"region": ["霸州市 131081"], "unit": ["元"]}


def test_a_link_to_a_cell_after_a_start(page: Page, bundled: Path, tmp_path: Path) -> None:
    # 农林水支出 of 青龙 2023, in its printed table
    found = store.open_store(bundled).execute(
        "select disclosure_id, cell_id from cell where raw_text = '8230.62' and disclosure_id like '130321-2023-%'"
        " and table_no > 0 and reading = 'fact' order by all limit 1"
    ).fetchone()  # fmt: skip
    assert found is not None
    with server.serving(Path(shutil.copytree(bundled, tmp_path / "store"))) as address:
        screen.show(page, f"{address}/disclosures{screen.query(disclosure=found[0], cell=found[1])}")
        assert page.get_by_role("dialog").count() == 0
        assert menu(page) == MENU
        assert "8230.62" in page.locator(".mz-evidence").inner_text()
        page.wait_for_timeout(1000)  # the table moves until its cell is in view
        hit = page.locator(".mz-hit")
        assert hit.inner_text() == "8230.62"
        box = hit.bounding_box()
        assert box is not None
        assert 0 < box["y"] < 1000


def test_filters_hold_from_page_to_page(page: Page, address: str) -> None:
    screen.show(page, f"{address}/")
    page.get_by_role("combobox", name=re.compile("地区")).click()
    page.get_by_role("option", name="霸州市 131081").click()
    page.keyboard.press("Escape")
    screen.settle(page)
    page.get_by_test_id("stSidebar").get_by_text("亿元", exact=True).click()
    screen.settle(page)
    kept = {"region": ["霸州市 131081"], "unit": ["亿元"]}
    for name in [*MENU[1:], MENU[0]]:
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        page.wait_for_timeout(300)
        screen.settle(page)
        assert page.locator("h1").inner_text() == name
        assert asked(page).items() >= kept.items(), name
        assert page.get_by_test_id("stSidebar").get_by_text("霸州市 131081").count() == 1
        # What 霸州 did not publish is said with the names of those who did: only their figures must not be there.
        figures = page.locator(".stPlotlyChart, .mz-figure, .mz-facts").all_text_contents()
        assert "青龙" not in "".join(figures), name


def test_a_pasted_link_opens_the_same_view(page: Page, address: str, anew: Callable[[str], Page]) -> None:
    screen.show(page, f"{address}/three-public")
    page.get_by_role("combobox", name=re.compile("年度")).click()
    page.get_by_role("option", name="2020").click()
    page.keyboard.press("Escape")
    screen.settle(page)
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    screen.settle(page)
    seen = screen.text(page)
    assert screen.text(anew(page.url)) == seen


def test_the_language_switch(page: Page, address: str) -> None:
    screen.show(page, f"{address}/")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    screen.settle(page)
    page.locator("h1", has_text="Overview").wait_for()
    assert asked(page)["lang"] == ["en"]
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_test_id("stTopNavLink").filter(has_text="Three public funds").click()
    page.locator("h1", has_text="Three public funds").wait_for()
    screen.settle(page)
    assert asked(page)["lang"] == ["en"]
    page.get_by_test_id("stSidebar").get_by_text("中文").click()
    page.locator("h1", has_text="三公经费").wait_for()
    assert "lang" not in asked(page)


def test_a_link_in_the_other_language_keeps_the_choice(page: Page, address: str) -> None:
    screen.show(page, f"{address}/disclosures")
    page.locator(".mz-ledger tr", has_text="青龙").get_by_role("link").click()
    page.locator(".mz-marks").wait_for()
    screen.settle(page)
    here = page.url
    screen.show(page, f"{here}&lang=en&table=3")
    page.locator(".mz-printed").wait_for()
    assert page.get_by_test_id("stSelectbox").locator("input").input_value().startswith("3 ")


def test_one_click_from_the_overview_to_a_disclosure(page: Page, address: str) -> None:
    screen.show(page, f"{address}/")
    page.locator(".mz-grid a", has_text="青龙").click()
    page.locator(".mz-marks").wait_for()
    assert "青龙满族自治县" in page.locator("h1").inner_text()


def test_nothing_is_asked_of_the_outside(page: Page, address: str) -> None:
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if not request.url.startswith((address, "data:", "blob:")) else None)
    for path in ("/", "/expense", "/disclosures"):
        screen.show(page, f"{address}{path}")
    assert not outside


def test_the_figures_follow_the_theme(page: Page, address: str) -> None:
    screen.show(page, f"{address}/")

    def colours() -> tuple[str, str]:
        found: list[str] = page.evaluate(
            "[getComputedStyle(document.documentElement).getPropertyValue('--ink'),"
            " getComputedStyle(document.querySelector('.main-svg .barlayer path')).fill]"
        )
        return found[0], found[1]

    light = colours()
    page.get_by_test_id("stMainMenu").click()
    page.get_by_test_id("stMainMenuItem-theme-Dark").click()
    page.wait_for_function(f"getComputedStyle(document.documentElement).getPropertyValue('--ink') !== '{light[0]}'")
    page.wait_for_timeout(500)
    screen.settle(page)
    dark = colours()
    assert dark[0] != light[0]
    assert dark[1] != light[1]
