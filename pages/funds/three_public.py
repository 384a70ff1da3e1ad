"""The reader's scope comes in; the three public funds 三公 go out: components, what is known of each, where the money is from."""

import queries
from budget import charts, ui, ui_findings
from budget.words import t, term

SIZE = 30  # departments and years on one page

scope = ui.page(
    t("三公经费"), t("因公出国（境）、公务用车、公务接待：花多少，是零、是空白还是没有公开，一格一格说清。")
)
ui.funds_tabs("three-public")
look = charts.look(scope.dark)
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
PLACE = {"region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度")}
FIGURE = {
    "component": t("项目"), "amount_yuan": t("金额"), "status": t("状态"), "basis": t("依据"), "cell_id": t("出处"),
}  # fmt: skip
LEGEND = {
    "reported": t("实色格：写明的数"), "zero": t("薄色格：写明为零"), "derived": t("虚线框：推算"), "blank": t("空框：表中空白"),
    "not_disclosed": t("划一道的框：应公开而没有"), "unreadable": t("打叉的框：无法辨认"), "secret": t("灰底格：涉密"),
    "not_held": t("点线框：未收录该年预算"), "not_expected": t("没有框：这类文件不要求"),
}  # fmt: skip
PARTS = ["overseas", "vehicle_purchase", "vehicle_operation", "vehicles", "reception"]
COLUMNS = ["overseas", "vehicles", "vehicle_purchase", "vehicle_operation", "reception", "total"]


def change(one: ui.Row) -> str:
    """What became of the total since the year before, in a clause; a year worked out from a stated change says so."""
    years = ui.fetch(queries.three_public.over_years, department=one.department_id)
    before = years[(years["component"] == "total") & (years["fiscal_year"] == one.fiscal_year - 1)]
    if before.empty:
        return ""
    more = one.amount_yuan - before.iloc[0].amount_yuan
    amount = charts.money(abs(more), scope.unit)
    clause = t("与上年相同")
    if more:
        clause = t("比上年多 {amount}", amount=amount) if more > 0 else t("比上年少 {amount}", amount=amount)
    return clause + (t("（上年数为推算）") if before.iloc[0].basis == "derived" else "")


def headline(first: ui.Row) -> str:
    """The largest total of the selection, or the newest of a department that stands alone."""
    amount = charts.money(first.amount_yuan, scope.unit)
    if first.departments == 1:
        years = ui.fetch(queries.three_public.over_years, department=first.department_id)
        totals = years[(years["component"] == "total") & years["fiscal_year"].isin(scope.years or years["fiscal_year"])]
        stated = totals[totals["basis"] != "derived"]
        one = (totals if stated.empty else stated).sort_values("fiscal_year").iloc[-1]
        amount = charts.money(one.amount_yuan, scope.unit) + (t("（推算）") if one.basis == "derived" else "")
        label = f"{one.label} {one.fiscal_year}"
        title = t("{label}：三公经费 {amount}", label=label, amount=amount)
        clause = change(one) if one.basis != "derived" else ""
        return t("{title}，{change}", title=title, change=clause) if clause else title
    if first.basis == "derived":
        return t("推算的数中，{label} 的三公经费最多：{amount}", label=first.label, amount=amount)
    return t("写明的数中，{label} 的三公经费最多：{amount}", label=first.label, amount=amount)


def span(page: int, total: int) -> str:
    """Which departments and years of the selection are on this page; nothing where all are."""
    if total <= SIZE:
        return ""
    last = min(SIZE * (page + 1), total)
    return t(" · 部门年度共 {total} 个，这里是第 {first}–{last} 个", total=f"{total:,}", first=SIZE * page + 1, last=last)


@ui.part
def components(rows: ui.Rows, title: str, takeaway: str, place: str) -> None:
    with ui.beside():
        form = ui.select(t("看法"), ["stacked", "lines"], "form", lambda code: {"stacked": t("堆积"), "lines": t("折线")}[code])
        if form == "lines":
            names = dict(zip(rows["department_id"], map(ui.who, rows["region_name"], rows["department_name"]), strict=True))
            of = ui.select(t("画哪个部门"), list(names), "line", names.__getitem__) if len(names) > 1 else next(iter(names))
        else:
            shares = ui.select(t("显示"), ["amount", "share"], "show", lambda code: {"amount": t("金额"), "share": t("占比")}[code])
    if form == "lines":
        return over_years(ui.fetch(queries.three_public.over_years, department=of))
    # What is known of both vehicle components together is drawn where neither is known alone.
    drawn = rows[rows["is_part"] | (rows["component"] == "total")]
    both = len(drawn[drawn["component"] == "vehicles"])
    told = t("只知公务用车合计、不知购置与运行各多少的 {n} 个，画成一段“{name}”。", n=both, name=term("vehicles").lower()) if both else ""
    ui.show(
        charts.stacked(
            drawn, look=look, unit=scope.unit, part="component", order=PARTS, whole="total", state="status",
            shares=shares == "share", of=["department_id", "fiscal_year"],
        ),
        rows, key="components", title=title, takeaway=takeaway + told,
        unit_note=t("财政拨款三公经费预算，按项目 · 斜纹：推算 · 点状：只知总数，不知各项") + place, columns=PLACE | FIGURE,
        sources=list(rows["cell_id"].dropna()), alt=t("条形图：各部门各年度三公经费，按项目分段"),
    )  # fmt: skip
    return None


def over_years(rows: ui.Rows) -> None:
    """One line for each component of a department; those that are zero throughout are only named."""
    rows = rows.assign(item=[term(code) for code in rows["component"]])
    spent = [code for code in dict.fromkeys(rows["component"]) if (rows[rows["component"] == code]["amount_yuan"] > 0).any()]
    # The two together would lie upon the one of them that is spent on, where that is known in the same years.
    apart = [code for code in spent if code.startswith("vehicle_")]
    years = {code: set(rows[rows["component"] == code]["fiscal_year"]) for code in ["vehicles", *apart]}
    if len(apart) == 1 and years["vehicles"] <= years[apart[0]]:
        spent = [code for code in spent if code != "vehicles"]
    lasting = [code for code in spent if len(rows[rows["component"] == code]) > 1]
    once = [term(code) for code in spent if code not in lasting]
    zero = [term(code) for code in COLUMNS if code in set(rows["component"]) and code not in spent and code != "vehicles"]
    if not lasting:
        ui.empty(
            t("这个部门没有一项有两年的数，连不成线。"),
            ui.fetch(queries.department_year.disclosures_stating, measures=["three_public"], most=ui.HAVE),
        )
        return
    ends = rows[rows["component"] == (lasting[-1] if lasting[-1] == "total" else lasting[0])].sort_values("fiscal_year")
    first, last = ends.iloc[0], ends.iloc[-1]
    ui.show(
        charts.lines(rows[rows["component"].isin(lasting)], look=look, unit=scope.unit, series="item", of="component", items=True), rows,
        key="lines",
        title=t(
            "{label}：{item} {first} 年 {before}，{last} 年 {now}", label=first.label, item=first["item"].lower(), first=first.fiscal_year,
            last=last.fiscal_year, before=charts.money(first.amount_yuan, scope.unit), now=charts.money(last.amount_yuan, scope.unit),
        ),
        takeaway=t("空心点是推算的：由下一年写明的增减额倒推，不是当年公开的数。")
        + (t("一直为零，没有画：{items}。", items=t("、").join(zero)) if zero else "")
        + (t("只有一年有数，没有画：{items}。", items=t("、").join(once)) if once else ""),
        unit_note=t("财政拨款三公经费预算 · {unit} · 各年都画，不随左边的年度筛选", unit=ui.unit_name(scope.unit)),
        columns=PLACE | FIGURE, sources=list(rows["cell_id"].dropna()), alt=t("折线图：三公经费各项历年变化"),
    )  # fmt: skip


def strip(rows: ui.Rows, counts: ui.Rows, place: str) -> None:
    """What is known of every component, in words; the sentence below counts the whole selection, not the page alone."""
    rows = rows.assign(in_table=[term(code) if ui.known(code) else None for code in rows["table_status"]])
    figures = counts.groupby("status")["figures"].sum()
    told = [t("{status} {n} 格", status=term(code).lower(), n=int(figures[code])) for code in LEGEND if code in figures]
    silent, gaps = int(counts["in_text_alone"].sum()), int((counts["figures"] - counts["known"]).sum())
    title = t("{n} 格都有数", n=int(figures.sum()))
    if gaps:
        title = t("{n} 格里有 {gaps} 格没有数：为什么没有，一格一格写明", n=f"{int(figures.sum()):,}", gaps=f"{gaps:,}")
    shown = set(rows["status"])
    ui.show(
        charts.strip(
            rows, look=look, unit=scope.unit, columns=COLUMNS, printed="table_status", of=["department_id", "fiscal_year"],
        ),
        rows, key="strip", title=title,
        takeaway=t("{told}。", told=t("、").join(told))
        + (t("其中 {n} 格的数只写在正文里，表中是空白（“表空白”）。", n=silent) if silent else ""),
        unit_note=" · ".join([ui.unit_name(scope.unit), *(LEGEND[code] for code in LEGEND if code in shown)]) + place,
        columns=PLACE | FIGURE | {"in_table": t("表中")}, sources=list(rows["cell_id"].dropna()),
        alt=t("状态条：每个部门年度的每一项是数、零、空白、未公开、未收录还是推算"),
    )  # fmt: skip


def sources(rows: ui.Rows) -> None:
    """One table of the page by source of money."""
    ui.heading(t("资金来源"), t("一般公共预算与政府性基金"))
    held = list(dict.fromkeys(rows[rows["table_status"].notna()]["disclosure_id"]))
    paid = ui.fetch(queries.three_public.by_source, disclosures=held or [""])
    paid = paid[paid["amount_yuan"].notna()]
    if paid.empty:
        have = ui.fetch(queries.coverage.disclosures_with, sections=["table_three_public"], most=ui.HAVE)
        ui.empty(t("资金来源只写在三公经费支出表里，所选范围内没有这张表。"), have)
        return
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
        title = t("{label}：三公经费 {whole}，其中 {fund}来自政府性基金", fund=charts.money(fund, scope.unit), **told)
    rows = rows.assign(item=[term(component) for component in rows["component"]])
    ui.show(
        charts.stacked(
            rows, look=look, unit=scope.unit, label="item", order=["general_budget", "government_fund", "state_capital"],
        ),
        rows, key="source", title=title,
        takeaway=only + t("表中空白的项目不画，见上面的状态条。"),
        unit_note=t("{label} · 三公经费支出表", label=told["label"]),
        columns=PLACE | {"component": t("项目"), "measure": t("来源"), "amount_yuan": t("金额"), "cell_id": t("出处")},
        sources=list(rows["cell_id"]), alt=t("条形图：三公经费各项目的资金来源"),
    )  # fmt: skip


def everything(page: int) -> None:
    """The figures of one page of departments and years."""
    rows = ui.fetch(queries.three_public.components, **chosen, start=SIZE * page, most=SIZE)
    place = span(page, int(rows.iloc[0].places))
    largest = ui.fetch(queries.three_public.largest, **chosen, most=1)
    bars = rows[rows["status"] != "not_expected"]
    if len(largest) and len(bars):
        totals = counts[(counts["component"] == "total") & (counts["known"] > 0)].set_index("status")["known"]
        derived, n = int(totals.get("derived", 0)), int(totals.sum())
        takeaway = t("{n} 个部门年度写明了三公经费合计。", n=n)
        if derived == n:
            takeaway = t("{n} 个部门年度有三公经费合计，都由下一年写明的增减额推算。", n=n)
        elif derived:
            takeaway = t(
                "{n} 个部门年度有三公经费合计：{stated} 个是写明的，{derived} 个由下一年写明的增减额推算。", n=n, stated=n - derived, derived=derived,
            )  # fmt: skip
        components(bars, headline(largest.iloc[0]), takeaway, place)
    else:
        have = ui.fetch(queries.department_year.disclosures_stating, measures=["three_public"], most=ui.HAVE)
        ui.empty(t("所选范围内没有一份披露写明三公经费合计。"), have)
    strip(rows, counts, place)
    sources(rows)


counts = ui.fetch(queries.three_public.statuses, **chosen)
if counts.empty:
    have = ui.fetch(queries.department_year.disclosures_stating, measures=["three_public"], most=ui.HAVE)
    ui.empty(t("所选范围内没有一份披露写明三公经费合计。"), have)
else:
    places = int(counts[counts["component"] == "total"]["figures"].sum())
    ui_findings.paged(places, SIZE, everything)
    if places > SIZE:
        ui.download(
            t("下载全部各页 CSV"), queries.three_public.components, t("三公经费"), key="every", columns=PLACE | FIGURE, **chosen, start=0,
            most=6 * places,
        )  # fmt: skip
