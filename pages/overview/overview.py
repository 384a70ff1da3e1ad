"""The reader's scope comes in; what the store holds goes out: headline figures, totals, what was published, newest."""

import queries
from budget import charts, ui, ui_findings
from budget.words import t, term

scope = ui.page(t("概览"), t("地方部门公开的预算，逐字逐格读成账：每个数字都能翻回它的原文。"))
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
GROUPS = ui.sections()
SECTIONS = [code for group in GROUPS.values() for code in group]
WORST = 5  # findings shown
DEPARTMENTS = 40  # bars of the figure: the departments that spend most

held = ui.fetch(queries.overview.headline, **chosen).iloc[0]
ui.facts({
    t("份披露", n=held.disclosures): f"{held.disclosures:,}", t("个部门", n=held.departments): f"{held.departments:,}",
    t("年", n=1 if held.first_year == held.last_year else 2):
        ui.span(held.first_year, held.last_year) if held.disclosures else "—",
    t("笔金额", n=held.amounts): f"{held.amounts:,}", t("个项目有绩效目标", n=held.projects): f"{held.projects:,}",
    t("条绩效指标", n=held.indicators): f"{held.indicators:,}", t("份自评表", n=held.evaluations): f"{held.evaluations:,}",
    t("处数据未能读出", n=held.unread): f"{held.unread:,}",
}, large=True)  # fmt: skip

totals = ui.fetch(queries.overview.totals, **chosen)
if totals.empty:
    have = ui.fetch(queries.coverage.disclosures_with, sections=["expenditure"])
    ui.empty(t("所选范围内没有写明支出总额的披露。"), have)
else:
    largest = totals.iloc[0]
    project = totals[(totals["measure"] == "project") & totals["amount_yuan"].notna() & (totals["total_yuan"] > 0)]
    drawn = totals[totals["department_id"].isin(totals["department_id"].unique()[:DEPARTMENTS])]
    shares = [float(part / whole) for part, whole in zip(project["amount_yuan"], project["total_yuan"], strict=True)]
    told = t("{n} 个部门写明了支出总额。", n=totals["department_id"].nunique())
    if shares:
        told += t("其中项目支出所占的比重从 {low} 到 {high}。", low=ui.percent(min(shares)), high=ui.percent(max(shares)))
    if len(drawn) < len(totals):
        told += t("图中是支出最大的 {n} 个部门，表里是全部。", n=DEPARTMENTS)
    ui.show(
        charts.stacked(drawn, look=charts.look(scope.dark), unit=scope.unit, label="label", part="measure",
                       order=["basic", "project"], whole="total_yuan"),
        totals,
        key="totals",
        title=t("{who}的预算支出最大：{year} 年 {amount}", who=largest.label.rsplit(" ", 1)[0],
                year=largest.fiscal_year, amount=charts.money(largest.total_yuan, scope.unit)),
        takeaway=told,
        unit_note=t("预算支出总额，分基本支出与项目支出。各取所选范围内写明总额的最近一年；年度不同，不宜直接比高低。"),
        columns={
            "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "measure": t("口径"),
            "amount_yuan": t("金额"), "total_yuan": t("支出总额"), "basis": t("依据"), "cell_id": t("出处"),
        },
        sources=[*totals["total_cell_id"], *totals["cell_id"].dropna()],
        alt=t("条形图：各部门预算支出总额，分基本支出与项目支出"),
    )  # fmt: skip

ui.heading(t("每份文件公开了什么"), t("一行一份披露，一列一项应公开的内容；× 只说这份文件里没有，也许在别的文件里。点行首打开这份披露"))
sections = ui.fetch(queries.coverage.sections, **chosen)
found: dict[str, dict[str, str]] = {}
names: dict[str, str] = {}
for disclosure, region, department, year, code, status in zip(
    sections["disclosure_id"], sections["region_name"], sections["department_name"], sections["fiscal_year"],
    sections["section_code"], sections["status"], strict=True,
):  # fmt: skip
    found.setdefault(disclosure, {})[code] = status
    names[disclosure] = f"{ui.who(region, department)} {year}"
if found:
    rows = [
        (names[disclosure], ui.href(disclosure=disclosure), [marks.get(code, "not_expected") for code in SECTIONS])
        for disclosure, marks in found.items()
    ]
    ui.grid(rows, [term(code) for code in SECTIONS], {name: len(codes) for name, codes in GROUPS.items()})
else:
    ui.note(t("所选范围内没有披露。"))

worst = ui.fetch(queries.findings.worst, **chosen, without=ui_findings.settled(), most=WORST)
if not worst.empty:
    ui.heading(t("最重的核查结果"), t("未了结的共 {n} 项，这里是最重的几种，各举一项", n=worst.iloc[0].total))
    ui_findings.listing(worst)
    ui.link(t("全部核查结果 →"), "findings")

ui.heading(t("年度最近的披露"))
newest = ui.fetch(queries.disclosures.catalogue, **chosen).head(8)
if newest.empty:
    ui.note(t("所选范围内没有披露。"))
else:
    ui.ledger(newest, {
        "disclosure_id": t("披露"), "fiscal_year": t("年度"), "region_name": t("地区"), "department_name": t("部门"),
        "kind": t("文件种类"), "amounts": t("金额（笔）"), "projects": t("项目（个）"), "evaluations": t("自评表（份）"),
        "unread": t("未能读出（处）"),
    })  # fmt: skip
ui.link(t("全部披露 →"))
