"""The reader's scope comes in; the three public funds 三公 go out: components, what is known, source, trend, prose."""

import queries
from budget import charts, ui
from budget.words import t, term

scope = ui.page(
    t("三公经费"), t("因公出国（境）、公务用车、公务接待：花多少，是零、是空白还是没有公开，一格一格说清。")
)
look = charts.look(scope.dark)
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
PLACE = {"region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度")}
FIGURE = {
    "component": t("项目"), "amount_yuan": t("金额"), "status": t("状态"), "basis": t("依据"), "cell_id": t("出处"),
}  # fmt: skip
PARTS = ["overseas", "vehicle_purchase", "vehicle_operation", "reception"]

funds = ui.fetch(queries.three_public.components, **chosen)
totals = funds[(funds["component"] == "total") & funds["amount_yuan"].notna()]
if totals.empty:
    have = ui.fetch(queries.department_year.disclosures_stating, measures=["three_public"])
    ui.empty(t("所选范围内没有一份披露写明三公经费。"), have)
else:
    stated = totals[totals["basis"] != "derived"]
    largest = (totals if stated.empty else stated).sort_values("amount_yuan", ascending=False).iloc[0]
    bars = funds[funds["status"] != "not_expected"]
    shares = ui.select(
        t("看"), ["amount", "share"], "show", lambda code: {"amount": t("金额"), "share": t("占比")}[code]
    )
    ui.show(
        charts.stacked(
            bars, look=look, unit=scope.unit, part="component", order=PARTS, whole="total", state="status",
            shares=shares == "share",
        ),
        bars, key="components",
        title=t(
            "{label}：三公经费最多，{amount}", label=largest.label,
            amount=charts.money(largest.amount_yuan, scope.unit),
        ),
        takeaway=t(
            "{n} 个部门年度有三公经费总数，其中 {derived} 个是由下一年写明的增减额推算的。", n=len(totals),
            derived=int((totals["basis"] == "derived").sum()),
        ),
        unit_note=t("财政拨款三公经费预算，按项目 · 点状：只知总数，不知各项"), columns=PLACE | FIGURE,
        sources=list(bars["cell_id"].dropna()), alt=t("条形图：各部门各年度三公经费，按项目分段"),
    )  # fmt: skip

if len(funds):
    ui.show(
        charts.strip(funds, look=look, unit=scope.unit, columns=[*PARTS, "total"]), funds, key="strip",
        title=t(
            "{n} 格里有 {gaps} 格没有数：空白、未公开和零不是一回事", n=len(funds),
            gaps=int(funds["amount_yuan"].isna().sum()),
        ),
        takeaway=t(
            "写明为零的 {zero} 格，表中空白的 {blank} 格，应公开而没有的 {hidden} 格，这类文件不要求的 {other} 格。",
            zero=int((funds["status"] == "zero").sum()), blank=int((funds["status"] == "blank").sum()),
            hidden=int((funds["status"] == "not_disclosed").sum()),
            other=int((funds["status"] == "not_expected").sum()),
        ),
        unit_note=t(
            "{unit} · 深色：写明的数 · 虚线框：推算 · 浅色：零 · 白框：空白", unit=ui.unit_name(scope.unit),
        ),
        columns=PLACE | FIGURE, sources=list(funds["cell_id"].dropna()),
        alt=t("状态条：每个部门年度的每一项是数、零、空白、未公开还是推算"),
    )  # fmt: skip

ui.heading(t("资金来源"), t("一般公共预算与政府性基金"))
sources = ui.fetch(queries.three_public.by_source, **chosen)
paid = sources[sources["amount_yuan"].notna()]
if paid.empty:
    have = ui.fetch(queries.coverage.disclosures_with, sections=["table_three_public"])
    ui.empty(t("资金来源只写在三公经费支出表里，所选范围内没有这张表。"), have)
for disclosure, rows in paid.groupby("disclosure_id", sort=False):
    whole = rows[rows["component"] == "total"]
    fund = whole[whole["measure"] == "government_fund"]["amount_yuan"].sum()
    rows = rows.assign(item=[f"{row.label} · {term(row.component)}" for row in rows.itertuples()])
    ui.show(
        charts.stacked(
            rows, look=look, unit=scope.unit, label="item",
            order=["general_budget", "government_fund", "state_capital"],
        ),
        rows, key=f"source-{disclosure}",
        title=t(
            "{label}：三公经费 {whole}，其中 {fund} 来自政府性基金", label=rows.iloc[0].label,
            whole=charts.money(whole["amount_yuan"].sum(), scope.unit), fund=charts.money(fund, scope.unit),
        ),
        takeaway=t("表中空白的项目不画；它们在上面的状态条里。"), unit_note=t("三公经费支出表"),
        columns=PLACE
        | {"component": t("项目"), "measure": t("来源"), "amount_yuan": t("金额"), "cell_id": t("出处")},
        sources=list(rows["cell_id"]), alt=t("条形图：三公经费各项目的资金来源"),
    )  # fmt: skip

ui.heading(t("历年变化"), t("至少两年有数才连线"))
trend = ui.fetch(
    queries.department_year.trend, regions=scope.regions, departments=scope.departments, measure="three_public"
)
if trend.empty:
    ui.note(t("所选部门都只有一年的数，没有趋势可画。"))
else:
    trend = trend.sort_values(["department_id", "fiscal_year"])
    ends = trend.groupby("label", sort=False)["amount_yuan"].agg(["first", "last"])
    fell = int((ends["last"] < ends["first"]).sum())
    ui.show(
        charts.lines(trend, look=look, unit=scope.unit), trend, key="trend",
        title=t("{n} 个部门有两年以上的数，{fell} 个下降", n=len(ends), fell=fell),
        takeaway=t("空心点是推算的上年数：由本年写明的增减额倒推，不是上年公开的数。"),
        unit_note=t("三公经费合计 · {unit}", unit=ui.unit_name(scope.unit)),
        columns=PLACE | {"amount_yuan": t("金额"), "basis": t("依据"), "cell_id": t("出处")},
        sources=list(trend["cell_id"].dropna()), alt=t("折线图：三公经费合计历年变化"),
    )  # fmt: skip

ui.heading(t("表格与正文"), t("同一项在两处写的数"))
pairs = ui.fetch(queries.three_public.table_against_prose, **chosen)
both = pairs[pairs["table_cell_id"].notna() & pairs["prose_cell_id"].notna()]
if both.empty:
    ui.note(t("所选范围内没有一份披露同时有三公经费支出表和正文说明，无从对照。"))
else:
    differ = both[both["difference_yuan"].notna() & (both["difference_yuan"] != 0)]
    both = both.assign(item=[f"{row.label} · {term(row.component)}" for row in both.itertuples()])
    ui.show(
        charts.dumbbell(
            both, look=look, unit=scope.unit, label="item", first="table_yuan", second="prose_yuan",
            states=("table_status", "prose_status"), names=("table", "prose"),
        ),
        both, key="prose", title=t("{n} 项两处都写，{differ} 项的数不一致", n=len(both), differ=len(differ)),
        takeaway=t(
            "表中空白而正文写“0”的有 {n} 项：空白不等于零，读时分开记。",
            n=int((both["table_status"] == "blank").sum()),
        ),
        unit_note=t("圆环：表格 · 圆点：正文 · {unit}", unit=ui.unit_name(scope.unit)),
        columns=PLACE
        | {"component": t("项目"), "table_yuan": t("表格"), "prose_yuan": t("正文"), "difference_yuan": t("差额")},
        sources=[*both["table_cell_id"], *both["prose_cell_id"]], alt=t("哑铃图：三公经费各项在表格与正文里的数"),
    )  # fmt: skip
