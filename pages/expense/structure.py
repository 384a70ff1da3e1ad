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

ui.heading(t("按功能分类"), t("类 → 款 → 项"))
table = ui.select(
    t("表"), ["expenditure", "general_budget", "government_fund"], "table", lambda code: term(f"table_{code}")
)
measure = ui.select(t("口径"), ["total", "basic", "project"], "measure", term)
level = ui.select(t("科目级次"), [1, 2, 3], "level", lambda number: [t("类"), t("款"), t("项")][number - 1], start=3)
asked = {**chosen, "table_code": table, "measure": measure}
leaves = ui.fetch(queries.expense_structure.by_function, **asked, level=3)
levels = ui.fetch(queries.expense_structure.by_function, **asked, level=level)
status = ui.fetch(queries.coverage.section_status, **chosen, section=f"table_{table}")
if leaves.empty:
    ui.empty(
        t("所选范围内没有一份披露的“{table}”有{measure}数。", table=term(f"table_{table}"), measure=term(measure)),
        ui.fetch(queries.coverage.disclosures_with, sections=[f"table_{table}"]),
    )  # fmt: skip
labels = dict(zip(leaves["disclosure_id"], leaves["label"], strict=True))
shown = next(iter(labels), "")
if len(labels) > 1:
    shown = ui.select(t("看哪一份"), list(labels), "of", labels.__getitem__)
for disclosure, rows in leaves[leaves["disclosure_id"] == shown].groupby("disclosure_id"):
    label, largest, whole = rows.iloc[0].label, rows.iloc[0], rows["amount_yuan"].sum()
    note = t(
        "{label} · {table} · {measure} · 末级科目相加", label=label, table=term(f"table_{table}"), measure=term(measure)
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
    ui.show(
        charts.bars(bars, look=look, unit=scope.unit), bars, key=f"bars-{disclosure}",
        title=t(
            "{label}：前三位的{level}合占 {share}", label=label, level=LEVELS[level],
            share=charts.percent(bars["share"].head(3).sum()),
        ),
        takeaway=t(
            "最大的是“{name}”，{amount}。", name=bars.iloc[0]["name"],
            amount=charts.money(bars.iloc[0].amount_yuan, scope.unit),
        ),
        unit_note=note, columns=PLACE | ITEM | {"items": t("末级科目数")},
        sources=" ".join(bars["cell_ids"]).split(), alt=t("条形图：所选级次各科目的金额与占比"),
    )  # fmt: skip
lacking = status[~status["disclosure_id"].isin(leaves["disclosure_id"])]
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
    ui.show(
        charts.bars(rows, look=look, unit=scope.unit), rows, key=f"economic-{disclosure}",
        title=t(
            "{label}：基本支出的 {share} 是{name}", label=label, share=charts.percent(classes.iloc[0]),
            name=classes.index[0],
        ),
        takeaway=t("基本支出 {whole}；同一类的款同色。", whole=charts.money(rows["amount_yuan"].sum(), scope.unit)),
        unit_note=t("{label} · 一般公共预算基本支出表 · 合计", label=label),
        columns=PLACE | {"class_name": t("类")} | ITEM, sources=" ".join(rows["cell_ids"]).split(),
        alt=t("条形图：基本支出按经济分类的款"),
    )  # fmt: skip

ui.heading(t("按性质"), t("表格里的和正文里写明的都在"))
splits = ui.fetch(queries.expense_structure.splits, **chosen)
for split, parts, title, alt in (
    ("nature", ["basic", "project"], t("{label}：项目支出占比最高，{share}"), t("百分比条形图：基本支出与项目支出")),
    (
        "basic",
        ["personnel", "public"],
        t("{label}：公用经费占基本支出最多，{share}"),
        t("百分比条形图：人员与公用经费"),
    ),
):
    rows = splits[splits["split"] == split]
    named = t("、").join(term(part) for part in parts)
    known = rows[(rows["measure"] == parts[1]) & rows["share"].notna()].sort_values("share", ascending=False)
    if known.empty:
        have = ui.fetch(queries.department_year.disclosures_stating, measures=parts)
        ui.empty(t("所选范围内没有一份披露写明{parts}。", parts=named), have)
        continue
    stated = known[known["basis"] != "derived"]
    first = (known if stated.empty else stated).iloc[0]
    gaps = rows[rows["amount_yuan"].isna()]["label"].nunique()
    full = rows["label"].nunique() - gaps
    told = t("{n} 个部门年度都写全了{parts}。", n=full, parts=named)
    if gaps:
        told = t("{n} 个部门年度写全了{parts}；没有写全的 {gaps} 个，空着，不当作零。", n=full, parts=named, gaps=gaps)
    ui.show(
        charts.stacked(rows, look=look, unit=scope.unit, order=parts, whole="whole_yuan", shares=True), rows,
        key=split, title=title.format(label=first.label, share=charts.percent(first.share)),
        takeaway=told,
        unit_note=t("占所属总数的百分比 · 斜纹：由增减额推算的上年数 · 点状：没有写明"),
        columns=PLACE
        | {"measure": t("部分"), "amount_yuan": t("金额"), "whole_yuan": t("所属总数"), "share": t("占比")}
        | {"value_status": t("状态"), "basis": t("依据"), "cell_id": t("出处")},
        sources=list(rows["cell_id"].dropna()), alt=alt,
    )  # fmt: skip

ui.heading(t("资金来源"), t("当年各项收入与上年结转"))
income = ui.fetch(queries.expense_structure.sources, **chosen)
paid = income[income["amount_yuan"].notna()]
if paid.empty:
    have = ui.fetch(queries.department_year.disclosures_stating, measures=["revenue"])
    ui.empty(t("所选范围内没有一份披露写明收入来源。"), have)
else:
    others = paid[(paid["measure"] != "general_budget") & (paid["amount_yuan"] > 0)]
    title = t("写明来源的披露，钱全部来自一般公共预算")
    if len(others):
        mixed = others[others["label"] == others.iloc[0].label]
        said = [f"{term(row.measure)} {charts.money(row.amount_yuan, scope.unit)}" for row in mixed.itertuples()]
        title = t("{label}：除一般公共预算外，还有{others}", label=mixed.iloc[0].label, others=t("、").join(said))
    ui.show(
        charts.stacked(
            income, look=look, unit=scope.unit, order=list(dict.fromkeys(income["measure"])), shares=True,
        ),
        income, key="sources",
        title=title,
        takeaway=t("写明为零的来源不画，在表里；没有写明来源的披露，条是空的。"),
        unit_note=t("占预算收入的百分比 · 取自收支总表，没有表的取自正文"),
        columns=PLACE
        | {
            "measure": t("来源"), "amount_yuan": t("金额"), "value_status": t("状态"), "basis": t("依据"),
            "cell_id": t("出处"),
        },
        sources=list(paid["cell_id"]), alt=t("百分比条形图：预算收入的来源"),
    )  # fmt: skip
