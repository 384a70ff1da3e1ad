"""The reader's scope comes in; departments and years beside each other go out, each a bar of 100 % cut into its parts."""

import queries
from budget import charts, ui
from budget.words import t, term

MOST, CLASSES = 30, 7  # bars of the figure; classes that stand for themselves
NAMES = {
    "nature": t("基本支出与项目支出"), "basic": t("人员与公用经费"), "class": t("功能分类的类"), "economic": t("基本支出的经济分类"),
    "sources": t("资金来源"),
}  # fmt: skip
WHOLES = {
    "nature": t("占支出总额的百分比"), "basic": t("占基本支出的百分比"), "class": t("占支出总表合计的百分比"),
    "economic": t("占一般公共预算基本支出的百分比"), "sources": t("占预算收入的百分比"),
}  # fmt: skip
TABLES = {"class": ("expenditure", "total"), "economic": ("general_basic", "basic")}
PARTS = {"nature": ["basic", "project"], "basic": ["personnel", "public"]}
scope = ui.page(t("并排对照"), t("几个部门、几个年度并排，每条都是 100%：规模不同，也看得出钱的去向有多不同。"))
ui.tabs("shares", {"expense": t("一份预算"), "shares": t("并排对照"), "change": t("解释变动")})
look = charts.look(scope.dark)


def doubts(places: ui.Rows) -> list[str]:
    """What keeps these bars from being held against each other as they stand."""
    said = []
    levels = sorted(set(places["region_level"]))
    if len(levels) > 1:
        names = t("、").join(term(code, "region_level").lower() for code in levels)
        said.append(t("所比的有不同级次（{levels}），这里只比占比", levels=names))
    years = sorted(set(places["fiscal_year"]))
    if which == "latest" and len(years) > 1:
        said.append(t("各部门最近一年不是同一年（{first}–{last}）", first=years[0], last=years[-1]))
    if places["department_type"].nunique() > 1:
        said.append(t("部门类型不同"))
    return said


def parts(by: str, places: ui.Rows) -> tuple[ui.Rows, list[str], dict[str, str]]:
    """Every part of every bar, the codes of the parts in the order of the figure, and the names of those that have none of their own."""
    held = list(places["disclosure_id"].dropna())
    if by in PARTS:
        who, when = sorted(set(places["department_id"])), sorted(set(map(int, places["fiscal_year"])))
        rows = ui.fetch(queries.expense_structure.splits, regions=[], departments=who, years=when)
        wanted = set(zip(places["department_id"], places["fiscal_year"], strict=True))
        mine = [
            number for number, row in enumerate(ui.tuples(rows)) if row.split == by and (row.department_id, row.fiscal_year) in wanted
        ]  # fmt: skip
        return rows.iloc[mine], PARTS[by], {}
    if by == "sources":
        rows = ui.fetch(queries.expense_structure.sources, picked=held)
        largest = rows.assign(amount=rows["amount_yuan"].fillna(0)).groupby("measure")["amount"].sum().sort_values(ascending=False)
        return rows, list(largest.index), {}
    table, measure = TABLES[by]
    rows = ui.fetch(queries.expense_structure.classes, picked=held, table_code=table, measure=measure, most=CLASSES)
    known = rows[rows["amount_yuan"].notna()].sort_values("place")
    rest = int(known[known["code"] == "other"]["items"].max()) if (known["code"] == "other").any() else 0
    names = {row.code: row.name for row in ui.tuples(known) if ui.known(row.name)}
    order = list(dict.fromkeys(known["code"]))
    # What is not there has no class of its own: it is told at the first.
    codes = [row.code if ui.known(row.amount_yuan) else next(iter(order), "other") for row in ui.tuples(rows)]
    return rows.assign(measure=codes), order, names | ({"other": t("其余各类")} if rest else {})


def headline(known: ui.Rows, called: dict[str, str]) -> str:
    """What differs most, in a sentence: the part whose share is furthest apart, or the largest part where there is one bar."""
    stated = known[known["basis"] != "derived"] if (known["basis"] != "derived").any() else known
    stated = stated[stated["share"].notna() & (stated["measure"] != "other")]
    if stated["label"].nunique() < 2:
        top = stated.sort_values("share", ascending=False).iloc[0]
        return t("{label}：{name}占 {share}", label=top.label, name=called.get(top.measure) or term(top.measure), share=charts.percent(top.share))
    spans = stated.groupby("measure")["share"].agg(["min", "max", "count"])
    whole = spans[spans["count"] > 1]
    spans = whole if len(whole) else spans
    code = (spans["max"] - spans["min"]).sort_values(ascending=False).index[0]
    if by in PARTS and PARTS[by][1] in spans.index:  # of two parts, the one that is spoken of
        code = PARTS[by][1]
    mine = stated[stated["measure"] == code].sort_values("share", ascending=False)
    most, least = mine.iloc[0], mine.iloc[-1]
    name = called.get(code) or term(code)
    if len(mine) == 1:
        return t("{label}：{name}占 {share}", label=most.label, name=name, share=charts.percent(most.share))
    return t(
        "{name}的占比，{most} 最高（{high}），{least} 最低（{low}）", name=name, most=most.label, high=charts.percent(most.share),
        least=least.label, low=charts.percent(least.share),
    )  # fmt: skip


with ui.beside():
    by = ui.select(t("按什么分"), list(NAMES), "divided", NAMES.__getitem__)
    which = ui.select(t("哪一年"), ["latest", "each"], "beside", lambda code: {"latest": t("各自最近一年"), "each": t("每一年")}[code])
places = ui.fetch(
    queries.expense_structure.beside, regions=scope.regions, departments=scope.departments, years=scope.years, which=which, most=MOST
)
rows, order, called = parts(by, places)
known = rows[rows["amount_yuan"].notna()]
if known.empty:
    reason = t("所选范围内没有一份预算写明{what}。", what=NAMES[by].lower())
    if by in TABLES:
        ui.empty(reason, ui.fetch(queries.coverage.disclosures_with, sections=[f"table_{TABLES[by][0]}"], most=ui.HAVE))
    else:
        ui.empty(reason, ui.fetch(queries.department_year.disclosures_stating, measures=PARTS.get(by, ["revenue"]), most=ui.HAVE))
else:
    if by == "sources":
        sums = known.groupby("disclosure_id")["amount_yuan"].sum()
        shares = [
            float(row.amount_yuan / sums[row.disclosure_id]) if ui.known(row.amount_yuan) and sums[row.disclosure_id] else None
            for row in ui.tuples(rows)
        ]
        rows = rows.assign(share=shares)
        known = rows[rows["amount_yuan"].notna()]
    bars = ["department_id", "fiscal_year"]
    whole = rows.groupby(bars)["amount_yuan"].agg(lambda part: part.notna().all())
    derived = known[known["basis"] == "derived"].groupby(bars).ngroups
    silent = len(whole) - int(whole.sum())
    takeaway = t("{n} 个部门年度并排。", n=len(whole))
    if derived:
        takeaway += t("{n} 条由增减额推算（斜纹）。", n=derived)
    if silent:
        takeaway += t("{n} 条有没有写明的部分（点状或空着），不当作零。", n=silent)
    only = len(places) - places["disclosure_id"].notna().sum()
    if by not in PARTS and only:
        takeaway += t("{n} 个年度只有推算的总数，没有表，不在图里。", n=int(only))
    said = doubts(places)
    if said:
        ui.note(t("；").join(said) + t("。"), doubt=True)
    columns = {"region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度")}
    columns |= {"part": t("部分"), "amount_yuan": t("金额"), "share": t("占比"), "value_status": t("状态"), "basis": t("依据")}
    rows = rows.assign(part=[called.get(code) or term(code) for code in rows["measure"]])
    cells = "cell_ids" if "cell_ids" in rows else "cell_id"
    ui.show(
        charts.stacked(
            rows, look=look, unit=scope.unit, order=order, whole="whole_yuan" if by in PARTS else None, shares=True, of=bars, names=called
        ),
        rows, key=f"shares-{by}", title=headline(known, called), takeaway=takeaway,
        unit_note=t("{what} · 一条一个部门年度 · 斜纹：推算 · 点状：没有写明", what=WHOLES[by]), columns=columns,
        sources=[cell for group in rows[cells].dropna() for cell in group.split()], alt=t("百分比条形图：各部门年度的{what}", what=NAMES[by].lower()),
    )  # fmt: skip
    if len(places) == MOST and places.iloc[0].held > places["department_id"].nunique():
        ui.note(t("所选范围内共 {all} 个部门，图里是支出总额最大的 {shown} 条；在左边缩小范围看别的。", all=int(places.iloc[0].held), shown=MOST))
