"""The reader's scope comes in; what the money is made up of goes out: by function, economic class, nature and source."""

import queries
from budget import charts, ui
from budget.words import t, term

scope = ui.page(t("支出结构"), t("钱花在哪一类事上，花在人身上还是项目上，从哪里来。"))
look = charts.look(scope.dark)
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
PLACE = {"region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度")}
ITEM = {"code": t("科目编码"), "name": t("科目名称"), "amount_yuan": t("金额"), "share": t("占比")}
LEVELS = {1: t("类"), 2: t("款"), 3: t("项")}
LARGEST = {
    1: t("{label}：最大的三类合占 {share}"), 2: t("{label}：最大的三款合占 {share}"), 3: t("{label}：最大的三项合占 {share}"),
}  # fmt: skip
LEFT_OUT = t("图太长：另有 {left} 个没有画，都在表里；在左边缩小范围。")


def bars_of(
    rows: ui.Rows, *, title: str, takeaway: str, columns: dict[str, str], note: str, key: str, alt: str
) -> None:
    """Bars of one disclosure's items, the largest first, and a sentence when there are too many to draw."""
    drawn, left = charts.first(rows, ["code"], 30)
    ui.show(
        charts.bars(drawn, look=look, unit=scope.unit), rows, key=key, title=title, takeaway=takeaway, unit_note=note,
        columns=PLACE | columns, sources=" ".join(rows["cell_ids"]).split(), alt=alt,
    )  # fmt: skip
    if left:
        ui.note(t("图太长：较小的 {left} 个科目没有画，都在表里。", left=left))


def told_apart(rows: ui.Rows) -> list[str]:
    """How many department-years state every part, how many are worked out, and why the others lack one, in clauses."""
    clauses = {
        "stated": t("{n} 个写全"), "derived": t("{n} 个由增减额推算"), "gap": t("{n} 个没有写全，空着，不当作零"),
        "unreadable": t("{n} 个的表无法辨认"), "not_held": t("{n} 个没有写全，当年预算也没有收录"),
    }  # fmt: skip
    order = list(clauses)  # from the best to the worst: the worst part decides
    worst: dict[tuple[str, int], str] = {}
    for row in rows.itertuples():
        found = "derived" if row.basis == "derived" else "stated"
        if not ui.known(row.amount_yuan):
            found = row.value_status if row.value_status in clauses else "gap"
        place = (row.department_id, row.fiscal_year)
        worst[place] = max(worst.get(place, found), found, key=order.index)
    counts = {code: list(worst.values()).count(code) for code in order}
    return [clauses[code].format(n=n) for code, n in counts.items() if n]


ui.heading(t("按功能分类"), t("类 → 款 → 项"))
with ui.beside():
    table = ui.select(
        t("表"), ["expenditure", "general_budget", "government_fund"], "table", lambda code: term(f"table_{code}")
    )
    measure = ui.select(t("口径"), ["total", "basic", "project"], "measure", term)
    level = ui.select(
        t("科目级次"), [1, 2, 3], "level", lambda number: [t("类"), t("款"), t("项")][number - 1], start=3
    )
asked = {**chosen, "table_code": table, "measure": measure}
leaves = ui.fetch(queries.expense_structure.by_function, **asked, level=3)
levels = ui.fetch(queries.expense_structure.by_function, **asked, level=level)
status = ui.fetch(queries.coverage.section_status, **chosen, section=f"table_{table}")
if leaves.empty:
    ui.empty(
        t("所选范围内没有一份披露的“{table}”有{measure}数。", table=term(f"table_{table}"), measure=term(measure).lower()),
        ui.fetch(queries.coverage.disclosures_with, sections=[f"table_{table}"]),
    )  # fmt: skip
labels = dict(zip(leaves["disclosure_id"], leaves["label"], strict=True))
shown = next(iter(labels), "")
if len(labels) > 1:
    shown = ui.select(t("看哪一份"), list(labels), "of", labels.__getitem__)
for disclosure, rows in leaves[leaves["disclosure_id"] == shown].groupby("disclosure_id"):
    label, largest, whole = rows.iloc[0].label, rows.iloc[0], rows["amount_yuan"].sum()
    note = t(
        "{label} · {table} · {measure} · 末级科目相加",
        label=label,
        table=term(f"table_{table}").lower(),
        measure=term(measure).lower(),
    )
    ui.show(
        charts.treemap(
            rows, look=look, unit=scope.unit, root=label,
            path=[("class_code", "class_name"), ("parent_code", "parent_name"), ("code", "name")],
        ),
        rows, key=f"treemap-{disclosure}",
        title=t(
            "{label}：“{name}”占 {share}", label=label, name=largest["name"], share=charts.percent(largest.share),
        ),
        takeaway=t(
            "合计 {whole}，分在 {n} 个末级科目里。点一块进入下一级，点上方的条退回。",
            whole=charts.money(whole, scope.unit), n=len(rows),
        ),
        unit_note=note, columns=PLACE | {"class_name": t("类"), "parent_name": t("款")} | ITEM,
        sources=" ".join(rows["cell_ids"]).split(), alt=t("矩形树图：支出按功能分类的类、款、项"),
    )  # fmt: skip
    bars = levels[levels["disclosure_id"] == disclosure]
    top = bars.iloc[0]
    title = t("{label}：“{name}”占 {share}", label=label, name=top["name"], share=charts.percent(top.share))
    if len(bars) > 3:
        title = LARGEST[level].format(label=label, share=charts.percent(bars["share"].head(3).sum()))
    bars_of(
        bars, key=f"bars-{disclosure}", title=title, note=t("{note} · 科目级次：{level}", note=note, level=LEVELS[level].lower()),
        takeaway=t("最大的是“{name}”，{amount}。", name=top["name"], amount=charts.money(top.amount_yuan, scope.unit)),
        columns=ITEM | {"items": t("末级科目数")}, alt=t("条形图：所选级次各科目的金额与占比"),
    )  # fmt: skip
lacking = status[~status["disclosure_id"].isin(leaves["disclosure_id"]) & (status["status"] != "present")]
if len(leaves) and len(lacking):
    names = t("、").join(lacking["label"].head(8)) + ("…" if len(lacking) > 8 else "")
    ui.note(t("另有 {n} 份披露没有这张表：{names}。", n=len(lacking), names=names))

ui.heading(t("按经济分类"), t("一般公共预算基本支出"))
economic = ui.fetch(queries.expense_structure.by_economic, **chosen, level=2)
economic = economic[economic["measure"] == "basic"]
if economic.empty:
    have = ui.fetch(queries.coverage.disclosures_with, sections=["table_general_basic"])
    ui.empty(t("所选范围内没有一份披露有按经济分类的基本支出表。"), have)
elif shown not in set(economic["disclosure_id"]):
    shown = economic.iloc[0]["disclosure_id"]
for disclosure, rows in economic[economic["disclosure_id"] == shown].groupby("disclosure_id"):
    label, classes = rows.iloc[0].label, rows.groupby("class_name")["share"].sum().sort_values(ascending=False)
    bars_of(
        rows, key=f"economic-{disclosure}",
        title=t(
            "{label}：基本支出的 {share} 是{name}", label=label, share=charts.percent(classes.iloc[0]),
            name=classes.index[0],
        ),
        takeaway=t("基本支出 {whole}；同一类的款同色。", whole=charts.money(rows["amount_yuan"].sum(), scope.unit)),
        note=t("{label} · 一般公共预算基本支出表 · 合计", label=label), columns={"class_name": t("类")} | ITEM,
        alt=t("条形图：基本支出按经济分类的款"),
    )  # fmt: skip

ui.heading(t("按性质"), t("表格里的和正文里写明的都在"))
splits = ui.fetch(queries.expense_structure.splits, **chosen)
for split, parts, most, plain, alt in (
    (
        "nature", ["basic", "project"], t("写明的数中，{label} 的项目支出占比最高：{share}"),
        t("{label}：项目支出占支出总额的 {share}"), t("百分比条形图：基本支出与项目支出"),
    ),
    (
        "basic", ["personnel", "public"], t("写明的数中，{label} 的公用经费占比最高：{share}"),
        t("{label}：公用经费占基本支出的 {share}"), t("百分比条形图：人员与公用经费"),
    ),
):  # fmt: skip
    rows = splits[splits["split"] == split]
    named = t("、").join(term(part).lower() for part in parts)
    known = rows[(rows["measure"] == parts[1]) & rows["share"].notna()].sort_values("share", ascending=False)
    if known.empty:
        have = ui.fetch(queries.department_year.disclosures_stating, measures=parts)
        ui.empty(t("所选范围内没有一份披露写明{parts}。", parts=named), have)
        continue
    stated = known[known["basis"] != "derived"]
    first = (known if stated.empty else stated).iloc[0]
    share = charts.percent(first.share) + (t("（推算）") if stated.empty else "")
    drawn, left = charts.first(rows, ["department_id", "fiscal_year"])
    ui.show(
        charts.stacked(
            drawn, look=look, unit=scope.unit, order=parts, whole="whole_yuan", shares=True,
            of=["department_id", "fiscal_year"],
        ),
        rows, key=split, title=(most if len(stated) > 1 else plain).format(label=first.label, share=share),
        takeaway=t("{parts}，按部门年度：{told}。", parts=named, told=t("；").join(told_apart(rows))),
        unit_note=t("占所属总数的百分比 · 斜纹：由增减额推算的上年数 · 点状：没有写明"),
        columns=PLACE
        | {"measure": t("部分"), "amount_yuan": t("金额"), "whole_yuan": t("所属总数"), "share": t("占比")}
        | {"value_status": t("状态"), "basis": t("依据"), "cell_id": t("出处")},
        sources=list(rows["cell_id"].dropna()), alt=alt,
    )  # fmt: skip
    if left:
        ui.note(LEFT_OUT.format(left=left))

ui.heading(t("资金来源"), t("当年各项收入与上年结转"))
income = ui.fetch(queries.expense_structure.sources, **chosen)
paid = income[income["amount_yuan"].notna()]
if paid.empty:
    have = ui.fetch(queries.department_year.disclosures_stating, measures=["revenue"])
    ui.empty(t("所选范围内没有一份披露写明收入来源。"), have)
else:
    others = paid[(paid["measure"] != "general_budget") & (paid["amount_yuan"] > 0)]
    title = t("写明来源的钱，全部来自一般公共预算")
    if len(others):
        mixed = others[others["disclosure_id"] == others.iloc[0].disclosure_id]
        said = [
            f"{term(row.measure).lower()} {charts.money(row.amount_yuan, scope.unit)}" for row in mixed.itertuples()
        ]
        title = t("{label}：除一般公共预算外，还有{others}", label=mixed.iloc[0].label, others=t("、").join(said))
    drawn, left = charts.first(income, ["disclosure_id"])
    silent = income["disclosure_id"].nunique() - paid["disclosure_id"].nunique()
    ui.show(
        charts.stacked(
            drawn, look=look, unit=scope.unit, order=list(dict.fromkeys(income["measure"])), shares=True,
            of=["disclosure_id"],
        ),
        income, key="sources",
        title=title,
        takeaway=t("写明为零的来源不画，在表里。")
        + (t("另有 {n} 份披露没有来源的数，没有条。", n=silent) if silent else ""),
        unit_note=t("占预算收入的百分比 · 取自收支总表，没有表的取自正文"),
        columns=PLACE
        | {
            "measure": t("来源"), "amount_yuan": t("金额"), "value_status": t("状态"), "basis": t("依据"),
            "cell_id": t("出处"),
        },
        sources=list(paid["cell_id"]), alt=t("百分比条形图：预算收入的来源"),
    )  # fmt: skip
    if left:
        ui.note(LEFT_OUT.format(left=left))
