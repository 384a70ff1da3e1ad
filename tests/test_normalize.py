"""Documents with one thing changed: what must be refused is refused with its address, what is damaged is marked, nothing is guessed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
import reading
from hypothesis import given, settings
from hypothesis import strategies as st

from budget.model import BadInput, squeeze

NAMES = ("a_cells", "b_pages", "d_projects", "e_explanation", "f_forms")
GOLDEN = {name: (reading.TESTS / "layouts" / name / "document.txt").read_text(encoding="utf-8") for name in NAMES}
WITHOUT_SOURCE = {"source_sha256", "source_name"}


def changed(name: str, *changes: tuple[str, str]) -> str:
    """A golden document with texts replaced (⇥ stands for a tab); each must occur exactly once."""
    text = GOLDEN[name].replace("\t", "⇥")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        text = text.replace(old, new)
    return text


def facts(name: str, *changes: tuple[str, str]):
    return reading.facts_of(changed(name, *changes))


def meaning(all_facts) -> dict[str, list]:
    """All rows of facts without the file they come from, texts without white space."""
    return {
        table: [{key: squeeze(value) if isinstance(value, str) else value for key, value in row.items() if key not in WITHOUT_SOURCE} for row in rows]
        for table, rows in all_facts.tables.items()
    }  # fmt: skip


# A table that cannot be read is refused with its address ---------------------------------------------------------------

REFUSALS = {
    "unknown column": ("b_pages", ("⇥经营支出⇥", "⇥营业支出⇥"), "expenditure", "unknown_header", 89, 7, "营业支出"),
    "column missing": ("b_pages", ("⇥基本支出⇥项目支出⇥经营支出⇥", "⇥基本支出⇥项目支出⇥⇥"), "expenditure", "missing_column", 89, 1, None),
    "unknown function class": ("b_pages", ("2⇥213⇥农林水支出⇥545.00⇥90.50", "2⇥299⇥农林水支出⇥545.00⇥90.50"), "expenditure", "unknown_code", 93, 2, "299"),
    "code with a letter": ("b_pages", ("4⇥2130201⇥", "4⇥21302O1⇥"), "general_budget", "unknown_code", 146, 2, "21302O1"),
    "government economic code": ("b_pages", ("2⇥301⇥", "2⇥501⇥"), "general_basic", "unknown_code", 161, 2, "501"),
    "row without a code": ("b_pages", ("5⇥2130205⇥森林资源培育", "5⇥⇥森林资源培育"), "general_budget", "no_code", 147, 3, "森林资源培育"),
    "unknown class of expenditure": ("b_pages", ("四、城乡社区支出", "四、星际航行支出"), "summary", "unknown_item", 49, 4, "星际航行支出"),
    "unknown source of income": ("b_pages", ("九、其他收入", "九、彩票收入"), "summary", "unknown_item", 38, 2, "彩票收入"),
    "unknown part of the three public funds": ("b_pages", ("三、公务接待费", "三、公务餐饮费"), "three_public", "unknown_item", 213, 2, "公务餐饮费"),
    "unknown asset": ("a_cells", ("4、其他固定资产", "4、无形资产"), "assets", "unknown_item", 234, 1, "无形资产"),
    "row with too many cells": ("b_pages", ("1⇥⇥合计⇥25.00⇥⇥25.00", "1⇥⇥合计⇥25.00⇥⇥25.00⇥7.00"), "government_fund", "too_many_cells", 177, 7, "7.00"),
    "quantity that is no number": ("a_cells", ("⇥吨\n⇥20.00", "⇥吨\n⇥若干"), "procurement", "not_a_number", 179, 6, "若干"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "change", "code", "reason", "line", "column", "text"), REFUSALS.values(), ids=REFUSALS)
def test_refused_table_is_named_with_its_address(name, change, code, reason, line, column, text):
    found = facts(name, change)
    (table,) = reading.rows(found, "document_table", status="refused")
    assert (table["table_code"], table["reason"]) == (code, reason)
    (unread,) = reading.rows(found, "unread", kind="table")
    assert (unread["reason"], unread["line"], unread["is_data"]) == (reason, line, True)
    cells = {cell["cell_id"]: cell for cell in found.tables["cell"]}
    cell = cells[unread["cell_id"]]
    assert (cell["table_no"], cell["line_start"], cell["column_no"]) == (table["table_no"], line, column)
    if text:
        assert squeeze(unread["raw_text"]) == text


@pytest.mark.parametrize(("name", "change", "code"), [entry[:3] for entry in REFUSALS.values()], ids=REFUSALS)
def test_refused_table_leaves_no_fact_and_does_not_touch_the_others(name, change, code):
    found, whole = facts(name, change), reading.facts_of(GOLDEN[name])
    (refused,) = {row["table_no"] for row in reading.rows(found, "document_table", status="refused")}
    of_table = {cell["cell_id"] for cell in found.tables["cell"] if cell["table_no"] == refused}
    assert of_table, "the table as printed is kept"
    assert {cell["reading"] for cell in found.tables["cell"] if cell["table_no"] == refused} <= {"unread", "blank"}
    assert not [row for row in found.tables["fact_cell"] if row["cell_id"] in of_table]
    for table in reading.FACTS:
        # What is derived may rest on a figure of the refused table.
        kept, others = (
            [row for row in side.tables.get(table, []) if row.get("cell_id") not in of_table and row.get("basis") != "derived"]
            for side in (found, whole)
        )
        assert kept == others
        assert not [row for row in found.tables.get(table, []) if row.get("cell_id") in of_table]


@pytest.mark.parametrize("unit", ["千元", "美元", "人民币"])
def test_unknown_unit_refuses_the_table(unit):
    """The unit of the table before must not be taken for it."""
    text = changed("b_pages").split("\n")
    assert text[86] == "单位：万元"
    text[86] = f"单位：{unit}"
    found = reading.facts_of("\n".join(text))
    (table,) = reading.rows(found, "document_table", status="refused")
    assert (table["table_code"], table["reason"], table["line"]) == ("expenditure", "no_unit", 81)
    (unread,) = reading.rows(found, "unread", kind="table")
    assert (unread["reason"], unread["line"]) == ("no_unit", 81)
    assert not reading.rows(found, "amount", table_code="expenditure")


def test_unit_that_changes_behind_a_page_break_refuses_the_table():
    text = changed("b_pages").split("\n")
    assert text[43] == "单位：万元"
    text[43] = "单位：元"
    found = reading.facts_of("\n".join(text))
    assert [row["table_code"] for row in reading.rows(found, "document_table", status="refused")] == ["summary"]
    assert not reading.rows(found, "amount", table_code="summary")


def test_date_that_changes_behind_a_page_break_refuses_the_table():
    text = changed("e_explanation").split("\n")
    assert text[149] == "截止时间：2020-12-31"
    (first, *_) = reading.rows(reading.facts_of("\n".join(text)), "fact_cell", field="as_of")
    assert first["line"] == 143, "the date is that of the first page"
    text[149] = "截止时间：2019-12-31"
    found = reading.facts_of("\n".join(text))
    (unread,) = reading.rows(found, "unread", kind="table")
    assert (unread["reason"], unread["line"], unread["raw_text"]) == ("header_changed", 150, "截止时间:2019-12-31")
    assert not reading.rows(found, "asset")
    assert not [cell for cell in found.tables["cell"] if cell["cell_id"].endswith("as_of")]


def test_header_that_changes_behind_a_page_break_refuses_the_table():
    text = changed("b_pages").split("\n")
    text[76] = text[76].replace("事业收入⇥经营收入", "经营收入⇥事业收入")
    found = reading.facts_of("\n".join(text))
    (table,) = reading.rows(found, "document_table", status="refused")
    assert (table["table_code"], table["reason"]) == ("revenue", "header_changed")
    assert not reading.rows(found, "amount", table_code="revenue")


def test_table_at_an_unknown_place_is_refused_and_kept_as_printed():
    found = facts("b_pages", ("部门预算一般公共预算财政拨款基本支出表\n\n", "部门预算资产配置明细一览\n\n"), ("部门预算一般公共预算财政拨款基本支出表⇥15\n", ""))
    (table,) = reading.rows(found, "document_table", status="refused")
    assert (table["table_code"], table["reason"], table["line"]) == ("unknown", "unknown_table", 156)
    (unread,) = reading.rows(found, "unread", kind="table")
    assert (unread["line"], unread["cell_id"]) == (156, f"t{table['table_no']}r1c1")
    assert len(reading.rows(found, "amount", table_code="general_budget")) == 15, "it is no further page of the table above it"


@pytest.mark.parametrize(("name", "line"), [("d_projects", 25), ("f_forms", 11)])
def test_unknown_unit_of_a_form_stops_with_its_place(name, line):
    lines = changed(name).split("\n")
    lines[line - 1] = lines[line - 1].replace("万元", "千元")
    with pytest.raises(BadInput, match=r"document\.txt.*line \d+.*unit"):
        reading.facts_of("\n".join(lines))


# Cells that cannot be read, and kinds of nothing -----------------------------------------------------------------------


def test_unreadable_figure_is_kept_as_unreadable():
    found = facts("b_pages", ("1⇥⇥合计⇥545.00⇥90.50⇥454.50", "1⇥⇥合计⇥545.00⇥9O.50⇥454.50"))
    (row,) = reading.rows(found, "amount", value_status="unreadable")
    assert (row["line"], row["table_code"], row["measure"]) == (92, "expenditure", "basic")
    assert (row["amount_yuan"], row["amount_raw"]) == (None, "9O.50")
    (unread,) = reading.rows(found, "unread", reason="not_a_number")
    assert (unread["cell_id"], unread["raw_text"], unread["is_data"]) == (row["cell_id"], "9O.50", True)
    assert {table["status"] for table in found.tables["document_table"]} == {"read", "empty_with_note"}


def test_kinds_of_nothing_are_kept_apart_in_a_table():
    found = facts("b_pages", ("2⇥213⇥农林水支出⇥545.00⇥90.50⇥454.50⇥⇥⇥", "2⇥213⇥农林水支出⇥545.00⇥0.00⇥涉密⇥——⇥不详⇥"))
    rows = reading.rows(found, "amount", line=93)
    assert {row["measure"]: (row["value_status"], row["amount_yuan"]) for row in rows} == {
        "total": ("reported", Decimal("5450000.00")),
        "basic": ("zero", Decimal("0.00")),
        "project": ("secret", None),
        "operation": ("blank", None),
        "remittance": ("unreadable", None),
        "subsidy": ("blank", None),
    }


def test_rate_that_a_form_does_not_ask_for_is_not_disclosed_and_not_blank():
    rows = reading.rows(reading.facts_of(GOLDEN["f_forms"]), "evaluation")
    assert [row["execution_rate_status"] for row in rows] == ["reported", "not_disclosed", "blank"]
    found = facts("f_forms", ("⇥234.5⇥90.19%", "⇥234.5⇥九成"))
    assert reading.rows(found, "evaluation")[0]["execution_rate_status"] == "unreadable"
    assert reading.rows(found, "unread", reason="not_a_number")[0]["line"] == 15


def test_meetings_and_training_in_the_three_public_table_are_no_three_public_funds():
    row = "9⇥三、公务接待费"
    found = facts("b_pages", (row, f"{row}⇥⇥⇥⇥\n10⇥二、会议费⇥1.50⇥1.50⇥⇥\n11⇥三、培训费⇥2.00⇥2.00⇥⇥"), ("1⇥合计⇥20.00⇥20.00", "1⇥合计⇥23.50⇥23.50"))
    rows = reading.rows(found, "amount", table_code="three_public", measure="total", basis="table")
    read = {row["item_code"]: (row["row_role"], row["amount_yuan"]) for row in rows if row["amount_yuan"]}
    assert read == {
        "all": ("total", 235000), "total": ("subtotal", 200000), "vehicles": ("subtotal", 200000), "vehicle_operation": ("leaf", 200000),
        "meeting": ("leaf", 15000), "training": ("leaf", 20000),
    }  # fmt: skip


# Damaged rows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ("成本指标⇥造林补助标准⇥每亩补助标准⇥800 元⇥2023 工作计划⇥", "shifted"),
        ("⇥⇥⇥每亩补助标准⇥800 元⇥2023 工作计划", "cells_lost"),
        ("⇥造林补助标准⇥⇥每亩补助标准⇥800 元⇥2023 工作计划", "cells_lost"),
        ("⇥成本指标⇥造林补助标准⇥每亩补助标准⇥800 元⇥2023 工作计划", "as_printed"),
    ],
)
def test_damaged_row_is_kept_and_marked(row, status):
    found = facts("b_pages", ("⇥成本指标⇥造林补助标准⇥每亩补助标准⇥800 元⇥2023 工作计划", row))
    (indicator,) = reading.rows(found, "indicator", line=261)
    assert (indicator["row_status"], indicator["level1"]) == (status, "产出指标")
    printed = [cell["raw_text"] for cell in found.tables["cell"] if cell["line_start"] == 261 and cell["table_no"]]
    assert printed == row.split("⇥"), "the row is kept as printed"
    if status == "shifted":
        assert {indicator[name] for name in ("level2", "level3", "description", "basis_text", "value_number", "operator")} == {None}
        assert indicator["value_status"] == "unreadable"
    if status == "cells_lost":
        assert indicator["level2"] is None
        assert (indicator["value_number"], indicator["unit"]) == (800, "元")


def test_text_that_goes_on_behind_a_page_break_is_joined_and_both_cells_are_named():
    found = reading.facts_of(GOLDEN["b_pages"])
    lines = {cell["cell_id"]: cell["line_start"] for cell in found.tables["cell"]}

    def lines_of(fact_id, field):
        return [lines[row["cell_id"]] for row in found.tables["fact_cell"] if (row["fact_id"], row["field"]) == (fact_id, field)]

    (basis,) = reading.rows(found, "indicator", line=257)
    assert lines_of(basis["indicator_id"], "basis") == [257, 260]
    (name,) = reading.rows(found, "amount", line=68, measure="total")
    assert name["item_name"] == "森林资源培育"
    assert set(lines_of(name["amount_id"], "item")) == {68, 79}


def test_every_cell_that_counts_as_read_belongs_to_a_fact():
    for name, text in GOLDEN.items():
        found = reading.facts_of(text)
        named = {row["cell_id"] for row in found.tables["fact_cell"]}
        named |= {row["cell_id"] for table in reading.FACTS for row in found.tables.get(table, []) if "cell_id" in row}
        cells = [cell for cell in found.tables["cell"] if cell["reading"] == "fact" and cell["cell_id"] not in named]
        repeated = [cell for cell in cells if name == "f_forms" and cell["raw_text"] == "发放材料"]  # a merged cell
        assert cells == repeated


# Characters and encodings ---------------------------------------------------------------------------------------------


def test_radicals_are_the_characters_they_stand_for():
    radicals = str.maketrans("用行车长目金月日食西", "⽤⾏⻋⻓⽬⾦⽉⽇⾷⻄")
    for name, text in GOLDEN.items():
        assert meaning(reading.facts_of(text.translate(radicals))) == meaning(reading.facts_of(text)), name


@pytest.mark.parametrize("name", NAMES)
def test_encoding_and_line_ends_do_not_change_facts(name):
    text = GOLDEN[name]
    plain = meaning(reading.facts_of(text.encode()))
    for data in (text.encode("utf-8-sig"), text.encode("gb18030"), text.replace("\n", "\r\n").encode()):
        assert meaning(reading.facts_of(data)) == plain


# Persons --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "printed",
    [
        "填报人: 张某\n\n联系电话: 0000000",
        "填报人：张某\n\n联系电话：\n\n0000000",
        "填报人: 张某\n\n联系电话:\n\n0000-0000000",
        "填报人: 张某　联系电话: 0000000",
        "填报人：张某⇥联系电话：0000000",
        "填报人⇥张某⇥联系电话⇥0000000",
        "联系人：张某（13000000000）",
        "负责人签字：张某 13000000000",
        "填报人 张某",
        "填 报 人 张某　联系电话 0000000",
        "⇥填报人 张某\n⇥联系电话 0000000",
        "⇥联系人 张某",
        "单位负责人：张某　电话 0000000",
        "联系人及电话：张某 0000000",
        "联系方式：0000000",
    ],
)
def test_no_name_and_no_telephone_number_is_kept(printed):
    original = "填报人: 张某\n\n联系电话: 0000000"
    for name, old in (("f_forms", original), ("a_cells", "⇥8.928\n\n"), ("b_pages", "4、其他固定资产⇥150⇥72.26\n")):
        new = printed if name == "f_forms" else f"{old}{printed}\n\n"
        found = facts(name, (old, new))
        values = [str(value) for rows in found.tables.values() for row in rows for value in row.values()]
        assert not [value for value in values if "张某" in value or "0000000" in value], name
        labels = {str(row["text"])[:2] for row in reading.rows(found, "mention", kind="person")}
        assert labels and labels <= {"填报", "联系", "负责", "电话"}, name
        whole = meaning(reading.facts_of(GOLDEN[name]))
        others = set(reading.FACTS) - {"mention"}
        assert {table: len(found.tables.get(table, [])) for table in others} == {
            table: len(whole.get(table, [])) for table in others
        }, name


def test_label_without_a_name_is_no_personal_data():
    form = (reading.TESTS / "layouts" / "g_forms" / "document.txt").read_text(encoding="utf-8")
    found = reading.facts_of(form.replace("填报人：张某\t联系电话：0000000", "填报人：\t联系电话："))
    assert [row["text"] for row in reading.rows(found, "mention", kind="person")] == ["项目负责人", "联系电话"]
    assert not reading.rows(found, "unread", line=25)
    for name, above in (("a_cells", "⇥8.928\n\n"), ("b_pages", "4、其他固定资产⇥150⇥72.26\n")):
        found = facts(name, (above, f"{above}填报人：\n\n⇥填报人\n⇥联系电话：\n\n"))
        assert not reading.rows(found, "unread", reason="person")
        assert not reading.rows(found, "mention", kind="person")


def personal(found) -> list[str]:
    return [value for rows in found.tables.values() for row in rows for value in row.values() if isinstance(value, str) and re.search("张某|0000000", value)]


@pytest.mark.parametrize(
    "printed",
    ["填报人 张某", "填报人张某", "填 报 人：张某", "⇥填报人 张某", "⇥填报人\n⇥张某", "联系人 张某 0000000", "⇥电话 0000000", "联系电话\n0000000"],
)
def test_person_right_below_the_last_cell_is_no_part_of_it(printed):
    found, whole = facts("a_cells", ("⇥8.928\n", f"⇥8.928\n{printed}\n")), reading.facts_of(GOLDEN["a_cells"])
    assert not personal(found)
    assert len(reading.rows(found, "mention", kind="person")) == 1
    assert found.tables["asset"] == whole.tables["asset"]


@pytest.mark.parametrize("printed", ["填报人 张某⇥联系电话 0000000", "填报人⇥张某⇥联系电话⇥0000000", "联系人 张某⇥联系方式 0000000"])
def test_person_in_a_form_without_a_colon_is_not_kept(printed):
    form = (reading.TESTS / "layouts" / "g_forms" / "document.txt").read_text(encoding="utf-8")
    found = reading.facts_of(form.replace("填报人：张某\t联系电话：0000000", printed))
    assert not personal(found)
    assert len(reading.rows(found, "unread", reason="person", line=25)) == 2


@pytest.mark.parametrize("text", ["负责人才引进", "负责人 30 名", "联系人大代表活动", "电话费", "经办人数 5 人", "填报人数"])
def test_cell_that_only_begins_like_a_person_stays(text):
    found = facts("a_cells", ("⇥8.928\n", f"⇥8.928\n{text}\n"))
    assert [cell["raw_text"] for cell in found.tables["cell"] if text in cell["raw_text"]] == [f"8.928\n{text}"]
    found = facts("b_pages", ("⇥成本指标⇥造林补助标准⇥", f"{text}⇥成本指标⇥造林补助标准⇥"))
    assert next(cell["raw_text"] for cell in found.tables["cell"] if cell["line_start"] == 261) == text


def test_name_behind_a_blank_is_not_listed_either():
    found = facts("f_forms", ("填报人: 张某\n\n联系电话: 0000000", "填报人 张某"))
    assert not [value for rows in found.tables.values() for row in rows for value in row.values() if "张某" in str(value)]


def test_words_that_only_begin_like_a_person_are_running_text():
    found = facts("a_cells", ("2、负责全县防汛抗旱工作。", "负责人才引进工作，培训负责人员30人。"))
    assert [(row["raw_text"], row["reason"]) for row in reading.rows(found, "unread", line=6)] == [("30", "running_number")]


# Sentences about money ------------------------------------------------------------------------------------------------

STATEMENT = """云岭县水务局2023年部门预算信息公开
二、部门预算安排的总体情况
1、收入说明
{income}
2、支出说明
{expenditure}
3、比上年增减情况
{year_on_year}
三、机关运行经费安排情况
{operating}
四、财政拨款“三公”经费预算情况及增减变化原因
{three_public}
八、名词解释
无。
"""
SENTENCES = {
    "income": "2023年预算收入120万元。", "expenditure": "2023年支出预算120万元，其中：基本支出80万元；项目支出40万元。",
    "year_on_year": "2023年预算收支120万元。", "operating": "机关运行经费共计安排10万元。", "three_public": "三公经费预算安排3万元。",
}  # fmt: skip


def said(**sentences: str):
    """Amounts from prose as (year, table, item, measure, yuan, basis)."""
    found = reading.facts_of(STATEMENT.format(**{**SENTENCES, **sentences}))
    rows = [
        (row["fiscal_year"], row["table_code"], row["item_code"], row["measure"], int(row["amount_yuan"]), row["basis"])
        for row in found.tables["amount"]
    ]
    return rows, found


@pytest.mark.parametrize(
    ("sentence", "change", "last_year"),
    [
        ("2023年预算收支120万元，较2022年预算减少20万元。", -200000, 1400000),
        ("2023年预算收支120万元，比上年增加20万元。", 200000, 1000000),
        ("2023年预算收支120万元，比2022年度增长了5.5万元。", 55000, 1145000),
        ("2023年预算收支120万元，与2022年相比压减0.01亿元。", -1000000, 2200000),
        ("2023年预算收支120万元，与上年持平。", 0, 1200000),
    ],
)
def test_last_year_is_derived_from_a_stated_change_and_marked(sentence, change, last_year):
    rows, found = said(year_on_year=sentence)
    assert (2023, "statement", "total", "change", change, "prose") in rows
    assert (2022, "statement", None, "total", last_year, "derived") in rows
    (derived,) = reading.rows(found, "amount", basis="derived")
    links = [row["cell_id"] for row in found.tables["fact_cell"] if row["fact_id"] == derived["amount_id"]]
    assert len(links) == 2, "a derived sum names the change and the figure it was taken from"


def test_change_against_another_year_derives_nothing():
    rows, _ = said(year_on_year="2023年预算收支120万元，较2020年预算减少20万元。")
    assert (2023, "statement", "total", "change", -200000, "prose") in rows
    assert not [row for row in rows if row[5] == "derived"]


def test_change_in_a_bracket_speaks_of_what_the_bracket_names():
    rows, _ = said(three_public="三公经费预算安排9万元，其中：公务用车购置及运维费6万元（公务用车购置费0万元，公务用车运行维护费6万元，较2022年增加1万元）；公务接待费3万元，较2022年减少2万元。")
    changes = {(row[2], row[4]) for row in rows if row[3] == "change"}
    assert ("reception", -20000) in changes
    assert (2022, "three_public", "reception", "total", 50000, "derived") in rows
    assert not {("total", 10000), ("reception", 10000)} & changes


def test_combined_change_derives_nothing():
    rows, _ = said(three_public="三公经费预算安排3万元。2023年预算安排会议费1万元，培训费2万元，与2022年相比减少0.5万元，原因是压减开支。")
    assert (2023, "statement", "meeting", "total", 10000, "prose") in rows
    assert (2023, "statement", "training", "total", 20000, "prose") in rows
    assert (2023, "statement", "meeting+training", "change", -5000, "prose") in rows
    assert not [row for row in rows if row[5] == "derived"]


def test_words_without_a_figure_say_that_nothing_changed():
    rows, _ = said(three_public="三公经费预算安排3万元，其中：公务接待费3万元，与2022年持平，无增减变化。")
    assert [(row[2], row[4]) for row in rows if row[3] == "change"] == [("reception", 0)]
    assert (2022, "three_public", "reception", "total", 30000, "derived") in rows


def test_unit_may_change_inside_a_sentence():
    rows, _ = said(three_public="三公经费预算安排3万元，其中：因公出国（境）费0元；公务接待费300.5元。")
    assert {(row[2], row[4]) for row in rows if row[1] == "three_public"} == {("total", 30000), ("overseas", 0), ("reception", 300)}


def test_sentence_that_a_page_break_cuts_is_read_as_one():
    rows, found = said(expenditure="2023年支出预算120万元，其中：基本支出\n\n80万元；项目支出40万元。")
    assert (2023, "statement", None, "basic", 800000, "prose") in rows
    (cell,) = (cell for cell in found.tables["cell"] if cell["raw_text"].startswith("基本支出"))
    assert (cell["line_start"], cell["line_end"]) == (6, 8)


def test_figure_whose_words_are_unknown_is_listed():
    rows, found = said(expenditure="2023年支出预算120万元，其中：基本支出80万元；项目支出40万元；救灾周转金7.7万元。")
    assert not [row for row in rows if row[4] == 77000]
    (unread,) = reading.rows(found, "unread", reason="unknown_label")
    assert (unread["line"], unread["raw_text"], unread["is_data"]) == (6, "7.7", True)


def test_line_that_begins_with_a_year_is_no_unit_code():
    _, found = said(income="2023年我部门没有收入")
    assert found.tables["disclosure"][0]["unit_code"] is None
    assert [row["reason"] for row in reading.rows(found, "unread", line=4)] == ["date"]


# Goals ----------------------------------------------------------------------------------------------------------------


def test_figure_in_a_subgoal_of_one_line_is_kept():
    found = facts("a_cells", ("绩效目标：解决偏远村庄饮水困难。\n", ""), ("2、推进农村饮水工程。\n绩效指标：“新建供水点≥5处”", "2、农村饮水工程新建供水点≥5处，“新建泵站≥1处”"))
    assert [(row["label"], row["value_number"]) for row in reading.rows(found, "subgoal_figure", line=45)] == [
        ("农村饮水工程新建供水点", 5), ("新建泵站", 1), ("受益人数", 800),
    ]  # fmt: skip


def test_heading_with_nothing_below_it_is_no_subgoal():
    found = facts("a_cells", ("2、推进农村饮水工程。\n", "2、推进农村饮水工程。\n3、推进农村饮水工程。\n"))
    assert [row["subgoal_no"] for row in reading.rows(found, "subgoal", kind="subgoal")] == [1, 3]
    assert [(row["line"], row["is_data"]) for row in reading.rows(found, "unread", reason="heading_only")] == [(45, False)]


# Identifiers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_normalising_twice_gives_the_same(name):
    assert reading.facts_of(GOLDEN[name]) == reading.facts_of(GOLDEN[name])


@pytest.mark.parametrize("name", NAMES)
def test_identifiers_are_unique(name):
    found = reading.facts_of(GOLDEN[name])
    for table, rows in found.tables.items():
        key = f"{table}_id"
        ids = [row[key] for row in rows if key in row]
        assert len(ids) == len(set(ids)), table


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("a_cells", ("1、一般公共预算拨款收入：指县级财政当年拨付的资金。", "1、预算收入：指拨付的资金。\n    2、其他：指其他资金。")),
        ("b_pages", ("4、其他固定资产⇥150⇥72.26", "4、其他固定资产⇥149⇥72.20")),
        ("d_projects", ("⇥≤0.50.5元", "⇥≤0.60.6元")),
        ("f_forms", ("⇥成本受市场影响。", "⇥无。")),
    ],
)
def test_change_further_below_keeps_the_identifiers_above(name, change):
    before, after = reading.facts_of(GOLDEN[name]), facts(name, change)
    assert before.disclosure_id != after.disclosure_id
    line = next(number for number, text in enumerate(changed(name).split("\n"), 1) if change[0] in text)
    for table in ("cell", *reading.FACTS):
        above, same = (
            [row[f"{table}_id"] for row in reading.rows(side, table) if row["line"] < line and f"{table}_id" in row]
            for side in (before, after)
        )
        assert above == same
        assert above or table != "cell"


# Whatever comes in ----------------------------------------------------------------------------------------------------


@settings(reading.STEADY, max_examples=100)
@given(name=st.sampled_from(NAMES), data=st.data())
def test_damaged_documents_are_read_or_refused_never_a_crash(name, data):
    """Lines lost, doubled or moved, and cells lost: facts that add up, or BadInput."""
    lines = GOLDEN[name].split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(lines) - 1)))
        if not lines:
            break
        match data.draw(st.sampled_from(["drop", "double", "blank", "cut", "cell", "swap"])):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "blank":
                lines.insert(at, "")
            case "cut":
                del lines[at + 1 :]
            case "cell":
                lines[at] = lines[at].replace("\t", "", 1)
            case "swap":
                lines[at], lines[at - 1] = lines[at - 1], lines[at]
    try:
        found = reading.facts_of("\n".join(lines))
    except BadInput as error:
        assert re.match(r"document\.txt: ", str(error))
        return
    cells = {cell["cell_id"] for cell in found.tables["cell"]}
    for rows in found.tables.values():
        assert {row["cell_id"] for row in rows if row.get("cell_id")} <= cells


# What the running text says of itself ----------------------------------------------------------------------------------


def mentions(text: str, kind: str) -> list[tuple[object, ...]]:
    return [(row["line"], row["text"], row["value"]) for row in reading.rows(reading.facts_of(text), "mention", kind=kind)]


def budget_saying(line: str, **sentences: str) -> str:
    return STATEMENT.format(**{**SENTENCES, **sentences}).replace("二、", f"一、部门职责\n{line}\n二、", 1)


def test_title_is_the_line_that_names_the_department():
    assert mentions(GOLDEN["b_pages"], "title") == [(215, "云岭县林业局2023年部门预算信息公开情况说明", None)]
    assert mentions(GOLDEN["d_projects"], "title") == [(2, "部门整体绩效目标", None)]


def test_mention_keeps_its_id_when_more_is_read_from_its_line():
    plain, more = (
        reading.rows(reading.facts_of(STATEMENT.format(**{**SENTENCES, "three_public": text})), "mention", kind="reason")[0]
        for text in ("公务接待费3万元，原因是厉行节约。", "三公经费预算安排3万元，公务接待费3万元，原因是厉行节约。")
    )
    assert plain["mention_id"] == more["mention_id"] == "m12.reason.m"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("公务接待费3万元，主要原因是厉行节约。", [("reception", "主要原因是厉行节约")]),
        ("公务接待费3万元，较2022年三公经费减少1万元，主要是严控接待。", [("reception", "主要是严控接待")]),
        ("公务用车购置及运行费3万元（其中：公务用车购置费0万元，公务用车运行费3万元），因车辆老化。", [("vehicles", "因车辆老化")]),
        ("公务用车购置及运行费3万元（其中：公务用车购置费0万元，原因是无购置计划；公务用车运行费3万元）。", [("vehicle_purchase", "原因是无购置计划")]),
        ("“三公”经费预算安排3万元，其中：公务接待费3万元。与上年相比减少1万元，原因是：压减开支。", [("total", "原因是:压减开支")]),
        ("三公经费预算安排3万元；由于压减开支，公务接待费减少1万元。", [("reception", "由于压减开支,公务接待费减少1万元")]),
        ("因公出国（境）费0万元，主要用于出访；公务接待费3万元，因素较多。", []),
    ],
)  # fmt: skip
def test_reason_belongs_to_the_component_it_speaks_of(sentence, expected):
    found = mentions(STATEMENT.format(**{**SENTENCES, "three_public": sentence}), "reason")
    assert [(value, text) for _, text, value in found] == expected


def test_years_are_those_of_the_budget_not_those_it_is_compared_with():
    text = STATEMENT.format(**{**SENTENCES, "year_on_year": "2023年预算收支120万元，较2022年预算增加3万元，与2021年预算安排相比持平。"})
    assert {value for *_, value in mentions(text, "year")} == {"2023"}
    assert (8, "2021年预算安排", "2021") in mentions(text.replace("与2021", "。2021"), "year")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一、部门职责", "han:1"), ("（十二）指导工作", "han_bracket:12"), ("21、指导工作。", "arabic:21"), ("3.指导工作，协调", "arabic:3"),
        ("（4）指导工作", "arabic_bracket:4"), ("第三部分 预算项目绩效目标", "part:3"), ("3.5万元用于办公。", None), ("（2023年）", None),
    ],
)  # fmt: skip
def test_heading_is_known_by_its_marker(line, expected):
    assert [value for at, _, value in mentions(budget_saying(line), "heading") if at == 3] == [expected] * bool(expected)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("负责重大问题的调查 research，提出意见。", ["foreign:research"]), ("安装office软件，举办pk赛。", []),
        ("经费由财政拔款解决。", ["typo:拔款"]), ("选拔优秀人才，核拔资金。", ["typo:拔"]),
        ("提出意见意见；按标准标准发放。。", ["doubled:意见意见", "doubled:标准标准", "doubled:。。"]),
        ("一村一月一场，部门部门预算，干部培训培训费，宣传宣传部文件。", []),
        ("负责建立规范的干部教育培训体系，\n绩效指标：无", ["cut_off"]), ("1、负责建立干部教育培训体系，\n2、负责考核", []),
    ],
)  # fmt: skip
def test_damage_is_told_with_its_class(line, expected):
    assert [value for *_, value in mentions(budget_saying(line), "damage")] == expected


def test_level_is_what_the_document_calls_its_own():
    line = "贯彻《河北省省级部门预算管理办法》和省委办公厅要求，推动我市工作，服务本市场，推动办公厅工作，由县级财政拨付。"
    assert [(text, value) for _, text, value in mentions(budget_saying(line), "level")] == [
        ("我市", "市"), ("办公厅", "省"), ("县级财政", "县"),
    ]  # fmt: skip


def test_document_numbers_are_found_wherever_a_project_cites_one():
    """In purpose and goal (also where a line break parts it), in the description and the basis of an indicator."""
    form = changed(
        "d_projects",
        ("⇥征集散存于民间的档案。", "⇥按冀组字[2015]26 号征集散存于民间的档案。"), ("⇥1.征集档案。\n2.丰富馆藏。", "⇥1.征集档案。\n2.落实邢组字\n〔2015〕26号。"),
    )  # fmt: skip
    assert [(line, value) for line, _, value in mentions(form, "document_number")] == [(41, "冀组字〔2015〕26号"), (56, "邢组字〔2015〕26号")]
    table = changed("b_pages", ("⇥每亩补助标准⇥800 元⇥2023 工作计划", "⇥按云政发（2021）7号文件⇥800 元⇥达到云退役军人厅发[2020]14号要求"))
    assert [(line, value) for line, _, value in mentions(table, "document_number") if line == 261] == [
        (261, "云政发〔2021〕7号"), (261, "云退役军人厅发〔2020〕14号"),
    ]  # fmt: skip


@pytest.mark.parametrize("printed", ["冀财预[2019]67号", "（冀财预〔2019〕67号）", "补助资金冀财预【2019】67号", "根据冀财预(2019)067号"])
def test_document_number_is_made_comparable(printed):
    assert [value for *_, value in mentions(budget_saying(f"依据{printed}，做好工作。"), "document_number")] == ["冀财预〔2019〕67号"]
