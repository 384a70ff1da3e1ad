"""Three public funds: every figure, change, rank and panel agrees with other arithmetic over the base tables; no gap becomes a number."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

import queries
from budget import charts, store
from queries import three_public as asked_of
from tests import reading
from tests.test_compare import ranks_hold
from tests.test_marts import BUDGET
from tests.test_pages import run as open_page
from tests.test_pages import text

EVERYWHERE: dict[str, Any] = {"regions": [], "departments": [], "years": []}
QINGLONG, BAZHOU, NANGONG = "130321-40924d", "131081-40924d", "130581-d13e50"
COMPONENTS = ["total", "overseas", "vehicles", "vehicle_purchase", "vehicle_operation", "reception"]
ALL = {"start": 0, "most": 100_000}
Row = dict[str, Any]


@pytest.fixture(scope="module", params=["bundled", "province"], ids=["real", "sample"])
def home(request: pytest.FixtureRequest) -> Path:
    """The store of the real documents, and one of counties that do not exist."""
    folder: Path = request.getfixturevalue(request.param)
    return folder


@pytest.fixture
def db(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with store.open_store(home) as opened:
        yield opened


def answer(db: duckdb.DuckDBPyConnection, statement: queries.Statement, **values: Any) -> list[Row]:
    return rows(db.cursor().execute(statement.sql, values))


def rows(result: duckdb.DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def printed(db: duckdb.DuckDBPyConnection) -> list[Row]:
    """All that the newest budgets say of the three public funds, from the base tables alone."""
    return rows(
        db.execute(
            "select d.department_id, a.*, c.table_no from amount a join disclosure d using (disclosure_id) join cell c using (cell_id)"
            " where a.table_code = 'three_public' and d.kind in ('budget', 'unit_budget') and d.disclosure_id = (select max_by(o.disclosure_id,"
            " (o.kind = 'budget', o.revision)) from disclosure o where o.department_id = d.department_id and o.fiscal_year = d.fiscal_year"
            " and o.kind in ('budget', 'unit_budget'))"
        )
    )


def test_every_figure_is_one_that_is_printed_and_every_gap_is_none(db: duckdb.DuckDBPyConnection) -> None:
    said = defaultdict(list)
    for row in printed(db):
        if row["measure"] == "total" and row["amount_yuan"] is not None:
            said[row["department_id"], row["fiscal_year"], row["item_code"]].append((["table", "prose", "derived"].index(row["basis"]), row["amount_yuan"]))
    shown = answer(db, asked_of.components, **EVERYWHERE, **ALL)
    found = {(row["department_id"], row["fiscal_year"], row["component"]): row for row in shown}
    assert len(found) == len(shown)
    for key, row in found.items():
        best = min((rank for rank, _ in said[key]), default=None)
        parts = [found[(*key[:2], part)]["amount_yuan"] for part in ("vehicle_purchase", "vehicle_operation")]
        if best is not None and not (key[2] == "vehicles" and best == 2 and None not in parts):
            assert row["amount_yuan"] in {amount for rank, amount in said[key] if rank == best}
            assert (row["status"] == "derived") == (best == 2)
        elif key[2] == "vehicles" and None not in parts:
            assert (row["amount_yuan"], row["status"]) == (sum(parts), "derived")
        else:
            assert row["amount_yuan"] is None and row["status"] not in ("reported", "zero", "derived")
    assert {key for key, amounts in said.items() if amounts and key[2] in COMPONENTS} <= {key for key, row in found.items() if row["amount_yuan"] is not None}
    counted = answer(db, asked_of.statuses, **EVERYWHERE)
    assert sum(row["figures"] for row in counted) == len(found)
    assert sum(row["known"] for row in counted) == sum(row["amount_yuan"] is not None for row in shown)


def test_vehicles_are_drawn_once(db: duckdb.DuckDBPyConnection) -> None:
    places = defaultdict(dict)
    for row in answer(db, asked_of.components, **EVERYWHERE, **ALL):
        places[row["department_id"], row["fiscal_year"]][row["component"]] = row
    for place in places.values():
        both, apart = place["vehicles"], [place["vehicle_purchase"], place["vehicle_operation"]]
        assert both["is_part"] == (both["amount_yuan"] is not None and not any(part["amount_yuan"] is not None for part in apart))
        assert not any(part["is_part"] for part in apart) or not both["is_part"]
        drawn = [row["amount_yuan"] for code, row in place.items() if row["is_part"] and code != "total"]
        faulty = db.execute(
            "select count(*) from finding where disclosure_id = ? and check_id in ('three_public_adds_up', 'year_on_year_arithmetic', 'restated_last_year')",
            [place["total"]["disclosure_id"]],
        ).fetchone()
        if None not in (*drawn, place["total"]["amount_yuan"]) and place["total"]["status"] == "reported" and faulty == (0,):
            assert abs(sum(drawn) - place["total"]["amount_yuan"]) <= 200  # yuan: four figures rounded at the hundred


def test_changes_are_those_stated_or_the_difference_of_two_budgets(db: duckdb.DuckDBPyConnection) -> None:
    stated = defaultdict(set)
    for row in printed(db):
        if row["measure"] == "change" and row["basis"] == "prose":
            for item in row["item_code"].split("+"):
                stated[row["disclosure_id"], item].add(row["amount_yuan"])
    reasons = {(row["disclosure_id"], row["text"]) for row in rows(db.execute("select * from mention where kind = 'reason'"))}
    known = {(row["department_id"], row["fiscal_year"], row["component"]): row for row in answer(db, asked_of.components, **EVERYWHERE, **ALL)}
    seen = set()
    for row in answer(db, asked_of.changes, **EVERYWHERE, component="", direction="", category="", **ALL):
        place = (row["department_id"], row["fiscal_year"], row["component"])
        told = stated[row["disclosure_id"], row["component"]]
        seen.add((row["disclosure_id"], row["component"]))
        if row["basis"] == "prose":
            assert row["change_yuan"] in told
        elif row["basis"] == "derived":
            before = known[place[0], place[1] - 1, place[2]]
            assert not told and row["change_yuan"] == known[place]["amount_yuan"] - before["amount_yuan"]
            assert row["before_yuan"] == before["amount_yuan"]
        else:
            assert row["change_yuan"] is None and row["direction"] == "not_stated" and row["reason"]
        if row["change_yuan"] is not None and row["amount_yuan"] is not None:
            assert row["base_yuan"] + row["change_yuan"] == row["amount_yuan"]
            share = None if row["base_yuan"] == 0 else float(row["change_yuan"] / row["base_yuan"])
            assert row["change_share"] == (None if share is None else pytest.approx(share))
        assert row["reason"] is None or (row["disclosure_id"], row["reason"]) in reasons
        assert (row["reason"] is None) == (row["category"] in ("no_reason", "in_parts"))
    assert {key for key, told in stated.items() if told and key[1] in COMPONENTS} <= seen
    for component in ("", "total", "reception"):
        listed = answer(db, asked_of.changes, **EVERYWHERE, component=component, direction="", category="", **ALL)
        counted = answer(db, asked_of.reasons, **EVERYWHERE, component=component)
        assert sum(row["changes"] for row in counted) == len(listed)
        for row in counted:
            alike = [one for one in listed if (one["category"], one["direction"]) == (row["category"], row["direction"])]
            assert row["changes"] == len(alike)
            if component and row["change_yuan"] is not None:
                assert row["change_yuan"] == sum(one["change_yuan"] for one in alike if one["change_yuan"] is not None)


@pytest.mark.parametrize("which", ["latest", "each"])
@pytest.mark.parametrize("how", ["absolute", "basic", "vehicle"])
def test_ranks_and_quotients(how: str, which: str, db: duckdb.DuckDBPyConnection) -> None:
    component = "vehicle_operation" if how == "vehicle" else "total"
    known = {(row["department_id"], row["fiscal_year"]): row for row in answer(db, asked_of.components, **EVERYWHERE, **ALL) if row["component"] == component}
    basic = {(d, y): v for d, y, v in db.execute("select department_id, fiscal_year, amount_yuan from department_year where measure = 'basic'").fetchall()}
    fleet = defaultdict(list)
    for place, year, number in db.execute(
        "select d.department_id, d.fiscal_year, a.quantity from asset a join disclosure d using (disclosure_id) where a.item = 'vehicles' and d.kind = 'budget'"
    ).fetchall():
        fleet[place, year].append(number)
    found = answer(db, asked_of.standing, **EVERYWHERE, component=component, how=how, which=which, **ALL)
    for row in found:
        place = (row["department_id"], row["fiscal_year"])
        own = known[place]["amount_yuan"]
        whole = {"absolute": Decimal(1), "basic": basic.get(place), "vehicle": fleet[place][0] if len(fleet[place]) == 1 else None}[how]
        if own is None or not whole:
            assert row["value"] is None and row["value_status"] not in ("reported", "zero")
        else:
            assert row["value"] == pytest.approx(float(own / whole), rel=1e-9)
            cells = db.execute("select count(*) from cell where cell_id in (?, ?)", [row["cell_id"], row["base_cell_id"]]).fetchone()
            assert cells == (1 if how == "absolute" else 2,)
        # a gap is a gap of that year: what ranks_hold counts by groups is here counted over all
        row["gaps"] = len([one for one in found if (which == "latest" or one["fiscal_year"] == row["fiscal_year"]) and one["value"] is None and one["value_status"] != "not_expected"])
    ranks_hold(found, which)
    assert {row["open"] for row in found} <= {sum(row["best"] < row["worst"] for row in found if row["value"] is not None)}


def test_panels_are_the_figures_and_their_averages(db: duckdb.DuckDBPyConnection) -> None:
    known = [row for row in answer(db, asked_of.components, **EVERYWHERE, **ALL) if row["component"] == "total" and row["amount_yuan"] is not None]
    years = defaultdict(list)
    for row in known:
        years[row["department_id"]].append((row["fiscal_year"], row["amount_yuan"]))
    drawn = defaultdict(list)
    for row in answer(db, asked_of.panels_of_departments, **EVERYWHERE, component="total", **ALL):
        drawn[row["thing"]].append((row["fiscal_year"], row["amount_yuan"]))
    assert drawn == {one: sorted(points) for one, points in years.items() if len(points) > 1}
    for row in answer(db, asked_of.panels_of_regions, **EVERYWHERE, component="total", **ALL):
        of = [one for one in known if (one["region_code"], one["fiscal_year"]) == (row["thing"], row["fiscal_year"])]
        assert row["departments"] == len(of)
        assert row["derived"] == sum(one["status"] == "derived" for one in of)
        assert abs(row["amount_yuan"] * len(of) - sum(one["amount_yuan"] for one in of)) <= Decimal("0.005") * len(of)
        assert sorted(row["cells"]) == sorted(one["cell_id"] for one in of)


def test_differences_of_table_and_text_are_exact(db: duckdb.DuckDBPyConnection) -> None:
    units = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
    cells = {row["cell_id"]: row for row in printed(db) if row["basis"] != "derived"}
    found = answer(db, asked_of.table_against_prose, **EVERYWHERE, agreement="", **ALL)
    for row in found:
        table, prose = cells[row["table_cell_id"]], cells[row["prose_cell_id"]]
        assert (table["basis"], prose["basis"]) == ("table", "prose")
        if None in (table["amount_yuan"], prose["amount_yuan"]):
            assert row["difference_yuan"] is None and row["difference"] is None
        else:
            number, unit = row["difference"].split(" ")
            assert Decimal(number) * units[unit] == row["difference_yuan"] == table["amount_yuan"] - prose["amount_yuan"]
    counted = answer(db, asked_of.agreements, **EVERYWHERE)
    assert {row["agreement"]: row["figures"] for row in counted} == {code: [row["agreement"] for row in found].count(code) for code in {row["agreement"] for row in found}}


def test_pages_put_together_are_the_whole(db: duckdb.DuckDBPyConnection) -> None:
    for statement, given in (
        (asked_of.components, {}), (asked_of.changes, {"component": "", "direction": "", "category": ""}),
        (asked_of.standing, {"component": "total", "how": "absolute", "which": "each"}), (asked_of.panels_of_departments, {"component": "total"}),
        (asked_of.panels_of_regions, {"component": "total"}), (asked_of.table_against_prose, {"agreement": ""}),
    ):  # fmt: skip
        whole = answer(db, statement, **EVERYWHERE, **given, **ALL)
        paged: list[Row] = []
        for start in range(0, len(whole), 3):
            paged += answer(db, statement, **EVERYWHERE, **given, start=start, most=3)
        assert whole and paged == whole, statement.name


def test_words_stand_in_their_sentences_and_give_their_category(db: duckdb.DuckDBPyConnection) -> None:
    words = answer(db, asked_of.words)
    known = {row["disclosure_id"] for row in rows(db.execute("select disclosure_id from disclosure"))}
    for row in words:
        squeezed = "".join(row["sentence"].split())
        assert row["word"] in squeezed
        assert next(one["category"] for one in words if one["word"] in squeezed) == row["category"] or row["category"] == "thrift"
        if row["source"] in known:  # a sentence of a disclosure is printed there
            said = db.execute("select text from mention where kind = 'reason' and disclosure_id = ?", [row["source"]]).fetchall()
            plain = str.maketrans("（），：；", "(),:;")
            assert any(squeezed.translate(plain) in one.translate(plain) for (one,) in said), row


# Known figures, and what no document of the store shows ---------------------------------------------------------------


@pytest.fixture
def real(bundled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    monkeypatch.setenv("MINGZHANG_STORE", str(bundled))
    with store.open_store(bundled) as opened:
        yield opened


def test_known_figures(real: duckdb.DuckDBPyConnection) -> None:
    known = {(row["department_id"], row["fiscal_year"], row["component"]): row for row in answer(real, asked_of.components, **EVERYWHERE, **ALL)}
    both = known[QINGLONG, 2022, "vehicles"]  # 6.20 this year, 3 less than last: only of the two together is it told
    assert (both["amount_yuan"], both["status"], both["is_part"]) == (Decimal("92000.00"), "derived", True)
    assert known[QINGLONG, 2022, "total"]["amount_yuan"] is None
    changes = {
        (row["department_id"], row["component"]): row
        for row in answer(real, asked_of.changes, **EVERYWHERE, component="", direction="", category="", **ALL)
    }
    nangong = changes[NANGONG, "total"]
    assert (nangong["change_yuan"], round(nangong["change_share"], 4), nangong["category"]) == (Decimal("-349800.00"), -0.1834, "thrift")
    assert (changes[BAZHOU, "total"]["change_yuan"], changes[BAZHOU, "total"]["category"]) == (Decimal("-2400.00"), "in_parts")
    assert (changes[BAZHOU, "vehicle_operation"]["direction"], changes[BAZHOU, "vehicle_operation"]["category"]) == ("unchanged", "unchanged")
    assert (changes[QINGLONG, "reception"]["direction"], changes[QINGLONG, "reception"]["category"]) == ("not_stated", "thrift")
    each = {row["department_id"]: row for row in answer(real, asked_of.standing, **EVERYWHERE, component="vehicle_operation", how="vehicle", which="latest", **ALL)}
    assert (each[QINGLONG]["value"], each[BAZHOU]["value"]) == (62_000, 25_000)  # 6.20 for one, 5 for two
    assert (each[NANGONG]["value_status"], each[NANGONG]["vehicles_status"]) == ("no_base", "blank")
    # 5 万元 without a decimal may be as little as 4.5 and as much as 5.5
    assert (each[BAZHOU]["low"], each[BAZHOU]["high"]) == (22_500, 27_500)


def test_what_differs_and_what_rounding_explains(tmp_path: Path) -> None:
    document = BUDGET
    for old, new in (
        ("预算安排 20.00 万元，其中因公", "预算安排 19.95 万元，其中因公"), ("公务用车运行维护费 20.00 万元）", "公务用车运行维护费 20.004 万元）"),
        ("公务用车购置及运行维护费 20.00 万元", "公务用车购置及运行维护费 200000 元"),
    ):  # fmt: skip
        assert document.count(old) == 1
        document = document.replace(old, new)
    shutil.copytree(reading.reference(), tmp_path / "reference")
    store.write_facts(reading.facts_of(document, "one.txt"), tmp_path)
    with duckdb.connect(store.build(tmp_path, tmp_path / "store.duckdb"), read_only=True) as db:
        found = {row["component"]: row for row in answer(db, asked_of.table_against_prose, **EVERYWHERE, agreement="", **ALL)}
    said = {component: (row["agreement"], row["difference"]) for component, row in found.items()}
    assert list(said)[:2] == ["total", "vehicle_operation"]  # what differs comes first
    assert (said["total"], said["vehicle_operation"]) == (("differs", "0.05 万元"), ("rounding", "-0.004 万元"))
    assert said["vehicles"][0] == "equal" and float(said["vehicles"][1].split(" ")[0]) == 0
    assert said["reception"] == ("prose_only", None)  # blank in the table, "0" in the text: no difference is made up


def test_cells_are_in_the_order_of_print(real: duckdb.DuckDBPyConnection) -> None:
    order = ["x.p44.2", "x.p44.10", "x.p469.1"], ["x.t9r5c3", "x.t9r12c1", "x.t12r1c1"]
    for cells in order:
        assert [cell for (cell,) in real.execute("select unnest($cells) as cell order by printed_at(cell)", {"cells": cells[::-1]}).fetchall()] == cells


# Figures --------------------------------------------------------------------------------------------------------------


def course(*points: tuple[str, int, float | None, str]) -> pd.DataFrame:
    frame = pd.DataFrame(points, columns=["label", "fiscal_year", "amount_yuan", "basis"])
    return frame.assign(hover=frame["label"], amount_yuan=[None if value is None or value != value else Decimal(str(value)) for value in frame["amount_yuan"]])


def test_a_panel_is_not_drawn_over_a_gap_and_marks_what_is_derived() -> None:
    data = course(("甲", 2020, 10.0, "derived"), ("甲", 2021, 20.0, "table"), ("甲", 2023, 5.0, "table"), ("乙", 2021, None, "table"), ("乙", 2022, 40.0, "table"))
    figure = charts.multiples(data, look=charts.look(), unit="元", of="label", hover="hover")
    lines = [trace for trace in figure.data if trace.mode == "lines" and trace.line.width == 2]
    assert [(trace.line.dash, len(trace.x)) for trace in lines] == [("dot", 3)]  # 2020–2021 alone: 2022 is missing
    points = figure.data[-1]
    assert list(points.marker.symbol) == ["circle-open", "circle", "circle", "circle"]
    heights = dict(zip(points.customdata, points.y, strict=True))
    assert min(points.y) == heights["乙"]  # one scale: 40 stands highest
    own = charts.multiples(data, look=charts.look(), unit="元", of="label", hover="hover", own_scale=True).data[-1]
    assert own.y[1] == own.y[3]  # each panel's own largest


def test_small_shares_are_drawn_to_their_own_scale() -> None:
    rows = pd.DataFrame({"label": ["甲", "乙"], "value": [0.043, 0.01], "low": [0.043, 0.01], "high": [0.043, 0.01], "value_status": "reported", "basis": "table", "place": ""})
    small = charts.ranking(rows, look=charts.look(), unit=None, small=True).layout.xaxis
    assert list(small.range) == [0, 0.043] and list(small.ticktext) == ["0%", "2%", "4%"]
    assert list(charts.ranking(rows, look=charts.look(), unit=None).layout.xaxis.range) == [0, 1]


def test_numbers_of_lines_do_not_lie_on_each_other() -> None:
    data = course(*[(name, year, value, "table") for name, value in (("a", 100.0), ("b", 97.0), ("c", 40.0), ("d", 0.0)) for year in (2020, 2021)])
    figure = charts.lines(data, look=charts.look(), unit="元")
    at = []
    for trace in figure.data:
        if trace.mode == "markers+text" and trace.text[0]:
            top = float(trace.y[0]) / 100 * 190
            at.append((top, top + 20) if trace.textposition[0] == "top center" else (top - 20, top))
    assert len(at) == 4
    assert all(low[1] <= high[0] for low, high in pairwise(sorted(at)))


# Pages ----------------------------------------------------------------------------------------------------------------

VIEWS = [
    ("three_public", {"form": "lines"}), ("three_public", {"show": "share"}), ("changes", {}), ("changes", {"component": "reception", "direction": "shrank"}),
    ("ranking", {"how": "basic", "which": "each"}), ("ranking", {"how": "vehicle"}), ("panels", {"by": "region", "scale": "own"}),
    ("panels", {}), ("prose", {"agreement": "equal"}),
]  # fmt: skip


@pytest.mark.parametrize(("page", "choices"), VIEWS, ids=[f"{page} {' '.join(choices.values())}" for page, choices in VIEWS])
def test_every_view_runs(page: str, choices: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_STORE", str(home))
    lang = "en" if home.name == "province" else "zh"
    shown = text(open_page(f"pages/funds/{page}.py", lang=lang, **choices))
    assert "mz-figure" in shown
    assert "NaN" not in shown and "<NA>" not in shown and "None" not in shown


def test_known_words_of_the_pages(real: duckdb.DuckDBPyConnection) -> None:
    assert "增减最大的是南宫市 市委部门 2021：三公经费合计比上年少 34.98 万元（−18.3%）" in text(open_page("pages/funds/changes.py"))
    each = text(open_page("pages/funds/ranking.py", how="vehicle"))
    assert "青龙满族自治县 组织部 2023 的每辆车的运行维护费最多：6.20 万元" in each
    assert "两处都有数的 3 项，没有一项不一致" in text(open_page("pages/funds/prose.py"))
    assert "只知公务用车合计、不知购置与运行各多少的 1 个" in text(open_page("pages/funds/three_public.py"))


def test_a_long_selection_is_paged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real: duckdb.DuckDBPyConnection) -> None:
    file = tmp_path / "funds.duckdb"
    shutil.copy(store.store_dir() / (store.store_dir() / "current").read_text(encoding="utf-8").split()[0], file)
    with duckdb.connect(str(file)) as many:
        for table in ("department", "three_public_known", "three_public_change", "three_public_pair", "vehicle_count"):
            many.execute(f"create temp table kept as from {table} where department_id <> '{NANGONG}'")
            other = ["department_id", *(["disclosure_id"] if table == "three_public_pair" else [])]
            renamed = ", ".join(f"k.{name} || '-' || n as {name}" for name in other)
            many.execute(f"insert into {table} select k.* replace ({renamed}) from kept k, range(1000) r(n)")
            many.execute("drop table kept")
        many.execute("update build set build_id = 'many funds'")
    monkeypatch.setenv("MINGZHANG_STORE", str(tmp_path))
    (tmp_path / "current").write_text("funds.duckdb\n", encoding="utf-8")
    monkeypatch.setattr(store, "open_store", lambda: duckdb.connect(str(file), read_only=True))
    for page, words in (
        ("three_public", "部门年度共"), ("changes", "这里是第 1–20 个"), ("ranking", "这里是第 1–40 个"), ("panels", "这里是第 1–24 个"), ("prose", "这里是第 1–30 个"),
    ):  # fmt: skip
        app = open_page(f"pages/funds/{page}.py")
        assert words in text(app), page
        assert [button for button in app.get("download_button") if button.proto.label == "下载全部各页 CSV"], page
        assert len(text(app)) < 150_000
        for chart in app.get("plotly_chart"):
            assert len(chart.proto.spec) < 200_000, page
