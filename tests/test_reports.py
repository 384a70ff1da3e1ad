"""What readers collect is kept, whoever else writes, can be taken back, and is a report whose items are numbered and whose sources are named."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from budget import figures, store, ui_report, words
from budget.export import Exhibit
from budget.model import BadInput
from budget.report import basket, content, readymade
from budget.report.basket import Baskets
from budget.report.content import Item, Report
from budget.reviews import Reviews
from budget.runner import Maker
from tests import test_pages


@pytest.fixture
def baskets(tmp_path: Path) -> Baskets:
    return Baskets(tmp_path / "store" / "baskets.sqlite")


def order(report: Report) -> list[str]:
    return [item.key for item in report.items]


# What is collected ----------------------------------------------------------------------------------------------------


def test_a_report_is_put_in_order() -> None:
    one, two, three = (Item("compare?year=2020", key) for key in ("a", "b", "c"))
    report = Report().added(one, two, three)
    assert order(report.moved(three.item_id, -1)) == ["a", "c", "b"]
    assert order(report.moved(three.item_id, 5)) == ["a", "b", "c"]
    assert order(report.moved(one.item_id, -5)) == ["a", "b", "c"]
    assert order(report.moved(one.item_id, 2)) == ["b", "c", "a"]
    assert report.moved("gone", 1) == report
    assert order(report.without(two.item_id)) == ["a", "c"]
    assert report.changed(two.item_id, caption="B", form="both").items[1].caption == "B"
    assert report.holds("compare?year=2020", "b")
    assert not report.holds("compare", "b")


def test_a_report_is_read_as_it_was_written() -> None:
    report = Report("标题", "段\n落", (Item("a?b=c&d=“e”", "k", "📒\u202e", "x" * 5000, "both"),))
    assert content.read(report.as_json()) == report


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"items": 1}', '{"items": [{"odd": "x"}]}', '{"items": [{"key": 1}]}', '{"items": [], "title": null}'])
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        content.read(text)


def test_words_are_cut_to_what_can_be_read() -> None:
    plain = {"title": "长" * 1000, "items": [{"caption": "长" * 1000, "address": "x"}]}
    report = content.read(json.dumps(plain))
    assert (len(report.title), len(report.items[0].caption)) == (300, 300)


def test_an_address_is_kept_whole_or_refused() -> None:
    long = "compare?" + "&".join(f"department={number}" for number in range(2000))
    report = Report().added(Item(long, "k"))
    assert content.read(report.as_json()).holds(long, "k")
    with pytest.raises(BadInput, match="网址太长"):
        Report().added(Item("compare?" + "x" * 70_000, "k"))


def test_what_is_added_twice_has_two_names() -> None:
    report = readymade.kinds()["audit"].report({}, "范围")
    twice = Report().added(*report.items).added(*report.items)
    assert len({item.item_id for item in twice.items}) == len(twice.items) == 2 * len(report.items)


def test_a_report_has_an_end() -> None:
    full = Report().added(*(Item(key=str(number)) for number in range(content.MOST)))
    with pytest.raises(BadInput, match=str(content.MOST)):
        full.added(Item())


# How it is kept -------------------------------------------------------------------------------------------------------


def test_a_basket_keeps_what_is_put_into_it(baskets: Baskets) -> None:
    mine, other = basket.new_name(), basket.new_name()
    assert basket.is_name(mine)
    assert baskets.read(mine) == Report()
    baskets.change(mine, lambda report: report.added(Item("a", "k")))
    assert order(Baskets(baskets.file).read(mine)) == ["k"]
    assert baskets.read(other) == Report()


def test_changes_are_taken_back_one_by_one(baskets: Baskets) -> None:
    name = basket.new_name()
    for key in "abc":
        baskets.change(name, lambda report, key=key: report.added(Item("x", key)))
    baskets.change(name, lambda report: report)  # changes nothing, and is no change
    assert baskets.changes(name) == 3
    assert [order(baskets.undo(name)) for _ in range(4)] == [["a", "b"], ["a"], [], []]


def test_a_link_shows_the_report_and_is_no_key_to_it(baskets: Baskets) -> None:
    name = basket.new_name()
    baskets.change(name, lambda report: report.added(Item("a", "k")))
    link = baskets.link(name)
    assert order(baskets.shared(link) or Report()) == ["k"]
    assert not basket.is_name(link)
    assert baskets.read(link) == Report()
    assert baskets.shared("0" * 24) is None


def test_a_link_that_was_withdrawn_leads_nowhere_any_more(baskets: Baskets) -> None:
    name = basket.new_name()
    assert baskets.link(name) == ""
    for key in "ab":
        baskets.change(name, lambda report, key=key: report.added(Item("x", key)))
    before = baskets.link(name)
    baskets.withdraw(name)
    baskets.change(name, lambda report: report.added(Item("x", "c")))
    assert baskets.shared(before) is None
    assert order(baskets.shared(baskets.link(name)) or Report()) == ["a", "b", "c"]
    for _ in range(3):
        baskets.undo(name)
    baskets.change(name, lambda report: report.added(Item("x", "d")))
    assert baskets.shared(before) is None


def test_windows_write_at_once_and_nothing_is_lost(baskets: Baskets) -> None:
    name = basket.new_name()
    keys = [str(number) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: Baskets(baskets.file).change(name, lambda report: report.added(Item("a", key))), keys))
    assert sorted(order(baskets.read(name))) == sorted(keys)


def test_old_versions_are_let_go(baskets: Baskets) -> None:
    name = basket.new_name()
    for number in range(basket._KEPT + 20):
        baskets.change(name, lambda report, number=number: report.__class__(str(number)))
    assert baskets.changes(name) == basket._KEPT
    assert baskets.read(name).title == str(basket._KEPT + 19)


@pytest.mark.parametrize("text", [None, 7, "", "x", "a" * 23, "'; drop table version; --x", "../../../../etc/passwd"])
def test_what_a_browser_sends_is_a_name_or_is_not(text: object) -> None:
    assert not basket.is_name(text)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="reports cannot be kept there"):
        Baskets(tmp_path / "file" / "baskets.sqlite").change(basket.new_name(), lambda report: report.added(Item()))


# Ready-made, and what a report shows ----------------------------------------------------------------------------------

WHO = ["中共青龙满族自治县委员会组织部"]


def test_every_item_of_a_ready_made_report_is_shown_or_says_why_not(stored: Path) -> None:
    drawn = {}
    for kind in readymade.kinds().values():
        report = kind.report({"department": WHO if kind.one else []}, "范围")
        assert report.title.startswith("范围")
        for item in report.items:
            if item.address:
                drawn[kind.name, item.address, item.key] = figures.exhibit(item.address, item.key, "zh")
    lacking = {key: one for key, one in drawn.items() if isinstance(one, str)}
    assert set(lacking.values()) == {"所选范围内没有一份披露附有绩效自评表。"}  # of the one department
    assert len(drawn) > 25


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ready_made_reports_speak_both_languages(lang: str) -> None:
    with words.speaking(lang):
        for kind in readymade.kinds().values():
            report = kind.report({}, "X")
            for item in report.items:
                assert bool(re.search("[\u4e00-\u9fff]", item.caption + report.title + kind.about[lang])) is (lang == "zh")


def test_items_are_numbered_and_sources_named_once() -> None:
    def shows(title: str, disclosure: str, figure: object) -> Exhibit:
        rows = [{"disclosure_id": disclosure, "source_name": disclosure}]
        return Exhibit(figure, pd.DataFrame(), {}, title, "", "", "", rows, [], "b", "", "n", False, date(2026, 11, 22))

    one, two, three = shows("甲", "d1", object()), shows("乙", "d2", None), shows("丙", "d1", object())
    items = (Item(caption="第一部分"), Item("a", "k"), Item("a", "l"), Item("b", "m", form="both"), Item("c", "n"))
    made = content.paper(Report("", "", items), ["", one, two, three, "没有"], "题")
    assert [(part.caption, part.figure_no, part.table_no, part.sources) for part in made.parts] == [
        ("第一部分", 0, 0, ()), ("甲", 1, 0, (1,)), ("乙", 0, 1, (2,)), ("丙", 2, 2, (1,)), ("没有", 0, 0, ()),
    ]  # fmt: skip
    assert [row["disclosure_id"] for row in made.documents] == ["d1", "d2"]
    assert made.title == "题"


# The page -------------------------------------------------------------------------------------------------------------


def test_what_is_collected_on_a_page_stands_in_the_report(stored: Path) -> None:
    name = basket.new_name()
    funds = test_pages.linked("pages/funds/three_public.py", region="霸州市 131081", lang="en")
    funds.session_state["name of the report"] = name
    for _ in range(2):  # pressed twice it is there once
        funds.run().button(key="report-components").click().run()
    kept = Baskets(store.baskets_file())
    (item,) = kept.read(name).items
    assert (item.address, item.key) == ("three-public?region=%E9%9C%B8%E5%B7%9E%E5%B8%82+131081", "components")
    page = test_pages.linked("pages/report/report.py")
    page.session_state["name of the report"] = name
    page.run()
    assert not page.exception
    assert page.text_input(key=f"caption-{item.item_id}-0").placeholder == "霸州市 组织部 2020：三公经费 5.14 万元，比上年少 0.24 万元（上年数为推算）"
    page.text_input(key=f"caption-{item.item_id}-0").input("我的图题").run()
    page.text_area(key=f"comment-{item.item_id}-0").input("看这里").run()
    page.button_group(key=f"form-{item.item_id}-0").set_value("both").run()
    (item,) = kept.read(name).items
    assert (item.caption, item.comment, item.form) == ("我的图题", "看这里", "both")
    page.button(key=f"remove-{item.item_id}").click().run()
    assert not kept.read(name).items
    page.button(key="undo").click().run()
    assert kept.read(name).items == (item,)
    page.button(key="clear").click().run()
    page.button(key="ready-audit").click().run()
    assert not page.exception
    assert kept.read(name).title == "全部地区、部门和年度：核查摘要"
    assert "表 1" in [one.label for one in page.text_input]
    link = test_pages.run("pages/report/report.py", basket=kept.link(name))
    assert "这是别人分享的报告" in test_pages.text(link)
    assert not link.text_input
    link.button(key="take").click().run()
    assert len(kept.read(str(link.session_state["name of the report"])).items) == len(kept.read(name).items)
    shared = kept.link(name)
    page.button(key="withdraw").click().run()
    assert not page.exception
    assert "没有这份报告" in test_pages.text(test_pages.run("pages/report/report.py", basket=shared))


def test_a_choice_that_is_not_there_shows_nothing_else(stored: Path) -> None:
    for address in ("three-public?year=2099", "three-public?department=NOPE", "compare?measure=nothing"):
        with pytest.raises(BadInput, match="库中没有"):
            figures.exhibit(address, "components", "zh")
    with pytest.raises(BadInput, match="there is no such page"):
        figures.exhibit("nowhere", "x", "zh")


def test_a_review_is_in_the_report_that_is_made_after_it(stored: Path) -> None:
    before = figures.exhibit("findings?severity=错误&review=待核", "findings", "zh")
    assert not isinstance(before, str)
    one = before[1].data.iloc[0]
    Reviews(store.reviews_file()).record(one.finding_id, one.fingerprint, "dismissed", "", "审核", seen=None, token="t")
    after = figures.exhibit("findings?severity=错误&review=待核", "findings", "zh")
    assert not isinstance(after, str)
    assert len(after[1].data) == len(before[1].data) - 1


def test_failed_checks_are_those_of_the_whole_selection(province: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_STORE", str(province))
    found = figures.exhibit("verdicts", "failed", "zh")
    assert not isinstance(found, str)
    with store.open_store(province) as db:
        row = db.execute("select count(*), count(distinct disclosure_id) from verdict where verdict = 'failed'").fetchone()
    assert row
    assert len(found[1].data) == row[0]
    assert row[1] > 8
    assert found[1].title == f"不通过的核查：{row[0]} 次"


def test_a_link_to_no_report_says_so(stored: Path) -> None:
    assert "没有这份报告" in test_pages.text(test_pages.run("pages/report/report.py", basket="0" * 24))


def test_the_process_that_runs_pages_is_begun_anew_when_it_has_ended(stored: Path) -> None:
    maker = Maker()
    found = maker.exhibit("overview", "totals", "zh")
    assert not isinstance(found, str)
    with pytest.raises(BadInput, match="no such page"):
        maker.exhibit("nowhere", "x", "zh")
    assert maker._process
    maker._process.kill()
    maker._process.wait()
    again = maker.exhibit("overview", "totals", "en")
    assert not isinstance(again, str)
    assert again[1].title != found[1].title
    maker._process.kill()


def test_a_table_of_the_store_goes_into_a_report(stored: Path) -> None:
    found = figures.exhibit("data?browse=three_public_funds&region=霸州市 131081", "rows", "zh")
    assert not isinstance(found, str)
    table = found[1]
    with store.open_store() as db:
        row = db.execute("select count(*), sum(amount_yuan) from three_public_funds where region_code = '131081'").fetchone()
    assert row
    assert (len(table.data), sum(one for one in table.data["amount_yuan"] if one == one and one is not None)) == row
    assert table.disclosures


def test_matrices_answers_and_printed_tables_go_into_a_report(stored: Path) -> None:
    disclosure = test_pages.first("select disclosure_id from document_table order by all limit 1")
    asked = {
        "overview?by=year": "published", "findings?family=arithmetic": "counted", f"disclosures?disclosure={disclosure}&table=1": "as-printed",
        "console?sql=select+6*7+as+product": "answer",
    }  # fmt: skip
    found = {}
    for address, key in asked.items():
        shown = figures.exhibit(address, key, "zh")
        assert not isinstance(shown, str), shown
        found[key] = shown[1]
    with store.open_store() as db:
        cells = db.execute("select raw_text from cell where disclosure_id = ? and table_no = 1 and raw_text <> ''", [disclosure]).fetchall()
        years = db.execute("select fiscal_year, count(*) from disclosure group by all").fetchall()
        failed = db.execute("select coalesce(sum(v.findings), 0) from verdict v join audit_check using (check_id) where family = 'arithmetic'").fetchone()
    printed = found["as-printed"].data.drop(columns="disclosure_id")
    assert sorted(one for row in printed.to_numpy() for one in row if isinstance(one, str)) == sorted(text for (text,) in cells)
    assert set(zip(found["published"].data["fiscal_year"], found["published"].data["disclosures"], strict=True)) == set(years)
    assert failed
    assert found["counted"].data["findings"].sum() == failed[0]
    assert found["answer"].data.to_numpy().tolist() == [["42"]] or found["answer"].data.to_numpy().tolist() == [[42]]


def test_a_figure_of_the_first_page_leads_back_to_it(stored: Path) -> None:
    with words.speaking("en"):
        assert ui_report._link("overview?year=2020", "en") == "?year=2020&lang=en"
        assert ui_report._link("compare?region=%E9%9C%B8%E5%B7%9E%E5%B8%82", "zh") == "compare?region=霸州市"
