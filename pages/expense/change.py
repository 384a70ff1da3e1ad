"""Two years of a department, or two departments, come in; what makes the difference goes out, in parts that add up to it exactly."""

import queries
from budget import charts, ui
from budget.words import t, term

MOST = 300  # departments offered at once; a link to another opens it all the same
# Ways to take a sum apart, the finest first: a table with its measure, or a split of the headline figures.
TABLES = {
    "function": ("expenditure", "total"), "project_items": ("expenditure", "project"), "general_budget": ("general_budget", "total"),
    "government_fund": ("government_fund", "total"), "economic": ("general_basic", "basic"), "sources": ("sources", "total"),
}  # fmt: skip
SPLITS = {"nature": ("total", ["basic", "project"]), "basic": ("basic", ["personnel", "public"])}
NAMES = {
    "finest": t("两边都有的最细一种"), "function": t("支出总表的科目"), "project_items": t("项目支出的科目"),
    "general_budget": t("一般公共预算的科目"), "government_fund": t("政府性基金的科目"), "economic": t("基本支出的经济分类"),
    "nature": t("基本支出与项目支出"), "basic": t("人员与公用经费"), "sources": t("资金来源"),
}  # fmt: skip
scope = ui.page(
    t("解释变动"), t("一个数为什么比另一个大：拆成新增、结束、增加、减少、换了编码的几部分，加起来正好是差额。")
)  # fmt: skip
ui.tabs("change", {"expense": t("一份预算"), "shares": t("并排对照"), "change": t("解释变动")})
look = charts.look(scope.dark)
KINDS = {
    "new": t("{n} 项新增 {sum}"), "grew": t("{n} 项增加 {sum}"), "moved": t("{n} 项换了编码 {sum}"), "shrank": t("{n} 项减少 {sum}"),
    "ended": t("{n} 项结束 {sum}"), "rest": t("各项之外的 {sum}"),
}  # fmt: skip
BETWEEN = {  # between two departments nothing begins or ends
    "new": t("{n} 项只有后者有 {sum}"), "grew": t("{n} 项后者多 {sum}"), "shrank": t("{n} 项后者少 {sum}"), "ended": t("{n} 项只有前者有 {sum}"),
    "rest": t("各项之外的 {sum}"),
}  # fmt: skip


def lacking(way: str, side: ui.Rows) -> str:
    """Why a way cannot be gone on one side, in a word; '' where it can."""
    if way in SPLITS:
        whole, parts = SPLITS[way]
        found = {row.measure: row for row in ui.tuples(side[side["table_code"] == ""])}
        if whole not in found:
            return term("not_held")
        unknown = [code for code in (whole, *parts) if code not in found or not ui.known(found[code].amount_yuan)]
        reasons = {term(found[code].value_status) if code in found else term("not_held") for code in unknown}
        return t("、").join(sorted(reasons)) if whole in unknown or len(unknown) >= len(parts) else ""
    table, measure = TABLES[way]
    here = side[side["table_code"] == table]
    if (here["value_status"] == "unreadable").any():
        return term("unreadable")
    if len(here):
        return "" if measure in set(here["measure"]) else t("这一栏空白")
    return term("not_held") if side.empty or side["basis"].eq("derived").all() else term("not_disclosed")


def first_year(known: ui.Rows, before: int | None) -> int | None:
    """The newest year, rather one that is stated; with `before`, the newest that is older."""
    if before is not None:
        known = known[known["fiscal_year"] < before]
    else:
        known = known[known["basis"] != "derived"] if (known["basis"] != "derived").any() else known
    return int(known["fiscal_year"].max()) if len(known) else None


def told(parts: ui.Rows, words: dict[str, str]) -> str:
    """What came of each kind of part, in clauses."""
    said = []
    changes = list(zip(parts["kind"], parts["change_yuan"], strict=True))
    for kind, clause in words.items():
        here = [change for other, change in changes if other == kind and ui.known(change)]
        total = sum(here)
        if total:
            said.append(clause.format(n=len(here), sum=charts.signed(total, scope.unit)))
    return t("；").join(said) + t("。")


def address(cells: object) -> str | None:
    """Where the first of these cells is seen."""
    if not ui.known(cells) or not cells:
        return None
    cell = str(cells).split(" ", 1)[0]
    return ui.href(disclosure=cell.split(".", 1)[0], cell=cell)


def doubts(before: ui.Rows, after: ui.Rows, years: tuple[int, int], same: bool, parts: ui.Rows) -> list[str]:
    """What keeps the two sides from being held against each other as they stand."""
    one, other = before.iloc[0], after.iloc[0]
    said = []
    if one.region_level != other.region_level:
        levels = t("、").join(term(code, "region_level").lower() for code in (one.region_level, other.region_level))
        said.append(t("两边级次不同（{levels}），规模不同", levels=levels))
    if one.department_type != other.department_type:
        said.append(t("部门类型不同"))
    if not same and years[0] != years[1]:
        said.append(t("两边不是同一年（{first}、{last}）", first=years[0], last=years[1]))
    rest = parts[parts["kind"] == "rest"]
    if len(rest):
        said.append(t("各项加起来与印出的合计不符，或者有的钱没有分到各项：差出来的单列一步“各项之外”，不摊到各项里"))
    unknown = int((parts["kind"] == "open").sum())
    if unknown:
        said.append(t("{n} 项有一边没有写明，不当作零，差额算在“各项之外”里", n=unknown))
    return said


def explain(parts: ui.Rows, names: tuple[str, str], short: str, same: bool, way: str, note: str) -> None:
    """The steps from one sum to the other, in words, as a figure and as a table; `short` names the first where the second stands beside it."""
    before, after = (parts[parts["kind"] == kind].iloc[0] for kind in ("before", "after"))
    change = after.after_yuan - before.before_yuan
    codes = ["" if way in SPLITS or way == "sources" else str(code) for code in parts["code"]]
    labels = []
    for row, code in zip(ui.tuples(parts), codes, strict=True):
        name = {"before": names[0], "after": names[1], "rest": t("各项之外")}.get(row.kind) or row.name or term(row.code, "measure")
        labels.append(f"{row.old_code} → {code} {name}" if row.kind == "moved" else f"{code} {name}".strip())
    group = "change_kind" if same else "between_kind"
    parts = parts.assign(
        label=labels, code=codes, words=[term(kind, group) for kind in parts["kind"]],
        before_href=[address(cells) for cells in parts["before_cells"]], after_href=[address(cells) for cells in parts["after_cells"]],
    )  # fmt: skip
    moving = parts[parts["rank"].notna() & (parts["kind"] != "rest")].sort_values("rank")
    size = charts.money(abs(change), scope.unit)
    title = t("{after} 与 {before} 相同", after=names[1], before=short)
    if change:
        title = (t("{after} 比 {before} 多 {size}") if change > 0 else t("{after} 比 {before} 少 {size}")).format(
            after=names[1], before=short, size=size
        )
    if len(moving) and change and moving.iloc[0].change_yuan:
        title += t("，最大的一步是“{name}”", name=moving.iloc[0].label)
    ui.show(
        charts.waterfall(parts, look=look, unit=scope.unit), parts, key="change", title=title,
        takeaway=told(parts, KINDS if same else BETWEEN)
        + t("各步相加正好等于差额 {sum}。", sum=charts.signed(change, scope.unit) if change else charts.money(change, scope.unit)),
        unit_note=note, columns={
            "words": t("变动"), "label": t("科目"), "before_yuan": t("前"), "after_yuan": t("后"), "change_yuan": t("差额"), "basis": t("依据"),
        },
        leads={"before_yuan": "before_href", "after_yuan": "after_href"},
        sources=[cell for column in ("before_cells", "after_cells") for cells in parts[column].dropna() for cell in cells.split()],
        alt=t("瀑布图：从{before}到{after}，逐步说明差额", before=names[0], after=names[1]),
    )  # fmt: skip


offered = ui.fetch(
    queries.expense_change.departments, regions=scope.regions, departments=scope.departments, years=scope.years,
    asked=ui.parameter("who") or "", most=MOST,
)  # fmt: skip
everyone = ui.fetch(queries.expense_change.departments, regions=[], departments=[], years=[], asked=ui.parameter("than") or "", most=MOST)
if offered.empty:
    ui.empty(t("所选范围内没有一个部门写明支出总额。"), ui.fetch(queries.department_year.disclosures_stating, measures=["total"], most=ui.HAVE))
else:
    both = [*ui.tuples(everyone), *ui.tuples(offered)]
    labels = {row.department_id: ui.who(row.region_name, row.department_name) for row in both}
    called = {row.department_id: row.label for row in both}
    numbers = [int(year) for year in ui.fetch(queries.expense_change.all_years)["fiscal_year"]]
    with ui.beside():
        who = ui.select(t("看谁"), list(offered["department_id"]), "who", labels.__getitem__)
        to_year = ui.select(t("看哪一年"), [0, *numbers], "to", lambda year: str(year or t("最近一年")))
        than = ui.select(t("跟谁比"), ["", *everyone["department_id"]], "than", lambda one: labels.get(one, t("它自己")))
        from_year = ui.select(t("比哪一年"), [0, *numbers], "from", lambda year: str(year or t("上一年或同年")))
    row = ui.beside()
    with row:
        way = ui.select(t("按什么拆"), list(NAMES), "way", NAMES.__getitem__)
    other = than or who
    own = ui.fetch(queries.expense_change.years, department=who)
    theirs = ui.fetch(queries.expense_change.years, department=other)
    within = own[own["fiscal_year"].isin(scope.years)] if scope.years else own
    year = to_year or first_year(within, None)
    base = from_year or (first_year(theirs, year) if other == who else year if year in set(theirs["fiscal_year"]) else first_year(theirs, None))
    if year is None or base is None or (other, base) == (who, year):
        ui.empty(
            t("{label} 只有一年写明支出总额，没有可比的一年；可以选另一个部门来比。", label=labels[who]),
            ui.fetch(queries.department_year.disclosures_stating, measures=["total"], most=ui.HAVE),
        )
    else:
        after = ui.fetch(queries.expense_change.side, department=who, fiscal_year=year)
        before = ui.fetch(queries.expense_change.side, department=other, fiscal_year=base)
        names = (f"{called[other]} {base}", f"{called[who]} {year}")
        open_ways = [one for one in list(NAMES)[1:] if not lacking(one, before) and not lacking(one, after)]
        picked = way if way != "finest" else next(iter(open_ways), "nature")
        gaps = [(name, lacking(picked, side)) for name, side in zip(names, (before, after), strict=True)]
        if any(why for _, why in gaps):
            said = t("；").join(t("{label}：{why}", label=name, why=why) for name, why in gaps if why)
            stated = [SPLITS[picked][0], *SPLITS[picked][1]] if picked in SPLITS else ["revenue"]
            ui.empty(
                t("按“{way}”解释不了：{said}。没有公开的不当作零，所以不画。", way=NAMES[picked], said=said),
                ui.fetch(queries.coverage.disclosures_with, sections=[f"table_{TABLES[picked][0]}"], most=ui.HAVE)
                if picked in TABLES and picked != "sources" else ui.fetch(queries.department_year.disclosures_stating, measures=stated, most=ui.HAVE),
            )  # fmt: skip
            if open_ways:
                ui.note(t("两边都有、可以拆的：{ways}。", ways=t("、").join(NAMES[one] for one in open_ways)))
        else:
            zoom = t("两头画成圆点时，横轴不从零起")
            if picked == "sources":
                ids = [side[side["table_code"] == picked].iloc[0].disclosure_id for side in (before, after)]
                parts = ui.fetch(queries.expense_change.sources, before=ids[0], after=ids[1])
                note = t("{way} · 预算收入，连同上年结转 · {unit} · {zoom}", way=NAMES[picked], unit=ui.unit_name(scope.unit), zoom=zoom)
            elif picked in TABLES:
                table, measure = TABLES[picked]
                with row:
                    levels = [t("类"), t("款"), t("项")][: 2 if picked == "economic" else 3]  # economic classes have no 项
                    key = "economic_level" if picked == "economic" else "item_level"
                    level = ui.select(
                        t("科目级次"), list(range(1, len(levels) + 1)), key, lambda number: levels[number - 1], start=len(levels)
                    )  # fmt: skip
                ids = [side[side["table_code"] == table].iloc[0].disclosure_id for side in (before, after)]
                parts = ui.fetch(queries.expense_change.items, before=ids[0], after=ids[1], table_code=table, measure=measure, level=level)
                said = levels[level - 1].lower()
                note = t("{way} · 科目级次：{level} · {unit} · {zoom}", way=NAMES[picked], level=said, unit=ui.unit_name(scope.unit), zoom=zoom)
            else:
                parts = ui.fetch(
                    queries.expense_change.headlines, department=who, fiscal_year=year, from_department=other, from_year=base, split=picked
                )
                note = t("{way} · 斜纹或空心：推算 · {unit} · {zoom}", way=NAMES[picked], unit=ui.unit_name(scope.unit), zoom=zoom)
            said = doubts(before, after, (base, year), other == who, parts)
            if said:
                ui.note(t("；").join(said) + t("。"), doubt=True)
            if {"before", "after"} <= set(parts["kind"]):
                explain(parts, names, str(base) if other == who else names[0], other == who, picked, note)
            else:  # a table without a total, some of whose items have no amount
                ui.empty(t("有一边的表没有印出合计，分项又不全：合起来是多少无从知道，所以不画。"), after.head(0))
