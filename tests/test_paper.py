"""Tables made for the screen: nothing from a document passes as markup, a gap is never a zero, money is exact."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from budget import paper, words

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
        paper.grid([(EVIL, EVIL, ["present"])], [EVIL], {EVIL: 1}), paper.marks([(EVIL, "present", EVIL)]),
        paper.fill("<p>{text}</p>", text=EVIL),
    ]  # fmt: skip
    assert all("<script" not in html and "<b>" not in html and SAFE in html for html in made)


def test_a_gap_says_why() -> None:
    data = pd.DataFrame({"amount_yuan": [None, None, Decimal("0.00")], "value_status": ["blank", "secret", "zero"]})
    html = paper.ledger(data, {"amount_yuan": "金额"}, unit="万元", address=address)
    assert html.count("空白") == 1
    assert html.count("涉密") == 1
    assert html.count("0.00") == 1
    assert "金额（万元）" in html


def test_a_derived_sum_looks_derived() -> None:
    data = pd.DataFrame({"amount_yuan": [Decimal(1), Decimal(2)], "basis": ["derived", "prose"]})
    assert paper.ledger(data, {"amount_yuan": ""}, unit="元", address=address).count("derived") == 1


def test_a_cell_leads_to_its_disclosure() -> None:
    html = paper.ledger(pd.DataFrame({"cell_id": ["d1.c7"]}), {"cell_id": ""}, unit="元", address=address)
    assert "disclosures?disclosure=d1&amp;cell=d1.c7" in html


def test_printed_cells_stand_where_they_stood() -> None:
    cells = pd.DataFrame({"cell_id": ["a", "b"], "row_no": [1, 2], "column_no": [2, 1], "raw_text": ["二", "一"],
                          "line_start": [5, 7], "line_end": [6, 7], "reading": ["fact", "unread"]})  # fmt: skip
    html = paper.printed(cells, "b")
    assert '<th class="l">5–6</th><td></td><td class="r-fact ' in html
    assert html.count("mz-hit") == 1
    with words.speaking("en"):
        assert "Not read" in paper.printed(cells)
