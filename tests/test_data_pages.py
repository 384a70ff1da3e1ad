"""The data pages: tables, names, questions and the console show what other SQL over the base tables says, all of it or how much is left."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

import queries
from budget import catalog, sheet, store, ui_data, words
from budget.catalog import Table
from tests.test_pages import run as open_page
from tests.test_pages import text
from tests.test_queries import STATEMENTS, values

BROWSE, NAMES, QUESTIONS, CONSOLE = (f"pages/data/{name}.py" for name in ("browse", "names", "questions", "console"))
ASKED = (
    "most", "trend", "items", "splits", "three_public", "prose", "coverage", "evaluations", "unpublished", "findings", "held",
)  # fmt: skip
EVERYWHERE: dict[str, Any] = {"regions": [], "departments": [], "years": []}
QINGLONG: dict[str, Any] = {"regions": ["130321"], "departments": [], "years": [2023]}
BEIDAIHE: dict[str, Any] = {"regions": [], "departments": ["130304-40924d"], "years": []}
# How rows belong to a disclosure, told anew; and where a year of their own counts.
OF = {
    "amount": "select d.region_code, d.department_id, a.fiscal_year from amount a join named_disclosure d using (disclosure_id)",
    "indicator": "select d.region_code, d.department_id, d.fiscal_year from indicator join project p using (project_id) join named_disclosure d on d.disclosure_id = p.disclosure_id",
    "project_plan": "select d.region_code, d.department_id, d.fiscal_year from project_plan join project p using (project_id) join named_disclosure d on d.disclosure_id = p.disclosure_id",
    "evaluation_item": "select d.region_code, d.department_id, d.fiscal_year from evaluation_item join evaluation using (evaluation_id) join project p using (project_id) join named_disclosure d on d.disclosure_id = p.disclosure_id",
    "subgoal_figure": "select d.region_code, d.department_id, d.fiscal_year from subgoal_figure join subgoal s using (subgoal_id) join named_disclosure d on d.disclosure_id = s.disclosure_id",
    "finding_cell": "select d.region_code, d.department_id, d.fiscal_year from finding_cell join finding f using (finding_id) join named_disclosure d on d.disclosure_id = f.disclosure_id",
    "fact_cell": "select d.region_code, d.department_id, d.fiscal_year from fact_cell join cell c using (cell_id) join named_disclosure d on d.disclosure_id = c.disclosure_id",
    "cell": "select d.region_code, d.department_id, d.fiscal_year from cell join named_disclosure d using (disclosure_id)",
    "department_year": "select region_code, department_id, fiscal_year from department_year",
    "current_budget": "select region_code, department_id, fiscal_year from current_budget join department using (department_id)",
}


pytestmark = pytest.mark.usefixtures("stored")


@pytest.fixture(scope="module")
def made(province: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample store."""
    with store.open_store(province) as db:
        yield db


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page here is drawn once: it waits for its statement, however busy the machine."""
    monkeypatch.setattr(ui_data, "_AT_ONCE", 30)


@pytest.fixture
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with store.open_store() as opened:
        yield opened


def answer(db: duckdb.DuckDBPyConnection, statement: queries.Statement, **given: Any) -> list[dict[str, Any]]:
    result = db.cursor().execute(statement.sql, {name: given[name] for name in statement.parameters})
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def tables(db: duckdb.DuckDBPyConnection) -> dict[str, Table]:
    return catalog.tables(answer(db, queries.catalog.columns))


def heads(shown: str) -> list[str]:
    return re.findall(r'<th class="[^"]*">([^<]*)</th>', shown)


# Words ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_table_and_column_has_its_words(db: duckdb.DuckDBPyConnection, lang: str) -> None:
    with words.speaking(lang):
        for table in tables(db).values():
            assert table.group != "other" and table.grain, f"budget/words/columns.toml lacks the table {table.name}"
            assert table.grain.startswith(table.brief) and sum(map(table.brief.count, "(（")) == sum(map(table.brief.count, ")）")), table.name
            for column in table.columns:
                assert column.name in catalog._columns(), f"budget/words/columns.toml lacks the column {column.name} of {table.name}"
                assert re.search("[\u4e00-\u9fff]", column.label + column.meaning.replace("≥ ≤ = > <", "")) is None or lang == "zh"


def test_no_words_are_left_over(db: duckdb.DuckDBPyConnection) -> None:
    known = {column.name for table in tables(db).values() for column in table.columns}
    known |= {column for statement in STATEMENTS for column in statement.columns}
    known |= {"disclosure_id", "error", "check_id", "also", "title", "cell_id"}  # of the table planted in a sample
    assert not set(catalog._columns()) - known
    assert not set(catalog._tables()) - set(tables(db)) - {"planted"}


def test_the_tables_of_a_sample_have_their_words(made: duckdb.DuckDBPyConnection) -> None:
    assert {table.group for table in tables(made).values()} <= set(catalog.GROUPS) - {"other"}


# Tables --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", [EVERYWHERE, QINGLONG, BEIDAIHE])
def test_a_selection_has_the_rows_that_belong_to_it(db: duckdb.DuckDBPyConnection, chosen: dict[str, Any]) -> None:
    for name, of in OF.items():
        expected = db.execute(
            f"select count(*) from ({of}) where (len($regions) = 0 or list_contains($regions, region_code))"
            " and (len($departments) = 0 or list_contains($departments, department_id)) and (len($years) = 0 or list_contains($years, fiscal_year))",
            chosen,
        ).fetchone()
        table = tables(db)[name]
        assert table.filtered_by == ("regions", "departments", "years")
        (counted,) = answer(db, catalog.size(table, chosen), **chosen)
        assert expected == (counted["number"],), name
        assert len(answer(db, catalog.rows(table, chosen, "", False), **chosen, start=0, most=10**9)) == counted["number"]


@pytest.mark.parametrize("name", ["amount", "department_year", "named_finding", "tie", "region", "finding_cell"])
def test_pages_give_every_row_once_in_order(db: duckdb.DuckDBPyConnection, name: str) -> None:
    """Whatever the rows are sorted by, ties included, the pages together are the table."""
    table = tables(db)[name]
    expected = Counter(map(repr, db.execute(f'from "{name}"').fetchall()))
    for sort, down in (("", False), *((column.name, down) for column in table.columns[:6] for down in (False, True))):
        if next((column.type for column in table.columns if column.name == sort), "").endswith("[]"):
            continue
        statement = catalog.rows(table, EVERYWHERE, sort, down)
        rows: list[dict[str, Any]] = []
        while part := answer(db, statement, start=len(rows), most=200):
            rows += part
        assert Counter(repr(tuple(row.values())) for row in rows) == expected
        if sort:
            told = [row[sort] for row in rows if row[sort] is not None]
            assert told == sorted(told, reverse=down) and [row[sort] for row in rows][: len(told)] == told  # what is not known is last


def test_a_table_without_places_says_that_filters_do_nothing(db: duckdb.DuckDBPyConnection) -> None:
    assert tables(db)["function_code"].filtered_by == ()
    shown = text(open_page(BROWSE, browse="function_code", year="2023"))
    assert "这张表不分年度" in shown and "51 行" in shown


def test_the_page_shows_the_rows_and_what_columns_mean() -> None:
    shown = text(open_page(BROWSE, browse="three_public_funds", sort="amount_yuan", order="desc", unit="元"))
    assert "20 行" in shown
    assert heads(shown)[:7] == ["地区代码", "地区", "部门编号", "部门", "年度", "组成部分", "金额（元）"]
    assert re.findall(r'<td class="n [^"]*">([0-9,.]+)</td>', shown)[1] == "1,906,800.00"  # the largest; the first number is a year
    assert "没有数的原因" in shown and "DECIMAL(18,2)" in shown
    assert "第 1" not in shown


def test_an_empty_selection_says_who_has_rows() -> None:
    shown = text(open_page(BROWSE, browse="evaluation", region="霸州市 131081"))
    assert "这张表在所选范围内没有一行" in shown
    assert "石家庄市" in shown and "北戴河" not in shown  # one disclosure has forms


def files(app: AppTest) -> dict[str, str]:
    return {button.proto.id.rsplit("-", 1)[-1]: button.proto.label for button in app.get("download_button")}


def test_a_file_says_how_much_it_holds(db: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tables(db)["amount"]
    assert list(files(open_page(BROWSE, browse="amount")).values()) == ["下载 CSV：933 行", "下载 XLSX：933 行"]
    monkeypatch.setattr(ui_data, "MOST", 100)
    app = open_page(BROWSE, browse="amount")
    assert list(files(app).values()) == ["下载 CSV：前 100 行，共 933 行", "下载 XLSX：前 100 行，共 933 行"]
    assert "一个文件最多 100 行" in text(app)
    assert table.name in text(app)


def test_files_are_exact_and_harmless() -> None:
    lines = [(12.5, "=1+1", None), (3, "＠x", "a\nb"), (-7, "-0.24", True)]
    told = list(csv.reader(io.StringIO(ui_data._csv(["=n", "text", "more"], lines).decode("utf-8-sig"))))
    assert told == [["'=n", "text", "more"], ["12.5", "'=1+1", ""], ["3", "'＠x", "a\nb"], ["-7", "-0.24", "True"]]
    with zipfile.ZipFile(io.BytesIO(sheet.xlsx(["=n", "text"], [(1, "=cmd|' /C calc'!A0"), (12345678901234567890, "http://x")]))) as book:
        page, strings = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "sharedStrings"))
    assert "<f>" not in page and "hyperlink" not in page
    assert "=cmd|" in strings and "12345678901234567890" in strings  # with more digits than a spreadsheet keeps: as text
    assert "<v>1</v>" in page


# Names ---------------------------------------------------------------------------------------------------------------


def names_told(db: duckdb.DuckDBPyConnection) -> Counter[tuple[str, str]]:
    """Every name as often as it is met, from the base tables."""
    codes = "('expenditure', 'general_budget', 'government_fund', 'state_capital', 'general_basic')"
    met = db.execute(
        "select 'department', department_name from disclosure join department using (department_id)"
        " union all select 'project', project_name from project"
        " union all select 'indicator', coalesce(level3, description) from indicator"
        f" union all select 'item', item_name from amount where item_code is not null and measure = 'total' and table_code in {codes}"
    ).fetchall()
    return Counter((kind, name) for kind, name in met if name is not None)


@pytest.mark.parametrize("store_of", ["real", "sample"])
def test_every_name_that_contains_the_word_is_found(db: duckdb.DuckDBPyConnection, made: duckdb.DuckDBPyConnection, store_of: str) -> None:
    db = db if store_of == "real" else made
    met = names_told(db)
    for word in ("水", "党", "率", "党员", "接待", "a", "A", "满意度", "%", "_", "'", "没有这个词"):
        found = answer(db, queries.search.names, word=word, most=10**6)
        assert {(row["kind"], row["name"]): row["times"] for row in found} == {
            one: times for one, times in met.items() if word.lower() in one[1].lower()
        }
        few = answer(db, queries.search.names, word=word, most=3)
        for kind in ("department", "project", "indicator", "item"):
            whole = [row["name"] for row in found if row["kind"] == kind]
            assert [row["name"] for row in few if row["kind"] == kind] == whole[:3]
            assert {row["found"] for row in few if row["kind"] == kind} <= {len(whole)}


@pytest.mark.parametrize("kind", ["department", "project", "indicator", "item"])
def test_each_place_of_a_name_is_listed(db: duckdb.DuckDBPyConnection, kind: str) -> None:
    statement = getattr(queries.search, f"{kind}s")
    cells = {cell for (cell,) in db.execute("select cell_id from cell").fetchall()}
    told = [(name, times) for (other, name), times in names_told(db).most_common() if other == kind]
    for name, times in [*told[:20], *told[-20:]]:
        rows = answer(db, statement, **EVERYWHERE, **{f"{kind}_name": name}, start=0, most=10**6)
        assert len(rows) == times and {row["total"] for row in rows} == {times}
        assert all(row.get("cell_id", next(iter(cells))) in cells for row in rows)


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_name_leads_to_its_places(lang: str) -> None:
    shown = text(open_page(NAMES, q="党员参与率", lang=lang))
    assert re.search(r'href="names\?[^"]*kind=indicator[^"]*name=', shown)
    shown = text(open_page(NAMES, q="党员", kind="indicator", name="党员参与率", lang=lang))
    assert shown.count("≥9595%及以上") == 2 and shown.count("cell=") >= 4
    department = text(open_page(NAMES, q="组织部", kind="department", name="中共霸州市委员会组织部", lang=lang))
    assert 'href="expense?department=' in department
    assert "<script>alert" not in text(open_page(NAMES, q="<script>alert(1)</script>", lang=lang))


# Questions -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("asked", ASKED)
def test_every_question_is_answered_with_its_statement(db: duckdb.DuckDBPyConnection, asked: str, lang: str) -> None:
    app = open_page(QUESTIONS, ask=asked, lang=lang)
    shown = text(app)
    assert "mz-ledger" in shown or "mz-figure" in shown
    assert "NaN" not in shown and "<NA>" not in shown
    (code,) = app.get("code")
    assert "$" not in re.sub(r"'[^']*'|--.*", "", code.value)
    assert db.execute(code.value).fetchall()


def test_a_question_answers_what_its_statement_does(db: duckdb.DuckDBPyConnection) -> None:
    app = open_page(QUESTIONS, ask="three_public", region="霸州市 131081", unit="元")
    expected = db.execute(
        "select amount_yuan from three_public_funds where region_code = '131081' and fiscal_year = 2020 and component = 'total'"
    ).fetchone()
    assert expected is not None and f"{expected[0]:,}" in text(app)
    assert "青龙" not in text(app)


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: f"{statement.module}.{statement.name}")
def test_values_written_into_a_statement_mean_the_same(db: duckdb.DuckDBPyConnection, statement: queries.Statement) -> None:
    given = values(db, statement)
    if any(isinstance(value, list) and len(value) > 300 for value in given.values()):
        pytest.skip("a list that no reader has")
    told = catalog.filled(statement, given)
    assert db.execute(told).fetchall() == db.execute(statement.sql, given).fetchall()


def test_literals_are_told_apart_from_the_statement() -> None:
    statement = queries.Statement("x", "x", "select '$a' as one, $a as two -- $a\n, $b as three, $c as four", ("a", "b", "c"), "one row", ("one",), "")
    told = catalog.filled(statement, {"a": "it's $b", "b": [1, 2], "c": ["x'); --"]})
    assert duckdb.sql(told).fetchall() == [("$a", "it's $b", [1, 2], ["x'); --"])]


# Console -------------------------------------------------------------------------------------------------------------


def test_a_link_runs_its_statement(db: duckdb.DuckDBPyConnection) -> None:
    (expected,) = db.execute("select sum(amount_yuan) from amount where row_role = 'leaf'").fetchone() or (None,)
    app = open_page(CONSOLE, sql="select sum(amount_yuan) as whole, null as nothing, '<b>' as mark from amount where row_role = 'leaf'")
    shown = text(app)
    assert f'class="n">{expected:,f}</td>' in shown
    assert ">NULL<" in shown and "&lt;b&gt;" in shown
    assert "1 行，3 列" in shown
    assert app.text_area[0].value.startswith("select sum")


def test_a_fault_is_told_with_its_place() -> None:
    app = open_page(CONSOLE, sql="select '金额',\n  amount_yuam from amount", lang="en")
    assert "Line 2, character 3: A column or a type does not fit." in text(app)
    assert app.get("code")[0].value.endswith("\n  ^")
    assert "copy" in text(open_page(CONSOLE, sql="with a as (copy (select 1) to 'x') select 1")).lower()


def test_statements_are_kept_for_the_session_and_run_again() -> None:
    app = open_page(CONSOLE, sql="select 1 as one")
    app.text_area[0].set_value("select 2 as two")
    app.button(key="FormSubmitter:console-运行（Ctrl+Enter）").click().run()
    assert ">two</th>" in text(app)
    assert app.query_params["sql"] == "select 2 as two"
    again = app.button(key="past-1")
    assert again.label.startswith("select 1 as one — 1 行")
    again.click().run()
    assert ">one</th>" in text(app)


def test_what_was_cut_says_so() -> None:
    shown = text(open_page(CONSOLE, sql="select * from range(100000)"))
    assert "只取了前 10,000 行" in shown
    assert ">99</td>" in shown and ">100</td>" not in shown
