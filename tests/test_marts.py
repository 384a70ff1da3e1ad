"""What the marts say of documents that speak twice: repeated totals and tables, revisions, units, accounts, refusals."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from budget import store
from tests import reading

BUDGET = (reading.TESTS / "layouts" / "b_pages" / "document.txt").read_text(encoding="utf-8")
ACCOUNTS = (reading.TESTS / "layouts" / "h_final" / "document.txt").read_text(encoding="utf-8")
EXPENDITURE = re.search(r"部门预算支出总表\n\n205.*?\n\n(?=部门预算财政拨款收支总表\n\n205)", BUDGET, re.DOTALL)
TOTAL = "1\t\t合计\t545.00\t90.50\t454.50\t\t\t"

Ask = Callable[..., list[tuple[object, ...]]]


@pytest.fixture
def asked(tmp_path: Path) -> Callable[..., Ask]:
    """A store of the given documents, in the order of their publication, as a function that answers SQL."""

    def build(*documents: str) -> Ask:
        data = tmp_path / "data"
        shutil.copytree(reading.reference(), data / "reference", dirs_exist_ok=True)
        for number, document in enumerate(documents):
            store.write_facts(reading.facts_of(document, f"{number}.txt"), data)
        file = store.build(data, tmp_path / "store.duckdb")

        def ask(sql: str, *values: object) -> list[tuple[object, ...]]:
            with duckdb.connect(file, read_only=True) as db:
                return db.execute(sql, list(values)).fetchall()

        return ask

    return build


STRUCTURE = (
    "select count(*), sum(amount_yuan), round(sum(share), 9) from expense_structure"
    " where table_code = 'expenditure' and measure = 'total'"
)
HEADLINE = "select amount_yuan, value_status, basis from department_year where fiscal_year = 2023 and measure = ?"


def test_the_parts_of_a_table_add_up_to_its_total(asked):
    count, total, share = asked(BUDGET)(STRUCTURE)[0]
    assert count and (total, share) == (Decimal("5450000.00"), 1)


def test_a_total_printed_again_counts_nothing_twice(asked):
    assert BUDGET.count(TOTAL) == 1
    below = BUDGET.split(TOTAL + "\n")[1].split("\n\n")[0]
    again = BUDGET.replace(below, f"{below}\n{TOTAL}", 1)
    assert asked(again)("select count(*) from amount where table_code = 'expenditure' and row_role = 'total'") > [(7,)]
    assert asked(again)(STRUCTURE) == asked(BUDGET)(STRUCTURE)


def test_a_table_printed_again_counts_nothing_twice(asked):
    assert EXPENDITURE
    again = BUDGET.replace(EXPENDITURE[0], EXPENDITURE[0] * 2)
    ask = asked(again)
    assert ask("select count(*) from document_table where table_code = 'expenditure'") == [(2,)]
    assert ask(STRUCTURE) == asked(BUDGET)(STRUCTURE)


def test_a_revision_speaks_alone(asked):
    changed = BUDGET.replace("人员经费 70.50 万元和日常公用经费 20.00 万元", "人员经费 71.00 万元和日常公用经费 19.50 万元")
    revised = re.sub(r"部门预算一般公共预算财政拨款基本支出表\n\n205.*?\n\n(?=部门预算政府基金)", "", changed, count=1, flags=re.DOTALL)
    revised = revised.replace("部门预算一般公共预算财政拨款基本支出表\t15\n", "")
    assert revised != changed != BUDGET
    ask = asked(BUDGET, revised)
    assert ask("select max(revision) from disclosure") == [(2,)]
    # The older document's table would be the better source; it is not this document's.
    assert ask(HEADLINE, "personnel") == [(Decimal("710000.00"), "reported", "prose")]
    assert ask("select count(distinct disclosure_id) from department_year where fiscal_year = 2023") == [(1,)]


@pytest.mark.parametrize("unit_first", [True, False])
def test_a_units_budget_does_not_speak_for_its_department(asked, unit_first):
    unit = BUDGET.replace("部门预算信息公开", "单位预算信息公开").replace("云岭县林业局", "云岭县林业局（本级）")
    unit = unit.replace("支出总计\t545.00", "支出总计\t99.00").replace(TOTAL, TOTAL.replace("545.00", "99.00"))
    ask = asked(unit, BUDGET) if unit_first else asked(BUDGET, unit)
    assert ask("select count(*) from department") == [(1,)]
    assert ask("select kind from current_budget join disclosure using (disclosure_id)") == [("budget",)]
    assert ask(HEADLINE, "total")[0][0] == Decimal("5450000.00")


def test_final_accounts_are_no_budget(asked):
    ask = asked(ACCOUNTS)
    assert ask("select count(*) > 20 from amount") == [(True,)]
    for mart in ("current_budget", "department_year", "three_public_funds", "expense_structure"):
        assert ask(f"select count(*) from {mart}") == [(0,)], mart


def test_a_refused_table_is_no_silence_of_the_department(asked):
    wrong = BUDGET.replace("\t人员经费\t公用经费", "\t人员开支\t公用经费")
    wrong = wrong.replace("，包括人员经费 70.50 万元和日常公用经费 20.00 万元", "")
    ask = asked(wrong)
    assert ask("select reason from document_table where status = 'refused'") == [("unknown_header",)]
    assert ask(HEADLINE, "personnel") == [(None, "unreadable", "table")]


def test_a_year_known_only_from_a_change_has_no_gaps_of_its_own(asked):
    ask = asked(BUDGET)
    derived = ask("select distinct basis, amount_yuan is null from three_public_funds where fiscal_year = 2022")
    assert derived == [("derived", False)]
    assert ask("select count(*) from department_year where fiscal_year = 2022 and amount_yuan is null") == [(0,)]
