"""Known figures of the five documents, read off the screen as a reader would."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import screen

BAZHOU, QINGLONG, BEIDAIHE = "霸州市 131081", "青龙满族自治县 130321", "北戴河区 130304"


def cell(page: Page, *words: str) -> list[str]:
    """The first row of any table on the page that holds all the words."""
    for table in screen.tables(page):
        for row in table:
            if all(any(word in text for text in row) for word in words):
                return row
    raise AssertionError(f"no row with {words} among {[table[:3] for table in screen.tables(page)]}")


def test_overview_says_what_the_store_holds(page: Page, address: str) -> None:
    screen.show(page, f"{address}/")
    shown = screen.text(page)
    assert "份披露5" in shown
    # 133 are named: 119 in target tables, and 14 in forms of self-evaluation
    assert "个项目有绩效目标119" in shown
    assert "份自评表14" in shown
    assert "条绩效指标890" in shown
    # the largest budget: 青龙 2023, 8,815.77 万元
    assert "8,815.77 万元" in shown
    assert page.locator(".stPlotlyChart .main-svg").count() > 0


def test_qinglong_spends_on_agriculture(page: Page, address: str) -> None:
    screen.show(page, f"{address}/expense{screen.query(region=QINGLONG, year=2023)}")
    shown = screen.text(page)
    assert "农林水支出" in shown
    assert "8,230.62 万元" in shown


def test_qinglong_pays_half_its_cars_from_the_government_fund(page: Page, address: str) -> None:
    screen.show(page, f"{address}/three-public{screen.query(region=QINGLONG, year=2023)}")
    shown = screen.text(page)
    assert "三公经费 6.20 万元" in shown
    assert "其中 3.00 万元" in shown


def test_bazhou_three_public_funds_and_what_they_were(page: Page, address: str) -> None:
    screen.show(page, f"{address}/three-public{screen.query(region=BAZHOU)}")
    screen.unfold(page, "表：图后的数据")
    stated = cell(page, "2020", "合计")
    assert "5.14" in stated
    derived = cell(page, "2019", "合计")
    assert "5.38" in derived
    assert "推算" in derived
    assert "推算" not in stated


def test_bazhou_prose(page: Page, address: str) -> None:
    screen.show(page, f"{address}/disclosures{screen.query(region=BAZHOU)}")
    page.get_by_role("link", name="打开").first.click()
    page.locator(".mz-marks").wait_for()
    screen.settle(page)
    told = {
        "合计": "5,055.89", "基本支出": "595.92", "项目支出": "4,459.97", "人员经费": "517.99", "公用经费": "77.93", "政府采购": "45.80",
    }  # fmt: skip
    for measure, amount in told.items():
        assert amount in cell(page, measure, "2020", amount)


def test_beidaihe_has_thirteen_projects_and_nine_types(page: Page, address: str) -> None:
    screen.show(page, f"{address}/indicators{screen.query(region=BEIDAIHE)}")
    assert "13 个项目 × 9 类" in screen.text(page)


def test_the_unit_of_the_reader(page: Page, address: str) -> None:
    screen.show(page, f"{address}/{screen.query(region=BAZHOU, unit='元')}")
    assert "50,558,900.00 元" in screen.text(page)


def test_a_point_leads_to_its_cell(page: Page, address: str) -> None:
    screen.show(page, f"{address}/three-public{screen.query(region=BAZHOU)}")
    screen.unfold(page, "来源")
    row = cell(page, "5.14")
    assert "2020" in row
    page.locator(".mz-ledger tr", has_text="5.14").first.get_by_role("link", name="查看").click()
    page.locator(".mz-evidence").wait_for()
    screen.settle(page)
    assert "5.14" in page.locator(".mz-evidence").inner_text()
    assert "5.14" in page.locator(".mz-hit").inner_text()
    assert page.locator(".mz-hit").is_visible()


@pytest.mark.parametrize(
    ("path", "button", "holds"),
    [(f"/three-public{screen.query(region=BAZHOU)}", "CSV：", "51400.00"), ("/disclosures", "下载目录 CSV", "霸州市"),
     ("/disclosures?disclosure={bazhou}", "金额（", "50558900.00")]
)  # fmt: skip
def test_a_csv_holds_the_figures(page: Page, address: str, path: str, button: str, holds: str) -> None:
    if "{bazhou}" in path:
        screen.show(page, f"{address}/disclosures{screen.query(region=BAZHOU)}")
        path = "/" + (page.locator(".mz-ledger a").first.get_attribute("href") or "")
    screen.show(page, f"{address}{path}")
    if button == "CSV：":
        screen.offer(page)
    with page.expect_download() as waiting:
        page.get_by_test_id("stDownloadButton").get_by_role("button", name=button).first.click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert waiting.value.suggested_filename.endswith(".csv")
    assert holds in text


@pytest.mark.parametrize(
    ("lang", "button", "heads", "words"),
    [("zh", "CSV：", "地区,部门,年度,口径,金额（元）,支出总额（元）,依据,出处,", "霸州市,中共霸州市委员会组织部,2020,基本支出,"),
     ("en", "CSV:", "Region,Department,Year,Measure,Amount (yuan),Total expenditure (yuan),Basis,Source,",
      "霸州市,中共霸州市委员会组织部,2020,Basic expenditure,")]
)  # fmt: skip
def test_a_csv_speaks_the_language_of_the_screen(
    page: Page, address: str, lang: str, button: str, heads: str, words: str
) -> None:
    screen.show(page, f"{address}/{screen.query(region=BAZHOU, unit='亿元', lang=lang)}")
    screen.offer(page)
    with page.expect_download() as waiting:
        page.get_by_test_id("stDownloadButton").get_by_role("button", name=button).first.click()
    lines = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith(heads)
    assert ",measure" in lines[0]  # the code behind the word is kept
    assert any(line.startswith(words) and "50558900.00" in line for line in lines)


def test_a_figure_in_prose_shows_what_was_read_from_it(page: Page, address: str) -> None:
    screen.show(page, f"{address}/three-public{screen.query(region=BAZHOU)}")
    screen.unfold(page, "来源")
    page.locator(".mz-ledger tr", has_text="5.14").first.get_by_role("link", name="查看").click()
    page.locator(".mz-evidence").wait_for()
    screen.settle(page)
    panel = page.locator(".mz-evidence").inner_text().split("\n")
    assert panel[0] == "正文"
    printed = next(line for line in panel if "5.14" in line)
    assert panel.count(printed) == 1
    assert {"5.14", "2020", "合计", "正文"} <= set(panel)


def test_the_style_reaches_the_page(page: Page, address: str) -> None:
    # A sign that the sanitiser dislikes would throw the whole style away, and leave a bare page that passes as one.
    screen.show(page, f"{address}/")
    assert page.locator(".mz-page").first.evaluate("e => getComputedStyle(e).borderBottomStyle") == "double"
