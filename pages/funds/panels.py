"""The reader's scope and a component come in; a small panel over the years for each county or department goes out."""

import queries
from budget import charts, ui, ui_findings
from budget.words import t, term

SIZE = 24  # panels on one page

scope = ui.page(t("三公经费历年小图"), t("每个部门或每个地区一格，画法相同，一眼看出谁在涨、谁在降。"))
ui.funds_tabs("three-public-panels")
look = charts.look(scope.dark)
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}


def said(row: ui.Row) -> str:
    """What is told of a point: its amount, and how many departments it stands for."""
    lines = [f"{row.label} {row.fiscal_year}", charts.money(row.amount_yuan, scope.unit)]
    if by == "region":
        lines.append(t("{n} 个部门的平均", n=int(row.departments)))
        if row.derived:
            lines.append(t("其中 {n} 个是推算的", n=int(row.derived)))
    elif row.derived:
        lines.append(term("derived"))
    return "\n".join(lines)


def panels(page: int) -> None:
    """One page of panels."""
    rows = ui.fetch(statement, **asked, start=SIZE * page, most=SIZE)
    cells = [cell for cells in rows["cells"] for cell in cells if cell]
    rows = rows.drop(columns="cells").assign(hover=[said(row) for row in ui.tuples(rows)])
    ends = rows.groupby("thing", sort=False)["amount_yuan"].agg(["first", "last"])
    fell, rose, total = int((ends["last"] < ends["first"]).sum()), int((ends["last"] > ends["first"]).sum()), int(rows.iloc[0].things)
    note = " · ".join([ui.fund_name(component), ui.unit_name(scope.unit), {"common": t("各格刻度相同"), "own": t("各格刻度不同，只看走势")}[scale]])
    if by == "region":
        note = t("{note} · 有数的部门的平均", note=note)
    if total > SIZE:
        last = min(SIZE * (page + 1), total)
        note += t(" · 共 {total} 个，这里是第 {first}–{last} 个", total=f"{total:,}", first=SIZE * page + 1, last=last)
    takeaway = t("空心点、点线：推算的上年数；中间缺一年的不连。名称下是第一年和最后一年的数。")
    if by == "region":
        takeaway += t("求平均而不求和：部门数各年不同，和会因为有的部门没有公开而变小；部门换了，平均也会变，个数见表。")
    ui.show(
        charts.multiples(rows, look=look, unit=scope.unit, of="thing", hover="hover", own_scale=scale == "own", colour=component),
        rows, key="panels",
        title=t("画出的 {n} 个里，最后一年比第一年少的 {fell} 个，多的 {rose} 个", n=len(ends), fell=fell, rose=rose), takeaway=takeaway,
        unit_note=note,
        columns={"region_name": t("地区")} | ({} if by == "region" else {"department_name": t("部门")})
        | {"fiscal_year": t("年度"), "amount_yuan": t("平均") if by == "region" else t("金额")}
        | ({"departments": t("部门数"), "derived": t("其中推算")} if by == "region" else {"basis": t("依据")}),
        sources=cells, alt=t("小图：{item}历年变化，一格一个", item=ui.fund_name(component).lower()),
    )  # fmt: skip


with ui.beside():
    by = ui.select(t("一格是"), ["department", "region"], "by", lambda code: {"department": t("一个部门"), "region": t("一个地区")}[code])
    scale = ui.select(t("刻度"), ["common", "own"], "scale", lambda code: {"common": t("相同"), "own": t("各自")}[code])
    component = ui.fund()
statement = queries.three_public.panels_of_regions if by == "region" else queries.three_public.panels_of_departments
asked = chosen | {"component": component}
first = ui.fetch(statement, **asked, start=0, most=SIZE)
if first.empty:
    have = ui.fetch(queries.department_year.disclosures_stating, measures=["three_public"], most=ui.HAVE)
    ui.empty(t("所选范围内没有一个有两年的{item}，没有历年可画。", item=ui.fund_name(component).lower()), have)
else:
    things = int(first.iloc[0].things)
    ui_findings.paged(things, SIZE, panels)
    if things > SIZE:
        amount = t("平均") if by == "region" else t("金额")
        ui.download(
            t("下载全部各页 CSV"), lambda: ui.fetch(statement, **asked, start=0, most=things).drop(columns="cells"), t("三公经费历年小图"),
            key="every", columns={"label": t("名称"), "fiscal_year": t("年度"), "amount_yuan": amount, "departments": t("部门数")},
        )  # fmt: skip
