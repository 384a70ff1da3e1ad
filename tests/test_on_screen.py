"""What stands on the screen of every page is what SQL of its own finds in the base tables: of the real disclosures, and of a sample with errors."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest
from lxml import html

import queries
from budget import sample, store, ui_data
from tests.test_pages import linked

ROOT = Path(__file__).resolve().parent.parent
Row = dict[str, str]
# The budget of each department and year that speaks: what is asked of the base tables begins with it.
BUDGET = (
    "(select disclosure_id, department_id, fiscal_year from disclosure where kind in ('budget', 'unit_budget')"
    " qualify row_number() over (partition by department_id, fiscal_year order by kind, revision desc) = 1)"
)


@pytest.fixture(scope="module", params=["real", "sample"], autouse=True)
def stored(request: pytest.FixtureRequest, bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The bundled documents, and a made-up province of two counties with errors in it."""
    folder = bundled
    if request.param == "sample":
        folder = tmp_path_factory.mktemp(request.param)
        sample.generate(folder, sample.Size(2, 3, (2022, 2024), 3, 2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINGZHANG_STORE", str(folder))
        patch.setattr(ui_data, "_AT_ONCE", 30)  # a page here waits for its statement, however busy the machine
        with store.open_store() as opened:
            patch.setattr(Base, "tables", opened, raising=False)
            yield request.param


class Base:
    tables: duckdb.DuckDBPyConnection  # of the store that the pages show


def ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return Base.tables.cursor().execute(sql, values).fetchall()


class Shown:
    """A page as a reader has it before them: its words, its headline figures, and its tables with what is folded away unfolded."""

    def __init__(self, page: str, *unfolded: str, **choices: str) -> None:
        app = linked(f"pages/{page}.py", **{"unit": "元", **choices})
        for fold in unfolded:
            app.session_state[f"table-{fold}"] = True
        app.run()
        assert not app.exception, app.exception[0].stack_trace
        bodies = [element.proto.body for element in app.get("html") if not element.proto.body.startswith(("<style", "<script"))]
        self.app = app
        self.tree = html.fragment_fromstring("".join(bodies), create_parent="div")
        self.text = " ".join(self.tree.text_content().split())
        self.tables = [list(self._rows(table)) for table in self.tree.iterfind(".//table[@class='mz-ledger']")]

    def _rows(self, table: html.HtmlElement) -> Iterator[Row]:
        """Each row by its headings; a heading that stands twice is told apart by a number. Links stand under →heading."""
        heads = [head.text_content() for head in table.iterfind(".//thead//th")]
        heads = [head if heads.index(head) == place else f"{head} {place}" for place, head in enumerate(heads)]
        for row in table.iterfind(".//tbody/tr"):
            yield {
                name: value
                for head, cell in zip(heads, row.iterfind("td"), strict=True)
                for name, value in ((head, cell.text_content()), (f"→{head}", next((link.get("href") for link in cell.iterfind(".//a")), "")))
            }

    def table(self, *heads: str) -> list[Row]:
        """The first table that has these headings."""
        found = next((table for table in self.tables if table and set(heads) <= set(table[0])), None)
        assert found is not None, [list(table[0]) for table in self.tables if table]
        return found

    def facts(self) -> dict[str, str]:
        """Labels with their values."""
        return {fact.findtext("dt"): fact.find("dd").text_content() for fact in self.tree.iterfind(".//dl[@class='mz-facts large']/div")}

    def way(self, label: str) -> dict[str, str]:
        """The choices in the link of a headline figure."""
        (link,) = self.tree.xpath(".//dl[@class='mz-facts large']/div[dt=$label]//a/@href", label=label)
        return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}

    def matrix(self, number: int = 0) -> list[tuple[str, str, str]]:
        """What stands in the cells of a matrix of counts, with the names of their row and their column."""
        table = self.tree.xpath(".//table[contains(@class, 'mz-matrix')]")[number]
        heads = [head.text_content().strip() for head in table.iterfind(".//thead//th")][1:]
        return [
            ((row.find(".//summary") if row.find(".//summary") is not None else row.find("th")).text_content().strip(), head, cell.xpath(".//span[@aria-hidden]")[0].text_content())
            for row in table.iterfind(".//tbody/tr")
            for head, cell in zip(heads, row.iterfind("td"), strict=True)
        ]


def yuan(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:,.2f}"


def percent(part: Decimal | float, whole: Decimal | float = 1) -> str:
    share = (Decimal(part) / Decimal(whole) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return "<0.1%" if part and not share else f"{share}%"


def who(department: str) -> str:
    ((region, name),) = ask("select region_name, department_name from department join region using (region_code) where department_id = ?", department)
    return name if region in name else f"{region} {name}"


def place(row: Row) -> tuple[str, str, str]:
    return row["地区"], row["部门"], row["年度"]


def names_of_disclosures() -> dict[str, str]:
    """Disclosures by what the pages of findings call them: with the kind where a department has several of a year."""
    kinds = {"self_evaluation": "绩效自评表", "budget": "部门预算"}
    held = ask("select disclosure_id, department_id, fiscal_year, kind, count(*) over (partition by department_id, fiscal_year) from disclosure")
    return {f"{who(department)} {year}" + (f" {kinds[kind]}" if several > 1 else ""): one for one, department, year, kind, several in held}


def names() -> dict[str, tuple[str, str]]:
    return {one: (region, name) for one, region, name in ask("select department_id, region_name, department_name from department join region using (region_code)")}


# Compare --------------------------------------------------------------------------------------------------------------

# Where a budget prints a sum: its own table first, then another that has it, then the text.
PRINTED = {
    "total": "case when table_code = 'expenditure' and row_role = 'total' and measure = 'total' then 1 when table_code = 'summary' and row_role = 'total'"
    " and side = 'expenditure' and measure = 'total' then 2 when table_code = 'statement' and side = 'expenditure' and measure = 'total' and item_code is null then 3 end",
    "basic": "case when table_code = 'expenditure' and row_role = 'total' and measure = 'basic' then 1"
    " when table_code = 'statement' and side = 'expenditure' and measure = 'basic' and item_code is null then 2 end",
    "reception": "case when table_code = 'three_public' and item_code = 'reception' and measure = 'total' then if(basis = 'table', 1, 2) end",
}


def stated(measure: str) -> dict[tuple[str, str, str], Decimal]:
    """The sums that budgets state for their own year, by region, department and year as they are named on the screen."""
    rows = ask(
        f"select b.department_id, b.fiscal_year, arg_min(amount_yuan, ({PRINTED[measure]}, cell_id)) from amount as a join {BUDGET} as b using (disclosure_id)"
        f" where {PRINTED[measure]} is not null and amount_yuan is not null and basis <> 'derived' and a.fiscal_year = b.fiscal_year group by all"
    )
    return {(*names()[one], str(year)): yuan for one, year, yuan in rows}


@pytest.mark.parametrize("measure", ["total", "reception"])
def test_compare_money(measure: str) -> None:
    own, basic = stated(measure), stated("basic")
    shown = Shown("compare/compare", measure=measure, view="table", which="each").table("金额（元）", "依据")
    told = [row for row in shown if row["依据"] != "推算" and row["名次"] != "—"]
    assert {place(row): row["金额（元）"] for row in told} == {where: yuan(value) for where, value in own.items()}
    for row in told:  # the rank among all of that year, derived ones included
        others = [Decimal(other["金额（元）"].replace(",", "")) for other in shown if other["年度"] == row["年度"] and other["名次"] != "—"]
        assert row["名次"] == str(1 + sum(other > own[place(row)] for other in others))
        cell = re.search("cell=([^&]+)", row["→出处"])
        assert cell and ask("select amount_yuan from amount where cell_id = ? and amount_yuan = ?", cell.group(1), own[place(row)])
    shown = Shown("compare/compare", measure=measure, view="table", which="each", how="per_basic").table("每百万元基本支出（元）")
    told = {place(row): row["每百万元基本支出（元）"] for row in shown if row["依据"] != "推算" and row["名次"] != "—"}
    assert told == {where: f"{float(value / basic[where] * 1_000_000):,.2f}" for where, value in own.items() if where in basic}


@pytest.mark.parametrize("measure", ["indicators", "quantified", "findings"])
def test_compare_counts(measure: str) -> None:
    if measure == "findings":
        counted = ask(
            "select department_id, fiscal_year, count(finding_id) filter (where severity in ('error', 'warning')) from disclosure"
            " left join finding using (disclosure_id) group by all"
        )
    else:
        kinds = [kind for kind in KINDS if kind != "成本指标"]
        counted = ask(
            "select department_id, fiscal_year, count(*) from indicator join project using (project_id) join disclosure using (disclosure_id)"
            f" where (level1 = '成本指标' or level2 like '%成本指标' or list_contains(?, level2)) and {'is_quantified' if measure == 'quantified' else 'true'} group by all",
            kinds,
        )
    shown = Shown("compare/compare", measure=measure, view="table", which="each", how="absolute")
    column = {"indicators": "绩效指标", "quantified": "可量化的指标", "findings": "错误与警告"}[measure]
    told = {place(row): row[column] for row in shown.table(column) if row["名次"] != "—"}
    assert told == {(*names()[one], str(year)): f"{number:,}" for one, year, number in counted}


# Expenditure, three public funds ----------------------------------------------------------------------------------------


def test_expenditure() -> None:
    table = "table_code = 'expenditure' and basis = 'table' and row_role = 'leaf' and measure = 'total' and amount_yuan is not null"
    for disclosure, whole in ask(f"select disclosure_id, sum(amount_yuan) from amount where {table} group by 1 order by 1 limit 2"):
        for length, above in ((3, ""), (5, ask(f"select max(left(item_code, 3)) from amount where disclosure_id = ? and {table}", disclosure)[0][0])):
            own = dict(ask(
                f"select left(item_code, {length}), sum(amount_yuan) from amount where disclosure_id = ? and {table} and item_code like ? group by 1",
                disclosure, f"{above}%",
            ))  # fmt: skip
            rows = Shown("expense/structure", budget=disclosure, drawn="表格", code=above).table("科目编码", "占全表合计")
            assert {row["科目编码"]: row["金额（元）"] for row in rows} == {code: yuan(value) for code, value in own.items()}
            assert all(row["占全表合计"] == percent(float(own[row["科目编码"]]) / float(whole)) for row in rows)


def test_shares_side_by_side() -> None:
    whole, basic = stated("total"), stated("basic")
    rows = Shown("expense/shares", "shares-nature", divided="nature", beside="each").table("部分")
    told = [row for row in rows if row["部分"] == "基本支出" and row["依据"] != "推算"]
    assert {place(row): row["金额（元）"] for row in told} == {where: yuan(value) for where, value in basic.items()}
    for row in told:
        assert row["占比"] == percent(float(basic[place(row)]) / float(whole[place(row)]))


def test_a_change_explained() -> None:
    """The steps on the screen lead from one printed total to the other, to the last 分."""
    table = "table_code = 'expenditure' and row_role = 'total' and measure = 'total' and amount_yuan is not null and a.basis = 'table'"
    years = ask(
        f"select department_id, b.fiscal_year, any_value(amount_yuan) from amount as a join {BUDGET} as b using (disclosure_id) where {table} group by all order by 1, 2 desc"
    )
    pairs = [(one, other) for one, other in itertools.pairwise(years) if one[0] == other[0] and one[1] == other[1] + 1]
    if not pairs:  # the real disclosures have one year each, and last year's sums as derived from the changes that they state
        years = ask(
            "select department_id, a.fiscal_year, any_value(amount_yuan) from amount as a join disclosure using (disclosure_id) where table_code = 'statement'"
            " and side = 'expenditure' and measure = 'total' and item_code is null and amount_yuan is not null group by all order by 1, 2 desc"
        )
        pairs = [(one, other) for one, other in itertools.pairwise(years) if one[0] == other[0]]
    for (department, year, after), (_, earlier, before) in pairs[:3]:
        rows = Shown("expense/change", "change", who=department, to=str(year), **{"from": str(earlier)}).table("变动", "差额（元）")
        steps = [Decimal(row["差额（元）"].replace(",", "")) for row in rows if re.search("[0-9]", row["差额（元）"])]
        assert sum(steps) == after - before
        assert (rows[0]["前（元）"], rows[-1]["后（元）"]) == (yuan(before), yuan(after))


FUNDS = (
    f"from amount as a join {BUDGET} as b using (disclosure_id) join cell using (cell_id) where a.table_code = 'three_public' and a.fiscal_year = b.fiscal_year"
    " and a.measure = 'total' and a.basis <> 'derived' and amount_yuan is not null"
)
PARTS = {"overseas": "因公出国（境）费", "vehicle_purchase": "公务用车购置费", "vehicle_operation": "公务用车运行维护费", "reception": "公务接待费", "total": "合计"}


def test_three_public_funds() -> None:
    own = {
        (*names()[one], str(year), PARTS[item]): value
        for one, year, item, value in ask(
            "select department_id, fiscal_year, item_code, arg_min(amount_yuan, (if(basis = 'table', 1, 2), table_no, cell_id))"
            f" from (select a.*, department_id, table_no {FUNDS}) where list_contains(?, item_code) group by all",
            list(PARTS),
        )
    }
    rows = Shown("funds/three_public", "components").table("项目", "状态")
    told = {(*place(row), row["项目"]): row["金额（元）"] for row in rows if row["依据"] in ("表格", "正文") and row["项目"] in PARTS.values()}
    assert {where: value for where, value in told.items() if re.search("[0-9]", value)} == {where: yuan(value) for where, value in own.items()}
    totals = {where[:3]: value for where, value in own.items() if where[3] == "合计"}
    rows = Shown("funds/ranking", "standing", which="each").table("名次")
    told = {place(row): row["金额（元）"] for row in rows if row["依据"] in ("表格", "正文") and row["名次"] != "—"}
    assert told == {where: yuan(value) for where, value in list(totals.items())}
    rows = Shown("funds/panels", "panels").table("依据")
    assert {place(row): row["金额（元）"] for row in rows if row["依据"] in ("表格", "正文")}.items() <= {where: yuan(value) for where, value in totals.items()}.items()
    assert rows
    for row in Shown("funds/changes", "changes", component="total").table("增减（元）"):
        now, before, more = (Decimal(row[head].replace(",", "")) if re.search("[0-9]", row[head]) else None for head in ("本年（元）", "上年（元）", "增减（元）"))
        assert now is None or now == totals.get(place(row), now)
        assert more is None or now - before == more
        earlier = totals.get((row["地区"], row["部门"], str(int(row["年度"]) - 1)))
        if row["增减的依据"] == "两年预算相减":
            assert before == earlier
    for row in Shown("funds/prose", "prose").table("表中印的"):
        for kind, head in (("table", "表中印的"), ("prose", "正文写的")):
            if re.search("[0-9]", row[head]):
                cell = re.search("cell=([^&]+)", row["→表的出处" if kind == "table" else "→正文的出处"])
                assert cell and ask("select 1 from amount where cell_id = ? and basis = ? and amount_raw = ?", cell.group(1), kind, row[head])


# Indicators -------------------------------------------------------------------------------------------------------------

KINDS = ["数量指标", "质量指标", "时效指标", "成本指标", "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标"]
ROWS = (
    "(select indicator.*, disclosure_id, if(level1 = '成本指标' or level2 like '%成本指标', '成本指标', level2) as kind"
    " from indicator join project using (project_id))"
)


def test_coverage_of_indicators() -> None:
    shown = Shown("indicators/coverage", "types")
    projects = ask("select count(distinct project_id) from indicator")[0][0]
    own = {kind: counts for kind, *counts in ask(f"select kind, count(distinct project_id), count(*), count(*) filter (where is_quantified) from {ROWS} group by 1")}
    for row in shown.table("二级指标", "名义覆盖"):
        nominal, number, quantified = own.get(row["二级指标"], (0, 0, 0))
        assert [row[head] for head in ("项目数", "名义", "指标数", "可量化")] == [f"{count:,}" for count in (projects, nominal, number, quantified)]
        assert row["名义覆盖"] == percent(nominal / projects)
        assert int(row["有效"]) <= nominal
    known = [own.get(kind, (0, 0, 0)) for kind in KINDS]
    facts = shown.facts()
    assert facts["名义覆盖"] == percent(sum(nominal for nominal, _, _ in known) / projects / 9)
    assert facts["可量化"] == percent(sum(quantified for *_, quantified in known) / sum(number for _, number, _ in known))
    for head in ("有效覆盖", "名义覆盖", "可量化"):  # where the share leads, it stands with what it is a share of
        there = Shown("indicators/coverage", **shown.way(head)).text
        part, whole = re.search(f"合计 {facts[head]}：([0-9,]+) [格条]中有 ([0-9,]+) [格条]", there).groups()[::-1]
        assert facts[head] == percent(Decimal(part.replace(",", "")), Decimal(whole.replace(",", "")))
        assert head in there.split("· 颜色越重越高")[0].rsplit("谁缺哪一类", 1)[1]
    assert facts["个项目"] == f"{projects:,}" and facts["条指标"] == f"{ask('select count(*) from indicator')[0][0]:,}"
    ((disclosure, project),) = ask("select disclosure_id, min(project_id) from indicator join project using (project_id) group by 1 order by count(*) desc, 1 limit 1")
    one = Shown("indicators/coverage", "matrix", of=disclosure, project=project)
    cells = Counter({(number, kind): count for number, kind, count in ask(
        f"select project_no::varchar, kind, count(*) from {ROWS} join project using (project_id) where project.disclosure_id = ? group by all", disclosure)})  # fmt: skip
    for row in one.table("序号", "二级指标"):
        assert row["指标数"] == str(cells[row["序号"], row["二级指标"]])
    values = [value for (value,) in ask("select value_raw from indicator where project_id = ? order by row_no", project)]
    assert [row["指标值"] for row in one.table("指标值")] == [value or "—" for value in values] or None in values


def test_strictness_likeness_and_money_of_indicators() -> None:
    rows = Shown("indicators/strictness", "strictness", split="type").table("松紧", "可判断的")
    own = Counter(kind for (kind,) in ask(f"select kind from {ROWS} where kind is not null"))
    told: Counter[str] = Counter()
    for row in rows:
        told[row["指标类型"]] += int(row["指标数"])
    assert {kind: told[kind] for kind in own if kind in KINDS} == {kind: number for kind, number in own.items() if kind in KINDS}
    priced = ask("select project_no::varchar, project_name, budget_yuan from project where budget_yuan > 0 and project_id in (select project_id from indicator)")
    shown = Shown("indicators/worth", "worth")
    if not priced:
        assert "公开了预算数" in shown.text
    else:
        rows = shown.table("预算数（元）", "占全部")
        told = {(row["序号"], row["项目名称"], row["预算数（元）"]) for row in rows if row["序号"] not in ("", "—")}
        assert told <= {(number, name, yuan(value)) for number, name, value in priced} and len(told) >= min(len(priced), 40)
        assert f"{yuan(sum(value for *_, value in priced))} 元" in shown.text
    ((disclosure,),) = ask("select disclosure_id from project join indicator using (project_id) group by 1 order by count(distinct project_id) desc, 1 limit 1")
    shown = Shown("indicators/alike", "alike", of=disclosure, least="30%")
    texts = {
        str(number): re.sub(r"[\W\d_]", "", text) for number, text in ask(
            "select project_no, concat(any_value(project_name), any_value(goal), string_agg(concat(level3, description), '' order by row_no))"
            " from project join indicator using (project_id) where disclosure_id = ? group by project_id, project_no", disclosure)
    }  # fmt: skip
    pieces = {number: {text[place : place + 2] for place in range(len(text) - 1)} for number, text in texts.items()}
    pairs = [row for table in shown.tables for row in table if "相像" in row]
    for row in pairs:
        one, other = pieces[row["序号"]], pieces[row["序号 3"]]
        assert abs(len(one & other) / len(one | other) - float(row["相像"].rstrip("%")) / 100) < 0.02
    assert pairs or "没有相像到" in shown.text


# Self-evaluation ------------------------------------------------------------------------------------------------------

FORMS = "evaluation as e join project as p using (project_id) join disclosure as d using (disclosure_id)"


def test_self_evaluation() -> None:
    shown = Shown("evaluation/evaluation")
    number, sheets, spent, planned = ask(
        f"select count(*), count(distinct disclosure_id), sum(e.executed_yuan) filter (where e.budget_yuan is not null),"
        f" sum(e.budget_yuan) filter (where e.executed_yuan is not null) from {FORMS}"
    )[0]
    found = dict(ask("select finding.severity, count(*) from finding join audit_check using (check_id) where family = 'self_evaluation' group by all"))
    assert list(shown.facts().values()) == [
        str(number), str(sheets), f"{yuan(planned)} 元", f"{yuan(spent)} 元", str(found.get("error", 0)), str(found.get("warning", 0)),
    ]  # fmt: skip
    for (disclosure,) in ask("select distinct disclosure_id from evaluation join project using (project_id)"):
        choice = {"of": disclosure} if sheets > 1 else {}
        rates, money = (Shown("evaluation/evaluation", "claims", "money", "weights", claim=claim, **choice) for claim in ("rate", "score"))
        forms = ask(f"select e.*, project_no, project_name from {FORMS} where disclosure_id = ? order by project_no", disclosure)
        columns = [name for name, *_ in Base.tables.cursor().execute(f"select e.*, project_no, project_name from {FORMS} limit 0").description]
        by_number = {str(form["project_no"]): form for form in (dict(zip(columns, values, strict=True)) for values in forms)}
        for row in rates.table("填报的执行率"):
            form = by_number[row["序号"]]
            assert row["项目名称"] == form["project_name"]
            if form["execution_rate_stated"] is not None:
                assert row["填报的执行率"] == percent(form["execution_rate_stated"])
            again = "—"
            if form["budget_yuan"] and form["executed_yuan"] is not None:
                again = percent((form["executed_yuan"] / form["budget_yuan"]).quantize(Decimal("0.0001"), ROUND_HALF_UP))
            assert row["执行数 ÷ 预算数"] == again
        assert len(rates.table("填报的执行率")) == len(by_number)
        for row in money.table("到位数（元）"):
            form = by_number[row["序号"]]
            for head, name in (("预算数", "budget_yuan"), ("到位数", "arrived_yuan"), ("执行数", "executed_yuan")):
                assert form[name] is None or row[f"{head}（元）"] == yuan(form[name])
                assert form[name] is not None or not re.search("[0-9]", row[f"{head}（元）"])
        points = defaultdict(list)
        for key, score in ask("select evaluation_id, score from evaluation_item"):
            points[key].append(score)
        for row in money.table("填报的总分"):
            form = by_number[row["序号"]]
            parts = points[form["evaluation_id"]] + [form["execution_score"]] * (form["execution_weight"] is not None or form["execution_score"] is not None)
            if parts and None not in parts:
                assert Decimal(row["各项得分之和"]) == sum(parts)
            else:
                assert not re.search("[0-9]", row["各项得分之和"])
            assert form["score_stated"] is None or Decimal(row["填报的总分"]) == form["score_stated"]
        items = dict(ask("select (p.project_no, level1)::varchar, count(*) from evaluation_item join evaluation as e using (evaluation_id)"
                         " join project as p using (project_id) where disclosure_id = ? group by all", disclosure))  # fmt: skip
        told = {f"({row['序号']}, {row['一级指标']})": int(row["指标数"]) for row in money.table("一级指标", "指标数")}
        rate = "预算执行率指标"  # its points may stand in the head of the form
        assert {one: number for one, number in told.items() if rate not in one} == {one: number for one, number in items.items() if rate not in one}
        severities = ask("select count(*) from finding join audit_check using (check_id) where family = 'self_evaluation' and disclosure_id = ?", disclosure)
        if severities[0][0]:
            assert sum(int(count) for *_, count in rates.matrix() if count.isdigit()) == severities[0][0]


# Data -----------------------------------------------------------------------------------------------------------------


def test_tables_are_shown_as_they_are() -> None:
    ((region, label),) = ask(
        "select region_code, any_value(region_name) from disclosure join department using (department_id) join region using (region_code)"
        " join amount using (disclosure_id) group by all order by count(*) desc, 1 limit 1"
    )
    shown = Shown("data/browse", browse="amount", sort="amount_yuan", order="desc", region=f"{label} {region}")
    own = f"from amount join disclosure as d using (disclosure_id) join department using (department_id) where region_code = '{region}'"
    assert f"{ask('select count(*) ' + own)[0][0]:,} 行" in shown.text
    rows = shown.table("金额（元）")
    assert [row["金额（元）"] for row in rows] == [yuan(value) for (value,) in ask(f"select amount_yuan {own} and amount_yuan is not null order by 1 desc limit 100")]
    for row in rows[:20]:
        assert ask(f"select 1 {own} and amount_yuan = ? and item_name = ? and amount_raw = ? and (amount.fiscal_year)::varchar = ?",
                   Decimal(row["金额（元）"].replace(",", "")), row["科目"], row["原文金额"], row["年度"])  # fmt: skip


def test_names_found_and_their_places() -> None:
    word = "率"
    counted = dict(ask("select coalesce(level3, description), count(*) from indicator where contains(coalesce(level3, description), ?) group by all", word))
    shown = Shown("data/names", q=word, kind="indicator")
    hits = {link.text_content(): link for link in shown.tree.xpath(".//a[contains(@href, 'name=')]")}
    assert set(hits) == set(counted)
    for name, times in list(counted.items())[:30]:
        assert re.search(rf"{re.escape(name)}\s*{times:,} 处", shown.text), name
    name = max(counted, key=lambda one: (counted[one], one))
    places = Shown("data/names", q=word, kind="indicator", name=name)
    assert f"绩效指标，{counted[name]:,} 处" in places.text
    values = [value or "—" for (value,) in ask("select value_raw from indicator where coalesce(level3, description) = ?", name)]
    (rows,) = places.tables
    column = next(head for head in rows[0] if {row[head] for row in rows} == set(values))
    assert len(values) > 50 or Counter(row[column] for row in rows) == Counter(values)


def test_answers_to_questions() -> None:
    held = Shown("data/questions", ask="held").table("表（张）")
    own = ask(
        "select region_name, department_name, fiscal_year::varchar, (select count(*) from document_table as t where t.disclosure_id = d.disclosure_id)::varchar"
        " from disclosure as d join department using (department_id) join region using (region_code)"
    )
    assert Counter((*place(row), row["表（张）"]) for row in held) == Counter(own)
    found = Shown("data/questions", ask="findings").table("级别", "事实")
    assert Counter(row["事实"] for row in found) == Counter(message for (message,) in ask("select message_zh from finding where severity = 'error'"))


def test_a_statement_typed_by_the_reader() -> None:
    sql = "select department_id, count(*) as n, sum(amount_yuan) as s from amount join disclosure using (disclosure_id) group by 1 order by 1"
    rows = Shown("data/console", sql=sql).tables[0]
    assert [(row["department_id"], int(row["n"].replace(",", "")), Decimal(row["s"].replace(",", ""))) for row in rows] == ask(sql)


# Overview, findings, disclosures ----------------------------------------------------------------------------------------


def test_overview() -> None:
    shown = Shown("overview/overview", "totals")
    counts = [
        "count(*) from disclosure", "count(distinct department_id) from disclosure", "count(amount_yuan) from amount",
        "count(distinct project_id) from indicator", "count(*) from indicator", "count(*) from evaluation", "count(*) from unread where is_data",
    ]  # fmt: skip
    told = list(shown.facts().values())
    assert told[:2] + told[3:] == [f"{ask('select ' + one)[0][0]:,}" for one in counts]
    leads = [link.get("href").split("?")[0] for link in shown.tree.xpath(".//dl[@class='mz-facts large']//dd/a")]
    ways = ["disclosures", "data", "", "data", "indicators", "data", "evaluation", "data"]
    assert leads == [way for way, value in zip(ways, told, strict=True) if value != "0"]
    assert f"{told[5]} 行" in Shown("data/browse", browse="indicator").text  # where the number leads it is the same
    first, last = ask("select min(fiscal_year), max(fiscal_year) from disclosure")[0]
    assert told[2] == f"{first}–{last}"
    shown_years = {head.text_content().split()[0] for head in Shown("overview/overview", **shown.way("年")).tree.xpath(".//table[@class='mz-grid']//th[@scope='row']")}
    assert {str(first), str(last)} <= shown_years <= {str(year) for year in range(first, last + 1)}
    latest: dict[tuple[str, str], tuple[str, Decimal]] = {}
    for (region, name, year), value in sorted(stated("total").items(), key=lambda one: one[0][2]):
        latest[region, name] = (year, value)
    (region, name), (year, most) = max(latest.items(), key=lambda one: one[1][1])
    assert f"的预算支出最大：{year} 年 {yuan(most)} 元" in shown.text
    assert {(row["地区"], row["部门"]): (row["年度"], row["支出总额（元）"]) for row in shown.table("支出总额（元）")} == {
        where: (year, yuan(value)) for where, (year, value) in latest.items()
    }
    for row in shown.table("金额（笔）"):
        disclosure = re.search("disclosure=([^&]+)", row["→披露"])
        assert disclosure
        told = [row[head] for head in ("金额（笔）", "项目（个）", "自评表（份）", "未能读出（处）")]
        own = [
            "count(amount_yuan) from amount where", "count(*) from project where project_id in (select project_id from indicator) and",
            "count(*) from evaluation join project using (project_id) where", "count(*) from unread where is_data and",
        ]  # fmt: skip
        assert told == [f"{ask(f'select {one} disclosure_id = ?', disclosure.group(1))[0][0]:,}" for one in own]
    total = ask("select count(*) from finding")[0][0]
    assert f"未了结的共 {total} 项" in shown.text


def test_findings() -> None:
    shown = Shown("findings/findings")
    counted = dict(ask("select severity, count(*) from finding group by 1"))
    assert list(shown.facts().values())[:4] == [f"{counted.get(one, 0):,}" for one in ("error", "warning", "notice", "info")]
    assert f"{sum(counted.values())} 项，最重的在前" in shown.text
    by_disclosure = dict(ask("select disclosure_id, count(*) from finding group by 1"))
    called = names_of_disclosures()
    told: Counter[str] = Counter()
    for name, _, count in shown.matrix():
        told[called[name]] += int(count.replace(",", "")) if count[0].isdigit() else 0
    assert +told == by_disclosure
    severity = max(counted, key=lambda one: counted[one])
    listed = Shown("findings/findings", severity=severity)
    messages = {link.text_content().split(" ", 1)[1] for link in listed.tree.xpath(".//*[@class='mz-findings']/li/a[b]")}
    assert messages and messages <= {message for (message,) in ask("select message_zh from finding where severity = ?", severity)}
    (one, stated_, expected, difference), = ask("select finding_id, stated, expected, difference_yuan from finding where difference_yuan is not null order by 1 limit 1")
    opened = Shown("findings/findings", finding=one)
    sums = [value.text_content() for value in opened.tree.xpath(".//dl[@class='mz-sums']//dd")]
    assert sums == [stated_, expected, yuan(difference)]


def test_verdicts() -> None:
    shown = Shown("findings/verdicts")
    counted: Counter[str] = Counter()
    cells: list[tuple[str, str, str]] = []
    called = names_of_disclosures()
    for number in range(len(shown.tree.xpath(".//table[contains(@class, 'mz-matrix')]"))):
        cells += shown.matrix(number)
    across = {called[head] for _, head, _ in cells}
    assert len(across) == min(len(called), 8)
    told = Counter((called[head], name, text) for name, head, text in cells)
    own: Counter[tuple[str, str, str]] = Counter()  # two checks may have one name
    for disclosure, title, verdict, tested, findings in ask(
        "select disclosure_id, title_zh, verdict, tested, v.findings from verdict as v join audit_check using (check_id)"
    ):
        if disclosure in across:
            # What may be right fails nothing, and is counted all the same.
            own[disclosure, title, "–" if verdict == "not_applicable" else f"{findings:,} / {tested:,}" if findings else f"✓ {tested:,}"] += 1
            counted[verdict] += 1
    assert told == own
    assert list(shown.facts().values())[:3] == [f"{counted[one]:,}" for one in ("failed", "passed", "not_applicable")]


def test_ties() -> None:
    ((disclosure, total, broken),) = ask(
        "select disclosure_id, count(*), count(*) filter (where not holds) from tie group by 1 order by 3 desc, 2 desc, 1 limit 1"
    )
    shown = Shown("findings/ties", "ties", tie_of=disclosure)
    assert f"{total} 条勾稽，" + (f"{broken} 条不符" if broken else "全部相符") in shown.text
    bundles = shown.table("等式", "不符")
    assert sum(int(row["等式"]) for row in bundles) >= total and sum(int(row["不符"]) for row in bundles) >= broken
    rows = shown.table("结论", "差额（元）")
    own = Counter((subject or "—", yuan(difference) or "—") for subject, difference in ask(
        "select subject, difference_yuan from tie where disclosure_id = ? and not holds", disclosure))  # fmt: skip
    told = Counter((row["对象"], row["差额（元）"]) for row in rows if row["结论"] == "不符")
    assert told == own or (broken > 100 and not told - own)
    for row in rows[:40]:
        cell = re.search("cell=([^&]+)", row["→出处"])
        assert cell and ask("select 1 from tie where disclosure_id = ? and list_contains(stated_cells, ?) and stated = ?", disclosure, cell.group(1), row["文件所列"])


def test_pages_of_the_catalogue_are_the_whole() -> None:
    asked = {"regions": [], "departments": [], "years": [], "section": "table_three_public"}

    def page(start: int, most: int) -> list[tuple[Any, ...]]:
        statement = queries.disclosures.page
        return Base.tables.cursor().execute(statement.sql, asked | {"start": start, "most": most}).fetchall()

    whole = page(0, 10**6)
    assert [row for start in range(0, len(whole), 2) for row in page(start, 2)] == whole
    assert Counter(row[-2] for row in whole) == Counter(
        status or "not_expected" for (status,) in ask("select status from disclosure left join section as s using (disclosure_id) where s.section_code = 'table_three_public'"
        " union all select null from disclosure where disclosure_id not in (select disclosure_id from section where section_code = 'table_three_public')")
    )  # fmt: skip
    assert [row[0] for row in whole if row[-2] == "absent"] == [row[0] for row in whole][: sum(row[-2] == "absent" for row in whole)]


def test_disclosures() -> None:
    rows = Shown("disclosures/catalogue").table("表（张）")
    assert len(rows) == ask("select count(*) from disclosure")[0][0]
    for row in rows:
        found = re.search("disclosure=([^&]+)", row["→披露"])
        assert found
        own = [
            "count(*) from document_table where", "count(amount_yuan) from amount where",
            "count(*) from project where project_id in (select project_id from indicator) and",
            "count(*) from evaluation join project using (project_id) where", "count(*) from unread where is_data and",
        ]  # fmt: skip
        told = [row[head] for head in ("表（张）", "金额（笔）", "项目（个）", "自评表（份）", "未能读出（处）")]
        assert told == [f"{ask(f'select {one} disclosure_id = ?', found.group(1))[0][0]:,}" for one in own]
    disclosure, number = ask("select disclosure_id, table_no from cell where table_no > 0 and reading = 'fact' group by all order by count(*) desc, 1, 2 limit 1")[0]
    shown = Shown("disclosures/catalogue", disclosure=disclosure, table=str(number))
    cells = [cell.text_content() for cell in shown.tree.xpath(".//table[@class='mz-printed']//td") if cell.text_content()]
    assert cells == [raw for (raw,) in ask("select raw_text from cell where disclosure_id = ? and table_no = ? and raw_text <> '' order by row_no, column_no, cell_id", disclosure, number)]
    facts, every = ask("select count(*) filter (where reading = 'fact'), count(*) from cell where disclosure_id = ?", disclosure)[0]
    assert f"{facts:,} / {every:,}" in shown.text
    assert f"{ask('select count(*) from unread where disclosure_id = ?', disclosure)[0][0]} 处" in shown.text
