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
LEGEND = {
    "reported": t("实色格：写明的数"), "zero": t("薄色格：写明为零"), "derived": t("虚线框：推算"), "blank": t("空框：表中空白"),
    "not_disclosed": t("划一道的框：应公开而没有"), "unreadable": t("打叉的框：无法辨认"), "secret": t("打叉的框：涉密"),
    "not_held": t("点线框：未收录该年预算"), "not_expected": t("没有框：这类文件不要求"),
}  # fmt: skip
LEFT_OUT = t("图太长：另有 {left} 个没有画，都在表里；在左边缩小范围。")
PARTS = ["overseas", "vehicle_purchase", "vehicle_operation", "reception"]


def change(now: ui.Row, before: ui.Row) -> str:
    """What became of the total since the year before, in a clause; a year worked out from a stated change says so."""
    more = now.amount_yuan - before.amount_yuan
    amount = charts.money(abs(more), scope.unit)
    clause = t("与上年相同")
    if more:
        clause = t("比上年多 {amount}", amount=amount) if more > 0 else t("比上年少 {amount}", amount=amount)
    return clause + (t("（上年数为推算）") if before.basis == "derived" else "")


funds = ui.fetch(queries.three_public.components, **chosen)
trend = ui.fetch(
    queries.department_year.trend, regions=scope.regions, departments=scope.departments, measure="three_public"
)
totals = funds[(funds["component"] == "total") & funds["amount_yuan"].notna()]
if totals.empty:
    have = ui.fetch(queries.department_year.disclosures_stating, measures=["three_public"])
    ui.empty(t("所选范围内没有一份披露写明三公经费合计。"), have)
else:
    stated = totals[totals["basis"] != "derived"]
    pool = totals if stated.empty else stated
    one = pool.sort_values(["fiscal_year", "disclosure_id"], ascending=False).iloc[0]
    before = trend[(trend["department_id"] == one.department_id) & (trend["fiscal_year"] == one.fiscal_year - 1)]
    said = charts.money(one.amount_yuan, scope.unit) + (t("（推算）") if one.basis == "derived" else "")
    title = t("{label}：三公经费 {amount}", label=one.label, amount=said)
    if pool["department_id"].nunique() > 1:
        largest = pool.sort_values("amount_yuan", ascending=False).iloc[0]
        amount = charts.money(largest.amount_yuan, scope.unit)
        title = t("推算的数中，{label} 的三公经费最多：{amount}", label=largest.label, amount=amount)
        if len(stated):
            title = t("写明的数中，{label} 的三公经费最多：{amount}", label=largest.label, amount=amount)
    elif one.basis != "derived" and len(before.dropna(subset=["amount_yuan"])):
        title = t("{title}，{change}", title=title, change=change(one, before.iloc[0]))
    bars = funds[funds["status"] != "not_expected"]
    derived = int((totals["basis"] == "derived").sum())
    takeaway = t("{n} 个部门年度写明了三公经费合计。", n=len(totals))
    if len(stated) == 0:
        takeaway = t("{n} 个部门年度有三公经费合计，都由下一年写明的增减额推算。", n=len(totals))
    elif derived:
        takeaway = t(
            "{n} 个部门年度有三公经费合计：{stated} 个是写明的，{derived} 个由下一年写明的增减额推算。", n=len(totals),
            stated=len(totals) - derived, derived=derived,
        )  # fmt: skip
    drawn, left = charts.first(bars, ["department_id", "fiscal_year"])

    @ui.part
    def components(bars: ui.Rows, drawn: ui.Rows, title: str, takeaway: str) -> None:
        shares = ui.select(
            t("显示"), ["amount", "share"], "show", lambda code: {"amount": t("金额"), "share": t("占比")}[code]
        )
        ui.show(
            charts.stacked(
                drawn, look=look, unit=scope.unit, part="component", order=PARTS, whole="total", state="status",
                shares=shares == "share", of=["department_id", "fiscal_year"],
            ),
            bars, key="components", title=title, takeaway=takeaway,
            unit_note=t("财政拨款三公经费预算，按项目 · 斜纹：推算 · 点状：只知总数，不知各项"), columns=PLACE | FIGURE,
            sources=list(bars["cell_id"].dropna()), alt=t("条形图：各部门各年度三公经费，按项目分段"),
        )  # fmt: skip

    components(bars, drawn, title, takeaway)
    if left:
        ui.note(LEFT_OUT.format(left=left))

if len(funds):
    funds = funds.assign(in_table=[term(code) if ui.known(code) else None for code in funds["table_status"]])
    counts = funds["status"].value_counts()
    told = [t("{status} {n} 格", status=term(code).lower(), n=counts[code]) for code in LEGEND if code in counts]
    silent = int(((funds["table_status"] == "blank") & funds["amount_yuan"].notna()).sum())
    gaps = int(funds["amount_yuan"].isna().sum())
    title = t("{n} 格都有数", n=len(funds))
    if gaps:
        title = t("{n} 格里有 {gaps} 格没有数：为什么没有，一格一格写明", n=len(funds), gaps=gaps)
    drawn, left = charts.first(funds, ["department_id", "fiscal_year"])
    ui.show(
        charts.strip(
            drawn, look=look, unit=scope.unit, columns=[*PARTS, "total"], printed="table_status",
            of=["department_id", "fiscal_year"],
        ),
        funds, key="strip", title=title,
        takeaway=t("{told}。", told=t("、").join(told))
        + (t("其中 {n} 格的数只写在正文里，表中是空白（“表空白”）。", n=silent) if silent else ""),
        unit_note=" · ".join([ui.unit_name(scope.unit), *(LEGEND[code] for code in LEGEND if code in counts)]),
        columns=PLACE | FIGURE | {"in_table": t("表中")}, sources=list(funds["cell_id"].dropna()),
        alt=t("状态条：每个部门年度的每一项是数、零、空白、未公开、未收录还是推算"),
    )  # fmt: skip
    if left:
        ui.note(LEFT_OUT.format(left=left))

ui.heading(t("资金来源"), t("一般公共预算与政府性基金"))
sources = ui.fetch(queries.three_public.by_source, **chosen)
paid = sources[sources["amount_yuan"].notna()]
if paid.empty:
    have = ui.fetch(queries.coverage.disclosures_with, sections=["table_three_public"])
    ui.empty(t("资金来源只写在三公经费支出表里，所选范围内没有这张表。"), have)
else:
    labels = dict(zip(paid["disclosure_id"], paid["label"], strict=True))
    shown = next(iter(labels))
    if len(labels) > 1:
        shown = ui.select(t("看哪一份"), list(labels), "of", labels.__getitem__)
    rows = paid[paid["disclosure_id"] == shown]
    parts = rows[rows["component"] != "total"]
    whole = rows[rows["component"] == "total"] if "total" in set(rows["component"]) else parts
    spent = list(dict.fromkeys(parts[parts["amount_yuan"] > 0]["component"]))
    only = ""
    if len(spent) == 1:  # the total has the same bar as its only part
        rows, only = parts, t("全部是{item}，不另画合计；", item=term(spent[0]).lower())
    fund = whole[whole["measure"] == "government_fund"]["amount_yuan"].sum()
    told = {"label": rows.iloc[0].label, "whole": charts.money(whole["amount_yuan"].sum(), scope.unit)}
    title = t("{label}：三公经费 {whole}，没有一笔来自政府性基金", **told)
    if fund:
        title = t(
            "{label}：三公经费 {whole}，其中 {fund} 来自政府性基金", fund=charts.money(fund, scope.unit), **told
        )  # fmt: skip
    rows = rows.assign(item=[term(component) for component in rows["component"]])
    ui.show(
        charts.stacked(
            rows, look=look, unit=scope.unit, label="item",
            order=["general_budget", "government_fund", "state_capital"],
        ),
        rows, key="source", title=title,
        takeaway=only + t("表中空白的项目不画，见上面的状态条。"),
        unit_note=t("{label} · 三公经费支出表", label=told["label"]),
        columns=PLACE
        | {"component": t("项目"), "measure": t("来源"), "amount_yuan": t("金额"), "cell_id": t("出处")},
        sources=list(rows["cell_id"]), alt=t("条形图：三公经费各项目的资金来源"),
    )  # fmt: skip

ui.heading(t("历年变化"), t("至少两年有数才连线"))
if trend.empty:
    ui.note(t("所选部门没有一个有两年的数，没有趋势可画。"))
else:
    trend = trend.sort_values(["department_id", "fiscal_year"])
    ends = trend.dropna(subset=["amount_yuan"]).groupby("department_id", sort=False).nth([0, -1])
    first, last = ends.groupby("department_id").first(), ends.groupby("department_id").last()
    title = t(
        "{n} 个部门有至少两年的数，最后一年比第一年少的 {fell} 个", n=len(first),
        fell=int((last["amount_yuan"] < first["amount_yuan"]).sum()),
    )  # fmt: skip
    if len(first) == 1:
        title = t(
            "{label}：{first} 年 {before}，{last} 年 {now}", label=first.iloc[0].label,
            first=first.iloc[0].fiscal_year, last=last.iloc[0].fiscal_year,
            before=charts.money(first.iloc[0].amount_yuan, scope.unit),
            now=charts.money(last.iloc[0].amount_yuan, scope.unit),
        )  # fmt: skip
    drawn, left = charts.first(trend, ["department_id"], 8)
    ui.show(
        charts.lines(drawn, look=look, unit=scope.unit, of="department_id"), trend, key="trend", title=title,
        takeaway=t("空心点是推算的上年数：由本年写明的增减额倒推，不是上年公开的数。"),
        unit_note=t("三公经费合计 · {unit} · 各年都画，不随左边的年度筛选", unit=ui.unit_name(scope.unit)),
        columns=PLACE | {"amount_yuan": t("金额"), "basis": t("依据"), "cell_id": t("出处")},
        sources=list(trend["cell_id"].dropna()), alt=t("折线图：三公经费合计历年变化"),
    )  # fmt: skip
    if left:
        ui.note(LEFT_OUT.format(left=left))

ui.heading(t("表格与正文"), t("同一项在两处写的数"))
pairs = ui.fetch(queries.three_public.table_against_prose, **chosen)
both = pairs[pairs["table_cell_id"].notna() & pairs["prose_cell_id"].notna()]
if both.empty:
    ui.note(t("所选范围内没有一份披露同时有三公经费支出表和正文说明，无从对照。"))
else:
    numbers = both[both["difference_yuan"].notna()]
    silent = both[both["table_yuan"].isna() & both["prose_yuan"].notna()]
    nought = silent[(silent["table_status"] == "blank") & (silent["prose_status"] == "zero")]
    both = both.assign(
        item=[
            f"{row.label} · {term(row.component)}"
            + (t("（表空白，正文写 0）") if row.table_status == "blank" and row.prose_status == "zero" else "")
            for row in both.itertuples()
        ],
        in_table=[term(code) for code in both["table_status"]],
    )
    drawn, left = charts.first(both, ["disclosure_id", "component"])
    ui.show(
        charts.dumbbell(
            drawn, look=look, unit=scope.unit, label="item", first="table_yuan", second="prose_yuan",
            states=("table_status", "prose_status"), names=("table", "prose"),
        ),
        both, key="prose",
        title=t(
            "两处都有数的 {n} 项，不一致的 {differ} 项；只有正文有数的 {silent} 项", n=len(numbers),
            differ=int((numbers["difference_yuan"] != 0).sum()), silent=len(silent),
        ),
        takeaway=t("表中空白而正文写“0”的有 {n} 项：空白不等于零，分开记。", n=len(nought)),
        unit_note=t("圆环：表格 · 圆点：正文 · {unit}", unit=ui.unit_name(scope.unit)),
        columns=PLACE
        | {"component": t("项目"), "table_yuan": t("表格"), "in_table": t("表中"), "prose_yuan": t("正文")}
        | {"difference_yuan": t("差额")},
        sources=[*both["table_cell_id"], *both["prose_cell_id"]], alt=t("哑铃图：三公经费各项在表格与正文里的数"),
    )  # fmt: skip
    if left:
        ui.note(LEFT_OUT.format(left=left))
