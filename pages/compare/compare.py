"""The reader's scope, a measure and a department come in; departments beside each other go out, and what their order rests on."""

import queries
from budget import charts, ui
from budget.words import t, term

scope = ui.page(t("横向对比"), t("挑一个口径，看各部门孰多孰少；差别小到印出的位数分不清的，不硬排名次。"))
look = charts.look(scope.dark)
PLACE = {"region_name": t("地区"), "department_name": t("部门"), "fiscal_year": t("年度"), "region_level": t("级次")}
COUNTED = {"projects": t("项目数"), "indicators": t("绩效指标"), "quantified": t("可量化的指标"), "findings": t("错误与警告")}
MONEY = [
    "total", "basic", "project", "personnel", "public", "operating", "three_public", "overseas", "vehicle_purchase", "vehicle_operation",
    "reception", "procurement", "general_budget", "government_fund", "revenue", "carryover", "assets",
]  # fmt: skip
# Of what a share is taken; sums and counts of which a share says nothing are not here.
WHOLE = {
    "quantified": t("占全部指标"), "findings": t("占所查之处"),
    **dict.fromkeys([code for code in MONEY if code not in ("total", "revenue", "carryover", "assets")], t("占支出总额")),
}  # fmt: skip
NO_BASE = ("basic", "quantified", "findings")  # measures that are not told for each million of basic expenditure
LEFT_OUT = t("图太长：另有 {left} 个没有画，都在表里；在左边缩小范围。")
EVERYWHERE = {"regions": [], "departments": [], "years": []}
DRAWN, ROWS = 40, 400  # things in a figure, rows in its table; all of them are in the file


def named(measure: str) -> str:
    """The measure in words."""
    return t("支出总额") if measure == "total" else COUNTED.get(measure) or term(measure)


def ways(measure: str) -> list[str]:
    """How the measure may be told, that which says most first."""
    found = ["absolute"] + ["share"] * (measure in WHOLE) + ["per_basic"] * (measure not in NO_BASE)
    return sorted(found, key=lambda how: how != "share") if measure in ("quantified", "findings") else found


def place(row: ui.Row) -> str:
    """The rank of a row in words: a range where rounding leaves more than one open; nothing where there is no other."""
    if not ui.known(row["value"]) or row["ranked"] == 1:
        return ""
    if row["best"] == row["worst"]:
        return t("第 {rank}", rank=row["rank"])
    return t("第 {best}–{worst}，分不出先后", best=row["best"], worst=row["worst"])


def doubts(whole: ui.Row, how: str, measure: str, which: str) -> list[str]:
    """What keeps these rows from being held against each other as they stand."""
    said = []
    levels = t("、").join(term(code, "region_level").lower() for code in whole.levels.split())
    if len(whole.levels.split()) > 1:
        hint = t("，规模不同，不宜直接比绝对数，请看占比或每百万元基本支出") if how == "absolute" else ""
        said.append(t("所比的有不同级次（{levels}）", levels=levels) + hint)
    if which == "latest" and whole.first_year < whole.last_year:
        said.append(t("各部门最近一年不是同一年（{first}–{last}）", first=int(whole.first_year), last=int(whole.last_year)))
    kinds = sorted(set(whole.all_kinds.replace(",", " ").split()))
    if measure in COUNTED and "," in whole.all_kinds:
        said.append(t("所依据的文件不同种（{kinds}），数目不宜直接比", kinds=t("、").join(term(code, "kind").lower() for code in kinds)))
    if whole.types > 1:
        said.append(t("部门类型不同"))
    return said


def linked(name: str, choices: dict[str, str]) -> list[str]:
    """The departments that the link names in a choice."""
    asked = set(ui.parameters(name))
    return [one for one, label in choices.items() if label in asked or one in asked] if asked else []


def peers(of: str, choices: dict[str, str]) -> list[str]:
    """The departments that one is held against: at first those like it, edited by the reader."""
    rows = ui.fetch(queries.compare.peers, department=of)
    alike = rows[rows["same_type"] & rows["same_level"]]
    same = alike[alike["same_size"].fillna(False).astype(bool)]
    unknown = int(alike["size_yuan"].isna().sum())
    among = {*ui.offered(*linked(f"peers-{of}", choices)), *same["department_id"]} - {of}
    offered = [one for one in choices if one in among]
    picked = ui.several(t("与谁比"), offered, f"peers-{of}", choices.__getitem__, start=list(same["department_id"]))
    ui.note(
        t("起初是同类型、同级次、规模相近（支出总额在一半到两倍之间）的 {n} 个，可以增减。", n=len(same))
        + (t("另有 {n} 个同类型、同级次，规模不明，没有列入。", n=unknown) if unknown else "")
    )
    return [of, *picked]


def headline(known: ui.Rows, what: str, own: str, unit: str | None) -> str:
    """What is to be seen first, in a sentence; `what` is the measure in words."""
    mine = known[known["department_id"] == own].sort_values("fiscal_year", ascending=False)
    one = (known if mine.empty else mine).iloc[0]
    words = {"label": f"{one.label} {one.fiscal_year}", "measure": what, "value": charts.quantity(one.value, unit)}
    if len(known) == 1 or (len(mine) and one.ranked == 1):
        return t("{label}：{measure} {value}", **words)
    if len(mine):
        return t("{label}：{measure} {value}，{n} 个里{place}", n=one.ranked, place=place(one).lower(), **words)
    if one.worst > one.best:
        return t("{measure}：最多的 {n} 个分不出先后", measure=words["measure"], n=int(one.worst - one.best + 1))
    return t("{measure}：{label} 最多，{value}", **words)


def worked(rows: ui.Rows, how: str, measure: str) -> ui.Rows:
    """With the value in a column of the name that says how it is to be written."""
    if how == "share":
        return rows.assign(share=rows["value"])
    if how == "per_basic" and measure in MONEY:
        return rows.assign(per_basic_yuan=rows["value"])
    return rows.assign(per_basic=rows["value"].round(2)) if how == "per_basic" else rows


def everything() -> ui.Rows:
    """All rows, for the file."""
    return worked(ui.once(queries.compare.standing, **asked, cut="row", most=10**6), how, measure)


def ranking(drawn: ui.Rows, unit: str | None, *, dots: bool) -> object:
    """Bars or dots of these rows, that which others are held against set off."""
    drawn = drawn.assign(
        name=[f"{row.label} {row.fiscal_year}" for row in ui.tuples(drawn)], place=[place(row) for row in ui.records(drawn)],
        own=drawn["department_id"] == own,
    )  # fmt: skip
    return charts.ranking(drawn, look=look, unit=unit, dots=dots, label="name", own="own")


def heatmap(drawn: ui.Rows, unit: str | None) -> object:
    """Departments by years; what is derived in a dashed box."""
    said = [charts.quantity(row.value, unit) if ui.known(row.value) else term(row.value_status) for row in ui.tuples(drawn)]
    drawn = drawn.assign(
        fiscal_year=drawn["fiscal_year"].astype(str), depth=drawn["depth"].fillna(0), secret=0, stated=drawn["basis"] != "derived",
        words=[words.split(" ")[0] if ui.known(value) else words for words, value in zip(said, drawn["value"], strict=True)],
        hover=[f"{row.label} {row.fiscal_year}\n{words}" for row, words in zip(ui.tuples(drawn), said, strict=True)],
    )  # fmt: skip
    return charts.heatmap(
        drawn, look=look, row="department_id", row_label="label", column="fiscal_year", value="depth", secret="secret", own="stated",
        columns=[(year, year) for year in sorted(set(drawn["fiscal_year"]))], hover="hover", text="words",
    )  # fmt: skip


names = ui.departments()
with ui.beside():
    measure = ui.select(t("口径"), [*MONEY, *COUNTED], "measure", named)
    own = ui.select(t("以谁为准"), ["", *ui.offered(*linked("base", names))], "base", lambda one: names.get(one, t("不指定")))
asked = {"regions": scope.regions, "departments": scope.departments, "years": scope.years, "measure": measure}
if own:
    asked |= {"regions": [], "departments": peers(own, names)}
with ui.beside():
    told = {"absolute": t("绝对数"), "share": WHOLE.get(measure, t("占比")), "per_basic": t("每百万元基本支出")}
    how = ui.select(t("怎样比"), ways(measure), "how", told.__getitem__)
    view = ui.select(
        t("看法"), ["bars", "dots", "heatmap", "table"], "view",
        lambda code: {"bars": t("条形"), "dots": t("点"), "heatmap": t("热图"), "table": t("表格")}[code],
    )  # fmt: skip
    which = "each"
    if view != "heatmap":
        which = ui.select(t("哪一年"), ["latest", "each"], "which", lambda code: {"latest": t("各自最近一年"), "each": t("每一年")}[code])
asked |= {"how": how, "which": which, "own": own}
part = {"cut": "department", "most": DRAWN} if view == "heatmap" else {"cut": "row", "most": ROWS}
rows = ui.fetch(queries.compare.standing, **asked, **part)
known = rows[rows["value"].notna()]
unit = None if how == "share" else measure if measure in COUNTED else scope.unit
note = " · ".join([named(measure), told[how], ui.unit_name(unit) if unit else "%"])
if known.empty:
    have = ui.fetch(queries.coverage.disclosures_with, sections=["project_targets"], most=ui.HAVE)
    if measure not in COUNTED:
        part = "three_public" if measure in ("overseas", "vehicle_purchase", "vehicle_operation", "reception") else measure
        have = ui.fetch(queries.department_year.disclosures_stating, measures=list({part, *(["basic"] if how == "per_basic" else [])}), most=ui.HAVE)
    ui.empty(t("所选范围内没有一个部门写明{measure}，或者没有可除的基数。", measure=named(measure).lower()), have)
else:
    whole = rows.iloc[0]  # each row tells of all
    counts = {status: int(n) for status, n in (one.split(" ") for one in whole.lacks.split(",") if one)}
    takeaway = t("{n} 个有数", n=int(whole.known)) + "".join(
        t("，{n} 个{status}", n=counts[code], status=term(code).lower()) for code in sorted(counts)
    ) + t("。")  # fmt: skip
    if whole.open:
        takeaway += t("{n} 个的名次分不出先后：差别小于印出的最后一位，或者相等。", n=int(whole.open))
    lacking = sum(n for status, n in counts.items() if status != "not_expected")
    if lacking:
        takeaway += t("该有而没有数的 {n} 个可能排在任何位置，名次只在有数的之间排。", n=lacking)
    if "not_expected" in counts:
        takeaway += t("不要求：所收的文件里没有预算，不会写这一项。")
    what = named(measure) if how == "absolute" else t("{label}（{unit}）", label=named(measure), unit=told[how])
    shown = {"amount_yuan": t("金额")} if measure in MONEY else {"number": named(measure)}
    if how != "absolute":
        shown |= {"share" if how == "share" else "per_basic_yuan" if measure in MONEY else "per_basic": told[how]}
    rows = worked(rows, how, measure)
    columns = PLACE | shown | {
        "rank": t("名次"), "best": t("最高可能"), "worst": t("最低可能"), "value_status": t("状态"), "basis": t("依据"), "cell_id": t("出处"),
        "disclosure_id": t("披露"),
    }  # fmt: skip
    if measure in COUNTED:
        cells = ui.fetch(queries.compare.cells, disclosures=list(known["disclosure_id"].dropna())[:40], counted=measure)["cell_id"]
    else:
        cells = [cell for column in ("cell_id", "base_cell_id") for cell in known[column].dropna()]
    things = ["department_id"] if view == "heatmap" else ["department_id", "fiscal_year"]
    drawn, left = charts.first(rows, things, DRAWN)
    if left and own and own not in set(drawn["department_id"]):  # whoever is looked from is in sight
        drawn = rows[rows["department_id"].isin({own, *drawn["department_id"]})]
    left = int(whole.departments if view == "heatmap" else whole.total) - drawn.groupby(things).ngroups
    said = doubts(whole, how, measure, which)
    if said:
        ui.note(t("；").join(said) + t("。"), doubt=True)
    if view == "heatmap":
        note = t("{note} · 颜色越重越多 · 虚线框：推算 · 空格：没有收录那一年的文件", note=note)
    if view == "table":
        ui.heading(headline(known, what, own, unit), note)
        ui.note(takeaway)
        ui.ledger(rows.head(ROWS), columns)
        ui.download(t("下载 CSV"), everything, note, key="table", columns=columns, title=headline(known, what, own, unit))
    else:
        figure = heatmap(drawn, unit) if view == "heatmap" else ranking(drawn, unit, dots=view == "dots")
        ui.show(
            figure, rows, key="standing", title=headline(known, what, own, unit), takeaway=takeaway, unit_note=note, columns=columns,
            sources=list(cells), alt=t("各部门的{measure}，按大小排列", measure=named(measure).lower()), every=everything,
        )  # fmt: skip
        if left > 0:
            ui.note(LEFT_OUT.format(left=left))
    if whole.total > len(rows):
        ui.note(t("共 {all} 行，这里显示前 {shown} 行；全部见下载的 CSV。", all=int(whole.total), shown=len(rows)))
