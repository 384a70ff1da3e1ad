"""The reader's scope, a component and what it is measured by come in; departments in order go out, and what the order rests on."""

import queries
from budget import charts, ui, ui_findings
from budget.words import t, term

SIZE = 40  # departments on one page

scope = ui.page(t("三公经费排名"), t("谁花得多：看金额，看占基本支出多少，看每辆车多少；分不出先后的不硬排名次。"))
ui.funds_tabs("three-public-ranking")
look = charts.look(scope.dark)
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}


def place(row: ui.Row) -> str:
    """The rank of a row in words: a range where rounding leaves more than one open; nothing where there is no other."""
    if not ui.known(row["value"]) or row["ranked"] == 1:
        return ""
    if row["best"] == row["worst"]:
        return t("第 {rank}", rank=row["rank"])
    return t("第 {best}–{worst}，分不出先后", best=row["best"], worst=row["worst"])


def remark(row: ui.Row) -> str:
    """The rank, and for each vehicle how many there are."""
    said = [place(row)]
    if how == "vehicle" and ui.known(row["vehicles"]):
        said.insert(0, t("{n} 辆", n=int(row["vehicles"])))
    return " · ".join(part for part in said if part)


def standing(page: int) -> None:
    """One page of departments, the highest first."""
    rows = ui.fetch(queries.three_public.standing, **asked, start=SIZE * page, most=SIZE)
    first, total = top.iloc[0], int(top.iloc[0].total)
    note = " · ".join([ui.fund_name(component), ways[how], ui.unit_name(scope.unit) if unit else "%"])
    if total > SIZE:
        last = min(SIZE * (page + 1), total)
        note += t(" · 共 {total} 个，这里是第 {first}–{last} 个", total=f"{total:,}", first=SIZE * page + 1, last=last)
    known = total - int(first.gaps) - int(first.not_expected)
    takeaway = t("{n} 个有数", n=known) + (t("（{n} 个是推算的）", n=int(first.derived)) if first.derived else "") + t("。")
    if first.open:
        takeaway += t("{n} 个的名次分不出先后：差别小于印出的最后一位，或者相等。", n=int(first.open))
    if first.gaps:
        takeaway += t("该有而没有数的 {n} 个可能排在任何位置，名次只在有数的之间排。", n=int(first.gaps))
    if first.not_expected:
        takeaway += t("不要求的 {n} 个：所收的文件里没有预算，不会写这一项。", n=int(first.not_expected))
    if how == "vehicle":
        takeaway += t("车辆数是固定资产表所列上年末的数；表里空白、没有车或没有这张表的，不除。")
    if len(first["levels"].split()) > 1:
        levels = t("、").join(term(code, "region_level").lower() for code in sorted(first["levels"].split()))
        hint = t("，规模不同，不宜直接比金额") if how == "absolute" else ""
        ui.note(t("所比的有不同级次（{levels}）", levels=levels) + hint + t("。"), doubt=True)
    value = charts.quantity(first.value, unit)
    if first.worst > first.best:
        title = t("{measure}：最多的 {n} 个分不出先后", measure=told[how], n=int(first.worst - first.best + 1))
    else:
        title = t("{label} {year} 的{measure}最多：{value}", label=first.label, year=first.fiscal_year, measure=told[how].lower(), value=value)
    columns = {
        "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "amount_yuan": t("金额"),
    }  # fmt: skip
    if how == "basic":
        rows = rows.assign(share=rows["value"])
        columns |= {"base_yuan": term("basic"), "share": t("占基本支出")}
    elif how == "vehicle":
        rows = rows.assign(each_yuan=rows["value"])
        columns |= {"vehicles": t("车辆数"), "each_yuan": t("每辆")}
    columns |= {
        "rank": t("名次"), "best": t("最高可能"), "worst": t("最低可能"), "value_status": t("状态"), "basis": t("依据"), "cell_id": t("出处"),
        "base_cell_id": t("基数的出处"),
    }  # fmt: skip
    drawn = rows.assign(
        name=[f"{row.label} {row.fiscal_year}" for row in ui.tuples(rows)], place=[remark(row) for row in ui.records(rows)],
    )  # fmt: skip
    if how == "absolute":
        columns.pop("base_cell_id")
    ui.show(
        charts.ranking(drawn, look=look, unit=unit, label="name", small=True), rows, key="standing", title=title, takeaway=takeaway, unit_note=note,
        columns=columns, sources=[cell for column in ("cell_id", "base_cell_id") for cell in rows[rows["value"].notna()][column].dropna()],
        alt=t("各部门的{measure}，按大小排列", measure=told[how].lower()),
    )  # fmt: skip


ways = {"absolute": t("金额"), "basic": t("占基本支出"), "vehicle": t("每辆车")}
with ui.beside():
    how = ui.select(t("怎样比"), list(ways), "how", ways.__getitem__)
    which = ui.select(t("哪一年"), ["latest", "each"], "which", lambda code: {"latest": t("各自最近一年"), "each": t("每一年")}[code])
    # For each vehicle only what vehicles cost says something.
    component = ui.fund() if how != "vehicle" else "vehicle_operation"
told = {
    "absolute": ui.fund_name(component), "basic": t("{item}占基本支出的比重", item=ui.fund_name(component)), "vehicle": t("每辆车的运行维护费"),
}  # fmt: skip
unit = None if how == "basic" else scope.unit
asked = chosen | {"component": component, "how": how, "which": which}
top = ui.fetch(queries.three_public.standing, **asked, start=0, most=SIZE)
if top.empty or not ui.known(top.iloc[0].value):
    if how == "basic":
        have = ui.fetch(queries.department_year.disclosures_stating, measures=["three_public", "basic"], most=ui.HAVE)
        ui.empty(t("所选范围内没有一份预算同时写明{item}和基本支出。", item=ui.fund_name(component).lower()), have)
    elif how == "vehicle":
        have = ui.fetch(queries.three_public.disclosures_with_vehicles, most=ui.HAVE)
        ui.empty(t("所选范围内没有一份预算同时写明公务用车运行维护费和车辆数。"), have)
    else:
        have = ui.fetch(queries.department_year.disclosures_stating, measures=["three_public"], most=ui.HAVE)
        ui.empty(t("所选范围内没有一份披露写明{item}。", item=ui.fund_name(component).lower()), have)
else:
    total = int(top.iloc[0].total)
    ui_findings.paged(total, SIZE, standing)
    if total > SIZE:
        columns = {
            "region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "component": t("项目"), "amount_yuan": t("金额"),
            "rank": t("名次"), "best": t("最高可能"), "worst": t("最低可能"), "value_status": t("状态"), "basis": t("依据"), "cell_id": t("出处"),
        }  # fmt: skip
        ui.download(
            t("下载全部各页 CSV"), queries.three_public.standing, t("三公经费排名"), key="every", columns=columns, **asked, start=0, most=total,
        )
