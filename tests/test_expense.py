"""Expenditure: every level, share and step agrees with other arithmetic over the base tables; steps add up to the last 分."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

import queries
from budget import charts, store, words
from budget.charts import theme
from tests.test_pages import run as open_page
from tests.test_pages import text

QINGLONG, BAZHOU, NANGONG = "130321-40924d", "131081-40924d", "130581-d13e50"
TABLED = "130321-2023-a658ba02"  # the one real budget with tables
EVERYWHERE: dict[str, Any] = {"regions": [], "departments": [], "years": []}
STRUCTURE, SHARES, CHANGE = (f"pages/expense/{name}.py" for name in ("structure", "shares", "change"))


pytestmark = pytest.mark.usefixtures("stored")


@pytest.fixture(scope="module")
def made(province: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample store."""
    with store.open_store(province) as db:
        yield db


@pytest.fixture
def changed(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the store of the bundled data that may be written to, with the one budget of tables once more for 2024."""
    file = tmp_path / "changed.duckdb"
    shutil.copy(store.store_dir() / (store.store_dir() / "current").read_text(encoding="utf-8").split()[0], file)
    with duckdb.connect(str(file)) as db:
        for table, keys in (("disclosure", ()), ("amount", ("amount_id", "cell_id")), ("cell", ("cell_id",)), ("document_table", ())):
            replaced = ", ".join([f"replace({key}, '{TABLED}', 'next') as {key}" for key in ("disclosure_id", *keys)])
            db.execute(f"insert into {table} select * replace ({replaced}) from {table} where disclosure_id = '{TABLED}'")
        yield db


def answer(statement: queries.Statement, db: duckdb.DuckDBPyConnection | None = None, **values: Any) -> list[dict[str, Any]]:
    result = (db or store.open_store()).cursor().execute(statement.sql, values)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def printed(db: duckdb.DuckDBPyConnection, disclosure: str, table: str, measure: str, role: str = "leaf") -> dict[str, Decimal]:
    """Sums by code of the first table of its kind, straight from the base tables."""
    rows = db.cursor().execute(
        "select a.item_code, a.amount_yuan, c.table_no from amount a join cell c on c.cell_id = a.cell_id where a.disclosure_id = ? and a.basis = 'table'"
        " and a.table_code = ? and a.measure = ? and a.row_role = ?", [disclosure, table, measure, role],
    ).fetchall()  # fmt: skip
    sums: dict[str, Decimal] = {}
    for code, yuan, number in rows:
        if number == min(row[2] for row in rows) and yuan is not None:
            sums[code or ""] = sums.get(code or "", Decimal(0)) + yuan
    return sums


def budgets(db: duckdb.DuckDBPyConnection) -> list[tuple[str, str, int]]:
    found: list[tuple[str, str, int]] = db.cursor().execute("select disclosure_id, department_id, fiscal_year from current_budget order by 2, 3").fetchall()
    return found


# One budget -----------------------------------------------------------------------------------------------------------


def every_level_holds(db: duckdb.DuckDBPyConnection, disclosure: str, table: str, measure: str) -> int:
    """Every level is that of the base tables, and holds all of the level below; how many codes were looked at."""
    leaves = printed(db, disclosure, table, measure)
    asked = {"disclosure": disclosure, "table_code": table, "measure": measure}
    codes = ["", *sorted({code[:length] for code in leaves for length in (3, 5)})] if leaves else []
    for above in codes:
        rows = answer(queries.expense_structure.under, db, **asked, above=above)
        wanted: dict[str, Decimal] = {}
        for code, yuan in leaves.items():
            if code.startswith(above):
                here = code[: len(above) + 2 if above else 3]
                wanted[here] = wanted.get(here, Decimal(0)) + yuan
        assert {row["code"]: row["amount_yuan"] for row in rows} == wanted
        assert [row["amount_yuan"] for row in rows] == sorted(wanted.values(), reverse=True)
        cells = {cell for row in rows for cell in row["cell_ids"].split()}
        assert len(cells) >= len([code for code in leaves if code.startswith(above)])
    assert {row["code"]: row["amount_yuan"] for row in answer(queries.expense_structure.by_function, db, **asked)} == leaves
    return len(codes)


@pytest.mark.parametrize("measure", ["total", "basic", "project"])
@pytest.mark.parametrize("table", ["expenditure", "general_budget", "government_fund"])
def test_every_level_is_that_of_the_base_tables(table: str, measure: str, made: duckdb.DuckDBPyConnection) -> None:
    assert (every_level_holds(store.open_store(), TABLED, table, measure) > 0) == ((table, measure) != ("government_fund", "basic"))
    for disclosure, _, _ in budgets(made)[:2]:
        every_level_holds(made, disclosure, table, measure)


def test_shares_of_the_whole() -> None:
    rows = answer(queries.expense_structure.under, disclosure=TABLED, table_code="expenditure", measure="total", above="")
    assert sum(row["amount_yuan"] for row in rows) == Decimal("88157700.00")
    assert sum(row["share"] for row in rows) == pytest.approx(1)
    assert rows[0]["code"] == "213" and rows[0]["share"] == pytest.approx(82306200 / 88157700)


def test_economic_classes_and_carryover_are_those_of_the_tables(made: duckdb.DuckDBPyConnection) -> None:
    for db, disclosure in ((store.open_store(), TABLED), (made, budgets(made)[0][0])):
        economic = answer(queries.expense_structure.by_economic, db, disclosure=disclosure)
        assert {row["code"]: row["amount_yuan"] for row in economic} == printed(db, disclosure, "general_basic", "basic")
    carried = answer(queries.expense_structure.by_function, disclosure=TABLED, table_code="revenue", measure="carryover")
    assert sum(row["amount_yuan"] for row in carried) == Decimal("5257500.00")


def test_sources_add_up_to_the_income() -> None:
    rows = answer(queries.expense_structure.sources, picked=[TABLED])
    assert sum(row["amount_yuan"] or 0 for row in rows) == Decimal("88157700.00")
    assert {row["measure"]: row["amount_yuan"] for row in rows}["carryover"] == Decimal("5257500.00")


def test_choices_are_bounded_and_hold_what_is_asked_for(made: duckdb.DuckDBPyConnection) -> None:
    asked = {**EVERYWHERE, "table_code": "expenditure"}
    few = answer(queries.expense_structure.choices, made, **asked, most=2, asked="")
    all_ = answer(queries.expense_structure.choices, made, **asked, most=1000, asked="")
    assert len(few) == 2 and few == all_[:2] and few[0]["held"] == len(all_) == len(budgets(made))
    last = all_[-1]
    for name in (last["disclosure_id"], last["label"]):
        assert last in answer(queries.expense_structure.choices, made, **asked, most=2, asked=name)
    real = answer(queries.expense_structure.choices, **asked, most=10, asked="")
    assert [row["has_table"] for row in real] == [True, False, False]  # that which can be drawn is offered first


def test_a_drill_level_stands_in_the_link() -> None:
    top = text(open_page(STRUCTURE))
    assert "“农林水支出”占 93.4%" in top and "合计 8,815.77 万元，分在 6 个类里" in top
    inside = text(open_page(STRUCTURE, code="201"))
    assert "一般公共服务支出：“组织事务”占 100.0%" in inside and "占全部的 3.7%" in inside
    deeper = text(open_page(STRUCTURE, code="20132", drawn="表格"))
    assert "行政运行" in deeper and "285.32" in deeper and "code=2013201" in deeper
    leaf = text(open_page(STRUCTURE, code="2013201"))
    assert "2013201 行政运行" in leaf and "2,853,200.00" in text(open_page(STRUCTURE, code="2013201", unit="元"))
    assert "没有科目 999" in text(open_page(STRUCTURE, code="999"))
    assert "没有科目 &lt;b&gt;" in text(open_page(STRUCTURE, code="<b>"))


def test_what_is_not_disclosed_is_said_and_not_drawn() -> None:
    shown = text(open_page(STRUCTURE, region="南宫市 130581"))
    assert "的“支出总表”没有合计数：这份文件里没有" in shown
    assert "没有按经济分类的基本支出表可画：这份文件里没有" in shown
    assert "没有按科目写明的上年结转" in shown
    assert "没有写明的：人员经费、公用经费，图上是点状，不当作零" in shown


# Side by side ---------------------------------------------------------------------------------------------------------


def test_classes_side_by_side_are_those_of_the_tables(made: duckdb.DuckDBPyConnection) -> None:
    picked = [disclosure for disclosure, _, _ in budgets(made)]
    rows = answer(queries.expense_structure.classes, made, picked=picked, table_code="expenditure", measure="total", most=2)
    folded = 0
    for disclosure in picked:
        here = [row for row in rows if row["disclosure_id"] == disclosure]
        leaves = printed(made, disclosure, "expenditure", "total")
        assert sum(row["amount_yuan"] for row in here) == sum(leaves.values())
        assert sum(row["share"] for row in here) == pytest.approx(1)
        named = {row["code"] for row in here} - {"other"}
        rest = {code[:3] for code in leaves} - named
        other = next((row for row in here if row["code"] == "other"), None)
        assert (other["items"] if other else 0) == len(rest)
        folded += len(rest)
        for row in here:
            if row["code"] != "other":
                assert row["amount_yuan"] == sum(yuan for code, yuan in leaves.items() if code.startswith(row["code"]))
    assert folded and len({row["code"] for row in rows}) == 3


def test_a_budget_without_the_table_has_no_share() -> None:
    picked = [disclosure for disclosure, _, _ in budgets(store.open_store())]
    rows = answer(queries.expense_structure.classes, picked=picked, table_code="expenditure", measure="total", most=7)
    silent = [row for row in rows if row["amount_yuan"] is None]
    assert {row["department_id"]: row["value_status"] for row in silent} == {BAZHOU: "not_disclosed", NANGONG: "not_disclosed"}
    assert all(row["share"] is None for row in silent)


def test_the_largest_are_held_side_by_side(made: duckdb.DuckDBPyConnection) -> None:
    totals = made.cursor().execute("select department_id, fiscal_year, amount_yuan from department_year where measure = 'total'").fetchall()
    rows = answer(queries.expense_structure.beside, made, **EVERYWHERE, which="each", most=4)
    assert sorted(row["amount_yuan"] for row in rows) == sorted(yuan for _, _, yuan in totals if yuan is not None)[-4:]
    assert {row["held"] for row in rows} == {len({department for department, _, _ in totals})}
    latest = answer(queries.expense_structure.beside, made, **EVERYWHERE, which="latest", most=40)
    newest = {department: max(year for one, year, _ in totals if one == department) for department, _, _ in totals}
    assert {row["department_id"]: row["fiscal_year"] for row in latest} == newest


@pytest.mark.parametrize(
    ("by", "said"),
    [("nature", "项目支出的占比，青龙满族自治县 组织部 2023 最高（95.6%），南宫市 市委部门 2021 最低（54.5%）"),
     ("basic", "公用经费的占比，青龙满族自治县 组织部 2023 最高（16.4%），霸州市 组织部 2020 最低（13.1%）"),
     ("class", "青龙满族自治县 组织部 2023：农林水支出占 93.4%"), ("economic", "青龙满族自治县 组织部 2023：工资福利支出占 77.8%"),
     ("sources", "一般公共预算的占比，霸州市 组织部 2020 最高（100.0%），青龙满族自治县 组织部 2023 最低（92.7%）")]
)  # fmt: skip
def test_known_shares(by: str, said: str) -> None:
    shown = text(open_page(SHARES, divided=by))
    assert said in shown


def test_every_year_side_by_side() -> None:
    shown = text(open_page(SHARES, beside="each", lang="en"))
    assert "5 department-years beside each other. 2 are derived from stated changes" in shown and "NaN" not in shown


# A change explained ---------------------------------------------------------------------------------------------------


def adds_up(rows: list[dict[str, Any]]) -> Decimal:
    """The steps lead from the first sum to the second, to the last 分; returns the difference."""
    ends = {row["kind"]: row for row in rows if row["kind"] in ("before", "after")}
    difference: Decimal = ends["after"]["after_yuan"] - ends["before"]["before_yuan"]
    steps = [row for row in rows if row["change_yuan"] is not None]
    assert sum((row["change_yuan"] for row in steps), Decimal(0)) == difference
    assert sorted(row["rank"] for row in steps) == list(range(1, len(steps) + 1))
    assert [row["rank"] for row in sorted(steps, key=lambda row: (-abs(row["change_yuan"]), row["code"]))] == sorted(row["rank"] for row in steps)
    for row in steps:
        assert row["change_yuan"] == (row["after_yuan"] or 0) - (row["before_yuan"] or 0)
    return difference


@pytest.mark.parametrize(("table", "measure"), [("expenditure", "total"), ("expenditure", "project"), ("general_basic", "basic")])
def test_the_items_of_a_change_are_those_of_the_tables(table: str, measure: str, made: duckdb.DuckDBPyConnection) -> None:
    all_ = budgets(made)
    pairs = [(one, next_, True) for one, next_ in itertools.pairwise(all_) if one[1] == next_[1]]
    pairs = [*pairs[:4], (all_[0], all_[-1], False), (all_[-2], all_[0], False)]
    kinds = set()
    for one, other, same in pairs:
        for level, length in ((1, 3), (2, 5), (3, 7)):
            rows = answer(queries.expense_change.items, made, before=one[0], after=other[0], table_code=table, measure=measure, level=level)
            totals = [printed(made, side[0], table, measure, "total")[""] for side in (one, other)]
            assert adds_up(rows) == totals[1] - totals[0]
            kinds |= {row["kind"] for row in rows}
            assert same or "moved" not in kinds
            for side, column in ((one, "before"), (other, "after")):
                leaves = printed(made, side[0], table, measure)
                sums: dict[str, Decimal] = {}
                for code, yuan in leaves.items():
                    sums[code[:length]] = sums.get(code[:length], Decimal(0)) + yuan
                parts = [row for row in rows if row["kind"] not in ("before", "after", "rest", "open", "moved")]
                assert {row["code"]: row[f"{column}_yuan"] for row in parts if row[f"{column}_yuan"] is not None} == sums
    assert {"grew", "shrank"} <= kinds


def items(db: duckdb.DuckDBPyConnection, measure: str = "total", level: int = 3) -> dict[tuple[str, str], dict[str, Any]]:
    rows = answer(queries.expense_change.items, db, before=TABLED, after="next", table_code="expenditure", measure=measure, level=level)
    adds_up(rows)
    return {(row["kind"], row["code"]): row for row in rows}


def test_nothing_changed(changed: duckdb.DuckDBPyConnection) -> None:
    assert {kind for kind, _ in items(changed)} == {"before", "after", "same"}


def test_what_is_new_what_ended_and_what_moved(changed: duckdb.DuckDBPyConnection) -> None:
    own = "disclosure_id = 'next' and table_code = 'expenditure'"
    changed.execute(f"update amount set item_code = '2013299' where {own} and item_code = '2013250'")  # 事业运行, under another code
    changed.execute(f"update amount set item_code = '2080599', item_name = '别的事' where {own} and item_code = '2080503'")
    changed.execute(f"update amount set amount_yuan = amount_yuan + 0.01 where {own} and measure = 'total' and (item_code = '2210201' or row_role = 'total')")
    rows = items(changed)
    assert (rows["moved", "2013299"]["old_code"], rows["moved", "2013299"]["change_yuan"]) == ("2013250", 0)
    assert (rows["new", "2080599"]["change_yuan"], rows["new", "2080599"]["before_status"]) == (Decimal("190000.00"), "not_listed")
    assert (rows["ended", "2080503"]["change_yuan"], rows["ended", "2080503"]["after_yuan"]) == (Decimal("-190000.00"), None)
    assert rows["grew", "2210201"]["change_yuan"] == Decimal("0.01")
    assert not [kind for kind, _ in rows if kind in ("rest", "open")]
    # at the level above, nothing of it is seen
    assert {kind for kind, _ in items(changed, level=1)} == {"before", "after", "same", "grew"}
    # between two departments a code does not move
    changed.execute(f"update disclosure set department_id = '{BAZHOU}' where disclosure_id = 'next'")
    assert {("new", "2013299"), ("ended", "2013250")} <= set(items(changed))


def test_what_is_not_stated_is_no_zero(changed: duckdb.DuckDBPyConnection) -> None:
    own = "disclosure_id = 'next' and table_code = 'expenditure' and measure = 'total'"
    changed.execute(f"update amount set amount_yuan = null, value_status = 'secret' where {own} and item_code = '2013201'")
    rows = items(changed)
    secret = rows["open", "2013201"]
    assert (secret["after_yuan"], secret["after_status"], secret["change_yuan"]) == (None, "secret", None)
    # its money is still in the printed total: what is outside the parts is as much as before
    assert (rows["rest", ""]["before_yuan"], rows["rest", ""]["after_yuan"], rows["rest", ""]["change_yuan"]) == (2853200, 2853200, 0)
    # a blank is as unknown, as long as the others do not add up to the total
    changed.execute(f"update amount set value_status = 'blank' where {own} and item_code = '2013201'")
    assert items(changed)["open", "2013201"]["after_status"] == "blank"
    # and is nothing where they do
    changed.execute(f"update amount set amount_yuan = amount_yuan - 2853200 where {own} and row_role = 'total'")
    rows = items(changed)
    assert (rows["ended", "2013201"]["change_yuan"], rows["ended", "2013201"]["after_status"]) == (Decimal("-2853200.00"), "blank")
    assert ("rest", "") not in rows


def test_a_total_that_its_items_do_not_make_up(changed: duckdb.DuckDBPyConnection) -> None:
    own = "disclosure_id = 'next' and table_code = 'expenditure' and measure = 'total'"
    changed.execute(f"update amount set amount_yuan = amount_yuan + 100 where {own} and row_role = 'total'")
    assert items(changed)["rest", ""]["change_yuan"] == 100
    # without a total the items make it; with a gap among them, it is not known
    changed.execute(f"delete from amount where {own} and row_role = 'total'")
    assert items(changed)["after", ""]["after_yuan"] == Decimal("88157700.00")
    changed.execute(f"update amount set amount_yuan = null, value_status = 'blank' where {own} and item_code = '2013201'")
    rows = answer(queries.expense_change.items, changed, before=TABLED, after="next", table_code="expenditure", measure="total", level=3)
    assert [row["kind"] for row in rows] == ["before"]


def test_a_column_that_is_blank_is_not_called_undisclosed() -> None:
    side = answer(queries.expense_change.side, department=QINGLONG, fiscal_year=2023)
    fund = {row["measure"] for row in side if row["table_code"] == "government_fund"}
    assert fund == {"total", "project"}  # its basic expenditure is printed blank
    assert {row["region_level"] for row in side} == {"county"}


def test_headline_figures_of_derived_years() -> None:
    figures = {
        (department, year, measure): yuan
        for department, year, measure, yuan in store.open_store().cursor().execute(
            "select department_id, fiscal_year, measure, amount_yuan from department_year"
        ).fetchall()
    }  # fmt: skip
    for after, before in itertools.permutations([(QINGLONG, 2023), (QINGLONG, 2022), (BAZHOU, 2020), (BAZHOU, 2019), (NANGONG, 2021)], 2):
        asked = {"department": after[0], "fiscal_year": after[1], "from_department": before[0], "from_year": before[1]}
        rows = answer(queries.expense_change.headlines, **asked, split="nature")
        assert adds_up(rows) == figures[*after, "total"] - figures[*before, "total"]
        for row in rows:
            if row["code"]:
                assert (row["before_yuan"], row["after_yuan"]) == (figures[*before, row["code"]], figures[*after, row["code"]])
                assert (row["basis"] == "derived") == (bool({before[1], after[1]} & {2019, 2022}))
    known = {"department": BAZHOU, "fiscal_year": 2020, "from_department": NANGONG, "from_year": 2021}
    parts = {row["code"]: row for row in answer(queries.expense_change.headlines, **known, split="basic")}
    assert (parts["personnel"]["kind"], parts["personnel"]["before_status"], parts["personnel"]["change_yuan"]) == ("open", "not_disclosed", None)
    assert answer(queries.expense_change.headlines, **known | {"from_year": 1999}, split="nature")[0]["kind"] == "after"


def test_sources_of_a_change_are_those_of_the_documents(made: duckdb.DuckDBPyConnection) -> None:
    kinds = set()
    pairs = [(made, one, other) for one, other in itertools.pairwise(budgets(made))]
    pairs += [(store.open_store(), one, other) for one, other in itertools.permutations(budgets(store.open_store()), 2)]
    income = "select {what} from amount where disclosure_id = ? and fiscal_year = ? and side = 'income' and table_code in ('summary', 'statement') and basis <> 'derived'"
    for db, one, other in pairs:
        rows = answer(queries.expense_change.sources, db, before=one[0], after=other[0])
        sums, totals = [], []
        for disclosure, _, year in (one, other):
            asked = db.cursor().execute(
                income.format(what="measure, table_code = 'summary', amount_yuan, row_role, item_code, value_status") + " order by 2", [disclosure, year]
            ).fetchall()
            sums.append({row[0]: row[2] for row in asked if (not row[1] or row[3] == "leaf") and row[5] != "blank" and row[0] not in ("total", "change")})
            totals.append(([row[2] for row in asked if row[0] == "total" and row[3] == "total" and row[4] is None] or [None])[-1])
        if {"before", "after"} <= {row["kind"] for row in rows}:
            difference = adds_up(rows)
            assert None in totals or difference == totals[1] - totals[0]
        kinds |= {row["kind"] for row in rows}
        for row in rows:
            if row["code"]:
                assert (row["before_yuan"], row["after_yuan"]) == (sums[0].get(row["code"]), sums[1].get(row["code"]))
        known = {code for side in sums for code, yuan in side.items() if yuan}
        assert len(rows) == 0 or "after" not in kinds or known <= {row["code"] for row in rows} or not {"before", "after"} <= {row["kind"] for row in rows}
    assert {"grew", "shrank"} <= kinds
    shown = text(open_page(CHANGE, who=BAZHOU, than=QINGLONG, way="sources", unit="元"))
    assert "各步相加正好等于差额 −37,598,800.00 元" in shown and "上年结转" in shown


def test_a_change_in_words() -> None:
    shown = text(open_page(CHANGE))
    assert "青龙满族自治县 组织部 2023 比 2022 少 56.06 万元，最大的一步是“项目支出”" in shown
    assert "各步相加正好等于差额 −56.06 万元" in shown and "各项之外的 −0.01 万元" in shown
    assert not {"item_level", "economic_level"} & {widget.key for widget in open_page(CHANGE).get("button_group")}  # headline figures have none
    between = text(open_page(CHANGE, who=BAZHOU, than=NANGONG))
    assert "霸州市 组织部 2020 比 南宫市 市委部门 2021 多 1,053.51 万元" in between
    assert "部门类型不同；两边不是同一年（2021、2020）" in between
    assert "only in the" not in text(open_page(CHANGE, lang="en"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"way": "economic"}, "青龙满族自治县 组织部 2022：未收录该年预算"), ({"who": BAZHOU, "than": NANGONG, "way": "basic"}, "南宫市 市委部门 2021：未公开"),
     ({"from": "2021"}, "青龙满族自治县 组织部 2021：未收录该年预算"), ({"who": NANGONG}, "只有一年写明支出总额")]
)  # fmt: skip
def test_a_side_that_is_not_disclosed_draws_nothing(asked: dict[str, str], said: str) -> None:
    app = open_page(CHANGE, **asked)
    assert said in text(app) and "mz-empty" in text(app)
    assert "mz-figure" not in text(app) and "0.00" not in text(app)


# Figures --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Plotly checks every property, which the pages leave out."""
    plain = theme.go.Figure

    class Checked(plain):  # type: ignore[misc, valid-type]
        def __init__(self, data: object, *, _validate: bool) -> None:
            super().__init__(data)

    monkeypatch.setattr(theme, "Figure", Checked)
    with words.speaking("zh"):
        yield


def steps(*changes: int, first: int = 100, basis: str = "table") -> pd.DataFrame:
    parts = sorted(changes, reverse=True)
    rows = [{"kind": "before", "label": "甲 2022", "before_yuan": Decimal(first), "basis": basis}]
    order = sorted(parts, key=lambda change: -abs(change))
    rows += [
        {"kind": "grew" if change > 0 else "shrank", "label": f"项 {change}", "change_yuan": Decimal(change), "rank": order.index(change) + 1, "basis": basis}
        for change in parts
    ]  # fmt: skip
    rows.append({"kind": "after", "label": "甲 2023", "after_yuan": Decimal(first + sum(changes)), "basis": "table"})
    blank = dict.fromkeys(("before_yuan", "after_yuan", "change_yuan", "rank"))
    return pd.DataFrame([blank | row | {"words": "增加"} for row in rows])


def bars(figure: Any) -> list[tuple[float, float]]:
    trace = next(trace for trace in figure.data if trace.type == "bar")
    return [(base, base + length) for base, length in zip(trace.base, trace.x, strict=True)]


def test_each_step_begins_where_the_last_ended(strict: None) -> None:
    figure = charts.waterfall(steps(40, 20, -90), look=charts.look(), unit="元")
    assert bars(figure) == [(0, 100), (100, 140), (140, 160), (70, 160), (0, 70)]
    assert figure.layout.xaxis.range[0] == 0


def test_small_steps_are_drawn_as_one_with_their_number(strict: None) -> None:
    figure = charts.waterfall(steps(40, 30, 3, 2, 1, -50, first=50), look=charts.look(), unit="元", most=3)
    assert bars(figure) == [(0, 50), (50, 90), (90, 120), (70, 120), (70, 76), (0, 76)]
    assert any("其余 3 项合计" in note.text for note in figure.layout.annotations)
    assert len(bars(charts.waterfall(steps(40, 30, 3, -50, first=50), look=charts.look(), unit="元", most=3))) == 6  # one alone keeps its name


def test_slivers_beside_large_sums_are_drawn_large_and_the_sums_as_dots(strict: None) -> None:
    figure = charts.waterfall(steps(4, -9, first=1000, basis="derived"), look=charts.look(dark=True), unit="元")
    assert bars(figure) == [(1000, 1004), (995, 1004)]
    assert figure.layout.xaxis.range[0] > 900
    dots = next(trace for trace in figure.data if trace.type == "scatter" and trace.mode == "markers")
    assert (list(dots.x), list(dots.marker.symbol)) == ([1000, 995], ["circle-open", "circle"])
    assert set(next(trace for trace in figure.data if trace.type == "bar").marker.pattern.shape) == {"/"}


def test_only_sums_are_marked_as_beginning_at_zero(strict: None) -> None:
    figure = charts.waterfall(steps(40, 20, -90), look=charts.look(), unit="元")
    assert len(figure.layout.shapes) == 2
    assert not charts.waterfall(steps(4, -9, first=1000), look=charts.look(), unit="元").layout.shapes


def test_a_side_without_a_sum_is_not_drawn(strict: None) -> None:
    rows = steps(40)
    assert not [trace for trace in charts.waterfall(rows[rows["kind"] != "before"], look=charts.look(), unit="元").data if trace.type == "bar"]


@pytest.mark.parametrize("form", [charts.treemap, charts.sunburst])
def test_areas_are_exact_and_bring_no_markup(form: Any, strict: None) -> None:
    rows = pd.DataFrame(
        {"a": ["201", "201", "213"], "an": ["<b>甲", "<b>甲", "乙"], "b": ["2010101", "2010102", "213"], "bn": ["丙", "丁", "乙"],
         "amount_yuan": [Decimal("0.10"), Decimal("0.20"), Decimal("0.00")]}
    )  # fmt: skip
    trace = form(rows, look=charts.look(), unit="元", path=[("a", "an"), ("b", "bn")], root="全部").data[0]
    values = dict(zip(trace.ids, trace.values, strict=True))
    assert values == {"root": 0.3, "201": 0.3, "201/2010101": 0.1, "201/2010102": 0.2}  # what is zero has no area
    assert "&lt;b&gt;甲" in trace.labels


def test_colours_side_by_side_can_be_told_apart() -> None:
    for dark in (False, True):
        codes = ["201", "204", "205", "206", "207", "208", "213"]
        hues = charts.look(dark).apart(codes)
        assert len(set(hues.values())) == len(codes)
        assert hues["201"] == charts.look(dark).colour("201")
