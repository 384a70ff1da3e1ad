"""The reader's scope comes in; what the store holds goes out: headline figures, totals, what was published, newest."""

import queries
from budget import charts, ui
from budget.words import t, term

scope = ui.page(t("概览"), t("地方部门公开的预算，逐字逐格读成账：每个数字都能翻回它的原文。"))
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
GROUPS = {
    t("说明"): (
        "duties", "organisation", "income", "expenditure", "year_on_year", "operating", "three_public_text", "goals",
        "subgoals", "measures", "procurement", "assets", "glossary", "other",
    ),
    t("九张表"): (
        "table_summary", "table_revenue", "table_expenditure", "table_appropriation", "table_general_budget",
        "table_general_basic", "table_government_fund", "table_state_capital", "table_three_public",
    ),
    t("绩效"): ("project_targets", "evaluation_forms"),
}  # fmt: skip
SECTIONS = [code for group in GROUPS.values() for code in group]

held = ui.fetch(queries.overview.headline, **chosen).iloc[0]
ui.facts({
    t("份披露"): f"{held.disclosures:,}", t("个部门"): f"{held.departments:,}",
    t("年"): ui.span(held.first_year, held.last_year) if held.disclosures else "—",
    t("笔金额"): f"{held.amounts:,}", t("个项目"): f"{held.projects:,}", t("条绩效指标"): f"{held.indicators:,}",
    t("处数据未读"): f"{held.unread:,}",
}, large=True)  # fmt: skip

totals = ui.fetch(queries.overview.totals, **chosen)
if totals.empty:
    have = ui.fetch(queries.coverage.disclosures_with, sections=["expenditure"])
    ui.empty(t("所选范围内没有写明支出总额的披露。"), have)
else:
    largest = totals.iloc[0]
    project = totals[(totals["measure"] == "project") & totals["amount_yuan"].notna() & (totals["total_yuan"] > 0)]
    shares = [float(part / whole) for part, whole in zip(project["amount_yuan"], project["total_yuan"], strict=True)]
    ui.show(
        charts.stacked(totals, look=charts.look(scope.dark), unit=scope.unit, label="label", part="measure",
                       order=["basic", "project"], whole="total_yuan"),
        totals,
        key="totals",
        title=t("{who}的预算支出最大：{year} 年 {amount}", who=largest.label.rsplit(" ", 1)[0],
                year=largest.fiscal_year, amount=charts.money(largest.total_yuan, scope.unit)),
        takeaway=t("{n} 个部门写明了支出总额，其中项目支出所占的比重从 {low:.1%} 到 {high:.1%}。",
                   n=totals["department_id"].nunique(), low=min(shares, default=0), high=max(shares, default=0)),
        unit_note=t("预算支出总额，分基本支出与项目支出。各取所选范围内写明总额的最近一年；年度不同，不宜直接比高低。"),
        columns={
            "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "measure": t("口径"),
            "amount_yuan": t("金额"), "total_yuan": t("支出总额"), "basis": t("依据"), "cell_id": t("出处"),
        },
        sources=[*totals["total_cell_id"], *totals["cell_id"].dropna()],
        alt=t("条形图：各部门预算支出总额，分基本支出与项目支出"),
    )  # fmt: skip

ui.heading(t("公开了什么，没公开什么"), t("一行一份披露，一列一项应公开的内容；点行首打开这份披露"))
sections = ui.fetch(queries.coverage.sections, **chosen)
rows = []
for disclosure, group in sections.groupby("disclosure_id", sort=False):
    one = group.iloc[0]
    found = dict(zip(group["section_code"], group["status"], strict=True))
    name = f"{ui.who(one.region_name, one.department_name)} {one.fiscal_year}"
    rows.append((name, ui.href(disclosure=disclosure), [found.get(code, "not_expected") for code in SECTIONS]))
ui.grid(rows, [term(code) for code in SECTIONS], {name: len(codes) for name, codes in GROUPS.items()})

ui.heading(t("最新的披露"))
newest = ui.fetch(queries.disclosures.catalogue, **chosen).head(8)
ui.ledger(newest, {
    "disclosure_id": t("披露"), "fiscal_year": t("年度"), "region_name": t("地区"), "department_name": t("部门"),
    "kind": t("文件种类"), "amounts": t("金额（笔）"), "projects": t("项目（个）"), "unread": t("未读（处）"),
})  # fmt: skip
ui.link(t("全部披露 →"))
