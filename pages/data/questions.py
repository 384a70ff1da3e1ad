"""A question with its choices comes in; its answer, the statement that gives it and a way to change it go out."""

import queries
from budget import charts, ui, ui_data
from budget.words import t, term

MEASURES = [
    "total", "basic", "project", "personnel", "public", "operating", "three_public", "procurement", "government_fund", "general_budget", "revenue",
    "carryover", "assets",
]  # fmt: skip
WHERE = ["region_name", "department_name", "fiscal_year"]
SIZE = 200  # rows of one page
LISTED = 400  # rows behind a figure
EVERY_PAGE: dict[str, object] = {"start": 0, "most": 10**6}  # of statements that are answered a page at a time elsewhere


def measure() -> str:
    """A measure of money, chosen by the reader."""
    return ui.select(t("口径"), MEASURES, "measure", lambda code: t("支出总额") if code == "total" else term(code, "measure"))


def most(scope: ui.Scope) -> tuple[queries.Statement, dict[str, object], list[str]]:
    """Who has most of a measure?"""
    picked: dict[str, object] = {"measure": measure(), "how": "absolute", "cut": "row", "most": 10**6, "own": ""}
    picked["which"] = ui.select(t("哪一年"), ["latest", "each"], "which", lambda code: {"latest": t("各自最近一年"), "each": t("每一年")}[code])
    return queries.compare.standing, picked, [*WHERE, "amount_yuan", "rank", "best", "worst", "basis", "cell_id"]


def trend(scope: ui.Scope) -> tuple[queries.Statement, dict[str, object], list[str]]:
    """How has a measure changed over the years?"""
    return queries.department_year.trend, {"measure": measure()}, [*WHERE, "measure", "amount_yuan", "basis", "cell_id"]


def items(scope: ui.Scope) -> tuple[queries.Statement, dict[str, object], list[str]]:
    """On which items of expenditure does the money go?"""
    level = ui.select(t("科目级次"), [1, 2, 3], "level", lambda number: [t("类"), t("款"), t("项")][number - 1])
    return queries.questions.items, {"level": level}, [*WHERE, "code", "name", "amount_yuan", "share", "disclosure_id"]


def splits(scope: ui.Scope) -> tuple[queries.Statement, dict[str, object], list[str]]:
    """How much is basic expenditure, how much projects; how much personnel, how much running costs?"""
    return queries.expense_structure.splits, {}, [*WHERE, "measure", "amount_yuan", "share", "basis", "cell_id"]


def three_public(scope: ui.Scope) -> tuple[queries.Statement, dict[str, object], list[str]]:
    """What are the three public funds?"""
    return queries.three_public.components, EVERY_PAGE, [*WHERE, "component", "amount_yuan", "basis", "cell_id"]


def prose(scope: ui.Scope) -> tuple[queries.Statement, dict[str, object], list[str]]:
    """Do table and text say the same of the three public funds?"""
    shown = [*WHERE, "component", "table_yuan", "prose_yuan", "difference_yuan", "disclosure_id"]
    return queries.three_public.table_against_prose, {"agreement": "", **EVERY_PAGE}, shown


def coverage(scope: ui.Scope) -> tuple[queries.Statement, dict[str, object], list[str]]:
    """How many projects have indicators of each type?"""
    return queries.indicator_coverage.by_type, {"disclosures": []}, [
        "level2", "projects", "nominal_share", "effective_share", "doubtful", "indicators", "quantified", "copied",
    ]  # fmt: skip


def evaluations(scope: ui.Scope) -> tuple[queries.Statement, dict[str, object], list[str]]:
    """How much of what was budgeted was spent, by the self-evaluations?"""
    return queries.evaluation.by_disclosure, {}, [*WHERE, "forms", "budget_yuan", "executed_yuan", "execution_rate", "disclosure_id"]


def unpublished(scope: ui.Scope) -> tuple[queries.Statement, dict[str, object], list[str]]:
    """Who has published a section, and who has not?"""
    codes = [code for group in ui.sections().values() for code in group]
    section = ui.select(t("应公开的内容"), codes, "section", lambda code: term(code, "section_code"), start="table_three_public")
    return queries.coverage.section_status, {"section": section}, [*WHERE, "kind", "status", "disclosure_id"]


def findings(scope: ui.Scope) -> tuple[queries.Statement, dict[str, object], list[str]]:
    """What does not hold?"""
    severity = ui.select(t("级别"), ["error", "warning", "notice", "info"], "severity", lambda code: term(code, "severity"))
    message = "message_zh" if scope.lang == "zh" else "message_en"
    return queries.findings.listing, {"disclosures": [], "severities": [severity], "checks": []}, [
        "label", "severity", "family", message, "stated", "expected", "difference_yuan", "finding_id",
    ]  # fmt: skip


def held(scope: ui.Scope) -> tuple[queries.Statement, dict[str, object], list[str]]:
    """Which disclosures are held, and how much was read from each?"""
    return queries.disclosures.catalogue, {}, [*WHERE, "kind", "tables", "amounts", "projects", "evaluations", "unread", "disclosure_id"]


def drawn(asked: str, rows: ui.Rows, scope: ui.Scope) -> object | None:
    """The answer as a figure, where a form of the house fits."""
    look = charts.look(scope.dark)
    if asked == "most":
        shown, _ = charts.first(rows, ["department_id", "fiscal_year"])
        names = [f"{row.label} {row.fiscal_year}" for row in ui.tuples(shown)]
        return charts.ranking(shown.assign(name=names, place=""), look=look, unit=scope.unit, label="name")
    if asked == "trend":
        return charts.lines(charts.first(rows, ["label"], 8)[0], look=look, unit=scope.unit)
    return None


def headline(asked: str, known: ui.Rows, measure: str, unit: str) -> str:
    """What the figure shows, in a sentence."""
    what = t("支出总额") if measure == "total" else term(measure, "measure")
    if known.empty:
        return question
    if asked == "most":
        one = known.iloc[0]
        return t("{measure}：{label} 最多，{value}", measure=what, label=f"{one.label} {one.fiscal_year}", value=charts.quantity(one.value, unit))
    first, last = known["fiscal_year"].min(), known["fiscal_year"].max()
    return t("{measure}：{n} 个部门在 {first}–{last} 年的变化", measure=what, n=known["department_id"].nunique(), first=first, last=last)


QUESTIONS = {
    "most": (t("谁的钱最多？"), most), "trend": (t("逐年怎样变？"), trend), "items": (t("钱花在哪些科目？"), items),
    "splits": (t("基本、项目、人员、公用各占多少？"), splits), "three_public": (t("三公经费各是多少？"), three_public),
    "prose": (t("三公经费的表与正文一致吗？"), prose), "coverage": (t("各类绩效指标覆盖了多少项目？"), coverage),
    "evaluations": (t("自评里预算执行了多少？"), evaluations), "unpublished": (t("哪些披露没有公开某一部分？"), unpublished),
    "findings": (t("哪些数对不上？"), findings), "held": (t("收录了哪些披露，各读出多少？"), held),
}  # fmt: skip

scope = ui.page(t("常问"), t("问题是现成的，范围和口径由你定；答案怎样得来，语句就在下面，可以拿到查询台去改。"))
ui_data.tabs("questions")
asked = ui_data.cards(QUESTIONS, "ask")
question, choose = QUESTIONS[asked]
ui.heading(question, t("地区、部门、年度用左边的筛选"))
with ui.beside():
    statement, picked, names = choose(scope)
parameters = {"regions": scope.regions, "departments": scope.departments, "years": scope.years} | picked
parameters = {name: parameters[name] for name in statement.parameters}
# Of a long answer, each row of which tells how long it is, no more than is listed; the file has all.
rows = ui.fetch(statement, **parameters | ({"most": LISTED} if asked == "most" else {}))
if rows.empty:
    ui.empty(t("所选范围内没有答案。"), ui.fetch(queries.catalog.disclosures, regions=[], departments=[], years=[], most=ui.HAVE))
else:
    labels = ui_data.columns(names)
    figure = drawn(asked, rows, scope)
    if figure is None:
        money = any(name.endswith("_yuan") for name in names)
        ui.note(t("{n:,} 行", n=len(rows)) + (t("，金额单位：{unit}", unit=ui.unit_name(scope.unit)) if money else ""))
        ui_data.paged(len(rows), SIZE, lambda page: ui.ledger(rows[SIZE * page : SIZE * (page + 1)], labels), asked)
        ui.download(t("下载 CSV"), rows, question, key="answer", columns=labels, title=question)
    else:
        known = rows[rows["amount_yuan"].notna()]
        all_, with_number = (int(rows.iloc[0].total), int(rows.iloc[0].known)) if asked == "most" else (len(rows), len(known))
        ui.show(
            figure, rows, key="answer", title=headline(asked, known, str(picked["measure"]), scope.unit), columns=labels,
            unit_note=f"{term(str(picked['measure']), 'measure')} · {ui.unit_name(scope.unit)}",
            takeaway=t("{n} 行，都有数。", n=all_) if with_number == all_ else t(
                "{n} 行，其中 {known} 行有数；没有数的写明原因，不画成零。", n=all_, known=with_number,
            ),
            sources=list(known["cell_id"].dropna()), alt=question, every=lambda: ui.once(statement, **parameters),
        )  # fmt: skip
        if all_ > len(rows):
            ui.note(t("共 {all} 行，这里显示前 {shown} 行；全部见下载的 CSV。", all=all_, shown=len(rows)))
ui.heading(t("语句"), f"queries/{statement.module}.sql · {statement.name}")
ui_data.link_to(ui_data.filled(statement, parameters))
