"""Every statement of queries/*.sql runs on the real store, and its header tells the truth about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import queries
from budget import store
from queries import Statement

ROOT = Path(__file__).parent.parent
STATEMENTS = [statement for subject in queries.subjects() for statement in getattr(queries, subject)]
IDS = [f"{statement.module}.{statement.name}" for statement in STATEMENTS]

# Parameters are a vocabulary: one name, one meaning, in every file. A value for each, from the store itself, so that
# the statements return rows; lists also run empty (which means "all").
SAMPLES = {
    "regions": "select list(region_code) from department",
    "departments": "select list(department_id) from department",
    "years": "select list(distinct fiscal_year) from three_public_known",
    "cells": "select list(cell_id) from (select cell_id from amount order by amount_id limit 20)",
    "sections": "select list(distinct section_code) from section",
    "section": "select 'table_expenditure'",
    "table_code": "select 'expenditure'",
    "measure": "select 'total'",
    "measures": "select ['basic', 'project']",
    "level": "select 2",
    "level2": "select ''",
    "project_id": "select min(project_id) from indicator",
    "fact_id": "select min(fact_id) from fact_cell",
    "counted": "select 'projects'",
    "component": "select 'total'",
    "direction": "select ''",
    "category": "select ''",
    "agreement": "select ''",
    "how": "select 'absolute'",
    "which": "select 'each'",
    "by": "select 'region_year'",
    "share": "select 'effective'",
    "strictness": "select ''",
    "rule": "select ''",
    "department": "select max(department_id) from disclosure",
    "among": "select 'within'",
    "least": "select 0.3",
    "tied": "select false",
    "own": "select ''",
    "cut": "select 'row'",
    "one": "select min(project_id) from indicator",
    "other": "select max(project_id) from indicator",
    "form": "select min(evaluation_id) from evaluation",
    "disclosure": "select disclosure_id from amount group by all order by count(*) desc limit 1",
    "table_no": "select min(table_no) from cell where table_no > 0",
    "cell": "select min(cell_id) from amount",
    "disclosures": "select list(disclosure_id) from disclosure",
    "severities": "select ['error', 'warning', 'notice', 'info']",
    "checks": "select list(check_id) from audit_check",
    "finding": "select min(finding_id) from finding",
    "families": "select list(distinct family) from audit_check",
    "without": "select ['']",
    "each": "select 1000000",
    "start": "select 0",
    "most": "select 1000000",
    "picked": "select list(disclosure_id) from current_budget",
    "asked": "select ''",
    "code": "select min(code) from expense_structure where table_code = 'expenditure'",
    "above": "select ''",
    "before": "select min(disclosure_id) from disclosure",
    "after": "select min(disclosure_id) from expense_structure",
    "fiscal_year": "select 2020",
    "from_department": "select '131081-40924d'",
    "from_year": "select 2019",
    "split": "select 'nature'",
    "word": "select '指标'",
    "department_name": "select min(department_name) from department where department_id in (select department_id from disclosure)",
    "project_name": "select min(project_name) from project",
    "indicator_name": "select min(level3) from indicator",
    "item_name": "select min(item_name) from amount where table_code = 'expenditure' and item_code is not null and measure = 'total'",
    "findings": "select list(finding_id) from (select finding_id from finding order by finding_id limit 5)",
}


@pytest.fixture(scope="module")
def connection(bundled: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with store.open_store(bundled) as opened:
        yield opened


# Of these the samples name every value in the store; others name a few, or change what is shown when they are given.
WHOLE = {"regions", "departments", "years", "disclosures", "severities", "checks"}


def values(connection: duckdb.DuckDBPyConnection, statement: Statement, *, empty: bool = False) -> dict[str, Any]:
    found = {}
    for name in statement.parameters:
        assert name in SAMPLES, f"{statement.module}.{statement.name}: give parameter ${name} a sample in this test"
        row = connection.execute(SAMPLES[name]).fetchone()
        value = row[0] if row else None
        found[name] = [] if empty and isinstance(value, list) else value
    return found


def run(connection: duckdb.DuckDBPyConnection, statement: Statement, **parameters: Any) -> list[dict[str, Any]]:
    result = connection.execute(statement.sql, parameters)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.mark.parametrize("statement", STATEMENTS, ids=IDS)
def test_columns_are_those_of_the_header(connection: duckdb.DuckDBPyConnection, statement: Statement) -> None:
    for empty in (False, True):
        result = connection.execute(statement.sql, values(connection, statement, empty=empty))
        assert tuple(column[0] for column in result.description) == statement.columns


@pytest.mark.parametrize("statement", STATEMENTS, ids=IDS)
def test_grain_is_unique(connection: duckdb.DuckDBPyConnection, statement: Statement) -> None:
    assert set(statement.key) <= set(statement.columns)
    rows = run(connection, statement, **values(connection, statement))
    keys = [tuple(row[name] for name in statement.key) for row in rows]
    assert not statement.key or len(keys) == len(set(keys)), statement.grain


@pytest.mark.parametrize("statement", STATEMENTS, ids=IDS)
def test_the_sample_gives_rows(connection: duckdb.DuckDBPyConnection, statement: Statement) -> None:
    chosen = values(connection, statement)
    every = [row[0] for row in connection.execute("select disclosure_id from disclosure").fetchall()]
    # No disclosure has everything: one that gives rows will do.
    tries = [chosen | {"disclosure": one} for one in every] if "disclosure" in chosen else [chosen]
    assert any(run(connection, statement, **one) for one in tries)


@pytest.mark.parametrize("statement", STATEMENTS, ids=IDS)
def test_an_empty_list_means_all(connection: duckdb.DuckDBPyConnection, statement: Statement) -> None:
    whole = WHOLE & set(statement.parameters)
    if whole:  # years known only from a change are in no sample
        sample = values(connection, statement)
        everything = run(connection, statement, **sample | {name: [] for name in whole})
        named = run(connection, statement, **sample)
        assert [row for row in named if row not in everything] == []


@pytest.mark.parametrize("statement", STATEMENTS, ids=IDS)
def test_sql_is_lower_case_with_dollar_parameters(statement: Statement) -> None:
    code = re.sub(r"--.*|'[^']*'", "", statement.sql)
    assert code == code.lower()
    assert not re.search(r"[?{}]|(?<!:):[a-z]", code), "values travel as $parameters"
    assert statement.text and statement.grain


@pytest.mark.parametrize("subject", queries.subjects())
def test_every_file_says_what_it_answers(subject: str) -> None:
    text = getattr(queries, subject).text
    assert "?" in text and "Reads " in text, "question answered, views read, unit"


@pytest.mark.parametrize("subject", queries.subjects())
def test_every_file_names_what_it_reads(connection: duckdb.DuckDBPyConnection, subject: str) -> None:
    there = {
        name for (name,) in connection.execute(
            "select table_name from duckdb_tables() union select view_name from duckdb_views() where not internal"
        ).fetchall()
    }  # fmt: skip
    read: set[str] = set()
    for statement in getattr(queries, subject):
        code = re.sub(r"--.*|'[^']*'", "", statement.sql)
        read |= there & set(re.findall(r"\b(?:from|join)\s+(\w+)", code)) - set(re.findall(r"\b(\w+) as (?:materialized )?\(", code))
    told = re.search(r"Reads ((?:[^.(]|\([^)]*\))*)\. ", getattr(queries, subject).text)
    assert told is not None
    assert there & set(re.findall(r"\w+", re.sub(r"\([^)]*\)", "", told[1]))) == read


def test_known_figures(connection: duckdb.DuckDBPyConnection) -> None:
    everywhere: dict[str, Any] = {"regions": ["130321"], "departments": [], "years": [2023]}
    asked = {"disclosure": "130321-2023-a658ba02", "table_code": "expenditure", "measure": "total", "above": ""}
    classes = run(connection, queries.expense_structure.under, **asked)
    assert {row["code"]: row["amount_yuan"] for row in classes}["213"] == Decimal("82306200.00")
    assert sum(row["amount_yuan"] for row in classes) == Decimal("88157700.00")
    funds = {row["component"]: row for row in run(connection, queries.three_public.components, **everywhere, start=0, most=9)}
    assert funds["total"]["amount_yuan"] == Decimal("62000.00")
    sources = {
        (row["component"], row["measure"]): row["amount_yuan"]
        for row in run(connection, queries.three_public.by_source, disclosures=[funds["total"]["disclosure_id"]])
    }
    assert sources["total", "government_fund"] == Decimal("30000.00")
    beidaihe = connection.execute("select disclosure_id from named_disclosure where region_code = '130304'").fetchone()
    assert beidaihe and len(run(connection, queries.indicator_coverage.matrix, disclosure=beidaihe[0])) == 13 * 9


def test_a_derived_year_says_so(connection: duckdb.DuckDBPyConnection) -> None:
    rows = run(connection, queries.three_public.components, regions=["131081"], departments=[], years=[2019], start=0, most=9)
    total = next(row for row in rows if row["component"] == "total")
    assert (total["amount_yuan"], total["basis"]) == (Decimal("53800.00"), "derived")


def test_a_year_without_its_document_is_not_called_undisclosed(connection: duckdb.DuckDBPyConnection) -> None:
    everywhere: dict[str, Any] = {"regions": [], "departments": [], "years": []}
    budgets = set(
        connection.execute(
            "select department_id, fiscal_year from disclosure where kind in ('budget', 'unit_budget')"
        ).fetchall()
    )
    rows = run(connection, queries.three_public.components, **everywhere, start=0, most=99)
    rows += run(connection, queries.expense_structure.splits, **everywhere)
    gaps = [row for row in rows if row["amount_yuan"] is None]
    for row in gaps:
        held = (row["department_id"], row["fiscal_year"]) in budgets
        assert held or row["value_status"] in ("not_held", "not_expected"), row
    assert {row["value_status"] for row in gaps} >= {"not_held", "not_expected"}


def test_a_zero_of_the_text_knows_that_the_table_is_blank(connection: duckdb.DuckDBPyConnection) -> None:
    rows = run(connection, queries.three_public.components, regions=["130321"], departments=[], years=[2023], start=0, most=9)
    told = {row["component"]: (row["status"], row["table_status"]) for row in rows}
    assert told["overseas"] == ("zero", "blank")
    assert told["total"] == ("reported", "reported")


HEADER = """-- what? Reads x.

-- name: a
-- words
-- parameters: {parameters}
-- grain: one row (x)
-- columns: x
select {sql} as x;
"""


def test_loader_reads_a_header(tmp_path: Path) -> None:
    path = tmp_path / "subject.sql"
    path.write_text(HEADER.format(parameters="n", sql="$n"), encoding="utf-8")
    statement = queries.load(path).a
    assert statement == Statement("subject", "a", "select $n as x", ("n",), "one row (x)", ("x",), "words")
    assert statement.key == ("x",)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (HEADER.format(parameters="n", sql="$n") * 2, "comes twice"),
        (HEADER.format(parameters="none", sql="$n"), "names"),
        (HEADER.format(parameters="n", sql="1"), "names"),
        ("-- name: a\n-- parameters: none\n-- columns: x\nselect 1 as x;\n", "grain"),
        ("-- name: a\n-- parameters: none\n-- grain: one row\n-- columns: x\n", "SQL"),
    ],
)
def test_loader_refuses_a_wrong_header(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "subject.sql"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        queries.load(path)


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match=r"no queries/nothing\.sql"):
        _ = queries.nothing
    with pytest.raises(AttributeError, match="no statement named nothing"):
        _ = queries.three_public.nothing
