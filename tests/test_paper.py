"""Tables made for the screen: nothing from a document passes as markup, a gap is never a zero, money is exact."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from budget import paper, words
from budget.charts import percent

EVIL = "<script>alert(1)</script>"
SAFE = "&lt;script&gt;alert(1)&lt;/script&gt;"


def address(**parameters: object) -> str:
    return "disclosures?" + "&".join(f"{name}={value}" for name, value in parameters.items())


@pytest.mark.parametrize(
    ("yuan", "unit", "shown"),
    [
        ("82306200.00", "万元", "8,230.62"), ("82306200.00", "元", "82,306,200.00"), ("82306200.00", "亿元", "0.8231"),
        ("62000", "万元", "6.20"), ("0", "万元", "0.00"), ("-24000", "万元", "-2.40"), ("50", "万元", "0.0050"),
        ("13.50", "亿元", "0.00000014"), ("1050", "万元", "0.11"),
    ],
)  # fmt: skip
def test_money(yuan: str, unit: str, shown: str) -> None:
    assert paper.money(Decimal(yuan), unit) == shown


def test_no_money_is_a_dash() -> None:
    assert paper.money(None, "万元") == "—"


def test_documents_bring_no_markup() -> None:
    row = {"cell_id": 'x.1"><b>', "disclosure_id": EVIL, "raw_text": EVIL, "row_no": 1, "column_no": 1, "line_start": 3,
           "line_end": 3, "reading": "fact", "amount_yuan": None, "value_status": EVIL}  # fmt: skip
    data = pd.DataFrame([row])
    heads = dict.fromkeys(row, EVIL)
    made = [
        paper.ledger(data, heads, unit="万元", address=address), paper.printed(data), paper.facts({EVIL: EVIL}),
        paper.grid([(EVIL, EVIL, EVIL, [paper.Mark("part", EVIL, EVIL, EVIL)])], [(EVIL, EVIL)], {EVIL: 1}, EVIL), paper.marks([(EVIL, "present", EVIL)]),
        paper.fill("<p>{text}</p>", text=EVIL),
    ]  # fmt: skip
    assert all("<script" not in html and "<b>" not in html and SAFE in html for html in made)


@pytest.mark.parametrize(
    ("said", "look"),
    [("满意度", ""), ("服务对象满意度指标", "mid"), ("字" * 25, "long"), ("Quality", ""), ("130321-40924d", "mid"), ("Satisfaction of those served", "mid"), ("word " * 10, "long")],
)
def test_a_column_is_as_wide_as_its_words_are(said: str, look: str) -> None:
    shown = paper.ledger(pd.DataFrame({"said": [said]}), {"said": "x"}, unit="万元", address=address)
    assert f'<td class="{look} ">' in shown


def test_a_gap_says_why() -> None:
    data = pd.DataFrame({"amount_yuan": [None, None, Decimal("0.00")], "value_status": ["blank", "secret", "zero"]})
    html = paper.ledger(data, {"amount_yuan": "金额"}, unit="万元", address=address)
    assert html.count("空白") == 1
    assert html.count("涉密") == 1
    assert html.count("0.00") == 1
    assert "金额（万元）" in html


def test_a_gap_of_any_column_says_why() -> None:
    data = pd.DataFrame({"executed_yuan": [None], "executed_status": ["secret"], "score_stated": [None], "score_status": ["blank"],
                         "target_raw": [None], "target_status": ["not_disclosed"], "other": [None]})  # fmt: skip
    html = paper.ledger(data, {name: name for name in ("executed_yuan", "score_stated", "target_raw", "other")}, unit="万元", address=address)
    assert [html.count(word) for word in ("涉密", "空白", "未公开", "—")] == [1, 1, 1, 1]


def test_a_derived_sum_looks_derived() -> None:
    data = pd.DataFrame({"amount_yuan": [Decimal(1), Decimal(2)], "basis": ["derived", "prose"]})
    assert paper.ledger(data, {"amount_yuan": ""}, unit="元", address=address).count("derived") == 1


def test_a_cell_leads_to_its_disclosure() -> None:
    html = paper.ledger(pd.DataFrame({"cell_id": ["d1.c7"]}), {"cell_id": ""}, unit="元", address=address)
    assert "disclosures?disclosure=d1&amp;cell=d1.c7" in html


def test_printed_cells_stand_where_they_stood() -> None:
    cells = pd.DataFrame({"cell_id": ["a", "b"], "row_no": [1, 2], "column_no": [2, 1], "raw_text": ["二", "一"],
                          "line_start": [5, 7], "line_end": [6, 7], "reading": ["fact", "unread"]})  # fmt: skip
    html = paper.printed(cells, {"b": ""})
    assert '<th class="l">5–6</th><td></td><td class="r-fact"' in html
    assert html.count("mz-hit") == 1
    with words.speaking("en"):
        assert "Not read" in paper.printed(cells)


def test_the_key_explains_what_is_there() -> None:
    cells = pd.DataFrame({"cell_id": ["a"], "row_no": [1], "column_no": [1], "raw_text": ["一"], "line_start": [5],
                          "line_end": [5], "reading": ["fact"]})  # fmt: skip
    made = [paper.printed(cells), paper.marks([("收入", "present", "")]), paper.grid([("甲", "", "", [paper.Mark("absent", "")])], [("收入", "")], {"表": 1}, "")]
    for html, there, missing in zip(
        made, ["读成数据", "已公开", "这份文件里没有"], ["表头与编号", "空表并说明", "已公开"], strict=True
    ):
        assert f"<i></i>{there}</li>" in html
        assert missing not in html


@pytest.mark.parametrize(("share", "shown"), [("0", "0.0%"), ("0.0004", "<0.1%"), ("0.0006", "0.1%"), ("0.955", "95.5%"), ("0.9805", "98.1%"), ("1", "100.0%")])
def test_a_share_is_the_same_in_tables_and_figures(share: str, shown: str) -> None:
    assert paper.percent(Decimal(share)) == percent(float(share)) == shown
    html = paper.ledger(pd.DataFrame({"share": [Decimal(share)]}), {"share": ""}, unit="元", address=address)
    assert f">{paper.fill('{shown}', shown=shown)}</td>" in html


def test_points_are_no_share() -> None:
    html = paper.ledger(pd.DataFrame({"score_stated": [Decimal("95.50")]}), {"score_stated": ""}, unit="元", address=address)
    assert ">95.5</td>" in html


def test_a_csv_has_the_table_first_and_loses_nothing() -> None:
    data = pd.DataFrame({"disclosure_id": ["d1", "d1"], "measure": ["basic", "budget"], "kind": ["budget", "budget"], "share": [Decimal(1) / 3, None],
                         "amount_yuan": [Decimal("1234.50"), None], "value_status": ["reported", "blank"]})  # fmt: skip
    columns = {"measure": "口径", "amount_yuan": "金额", "share": "占比", "kind": "文件种类"}
    heads, rows = paper.export(data, columns)
    assert heads == ["口径", "金额（元）", "占比", "文件种类", "disclosure_id", "measure", "kind", "value_status"]
    assert rows[0] == ["基本支出", Decimal("1234.50"), Decimal("0.333333"), "部门预算", "d1", "basic", "budget", "reported"]
    assert rows[1] == ["预算数", "", "", "部门预算", "d1", "budget", "budget", "blank"]
    with words.speaking("en"):
        assert paper.export(data, {"amount_yuan": "Amount"})[0][0] == "Amount (yuan)"
    assert paper.export(data, {})[0] == list(data.columns)


def test_a_table_of_thousands_is_bounded() -> None:
    html = paper.ledger(pd.DataFrame({"title": ["标题"] * 5000}), {"title": ""}, unit="元", address=address)
    assert html.count("标题") == paper.ROWS


def test_a_listing_says_what_the_ledger_says() -> None:
    row = {"kind": "budget", "amount_yuan": Decimal("12345.60"), "share": Decimal("0.5"), "n": 1200, "changed": False, "basis": "derived", "value_status": "reported"}
    gap = row | {"amount_yuan": None, "value_status": "secret", "share": None}
    data = pd.DataFrame([row | {"cell_id": "d.1"}, gap | {"cell_id": "d.2"}])
    found = paper.listing(data, {"kind": "种类", "amount_yuan": "金额", "share": "占比", "n": "个数", "changed": "有变", "cell_id": "出处"}, unit="万元")
    assert (found.heads, found.right) == (["种类", "金额（万元）", "占比", "个数", "有变"], [False, True, True, True, False])
    assert [[cell.words for cell in row] for row in found.rows] == [["部门预算", "1.23", "50.0%", "1,200", "否"], ["部门预算", "涉密", "—", "1,200", "否"]]
    assert [(cell.gap, cell.derived) for row in found.rows for cell in row[1:3]] == [(False, True), (False, False), (True, False), (True, False)]
