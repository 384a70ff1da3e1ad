"""The reader's scope comes in; what one budget is made up of goes out: by function, economic class, nature, source, carry-over."""

import queries
from budget import charts, ui
from budget.words import t, term

MOST = 200  # budgets offered at once; a link to another opens it all the same
TABLES = ["expenditure", "general_budget", "government_fund"]
LEVELS = {0: t("类"), 3: t("款"), 5: t("项"), 7: t("项")}  # what stands under a code of this length
scope = ui.page(t("支出结构"), t("钱花在哪一类事上，花在人身上还是项目上，从哪里来。"))
ui.tabs("expense", {"expense": t("一份预算"), "shares": t("并排对照"), "change": t("解释变动")})
look = charts.look(scope.dark)
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
PLACE = {"region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度")}
ITEM = {"code": t("科目编码"), "name": t("科目名称"), "amount_yuan": t("金额"), "share": t("占比")}
STATE = {"value_status": t("状态"), "basis": t("依据"), "cell_id": t("出处")}


def split(cells: list[str]) -> list[str]:
    """Cells named in texts, each once."""
    return list(dict.fromkeys(" ".join(cells).split()))


def step(code: str) -> str:
    """Address of this view with another code open."""
    kept = {name: ui.parameter(name) for name in ("budget", "sheet", "column", "drawn")}
    return ui.href("expense", code=code, **kept)


def pick(mark: str) -> None:
    """Open what was clicked in a figure; a click on what is open already goes one level up."""
    code = mark.rsplit("/", 1)[-1]
    upper = here[:-2] if len(here) > 3 else ""
    ui.turn("code", upper if code == "root" else code)


def crumbs(code: str, names: dict[str, str]) -> None:
    """The way from the whole down to the code, every step a link."""
    upper = ["", *[code[:length] for length in (3, 5, 7) if len(code) >= length]]
    ways = [(names.get(one, one) or t("全部"), step(one), f"{'step' if one else ''} {'here' if one == code else ''}") for one in upper]
    ui.links(*ways, remark=t("科目级次：{level}", level=LEVELS[len(code)].lower()), called=t("科目级次"))


def function(shown: ui.Row, table: str, measure: str, form: str) -> None:
    """One level of the table by function: rectangles, rings or rows, each a way to the next level."""
    asked = {"disclosure": shown.disclosure_id, "table_code": table, "measure": measure}
    leaves = ui.fetch(queries.expense_structure.by_function, **asked)
    names = dict(zip(leaves["class_code"], leaves["class_name"], strict=True))
    names |= dict(zip(leaves["parent_code"], leaves["parent_name"], strict=True)) | dict(zip(leaves["code"], leaves["name"], strict=True))
    if here and here not in names:
        ui.note(t("“{label}”里没有科目 {code}，这里是全部科目。", label=shown.label, code=here), doubt=True)
    code = here if here in names else ""
    inside = leaves[leaves["code"].str.startswith(code)]
    crumbs(code, names)
    rows = ui.fetch(queries.expense_structure.under, **asked, above=code)
    rows["href"] = [step(one) for one in rows["code"]]
    whole, top = leaves["amount_yuan"].sum(), rows.iloc[0]
    note = t(
        "{label} · {table} · {measure} · 末级科目相加", label=shown.label, table=term(f"table_{table}").lower(), measure=term(measure).lower()
    )
    if list(rows["code"]) == [code]:
        leaf(shown, table, code, note)
        return
    label = f"{shown.label} {names.get(code, '')}".strip()
    part = inside["amount_yuan"].sum()
    title = t("{label}：“{name}”占 {share}", label=label, name=top["name"], share=charts.percent(top.amount_yuan / part) if part else "—")
    takeaway = t("合计 {whole}，分在 {n} 个{level}里。", whole=charts.money(part, scope.unit), n=len(rows), level=LEVELS[len(code)].lower())
    if code and whole:
        takeaway += t("占全部的 {share}。", share=charts.percent(part / whole))
    takeaway += t("最大的是“{name}”，{amount}。", name=top["name"], amount=charts.money(top.amount_yuan, scope.unit))
    columns = ITEM | {"share": t("占全表合计"), "items": t("末级科目数")}
    if form == "table":
        ui.heading(title, note)
        ui.note(takeaway + t("点科目名称进入下一级。"))
        ui.ledger(rows, columns, leads={"name": "href"})
        ui.download(t("下载 CSV"), rows, title, key="under", columns=PLACE | columns, title=title)
        return
    path = [("class_code", "class_name"), ("parent_code", "parent_name"), ("code", "name")][len(code) // 2 :]
    draw = charts.treemap if form == "treemap" else charts.sunburst
    ui.show(
        draw(inside, look=look, unit=scope.unit, root=names.get(code, shown.label), path=path), rows,
        key=f"{form}-{shown.disclosure_id}-{table}-{measure}-{code}", title=title, takeaway=takeaway, hint=t("点一块进入下一级。"),
        unit_note=note, columns=columns, leads={"name": "href"}, picked=pick, sources=split(list(rows["cell_ids"])),
        alt=t("矩形树图：支出按功能分类的类、款、项") if form == "treemap" else t("旭日图：支出按功能分类的类、款、项"),
    )  # fmt: skip
    lost = int((inside["amount_yuan"] <= 0).sum())
    if lost:
        ui.note(t("写明为零或负数的 {n} 个科目没有面积，不画，在表里。", n=lost))


def leaf(shown: ui.Row, table: str, code: str, note: str) -> None:
    """An item without further levels: its sums in every column of the table, and their cells."""
    rows = ui.fetch(queries.expense_structure.item, disclosure=shown.disclosure_id, table_code=table, code=code)
    ui.heading(f"{code} {rows.iloc[0]['name']}", note)
    ui.ledger(rows, {"measure": t("口径"), "amount_yuan": t("金额"), "share": t("占该栏合计"), "cell_id": t("出处")})


def items(rows: ui.Rows, *, key: str, title: str, takeaway: str, note: str, columns: dict[str, str], alt: str) -> None:
    """Bars of one disclosure's items, the largest first, and a sentence when there are too many to draw."""
    drawn, left = charts.first(rows, ["code"], 30)
    ui.show(
        charts.bars(drawn, look=look, unit=scope.unit), rows, key=key, title=title, takeaway=takeaway, unit_note=note,
        columns=columns, sources=split(list(rows["cell_ids"])), alt=alt,
    )  # fmt: skip
    if left:
        ui.note(t("图太长：较小的 {left} 个科目没有画，都在表里。", left=left))


def nature(shown: ui.Row) -> None:
    """Basic against project, personnel against public: two bars, where either is disclosed."""
    ui.heading(t("按性质"), t("表格里的和正文里写明的都在"))
    rows = ui.fetch(queries.expense_structure.splits, regions=[], departments=[shown.department_id], years=[int(shown.fiscal_year)])
    rows = rows.sort_values("split", ascending=False, kind="stable")
    rows["label"] = [t("支出总额") if code == "nature" else term("basic") for code in rows["split"]]
    known = rows[rows["share"].notna()]
    if known.empty:
        ui.note(t("{label} 没有写明基本支出和项目支出、人员经费和公用经费各是多少：不画。", label=shown.label))
        return
    shares = {row.measure: row.share for row in ui.tuples(known)}
    said = [t("项目支出占支出总额的 {share}", share=charts.percent(shares["project"]))] if "project" in shares else []
    said += [t("公用经费占基本支出的 {share}", share=charts.percent(shares["public"]))] if "public" in shares else []
    first = known.iloc[0]
    plain = t("{measure} {amount}", measure=term(first.measure), amount=charts.money(first.amount_yuan, scope.unit))
    gaps = [term(row.measure) for row in ui.tuples(rows) if not ui.known(row.amount_yuan)]
    ui.show(
        charts.stacked(
            rows, look=look, unit=scope.unit, order=["basic", "project", "personnel", "public"], whole="whole_yuan", shares=True, of=["split"]
        ),
        rows, key="nature", title=t("{label}：{said}", label=shown.label, said=t("，").join(said) or plain),
        takeaway=t("没有写明的：{items}，图上是点状，不当作零。", items=t("、").join(gaps)) if gaps else t("各部分都写明了。"),
        unit_note=t("占所属总数的百分比 · 斜纹：由增减额推算的上年数 · 点状：没有写明"),
        columns={"label": t("总数"), "measure": t("部分"), "amount_yuan": t("金额"), "whole_yuan": t("所属总数"), "share": t("占比")} | STATE,
        sources=list(rows["cell_id"].dropna()), alt=t("百分比条形图：基本支出与项目支出，人员与公用经费"),
    )  # fmt: skip


def economic(shown: ui.Row, why: str) -> None:
    """Basic expenditure by economic class."""
    ui.heading(t("按经济分类"), t("一般公共预算基本支出"))
    rows = ui.fetch(queries.expense_structure.by_economic, disclosure=shown.disclosure_id)
    if rows.empty:
        ui.note(t("{label} 没有按经济分类的基本支出表可画：{why}。", label=shown.label, why=why))
        return
    classes = rows.groupby("class_name")["share"].sum().sort_values(ascending=False)
    items(
        rows, key="economic",
        title=t("{label}：基本支出的 {share} 是{name}", label=shown.label, share=charts.percent(classes.iloc[0]), name=classes.index[0]),
        takeaway=t("基本支出 {whole}；同一类的款同色。", whole=charts.money(rows["amount_yuan"].sum(), scope.unit)),
        note=t("{label} · 一般公共预算基本支出表 · 合计", label=shown.label), columns={"class_name": t("类")} | ITEM,
        alt=t("条形图：基本支出按经济分类的款"),
    )  # fmt: skip


def income(shown: ui.Row, why: str) -> None:
    """Sources of the money, and what last year's carry-over is for."""
    ui.heading(t("资金来源"), t("当年各项收入与上年结转"))
    rows = ui.fetch(queries.expense_structure.sources, picked=[shown.disclosure_id])
    paid = rows[rows["amount_yuan"].notna() & (rows["amount_yuan"] != 0)]
    if rows["amount_yuan"].notna().sum() == 0:
        ui.note(t("{label} 没有写明收入来源：不画。", label=shown.label))
    else:
        said = [f"{term(row.measure)} {charts.money(row.amount_yuan, scope.unit)}" for row in ui.tuples(paid.head(3))]
        zeros = int((rows["amount_yuan"] == 0).sum())
        ui.show(
            charts.stacked(
                rows, look=look, unit=scope.unit, order=list(dict.fromkeys(rows["measure"])), shares=True, of=["disclosure_id"]
            ),
            rows, key="sources", title=t("{label}：{said}", label=shown.label, said=t("、").join(said) or t("写明的来源都是零")),
            takeaway=t("写明为零的来源 {n} 项，不画，在表里。", n=zeros) if zeros else t("写明的来源都画了。"),
            unit_note=t("占预算收入的百分比 · 取自收支总表，没有表的取自正文"),
            columns={"measure": t("来源"), "amount_yuan": t("金额")} | STATE, sources=list(rows["cell_id"].dropna()),
            alt=t("百分比条形图：预算收入的来源"),
        )  # fmt: skip
    carried = ui.fetch(queries.expense_structure.by_function, disclosure=shown.disclosure_id, table_code="revenue", measure="carryover")
    carried = carried[carried["amount_yuan"] != 0]
    if carried.empty:
        ui.note(t("{label} 没有按科目写明的上年结转：{why}。", label=shown.label, why=why))
        return
    top = carried.iloc[0]
    items(
        carried, key="carryover",
        title=t("{label}：上年结转的 {share} 留给“{name}”", label=shown.label, share=charts.percent(top.share), name=top["name"]),
        takeaway=t(
            "上年结转 {whole}，分在 {n} 个科目里。", whole=charts.money(carried["amount_yuan"].sum(), scope.unit), n=len(carried)
        ),
        note=t("{label} · 收入总表 · 上年结转栏 · 末级科目", label=shown.label), columns={"class_name": t("类")} | ITEM,
        alt=t("条形图：上年结转按功能分类的科目"),
    )  # fmt: skip


here = ui.parameter("code") or ""
with ui.beside():
    table = ui.select(t("表"), TABLES, "sheet", lambda code: term(f"table_{code}"))
    measure = ui.select(t("口径"), ["total", "basic", "project"], "column", term)
    form = ui.select(
        t("图形"), ["treemap", "sunburst", "table"], "drawn",
        lambda code: {"treemap": t("矩形树图"), "sunburst": t("旭日图"), "table": t("表格")}[code],
    )  # fmt: skip
offered = ui.fetch(queries.expense_structure.choices, **chosen, table_code=table, asked=ui.parameter("budget") or "", most=MOST)
if offered.empty:
    ui.empty(t("所选范围内没有收录一份预算。"), ui.fetch(queries.coverage.disclosures_with, sections=[f"table_{table}"], most=ui.HAVE))
else:
    labels = dict(zip(offered["disclosure_id"], offered["label"], strict=True))
    of = ui.select(t("看哪一份"), list(labels), "budget", labels.__getitem__) if len(labels) > 1 else next(iter(labels))
    shown = offered[offered["disclosure_id"] == of].iloc[0]
    if shown.held > len(offered):
        ui.note(t("共 {all} 份预算，这里列出最近的 {shown} 份；用左边的筛选找别的。", all=int(shown.held), shown=len(offered)))
    status = ui.fetch(queries.expense_structure.tables, disclosure=of)
    state = dict(zip(status["table_code"], status["status"], strict=True))
    reasons = {code: term(state.get(code, "absent")) for code in (table, "general_basic", "revenue")}
    ui.heading(t("按功能分类"), t("类 → 款 → 项"))
    if ui.fetch(queries.expense_structure.by_function, disclosure=of, table_code=table, measure=measure).empty:
        ui.empty(
            t(
                "{label} 的“{table}”没有{measure}数：{why}。", label=shown.label, table=term(f"table_{table}"), measure=term(measure).lower(),
                why=reasons[table] if state.get(table) != "present" else t("这一栏空白"),
            ),
            ui.fetch(queries.coverage.disclosures_with, sections=[f"table_{table}"], most=ui.HAVE),
        )  # fmt: skip
    else:
        function(shown, table, measure, form)
    ui.link(t("这份预算为什么比上年多或少？"), "change", who=shown.department_id, to=str(shown.fiscal_year))
    nature(shown)
    income(shown, reasons["revenue"])
    economic(shown, reasons["general_basic"])
