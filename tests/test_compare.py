"""Comparisons: every value, rank and gap agrees with other arithmetic over the base tables; what cannot be told apart says so."""

from __future__ import annotations

import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import queries
from budget import store
from tests.test_pages import run as open_page
from tests.test_pages import text

PAGE = "pages/compare/compare.py"
EVERYWHERE: dict[str, Any] = {"regions": [], "departments": [], "years": []}
QINGLONG, BAZHOU, NANGONG, BEIDAIHE = "130321-40924d", "131081-40924d", "130581-d13e50", "130304-40924d"


pytestmark = pytest.mark.usefixtures("stored")


def answer(statement: queries.Statement, db: duckdb.DuckDBPyConnection | None = None, **values: Any) -> list[dict[str, Any]]:
    result = (db or store.open_store()).cursor().execute(statement.sql, values)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def standing(measure: str, how: str = "absolute", which: str = "latest", **values: Any) -> list[dict[str, Any]]:
    return answer(queries.compare.standing, **{**EVERYWHERE, **values}, measure=measure, how=how, which=which, cut="row", most=10**6, own="")


def ask(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    return store.open_store().cursor().execute(sql, values).fetchall()


def ranks_hold(rows: list[dict[str, Any]], which: str) -> None:
    """Every rank, and the ranks that rounding leaves open, counted one by one."""
    groups = defaultdict(list)
    for row in rows:
        groups[row["fiscal_year"] if which == "each" else 0].append(row)
    for group in groups.values():
        known = [row for row in group if row["value"] is not None]
        for row in group:
            assert row["ranked"] == len(known)
            assert row["gaps"] == len([one for one in group if one["value"] is None and one["value_status"] != "not_expected"])
            assert (row["value"] is None) == (row["rank"] is None) == (row["best"] is None)
        for row in known:
            assert row["low"] <= row["value"] <= row["high"]
            assert row["rank"] == 1 + sum(other["value"] > row["value"] for other in known)
            assert row["best"] == 1 + sum(other["low"] > row["high"] for other in known)
            assert row["worst"] == sum(other["high"] >= row["low"] for other in known)


MONEY = [
    "total", "basic", "project", "personnel", "public", "operating", "three_public", "overseas", "vehicle_purchase", "vehicle_operation",
    "reception", "procurement", "general_budget", "government_fund", "revenue", "carryover", "assets",
]  # fmt: skip


@pytest.mark.parametrize("measure", MONEY)
def test_money_is_that_of_the_marts_and_divided_by_what_is_stated(measure: str) -> None:
    sums = {(d, y, m): v for d, y, m, v in ask("select department_id, fiscal_year, measure, amount_yuan from department_year")}
    sums |= {(d, y, m): v for d, y, m, v in ask("select department_id, fiscal_year, component, amount_yuan from three_public_funds where component <> 'total'")}
    for how, over, size in (("absolute", None, 1), ("share", "total", 1), ("per_basic", "basic", 1_000_000)):
        rows = standing(measure, how, "each")
        for row in rows:
            place = (row["department_id"], row["fiscal_year"])
            own = sums.get((*place, measure))
            whole = sums.get((*place, over)) if over else Decimal(1)
            if own is None or not whole:
                assert row["value"] is None
                assert row["value_status"] not in ("reported", "zero")
            else:
                assert row["value"] == pytest.approx(float(own / whole * size), rel=1e-9)
        held = {place[:2] for place, value in sums.items() if place[2] == measure and value is not None}
        assert held <= {(row["department_id"], row["fiscal_year"]) for row in rows}  # nothing that is known is left out
        ranks_hold(rows, "each")
        ranks_hold(standing(measure, how, "latest"), "latest")


def test_counts_are_those_of_the_base_tables() -> None:
    for measure, condition in (("indicators", "true"), ("quantified", "i.is_quantified")):
        counted = dict(
            ask(
                "select d.department_id, count(*) from indicator i join project p using (project_id) join disclosure d using (disclosure_id)"
                " where i.level2 in ('数量指标', '质量指标', '时效指标', '成本指标', '经济效益指标', '社会效益指标', '生态效益指标',"
                f" '可持续影响指标', '服务对象满意度指标') and {condition} group by 1"
            )
        )
        assert {row["department_id"]: row["value"] for row in standing(measure) if row["value"] is not None} == counted
    projects = dict(
        ask("select d.department_id, count(distinct p.project_id) from project p join disclosure d using (disclosure_id) join indicator using (project_id) group by 1")
    )
    assert {row["department_id"]: row["value"] for row in standing("projects") if row["value"] is not None} == projects
    found = dict(
        ask("select d.department_id, count(*) from finding f join disclosure d using (disclosure_id) where severity in ('error', 'warning') group by 1")
    )
    assert {row["department_id"]: row["value"] for row in standing("findings")} == found
    for measure in ("projects", "indicators", "quantified", "findings"):
        ranks_hold(standing(measure, "per_basic", "each"), "each")


def test_kinds_of_cost_count_as_cost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms since 2021 have cost as a level of its own: Compare counts its kinds as the pages of indicators do."""
    data = Path(shutil.copytree(store.BUNDLED_DATA, tmp_path / "data", ignore=shutil.ignore_patterns("sample")))
    (file,) = data.glob("disclosures/130304-2021-*/indicator.csv")
    old = file.read_text(encoding="utf-8")
    file.write_text(old.replace("产出指标,成本指标", "成本指标,社会成本指标"), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != old
    before = {measure: [(row["department_id"], row["number"]) for row in standing(measure)] for measure in ("indicators", "quantified")}
    monkeypatch.setenv("MINGZHANG_STORE", str(tmp_path / "store"))
    store.build(data)
    for measure, counted in before.items():
        assert [(row["department_id"], row["number"]) for row in standing(measure)] == counted
        shown = ask(f"select department_id, sum({measure}) from indicator_summary group by 1")
        assert dict(counted) == {**dict.fromkeys(dict(counted)), **dict(shown)}
        cells = answer(queries.compare.cells, disclosures=[one for (one,) in ask("select disclosure_id from disclosure")], counted=measure)
        assert len(cells) == sum(number for _, number in shown)


def test_known_figures() -> None:
    totals = {row["department_id"]: (row["amount_yuan"], row["rank"]) for row in standing("total")}
    assert totals[QINGLONG] == (Decimal("88157700.00"), 1)
    assert totals[BAZHOU] == (Decimal("50558900.00"), 2)
    assert totals[BEIDAIHE] == (None, None)  # its targets are no budget
    derived = next(row for row in standing("three_public", which="each") if row["department_id"] == BAZHOU and row["fiscal_year"] == 2019)
    assert (derived["amount_yuan"], derived["basis"], derived["high"] - derived["low"]) == (Decimal("53800.00"), "derived", 200)
    lacking = next(row for row in standing("projects", "per_basic") if row["department_id"] == BEIDAIHE)
    assert (lacking["number"], lacking["value"], lacking["value_status"]) == (13, None, "no_base")


def test_what_rounding_and_gaps_leave_open(tmp_path: Path) -> None:
    file = tmp_path / "close.duckdb"
    shutil.copy(store.store_dir() / (store.store_dir() / "current").read_text(encoding="utf-8").split()[0], file)
    change = "update department_year set amount_yuan = ?, half_yuan = ?, value_status = ? where measure = 'total' and department_id = ? and basis <> 'derived'"
    with duckdb.connect(str(file)) as db:
        # of the years with a budget: 2019 is known from a change
        asked = {**EVERYWHERE, "years": [2020, 2021, 2023], "measure": "total", "how": "absolute", "which": "latest"}
        asked |= {"cut": "row", "most": 10, "own": ""}

        def places() -> dict[str, tuple[int, int, int]]:
            rows = answer(queries.compare.standing, db, **asked)
            ranks_hold(rows, "latest")
            return {row["department_id"]: (row["rank"], row["best"], row["worst"]) for row in rows if row["value"] is not None}

        # 4,002 万元 printed without decimals may be as much as 4,002.49 beside 4,002.30
        db.execute(change, [40_020_000, 5_000, "reported", NANGONG])
        db.execute(change, [40_023_000, 50, "reported", BAZHOU])
        assert places() == {QINGLONG: (1, 1, 1), BAZHOU: (2, 2, 3), NANGONG: (3, 2, 3)}
        # alike to the last 分: the same rank, and neither is told to be above
        db.execute(change, [40_023_000, 0, "reported", NANGONG])
        assert places() == {QINGLONG: (1, 1, 1), BAZHOU: (2, 2, 3), NANGONG: (2, 2, 3)}
        # a gap is no zero: it has no rank, and is counted
        db.execute(change, [None, None, "not_disclosed", BAZHOU])
        assert places() == {QINGLONG: (1, 1, 1), NANGONG: (2, 2, 2)}
        assert {row["gaps"] for row in answer(queries.compare.standing, db, **asked)} == {1}
        assert next(row for row in answer(queries.compare.standing, db, **asked) if row["department_id"] == BAZHOU)["value"] is None


def test_peers_are_alike() -> None:
    rows = {row["department_id"]: row for row in answer(queries.compare.peers, department=BAZHOU)}
    assert BAZHOU not in rows
    assert {one for one, row in rows.items() if row["same_type"] and row["same_level"]} == {QINGLONG, BEIDAIHE}
    assert rows[QINGLONG]["same_size"] is True  # 8,815.77 is less than twice 5,055.89
    assert rows[BEIDAIHE]["same_size"] is None  # it states no total: unknown is not alike


def test_every_point_leads_to_its_cells() -> None:
    cells = {cell for (cell,) in ask("select cell_id from cell")}
    for measure, how in (("three_public", "per_basic"), ("reception", "share")):
        for row in standing(measure, how):
            if row["value"] is not None:
                assert {row["cell_id"], row["base_cell_id"]} <= cells
    everyone = [one for (one,) in ask("select disclosure_id from disclosure")]
    for counted in ("projects", "indicators", "quantified", "findings"):
        found = [row["cell_id"] for row in answer(queries.compare.cells, disclosures=everyone, counted=counted)]
        assert found and set(found) <= cells
        number = sum(row["number"] or 0 for row in standing(counted))
        assert len(found) <= number  # findings may begin in one cell


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("view", "how"), [("bars", "absolute"), ("dots", "share"), ("heatmap", "per_basic"), ("table", "per_basic")])
@pytest.mark.parametrize("measure", ["total", "reception", "projects", "quantified", "findings"])
def test_every_view_of_every_kind_of_measure_runs(measure: str, view: str, how: str, lang: str) -> None:
    shown = text(open_page(PAGE, measure=measure, view=view, how=how, lang=lang))
    assert ("mz-ledger" if view == "table" else "mz-figure") in shown
    assert "NaN" not in shown and "<NA>" not in shown


def test_levels_and_kinds_that_differ_are_told() -> None:
    shown = text(open_page(PAGE, measure="findings", how="absolute"))
    assert "不同级次" in shown and "不同种" in shown and "不是同一年" in shown
    assert "不同级次" not in text(open_page(PAGE, measure="three_public"))


def test_peers_are_proposed_and_can_be_changed() -> None:
    key = f"peers-{BAZHOU}"
    proposed = open_page(PAGE, base=BAZHOU, measure="three_public")
    assert "的 1 个，可以增减" in text(proposed)
    assert proposed.multiselect(key=key).value == [QINGLONG]
    proposed.multiselect(key=key).set_value([QINGLONG, NANGONG]).run()
    assert "3 个里第 3" in text(proposed)
    assert "部门类型不同" in text(proposed)
